"""Gaps between groups, and between the regions, on an indicator's page: how wide they are and whether they close."""

from headway.model.framework import Indicator
from headway.model.group_gap import GroupGap
from headway.publish.site.context import Context
from headway.publish.words.gap_words import SPREAD, Sizes, gap_sentence, higher_sentence
from headway.publish.words.numbers import digits_for, series_decimals

FIRST_SHOWN = 6
"""Gaps that stand open; the rest are behind a summary."""


def group_gaps_view(context: Context, indicator: Indicator) -> dict | None:
    """Sentences by place, the widest gaps first; None where nothing is compared."""
    found = context.gaps_by_indicator.get(indicator.key, ())
    places = {area: [gap for gap in found if gap.ref_area == area] for area in dict.fromkeys((context.area, context.nation))}
    shown = [_of_place(context, indicator, area, gaps) for area, gaps in places.items() if gaps]
    return {"places": shown} if shown else None


def _of_place(context: Context, indicator: Indicator, area: str, gaps: list[GroupGap]) -> dict:
    told = sorted(gaps, key=lambda gap: (bool(gap.reason), gap.dimension == SPREAD, -abs(gap.last or 0.0)))
    sentences = [{"text": _sentence(context, indicator, gap), "change": gap.change} for gap in told]
    return {"place": context.labels.area(area), "first": sentences[:FIRST_SHOWN], "more": sentences[FIRST_SHOWN:]}


def _sentence(context: Context, indicator: Indicator, gap: GroupGap) -> str:
    words = context.words
    groups = "" if gap.dimension == SPREAD else _groups(context, gap)
    text = gap_sentence(words, gap, groups, _sizes(context, indicator, gap))
    if gap.reason or gap.dimension == SPREAD or not gap.last:
        return text
    ahead = gap.one if gap.last > 0 else gap.other
    return f"{text} {higher_sentence(words, context.labels.code(gap.dimension, ahead), gap.last_year)}"


def _groups(context: Context, gap: GroupGap) -> str:
    one, other = (context.labels.code(gap.dimension, code) for code in (gap.one, gap.other))
    dimension = context.labels.dimension(gap.dimension)
    return context.words.t("{dimension}: {one} – {other}", dimension=dimension, one=one, other=other)


def _sizes(context: Context, indicator: Indicator, gap: GroupGap) -> Sizes | None:
    """The sizes of the gap with its unit, its change a year without; None where there are none."""
    if gap.first is None or gap.last is None:
        return None
    decimals = _decimals(context, indicator)
    unit = _unit(context, indicator)

    def size(value: float) -> str:
        number = context.number(round(abs(value), decimals), decimals)
        return context.words.t("{number} percentage points", number=number) if unit == "%" else context.with_unit(number, unit)

    wide = gap.upper - gap.lower if gap.lower is not None and gap.upper is not None else 0.0
    places = max(0, min(decimals + 1, digits_for(wide / 2, decimals + 1)))

    def change(value: float | None) -> str:
        return "" if value is None else context.number(round(value, places), places)

    return Sizes(size(gap.first), size(gap.last), change(gap.lower), change(gap.upper))


def _unit(context: Context, indicator: Indicator) -> str:
    series_id = context.beside(indicator, context.area)
    if series_id is None:
        series_id = context.beside(indicator, context.nation)
    return "" if series_id is None else context.labels.unit(context.finished.store.series[series_id], indicator)


def _decimals(context: Context, indicator: Indicator) -> int:
    """Those of the headline; a gap of small numbers may have one more."""
    for area in (context.area, context.nation):
        points = context.points(context.beside(indicator, area))
        if points is not None:
            return series_decimals(points.texts.tolist())
    return 1
