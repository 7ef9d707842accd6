"""A Fay-Herriot fit that a few outlying areas cannot carry away.

With psi Huber's function (psi(t) = t within +-k, +-k beyond) and r_i the
residual over sqrt(A + D_i),

    beta      sum x_i psi(r_i) / sqrt(A + D_i) = 0
    A         sum [psi(r_i)^2 - c] / (A + D_i) = 0,   c = E psi(Z)^2, Z standard normal
    u_i       psi((y_i - x_i'beta - u_i) / sqrt(D_i)) / sqrt(D_i) = psi(u_i / sqrt(A)) / sqrt(A)

so that an outlier is laid to the larger of the two deviations: the sampling
error where D_i >= A (the estimate stays near x'beta), the area itself where
D_i < A (it stays near y). k = 1.345 keeps 95 % of the efficiency without
outliers. Source: Sinha and Rao (2009), Canadian Journal of Statistics 37,
381-399; Warnholz (2016) for the area level. `limited` bounds how far any
estimate may lie from the direct one. Errors come from the parametric bootstrap
of the fitted model, which has no outliers, and are too small where outliers are
a feature of the areas. Every step is O(m p^2).
"""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from scipy import optimize
from scipy.special import ndtr

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea.area_algebra import prepare

LIMIT = 500


class RobustFit(msgspec.Struct, frozen=True, eq=False):
    """A robust fit; arrays (m,) but beta (p,). `weight` is psi(r)/r, below 1 where an area is held back."""

    areas: tuple
    y: np.ndarray
    x: np.ndarray
    variance: np.ndarray
    sigma2_u: float
    beta: np.ndarray
    weight: np.ndarray
    estimate: np.ndarray
    k: float
    change: float


def huber(t: np.ndarray, k: float) -> np.ndarray:
    return np.clip(t, -k, k)


def consistency(k: float) -> float:
    """E psi(Z)^2 for a standard normal Z."""
    density = np.exp(-k * k / 2) / np.sqrt(2 * np.pi)
    return float(2 * ndtr(k) - 1 - 2 * k * density + 2 * k * k * (1 - ndtr(k)))


def fit(
    *,
    y: Sequence | np.ndarray,
    x: Sequence | np.ndarray,
    variance: Sequence | np.ndarray,
    areas: Sequence | None = None,
    k: float = 1.345,
    tolerance: float = 1e-10,
) -> RobustFit:
    """Robust beta, A and predictions; arguments as fay_herriot.fit.

    `tolerance`: the last relative change of A and beta. UsageError when k is not
    above zero or the steps do not settle.
    """
    y = checks.vector(y, "y")
    names = checks.labels(areas, len(y))
    x, variance = checks.matrix(x, len(y)), checks.vector(variance, "variance", len(y))
    for values, name in ((y, "y"), (x, "x"), (variance, "variance")):
        checks.finite(values, name, names)
    checks.positive(variance, "variance", names)
    if not k > 0:
        raise UsageError(f"k is {k}.", remedy="Give a bound above zero, as 1.345.")
    algebra = prepare(x, variance)
    coefficients, sigma2_u, change = solve(algebra.basis, y, variance, k, tolerance)
    fitted = algebra.basis @ coefficients
    scale = np.sqrt(sigma2_u + variance)
    ratio = (y - fitted) / scale
    return RobustFit(
        areas=names,
        y=y,
        x=x,
        variance=variance,
        sigma2_u=float(sigma2_u),
        beta=np.linalg.solve(algebra.triangle, coefficients),
        weight=np.minimum(1.0, k / np.maximum(np.abs(ratio), 1e-300)),
        estimate=fitted + effects(y - fitted, variance, sigma2_u, k),
        k=float(k),
        change=float(change),
    )


def solve(basis, y, variance, k, tolerance) -> tuple[np.ndarray, float, float]:
    """beta by reweighting and A by its own equation, in turn, until neither moves."""
    coefficients = median_start(basis, y)
    residual = y - basis @ coefficients
    sigma2_u = max(float((1.4826 * np.median(np.abs(residual))) ** 2 - np.median(variance)), 0.0)
    change = np.inf
    for _ in range(LIMIT):
        scale = np.sqrt(sigma2_u + variance)
        ratio = (y - basis @ coefficients) / scale
        w = np.minimum(1.0, k / np.maximum(np.abs(ratio), 1e-300)) / scale**2
        new = np.linalg.solve((basis.T * w) @ basis, basis.T @ (w * y))
        spread = between(y - basis @ new, variance, k)
        size = max(float(np.abs(new).max()), float(np.sqrt(variance.max())))
        change = max(np.abs(new - coefficients).max() / size, abs(spread - sigma2_u) / (spread + float(variance.min())))
        coefficients, sigma2_u = new, spread
        if change <= tolerance:
            return coefficients, sigma2_u, change
    raise UsageError(
        f"The robust fit still changes by {change:.1e} after {LIMIT} steps.",
        remedy="Use a larger k, or look for duplicated areas.",
    )


