"""Writes a file of the review so that whoever looks finds the old content or the new, never half of it.

The tables are a person's work of weeks: a run that is killed, or a disk that
is full, must not leave an empty `indicators.csv`.
"""

import hashlib
import os
import shutil
from pathlib import Path

PARTIAL = ".partial"


def write_whole(path: Path, content: str | bytes) -> None:
    """Beside the file, down to the disk, then a rename; a link inside the review stays a link. Raises OSError."""
    path = path.resolve()
    partial = path.with_name(f".{path.name}{PARTIAL}")
    try:
        write_through(partial, content)
        if path.exists():
            shutil.copymode(path, partial)
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_through(path: Path, content: str | bytes) -> None:
    """Returns when the disk has it, so that a rename afterwards never names an empty file."""
    with path.open("wb") as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def content_digest(path: Path) -> str:
    """SHA-256 of a file; blank where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
