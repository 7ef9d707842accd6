"""The row of the whole region: which it is, and whether its values are the areas' means weighted by population."""

from headway.assess.reproduce.sdsn.tally import Tally, same
from headway.assess.reproduce.sdsn.workbook import DataBase, Row, Table

REGION = "regional values, weighted by population"


def region_of(base: DataBase) -> Row | None:
    """The one row that shows it is the region's, by the first sign that only one row bears.

    The signs: its goal scores are the regional ones; its code, here or in another
    table, begins with an underscore; its population is that of all others together.
    """
    for bears in (_has_regional_scores, _is_marked, _holds_everybody):
        found = [row for row in base.areas.rows if bears(row, base)]
        if len(found) == 1:
            return found[0]
    return None


def _has_regional_scores(row: Row, base: DataBase) -> bool:
    pairs = [(row.number("goal_score", goal), row.number("goal_regional", goal)) for goal in base.areas.keys("goal_regional")]
    return any(own is not None for own, _ in pairs) and all(own == regional for own, regional in pairs)


def _is_marked(row: Row, base: DataBase) -> bool:
    others = [other.area for table in (base.values, base.history) if table for other in table.rows]
    return row.area.startswith("_") or f"_{row.area}" in others


def _holds_everybody(row: Row, base: DataBase) -> bool:
    others = [count for other in base.areas.rows if other is not row and (count := other.number("population"))]
    own = row.number("population")
    return own is not None and len(others) > 1 and abs(own - sum(others)) <= 0.01 * own


def compare_region(base: DataBase, tally: Tally) -> None:
    """Enters each value of the region beside Σ population × value / Σ population of the areas that have one."""
    region = region_of(base)
    if region is None:
        return tally.note(REGION, "No row is that of the whole region.")
    cells = [(code, published) for code in base.areas.keys("value") if (published := region.number("value", code)) is not None]
    within = tally.within(REGION, [published for _, published in cells])
    for code, published in cells:
        ours = _weighted(base.areas, region, code)
        if ours is not None:
            tally.enter(REGION, f"{region.area} {code}", same(ours, published, within), published, ours, {})


def _weighted(areas: Table, region: Row, code: str) -> float | None:
    pairs = [(row.number("value", code), row.number("population")) for row in areas.rows if row is not region]
    known = [(value, people) for value, people in pairs if value is not None and people]
    people = sum(count for _, count in known)
    return sum(value * count for value, count in known) / people if people else None
