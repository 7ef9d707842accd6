"""Mean squared errors of Fay-Herriot predictions, analytic.

With B_i = D_i / (A + D_i) and V_A = 2 / sum w^2 (2 m / (sum w)^2 for moments),

    g1 = A B_i,   g2 = B_i^2 x_i'Q x_i,   g3 = B_i^2 w_i V_A

    reml, amrl_yl   g1 + g2 + 2 g3                       (Prasad and Rao 1990; Datta and Lahiri 2000)
    others          g1 + g2 + 2 g3 - b B_i^2,  b the bias of the estimator of A:
        ml, ampl_yl   -tr(Q X'W^2 X) / sum w^2           (Datta and Lahiri 2000)
        fh            2 (m sum w^2 - (sum w)^2) / (sum w)^3    (Datta, Rao and Smith 2005)
        amrl          (2 / A) / sum w^2                  (Li and Lahiri 2010)
        ampl          (2 / A - tr(Q X'W^2 X)) / sum w^2  (Li and Lahiri 2010)

Unsampled areas: A + x'Qx, for every method. emdi gives none after the adjusted
methods, and adds the bias b after ml, which has the wrong sign; neither is
followed. Where subtracting the bias leaves less than g2, as ampl and amrl do
when A is far below D_i, the value is kept as it is when positive, and g1 + g2
stands in for it otherwise (`floored`).
"""

import msgspec
import numpy as np

from headway.statistics.smallarea.area_algebra import Algebra, Moments, leverage


class AreaMse(msgspec.Struct, frozen=True, eq=False):
    """Mean squared error of each sampled area and its parts, arrays (m,).

    `floored`: where the second-order formula gave a negative number and g1 + g2
    stands in its place.
    """

    mse: np.ndarray
    g1: np.ndarray
    g2: np.ndarray
    g3: np.ndarray
    floored: np.ndarray


def variance_of_sigma2_u(algebra: Algebra, at: Moments, method: str) -> np.ndarray:
    """Asymptotic variance of the estimator of A, (B,)."""
    if method == "fh":
        return 2 * algebra.m / at.trace_w**2
    return 2 / at.trace_w2


def bias_of_sigma2_u(algebra: Algebra, at: Moments, sigma2_u: np.ndarray, method: str) -> np.ndarray:
    """Bias of order 1/m of the estimator of A, (B,)."""
    bias = np.zeros(len(at.trace_w))
    if method == "fh":
        return 2 * (algebra.m * at.trace_w2 - at.trace_w**2) / at.trace_w**3
    if method in ("ml", "ampl", "ampl_yl"):
        bias = bias + (at.trace_p - at.trace_w) / at.trace_w2
    if method in ("ampl", "amrl"):
        bias = bias + 2 / sigma2_u / at.trace_w2
    return bias


def parts(algebra: Algebra, at: Moments, sigma2_u: np.ndarray, method: str) -> tuple[np.ndarray, ...]:
    """g1, g2, g3 of every area, each (B, m)."""
    sigma2_u = np.atleast_1d(sigma2_u)[:, None]
    rest = algebra.variance * at.w
    g1 = sigma2_u * rest
    g2 = rest**2 * leverage(algebra, at.q)
    g3 = rest**2 * at.w * variance_of_sigma2_u(algebra, at, method)[:, None]
    return g1, g2, g3


def analytic(algebra: Algebra, at: Moments, sigma2_u: np.ndarray, method: str) -> AreaMse:
    """Second-order mean squared errors, arrays (B, m); formulas above."""
    sigma2_u = np.atleast_1d(np.asarray(sigma2_u, dtype=float))
    g1, g2, g3 = parts(algebra, at, sigma2_u, method)
    bias = bias_of_sigma2_u(algebra, at, sigma2_u, method)[:, None]
    mse = g1 + g2 + 2 * g3 - bias * (algebra.variance * at.w) ** 2
    floored = mse <= 0
    return AreaMse(mse=np.where(floored, g1 + g2, mse), g1=g1, g2=g2, g3=g3, floored=floored)
