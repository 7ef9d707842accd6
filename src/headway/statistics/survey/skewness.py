"""Intervals that know of skewness: incomes in a small area.

The studentized mean of a skewed variable leans the other way, so Student's
interval misses more often on the long side. With A the skewness of the
estimate, Hall's transform

    g(t) = t + A t²/3 + A² t³/27 + A/6

is symmetric to second order, and its inverse at ∓ the critical value gives
the ends. Hall 1992, "On the removal of skewness by transformation"; A from the
third moments of the first stage's unit totals, within strata.
"""

import numpy as np

from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.intervals import student
from headway.statistics.survey.variance import spread_of_units

MOST = 1.5
"""Skewness beyond which the expansion says nothing: it is held there."""


def skewness_by_area(design: SurveyDesign, influence: np.ndarray, area: np.ndarray, size: int) -> np.ndarray:
    """(size,) skewness of each area's estimate; 0 where it has no variance.

    Strata of one or two units show no third moment and count as symmetric.
    Drawing without replacement takes the factor (1 - f)(1 - 2f).
    """
    stage = design.stages[0]
    strata, areas, squares, cubes = spread_of_units(stage, design.weights * influence, area, size)
    n, left = stage.sizes.astype(float), 1 - stage.fractions
    second = left * np.divide(n, n - 1, out=np.zeros(len(n)), where=n > 1)
    third = left * (2 * left - 1) * np.divide(n**2, (n - 1) * (n - 2), out=np.zeros(len(n)), where=n > 2)
    variance = np.bincount(areas, squares * second[strata], size)
    moment = np.bincount(areas, cubes * third[strata], size)
    return np.divide(moment, variance**1.5, out=np.zeros(size), where=variance > 0)


def skewed(estimate, std_error, degrees, level: float, skewness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The interval by Hall's transform; Student's where the skewness is zero."""
    critical = student(level, degrees)
    lean = np.clip(skewness, -MOST, MOST)
    return estimate - std_error * _back(critical, lean), estimate - std_error * _back(-critical, lean)


def _back(value: np.ndarray, lean: np.ndarray) -> np.ndarray:
    """The t at which Hall's transform is `value`."""
    flat = np.abs(lean) < 1e-6
    safe = np.where(flat, 1.0, lean)
    curved = 3 / safe * (np.cbrt(1 + safe * (value - safe / 6)) - 1)
    return np.where(flat, value, curved)
