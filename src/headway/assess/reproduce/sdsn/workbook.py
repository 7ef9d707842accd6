"""Reads a data base of the Sustainable Development Report: its sheets and columns are known by their headings."""

from pathlib import Path

import msgspec
from python_calamine import CalamineWorkbook

from headway.assess.reproduce.sdsn import headings
from headway.errors import SourceError
from headway.sources.numbers import read_number
from headway.statistics.progress.sdsn.bounds import Bounds

HEADER_WITHIN = 15
"""The line of headings is among the first so many of a sheet."""
BOUNDS = ("lower", "red", "green", "optimum")


class Indicator(msgspec.Struct, frozen=True):
    code: str
    goal: int
    bounds: Bounds


class Row(msgspec.Struct, frozen=True):
    """One row of a table: an area, or an area in a year."""

    area: str
    name: str
    year: int | None
    cells: dict[tuple[str, str], object]
    """(role, indicator or goal or blank) → what stands there; blank cells are left out."""

    def number(self, role: str, key: str = "") -> float | None:
        return as_number(self.cells.get((role, key)))


class Table(msgspec.Struct, frozen=True):
    sheet: str
    columns: frozenset[tuple[str, str]]
    rows: tuple[Row, ...]

    def keys(self, role: str) -> list[str]:
        """Indicators, or goals in their order, that have a column of the role."""
        return sorted((key for known, key in self.columns if known == role), key=lambda key: (key.zfill(2), key))


class DataBase(msgspec.Struct, frozen=True):
    """A data base, as far as its sheets are there."""

    indicators: dict[str, Indicator]
    areas: Table
    values: Table | None
    """Values by area and year, from which trends are taken."""
    history: Table | None
    """Scores by area and year."""
    incomplete: tuple[str, ...]
    """Indicators of the codebook that lack a bound."""


def read_data_base(path: Path) -> DataBase:
    """The sheets of a workbook; SourceError where it is none or lacks the codebook or the table of areas."""
    sheets = _sheets(path)
    codebook = max((found for rows in sheets.values() if (found := _codebook(rows))), key=len, default=None)
    if codebook is None:
        raise SourceError(
            f"“{path.name}” has no codebook: no sheet has columns for the indicator's code, the optimum, "
            "the green and the red threshold and the lower bound.",
            remedy="Take the workbook with the whole data base of a Sustainable Development Report.",
        )
    indicators, names, incomplete = codebook
    tables = [table for name, rows in sheets.items() if (table := _table(name, rows, names))]
    areas = _fullest([table for table in tables if ("year", "") not in table.columns and _has(table, "score", "colour")])
    if areas is None:
        raise SourceError(
            f"“{path.name}” has no table of areas: no sheet has a code or name for each area and columns with the scores or "
            "colours of the indicators in its codebook.",
            remedy="Take the workbook with the whole data base of a Sustainable Development Report.",
        )
    yearly = [table for table in tables if ("year", "") in table.columns]
    return DataBase(
        indicators=indicators,
        areas=areas,
        values=_fullest([table for table in yearly if _has(table, "value") and not _has(table, "score")]),
        history=_fullest([table for table in yearly if _has(table, "score") and _has(table, "goal_score")]),
        incomplete=incomplete,
    )


def _sheets(path: Path) -> dict[str, list[list[object]]]:
    if not path.is_file():
        raise SourceError(f"“{path.name}” is not a file.", remedy="A data base of the report is one .xlsx workbook.")
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names}
    except Exception as error:  # calamine raises a class of its own for each kind of damage
        raise SourceError(
            f"“{path.name}” cannot be opened as a workbook ({error}).", remedy="Save it again as .xlsx."
        ) from None


def _has(table: Table, *roles: str) -> bool:
    return any(role in roles for role, _ in table.columns)


def _fullest(tables: list[Table]) -> Table | None:
    return max(tables, key=lambda table: len(table.columns) * (1 + len(table.rows)), default=None)


