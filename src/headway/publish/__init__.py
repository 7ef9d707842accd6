"""A finished review in, files out. No statistic is computed here."""

from collections.abc import Callable
from pathlib import Path

from headway.publish.folder_swap import replacing_all
from headway.publish.sharing_files import share_files
from headway.review.build import Finished

PARTS = ("data", "site")
"""In the order they are made: the site carries the data with it."""


def publish(
    finished: Finished,
    folder: Path,
    *,
    only: str = "",
    progress: Callable = lambda steps, _: steps,
    stamp: Callable[[Path], None] = lambda _: None,
) -> None:
    """Writes `folder/site` and `folder/data`, or one of them, each replaced whole once all are written.

    `progress` wraps an iterable of steps with its title, to show how far it is.
    `stamp` is called with each part when it is ready, to note what it was made from.
    """
    from headway.publish.package.write import write_package
    from headway.publish.site.write import write_site

    writers = {"site": write_site, "data": write_package}
    parts = (only,) if only else PARTS
    with replacing_all([folder / part for part in parts]) as made:
        fresh = dict(zip(parts, made))
        for part in parts:
            writers[part](finished, fresh[part], progress)
            if part == "site":
                share_files(fresh.get("data", folder / "data"), fresh[part] / "data")
            stamp(fresh[part])
