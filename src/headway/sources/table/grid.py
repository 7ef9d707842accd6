"""A workbook's sheet or a CSV as rows of text."""

from datetime import date, datetime
from pathlib import Path

import msgspec
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from headway.errors import SourceError
from headway.sources.delimited import delimiter_of, records
from headway.sources.text import decode

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
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except Exception as error:  # calamine raises a class of its own for each kind of damage
        raise SourceError(
            f"“{path.name}” cannot be opened as a workbook ({error}).", remedy="Save it again as .xlsx."
        ) from None
    if wanted and wanted not in sheets:
        raise SourceError(f"“{path.name}” has no sheet “{wanted}”.", remedy=f"Sheets: {', '.join(sheets)}.")
    name = wanted or max(sheets, key=lambda sheet: _filled(sheets[sheet]), default="")
    rows = [[_cell(value) for value in row] for row in sheets.get(name, [])]
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        _show_percentages(path, name, rows)
    return Grid(name, rows, list(range(1, len(rows) + 1)))


def _show_percentages(path: Path, sheet: str, rows: list[list[str]]) -> None:
    """A cell formatted as a percentage holds a hundredth of what a person sees: 0.105 for 10.5 %."""
    book = load_workbook(path, read_only=True)
    try:
        for cells in book[sheet].iter_rows():
            for cell in cells:
                if isinstance(cell.value, (int, float)) and "%" in (cell.number_format or ""):
                    shown = _cell(round(float(cell.value) * 100, 10))
                    rows[cell.row - 1][cell.column - 1] = shown
    finally:
        book.close()


def _filled(rows: list[list[object]]) -> int:
    return sum(value not in (None, "") for row in rows for value in row)


def _cell(value: object) -> str:
    """A cell as a person sees it: whole numbers without a decimal point, dates as dates."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    return "" if value is None else str(value).strip()


def _text(path: Path) -> Grid:
    decoded = decode(path.read_bytes())
    if decoded is None:
        raise SourceError(f"“{path.name}” cannot be read as text.", remedy="Save it again as CSV UTF-8.")
    text = decoded[0].removeprefix("\ufeff")
    found = list(records(text, delimiter_of(text)))
    return Grid("", [[cell.strip() for cell in cells] for _, cells in found], [line for line, _ in found])
