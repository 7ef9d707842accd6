"""The overview and the goals."""

from headway.model.framework import Indicator
from headway.nomenclature import frameworks
from headway.publish.site.context import OWN, Context
from headway.publish.site.paths import goal_page, indicator_page

TALLY = ("ON_TRACK", "FAIR", "STAGNATION", "REGRESSION", "BREAK_SUSPECTED", "UNKNOWN")


def overview_view(context: Context) -> dict:
    """Counts, the goal board and where to look next."""
    squares = {
        indicator.key: context.square(indicator)
        for indicators in context.by_goal.values()
        for indicator in indicators
    }
    counts = {code: sum(square["code"] == code for square in squares.values()) for code in TALLY}
    rows = context.finished.coverage
    return {
        "counts": counts,
        "with_area": sum(row.where == "area" for row in rows),
        "with_any": _count_of_nation(context),
        "old": sum(square["stale"] for square in squares.values()),
        "judged": sum(counts.values()) - counts["UNKNOWN"],
        "problems": len(context.finished.problems),
        "gaps": sum(row.where == "within" for row in rows),
        "nowhere": sum(row.where == "none" for row in rows),
        "board": [
            _board_row(context, goal, indicators, squares)
            for goal, indicators in context.by_goal.items()
            if indicators or goal != OWN
        ],
        "opening": context.finished.review.texts.get("opening", {}).get(context.language, ""),
    }



def _count_of_nation(context: Context) -> int:
    """Indicators for which the nation or any of its other parts has figures."""
    return sum(any(area != context.area for area in areas) for areas in context.finished.groups.values())


def _board_row(context: Context, goal: str, indicators: list[Indicator], squares: dict) -> dict:
    return goal_head(context, goal) | {
        "squares": [
            squares[indicator.key]
            | {"href": indicator_page(indicator), "name": context.labels.indicator(indicator), "code_text": indicator.code}
            for indicator in indicators
        ],
        "with_area": sum(squares[indicator.key]["where"] == "area" for indicator in indicators),
        "total": len(indicators),
    }


def goal_head(context: Context, goal: str) -> dict:
    known = frameworks.goals().get(goal)
    return {
        "goal": goal,
        "name": context.words.t("Indicators of our own") if goal == OWN else context.labels.goal(goal),
        "sign": "•" if goal == OWN else goal,
        "color": known.color if known else "#55616d",
        "ink": known.ink if known else "#ffffff",
        "href": goal_page(goal),
    }


def goal_view(context: Context, goal: str) -> dict:
    """A goal's indicators in a table, and its targets without an indicator."""
    indicators = context.by_goal[goal]
    covered = {indicator.target for indicator in indicators} - {""}
    known = frameworks.targets() if covered else {}
    without = [code for code in known if code.split(".")[0] == goal and code not in covered]
    return goal_head(context, goal) | {
        "rows": [_indicator_row(context, indicator) for indicator in indicators],
        "without": [{"code": code, "name": context.labels.target(code)} for code in without],
        "with_area": sum(context.coverage[indicator.key].where == "area" for indicator in indicators),
    }


def _indicator_row(context: Context, indicator: Indicator) -> dict:
    return {
        "code": indicator.reference,
        "name": context.labels.indicator(indicator),
        "href": indicator_page(indicator),
        "area": context.latest(indicator, context.area),
        "nation": context.latest(indicator, context.nation) if context.has_comparator else None,
        "verdict": context.square(indicator),
        "nation_verdict": context.square_of(indicator, context.nation),
    }
