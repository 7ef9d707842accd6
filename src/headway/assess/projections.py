"""Projections of the series that pages draw: the headlines of the area and of the nation."""

from collections.abc import Iterable

from headway.assess.runs import YearlyRun
from headway.model.assessment import Assessment
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.framework import Indicator
from headway.model.projection import Projection
from headway.nomenclature import units
from headway.statistics.projection import project

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
    series, progress = assessment.series, assessment.progress
    indicator = indicators.get((series.framework, series.indicator))
    expectation = indicator.expectation if indicator else Expectation()
    unit = series.value("unit_measure") or (indicator.unit if indicator else "")
    start = progress.base_year or int(edition.parameters["base_year"])
    if assessment.breaks:
        start = max(start, assessment.breaks[-1].year)
    since = run.years >= start
    lower, upper = natural_bounds(expectation, unit, run)
    return project(
        run.years[since], run.values[since],
        until=progress.target_year or int(edition.parameters["target_year"]), lower=lower, upper=upper,
    )  # fmt: skip


def natural_bounds(expectation: Expectation, unit: str, run: YearlyRun) -> tuple[float | None, float | None]:
    """The bounds somebody named; else 0 and 100 for shares in percent, 0 for what cannot be negative."""
    lower, upper = expectation.lower, expectation.upper
    if lower is None and expectation.kind in NEVER_NEGATIVE and not (run.values < 0).any():
        lower = 0.0
    if upper is None and expectation.kind == "share" and units.is_percent(unit) and not (run.values > 100).any():
        upper = 100.0
    return lower, upper
