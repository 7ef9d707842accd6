"""The variance A_i of each area that gives Yoshimori-Lahiri intervals their level.

The m scores differ only by three functions of A (the residual score, sum w^2
and Q), which are smooth in log A: they are evaluated once at Chebyshev nodes,
and each area's root is found on their interpolant, so that the cost is O(m p^2)
and no m x m array is made.
"""

import numpy as np

from headway.statistics.smallarea.area_algebra import Algebra, moments
from headway.statistics.smallarea.variance_component import upper_bound

NODES = 80
STEPS = 60


def area_specific_variance(algebra: Algebra, y: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """A_i of every area and its prediction at that variance, each (m,)."""
    low, high = search_range(algebra, y, z)
    angle = (np.arange(NODES) + 0.5) * np.pi / NODES
    nodes = 0.5 * (np.log(low) + np.log(high)) + 0.5 * (np.log(high) - np.log(low)) * np.cos(angle)
    signs = np.where(np.arange(NODES) % 2, -1.0, 1.0) * np.sin(angle)
    at = moments(algebra, y, np.exp(nodes))
    variance = np.exp(nodes)[:, None]
    # Times A, so that the values keep one size over the whole range.
    values = np.column_stack(
        [variance[:, 0] * (at.yppy - at.trace_p), variance[:, 0] ** 2 * at.trace_w2, at.q.reshape(NODES, -1) / variance]
    )
    roots = bisect(algebra, nodes, signs, values, z, np.log(low), np.log(high))
    coefficients = interpolate(nodes, signs, at.coefficients, roots)
    sigma2_u = np.exp(roots)
    fitted = (coefficients * algebra.basis).sum(axis=1)
    return sigma2_u, fitted + sigma2_u / (sigma2_u + algebra.variance) * (y - fitted)


def interpolate(nodes, signs, values, points) -> np.ndarray:
    """Barycentric interpolation of `values` (nodes, k) at `points` (m,): (m, k)."""
    distance = points[:, None] - nodes
    exact = distance == 0
    weights = signs / np.where(exact, 1.0, distance)
    weights = np.where(exact.any(axis=1, keepdims=True), exact.astype(float), weights)
    return (weights @ values) / weights.sum(axis=1, keepdims=True)


def area_score(algebra: Algebra, nodes, signs, values, points, z) -> np.ndarray:
    """A times twice the score of each area at its own log A, (m,)."""
    found = interpolate(nodes, signs, values, points)
    sigma2_u = np.exp(points)
    own = sigma2_u * (found[:, 2:] * algebra.products).sum(axis=1)
    weight = sigma2_u / (sigma2_u + algebra.variance)
    return found[:, 0] + (1 + z * z) / 2 + (7 - z * z) / 2 * weight + own * found[:, 1] / sigma2_u


def search_range(algebra: Algebra, y: np.ndarray, z: float) -> tuple[float, float]:
    """Variances below and above every area's root, found by doubling from the bound of the residual likelihood."""
    residual = (y - (y @ algebra.basis) @ algebra.basis.T)[None]
    centre = max(upper_bound(algebra, residual, "reml"), float(algebra.variance.min()))
    high = centre
    while extreme_score(algebra, y, z, high, np.max) > 0:
        high *= 2
    low = min(float(algebra.variance.min()), high) / 2
    while extreme_score(algebra, y, z, low, np.min) < 0:
        low /= 2
    return low, high


def extreme_score(algebra: Algebra, y, z, sigma2_u, pick) -> float:
    at = moments(algebra, y, np.array([sigma2_u]))
    own = algebra.products @ at.q[0].ravel()
    extra = (1 + z * z) / (2 * sigma2_u) + (7 - z * z) / 2 * at.w[0] + own * at.trace_w2[0]
    return float(pick(at.yppy[0] - at.trace_p[0] + extra))


def bisect(algebra, nodes, signs, values, z, low, high) -> np.ndarray:
    low, high = np.full(algebra.m, low), np.full(algebra.m, high)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        above = area_score(algebra, nodes, signs, values, middle, z) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return 0.5 * (low + high)
