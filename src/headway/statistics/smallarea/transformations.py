"""Fay-Herriot models on the log and arcsine scales, and the way back.

The model is fitted to a transformed direct estimate, with its variance there:

    log      log y,              D = variance / y^2            y above zero
    arcsin   asin(sqrt(p)),      D = 1 / (4 effective size)    p from 0 to 1

Going back by the inverse function alone is biased. Conventions, t being the
prediction, mse its error, v = A (1 - gamma) the variance of the truth given the
data (A itself where there was no sample):

    log      crude        exp(t + mse/2)                    emdi "bc_crude"
             slud_maiti   exp(t + v/2)                      emdi "bc_sm"; unbiased at known A
             naive        exp(t)
    arcsin   closed       (1 - exp(-2v) cos 2t) / 2         exact mean of sin^2 over N(t, v)
             truncated    integral of sin^2 phi(.; t, v) over [0, pi/2]     emdi "bc"
             naive        sin^2 of t, held within [0, pi/2]

`truncated` does not divide by the probability of [0, pi/2]: a prediction near
or above pi/2 loses up to all of its value (an area near 100 % can come out near
0). It is here to reproduce published figures; `closed` is the default. Unsampled
areas take `naive` under `truncated`, as emdi does.

Mean squared errors: crude exp(t + mse/2)^2 mse (emdi); slud_maiti by the
expansion in `slud_maiti_mse`; naive the squared derivative times mse; closed and
truncated the variance of sin^2 over N(t, v), plus the squared derivative of
`closed` times mse - v.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea import area_mse, fay_herriot
from headway.statistics.smallarea.fay_herriot import AreaEstimates, FayHerriotFit

LOG_CONVENTIONS = ("crude", "slud_maiti", "naive")
ARCSIN_CONVENTIONS = ("closed", "truncated", "naive")
QUARTER = np.pi / 2
NODES = 96
"""Of Gauss and Legendre, over 12 standard deviations: exact to rounding."""


def to_log(y, variance, areas: Sequence | None = None) -> tuple[np.ndarray, np.ndarray]:
    """log y and variance / y^2; missing y stay missing, y of zero or less is refused by row."""
    y = checks.vector(y, "y")
    variance, names = checks.vector(variance, "variance", len(y)), checks.labels(areas, len(y))
    bad = y <= 0
    if bad.any():
        raise UsageError(
            f"y is zero or below in {checks.rows(bad, names)}, where the logarithm is not defined.",
            remedy="Fit those without the log, or set y missing there to predict the areas as unsampled.",
        )
    return np.log(y), variance / y**2


def to_arcsin(y, effective_size, areas: Sequence | None = None) -> tuple[np.ndarray, np.ndarray]:
    """asin(sqrt(y)) and 1 / (4 effective_size), sizes being n over the design effect.

    Shares of exactly 0 and 1 are allowed: the variance does not depend on them.
    """
    y = checks.vector(y, "y")
    size, names = checks.vector(effective_size, "effective_size", len(y)), checks.labels(areas, len(y))
    bad = (y < 0) | (y > 1)
    if bad.any():
        raise UsageError(
            f"y is outside 0 to 1 in {checks.rows(bad, names)}.", remedy="Give shares, not percentages or counts."
        )
    sampled = ~np.isnan(y)
    checks.positive(np.where(sampled, size, 1.0), "effective_size", names)
    return np.arcsin(np.sqrt(y)), np.divide(0.25, size, out=np.ones(len(y)), where=sampled)


def refuse_convention(convention: str, known: tuple[str, ...]) -> None:
    if convention not in known:
        raise UsageError(f"convention is '{convention}'.", remedy=f"Choose one of {', '.join(known)}.")


def back(estimates: AreaEstimates, estimate: np.ndarray, mse: np.ndarray, convention: str) -> AreaEstimates:
    return msgspec.structs.replace(
        estimates, estimate=estimate, mse=mse, convention=convention, mse_method=f"{estimates.mse_method}, {convention}"
    )


def from_log(fitted: FayHerriotFit, estimates: AreaEstimates, *, convention: str = "crude") -> AreaEstimates:
    """Estimates on the scale of y from `estimates` on the log scale; conventions above.

    slud_maiti has no error for unsampled areas, which it therefore refuses.
    """
    refuse_convention(convention, LOG_CONVENTIONS)
    if convention == "naive":
        value = np.exp(estimates.estimate)
        return back(estimates, value, value**2 * estimates.mse, "log naive")
    if convention == "crude":
        value = np.exp(estimates.estimate + estimates.mse / 2)
        return back(estimates, value, value**2 * estimates.mse, "log crude")
    if not estimates.sampled.all() or estimates.areas != fitted.areas:
        raise UsageError(
            "The slud_maiti convention is for sampled areas only.", remedy="Use 'crude' where some areas have no sample."
        )
    value = np.exp(estimates.estimate + fitted.sigma2_u * (1 - fitted.gamma) / 2)
    return back(estimates, value, slud_maiti_mse(fitted), "log slud_maiti")


def slud_maiti_mse(fitted: FayHerriotFit) -> np.ndarray:
    """Mean squared error (m,) of exp(t + v/2), to second order.

    With mu = x'beta and g1 = A B, the predictor at known parameters has
    M = exp(2 mu + 2 A)(1 - exp(-g1)). Estimating beta and A adds

        exp(2 mu + A (1 + gamma)) B^2 [x'Qx + V_A ((1 + 3 gamma)^2 / 4 + w)]

    and M at the estimates is biased by 2 M x'Qx + V_A M_AA / 2 + b M_A, which is
    taken off; V_A and b are variance and bias of the estimator of A. After Slud
    and Maiti (2006), JRSS B 68, 239-257; derived anew from the expansion, with
    M_A and M_AA differentiated exactly. Where the correction leaves nothing
    positive, the sum before it is returned.
    """
    algebra, at = fay_herriot.at_estimates(fitted)
    a, w = fitted.sigma2_u, at.w[0]
    rest, gamma, mu = fitted.variance * w, fitted.gamma, fitted.synthetic
    lever = area_mse.leverage(algebra, at.q)[0]
    spread = area_mse.variance_of_sigma2_u(algebra, at, fitted.method)[0]
    bias = area_mse.bias_of_sigma2_u(algebra, at, np.array([a]), fitted.method)[0]
    kept = np.exp(-a * rest)
    known = -np.expm1(-a * rest)
    first = 2 - (2 - rest**2) * kept
    second = 4 - ((2 - rest**2) ** 2 + 2 * rest**2 * w) * kept
    scale = np.exp(2 * mu + 2 * a)
    added = np.exp(2 * mu + a * (1 + gamma)) * rest**2 * (lever + spread * ((1 + 3 * gamma) ** 2 / 4 + w))
    correction = scale * (2 * known * lever + spread * second / 2 + bias * first)
    whole = scale * known + added
    return np.where(whole > correction, whole - correction, whole)


def from_arcsin(fitted: FayHerriotFit, estimates: AreaEstimates, *, convention: str = "closed") -> AreaEstimates:
    """Shares from `estimates` on the arcsine scale; conventions above."""
    refuse_convention(convention, ARCSIN_CONVENTIONS)
    t, v = estimates.estimate, fitted.sigma2_u * (1 - estimates.gamma)
    if convention == "naive":
        return back(estimates, naive_share(t), np.sin(2 * t) ** 2 * estimates.mse, "arcsin naive")
    slope = np.exp(-2 * v) * np.sin(2 * t)
    mse = share_variance(t, v) + slope**2 * np.maximum(estimates.mse - v, 0.0)
    if convention == "closed":
        return back(estimates, closed_share(t, v), mse, "arcsin closed")
    value = np.where(estimates.sampled, truncated_share(t, v), naive_share(t))
    return back(estimates, value, mse, "arcsin truncated")


def naive_share(t: np.ndarray) -> np.ndarray:
    return np.sin(np.clip(t, 0.0, QUARTER)) ** 2


def closed_share(t: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Mean of sin^2 over N(t, v)."""
    return (1 - np.exp(-2 * v) * np.cos(2 * t)) / 2


def share_variance(t: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Variance of sin^2 over N(t, v): that of cos(2 .) / 2."""
    # Factored, because the difference of the moments loses every digit at small v.
    lost = -np.expm1(-4 * v)
    return lost * (1 - np.exp(-4 * v) * np.cos(4 * t)) / 8


def truncated_share(t: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Integral of sin^2(x) phi(x; t, v) over [0, pi/2], not divided by its probability."""
    spread = np.sqrt(v)
    low, high = np.clip(t - 12 * spread, 0, QUARTER), np.clip(t + 12 * spread, 0, QUARTER)
    node, weight = np.polynomial.legendre.leggauss(NODES)
    at = low[:, None] + (high - low)[:, None] * (node + 1) / 2
    safe = np.where(spread > 0, spread, 1.0)[:, None]
    density = np.exp(-0.5 * ((at - t[:, None]) / safe) ** 2) / (safe * np.sqrt(2 * np.pi))
    value = (weight * np.sin(at) ** 2 * density).sum(axis=1) * (high - low) / 2
    return np.where(spread > 0, value, naive_share(t))
