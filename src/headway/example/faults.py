"""Spoils rows of a data file as real ones are spoiled; `faults.toml` says which."""

from headway.example.plan import Plan
from headway.example.table import Row

Cells = list[list[str]]


def spoiled(plan: Plan, rows: list[Row], entries: tuple[dict, ...]) -> Cells:
    """The cells of all rows, with the faults that concern this indicator."""
    cells = [list(row.values()) for row in rows]
    for entry in entries:
        if entry["indicator"] == plan.code:
            SPOILERS[entry["kind"]](cells, _position(rows, entry), entry, plan)
    return cells


def _position(rows: list[Row], entry: dict) -> int:
    """Index of the row of an area's total in a year."""
    wanted = (str(entry["year"]), entry["area"])
    for index, row in enumerate(rows):
        others = [cell for column, cell in row.items() if column not in GIVEN]
        if (row["Year"], row["REF_AREA"]) == wanted and not any(others):
            return index
    raise ValueError(f"faults.toml: {entry['indicator']} has no total row for {wanted}")


GIVEN = frozenset({"Year", "REF_AREA", "UNIT_MEASURE", "Value"})


def _scaled(value: str, entry: dict, plan: Plan) -> str:
    return f"{float(value) * entry['factor']:.{plan.decimals}f}"


# Additions go to the end, so that the positions of the other rows hold.


def _conflict(cells: Cells, at: int, entry: dict, plan: Plan) -> None:
    cells.append([*cells[at][:-1], _scaled(cells[at][-1], entry, plan)])


def _repeat(cells: Cells, at: int, entry: dict, plan: Plan) -> None:
    cells.append(list(cells[at]))


def _ragged(cells: Cells, at: int, entry: dict, plan: Plan) -> None:
    cells[at] = [cell for cell in cells[at] if cell]


def _blank(cells: Cells, at: int, entry: dict, plan: Plan) -> None:
    cells[at][-1] = f"{int(cells[at][-1]):,}".replace(",", " ")


def _stranger(cells: Cells, at: int, entry: dict, plan: Plan) -> None:
    cells.append([*cells[at][:-2], entry["code"], _scaled(cells[at][-1], entry, plan)])


SPOILERS = {
    "conflict": _conflict,
    "repeat": _repeat,
    "ragged": _ragged,
    "blank": _blank,
    "stranger": _stranger,
}
