"""What a calibration leaves behind, so that variance can know of it.

Calibrated weights make the totals of the auxiliary variables certain, so only
the part of the influence that these do not explain has error: u_i - x_i'b with
b from weighted least squares on the base weights d. Deville and Särndal 1992,
section 3; the same holds to first order for every distance.
"""

import msgspec
import numpy as np

from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.linear import solve

BLOCK = 16384
"""Rows multiplied at a time."""


class Margin(msgspec.Struct, frozen=True, eq=False):
    """One categorical variable with its population totals."""

    name: str
    labels: np.ndarray
    """(k,)"""
    codes: np.ndarray
    """(n,)"""
    totals: np.ndarray
    """(k,) positive."""


class Calibration(msgspec.Struct, frozen=True, eq=False):
    """One calibration: by margins (post-stratification, raking) or by a matrix."""

    method: str
    """"post-stratification", "raking", "linear", "exponential", "logit", "trimming"."""
    base: np.ndarray
    """(n,) weights before."""
    margins: tuple[Margin, ...] = ()
    matrix: np.ndarray | None = None
    """(n, p) auxiliary variables."""
    totals: np.ndarray | None = None
    """(p,) their population totals."""
    bounds: tuple[float, float] | None = None
    """Of the ratio of the weights after to before; of the weights themselves for trimming."""
    tolerance: float = 1e-10

    def auxiliary(self) -> np.ndarray | None:
        """(n, p) the variables whose totals are certain; None for trimming, which makes none so."""
        if self.matrix is not None or not self.margins:
            return self.matrix
        # Columns lie together in memory: they are summed one by one.
        dummies = np.zeros((len(self.base), sum(len(m.labels) for m in self.margins)), order="F")
        begin, rows = 0, np.arange(len(self.base))
        for margin in self.margins:
            dummies[rows, begin + margin.codes] = 1.0
            begin += len(margin.labels)
        return dummies


def residual_loading(design: SurveyDesign, influence, area, size, shared=None, loading=None):
    """`shared` and `loading` of `variance_by_area`, with every calibration's regression taken off.

    Shapes as there. Calibrations are taken off in the order they were made.
    """
    for calibration in design.calibrations:
        x = calibration.auxiliary()
        if x is None:
            continue
        right = _sums_by_area(calibration, x, calibration.base * influence, area, size)
        if shared is not None:
            right = right + _products(x, calibration.base, shared) @ loading
        slopes = solve(_products(x, calibration.base, x), right)
        shared = x if shared is None else np.hstack([shared, x])
        loading = -slopes if loading is None else np.vstack([loading, -slopes])
    return shared, loading


def _sums_by_area(calibration: Calibration, x, values, area, size) -> np.ndarray:
    """(p, size) sums of each column of `x` times `values` (n,) over each area."""
    inside = slice(None) if area.min() >= 0 else np.flatnonzero(area >= 0)
    area, values = area[inside], values[inside]
    if calibration.margins:
        return np.vstack([_margin_sums(margin, inside, values, area, size) for margin in calibration.margins])
    return np.stack([np.bincount(area, column[inside] * values, size) for column in x.T])


def _margin_sums(margin: Margin, inside, values, area, size) -> np.ndarray:
    count = len(margin.labels)
    return np.bincount(margin.codes[inside] * size + area, values, count * size).reshape(count, size)


def _products(left, weights, right) -> np.ndarray:
    """left' diag(weights) right, by blocks of rows so that no copy of the whole is made."""
    total = np.zeros((left.shape[1], right.shape[1]))
    for begin in range(0, len(left), BLOCK):
        part = slice(begin, begin + BLOCK)
        total += (left[part] * weights[part, None]).T @ right[part]
    return total
