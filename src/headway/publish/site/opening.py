"""What an indicator's page says first: the value and its change, the target, where it leads, and every doubt."""

from collections.abc import Iterator

import msgspec
import numpy as np

from headway.model.assessment import BREAK_SUSPECTED, Assessment
from headway.model.framework import Indicator
from headway.model.projection import Projection
from headway.publish.site.context import Context
from headway.publish.words import sentences
from headway.publish.words.numbers import digits_for, series_decimals
from headway.publish.words.vocabulary import FLAGS, N_
from headway.store.read import Points

LEADING = ("TARGET_MET", "TARGET_NEARLY_MET", "MET_BUT_WORSENING", "BASE_MET_TARGET", "AT_BOUND")
"""Exceptions that decided a verdict alone: said at once, not below."""


class Opening(msgspec.Struct, frozen=True):
    """Whole sentences in the order in which a page says them."""

    value: str
    course: list[str]
    """The source's precision, the target, where it leads."""
    doubts: list[str]
    comparison: list[str]
    """The nation beside it."""

    def __iter__(self) -> Iterator[str]:
        return iter([self.value, *self.course, *self.doubts, *self.comparison])


def opening(context: Context, indicator: Indicator) -> Opening:
    """What a reader who stops after the first lines must know."""
    words, place = context.words, context.labels.area(context.area)
    assessment = context.finished.assessment(indicator.key, context.area)
    comparison = _comparison(context, indicator)
    if assessment is not None:
        return _of_series(context, indicator, assessment, place, comparison)
    groups_only = context.coverage[indicator.key].where == "area"
    pattern = N_("{place}: there are values for groups only and no total.") if groups_only else N_("{place}: there is no figure.")
    return Opening(words.t(pattern, place=place), [], [], comparison)


def _comparison(context: Context, indicator: Indicator) -> list[str]:
    found = []
    if not context.is_comparable(indicator):
        found.append(context.words.t("The two places are shown by different series: do not compare their levels."))
    nation = context.latest(indicator, context.nation) if context.has_comparator else None
    if nation:
        there = context.labels.area(context.nation)
        found.append(sentences.value_sentence(context.words, there, None, (nation["value"], nation["period"]), 0))
    return found


def _of_series(context: Context, indicator: Indicator, assessment: Assessment, place: str, comparison: list[str]) -> Opening:
    series_id = context.finished.headline(indicator.key, context.area).series_id
    points = context.points(series_id)
    if points is None:
        return Opening(context.words.t("{place}: there are no usable values.", place=place), [], [], comparison)
    unit = context.labels.unit(assessment.series, indicator)
    scale = Scale(context, points, unit)
    course = [
        *_precision(context, points, scale),
        *_target(context, indicator, assessment, scale),
        *(context.words.t(FLAGS[flag]) for flag in assessment.progress.flags if flag in LEADING),
        *_projection(context, context.finished.projections.get(series_id), scale),
    ]
    return Opening(_value(context, assessment, points, unit, scale, place), course, _doubts(context, assessment), comparison)


class Scale:
    """The decimals of one series, and the unit as it stands once the first value has named it in full."""

    def __init__(self, context: Context, points: Points, unit: str) -> None:
        self.context, self.unit = context, unit if unit == "%" else ""
        self.decimals = series_decimals(points.texts.tolist())

    def exact(self, value: float) -> str:
        """All digits that somebody set, with the unit."""
        return self.context.with_unit(self.context.number(round(value, 6)), self.unit)

    def within(self, error: float, value: float) -> str:
        """No more decimals than the series has, nor than an error of this size allows."""
        allowed = digits_for(error, self.decimals)
        return self.context.number(round(value, min(allowed, self.decimals)), max(0, min(self.decimals, allowed)))


def _value(context: Context, assessment: Assessment, points: Points, unit: str, scale: Scale, place: str) -> str:
    last = (context.last_value(points, unit), points.labels[-1])
    progress = assessment.progress
    found = [index for index, year in enumerate(points.years) if year == progress.base_year]
    if not found or progress.base_year == progress.last_year:
        return sentences.value_sentence(context.words, place, None, last, 0)
    at = found[-1]
    base = (context.last_value(points, scale.unit, at), points.labels[at])
    change = int(np.sign(points.values[-1] - points.values[at]))
    return sentences.value_sentence(context.words, place, base, last, change)


def _precision(context: Context, points: Points, scale: Scale) -> list[str]:
    lower, upper, error = points.lowers[-1], points.uppers[-1], points.std_errors[-1]
    bounds = [context.number(float(end), scale.decimals) if np.isfinite(end) else "" for end in (lower, upper)]
    return sentences.precision_sentence(
        context.words, *bounds, context.number(float(error), scale.decimals + 1) if np.isfinite(error) else ""
    )


def _target(context: Context, indicator: Indicator, assessment: Assessment, scale: Scale) -> list[str]:
    progress, target = assessment.progress, indicator.expectation.target
    if progress.target_value is None or target is None:
        return []
    if target.lower is not None:
        ends = (context.number(target.lower), scale.exact(target.upper))
        return [sentences.interval_target_sentence(context.words, *ends, progress.target_year)]
    shown = progress.target_value
    if target.factor is not None:
        shown = round(shown, scale.decimals + 1)
    return [sentences.target_sentence(context.words, scale.exact(shown), progress.target_year)]


def _projection(context: Context, projection: Projection | None, scale: Scale) -> list[str]:
    if projection is None or not projection.years:
        return []
    value, lower, upper = projection.values[-1], projection.lowers[-1], projection.uppers[-1]
    error = (upper - lower) / 2
    return sentences.projection_sentences(
        context.words, context.with_unit(scale.within(error, value), scale.unit),
        scale.within(error, lower), scale.within(error, upper),
        since=projection.first_year, year=projection.years[-1], level=projection.level, outlook=projection.outlook,
    )  # fmt: skip


def _doubts(context: Context, assessment: Assessment) -> list[str]:
    words = context.words
    found = sentences.break_sentences(words, assessment)
    if not assessment.verdict or assessment.verdict == BREAK_SUSPECTED:
        found.append(sentences.verdict_sentence(words, assessment))
    if assessment.stale:
        found.append(words.t("The last value is more than five years older than the review."))
    if assessment.conflicts:
        periods = ", ".join(assessment.conflicts)
        found.append(words.t("Left out, because the source gives different values: {periods}.", periods=periods))
    if assessment.sudden:
        years = ", ".join(map(str, assessment.sudden))
        found.append(words.t("Sudden change of this series alone ({years}): look whether it still measures the same.", years=years))
    return found
