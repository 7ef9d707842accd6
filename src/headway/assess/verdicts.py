"""Verdicts on every series, over breaks on both sides of them."""

import msgspec
import numpy as np

from headway.assess.breaks import Measure, measure_of, sudden_changes
from headway.assess.runs import YearlyRun
from headway.model.assessment import BREAK_SUSPECTED, Assessment, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.framework import Indicator
from headway.model.series import Series
from headway.model.series_break import Break
from headway.nomenclature import units
from headway.statistics.progress import unsd
from headway.statistics.progress.situation import Situation

SUDDEN = 3.0
"""Times the usual change of the years around it that a single series' change must exceed to be named."""
STALE_YEARS = 5
"""A last value older than this many years before the review is marked."""
BREAK_NOT_JUDGED = "BREAK_NOT_JUDGED"
"""After the break there are too few values for a verdict of its own."""

METHODS = {"unsd": unsd.assess}


class Circumstances(msgspec.Struct, frozen=True):
    """What a verdict depends on besides the values."""

    indicators: dict[tuple[str, str], Indicator]
    declared: tuple[Break, ...]
    suspected: dict[Measure, tuple[Break, ...]]
    edition: Edition
    review_year: int


def assess_series(
    series: Series, run: YearlyRun, *, headline: bool, circumstances: Circumstances
) -> Assessment:
    """The assessment of one series by the headline method."""
    indicator = circumstances.indicators.get((series.framework, series.indicator))
    unit = series.value("unit_measure") or (indicator.unit if indicator else "")
    expectation, unused = _fitting(indicator.expectation if indicator else Expectation(), unit)
    judge = _judge(expectation, unit)
    whole = judge(run.years, run.values, circumstances.edition)
    breaks = _breaks_between(series, whole, circumstances)
    after = _after_break(judge, run, breaks, circumstances.edition) if breaks else None
    return Assessment(
        series=series,
        progress=_joined(whole, after),
        headline=headline,
        whole=whole if after else None,
        after_break=after,
        breaks=breaks,
        stale=bool(len(run.years)) and circumstances.review_year - int(run.years[-1]) > STALE_YEARS,
        conflicts=run.conflicts,
        sudden=_sudden(run, whole, breaks),
        unused_target=unused,
    )


def _sudden(run: YearlyRun, whole: Progress, breaks: tuple[Break, ...]) -> tuple[int, ...]:
    """Sudden changes between base and last value that no break explains."""
    if not whole.verdict or whole.base_year is None:
        return ()
    explained = {entry.year for entry in breaks}
    years = sudden_changes(run, SUDDEN)
    return tuple(year for year in years if year > whole.base_year and year not in explained)


def _fitting(expectation: Expectation, unit: str) -> tuple[Expectation, bool]:
    """The expectation without a target whose unit is not the series' own."""
    target = expectation.target
    if target and target.unit and units.differ(target.unit, unit):
        return msgspec.structs.replace(expectation, target=None, lower=None, upper=None), True
    return expectation, False


def _judge(expectation: Expectation, unit: str):
    situation = Situation(percent=units.is_percent(unit), growth_base=units.growth_base(unit))

    def judge(years: np.ndarray, values: np.ndarray, edition: Edition) -> Progress:
        return METHODS[edition.method](
            years, values, expectation=expectation, edition=edition, situation=situation
        )

    return judge


def _breaks_between(series: Series, whole: Progress, circumstances: Circumstances) -> tuple[Break, ...]:
    """The breaks after the base value, up to the last one."""
    if not whole.verdict or whole.base_year is None:
        return ()
    declared = [
        entry for entry in circumstances.declared
        if entry.concerns(series.framework, series.indicator, series.ref_area)
    ]  # fmt: skip
    suspected = circumstances.suspected.get(measure_of(series), ())
    years = {entry.year for entry in declared}
    both = declared + [entry for entry in suspected if entry.year not in years]
    found = [entry for entry in both if whole.base_year < entry.year <= whole.last_year]
    return tuple(sorted(found, key=lambda entry: entry.year))


def _after_break(judge, run: YearlyRun, breaks: tuple[Break, ...], edition: Edition) -> Progress:
    year = breaks[-1].year
    later = run.years >= year
    parameters = edition.parameters | {"base_year": float(year)}
    return judge(run.years[later], run.values[later], msgspec.structs.replace(edition, parameters=parameters))


def _joined(whole: Progress, after: Progress | None) -> Progress:
    """Where the two sides of a break differ, neither verdict stands alone."""
    if after is None or after.verdict == whole.verdict:
        return whole
    if not after.verdict:
        return msgspec.structs.replace(whole, flags=(*whole.flags, BREAK_NOT_JUDGED))
    return msgspec.structs.replace(whole, verdict=BREAK_SUSPECTED, level=None)


