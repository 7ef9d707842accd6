"""What the values of each area give."""

import msgspec

from headway.assess.reproduce.sdsn.workbook import DataBase, Indicator, Row
from headway.statistics.progress.sdsn.score import goal_score, normalised


class Scored(msgspec.Struct, frozen=True):
    """The values of one area with the scores that follow from them."""

    row: Row
    values: dict[str, float]
    scores: dict[str, float]
    goals: dict[int, float | None]
    missing: float
    """Share of the indicators without a value."""
    ranked: bool
    """Whether the publisher gives the area scores: an index, where there is such a column, else any score."""


def scored_areas(base: DataBase, indicators: dict[str, Indicator]) -> list[Scored]:
    return [_scored(row, base, indicators) for row in base.areas.rows]


def _scored(row: Row, base: DataBase, indicators: dict[str, Indicator]) -> Scored:
    values = {code: value for code in indicators if (value := row.number("value", code)) is not None}
    scores = {code: normalised(value, indicators[code].bounds) for code, value in values.items()}
    numbers = sorted({found.goal for found in indicators.values()})
    goals = {goal: goal_score(scores[code] for code in scores if indicators[code].goal == goal) for goal in numbers}
    if ("index", "") in base.areas.columns:
        ranked = row.number("index") is not None
    else:
        ranked = any(role == "score" for role, _ in row.cells)
    return Scored(row, values, scores, goals, 1 - len(values) / len(indicators), ranked)
