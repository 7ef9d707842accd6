"""Goals: all indicators in one table, and a page for each goal."""

from headway.nomenclature import frameworks
from headway.publish.site.board import goal_head, tally
from headway.publish.site.context import OWN, Context
from headway.publish.site.goal_methods import goal_methods
from headway.publish.site.rows import indicator_row


def goals_view(context: Context) -> dict:
    """Every goal with its verdicts, and every indicator of the review."""
    goals = []
    for goal, indicators in context.by_goal.items():
        if goal == OWN and not indicators:
            continue
        squares = [context.squares[indicator.key] for indicator in indicators]
        parts = tally(squares)
        goals.append(
            goal_head(context, goal)
            | {"tally": parts, "total": len(indicators), "with_area": sum(square["where"] == "area" for square in squares)}
        )
    rows = [indicator_row(context, indicator) for indicator in context.finished.indicators.values()]
    return {"goals": goals, "rows": rows}


def goal_view(context: Context, goal: str) -> dict:
    """A goal's indicators in a table, and its targets without an indicator or without data."""
    indicators = context.by_goal[goal]
    covered = {indicator.target for indicator in indicators} - {""}
    known = [code for code in (frameworks.targets() if covered else ()) if code.split(".")[0] == goal]
    with_data = {indicator.target for indicator in indicators if context.coverage[indicator.key].where == "area"}
    squares = [context.squares[indicator.key] for indicator in indicators]
    return goal_head(context, goal) | {
        "rows": _anchored(context, indicators),
        "without": _targets(context, [code for code in known if code not in covered]),
        "without_data": _targets(context, [code for code in known if code in covered - with_data]),
        "with_area": sum(square["where"] == "area" for square in squares),
        "tally": tally(squares),
        "neighbours": _neighbours(context, goal),
        "methods": goal_methods(context, goal),
    }


def _anchored(context: Context, indicators: list) -> list[dict]:
    """Rows of which the first of each target with data can be linked to."""
    rows, seen = [], set()
    for indicator in indicators:
        target = indicator.target if context.coverage[indicator.key].where == "area" else ""
        anchor = f"target-{target}" if target and target not in seen else ""
        seen.add(target)
        rows.append(indicator_row(context, indicator) | {"anchor": anchor})
    return rows


def _targets(context: Context, codes: list[str]) -> list[dict]:
    return [{"code": code, "name": context.labels.target(code)} for code in codes]


def _neighbours(context: Context, goal: str) -> list[dict]:
    """The goal before and the goal after."""
    shown = [name for name, indicators in context.by_goal.items() if indicators or name != OWN]
    at = shown.index(goal)
    return [goal_head(context, name) for name in (*shown[max(at - 1, 0) : at], *shown[at + 1 : at + 2])]
