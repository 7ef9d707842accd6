"""The first cut into groups that says something: sex, place, age and the rest, each group a small picture."""

from headway.model.framework import Indicator
from headway.model.series import MEASURE_DIMENSIONS, TOTAL, Series
from headway.publish.site.chart_data.lines import Line, line_of
from headway.publish.site.context import Context

FIRST = ("sex", "gender", "urbanisation", "location")
"""Dimensions looked at before all others."""

MOST = 12
"""Pictures; a cut into more groups is for the table."""

POINTS = 2
"""Values that make a line."""


def multiples_chart(context: Context, indicator: Indicator) -> dict | None:
    """`name`, `tables` and `options` for the area, else the nation; None where neither has groups to compare."""
    for area in dict.fromkeys((context.area, context.nation)):
        if found := _cut(context, indicator, area):
            dimension, lines = found
            return _chart(context, indicator, area, dimension, lines)
    return None


def _cut(context: Context, indicator: Indicator, area: str) -> tuple[str, dict[str, Line]] | None:
    """(dimension, code of the group → line) of the first dimension with two lines or more."""
    store = context.finished.store
    entries = [(series_id, store.series[series_id]) for series_id in context.finished.groups.get(indicator.key, {}).get(area, ())]
    keys = dict.fromkeys(key for _, series in entries for key, _ in series.dimensions if key not in MEASURE_DIMENSIONS)
    for dimension in sorted(keys, key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST)):
        for groups in _by_rest(entries, dimension):
            if not 2 <= len(groups) <= MOST:
                continue
            found = {code: line_of(context, indicator, series_id) for code, series_id in groups.items()}
            lines = {code: line for code, line in found.items() if line and len(line.points) >= POINTS}
            if len(lines) >= 2 and len({line.unit for line in lines.values()}) == 1:
                return dimension, lines
    return None


def _by_rest(entries: list[tuple[int, Series]], dimension: str) -> list[dict[str, int]]:
    """Group → series id, for each setting of all the other dimensions; the plainest setting first."""
    found: dict[tuple, dict[str, int]] = {}
    for series_id, series in entries:
        code = series.value(dimension)
        if code and code != TOTAL:
            rest = tuple((key, value) for key, value in series.dimensions if key != dimension)
            found.setdefault(rest, {})[code] = series_id
    return [found[rest] for rest in sorted(found, key=_singled_out)]


def _singled_out(rest: tuple) -> int:
    """How many other groups a setting singles out."""
    return sum(key not in MEASURE_DIMENSIONS and value != TOTAL for key, value in rest)


def _chart(context: Context, indicator: Indicator, area: str, dimension: str, lines: dict[str, Line]) -> dict:
    labels, t = context.labels, context.words.t
    first = next(iter(lines.values()))
    names = {code: labels.code(dimension, code) for code in lines}
    rest = [pair for pair in first.series.dimensions if pair[0] != dimension]
    cut = labels.cut(Series(first.series.framework, first.series.indicator, area, tuple(rest)))
    values = [
        {key: row[key] for key in ("year", "period", "value")} | {"group": names[code], "text": line.short(row["value"])}
        for code, line in lines.items()
        for row in line.rows()
    ]
    title = t("{name}: {place}, by {dimension}", name=labels.indicator(indicator), place=labels.area(area), dimension=labels.dimension(dimension))
    return {
        "name": "multiples",
        "tables": {"values": values},
        "options": {
            "title": ", ".join(part for part in (f"{title} ({cut})" if cut else title, first.unit) if part),
            "description": " ".join(
                t("{place}: {value} ({period}).", place=names[code], value=line.text(line.values[-1]), period=line.points.labels[-1])
                for code, line in lines.items()
            ),
            "unit": first.unit,
            "zero": first.from_zero(row["value"] for row in values),
        },
    }  # fmt: skip
