"""Projections of the series that pages draw: the headlines of the area and of the nation."""

from collections.abc import Iterable

import msgspec

from headway.assess.runs import YearlyRun
from headway.model.assessment import Assessment
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.framework import Indicator
from headway.model.projection import MEETS, MISSES, UNCERTAIN, Projection
from headway.nomenclature import units
from headway.statistics.projection import METHOD, project

STALE = "LAST_VALUE_TOO_OLD"
"""A line over more years than the record of late says nothing."""
NO_LINE = "NOT_ALONG_A_LINE"
"""Growth rates and answers by yes or no do not go on along a line."""
LEVEL = 0.8
NEVER_NEGATIVE = ("share", "rate", "ratio", "count", "parity")


def projections(
    series_ids: Iterable[int],
    assessments: list[Assessment],
    runs: list[YearlyRun],
    indicators: dict[tuple[str, str], Indicator],
    edition: Edition,
) -> dict[int, Projection]:
    """Series id → its projection to the target year, from the base year or the last break on."""
    return {
        series_id: _projection(assessments[series_id], runs[series_id], indicators, edition)
        for series_id in series_ids
    }


def _projection(assessment: Assessment, run: YearlyRun, indicators, edition: Edition) -> Projection:
    if assessment.stale:
        return Projection(METHOD, LEVEL, STALE)
    series, progress = assessment.series, assessment.progress
    indicator = indicators.get((series.framework, series.indicator))
    expectation = indicator.expectation if indicator else Expectation()
    if expectation.kind in ("growth_rate", "binary"):
        return Projection(METHOD, LEVEL, NO_LINE)
    unit = series.value("unit_measure") or (indicator.unit if indicator else "")
    start = progress.base_year or edition.base_year
    if assessment.breaks:
        start = max(start, assessment.breaks[-1].year)
    since = run.years >= start
    lower, upper = natural_bounds(expectation, unit, run)
    found = project(
        run.years[since], run.values[since],
        until=progress.target_year or edition.target_year, level=LEVEL, lower=lower, upper=upper,
    )  # fmt: skip
    return msgspec.structs.replace(found, outlook=outlook(found, progress.target_value, expectation))


def outlook(projection: Projection, target: float | None, expectation: Expectation) -> str:
    """Whether the interval of the target year lies on the desired side of the target."""
    if target is None or not projection.years:
        return ""
    worst, best = projection.lowers[-1], projection.uppers[-1]
    if expectation.direction == "range":
        low, high = expectation.target.lower, expectation.target.upper
        inside, outside = low <= worst and best <= high, best < low or worst > high
    else:
        sign = 1 if expectation.direction == "increase" else -1
        ends = sorted((sign * worst, sign * best))
        inside, outside = ends[0] >= sign * target, ends[1] < sign * target
    return MEETS if inside else MISSES if outside else UNCERTAIN


def natural_bounds(expectation: Expectation, unit: str, run: YearlyRun) -> tuple[float | None, float | None]:
    """The bounds somebody named; else 0 and 100 for shares in percent, 0 for what cannot be negative."""
    lower, upper = expectation.lower, expectation.upper
    if lower is None and expectation.kind in NEVER_NEGATIVE and not (run.values < 0).any():
        lower = 0.0
    if upper is None and expectation.kind == "share" and units.is_percent(unit) and not (run.values > 100).any():
        upper = 100.0
    return lower, upper
