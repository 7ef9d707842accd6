"""Quantiles with Woodruff's intervals, for the whole and by area.

The share F(q) at or below the estimated quantile has a standard error as any
mean; its Student interval is carried back through the quantile function, and
the standard error of the quantile is that interval's length over twice the
critical value. Woodruff 1952; Särndal, Swensson and Wretman 1992, 5.11; as R's
`svyquantile(interval.type = "mean")`.
"""

import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.degrees import degrees_by_area
from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.estimate import (
    Influence,
    Statistic,
    check_choices,
    design_effect,
    few_degrees,
    unexplained,
    variance_of,
)
from headway.statistics.survey.estimates import Estimates, Note
from headway.statistics.survey.faults import labels_text
from headway.statistics.survey.intervals import student
from headway.statistics.survey.ordered import Ordered, ordered, quantile_of
from headway.statistics.survey.sample import Sample, sample

RULES = ("math", "school", "interpolated")


def quantile(
    y,
    p: float,
    *,
    design: SurveyDesign,
    area=None,
    areas=None,
    missing="error",
    level=0.95,
    errors=None,
    rule="math",
    degrees=None,
) -> Estimates:
    """The quantile of `y` (n,) at probability `p`; arguments as of `mean`.

    `rule`: how a quantile is read from the steps of the distribution, one of
    `RULES` (see `quantile_of`). `degrees`: of freedom of the critical value,
    the area's own where left out, infinity for the normal one. The design
    effect is that of F(q).
    """
    if not 0 < p < 1 or rule not in RULES:
        raise UsageError(
            f"p={p}, rule={rule!r} are not possible.", remedy=f"p lies between 0 and 1; rule is one of {', '.join(RULES)}."
        )
    errors = check_choices(level, errors, design)
    data = sample(design, {"y": y}, area=area, areas=areas, missing=missing)
    places = ordered(data)
    value = quantile_of(places, design.weights, np.full(data.size, p), rule)
    share, variance, influence, notes = share_below(design, data, value, errors)
    own = degrees_by_area(design, data.area, data.size)
    critical = student(level, own if degrees is None else np.full(data.size, float(degrees)))
    lower, upper, at_end = _carried(places, design, share, critical * np.sqrt(variance), rule)
    population = data.sums(design.weights)
    effect = design_effect(design, data, influence.own, variance, population)
    kind = errors if errors == "linearized" else design.replicates.method
    notes = data.notes + notes + few_degrees(data, own) + _end_notes(data, at_end)
    return Estimates(
        f"quantile {p:g}",
        data.labels,
        value,
        (upper - lower) / (2 * critical),
        lower,
        upper,
        own,
        data.count,
        population,
        effect,
        level,
        "woodruff",
        kind,
        data.missing,
        notes,
    )


def median(y, *, design: SurveyDesign, **choices) -> Estimates:
    """The quantile at 0.5; choices as of `quantile`."""
    return quantile(y, 0.5, design=design, **choices)


def share_below(design: SurveyDesign, data: Sample, value: np.ndarray, errors: str):
    """Share at or below `value` (m,) of each area, its variance, influence and notes."""
    below = (data.values[0] <= data.spread(value)).astype(float)

    def point(weights):
        return data.sums(weights * below) / data.sums(weights)

    share = point(design.weights)
    population = np.append(data.sums(design.weights), 1.0)
    influence = Influence((below - data.spread(share)) / population[data.area])
    variance, notes = variance_of(
        design, data, Statistic("share", point, None), share, unexplained(design, data, influence), errors
    )
    return share, variance, influence, notes


def _carried(places: Ordered, design: SurveyDesign, share, reach, rule):
    low, high = share - reach, share + reach
    lower = quantile_of(places, design.weights, np.clip(low, 0, 1), rule)
    upper = quantile_of(places, design.weights, np.clip(high, 0, 1), rule)
    return lower, upper, (low < 0) | (high > 1)


def _end_notes(data: Sample, at_end: np.ndarray) -> tuple[Note, ...]:
    hit = data.labels[at_end]
    if len(hit) == 0:
        return ()
    text = (
        f"The interval passes the least or largest value in {labels_text(hit)}, and stops there: too few rows for this quantile."
    )
    return (Note("INTERVAL_AT_END", text, tuple(hit.tolist())),)
