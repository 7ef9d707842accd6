"""The profile of an area: how much is known, how it goes, where it stands among the regions, every value."""

from functools import lru_cache

from headway.model.framework import Indicator
from headway.publish.site.areas import area_squares, level, series_of
from headway.publish.site.board import TALLY, goal_head, tally
from headway.publish.site.context import OWN, Context
from headway.publish.site.map import standing_text
from headway.publish.site.paths import indicator_page
from headway.publish.words.numbers import series_decimals
from headway.store.read import Store

BOARD_FROM = 10
"""Indicators with figures from which a profile has a goal board."""
MOST_NAMED = 6
"""Indicators named as best or worst among the regions."""
NOTHING = {"plain": "", "period": "", "unit": "", "number": ""}


def area_view(context: Context, area: str) -> dict:
    """Everything the page shows."""
    squares = area_squares(context, area)
    parts = tally(list(squares.values()))
    counts = dict.fromkeys(TALLY, 0) | {part["code"]: part["count"] for part in parts}
    compared = [
        indicator for key, indicator in context.finished.indicators.items()
        if key in context.finished.standings and area in context.finished.standings[key].places
    ]  # fmt: skip
    return {
        "code": area,
        "name": context.labels.area(area),
        "level": level(context, area),
        "here": area == context.area,
        "is_nation": area == context.nation,
        "figures": len(squares),
        "total": len(context.finished.indicators),
        "judged": len(squares) - counts["UNKNOWN"],
        "old": sum(square["stale"] for square in squares.values()),
        "tally": parts,
        "board": _board(context, squares) if len(squares) >= BOARD_FROM else None,
        "compared": len(compared),
        "best": _named(context, area, [one for one in compared if context.finished.standings[one.key].best == area]),
        "worst": _named(context, area, [one for one in compared if context.finished.standings[one.key].worst == area]),
        "rows": [_row(context, context.finished.indicators[key], area, squares[key]) for key in context.finished.indicators if key in squares],
        "outline": _outline(context, area),
    }  # fmt: skip


def _named(context: Context, area: str, indicators: list[Indicator]) -> dict:
    """How many, and the first of them with the value compared and a link."""
    standings = context.finished.standings
    return {
        "count": len(indicators),
        "more": max(0, len(indicators) - MOST_NAMED),
        "rows": [
            {
                "name": context.labels.indicator(one),
                "href": _href(context, one, area),
                "value": standing_text(context, one, standings[one.key], area),
                "year": standings[one.key].year,
                "of": len(standings[one.key].places),
            }
            for one in indicators[:MOST_NAMED]
        ],
    }


def _board(context: Context, squares: dict) -> list[dict]:
    """A row for each goal: the indicators with figures, and how many have none."""
    found = []
    for goal, indicators in context.by_goal.items():
        if not indicators and goal == OWN:
            continue
        with_figures = sorted(
            (one for one in indicators if one.key in squares), key=lambda one: TALLY.index(squares[one.key]["code"])
        )
        found.append(
            goal_head(context, goal)
            | {
                "squares": [
                    squares[one.key] | {"href": indicator_page(one), "label": f"{one.code} {context.labels.indicator(one)}"}
                    for one in with_figures
                ],
                "figures": len(with_figures),
                "total": len(indicators),
            }
        )
    return found


def _row(context: Context, indicator: Indicator, area: str, square: dict) -> dict:
    """An indicator in the table of a profile."""
    series_id = series_of(context, indicator, area)
    standing = context.finished.standings.get(indicator.key)
    same = standing and series_id is not None and context.finished.store.series[series_id].dimensions == standing.dimensions
    place = standing.places.get(area) if same else None
    return {
        "code": indicator.reference,
        "goal": indicator.goal if indicator.goal in context.by_goal else OWN,
        "name": context.labels.indicator(indicator),
        "href": _href(context, indicator, area),
        "verdict": square,
        "place": place,
        "of": len(standing.places) if place else 0,
        "year": standing.year if place else 0,
        "area": _last(context, indicator, series_id),
        "nation": _last(context, indicator, _nation_series(context, indicator, area, series_id)),
    }


def _href(context: Context, indicator: Indicator, area: str) -> str:
    """The indicator's page with the area chosen there."""
    series_id = series_of(context, indicator, area)
    if series_id is None:
        return f"{indicator_page(indicator)}#{indicator.reference}/{area}"
    return f"{indicator_page(indicator)}#{context.finished.store.series[series_id].address}"


def _nation_series(context: Context, indicator: Indicator, area: str, series_id: int | None) -> int | None:
    """The nation's series that measures the same."""
    if series_id is None or area == context.nation:
        return None
    series = context.finished.store.series
    ids = context.finished.groups[indicator.key].get(context.nation, ())
    return next((other for other in ids if series[other].dimensions == series[series_id].dimensions), None)


def _last(context: Context, indicator: Indicator, series_id: int | None) -> dict:
    """The last value of a series; blank where there is none."""
    figure = None if series_id is None else _figure(context, series_id)
    if figure is None:
        return NOTHING
    value, decimals, period = figure
    unit = context.labels.unit(context.finished.store.series[series_id], indicator)
    return {
        "plain": context.with_unit(context.number(value, decimals), "%" if unit == "%" else ""),
        "unit": "" if unit == "%" else unit,
        "period": period,
        "number": repr(value),
    }


def _figure(context: Context, series_id: int) -> tuple[float, int, str] | None:
    """The last value, the decimals of its series and its period: the same in every language."""
    known = _figures(context.finished.store)
    if series_id not in known:
        points = context.points(series_id)
        known[series_id] = points and (float(points.values[-1]), series_decimals(points.texts.tolist()), points.labels[-1])
    return known[series_id]


@lru_cache(maxsize=2)
def _figures(store: Store) -> dict[int, tuple[float, int, str] | None]:
    """What has been looked up in a store."""
    return {}


def _outline(context: Context, area: str) -> dict:
    """What is amiss with the area's outline: it has none, or one from before another area was carved out."""
    outlines = context.finished.outlines
    return {
        "missing": area in outlines.missing,
        "carved": ", ".join(context.labels.area(code) for code in outlines.outdated.get(area, ())),
    }
