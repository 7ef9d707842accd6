"""Replaces output folders whole: whoever looks sees the old one or the new one."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

HERE, EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux: two names change places in one step."""


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A fresh folder to write into, which takes `folder`'s place if all goes well."""
    with replacing_all([folder]) as (fresh,):
        yield fresh


@contextmanager
def replacing_all(folders: list[Path]) -> Iterator[list[Path]]:
    """A fresh folder for each, which take their places one right after the other once all are written.

    Where the system cannot exchange two folders in one step there are two
    renames: the old folder steps aside, the new one takes its name. Killed
    between them, the next call puts the old one back.
    """
    made: list[Path] = []
    try:
        for folder in folders:
            folder.parent.mkdir(parents=True, exist_ok=True)
            recover(folder)
            made.append(Path(mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent)))
            made[-1].chmod(0o755)
        yield made
        for folder, fresh in zip(folders, made):
            _put(fresh, folder)
    finally:  # what stands there now is the old content, or half of the new where something failed
        for fresh in made:
            shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        os.replace(fresh, folder)
    elif not exchange(fresh, folder):
        aside = _aside(folder)
        os.replace(folder, aside)
        try:
            os.replace(fresh, folder)
        except OSError:
            os.replace(aside, folder)
            raise
        os.replace(aside, fresh)


def exchange(one: Path, other: Path) -> bool:
    """Whether the two have changed places; False where the system or the disk cannot do that."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    return rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0


def recover(folder: Path) -> list[str]:
    """Cleans up after a run that was killed; returns what was done, in words."""
    aside, done = _aside(folder), []
    if aside.exists() and not folder.exists():
        os.replace(aside, folder)
        done.append(f"the last good “{folder.name}” was put back")
    left = [aside] if aside.exists() else []
    left += folder.parent.glob(f".{folder.name}.new-*")
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    if left:
        done.append(f"what it left beside “{folder.name}” was cleared away")
    return done


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")
