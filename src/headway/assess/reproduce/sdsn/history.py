"""Goal scores and index of other years, from the yearly scores of the indicators."""

import numpy as np

from headway.assess.reproduce.sdsn.tally import Tally, same
from headway.assess.reproduce.sdsn.workbook import DataBase, Row
from headway.statistics.progress.sdsn.score import goal_score

SCORES, INDEX = "goal scores, other years", "index, other years"


def compare_history(base: DataBase, tally: Tally) -> None:
    """Enters each year's goal scores and index.

    In this table the index is the mean of the goals an area has: none is
    replaced by the region's.
    """
    if base.history is None:
        for name in (SCORES, INDEX):
            tally.note(name, "The workbook has no sheet of yearly scores.")
        return
    _goals(base, tally)
    _indices(base, tally)


def _goals(base: DataBase, tally: Tally) -> None:
    history = base.history
    cells = [(row, goal, published) for row in history.rows for goal in history.keys("goal_score")
             if (published := row.number("goal_score", goal)) is not None]  # fmt: skip
    within = tally.within(SCORES, [published for _, _, published in cells])
    members = {goal: [code for code in history.keys("score") if base.indicators[code].goal == int(goal)] for goal in history.keys("goal_score")}
    for row, goal, published in cells:
        known = {code: score for code in members[goal] if (score := row.number("score", code)) is not None}
        ours = goal_score(known.values())
        tally.enter(SCORES, f"{row.area} {row.year} goal {goal}", same(ours, published, within), published, ours, known)


def _indices(base: DataBase, tally: Tally) -> None:
    cells = [(row, published) for row in base.history.rows if (published := row.number("index")) is not None]
    if not cells:
        return tally.note(INDEX, "The sheet of yearly scores has no index.")
    within = tally.within(INDEX, [published for _, published in cells])
    main = {_code(row): row.number("index") for row in base.areas.rows}
    for row, published in cells:
        goals = {goal: score for goal in base.history.keys("goal_score") if (score := row.number("goal_score", goal)) is not None}
        ours = float(np.mean(list(goals.values()))) if goals else None
        repeated = same(main.get(_code(row)), published)
        reason = "The year repeats the index of the main table, where missing goals are the region's and scores are not rounded." if repeated else ""
        tally.enter(INDEX, f"{row.area} {row.year}", same(ours, published, within), published, ours, goals, reason)


def _code(row: Row) -> str:
    return row.area.lstrip("_")
