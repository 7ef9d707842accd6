"""A finished review in, files out. No statistic is computed here."""

from collections.abc import Callable
from pathlib import Path

from headway.publish.folder_swap import replacing
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
    stamp: tuple[str, str] | None = None,
) -> None:
    """Writes `folder/site` and `folder/data`, or one of them, each replaced whole.

    `progress` wraps an iterable of steps with its title, to show how far it is.
    `stamp`: (file name, text) of a note on what the output was made from.
    """
    from headway.publish.package.write import write_package
    from headway.publish.site.write import write_site

    writers = {"site": write_site, "data": write_package}
    for part in [only] if only else PARTS:
        with replacing(folder / part) as fresh:
            writers[part](finished, fresh, progress)
            if part == "site":
                share_files(folder / "data", fresh / "data")
            if stamp:
                (fresh / stamp[0]).write_text(stamp[1], encoding="utf-8")
