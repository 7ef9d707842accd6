"""Does the area-level model hold, which areas carry it, and what did it gain?

In this model the residual y - x'beta, the predicted effect A Py and the
remaining sampling error D Py are multiples of one another, area by area: one
standardised value Py_i / sqrt(P_ii) serves for all three. P_ii is exact, so
that it has variance 1 at the true A.
"""

import msgspec
import numpy as np
from scipy.special import chdtrc, ndtri

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea.area_algebra import leverage
from headway.statistics.smallarea.fay_herriot import AreaEstimates, FayHerriotFit, at_estimates
from headway.statistics.smallarea.normality import Normality, normality
from headway.statistics.smallarea.selection import diagonal_of_p


class AreaResiduals(msgspec.Struct, frozen=True, eq=False):
    """Residuals and influence, arrays (m,), in the order of `areas`.

    `residual` y - x'beta; `effect` the predicted u; `standardised` as above;
    `leverage` w x'Qx, the pull of y_i on its own x'beta; `cook` the move of beta
    when the area is left out (A held), per coefficient and in squared standard
    errors; `sigma2_u_change` the move of A, to first order, in standard errors.
    """

    areas: tuple
    residual: np.ndarray
    effect: np.ndarray
    standardised: np.ndarray
    leverage: np.ndarray
    cook: np.ndarray
    sigma2_u_change: np.ndarray
    normality: Normality


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """Direct against model estimates of the sampled areas, arrays (m,).

    `goodness` is Brown, Chambers, Heady and Heasman's (2001) sum of
    (y - estimate)^2 / (D + mse), chi-square with m degrees of freedom when the
    model's estimates are no further from the direct ones than errors allow;
    `intercept` and `slope` of y on the estimates, 0 and 1 when these are
    unbiased by design; `correlation` of y and x'beta; `inside` the share of
    areas whose direct interval holds the estimate.
    """

    areas: tuple
    direct: np.ndarray
    direct_lower: np.ndarray
    direct_upper: np.ndarray
    estimate: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    cv_direct: np.ndarray
    cv: np.ndarray
    gain: np.ndarray
    goodness: float
    goodness_p: float
    intercept: float
    slope: float
    correlation: float
    inside: float
    level: float


def residuals(fitted: FayHerriotFit) -> AreaResiduals:
    """Residuals, influence and normality of a fit, O(m p^2)."""
    algebra, at = at_estimates(fitted)
    own, scaled, w = diagonal_of_p(algebra, at), at.scaled[0], at.w[0]
    lever = w * leverage(algebra, at.q)[0]
    kept = np.maximum(1 - lever, np.finfo(float).eps)
    standardised = scaled / np.sqrt(w * kept)
    return AreaResiduals(
        areas=fitted.areas,
        residual=at.residual[0],
        effect=fitted.sigma2_u * scaled,
        standardised=standardised,
        leverage=lever,
        cook=standardised**2 * lever / kept / algebra.p,
        sigma2_u_change=-(scaled**2 - own) / at.trace_w2[0] / fitted.sigma2_u_error,
        normality=normality(standardised),
    )


def compare(fitted: FayHerriotFit, estimates: AreaEstimates, *, level: float = 0.95) -> Comparison:
    """Sampled areas of `estimates` against their direct estimates, intervals at `level`."""
    z = ndtri(0.5 + checks.level(level) / 2)
    sampled = estimates.sampled
    if tuple(name for name, seen in zip(estimates.areas, sampled, strict=True) if seen) != fitted.areas:
        raise UsageError(
            "The estimates are of other areas than the fit.", remedy="Give estimates predicted from this fit."
        )
    estimate, mse = estimates.estimate[sampled], estimates.mse[sampled]
    y, error = fitted.y, np.sqrt(fitted.variance)
    goodness = float(((y - estimate) ** 2 / (fitted.variance + mse)).sum())
    intercept, slope = line(estimate, y)
    before, after = variation(error, y), variation(np.sqrt(mse), estimate)
    return Comparison(
        areas=fitted.areas,
        direct=y,
        direct_lower=y - z * error,
        direct_upper=y + z * error,
        estimate=estimate,
        lower=estimate - z * np.sqrt(mse),
        upper=estimate + z * np.sqrt(mse),
        cv_direct=before,
        cv=after,
        gain=1 - np.sqrt(mse) / error,
        goodness=goodness,
        goodness_p=float(chdtrc(fitted.m, goodness)),
        intercept=intercept,
        slope=slope,
        correlation=correlation(y, fitted.synthetic),
        inside=float(np.mean(np.abs(y - estimate) <= z * error)),
        level=float(level),
    )


def variation(error: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Coefficient of variation; infinite where the value is 0."""
    return np.divide(error, np.abs(value), out=np.full(len(error), np.inf), where=value != 0)


def line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Intercept and slope of y on x; the mean and 0 where x does not vary."""
    centred = x - x.mean()
    spread = float(centred @ centred)
    slope = float(centred @ y) / spread if spread > 0 else 0.0
    return float(y.mean() - slope * x.mean()), slope


def correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Pearson's; 0 where one of them does not vary."""
    if np.ptp(x) <= 1e-12 * np.abs(x).max() or np.ptp(y) <= 1e-12 * np.abs(y).max():
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])
