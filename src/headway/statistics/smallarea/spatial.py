"""Fay-Herriot with neighbours: area effects that follow a simultaneous autoregression.

    u = rho W u + v,  var(v_i) = A        V = A Omega^-1 + D,  Omega = (I - rho W)'(I - rho W)

W holds for each area the weights of its neighbours, rows adding to 1 as a rule.
V is full, but K = A D^-1 + Omega is as sparse as the map: V^-1 = D^-1 - A D^-1
K^-1 D^-1 and log|V| = log|D| + log|K| - log|Omega|, by sparse factors. No m x m
array is made; the traces of the information and the errors take m sparse
solutions, a few columns at a time, so that the cost per step grows like m^2 (some
ten seconds in all for 2,000 districts), the one exception to O(m p^2) at the area level.

Errors: g1 + g2 + 2 g3 - g4, for ml less the bias of the estimators through g1.
Source: Petrucci and Salvati (2006); Singh, Shukla and Kundu (2005), Survey
Methodology 31; Pratesi and Salvati (2008).
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from scipy import sparse
from scipy.linalg import solve_triangular

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea.area_algebra import Algebra, prepare
from headway.statistics.smallarea.spatial_algebra import Spatial, errors, forms, scoring

EDGE = 0.999
"""How near rho comes to the end of its range."""
LIMIT = 200


class SpatialFit(msgspec.Struct, frozen=True, eq=False):
    """A fitted model with its predictions; arrays (m,) but those of beta (p,).

    `rho` is 0 where `sigma2_u` is 0, and `at_edge` True where it was stopped at
    the end of its range; `step` the last scoring step, relative to A and in rho.
    """

    method: str
    areas: tuple
    sigma2_u: float
    rho: float
    rho_error: float
    beta: np.ndarray
    standard_errors: np.ndarray
    estimate: np.ndarray
    mse: np.ndarray
    log_likelihood: float
    restricted_log_likelihood: float
    aic: float
    bic: float
    step: float
    at_edge: bool


def fit(
    *,
    y: Sequence | np.ndarray,
    x: Sequence | np.ndarray,
    variance: Sequence | np.ndarray,
    neighbours,
    areas: Sequence | None = None,
    method: str = "reml",
    tolerance: float = 1e-12,
) -> SpatialFit:
    """Fit and predict m sampled areas; arguments as fay_herriot.fit.

    `neighbours` (m, m): W, a SciPy sparse matrix or an array, zero on its
    diagonal. `method` reml or ml.
    """
    y = checks.vector(y, "y")
    names = checks.labels(areas, len(y))
    x, variance = checks.matrix(x, len(y)), checks.vector(variance, "variance", len(y))
    for values, name in ((y, "y"), (x, "x"), (variance, "variance")):
        checks.finite(values, name, names)
    checks.positive(variance, "variance", names)
    name = str(method).lower()
    if name not in ("reml", "ml"):
        raise UsageError(f"method is '{method}'.", remedy="Choose 'reml' or 'ml' for the spatial model.")
    algebra = prepare(x, variance)
    space = Spatial(basis=algebra.basis, variance=variance, w=proximity(neighbours, names))
    return result(algebra, space, y, names, name, *solve(space, y, name, tolerance))


def proximity(neighbours, names: tuple) -> sparse.csc_array:
    """W, checked: square, finite, nothing on the diagonal, not empty."""
    w = sparse.csc_array(neighbours, dtype=float)
    m = len(names)
    if w.shape != (m, m):
        raise UsageError(f"neighbours has shape {w.shape} for {m} areas.", remedy="Give a row and a column for each area.")
    if not np.isfinite(w.data).all():
        raise UsageError("neighbours has missing or infinite weights.", remedy="Give 0 where areas are not neighbours.")
    own = w.diagonal() != 0
    if own.any():
        raise UsageError(f"An area is its own neighbour in {checks.rows(own, names)}.", remedy="Set the diagonal to 0.")
    if w.nnz == 0:
        raise UsageError("No area has a neighbour.", remedy="Use fay_herriot.fit, or correct neighbours.")
    return w


def widest(space: Spatial) -> float:
    """The end of the range in which I - rho W surely has an inverse."""
    return EDGE / float(np.abs(space.w).sum(axis=1).max())


def solve(space: Spatial, y: np.ndarray, method: str, tolerance: float) -> tuple[float, float, float, bool]:
    """A and rho by scoring from the best of a grid, steps halved until the likelihood rises."""
    edge = widest(space)
    a, rho = start(space, y, method, edge)
    if a == 0.0:
        return 0.0, 0.0, 0.0, False
    value, step, stopped = likelihood(space, y, a, rho, method), np.inf, False
    for _ in range(LIMIT):
        move = scoring(space, y, a, rho, method)
        stopped = abs(rho) >= edge * (1 - 1e-12) and move[1] * rho > 0
        if stopped:
            move = scoring(space, y, a, rho, method, only_a=True)
        step = max(abs(move[0]) / a, abs(move[1]))
        a, rho, value, moved = advance(space, y, (a, rho), move, value, edge, method)
        if step <= tolerance or not moved:
            break
        if a < 1e-9 * float(space.variance.min()):
            return 0.0, 0.0, 0.0, False
    if step > max(1e-7, tolerance):
        raise UsageError(
            f"The spatial model did not settle: its last step is {step:.1e}.",
            remedy="Use method 'ml', fewer covariates, or no neighbours.",
        )
    return a, rho, step, stopped


def advance(space, y, at, move, value, edge, method):
    """The longest of the step and its halves that does not lower the likelihood."""
    slack = 1e-10 * abs(value)
    for halving in range(40):
        part = 0.5**halving
        a = max(at[0] + part * move[0], at[0] / 10)
        rho = float(np.clip(at[1] + part * move[1], -edge, edge))
        new = likelihood(space, y, a, rho, method)
        if new >= value - slack:
            return a, rho, max(new, value), True
    return *at, value, False


def start(space: Spatial, y: np.ndarray, method: str, edge: float) -> tuple[float, float]:
    residual = y - space.basis @ (space.basis.T @ y)
    scale = max(float((residual**2).mean()), float(space.variance.min()))
    candidates = [(0.0, 0.0)] + [
        (a, rho) for a in scale * np.geomspace(1e-4, 2, 10) for rho in edge * np.linspace(-0.95, 0.95, 9)
    ]
    return max(candidates, key=lambda at: likelihood(space, y, *at, method))


def likelihood(space: Spatial, y: np.ndarray, a: float, rho: float, method: str) -> float:
    found = forms(space, y, a, rho)
    return found.restricted if method == "reml" else found.log_likelihood


def result(algebra: Algebra, space: Spatial, y, names, method, a, rho, step, stopped) -> SpatialFit:
    at = forms(space, y, a, rho)
    inverse = solve_triangular(algebra.triangle, np.eye(algebra.p))
    covariance = inverse @ at.q @ inverse.T
    mse, rho_error = errors(space, a, rho, method)
    log_x, k = 2 * np.log(np.abs(np.diag(algebra.triangle))).sum(), algebra.p + 2
    return SpatialFit(
        method=method,
        areas=names,
        sigma2_u=float(a),
        rho=float(rho),
        rho_error=rho_error,
        beta=inverse @ at.coefficients,
        standard_errors=np.sqrt(np.diag(covariance)),
        estimate=y - space.variance * at.py,
        mse=mse,
        log_likelihood=at.log_likelihood,
        restricted_log_likelihood=float(at.restricted - 0.5 * log_x),
        aic=-2 * at.log_likelihood + 2 * k,
        bic=-2 * at.log_likelihood + k * float(np.log(len(y))),
        step=float(step),
        at_edge=bool(stopped),
    )
