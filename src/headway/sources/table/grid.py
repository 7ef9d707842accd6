"""A workbook's sheet or a CSV as rows of text."""

import csv
from pathlib import Path

import msgspec

from headway.errors import SourceError
from headway.sources.delimited import delimiter_of, records, unclosed_quote
from headway.sources.table.workbook import read_workbook
from headway.sources.text import decode, plain_bytes

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".tsv", ".txt")


class Grid(msgspec.Struct, frozen=True):
    """Cells as text; `rows[0]` is line 1 of the sheet or file."""

    sheet: str
    rows: list[list[str]]
    lines: list[int]
    """Line on which each row begins."""


def load_grid(path: Path, sheet: str = "") -> Grid:
    """The sheet named, or the fullest one; SourceError where the file is no table."""
    if not path.is_file():
        raise SourceError(f"“{path.name}” is not a file.", remedy="A table is one .xlsx or .csv file.")
    ending = path.suffix.lower()
    if ending in WORKBOOKS:
        return _workbook(path, sheet)
    if ending in TEXTS:
        return _text(path)
    raise SourceError(
        f"“{path.name}” is neither a workbook nor a CSV.", remedy=f"Read are {', '.join(WORKBOOKS + TEXTS)}."
    )


def _workbook(path: Path, wanted: str) -> Grid:
    sheets = read_workbook(path)
    if wanted and wanted not in sheets:
        raise SourceError(f"“{path.name}” has no sheet “{wanted}”.", remedy=f"Sheets: {', '.join(sheets)}.")
    name = wanted or max(sheets, key=lambda sheet: _filled(sheets[sheet]), default="")
    rows = sheets.get(name, [])
    return Grid(name, rows, list(range(1, len(rows) + 1)))


def _filled(rows: list[list[str]]) -> int:
    return sum(value != "" for row in rows for value in row)


def _text(path: Path) -> Grid:
    try:
        decoded = decode(plain_bytes(path))
    except OSError as error:
        raise SourceError(f"“{path.name}” cannot be read: {error.strerror or error}.") from None
    if decoded is None:
        raise SourceError(f"“{path.name}” cannot be read as text.", remedy="Save it again as CSV UTF-8.")
    text = decoded[0].removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    if broken := unclosed_quote(text, delimiter):
        raise SourceError(f"“{path.name}”, row {broken}: a quotation mark is not closed.", remedy="Close or remove it.")
    try:
        found = list(records(text, delimiter))
    except csv.Error as error:
        raise SourceError(f"“{path.name}” is no table: {error}.", remedy="Save it again as CSV UTF-8.") from None
    return Grid("", [[cell.strip() for cell in cells] for _, cells in found], [line for line, _ in found])
