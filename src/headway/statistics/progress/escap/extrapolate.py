"""Carrying a record on to the target year, with more weight on recent years.

The weights are w_i = (t* - t_1) / (t* - t_i), t* the year predicted and t_1
the first year with a value: 1 for the first value, growing towards t*.

    weighted-linear, linear         least squares of the value on the year
    weighted-logit, logit           the same of ln(p / (1 - p)), p the place between the natural bounds
    weighted-geometric, geometric   the last value times exp(g (t* - t_n)), with
                                    g = sum w_i ln(I_i / I_(i-1)) / sum w_i (t_i - t_(i-1)), i from 2

Source: UN ESCAP, SD/WP/04 (2017) and the regional commissions' technical notes
name time-weighted regression; the weight formula is that of a UNICEF
implementation of the same indices, and marked in the edition. The sum over
unequal steps of the geometric forms is Headway's.
"""

import msgspec
import numpy as np

from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import finite
from headway.statistics.progress.targets import within

FORMS = ("weighted-linear", "linear", "weighted-logit", "logit", "weighted-geometric", "geometric")


class Extrapolated(msgspec.Struct, frozen=True):
    """A value expected in a year to come, and what had to be done to get it."""

    value: float
    flags: tuple[str, ...] = ()


def time_weights(years: np.ndarray, ahead: int) -> np.ndarray:
    """w_i = (t* - t_1) / (t* - t_i), shape (n,); `ahead` is t*, later than the last year."""
    return (ahead - years[0]) / (ahead - years)


def extrapolate(
    years: np.ndarray,
    values: np.ndarray,
    ahead: int,
    *,
    form: str,
    lower: float | None = None,
    upper: float | None = None,
) -> Extrapolated:
    """The value expected in year `ahead`, between the natural bounds where there are any.

    `years` and `values` of shape (n,), n >= 2. A form that cannot take the
    values (no bounds, or values on them, for a logit; zero or negative ones for
    geometric) gives way to the linear one with the same weights, flagged.
    Raises ValueError on an unknown form or a year that is not ahead.
    """
    if form not in FORMS or ahead <= years[-1]:
        raise ValueError(f"cannot extrapolate by {form!r} from {int(years[-1])} to {ahead}")
    weights = time_weights(years, ahead) if form.startswith("weighted-") else np.ones(len(years))
    scale = form.removeprefix("weighted-")
    flags: list[str] = []
    if not _takes(scale, values, lower, upper):
        scale = "linear"
        flags.append(why.PLAIN_SCALE)
    expected = finite(_SCALES[scale](years, values, weights, ahead, lower, upper))
    clipped = within(expected, *_bounds(values, lower, upper))
    if clipped != expected:
        flags.append(why.CLIPPED)
    return Extrapolated(clipped, tuple(flags))


def _bounds(values: np.ndarray, lower: float | None, upper: float | None) -> tuple[float | None, float | None]:
    """The natural bounds, moved out where observed values lie beyond them and so belie them."""
    low = None if lower is None else min(lower, float(values.min()))
    high = None if upper is None else max(upper, float(values.max()))
    return low, high


def _takes(scale: str, values: np.ndarray, lower: float | None, upper: float | None) -> bool:
    if scale == "logit":
        return lower is not None and upper is not None and bool(np.all((values > lower) & (values < upper)))
    return scale == "linear" or bool(np.all(values > 0))


def _linear(years, values, weights, ahead, lower, upper) -> float:
    if values.min() == values.max():
        return float(values[0])
    share = weights / weights.sum()
    time = years - ahead
    middle, mean = share @ time, share @ values
    away = time - middle
    slope = (share * away) @ (values - mean) / ((share * away) @ away)
    return float(mean - slope * middle)


def _logit(years, values, weights, ahead, lower, upper) -> float:
    place = (values - lower) / (upper - lower)
    odds = _linear(years, np.log(place) - np.log1p(-place), weights, ahead, None, None)
    return float(lower + (upper - lower) * _logistic(odds))


def _logistic(odds: float) -> float:
    return float(0.5 * (1.0 + np.tanh(odds / 2.0)))


def _geometric(years, values, weights, ahead, lower, upper) -> float:
    steps, change = np.diff(years), np.diff(np.log(values))
    growth = weights[1:] @ change / (weights[1:] @ steps)
    return float(values[-1] * np.exp(min(growth * (ahead - years[-1]), 400.0)))


_SCALES = {"linear": _linear, "logit": _logit, "geometric": _geometric}
