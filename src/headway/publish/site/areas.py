"""Areas: all that have data, with their verdicts."""

from functools import lru_cache

from headway.model.area import Area, ranked_parts, year_of
from headway.model.framework import Indicator
from headway.publish.site.area_pages import area_pages
from headway.publish.site.board import tally
from headway.publish.site.context import Context
from headway.publish.site.map import coverage_map
from headway.publish.words.catalogue import capitalised
from headway.publish.words.vocabulary import N_

LEVELS = {
    "country": N_("country"),
    "region": N_("region"),
    "city": N_("city"),
    "district": N_("district"),
    "other": "",
}


def areas_view(context: Context) -> dict:
    """The map, and every area with data: the review's own, the nation, its regions and cities, the rest."""
    rows = {area: _area_row(context, area) for area in area_pages(context)}
    parts = [area for area in context.parts if area in rows]
    leading = [area for area in dict.fromkeys((context.area, context.nation)) if area in rows]
    counts = {area: rows[area]["figures"] for area in parts}
    ranked = ranked_parts(context.finished.areas, parts)
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
    known, t = context.finished.areas.get(area) or Area(area), context.words.t
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
