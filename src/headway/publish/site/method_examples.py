"""Worked examples on the page of methods, taken from what the review itself computed."""

from headway.model.assessment import BREAK_SUSPECTED, Progress
from headway.model.edition import Edition
from headway.model.framework import Indicator
from headway.publish.site.context import Context
from headway.publish.site.paths import indicator_page
from headway.publish.site.side_by_side import Shown
from headway.publish.words.catalogue import capitalised
from headway.publish.words.method_words import edition_key
from headway.publish.words.numbers import series_decimals

USUAL = 200.0
"""A method's number above this, whatever its scale, would be no example of the rule."""


def example_of(context: Context, edition: Edition) -> dict | None:
    """One verdict of a method on an indicator of this review: the plainest of the area's, else of the nation's."""
    for area in dict.fromkeys((context.area, context.nation)):
        found = [one for one in _judged(context, edition, area) if one[2].score is not None]
        if found:
            indicator, series_id, progress = min(found, key=lambda one: _oddity(one[2]))
            return _name(context, indicator, area) | Shown(context, series_id).row(progress, edition)
    return None


def _judged(context: Context, edition: Edition, area: str) -> list[tuple[Indicator, int, Progress]]:
    """The indicators whose headline the method judges in an area, in the order of the list."""
    finished, found = context.finished, []
    for key, indicator in finished.indicators.items():
        headline = finished.headline(key, area)
        series_id = headline.series_id if headline else None
        for one in finished.side_by_side.get(series_id, ()):
            if edition_key(one) == edition_key(edition) and one.verdict not in ("", BREAK_SUSPECTED):
                found.append((indicator, series_id, one))
    return found


def _oddity(progress: Progress) -> tuple[bool, int, bool]:
    """How far a verdict is from the plain case: a target, no circumstance to explain, a number of a usual size."""
    return progress.target_value is None, len(progress.flags), abs(progress.score) > USUAL


def _name(context: Context, indicator: Indicator, area: str) -> dict:
    return {
        "place": capitalised(context.labels.area(area)),
        "code": indicator.reference,
        "indicator": context.labels.indicator(indicator),
        "page": indicator_page(indicator),
    }


def steps_of(context: Context) -> dict | None:
    """The steps of one verdict by the rule of the UN Statistics Division, each number as the rule used it."""
    found = context.finished.example
    if found is None:
        return None
    indicator, progress = context.finished.indicators[found.indicator], found.progress
    area = context.area if context.finished.assessment(indicator.key, context.area) else context.nation
    headline = context.points(context.finished.headline(indicator.key, area).series_id)
    decimals = series_decimals(headline.texts.tolist()) + 1
    return _name(context, indicator, area) | {
        "base": context.number(progress.base_value), "base_year": progress.base_year,
        "last": context.number(progress.last_value), "last_year": progress.last_year,
        "span": progress.last_year - progress.base_year, "ahead": progress.target_year - progress.last_year,
        "target": context.number(progress.target_value, decimals), "target_year": progress.target_year,
        "growth": _percent(context, found.growth, 2), "factor": context.number(1 + found.growth, 4),
        "expected": context.number(progress.expected_value, decimals),
        "share": _percent(context, progress.score, 0 if abs(progress.score) >= 0.1 else 1),
        "verdict": context.verdict(context.finished.assessment(indicator.key, area)),
    }  # fmt: skip


def _percent(context: Context, share: float, decimals: int) -> str:
    return context.with_unit(context.number(round(100 * share, 6), decimals), "%")
