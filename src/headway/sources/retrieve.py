"""Brings a source's files to this machine: a folder, a file, a git repository."""

import re
import shutil
from contextlib import contextmanager
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from headway.errors import SourceError
from headway.model.paths import path_text
from headway.sources.git import clone, commit
from headway.sources.text import MOST_BYTES

GIT_URL = re.compile(r"^(https?://|ssh://|git@[\w.-]+:|file://).+", re.I)
OPEN_SDG_FOLDERS = ("data", "meta", "indicator-config", "translations")
OPEN_SDG_FILES = ("config_data.yml", "config_data.yaml", "LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE")


class Retrieved(msgspec.Struct, frozen=True):
    """A source's files where they can be read, and the git commit they are at."""

    root: Path
    files: tuple[str, ...]
    """Relative paths with forward slashes, sorted."""
    commit: str = ""


@contextmanager
def retrieve(reader: str, location: str) -> Iterator[Retrieved]:
    """The files of a source for as long as the context lasts; SourceError where it cannot be had."""
    with TemporaryDirectory(prefix="headway-") as scratch:
        root = _root(location, Path(scratch) / "clone")
        if reader == "table":
            _check_table(root, location)
            yield Retrieved(root.parent, (root.name,))
        else:
            yield Retrieved(root, tuple(_open_sdg_files(root, location)), commit(root))


def _root(location: str, to: Path) -> Path:
    if GIT_URL.match(location):
        return clone(location, to)
    path = Path(location).expanduser()
    if not path.exists():
        raise SourceError(
            f"“{location}” does not exist.", remedy="Check the path, or give a git URL that begins with https://."
        )
    if path.is_dir() and _is_bare(path):
        return clone(path.resolve().as_uri(), to)
    return path


def _check_table(path: Path, location: str) -> None:
    """A pipe or a device would be read for ever."""
    if not path.is_file():
        raise SourceError(f"“{location}” is not a file.", remedy="A table is one .xlsx or .csv file.")
    if path.stat().st_size > MOST_BYTES:
        raise SourceError(f"“{location}” is larger than {MOST_BYTES // 1_000_000} MB.", remedy="Keep only the sheet with the figures.")


def _is_bare(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and not (path / "data").is_dir()


def _open_sdg_files(root: Path, location: str) -> Iterator[str]:
    """The files of the layout; the rest of a folder is none of a review's business."""
    if not root.is_dir():
        raise SourceError(
            f"“{location}” is a file, not a folder.",
            remedy="An open-sdg source is a folder; for a spreadsheet write table=FILE.",
        )
    if not any(root.iterdir()):
        raise SourceError(f"“{location}” is an empty folder.", remedy="Point to the folder that holds data/.")
    if not (root / "data").is_dir() or not any((root / "data").glob("*.csv")):
        raise SourceError(
            f"“{location}” is not an Open SDG repository: it has no folder “data” with CSV files.",
            remedy="Point to the folder that holds data/indicator_1-1-1.csv and the like.",
        )
    found = [root / name for name in OPEN_SDG_FILES] + sorted(root.glob("*.geojson"))
    for folder in OPEN_SDG_FOLDERS:
        found += (root / folder).rglob("*") if (root / folder).is_dir() else []
    inside = root.resolve()
    files = sorted(
        path.relative_to(root).as_posix()
        for path in found
        if path.is_file() and not path.is_symlink() and inside in path.resolve().parents
    )
    for file in files:
        if path_text(file) != file or any(ord(letter) < 32 or ord(letter) == 127 for letter in file):
            raise SourceError(f"The file name {file!a} of “{location}” is no text.", remedy="Give the file another name.")
    yield from files


def copy_files(retrieved: Retrieved, to: Path) -> None:
    """Copies the files of a source, keeping their relative paths."""
    for file in retrieved.files:
        target = to / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(retrieved.root / file, target)
