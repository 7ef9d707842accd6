"""Covariates in a basis of their own, so that scale and near collinearity do no harm.

The columns of x are replaced by x R^-1, where R'R = x'x: orthonormal over the
sample. R comes from a QR of the areas' means and of a root of the cross
products within areas, not from x'x itself, whose condition is squared.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea.sufficient import AreaSums
from headway.statistics.smallarea.unit_data import listed

DEPENDENT = 1e-7
"""A column whose part outside the columns before it is smaller than this share of it depends on them."""

ROUNDING = 1e-13
"""What is left of a sum of squares below this share of it is rounding."""


class WhiteDesign(msgspec.Struct, frozen=True):
    """What the search for the variance needs of x; the same for every y."""

    counts: np.ndarray
    """Units of each area (m,)."""
    means: np.ndarray
    """Means of x R^-1 by area (m, p)."""
    within: np.ndarray
    """Cross products of x R^-1 about the areas' means (p, p)."""
    outer: np.ndarray
    """Each area's mean times itself, flattened (m, p * p)."""
    inverse: np.ndarray
    """R^-1 (p, p): coefficients of x are R^-1 times those of x R^-1."""

    @property
    def units(self) -> float:
        return float(self.counts.sum())

    @property
    def covariates(self) -> int:
        return self.means.shape[1]


class WhiteResponse(msgspec.Struct, frozen=True):
    """What the search needs of y, for B responses over the same units."""

    means: np.ndarray
    """(B, m)."""
    cross: np.ndarray
    """x R^-1 with y about the areas' means (B, p)."""
    square: np.ndarray
    """Sum of squares of y about the areas' means (B,)."""


def white_design(counts: np.ndarray, means: np.ndarray, within: np.ndarray) -> WhiteDesign:
    """The design in its own basis; UsageError where columns of x depend on one another."""
    inverse = _inverse_root(counts, means, within)
    means = means @ inverse
    within = inverse.T @ within @ inverse
    outer = (means[:, :, None] * means[:, None, :]).reshape(len(means), -1)
    return WhiteDesign(counts, means, (within + within.T) / 2, outer, inverse)


def of_sums(sums: AreaSums) -> tuple[WhiteDesign, WhiteResponse, np.ndarray]:
    """Design and response of summed units, and the coefficients (p,) of x taken out of y.

    The response is y less its least-squares fit, which is put back at the end:
    no digits are lost where y is far from zero.
    """
    p = sums.covariates
    white = white_design(sums.counts, sums.means[:, :p], sums.within[:p, :p])
    cross = white.inverse.T @ sums.within[:p, p]
    mean = sums.means[:, p]
    ordinary = cross + white.means.T @ (white.counts * mean)
    residual_mean = mean - white.means @ ordinary
    residual_cross = cross - white.within @ ordinary
    square = sums.within[p, p] - 2 * ordinary @ cross + ordinary @ white.within @ ordinary
    if square <= ROUNDING * sums.within[p, p] or sums.within[p, p] <= ROUNDING**2 * (sums.counts @ mean**2):
        square = 0.0
    response = WhiteResponse(residual_mean[None], residual_cross[None], np.array([square]))
    return white, response, white.inverse @ ordinary


def _inverse_root(counts: np.ndarray, means: np.ndarray, within: np.ndarray) -> np.ndarray:
    """R^-1 with R upper triangular and R'R = x'x, columns scaled first."""
    scale = np.sqrt(np.diag(within) + counts @ means**2)
    if np.any(scale == 0):
        raise UsageError(f"The columns {listed(np.flatnonzero(scale == 0))} of x are zero in every unit.")
    root = _root(within / np.outer(scale, scale))
    upper = np.linalg.qr(np.vstack([root, np.sqrt(counts)[:, None] * (means / scale)]), mode="r")
    if len(upper) < len(scale) or np.any(np.abs(np.diag(upper)) < DEPENDENT):
        weak = range(len(upper), len(scale)) if len(upper) < len(scale) else ()
        weak = [*np.flatnonzero(np.abs(np.diag(upper)) < DEPENDENT), *weak]
        raise UsageError(
            f"The columns {listed(weak)} of x (counted from 0) follow from the columns before them.",
            remedy="Leave them out: their coefficients cannot be told apart.",
        )
    return np.linalg.inv(upper) / scale[:, None]


def _root(square: np.ndarray) -> np.ndarray:
    """A matrix H with H'H = square, which may be singular."""
    values, vectors = np.linalg.eigh(square)
    return np.sqrt(np.maximum(values, 0.0))[:, None] * vectors.T
