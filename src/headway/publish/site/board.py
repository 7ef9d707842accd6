"""The goal board: a row a goal, a square an indicator; how many of each verdict."""

from headway.model.framework import Indicator
from headway.nomenclature import frameworks
from headway.publish.site.context import OWN, Context
from headway.publish.site.paths import goal_page, indicator_page

OTHERS = ("GAP", "NONE")
TALLY = ("ON_TRACK", "FAIR", "STAGNATION", "REGRESSION", "BREAK_SUSPECTED", "UNKNOWN")
"""Verdicts of indicators that have a figure, best first."""
ORDER = {code: place for place, code in enumerate((*TALLY, *OTHERS))}


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


def tally(squares: list[dict]) -> list[dict]:
    """The verdicts that occur, each with its sign, word and count: the segments of the bar."""
    counts = {code: [square for square in squares if square["code"] == code] for code in TALLY}
    start, found = 0, []
    for code, members in counts.items():
        if members:
            word = members[0]["word"]
            found.append({"code": code, "sign": members[0]["sign"], "word": word, "count": len(members), "start": start})
            start += len(members)
    return found


def without_figure(squares: list[dict]) -> list[dict]:
    """How many have a figure for the nation only, and how many none at all."""
    found = []
    for code in OTHERS:
        members = [square for square in squares if square["code"] == code]
        if members:
            found.append({"code": code, "word": members[0]["word"], "count": len(members)})
    return found


def board_rows(context: Context, squares: dict[tuple[str, str], dict]) -> list[dict]:
    """A row for each goal, and one for the indicators of no goal where there are any; squares best first."""
    return [
        board_row(context, goal, indicators, squares)
        for goal, indicators in context.by_goal.items()
        if indicators or goal != OWN
    ]


def board_row(context: Context, goal: str, indicators: list[Indicator], squares: dict) -> dict:
    ordered = sorted(indicators, key=lambda indicator: ORDER[squares[indicator.key]["code"]])
    return goal_head(context, goal) | {
        "squares": [
            squares[indicator.key]
            | {
                "href": indicator_page(indicator), "name": context.labels.indicator(indicator),
                "code_text": indicator.code, "value": _latest(context, indicator),
            }
            for indicator in ordered
        ],
        "with_area": sum(squares[indicator.key]["where"] == "area" for indicator in indicators),
        "total": len(indicators),
    }


def _latest(context: Context, indicator: Indicator) -> str:
    latest = context.latest(indicator, context.area)
    return f"{latest['value']} ({latest['period']})" if latest else ""
