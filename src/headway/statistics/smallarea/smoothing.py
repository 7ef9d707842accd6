"""Sampling variances of small samples, smoothed before they are taken as known.

A variance estimated from a handful of respondents is itself noise, and zero
where all of them answered alike. Two ways to steady it:

    regression   log D_i = z_i'b + error, over the areas with D_i > 0;
                 smoothed exp(z_i'b) times a correction for the way back
    pooled       D_i = S / n_i, S the mean of n_i D_i weighted by n_i - 1: one unit
                 variance (with the design effect in it) for all areas

The corrections of the regression: "lognormal" exp(s^2 / 2), s^2 the residual
variance; "smearing" (Duan 1983) the mean of exp(residual); "total" the factor
that keeps the sum of the variances of the areas used. Source: Rivest and
Belmonte (2000); Hidiroglou, Beaumont and Yung (2019), Survey Methodology 45.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea.area_algebra import refuse_collinear

CORRECTIONS = ("lognormal", "smearing", "total")


class SmoothedVariance(msgspec.Struct, frozen=True, eq=False):
    """Smoothed `variance` (m,) for every row.

    `used` (m,) rows that the smoothing rests on; `coefficients` of the
    regression on the log scale (S alone when pooled); `correction` the factor of
    the way back; `r_squared` of the regression, 0 when pooled.
    """

    areas: tuple
    variance: np.ndarray
    used: np.ndarray
    coefficients: np.ndarray
    correction: float
    r_squared: float
    method: str


def regression(
    *,
    variance: Sequence | np.ndarray,
    x: Sequence | np.ndarray,
    areas: Sequence | None = None,
    correction: str = "lognormal",
) -> SmoothedVariance:
    """Smooth `variance` (m,) by `x` (m, k), as ones, log n, log of a prior estimate.

    Rows whose variance is missing or zero take no part and receive a value;
    negative variances and rows with missing x are refused.
    """
    variance = checks.vector(variance, "variance")
    names, x = checks.labels(areas, len(variance)), checks.matrix(x, len(variance))
    checks.finite(x, "x", names)
    used = usable(variance, names)
    if correction not in CORRECTIONS:
        raise UsageError(f"correction is '{correction}'.", remedy=f"Choose one of {', '.join(CORRECTIONS)}.")
    freedom = int(used.sum()) - x.shape[1]
    if freedom < 1:
        raise UsageError(
            f"{int(used.sum())} variances above zero for {x.shape[1]} coefficients.",
            remedy="Use fewer columns in x, or `pooled`.",
        )
    length = np.linalg.norm(x[used], axis=0)
    refuse_collinear(x[used], length)
    target = np.log(variance[used])
    coefficients = np.linalg.lstsq(x[used] / length, target, rcond=None)[0] / length
    residual = target - x[used] @ coefficients
    factor = way_back(residual, freedom, variance[used], x[used] @ coefficients, correction)
    total = ((target - target.mean()) ** 2).sum()
    return SmoothedVariance(
        areas=names,
        variance=factor * np.exp(x @ coefficients),
        used=used,
        coefficients=coefficients,
        correction=factor,
        r_squared=float(1 - residual @ residual / total) if total > 0 else 0.0,
        method=f"regression, {correction}",
    )


def way_back(residual, freedom: int, variance, predicted, correction: str) -> float:
    if correction == "lognormal":
        return float(np.exp(residual @ residual / freedom / 2))
    if correction == "smearing":
        return float(np.exp(residual).mean())
    return float(variance.sum() / np.exp(predicted).sum())


def pooled(
    *, variance: Sequence | np.ndarray, size: Sequence | np.ndarray, areas: Sequence | None = None
) -> SmoothedVariance:
    """One unit variance over all areas: S / n_i, `size` (m,) the numbers of respondents.

    Zero variances take part: they are answers of small samples, not gaps.
    """
    variance = checks.vector(variance, "variance")
    names = checks.labels(areas, len(variance))
    size = checks.vector(size, "size", len(variance))
    checks.positive(size, "size", names)
    usable(variance, names)
    used = ~np.isnan(variance) & (size > 1)
    weight = size[used] - 1
    if not used.any() or not np.any(variance[used] > 0):
        raise UsageError(
            "No area has a variance above zero and two respondents.", remedy="Take variances from another source."
        )
    unit = float((weight * size[used] * variance[used]).sum() / weight.sum())
    return SmoothedVariance(
        areas=names,
        variance=unit / size,
        used=used,
        coefficients=np.array([unit]),
        correction=1.0,
        r_squared=0.0,
        method="pooled",
    )


def usable(variance: np.ndarray, names: tuple) -> np.ndarray:
    """Rows with a variance above zero; negative and infinite ones are refused."""
    bad = (variance < 0) | np.isinf(variance)
    if bad.any():
        raise UsageError(f"variance is negative or infinite in {checks.rows(bad, names)}.", remedy="Correct it.")
    return variance > 0
