"""The review's CSV tables: read as people and spreadsheet programs save them, checked cell by cell.

Accepted: commas or semicolons, UTF-8 or Windows Cyrillic, decimal commas.
Codes that a spreadsheet turned into dates are named with what they were.
"""

import csv
import io
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import msgspec

from headway.errors import ReviewError, nearest
from headway.model.problem import Problem
from headway.model.spreadsheet_text import guarded, unguarded
from headway.review.files import own_bytes
from headway.review.whole import write_whole
from headway.sources.delimited import delimiter_of, records, unclosed_quote
from headway.sources.mangled import code_from_date
from headway.sources.problems import shorten
from headway.sources.text import decode


MOST_LETTERS = 5_000


class Cell(msgspec.Struct, frozen=True):
    """One column of a table: its name, what may stand in it and how to say so."""

    column: str
    parse: Callable[[str], object] = str
    """Raises ValueError where the text does not fit."""
    expected: str = ""
    required: bool = False
    is_code: bool = False
    """Holds an indicator's code, which spreadsheets take for a date."""


class Row(msgspec.Struct, frozen=True):
    """A row of a table, its cells parsed, and the line it stands on."""

    line: int
    cells: dict[str, object]

    def __getitem__(self, column: str):
        return self.cells[column]


def read_table(folder: Path, file: str, schema: tuple[Cell, ...], problems: list[Problem]) -> list[Row]:
    """The good rows; every fault becomes a problem with row, column and what was expected."""
    path = folder / file
    if not path.is_file():
        problems.append(Problem("TABLE_MISSING", file))
        return []
    try:
        lines = table_lines(folder, path)
    except ReviewError as error:
        problems.append(Problem("TABLE_UNREADABLE", file, found=error.message))
        return []
    if not lines:
        problems.append(Problem("TABLE_UNREADABLE", file, found="no header"))
        return []
    header = [name.strip().lower() for name in lines[0][1]]
    if not _header_fits(header, schema, file, problems):
        return []
    rows = [_row(line, header, cells, schema, file, problems) for line, cells in lines[1:] if any(map(str.strip, cells))]
    return [row for row in rows if row is not None]


def table_lines(folder: Path, path: Path) -> list[tuple[int, list[str]]]:
    """(line, cells) of a table of the review; ReviewError where it is none."""
    decoded = decode(own_bytes(folder, path))
    if decoded is None:
        raise ReviewError("It is no text.", remedy="Save it again as CSV UTF-8.")
    text = decoded[0].removeprefix("\ufeff")
    delimiter = delimiter_of(text)
    if broken := unclosed_quote(text, delimiter):
        raise ReviewError(f"A quotation mark on line {broken} is not closed.", remedy="Close or remove it.")
    try:
        return [(line, [unguarded(cell) for cell in cells]) for line, cells in records(text, delimiter)]
    except csv.Error as error:
        raise ReviewError(f"It is no table: {error}.", remedy="Save it again as CSV UTF-8.") from None


def _header_fits(header: list[str], schema: tuple[Cell, ...], file: str, problems: list[Problem]) -> bool:
    missing = [cell.column for cell in schema if cell.column not in header]
    if missing:
        close = nearest(missing[0], header, most=1)
        problems.append(
            Problem("TABLE_COLUMN_MISSING", file, 1, found=", ".join(missing), details={"near": ", ".join(close) or "–"})
        )
    for name in header:
        if name and name not in {cell.column for cell in schema}:
            problems.append(Problem("TABLE_COLUMN_UNKNOWN", file, 1, found=name))
    return not missing


def _row(line, header, cells, schema, file, problems) -> Row | None:
    texts: dict[str, str] = {}
    for name, cell in zip_longest(header, (cell.strip() for cell in cells), fillvalue=""):
        if cell and not name:
            problems.append(Problem("CELL_WITHOUT_COLUMN", file, line, shorten(cell)))
        elif cell and texts.get(name, cell) != cell:
            problems.append(Problem("COLUMN_TWICE", file, line, shorten(cell), {"column": name}))
        else:
            texts[name] = texts.get(name) or cell
    parsed, good = {}, True
    for cell in schema:
        text = texts.get(cell.column, "")
        try:
            if (cell.required and not text) or len(text) > MOST_LETTERS:
                raise ValueError
            parsed[cell.column] = cell.parse(text)
        except ValueError:
            problems.append(_cell_problem(cell, text, file, line))
            good = False
        if cell.is_code and good and (code := code_from_date(text)):
            problems.append(
                Problem("CODE_BECAME_DATE", file, line, text, {"column": cell.column, "code": code})
            )
            good = False
    return Row(line, parsed) if good else None


def _cell_problem(cell: Cell, text: str, file: str, line: int) -> Problem:
    if cell.is_code and (code := code_from_date(text)):
        return Problem("CODE_BECAME_DATE", file, line, text, {"column": cell.column, "code": code})
    expected = cell.expected or "a value" if len(text) <= MOST_LETTERS else f"at most {MOST_LETTERS} letters"
    details = {"column": cell.column, "expected": expected}
    return Problem("TABLE_VALUE", file, line, shorten(text), details)


def one_of(*allowed: str) -> Callable[[str], str]:
    """A parser that accepts some words, or a blank."""

    def parse(text: str) -> str:
        if text and text not in allowed:
            raise ValueError(text)
        return text

    return parse


def write_table(path: Path, columns: list[str], rows: list[dict[str, object]]) -> None:
    """Writes a table whole, or leaves the one that stands."""
    write_whole(path, table_text(columns, rows))


def table_text(columns: list[str], rows: list[dict[str, object]]) -> str:
    """A table that a spreadsheet program opens rightly: UTF-8 with a mark."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: guarded(str(cell)) for name, cell in row.items() if cell is not None} for row in rows)
    return "\ufeff" + buffer.getvalue()
