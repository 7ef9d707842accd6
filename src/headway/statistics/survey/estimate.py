"""From a formula to a table: variance, interval and notes, the same for every statistic."""

from collections.abc import Callable

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.survey import intervals
from headway.statistics.survey.auxiliary import residual_loading
from headway.statistics.survey.degrees import degrees_by_area
from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.estimates import Estimates, Note
from headway.statistics.survey.faults import labels_text
from headway.statistics.survey.replicates import variance_of_replicates
from headway.statistics.survey.sample import Sample
from headway.statistics.survey.skewness import skewed, skewness_by_area
from headway.statistics.survey.variance import variance_by_area

ERRORS = ("linearized", "replicates")


class Influence(msgspec.Struct, frozen=True, eq=False):
    """Each row's influence on its own area's estimate, and on all through shared quantities."""

    own: np.ndarray
    """(n,)"""
    shared: np.ndarray | None = None
    """(n, p)"""
    loading: np.ndarray | None = None
    """(p, m)"""


class Statistic(msgspec.Struct, frozen=True, eq=False):
    """A statistic: how it is computed from weights, and what each row's influence is."""

    name: str
    point: Callable
    """From weights (n,) to estimates (m,)."""
    influence: Callable
    """From weights (n,) and estimates (m,) to an Influence."""


def check_choices(level: float, errors: str | None, design: SurveyDesign) -> str:
    """The kind of errors: the one asked for, else replicates where the design has them."""
    if not 0 < level < 1:
        raise UsageError(f"level is {level}.", remedy="Give a confidence level between 0 and 1, as 0.95.")
    chosen = errors or ("linearized" if design.replicates is None else "replicates")
    if chosen not in ERRORS:
        raise UsageError(f"There are no {errors!r} errors.", remedy='Use errors="linearized" or "replicates".')
    if chosen == "replicates" and design.replicates is None:
        raise UsageError("The design has no replicate weights.", remedy="Make them: jackknife, balanced_replicates or bootstrap.")
    return chosen


def unexplained(design: SurveyDesign, data: Sample, influence: Influence) -> Influence:
    """The influence, what the design's calibrations explain of it taken off."""
    if not design.calibrations:
        return influence
    shared, loading = residual_loading(design, influence.own, data.area, data.size, influence.shared, influence.loading)
    return Influence(influence.own, shared, loading)


def variance_of(design: SurveyDesign, data: Sample, statistic: Statistic, value, influence, errors: str):
    """(m,) variance of the chosen kind, and notes; `influence` after calibration."""
    if errors == "linearized":
        own, shared, loading = influence.own, influence.shared, influence.loading
        return variance_by_area(design, own, data.area, data.size, shared=shared, loading=loading), ()
    variance, empty = variance_of_replicates(design.replicates, design.weights, value, statistic.point)
    hit = data.labels[empty > 0]
    if len(hit) == 0:
        return variance, ()
    text = f"Some replicates leave no row in {labels_text(hit)}: they count there as equal to the whole sample's estimate."
    return variance, (Note("EMPTY_REPLICATES", text, tuple(hit.tolist())),)


def estimate(
    design: SurveyDesign,
    data: Sample,
    statistic: Statistic,
    *,
    level: float,
    errors: str | None,
    interval: str = "wald",
    truncate: bool = True,
) -> Estimates:
    """The table of one statistic. `interval` "wald", "log" for positive statistics, "skewness", or one for shares."""
    errors = check_choices(level, errors, design)
    value = statistic.point(design.weights)
    influence = statistic.influence(design.weights, value)
    residual = unexplained(design, data, influence)
    variance, notes = variance_of(design, data, statistic, value, residual, errors)
    population = data.sums(design.weights)
    degrees = degrees_by_area(design, data.area, data.size)
    error = np.sqrt(variance)
    if interval in ("wald", "log"):
        lower, upper = getattr(intervals, interval)(value, error, degrees, level)
    elif interval == "skewness":
        lean = skewness_by_area(design, _within(data, residual), data.area, data.size)
        lower, upper = skewed(value, error, degrees, level, lean)
    else:
        kish = population**2 / data.sums(design.weights**2)
        lower, upper = intervals.of_share(interval, value, error, data.count, degrees, level, kish=kish, truncate=truncate)
    effect = design_effect(design, data, influence.own, variance, population)
    kind = errors if errors == "linearized" else design.replicates.method
    notes = data.notes + notes + few_degrees(data, degrees)
    return Estimates(
        statistic.name,
        data.labels,
        value,
        error,
        lower,
        upper,
        degrees,
        data.count,
        population,
        effect,
        level,
        interval,
        kind,
        data.missing,
        notes,
    )


def _within(data: Sample, influence: Influence) -> np.ndarray:
    """(n,) each row's whole influence on its own area."""
    own = influence.own
    if influence.shared is None:
        return own
    if data.size == 1:
        return own + influence.shared @ influence.loading[:, 0]
    place = np.maximum(data.area, 0)
    return own + sum(column * slopes[place] for column, slopes in zip(influence.shared.T, influence.loading, strict=True))


def design_effect(design: SurveyDesign, data: Sample, own: np.ndarray, variance, population) -> np.ndarray:
    """(m,) variance over that of a simple random sample of the same rows.

    v_srs = (1 - n/N) N² s²/n with s² = n/(n-1) sum w (u - ubar)²/N of the
    influence u and N the sum of weights, in the area; without the correction
    1 - n/N where the weights sum to no more than n. As R's `svymean(deff=TRUE)`.
    """
    weights, n = design.weights, data.count
    weighted = weights * own
    mean = data.sums(weighted) / population
    deviation = own - data.spread(mean)
    deviation *= deviation
    deviation *= weights
    squares = data.sums(deviation)
    correction = np.where(population > n, 1 - n / population, 1.0)
    simple = correction * population * squares / np.maximum(n - 1, 1)
    return np.divide(variance, simple, out=np.ones(data.size), where=simple > 0)


def few_degrees(data: Sample, degrees: np.ndarray) -> tuple[Note, ...]:
    few = data.labels[degrees < 1]
    if len(few) == 0:
        return ()
    text = (
        f"No degree of freedom in {labels_text(few)}: one cluster a stratum, whose error the sample hardly shows; "
        "the interval takes 1."
    )
    return (Note("NO_DEGREES_OF_FREEDOM", text, tuple(few.tolist())),)
