"""The variance between areas, A, of the Fay-Herriot model.

Each method is a score in A, doubled, whose root is sought:

    ml     -sum w + y'PPy                     reml   -tr P + y'PPy
    fh     y'Py - (m - p)                     (Fay and Herriot 1979, moments)
    ampl   ml + 2/A        amrl    reml + 2/A             (Li and Lahiri 2010)
    ampl_yl, amrl_yl       ml, reml + (2/m) d/dA log atan(sum gamma_i)
                                               (Yoshimori and Lahiri 2014, JMVA)

The first three give 0 where no positive variance has a higher likelihood; the
adjusted ones are always above 0. The whole half-line is scanned, every local
maximum is refined by Newton steps kept inside its bracket, and the one of
highest (adjusted) likelihood is taken. All is O(m p^2) per step.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea.area_algebra import Algebra, Moments, moments

METHODS = ("reml", "ml", "fh", "ampl", "amrl", "ampl_yl", "amrl_yl")
LIMIT = 100
"""Newton steps at most; six are usual."""
GRID = 48
CHUNK = 1 << 20
"""Data held at once when many samples are solved together: rows x areas."""


class VarianceComponent(msgspec.Struct, frozen=True, eq=False):
    """Estimates of A for B samples, each array (B,).

    `newton_step`: size of the last Newton step relative to A, 0 where A is 0;
    `maxima`: how many local maxima were found; `objective`: the likelihood that
    was maximised.
    """

    sigma2_u: np.ndarray
    newton_step: np.ndarray
    maxima: np.ndarray
    objective: np.ndarray


def method_name(method: str) -> str:
    """`method` in lower case, or a UsageError that lists those known."""
    name = str(method).lower()
    if name not in METHODS:
        raise UsageError(f"method is '{method}'.", remedy=f"Choose one of {', '.join(METHODS)}.")
    return name


def estimate(algebra: Algebra, y: np.ndarray, *, method: str, tolerance: float = 1e-12) -> VarianceComponent:
    """A for each row of `y` (B, m), to a relative Newton step under `tolerance`."""
    y = np.atleast_2d(y)
    method = method_name(method)
    refuse_too_few(algebra, method)
    size = max(1, CHUNK // algebra.m)
    parts = [estimate_chunk(algebra, y[at : at + size], method, tolerance) for at in range(0, len(y), size)]
    return VarianceComponent(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def known(sigma2_u: float) -> VarianceComponent:
    """A variance given by the caller, as if estimated."""
    if not (np.isfinite(sigma2_u) and sigma2_u >= 0):
        raise UsageError(f"sigma2_u is {sigma2_u}.", remedy="Give a variance of zero or more, or none to estimate it.")
    return VarianceComponent(np.array([float(sigma2_u)]), np.zeros(1), np.zeros(1), np.zeros(1))


def refuse_too_few(algebra: Algebra, method: str) -> None:
    needed = algebra.p + 3 if method in ("amrl", "ampl") else algebra.p + 1
    if algebra.m < needed:
        raise UsageError(
            f"Method {method} needs {needed} areas for {algebra.p} coefficients and there are {algebra.m}.",
            remedy="Use fewer covariates or method 'reml'.",
        )


def estimate_chunk(algebra: Algebra, y: np.ndarray, method: str, tolerance: float) -> tuple[np.ndarray, ...]:
    # A sample lying on the regression leaves residuals of pure rounding; they are taken as zero.
    fitted = (y @ algebra.basis) @ algebra.basis.T
    residual = y - fitted
    rounding = 64 * np.finfo(float).eps * np.abs(y).max(axis=1, keepdims=True)
    residual = np.where(np.abs(residual).max(axis=1, keepdims=True) <= rounding, 0.0, residual)
    grid = scan_grid(algebra, residual, method)
    row, low, high = brackets(algebra, residual, grid, method)
    root, step = refine(algebra, residual[row], low, high, method, tolerance)
    return highest(algebra, residual, row, root, step, method)


def upper_bound(algebra: Algebra, residual: np.ndarray, method: str) -> float:
    """A variance above every root.

    y'PPy <= RSS / A^2 and tr P >= (m - p) / (A + max D), so that the score is
    below zero where (k - c) A^2 > (RSS + c max D) A + RSS max D.
    """
    m, p = algebra.m, algebra.p
    excess = {"ampl": 2.0, "amrl": 2.0, "ampl_yl": 2.0 / m, "amrl_yl": 2.0 / m}.get(method, 0.0)
    freedom = (m if method.startswith(("ml", "ampl")) else m - p) - excess
    largest = float(algebra.variance.max())
    rss = float((residual**2).sum(axis=1).max())
    linear, constant = rss + excess * largest, rss * largest
    bound = (linear + np.sqrt(linear**2 + 4 * freedom * constant)) / (2 * freedom)
    return max(1.01 * bound, largest * 1e-6)


def scan_grid(algebra: Algebra, residual: np.ndarray, method: str) -> np.ndarray:
    """0, then variances evenly spaced in their logarithm up to the bound."""
    top = upper_bound(algebra, residual, method)
    bottom = 1e-6 * min(float(algebra.variance.min()), top)
    return np.concatenate([[0.0], np.geomspace(bottom, top, GRID)])


def brackets(algebra: Algebra, y: np.ndarray, grid: np.ndarray, method: str) -> tuple[np.ndarray, ...]:
    """Row, lower and upper end of every interval in which the score falls through zero."""
    values = scan(algebra, y, grid, method)
    row, cell = np.nonzero(((values[:-1] > 0) & (values[1:] <= 0)).T)
    return row, grid[cell], grid[cell + 1]


def scan(algebra: Algebra, y: np.ndarray, grid: np.ndarray, method: str) -> np.ndarray:
    """The score at each variance of `grid` for each row of `y`, (grid, B), by matrix products only."""
    m, p = algebra.m, algebra.p
    w = 1.0 / (grid[:, None] + algebra.variance)
    g1 = (w @ algebra.products).reshape(-1, p, p)
    g2 = ((w * w) @ algebra.products).reshape(-1, p, p)
    q = np.linalg.inv(g1)
    power = 1 if method == "fh" else 2
    squares = (y * y) @ (w**power).T
    first = np.stack([y @ (row[:, None] * algebra.basis) for row in w])
    coefficients = first @ q
    if method == "fh":
        return squares.T - (coefficients * first).sum(axis=2) - (m - p)
    second = np.stack([y @ ((row * row)[:, None] * algebra.basis) for row in w])
    yppy = squares.T - 2 * (coefficients * second).sum(axis=2) + ((coefficients @ g2) * coefficients).sum(axis=2)
    trace = w.sum(axis=1)
    if not method.startswith(("ml", "ampl")):
        trace = trace - np.trace(q @ g2, axis1=1, axis2=2)
    extra = adjustment(algebra, w, grid, method)[0]
    values = yppy - trace[:, None] + np.broadcast_to(extra, len(grid))[:, None]
    return np.where(np.isnan(values), np.inf, values)


def refine(algebra, y, low, high, method, tolerance) -> tuple[np.ndarray, np.ndarray]:
    """Roots inside [low, high] by Newton, by bisection where a step would leave the bracket."""
    low, high = low.copy(), high.copy()
    root = np.where(low > 0, np.sqrt(low * high), 0.5 * high)
    relative = np.full(len(root), np.inf)
    active = np.arange(len(root))
    for _ in range(LIMIT):
        if not len(active):
            break
        at = root[active]
        value, slope = score(algebra, moments(algebra, y[active], at), at, method)
        above = value > 0
        low[active], high[active] = np.where(above, at, low[active]), np.where(above, high[active], at)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = -value / slope
        outside = ~((at + step >= low[active]) & (at + step <= high[active]) & (slope < 0))
        bisected = np.where(low[active] > 0, np.sqrt(low[active] * high[active]), 0.5 * high[active])
        root[active] = np.where(outside, bisected, at + step)
        relative[active] = np.abs(np.where(outside, bisected - at, step)) / root[active]
        active = active[relative[active] > tolerance]
    return root, relative


def highest(algebra, y, row, root, step, method) -> tuple[np.ndarray, ...]:
    """Of every sample's candidates, zero among them where allowed, the likeliest."""
    size = len(y)
    chosen, error = np.zeros(size), np.zeros(size)
    best = np.full(size, -np.inf)
    if method in ("ml", "reml", "fh"):
        best = objective(algebra, moments(algebra, y, np.zeros(size)), np.zeros(size), method)
    if len(row):
        values = objective(algebra, moments(algebra, y[row], root), root, method)
        for k in np.argsort(values, kind="stable"):
            if values[k] >= best[row[k]]:
                chosen[row[k]], error[row[k]], best[row[k]] = root[k], step[k], values[k]
    return chosen, error, np.bincount(row, minlength=size), best


