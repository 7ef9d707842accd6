"""Writes every file of the site."""

from collections.abc import Callable
from pathlib import Path

from headway.publish.site.site import site_files
from headway.review.build import Finished


def write_site(finished: Finished, folder: Path, progress: Callable) -> None:
    for title, made in site_files(finished).items():
        for path, make in progress(list(made.items()), title):
            _write(folder / path, make())


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
