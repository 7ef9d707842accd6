"""Areas: all that have data with their verdicts, and a profile of each."""

from functools import lru_cache

from headway.model.area import year_of
from headway.model.framework import Indicator
from headway.publish.site.area_pages import area_pages
from headway.publish.site.board import TALLY, goal_head, tally
from headway.publish.site.context import OWN, Context
from headway.publish.site.map import coverage_map, standing_text
from headway.publish.site.paths import indicator_page
from headway.publish.words.catalogue import capitalised
from headway.publish.words.vocabulary import N_

LEVELS = {
    "country": N_("country"),
    "region": N_("region"),
    "city": N_("city"),
    "district": N_("district"),
    "other": "",
}
BOARD_FROM = 10
"""Indicators with figures from which a profile has a goal board."""
MOST_NAMED = 6
"""Indicators named as best or worst among the regions."""


def areas_view(context: Context) -> dict:
    """The map, and every area with data: the review's own, the nation, its regions and cities, the rest."""
    rows = {area: _area_row(context, area) for area in area_pages(context)}
    parts = [area for area in context.parts if area in rows]
    leading = [area for area in dict.fromkeys((context.area, context.nation)) if area in rows]
    counts = {area: rows[area]["figures"] for area in parts}
    ranked = _ranked(context, parts)
    own = context.labels.area(context.nation)
    if context.has_comparator:
        own = context.words.t("{area} and {nation}", area=context.labels.area(context.area), nation=own)
    groups = [
        (own, leading),
        (context.words.t("Regions and cities"), [area for area in _longest(rows, ranked) if area not in leading]),
        (context.words.t("Other places with data"), [area for area in _longest(rows, rows) if area not in {*leading, *ranked}]),
    ]
    figures = [counts[area] for area in ranked]
    return {
        "map": coverage_map(context, counts),
        "groups": [{"heading": heading, "rows": [rows[area] for area in areas]} for heading, areas in groups if areas],
        "regions": len(ranked),
        "least": min(figures, default=0),
        "most": max(figures, default=0),
        "others": len([area for area in rows if area not in {*leading, *ranked}]),
        "unsorted": not ranked and len(rows) > len(leading),
    }


def _ranked(context: Context, parts: list[str]) -> list[str]:
    """Parts that somebody has called a region or a city."""
    return [area for area in parts if context.finished.areas[area].level in ("region", "city")]


def _longest(rows: dict, areas) -> list[str]:
    return sorted(areas, key=lambda area: (-rows[area]["figures"], rows[area]["name"]))


def _area_row(context: Context, area: str) -> dict:
    squares = list(area_squares(context, area).values())
    return {
        "code": area,
        "name": context.labels.area(area),
        "href": area_pages(context)[area],
        "level": level(context, area),
        "here": area == context.area,
        "figures": len(squares),
        "tally": tally(squares),
    }


def level(context: Context, area: str) -> str:
    """Its kind in words, with the year until which or from which it exists."""
    known, t = context.finished.areas[area], context.words.t
    word = t(LEVELS[known.level]) if LEVELS[known.level] else t("place")
    if until := year_of(known.valid_to):
        return t("{level}, until {year}", level=word, year=until)
    if since := year_of(known.valid_from):
        return t("{level}, since {year}", level=word, year=since)
    return capitalised(word) if LEVELS[known.level] else ""


def series_of(context: Context, indicator: Indicator, area: str) -> int | None:
    """The series that can stand beside the review's headline, else the area's own headline."""
    series_id = context.beside(indicator, area)
    if series_id is None and (own := context.finished.headline(indicator.key, area)):
        return own.series_id
    return series_id


@lru_cache(maxsize=1024)
def area_squares(context: Context, area: str) -> dict[tuple[str, str], dict]:
    """Indicator → verdict in an area, of the indicators that have figures there."""
    found = {}
    for key, by_area in context.finished.groups.items():
        if area in by_area and key in context.finished.indicators:
            series_id = series_of(context, context.finished.indicators[key], area)
            found[key] = context.verdict(None if series_id is None else context.finished.assessments[series_id])
    return found


def area_view(context: Context, area: str) -> dict:
    """A profile: how much is known, how it goes, where it stands among the regions, every value."""
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
    points = context.points(series_id)
    if points is None:
        return {"plain": "", "period": "", "unit": "", "number": ""}
    unit = context.labels.unit(context.finished.store.series[series_id], indicator)
    return {
        "plain": context.last_value(points, unit if unit == "%" else ""),
        "unit": "" if unit == "%" else unit,
        "period": points.labels[-1],
        "number": repr(float(points.values[-1])),
    }


def _outline(context: Context, area: str) -> dict:
    """What is amiss with the area's outline: it has none, or one from before another area was carved out."""
    outlines = context.finished.outlines
    return {
        "missing": area in outlines.missing,
        "carved": ", ".join(context.labels.area(code) for code in outlines.outdated.get(area, ())),
    }