def _codebook(rows: list[list[object]]) -> tuple[dict[str, Indicator], dict[str, str], tuple[str, ...]] | None:
    """Indicators by code, folded code or title → code, and the codes that lack a bound."""
    for place, line in enumerate(rows[:HEADER_WITHIN]):
        roles = [headings.codebook_role(headings.folded(cell)) for cell in line]
        if {"code", *BOUNDS} <= set(roles):
            return _indicators(roles, rows[place + 1 :])
    return None


def _indicators(roles: list[str], rows: list[list[object]]):
    found, names, incomplete = {}, {}, []
    for row in rows:
        cells: dict[str, object] = {}
        for role, cell in zip(roles, row, strict=False):
            if role and role != "title":
                cells.setdefault(role, cell)
        code = str(cells["code"]).strip()
        if not code or code in found:
            continue
        goal, bounds = _goal(cells.get("goal"), code), _bounds(cells)
        if goal is None or bounds is None:
            incomplete.append(code)
            continue
        found[code] = Indicator(code, goal, bounds)
        titles = [row[place] for place, role in enumerate(roles) if role == "title" and place < len(row)]
        for name in (code, *titles):
            names.setdefault(headings.folded(name), code)
    return found, names, tuple(incomplete)


def _goal(cell: object, code: str) -> int | None:
    number = as_number(cell)
    if number is None:
        digits = "".join(letter for letter in str(cell or code).split("_")[0] if letter.isdigit())
        number = float(digits) if digits else None
    return int(number) if number is not None and 1 <= number <= 17 else None


def _bounds(cells: dict[str, object]) -> Bounds | None:
    numbers = [as_number(cells[name]) for name in BOUNDS]
    if None in numbers or numbers[0] == numbers[3]:
        return None
    found, stated = Bounds(*numbers), headings.direction(cells.get("direction", ""))
    return None if stated and stated != found.sign else found


def _table(sheet: str, rows: list[list[object]], names: dict[str, str]) -> Table | None:
    """The table with the most known columns, its headings among the first lines; None where there is none."""
    best: dict[int, tuple[str, str]] = {}
    start = 0
    for place, line in enumerate(rows[:HEADER_WITHIN]):
        columns = _columns(line, names)
        if len(columns) > len(best):
            best, start = columns, place + 1
    if not {("area", ""), ("name", "")} & set(best.values()):
        return None
    return Table(sheet, frozenset(best.values()), tuple(filter(None, (_row(best, row) for row in rows[start:]))))


def _columns(line: list[object], names: dict[str, str]) -> dict[int, tuple[str, str]]:
    """Place of a column → (role, key), the first of a kind only."""
    found: dict[int, tuple[str, str]] = {}
    for place, cell in enumerate(line):
        role, key = headings.table_role(headings.folded(cell))
        if role in headings.ROLES_OF_INDICATORS:
            key = names.get(key, "")
            role = role if key else ""
        if role and (role, key) not in found.values():
            found[place] = (role, key)
    return found


def _row(columns: dict[int, tuple[str, str]], row: list[object]) -> Row | None:
    """A row that has a code, or where there is none a name, and something beside it; None for notes and blank lines."""
    cells = {columns[place]: cell for place, cell in enumerate(row) if place in columns and str(cell).strip()}
    area, year = _area_code(cells.get(("area", ""), cells.get(("name", ""), ""))), as_number(cells.get(("year", "")))
    if not area or not any(key for _, key in cells) or (("year", "") in columns.values() and year is None):
        return None
    return Row(area, str(cells.get(("name", ""), area)).strip(), None if year is None else int(year), cells)


def _area_code(cell: object) -> str:
    """A code as text; one typed as a number without its decimal point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def as_number(cell: object) -> float | None:
    """A finite number, typed or as text; None for anything else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return float(cell) if abs(cell) < 1e300 else None
    found = read_number(str(cell).strip())
    return found[0] if found else None
