"""Weights fitted to totals of any variables, by the distance of the user's choice.

The calibrated weight is d F(x'lambda), lambda solving sum d F(x'lambda) x = T:

    linear       F(u) = 1 + u, held within bounds where given (GREG)
    exponential  F(u) = exp(u) (raking)
    logit        F(u) = (L (U - 1) + U (1 - L) e^(Au))/((U - 1) + (1 - L) e^(Au)),
                 A = (U - L)/((1 - L)(U - 1)): between L and U

Deville and Särndal 1992, with Newton's method.
"""

from collections.abc import Callable

import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.linear import solve

METHODS = ("linear", "exponential", "logit")
STEPS = 200
MET = 1e-9
"""Relative gap beyond which totals count as not met."""


def fit_totals(weights: np.ndarray, x: np.ndarray, totals: np.ndarray, method: str, bounds, tolerance: float) -> np.ndarray:
    """(n,) calibrated weights. `x` (n, p), `totals` (p,); collinear columns may agree.

    Newton's step is halved until the gap shrinks, and taken until the gap is
    under `tolerance` of the totals' size or shrinks no more. Raises UsageError
    where a total stays more than 1e-9 off.
    """
    stretch = distance(method, bounds)
    size = np.maximum(np.abs(totals), np.abs(x).T @ weights)
    size = np.where(size > 0, size, 1.0)
    slopes = np.zeros(x.shape[1])
    fitted, steep = _at(stretch, weights, x, slopes)
    gap = totals - x.T @ fitted
    for _ in range(STEPS):
        if np.abs(gap / size).max() < tolerance:
            break
        step = solve((x * (weights * steep)[:, None]).T @ x, gap)
        moved = _halved(stretch, weights, x, totals, size, slopes, step, gap)
        if moved is None:
            break
        slopes, fitted, steep, gap = moved
    _check(gap / size, method, bounds)
    return fitted


def distance(method: str, bounds) -> Callable:
    """F and its derivative, as a function of u (n,)."""
    if method == "exponential":
        return lambda u: (np.exp(np.minimum(u, 700)),) * 2
    if method == "linear" and bounds is None:
        return lambda u: (1 + u, np.ones_like(u))
    low, high = bounds
    if method == "linear":
        return lambda u: (np.clip(1 + u, low, high), ((1 + u > low) & (1 + u < high)).astype(float))
    return lambda u: _logit(u, low, high)


def _logit(u, low, high) -> tuple[np.ndarray, np.ndarray]:
    rate = (high - low) / ((1 - low) * (high - 1))
    power = np.exp(np.clip(rate * u, -700, 700))
    value = (low * (high - 1) + high * (1 - low) * power) / ((high - 1) + (1 - low) * power)
    return value, rate * (value - low) * (high - value) / (high - low)


def _at(stretch, weights, x, slopes):
    value, steep = stretch(x @ slopes)
    return weights * value, steep


def _halved(stretch, weights, x, totals, size, slopes, step, gap):
    """The point after the longest of the steps 1, 1/2, 1/4 … that lessens the gap; None where none does."""
    before = np.linalg.norm(gap / size)
    for power in range(30):
        there = slopes + step * 0.5**power
        fitted, steep = _at(stretch, weights, x, there)
        after = totals - x.T @ fitted
        if np.linalg.norm(after / size) < before:
            return there, fitted, steep, after
    return None


def _check(gap: np.ndarray, method: str, bounds) -> None:
    worst = int(np.argmax(np.abs(gap)))
    if not np.abs(gap[worst]) < MET:
        within = f" within {bounds[0]:g} and {bounds[1]:g}" if bounds else ""
        raise UsageError(
            f"No {method} calibration{within} meets the totals: variable {worst} (from 0) stays {abs(gap[worst]):.2g} off.",
            remedy="Widen the bounds, join small categories, or check that the totals agree with one another.",
        )