def score(algebra: Algebra, at: Moments, sigma2_u: np.ndarray, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Twice the derivative of the objective in A, and its slope, each (B,)."""
    if method == "fh":
        return at.ypy - (algebra.m - algebra.p), -at.yppy
    if method.startswith(("ml", "ampl")):
        value, slope = at.yppy - at.trace_w, at.trace_w2 - 2 * at.ypppy
    else:
        value, slope = at.yppy - at.trace_p, at.trace_pp - 2 * at.ypppy
    extra, extra_slope = adjustment(algebra, at.w, sigma2_u, method)
    return value + extra, slope + extra_slope


def adjustment(algebra: Algebra, w: np.ndarray, sigma2_u: np.ndarray, method: str):
    """Twice the derivative of the logarithm of the adjustment factor, and its slope."""
    if not method.startswith("am"):
        return 0.0, 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        if not method.endswith("_yl"):
            return 2.0 / sigma2_u, -2.0 / sigma2_u**2
        shrinkage = (sigma2_u[:, None] * w).sum(axis=1)
        first = (algebra.variance * w**2).sum(axis=1)
        second = -2 * (algebra.variance * w**3).sum(axis=1)
        angle = np.arctan(shrinkage)
        width = angle * (1 + shrinkage**2)
        value = first / width
        slope = second / width - first**2 * (1 + 2 * shrinkage * angle) / width**2
    return 2 * value / algebra.m, 2 * slope / algebra.m


def objective(algebra: Algebra, at: Moments, sigma2_u: np.ndarray, method: str) -> np.ndarray:
    """The (adjusted) log-likelihood that the method maximises, (B,)."""
    if method == "fh":
        return -np.abs(at.ypy - (algebra.m - algebra.p))
    value = at.log_likelihood if method.startswith(("ml", "ampl")) else at.restricted
    if not method.startswith("am"):
        return value
    if not method.endswith("_yl"):
        return value + np.log(sigma2_u)
    return value + np.log(np.arctan((sigma2_u[:, None] * at.w).sum(axis=1))) / algebra.m
