"""The overview: where the area stands, what stands out, what is not known."""

from headway.publish.site.board import board_rows, tally, without_figure
from headway.publish.site.context import OWN, Context
from headway.publish.site.gaps import request_page
from headway.publish.site.goal_methods import whole_methods
from headway.publish.site.paths import goal_page
from headway.publish.site.rows import indicator_row
from headway.publish.site.verdict_box import target_text

BODIES_NAMED = 3
"""Institutions with the longest lists of missing figures that the overview names."""


def overview_view(context: Context) -> dict:
    squares = context.squares
    rows = context.finished.coverage
    counts = {part["code"]: part["count"] for part in tally(list(squares.values()))}
    return {
        "tally": tally(list(squares.values())),
        "others": without_figure(list(squares.values())),
        "width": sum(counts.values()),
        "with_area": sum(row.where == "area" for row in rows),
        "with_any": _count_of_nation(context),
        "old": sum(square["stale"] for square in squares.values()),
        "judged": sum(counts.values()) - counts.get("UNKNOWN", 0),
        "counts": counts,
        "problems": len(context.finished.problems),
        "gaps": sum(row.where == "within" for row in rows),
        "nowhere": sum(row.where == "none" for row in rows),
        "board": board_rows(context, squares),
        "standouts": _standouts(context),
        "empty_goals": _empty_goals(context),
        "bodies": _bodies(context),
        "methods": whole_methods(context),
        "opening": context.finished.review.texts.get("opening", {}).get(context.language, ""),
    }


def _count_of_nation(context: Context) -> int:
    """Indicators for which the nation or any of its other parts has figures."""
    return sum(any(area != context.area for area in areas) for areas in context.finished.groups.values())


def _standouts(context: Context) -> list[dict]:
    """Lists with a heading, those that are empty left out."""
    found, t = context.finished.standouts, context.words.t
    lists = (
        (t("Improved most"), found.improved),
        (t("Worsened most"), found.worsened),
        (t("Furthest from target"), found.furthest),
    )
    return [
        {
            "heading": heading,
            "rows": [_row(context, entry.indicator, targets=entries is found.furthest) for entry in entries],
        }
        for heading, entries in lists
        if entries
    ]


def _row(context: Context, key: tuple[str, str], *, targets: bool) -> dict:
    """A row of a list; with the target where the list is about the way to it."""
    indicator = context.finished.indicators[key]
    return indicator_row(context, indicator) | {"target": target_text(context, indicator) if targets else ""}


def _empty_goals(context: Context) -> list[dict]:
    """The goals for which the area has no figure at all, though the nation has."""
    coverage = context.coverage
    return [
        {"goal": goal, "name": context.labels.goal(goal), "href": goal_page(goal)}
        for goal, indicators in context.by_goal.items()
        if goal != OWN and indicators
        and not any(coverage[indicator.key].where == "area" for indicator in indicators)
    ]  # fmt: skip


def _bodies(context: Context) -> list[dict]:
    """The bodies that could fill most gaps."""
    counts: dict[str, int] = {}
    for row in context.missing:
        for body in row.owner:
            counts[body] = counts.get(body, 0) + 1
    longest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:BODIES_NAMED]
    return [{"name": context.labels.body(body), "href": request_page(body), "count": count} for body, count in longest]

