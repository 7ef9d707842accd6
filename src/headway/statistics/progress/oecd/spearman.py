"""Spearman's rank correlation of values with years, and how likely it is by chance.

    rho = Pearson's correlation of the ranks, ties at their mean rank

The two-sided p is exact up to `EXACT` values: the share of all orders of the
values whose |rho| is at least the observed one. Beyond, Student's t with n - 2
degrees: t = rho sqrt((n - 2) / (1 - rho^2)). Both take values as exchangeable
when there is no trend; yearly values that carry over from one to the next make
trends appear too often.
"""

from functools import lru_cache
from itertools import permutations

import numpy as np
from scipy.special import stdtr

EXACT = 9
"""9! = 362 880 orders; ten would be ten times as many for hardly another result."""


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1, shape (n,); equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2.0)[inverse]


def rho(values: np.ndarray) -> float:
    """The rank correlation of values, shape (n,) in the order of years, with time; 0 where all are equal."""
    return _correlation(ranks(values))


def p_value(values: np.ndarray, small: str = "exact") -> float:
    """The two-sided p of `rho`; 1 for fewer than three values or where all are equal.

    `small`: "exact" for all orders up to `EXACT` values, "t" for Student's throughout.
    """
    n = len(values)
    placed = ranks(values)
    if n < 3 or placed.min() == placed.max():
        return 1.0
    if small == "exact" and n <= EXACT:
        return _exact(tuple(placed))
    correlation = _correlation(placed)
    if abs(correlation) >= 1.0 - 1e-12:
        return 0.0
    t = abs(correlation) * np.sqrt((n - 2) / (1 - correlation**2))
    return float(2.0 * stdtr(n - 2, -t))


def _correlation(placed: np.ndarray) -> float:
    time = np.arange(len(placed)) - (len(placed) - 1) / 2.0
    away = placed - placed.mean()
    size = np.sqrt((time @ time) * (away @ away))
    return float(np.clip(time @ away / size, -1.0, 1.0)) if size > 0 else 0.0


def _exact(placed: tuple[float, ...]) -> float:
    """The share of orders at least as extreme; it depends on which ranks there are and on one number."""
    time = np.arange(len(placed)) - (len(placed) - 1) / 2.0
    observed = abs(float(time @ np.array(placed)))
    return float(np.mean(_orders(tuple(sorted(placed))) >= observed - 1e-9))


@lru_cache(maxsize=64)
def _orders(placed: tuple[float, ...]) -> np.ndarray:
    """|sum of time times rank| for every order of the ranks, shape (n!,)."""
    time = np.arange(len(placed)) - (len(placed) - 1) / 2.0
    return np.abs(time[_permutations(len(placed))] @ np.array(placed))


@lru_cache(maxsize=None)
def _permutations(n: int) -> np.ndarray:
    """All orders of 0 to n - 1, shape (n!, n)."""
    return np.array(list(permutations(range(n))), dtype=np.int8)
