"""A folder that is made beside its place and takes it whole; what killed runs left there is cleared away."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

LOCK, FRESH = "making.lock", "folder"
log = logging.getLogger("headway")


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A fresh folder that becomes `folder` if all goes well, in the place of one that may be replaced.

    What it replaces stands until the new one is whole. Only this process knows
    the fresh folder: its lock tells later runs whether that still lives.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}.old")
    _clear(folder, aside)
    around = Path(mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    try:
        with FileLock(around / LOCK):
            fresh = around / FRESH
            fresh.mkdir()
            yield fresh
            if folder.is_dir():
                os.replace(folder, aside)
            try:
                os.replace(fresh, folder)
            except OSError:
                if aside.is_dir():
                    os.replace(aside, folder)
                raise
    finally:
        shutil.rmtree(around, ignore_errors=True)
        if folder.is_dir():
            shutil.rmtree(aside, ignore_errors=True)


def _clear(folder: Path, aside: Path) -> None:
    done = []
    if aside.is_dir() and not folder.is_dir():
        os.replace(aside, folder)
        done.append(f"{folder.name} was put back")
    left = [aside] if aside.is_dir() else []
    left += [path for path in folder.parent.glob(f".{folder.name}.new-????????") if path.is_dir() and not _lives(path)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
        done.append(f"the unfinished {path.name} was cleared away")
    if done:
        log.warning(f"an earlier run was ended half-way; {', '.join(done)}.")


def _lives(around: Path) -> bool:
    """Whether its maker still holds the lock; what holds more than a maker puts there is none of ours and left alone."""
    if not {path.name for path in around.iterdir()} <= {LOCK, FRESH}:
        return True
    if not (around / LOCK).is_file():  # killed while it was cleared away
        return False
    try:
        with FileLock(around / LOCK, timeout=0):
            return False
    except (Timeout, OSError):
        return True
