"""Reads a workbook in a process of its own, with an end to its memory and time.

A workbook is a compressed archive: a small file can hold a table of a thousand
million cells, or one cell at the far end of the sheet, and the libraries that
open it take the memory for all of it at once. Here that ends the reader of the
workbook and nothing else.
"""

import subprocess
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

import msgspec

from headway.errors import SourceError

MOST_MEMORY = 2_000_000_000
MOST_UNPACKED = 300_000_000
"""Bytes; a sheet of a hundred thousand filled cells unpacks to a tenth."""
PATIENCE = 60
"""Seconds."""
FAILED = 3
"""Status of the reading process where the file is no workbook; its message is on standard error."""

Sheets = dict[str, list[list[str]]]
"""Sheet → rows of cells as a person sees them; `rows[0]` is line 1."""


def read_workbook(path: Path) -> Sheets:
    """Every sheet; SourceError where the file is no workbook, or too large to be a table."""
    _check_unpacked(path)
    command = [sys.executable, "-P", "-m", "headway.sources.table.workbook_process", str(path), str(MOST_MEMORY), str(PATIENCE)]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=2 * PATIENCE)
    except subprocess.TimeoutExpired:
        raise _too_large(path) from None
    if done.returncode == FAILED:
        reason = done.stderr.decode("utf-8", "replace").strip()
        raise SourceError(f"“{path.name}” cannot be opened as a workbook ({reason}).", remedy="Save it again as .xlsx.")
    if done.returncode:
        raise _too_large(path)
    return msgspec.json.decode(done.stdout, type=Sheets)


def _check_unpacked(path: Path) -> None:
    """What the archive itself says it unpacks to."""
    try:
        if not is_zipfile(path):
            return
        with ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise _too_large(path)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return  # the reader says what is wrong with it


def _too_large(path: Path) -> SourceError:
    return SourceError(
        f"“{path.name}” needs more memory or time than a table should.",
        remedy="Copy the cells that hold the figures into a new workbook, or save them as CSV UTF-8.",
    )
