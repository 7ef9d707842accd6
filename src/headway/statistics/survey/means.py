"""Means, totals, ratios and proportions, for the whole and by area.

    total  sum w y          influence y
    mean   sum w y / sum w  influence (y - mean)/sum w
    ratio  sum w y / sum w x  influence (y - R x)/sum w x

Särndal, Swensson and Wretman 1992, 5.6–5.8. Every function takes `y` (n,) in
the rows of `design`, `area` (n,) labels, `areas` those wanted, `missing`
("error" or "omit"), `level`, and `errors` ("linearized" or "replicates";
left out, replicates where the design has them), and returns Estimates. `method`
of means, totals and ratios is "skewness", Hall's interval, which covers in small
areas of skewed variables and is Student's where there is no skewness, or
"wald", Student's itself, as R's `confint` has it with df=degf(design). They
raise SurveyFault with the rows of absent values and UsageError on arguments
that do not fit.
"""

import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.estimate import Influence, Statistic, estimate
from headway.statistics.survey.estimates import Estimates
from headway.statistics.survey.faults import fault, labels_text, numbers, raise_any
from headway.statistics.survey.intervals import METHODS
from headway.statistics.survey.sample import Sample, sample


def mean(
    y, *, design: SurveyDesign, area=None, areas=None, missing="error", level=0.95, errors=None, method="skewness"
) -> Estimates:
    """Weighted means."""
    data = sample(design, {"y": y}, area=area, areas=areas, missing=missing)
    return estimate(design, data, mean_statistic("mean", data), level=level, errors=errors, interval=_interval(method))


def total(
    y, *, design: SurveyDesign, area=None, areas=None, missing="error", level=0.95, errors=None, method="skewness"
) -> Estimates:
    """Weighted totals. With `missing="omit"` they are totals of those who have a value."""
    data = sample(design, {"y": y}, area=area, areas=areas, missing=missing)
    statistic = Statistic(
        "total", lambda weights: data.sums(weights * data.values[0]), lambda weights, value: Influence(data.values[0])
    )
    return estimate(design, data, statistic, level=level, errors=errors, interval=_interval(method))


def ratio(
    y, x, *, design: SurveyDesign, area=None, areas=None, missing="error", level=0.95, errors=None, method="skewness"
) -> Estimates:
    """Ratios of the total of `y` to the total of `x`; an area whose total of x is zero is refused."""
    data = sample(design, {"y": y, "x": x}, area=area, areas=areas, missing=missing)
    top, below = data.values
    zero = data.sums(design.weights * below) == 0
    if zero.any():
        raise UsageError(
            f"The total of x is zero in {labels_text(data.labels[zero])}: there is no ratio.", remedy="Leave these areas out."
        )

    def point(weights):
        return data.sums(weights * top) / data.sums(weights * below)

    def influence(weights, value):
        return Influence((top - data.spread(value) * below) / _of_rows(data, data.sums(weights * below)))

    return estimate(design, data, Statistic("ratio", point, influence), level=level, errors=errors, interval=_interval(method))


def proportion(
    y,
    *,
    design: SurveyDesign,
    category=None,
    area=None,
    areas=None,
    missing="error",
    level=0.95,
    errors=None,
    method="wilson",
    truncate=True,
) -> Estimates:
    """Proportions of rows where `y` is 1 or true, or equals `category`.

    `method`: "wilson" or "korn-graubard" at the effective sample size, "logit",
    "wald". Where all or none have the property the standard error is zero and
    the interval of the first two still open on one side, at Kish's effective
    size. `truncate`: the effective size is at most the number of rows.
    """
    if method not in METHODS:
        raise UsageError(f"There is no interval {method!r} for proportions.", remedy=f"Use one of {', '.join(METHODS)}.")
    values = _shares(y, category, design.rows)
    data = sample(design, {"y": values}, area=area, areas=areas, missing=missing)
    name = "proportion" if category is None else f"proportion {category}"
    return estimate(design, data, mean_statistic(name, data), level=level, errors=errors, interval=method, truncate=truncate)


def proportions(y, *, design: SurveyDesign, categories=None, **choices) -> dict:
    """The proportion of each category of `y`: a dictionary of Estimates. Choices as in `proportion`."""
    if categories is None:
        from headway.statistics.survey.codes import code

        categories = code(y).labels.tolist()
    return {category: proportion(y, design=design, category=category, **choices) for category in categories}


def mean_statistic(name: str, data: Sample) -> Statistic:
    """The mean of the sample's first values."""
    y = data.values[0]

    def point(weights):
        return data.sums(weights * y) / data.sums(weights)

    def influence(weights, value):
        population = data.sums(weights)
        own = y - data.spread(value)
        own /= _of_rows(data, population)
        return Influence(own)

    return Statistic(name, point, influence)


def _interval(method: str) -> str:
    if method not in ("wald", "skewness"):
        raise UsageError(f"There is no interval {method!r} for means.", remedy='Use "wald" or "skewness".')
    return method


def _of_rows(data: Sample, per_area: np.ndarray) -> np.ndarray | float:
    """Each row's own area's value; 1 outside, so that it can divide."""
    if data.size == 1:
        return per_area[0]
    spread = data.spread(per_area)
    return spread if data.area.min() >= 0 else np.where(data.area < 0, 1.0, spread)


def _shares(y, category, rows: int) -> np.ndarray:
    array = np.asarray(y)
    if category is not None:
        absent = (
            np.array([v is None or v != v for v in array.tolist()])
            if array.dtype.kind in "Of"
            else np.zeros(array.shape, dtype=bool)
        )
        same = np.asarray(array == category)
        if not same.any():
            raise UsageError(
                f"No row has the category {category!r}.", remedy="Name one that occurs, as it is written in the data."
            )
        return np.where(absent, np.nan, same.astype(float))
    values = numbers(array, "y", rows=rows)
    bad = np.flatnonzero((values != 0) & (values != 1) & ~np.isnan(values))
    if len(bad):
        raise_any([fault("NOT_A_SHARE", "y is neither 0 nor 1", "Give 0 and 1, true and false, or category=.", bad)])
    return values
