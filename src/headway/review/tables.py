"""The review's CSV tables: read as people and spreadsheet programs save them, checked cell by cell.

Accepted: commas or semicolons, UTF-8 or Windows Cyrillic, decimal commas.
Codes that a spreadsheet turned into dates are named with what they were.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import msgspec

from headway.errors import nearest
from headway.model.problem import Problem
from headway.sources.delimited import delimiter_of, records
from headway.sources.mangled import code_from_date
from headway.sources.text import decode


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
    decoded = decode(path.read_bytes())
    if decoded is None:
        problems.append(Problem("TABLE_UNREADABLE", file))
        return []
    text = decoded[0].removeprefix("\ufeff")
    try:
        lines = list(records(text, delimiter_of(text)))
    except csv.Error as error:
        problems.append(Problem("TABLE_UNREADABLE", file, found=str(error)))
        return []
    if not lines:
        problems.append(Problem("TABLE_UNREADABLE", file, found="no header"))
        return []
    header = [name.strip().lower() for name in lines[0][1]]
    if not _header_fits(header, schema, file, problems):
        return []
    rows = [_row(line, header, cells, schema, file, problems) for line, cells in lines[1:] if any(cells)]
    return [row for row in rows if row is not None]


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
    texts = dict(zip(header, (cell.strip() for cell in cells)))
    parsed, good = {}, True
    for cell in schema:
        text = texts.get(cell.column, "")
        try:
            if cell.required and not text:
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
    details = {"column": cell.column, "expected": cell.expected or "a value"}
    return Problem("TABLE_VALUE", file, line, text, details)


def one_of(*allowed: str) -> Callable[[str], str]:
    """A parser that accepts some words, or a blank."""

    def parse(text: str) -> str:
        if text and text not in allowed:
            raise ValueError(text)
        return text

    return parse


def write_table(path: Path, columns: list[str], rows: list[dict[str, object]]) -> None:
    """Writes a table so that a spreadsheet program opens it rightly: UTF-8 with a mark."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text("\ufeff" + buffer.getvalue(), encoding="utf-8", newline="\n")
