"""Arrows of indicators and goals, from the yearly values."""

import numpy as np

from headway.assess.reproduce.sdsn import headings
from headway.assess.reproduce.sdsn.tally import Tally
from headway.assess.reproduce.sdsn.workbook import DataBase, Row, Table
from headway.model.edition import Edition
from headway.statistics.progress.sdsn.arrows import DECREASING, STAGNATING, Trend, goal_arrow, position, trend
from headway.statistics.progress.sdsn.colours import GREEN

INDICATORS, GOALS = "indicator arrows", "goal arrows"
NO_VALUES = "arrow without a yearly value"
LEFT_BLANK = "arrow left blank though the yearly values allow one"
NEAR = 0.05
"""A share or a mean this near to a border may fall on its other side by a small revision of the values."""


def compare_arrows(base: DataBase, edition: Edition, tally: Tally) -> dict[str, int]:
    """Enters the arrows; returns how many cells no rule covers."""
    if base.values is None:
        for name in (INDICATORS, GOALS):
            tally.note(name, "The workbook has no sheet of yearly values.")
        return {}
    if not base.areas.keys("arrow"):
        tally.note(INDICATORS, "The table of areas has no arrows of indicators.")
    if not base.areas.keys("goal_arrow"):
        tally.note(GOALS, "The table of areas has no arrows of goals.")
    values, uncovered = _yearly(base.values), {NO_VALUES: 0, LEFT_BLANK: 0}
    for row in base.areas.rows:
        trends = _trends(row, base, values, edition)
        used = {}
        for code in base.areas.keys("arrow"):
            published, found = headings.arrow(row.cells.get(("arrow", code), "")), trends.get(code)
            uncovered[LEFT_BLANK] += not published and found is not None
            uncovered[NO_VALUES] += bool(published) and found is None
            if published and found:
                used[code] = found
                tally.enter(
                    INDICATORS, f"{row.area} {code}", found.arrow == published, published, found.arrow,
                    _inputs(found), _why(published, found, edition),
                )  # fmt: skip
        _goals(row, base, used if base.areas.keys("arrow") else trends, edition, tally)
    return uncovered


Yearly = dict[tuple[str, str], dict[int, float]]


def _yearly(table: Table) -> Yearly:
    """(area, indicator) → year → value."""
    found: Yearly = {}
    for row in table.rows:
        for role, code in row.cells:
            value = row.number(role, code)
            if role == "value" and value is not None:
                found.setdefault((row.area.lstrip("_"), code), {}).setdefault(row.year, value)
    return found


def _trends(row: Row, base: DataBase, values: Yearly, edition: Edition) -> dict[str, Trend]:
    found = {}
    for code in base.values.keys("value"):
        run = sorted(values.get((row.area.lstrip("_"), code), {}).items())
        if run:
            years, numbers = np.array([year for year, _ in run]), np.array([number for _, number in run])
            found[code] = trend(years, numbers, base.indicators[code].bounds, edition)
    return {code: each for code, each in found.items() if each is not None}


def _inputs(found: Trend) -> dict:
    return {
        "first": f"{found.first:g} ({found.first_year})",
        "last": f"{found.last:g} ({found.last_year})",
        "points a year": found.actual,
        "needed": found.needed,
        "share": found.share,
        "colour": found.colour,
    }


def _why(published: str, found: Trend, edition: Edition) -> str:
    borders = (0.0, edition.parameters["stagnating"], edition.parameters["on_track"])
    if found.arrow == DECREASING and published == STAGNATING:
        return "Published as stagnating though the value has worsened: it was revised after the arrow was drawn, or a rule is not stated."
    if found.colour == GREEN and found.arrow == STAGNATING:
        return "A green value that worsens stagnates in nearly all other cells."
    if found.share is not None and any(abs(found.share - border) <= NEAR for border in borders):
        return "The share of the needed pace lies next to a border: a small revision of the values moves it across."
    return ""


def _goals(row: Row, base: DataBase, trends: dict[str, Trend], edition: Edition, tally: Tally) -> None:
    for goal in base.areas.keys("goal_arrow"):
        published = headings.arrow(row.cells.get(("goal_arrow", goal), ""))
        places = {code: position(found, edition) for code, found in trends.items() if base.indicators[code].goal == int(goal)}
        if not published or not places:
            continue
        ours, mean = goal_arrow(list(places.values())), float(np.mean(list(places.values())))
        inputs = {"mean": f"{mean:.3f}"} | {code: f"{trends[code].arrow} {place:.2f}" for code, place in places.items()}
        tally.enter(GOALS, f"{row.area} goal {goal}", ours == published, published, ours, inputs, _why_goal(mean))


def _why_goal(mean: float) -> str:
    if abs(mean - round(mean)) <= 2 * NEAR:
        return "The mean of the trends lies next to a border, and how the publisher puts a trend on the scale is not published."
    return "How the publisher puts a trend on the scale from 0 to 4 is not published."
