"""What the explorer of an indicator's page needs in words: labels of its codes, number formats, the first view."""

from functools import lru_cache

from markupsafe import Markup

from headway.model.framework import Indicator
from headway.model.series import MEASURE_DIMENSIONS, Series
from headway.publish.charts.axis import NEVER_FROM_ZERO, ROOM
from headway.publish.package.endpoints import endpoint_ids
from headway.publish.site.chunks import script_json, series_ids, stem
from headway.publish.site.context import Context
from headway.publish.site.explorer_words import citation_pattern
from headway.publish.words.numbers import symbols


def explorer_view(context: Context, indicator: Indicator) -> dict | None:
    """The block of labels, and what can be taken away without a script; none where there are no data."""
    ids = series_ids(context.finished, indicator)
    if not ids:
        return None
    entries = [context.finished.store.series[series_id] for series_id in ids]
    first = first_series(context, indicator, ids)
    shown = context.finished.store.series[first]
    return {
        "data": Markup(script_json(_block(context, indicator, entries, ids.index(first)))),
        "address": str(shown.address),
        "cite": citation(context, indicator, first),
        "endpoint": f"data/{context.language}/data/{_endpoints(context)[indicator.key]}.json",
    }


def first_series(context: Context, indicator: Indicator, ids: list[int]) -> int:
    """The headline of the review's area, else the nation's, else the first of the area's, the nation's or of all.

    One without a usable value comes after those that have one.
    """
    finished = context.finished
    headlines = [finished.headline(indicator.key, area) for area in (context.area, context.nation)]
    found = [headline.series_id for headline in headlines if headline and headline.series_id is not None]
    for area in (context.area, context.nation):
        found += finished.groups[indicator.key].get(area, [])
    return next((series_id for series_id in [*found, *ids] if context.points(series_id) is not None), ids[0])


def _block(context: Context, indicator: Indicator, entries: list[Series], first: int) -> dict:
    labels = context.labels
    codes: dict[str, dict[str, str]] = {}
    units: dict[str, str] = {}
    for entry in entries:
        for key, code in entry.dimensions:
            codes.setdefault(key, {}).setdefault(code, "")
        if (unit := entry.value("unit_measure")) not in units:
            units[unit] = labels.unit(entry, indicator)
    decimal, group = symbols(context.language)
    return {
        "stem": stem(indicator),
        "framework": indicator.framework,
        "indicator": indicator.code,
        "prefix": str(entries[0].address).partition("/")[0],
        "name": labels.indicator(indicator),
        "title": context.settings.title[context.language],
        "language": context.language,
        "area": context.area,
        "nation": context.nation,
        "first": first,
        "areas": {code: labels.area(code) for code in dict.fromkeys(entry.ref_area for entry in entries)},
        "dimensions": {key: labels.dimension(key) for key in codes},
        "codes": {key: {code: labels.code(key, code) for code in known} for key, known in codes.items()},
        "units": units,
        "floating": [unit for unit in units if (unit or indicator.unit).upper() in NEVER_FROM_ZERO],
        "room": ROOM,
        "measures": sorted(MEASURE_DIMENSIONS),
        "decimal": decimal,
        "group": group,
    }


def citation(context: Context, indicator: Indicator, series_id: int) -> str:
    """A sentence that names publisher, indicator, area, years, files, date of retrieval, review and address."""
    finished = context.finished
    series, points = finished.store.series[series_id], context.points(series_id)
    origins = [finished.store.origins[key] for key in dict.fromkeys(finished.store.points(series_id).origins.tolist())]
    return citation_pattern(context.words).format(
        publisher="; ".join(dict.fromkeys(origin.publisher or origin.source for origin in origins)),
        name=context.labels.indicator(indicator),
        code=indicator.code,
        area=context.labels.area(series.ref_area),
        first=points.labels[0] if points is not None else "–",
        last=points.labels[-1] if points is not None else "–",
        files=", ".join(origin.file.rpartition("/")[2] for origin in origins),
        date=", ".join(dict.fromkeys(origin.retrieved for origin in origins)),
        title=context.settings.title[context.language],
        address=series.address,
    )


@lru_cache(maxsize=8)
def _endpoints(context: Context) -> dict:
    return endpoint_ids(context.finished)
