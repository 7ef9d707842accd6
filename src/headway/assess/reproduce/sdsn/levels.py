"""Scores and colours of indicators and goals, from the values and the bounds of the codebook."""

from collections.abc import Iterator

from headway.assess.reproduce.sdsn import headings
from headway.assess.reproduce.sdsn.ranking import compare_index
from headway.assess.reproduce.sdsn.scored import Scored, scored_areas
from headway.assess.reproduce.sdsn.tally import Tally, decimals, same, shown
from headway.assess.reproduce.sdsn.workbook import DataBase, Indicator, Row
from headway.model.edition import Edition
from headway.statistics.progress.sdsn.colours import GREY, goal_colour, indicator_colour, rescaled

NORMALISED, COLOURS, SCORES, GOAL_COLOURS = "normalised", "indicator colours", "goal scores", "goal colours"


def scored_indicators(base: DataBase) -> dict[str, Indicator]:
    """The indicators that count: those with a column for scores or colours."""
    codes = {*base.areas.keys("score"), *base.areas.keys("colour")}
    return {code: found for code, found in base.indicators.items() if code in codes}


def compare_levels(base: DataBase, edition: Edition, tally: Tally) -> dict[str, int]:
    """Enters scores, colours and index; returns how many cells no rule covers."""
    indicators = scored_indicators(base)
    areas = scored_areas(base, indicators)
    _normalised(areas, indicators, tally)
    _colours(areas, indicators, tally)
    _goal_scores(areas, indicators, tally)
    if not base.areas.keys("goal_colour"):
        tally.note(GOAL_COLOURS, "The table of areas has no colours of goals.")
    for area in areas:
        _goal_colours(area, indicators, edition, tally)
    compare_index(base, areas, edition, tally)
    return {"goal score left blank though an indicator of the goal has a score": sum(_left_blank(areas, base))}


def _left_blank(areas: list[Scored], base: DataBase) -> Iterator[bool]:
    columns = set(base.areas.keys("goal_score"))
    for area in areas:
        for goal, score in area.goals.items():
            yield area.ranked and score is not None and str(goal) in columns and area.row.number("goal_score", str(goal)) is None


def _item(row: Row, what: str) -> str:
    return f"{row.area} {what}"


def _inputs(value: float | None, indicator: Indicator) -> dict:
    bounds = indicator.bounds
    return dict(value=value, lower=bounds.lower, red=bounds.red, green=bounds.green, optimum=bounds.optimum)


def _normalised(areas: list[Scored], indicators: dict[str, Indicator], tally: Tally) -> None:
    cells = [(area, code, published) for area in areas for code in indicators
             if (published := area.row.number("score", code)) is not None]  # fmt: skip
    if not cells:
        return tally.note(NORMALISED, "The table of areas has no scores of indicators.")
    within = tally.within(NORMALISED, [published for _, _, published in cells])
    for area, code, published in cells:
        ours, indicator = area.scores.get(code), indicators[code]
        tally.enter(
            NORMALISED, _item(area.row, code), same(ours, published, within), published, ours,
            _inputs(area.values.get(code), indicator), _why_score(area.values.get(code), ours, published, indicator),
        )  # fmt: skip


def _why_score(value: float | None, ours: float | None, published: float, indicator: Indicator) -> str:
    if value is None:
        return "No value stands beside the score."
    width = abs(indicator.bounds.optimum - indicator.bounds.lower)
    if abs(ours - published) <= 100 * 0.5 * 10.0 ** -decimals(value) / width + 1e-9:
        return "The value shown is rounded; the score was taken before rounding."
    return ""


def _colours(areas: list[Scored], indicators: dict[str, Indicator], tally: Tally) -> None:
    if not any(role == "colour" for area in areas for role, _ in area.row.cells):
        return tally.note(COLOURS, "The table of areas has no colours of indicators.")
    for area in areas:
        for code, indicator in indicators.items():
            published, value = headings.colour(area.row.cells.get(("colour", code), "")), area.values.get(code)
            if not published or (published == GREY and value is None):
                continue
            ours = GREY if value is None else indicator_colour(value, indicator.bounds)
            tally.enter(COLOURS, _item(area.row, code), ours == published, published, ours, _inputs(value, indicator))


def _goal_scores(areas: list[Scored], indicators: dict[str, Indicator], tally: Tally) -> None:
    cells = [(area, goal, published) for area in areas for goal in area.goals
             if (published := area.row.number("goal_score", str(goal))) is not None]  # fmt: skip
    if not cells:
        return tally.note(SCORES, "The table of areas has no scores of goals.")
    within = tally.within(SCORES, [published for _, _, published in cells])
    for area, goal, published in cells:
        ours = area.goals[goal]
        inputs = {"scores": _of_goal(area, indicators, goal)}
        tally.enter(SCORES, _item(area.row, f"goal {goal}"), same(ours, published, within), published, ours, inputs)


def _of_goal(area: Scored, indicators: dict[str, Indicator], goal: int) -> str:
    return ", ".join(f"{code} {shown(score)}" for code, score in area.scores.items() if indicators[code].goal == goal)


def _goal_colours(area: Scored, indicators: dict[str, Indicator], edition: Edition, tally: Tally) -> None:
    for goal in area.goals:
        published = headings.colour(area.row.cells.get(("goal_colour", str(goal)), ""))
        if not published:
            continue
        members = {code: found.bounds for code, found in indicators.items() if found.goal == goal}
        known = {code: area.values[code] for code in members if code in area.values}
        colours = [indicator_colour(value, members[code]) for code, value in known.items()]
        positions = [rescaled(value, members[code], clamp=True) for code, value in known.items()]
        ours = goal_colour(colours, positions, len(members), edition)
        inputs = {code: f"{colour} {position:.3g}" for code, colour, position in zip(known, colours, positions, strict=True)}
        tally.enter(GOAL_COLOURS, _item(area.row, f"goal {goal}"), ours == published, published, ours, inputs)
