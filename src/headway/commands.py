"""One function per command: what a user wants, in one call.

Rooms are imported inside the functions, so that each command loads only what
it needs and `headway --help` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.assess.reproduce.result import Reproduction
    from headway.model.problem import Problem
    from headway.review.add import Added
    from headway.review.lookup import Shown
    from headway.review.refresh import Revision

Progress = Callable[[Iterable, str], Iterable]


def _quiet(steps: Iterable, title: str) -> Iterable:
    return steps


def demo(directory: str | Path = "headway-demo", *, seed: int = 2030, progress: Progress = _quiet) -> Path:
    """Makes and builds an example review of a fictional city: the first thing to run.

    Returns the review's folder. A demo that stands there already is replaced.
    Raises UsageError where another folder has that name.
    """
    from headway.review.demo import make_demo

    folder = make_demo(Path(directory), seed=seed)
    build(folder, progress=progress)
    return folder


def new(
    directory: str | Path,
    *,
    area: str,
    within: str = "",
    source: str | Iterable[str],
    name: str = "",
    languages: str | Iterable[str] = "en",
    year: int | None = None,
) -> Path:
    """Starts a review: copies and pins its sources and writes every table, filled from them.

    `area` is the code of the place, `within` that of the area it is compared
    with; each `source` is READER=LOCATION; `languages` begin with the default
    one. Returns the folder. Raises UsageError, SourceError or NotFoundError, and
    then leaves nothing behind.
    """
    from headway.review.create import create_review

    return create_review(
        Path(directory),
        area=area,
        within=within,
        sources=[source] if isinstance(source, str) else list(source),
        name=name,
        languages=_languages(languages),
        year=year,
    )


def _languages(languages: str | Iterable[str]) -> tuple[str, ...]:
    parts = languages.split(",") if isinstance(languages, str) else languages
    return tuple(part.strip() for part in parts if part.strip())


def add(directory: str | Path, *, source: str) -> Added:
    """Adds a source to a review: an analyst's spreadsheet, another repository.

    A table's columns are guessed and the guess written to `sources/NAME.toml`
    for a person to confirm. Returns what was guessed and added.
    """
    from headway.review.add import add_source

    return add_source(Path(directory), source)


def refresh(directory: str | Path, *, accept: bool = False) -> list[Revision]:
    """Retrieves the sources again and returns what changed; with `accept`, the review takes it."""
    from headway.review.refresh import refresh_review

    return refresh_review(Path(directory), accept=accept)


def check(directory: str | Path) -> list[Problem]:
    """Every problem of a review and its sources, errors first."""
    from headway.review.build import check_folder

    return list(check_folder(Path(directory)).problems)


def build(directory: str | Path, *, only: str = "", progress: Progress = _quiet) -> Path:
    """Builds the review into `directory/build`: the site and the open data.

    `only` is `site` or `data`. What has not changed since the last build is not
    built again. Returns the build folder.
    """
    from headway.errors import UsageError
    from headway.publish import PARTS
    from headway.publish.rebuild import build_review

    if only and only not in PARTS:
        raise UsageError(f"“{only}” cannot be built alone.", remedy=f"Parts: {', '.join(PARTS)}.")
    return build_review(Path(directory), only=only, progress=progress)


def serve(directory: str | Path, *, port: int | None = None, browser: bool = True) -> None:
    """Shows the site of a review in the browser and follows every change of its files, until interrupted.

    `port` is the one to use; left out, a free one is taken. With `browser`,
    the page is opened. Nothing is written into the review's `build`.
    """
    from headway.publish.preview.serve import serve_review

    serve_review(Path(directory), port=port, browser=browser)


def show(directory: str | Path, address: str) -> Shown:
    """One series or number: its values with file and row, its assessment, and what else the address fits."""
    from headway.review.lookup import look_up

    return look_up(Path(directory), address)


def reproduce(method: str, path: str | Path) -> Reproduction:
    """A published data set beside what its method gives here: agreements, and every cell that differs.

    `method` is `sdsn`, `open-sdg` or `unsd`; `path` the data as their publisher
    offers them. Raises UsageError or SourceError where they cannot be used.
    """
    from headway.assess.reproduce import reproduce as compare

    return compare(method, Path(path))