def median_start(basis: np.ndarray, y: np.ndarray, steps: int = 30) -> np.ndarray:
    """Least absolute deviations, roughly: a start that outliers do not set."""
    coefficients = basis.T @ y
    for _ in range(steps):
        residual = np.abs(y - basis @ coefficients)
        w = 1.0 / np.maximum(residual, 1e-6 * max(float(residual.max()), 1e-300))
        coefficients = np.linalg.solve((basis.T * w) @ basis, basis.T @ (w * y))
    return coefficients


def between(residual: np.ndarray, variance: np.ndarray, k: float) -> float:
    """A from its equation given beta: the last fall of the score through zero, 0 where there is none."""
    c = consistency(k)

    def score(a):
        total = a[:, None] + variance
        return ((huber(residual / np.sqrt(total), k) ** 2 - c) / total).sum(axis=1)

    top = max(float((residual**2).max()) / c, float(variance.max()))
    grid = np.concatenate([[0.0], np.geomspace(1e-8 * top, top, 64)])
    values = score(grid)
    falls = np.flatnonzero((values[:-1] > 0) & (values[1:] <= 0))
    if not len(falls):
        return 0.0
    low, high = float(grid[falls[-1]]), float(grid[falls[-1] + 1])
    return float(optimize.brentq(lambda a: float(score(np.array([a]))[0]), low, high, xtol=1e-300, rtol=1e-14))


def effects(residual: np.ndarray, variance: np.ndarray, sigma2_u: float, k: float) -> np.ndarray:
    """u_i in closed form: its equation is piecewise linear.

    gamma r within the bounds; beyond them the larger of the two deviations
    takes the excess: u stays at k A / sqrt(D) where A <= D, and r - u stays at
    k D / sqrt(A) where A > D.
    """
    if sigma2_u == 0.0:
        return np.zeros_like(residual)
    size, spread, error = np.abs(residual), np.sqrt(sigma2_u), np.sqrt(variance)
    linear = sigma2_u / (sigma2_u + variance) * size
    lower, upper = np.minimum(linear, k * sigma2_u / error), np.maximum(linear, size - k * variance / spread)
    held = np.where(spread <= error, lower, upper)
    return np.sign(residual) * held


def limited(estimate: np.ndarray, *, y: np.ndarray, variance: np.ndarray, c: float = 1.0) -> np.ndarray:
    """Any model's estimates (m,), kept within c standard errors of the direct ones.

    The limited translation of Efron and Morris, as Fay and Herriot (1979) published it with c = 1.
    """
    if not c > 0:
        raise UsageError(f"c is {c}.", remedy="Give a number of standard errors above zero, as 1.")
    return y + np.clip(estimate - y, -c * np.sqrt(variance), c * np.sqrt(variance))


def bootstrap_mse(
    fitted: RobustFit,
    *,
    replicates: int = 100,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> np.ndarray:
    """Mean squared errors (m,) by refitting data drawn from the fitted model."""
    if int(replicates) < 2:
        raise UsageError(f"replicates is {replicates}.", remedy="Ask for 2 or more.")
    generator, centre = np.random.default_rng(seed), fitted.x @ fitted.beta
    gamma = fitted.sigma2_u / (fitted.sigma2_u + fitted.variance)
    total = np.zeros(len(fitted.y))
    for done in range(int(replicates)):
        normal = generator.standard_normal(len(fitted.y))
        y = centre + np.sqrt(fitted.sigma2_u + fitted.variance) * normal
        again = fit(y=y, x=fitted.x, variance=fitted.variance, k=fitted.k)
        total += (again.estimate - centre - gamma * (y - centre)) ** 2
        if progress is not None:
            progress(done + 1, int(replicates))
    return gamma * fitted.variance + total / int(replicates)
