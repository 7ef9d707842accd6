"""Confidence intervals: Student's for means and totals, three for proportions."""

import numpy as np
from scipy.special import betaincinv, ndtri, stdtrit

METHODS = ("wilson", "korn-graubard", "logit", "wald")
"""Intervals of shares; "log" is for positive statistics without an upper end."""


def student(level: float, degrees: np.ndarray) -> np.ndarray:
    """The two-sided critical value of Student's distribution; degrees below 1 count as 1."""
    return stdtrit(np.maximum(degrees, 1.0), 0.5 + level / 2)


def wald(estimate: np.ndarray, std_error: np.ndarray, degrees: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """estimate ∓ t × standard error."""
    reach = student(level, degrees) * std_error
    return estimate - reach, estimate + reach


def effective_size(share, variance, n, degrees, level: float, *, kish, truncate: bool) -> np.ndarray:
    """Rows of a simple random sample that would be as sure, Korn and Graubard 1998.

    n* = p(1 - p)/v × (t_{n-1}/t_df)²; where p is 0 or 1, or the variance zero,
    `kish` (Σw)²/Σw² in place of p(1 - p)/v. `truncate`: at most n, as SAS and
    Stata do; R does not.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(variance > 0, share * (1 - share) / variance, kish)
    size = size * (student(level, n - 1) / student(level, degrees)) ** 2
    return np.minimum(size, n) if truncate else size


def wilson(share, size, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's score interval at the effective size; Franco, Little, Louis and Slud 2019."""
    square = _normal(level) ** 2
    middle = (share + square / (2 * size)) / (1 + square / size)
    reach = np.sqrt(square * (share * (1 - share) / size + square / (4 * size**2))) / (1 + square / size)
    lower = np.where(share <= 0, 0.0, middle - reach)
    upper = np.where(share >= 1, 1.0, middle + reach)
    return np.clip(lower, 0, 1), np.clip(upper, 0, 1)


def korn_graubard(share, size, level: float) -> tuple[np.ndarray, np.ndarray]:
    """The exact binomial interval at the effective size; Korn and Graubard 1998."""
    tail, cases, others = (1 - level) / 2, size * share, size * (1 - share)
    tiny = np.finfo(float).tiny
    lower = betaincinv(np.maximum(cases, tiny), others + 1, tail)
    upper = betaincinv(cases + 1, np.maximum(others, tiny), 1 - tail)
    return np.where(share <= 0, 0.0, lower), np.where(share >= 1, 1.0, upper)


def logit(share, std_error, degrees, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Student's interval of the log odds, carried back; not for shares of 0 or 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(share / (1 - share))
        reach = student(level, degrees) * std_error / (share * (1 - share))
    return 1 / (1 + np.exp(-(odds - reach))), 1 / (1 + np.exp(-(odds + reach)))


def log(estimate, std_error, degrees, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Student's interval of the logarithm, carried back; for positive estimates."""
    reach = student(level, degrees) * std_error / estimate
    return estimate * np.exp(-reach), estimate * np.exp(reach)


def of_share(method, share, std_error, n, degrees, level, *, kish, truncate) -> tuple[np.ndarray, np.ndarray]:
    """The interval of a statistic between 0 and 1 by the named method.

    logit falls back to Wilson's at 0 and 1, and to Student's beyond them, where
    values below zero carry a poverty gap or a Gini coefficient.
    """
    plain = wald(share, std_error, degrees, level)
    if method == "wald":
        return plain
    beyond = (share < 0) | (share > 1)
    if beyond.any():
        inside = of_share(method, np.clip(share, 0, 1), std_error, n, degrees, level, kish=kish, truncate=truncate)
        return np.where(beyond, plain[0], inside[0]), np.where(beyond, plain[1], inside[1])
    size = effective_size(share, std_error**2, n, degrees, level, kish=kish, truncate=truncate)
    if method == "korn-graubard":
        return korn_graubard(share, size, level)
    lower, upper = wilson(share, size, level)
    if method == "wilson":
        return lower, upper
    between = (share > 0) & (share < 1)
    other = logit(share, std_error, degrees, level)
    return np.where(between, other[0], lower), np.where(between, other[1], upper)


def _normal(level: float) -> float:
    return float(ndtri(0.5 + level / 2))
