"""The process that opens a workbook: path, bytes of memory and seconds in; the sheets as JSON out."""

import re
import sys
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import msgspec
from python_calamine import CalamineWorkbook

from headway.sources.table.workbook import FAILED, Sheets

PERCENTAGE = re.compile(rb"""%|numFmtId\s*=\s*["'](9|10)["']""")
"""A format written out, or one of the two that have only a number."""
MOST_CELLS = 5_000_000
"""Of the rectangle from the first cell to the last filled one."""


def limit(memory: int, seconds: int) -> None:
    """An end to what this process may take, where the system knows one."""
    try:
        from resource import RLIMIT_AS, RLIMIT_CPU, setrlimit
    except ImportError:  # Windows: the archive's own sizes and the caller's patience remain
        return
    for what, most in ((RLIMIT_AS, memory), (RLIMIT_CPU, seconds)):
        try:
            setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS has no limit of memory; another may stand lower
            continue


def read_sheets(path: Path) -> Sheets:
    """Every sheet as text; any exception where the file is damaged."""
    book = CalamineWorkbook.from_path(str(path))
    sheets: Sheets = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise ValueError(f"the sheet {name} has {sheet.total_height} rows of {sheet.total_width} cells")
        sheets[name] = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    if path.suffix.lower() in (".xlsx", ".xlsm") and _knows_percentages(path):
        _show_percentages(path, sheets)
    return sheets


def _knows_percentages(path: Path) -> bool:
    """Whether anything beside the sheets and their texts names a percentage format: most workbooks do not, and are read once."""
    with ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml")]
        beside = [name for name in parts if "/worksheets/" not in name and not name.endswith("/sharedStrings.xml")]
        return any(PERCENTAGE.search(archive.read(name)) for name in beside)


def _show_percentages(path: Path, sheets: Sheets) -> None:
    """A cell formatted as a percentage holds a hundredth of what a person sees: 0.105 for 10.5 %."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        for name, rows in sheets.items():
            width = max(map(len, rows), default=0)
            for cells in book[name].iter_rows(max_row=len(rows), max_col=width) if width else ():
                for cell in cells:
                    if isinstance(cell.value, (int, float)) and "%" in (cell.number_format or ""):
                        rows[cell.row - 1][cell.column - 1] = _cell(round(float(cell.value) * 100, 10))
    finally:
        book.close()


def _cell(value: object) -> str:
    """A cell as a person sees it: whole numbers without a decimal point, dates as dates."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    return "" if value is None else str(value).strip()


def main(path: str, memory: str, seconds: str) -> int:
    limit(int(memory), int(seconds))
    try:
        content = msgspec.json.encode(read_sheets(Path(path)))
    except MemoryError:
        return FAILED + 1
    except Exception as error:  # calamine raises a class of its own for each kind of damage
        print(" ".join(str(error).split())[:200], file=sys.stderr)
        return FAILED
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
