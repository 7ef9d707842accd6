"""The ratio of the variances of a nested error model, by one scalar search.

With lambda = sigma2_area / sigma2_unit and w_i = n_i / (1 + n_i lambda), where
zbar_i are areas' means and W cross products about them,

    C(lambda) = W + sum_i w_i zbar_i zbar_i'       (x and y together)
    beta = C_xx^-1 C_xy,   RSS = W-part + sum_i w_i rbar_i^2
    REML: f = (N - p) log RSS + sum_i log(1 + n_i lambda) + log|C_xx|
    ML:   f =  N      log RSS + sum_i log(1 + n_i lambda)

is minimised: every term of C is positive, nothing cancels. A scan brackets the
lowest of several minima, safeguarded Newton steps in log lambda with exact
derivatives finish it. Each step costs O(m p^2), whatever N is. All functions
work on B responses at once, so that a bootstrap fits its replicates together.

Source: Battese, Harter and Fuller (1988); the derivatives are Headway's.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea.whitening import WhiteDesign, WhiteResponse

SCAN = np.logspace(-5, 5, 26)
"""Ratios tried first, in units of one over the mean area's number of units."""
LOWEST, HIGHEST = 1e-14, 1e16
"""Ends of the search beyond the scan."""
SHORT_SCAN = np.logspace(-4, 4, 9)
"""Enough where only the height of the minimum is wanted."""
MOST_STEPS = 100
METHODS = ("reml", "ml")


class Profile(msgspec.Struct, frozen=True):
    """The criterion at one ratio for each response (B,), and its derivatives in lambda."""

    value: np.ndarray
    slope: np.ndarray
    curvature: np.ndarray
    beta: np.ndarray
    """(B, p), in the white basis."""
    rss: np.ndarray
    log_det: np.ndarray
    """sum log(1 + n lambda) + log|C_xx| of the white basis, for the log-likelihood: (B,)."""
    inverse: np.ndarray
    """C_xx^-1 in the white basis (B, p, p)."""


class Ratio(msgspec.Struct, frozen=True):
    """The minimum for each response."""

    ratio: np.ndarray
    """(B,); 0 where the criterion only rises from 0."""
    step: np.ndarray
    """Last Newton step relative to the ratio (B,); 0 where the ratio is 0."""
    steps: int


def profile(design: WhiteDesign, response: WhiteResponse, ratio: np.ndarray, method: str) -> Profile:
    """The criterion and its derivatives at `ratio` (B,)."""
    p, freedom = design.covariates, _freedom(design, method)
    w = design.counts / (1 + design.counts * ratio[:, None])
    inverse = _inverse(design, w)
    target = response.cross + (w * response.means) @ design.means
    beta = np.einsum("bij,bj->bi", inverse, target)
    residual = response.means - beta @ design.means.T
    rss = _rss(design, response, beta, w, residual)
    w2, w3 = w * w, w * w * w
    pull = (w2 * residual) @ design.means
    slope_rss = -(w2 * residual**2).sum(axis=1)
    curve_rss = 2 * (w3 * residual**2).sum(axis=1) - 2 * np.einsum("bi,bij,bj->b", pull, inverse, pull)
    log_det = np.log1p(design.counts * ratio[:, None]).sum(axis=1)
    slope, curvature = w.sum(axis=1), -w2.sum(axis=1)
    fixed_part = -np.linalg.slogdet(inverse)[1]
    if method == "reml":
        spread = inverse @ (w2 @ design.outer).reshape(-1, p, p)
        slope = slope - np.trace(spread, axis1=1, axis2=2)
        cubic = (w3 @ design.outer).reshape(-1, p, p)
        curvature = curvature + 2 * np.einsum("bij,bji->b", inverse, cubic) - np.einsum("bij,bji->b", spread, spread)
        log_det = log_det + fixed_part
    rate = slope_rss / rss
    return Profile(
        value=freedom * np.log(rss) + log_det,
        slope=slope + freedom * rate,
        curvature=curvature + freedom * (curve_rss / rss - rate**2),
        beta=beta,
        rss=rss,
        log_det=log_det,
        inverse=inverse,
    )


def search(
    design: WhiteDesign, response: WhiteResponse, *, method: str, tolerance: float, scan: np.ndarray = SCAN
) -> Ratio:
    """The ratio that minimises the criterion, for each of B responses."""
    check(design, response, method)
    grid = np.concatenate([[0.0], scan * len(design.counts) / design.units])
    best = _scan(design, response, grid, method)
    low = np.log(np.where(best <= 1, LOWEST, grid[np.maximum(best - 1, 1)]))
    high = np.log(np.append(grid, HIGHEST)[np.maximum(best, 1) + 1])
    place = np.where(best == 0, np.log(grid[1]) - 1, np.log(grid[np.maximum(best, 1)]))
    rises = (best == 0) & (profile(design, response, np.zeros(len(best)), method).slope >= 0)
    place, step, steps = _newton(design, response, method, tolerance, low, high, place)
    at_zero = rises | (place < np.log(LOWEST) + 1)
    return Ratio(np.where(at_zero, 0.0, np.exp(place)), np.where(at_zero, 0.0, step), steps)


def check(design: WhiteDesign, response: WhiteResponse, method: str) -> None:
    """Raise UsageError where the two variances cannot be told apart."""
    if method not in METHODS:
        raise UsageError(f"The method {method!r} is not known here; it is one of {', '.join(METHODS)}.")
    areas, units, p = len(design.counts), design.units, design.covariates
    if areas < 2:
        raise UsageError("All units are in one area; a nested error model compares areas, so it needs two or more.")
    if units <= areas:
        raise UsageError(
            "Every area has one unit only, so differences between units and between areas are one and the same.",
            remedy="Use an area-level model with known sampling variances, or larger areas.",
        )
    if units - p < 2:
        raise UsageError(f"There are {units:.0f} units for {p} coefficients; at least {p + 2} units are needed.")
    scale = response.square + (design.counts * response.means**2).sum(axis=1)
    if np.any(response.square <= 1e-24 * scale) or np.any(scale == 0):
        raise UsageError("y does not vary within any area beyond what x explains; there is no unit variance to estimate.")


def _scan(design, response, grid: np.ndarray, method: str) -> np.ndarray:
    """Index of the lowest point of the grid, for each response."""
    values = [profile(design, response, np.full(len(response.square), g), method).value for g in grid]
    return np.argmin(np.stack(values), axis=0)


def _newton(design, response, method, tolerance, low, high, place):
    """Newton in log lambda inside a bracket, by halves where a step leaves it or the curve bends down."""
    step = np.full(len(place), np.inf)
    for steps in range(1, MOST_STEPS + 1):
        ratio = np.exp(place)
        at = profile(design, response, ratio, method)
        slope, curvature = ratio * at.slope, ratio * at.slope + ratio**2 * at.curvature
        low, high = np.where(slope < 0, place, low), np.where(slope > 0, place, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = place - slope / curvature
        good = (curvature > 0) & (moved >= low) & (moved <= high)
        moved = np.where(good, moved, (low + high) / 2)
        moved = np.where(slope == 0, place, moved)
        step, place = np.abs(moved - place), moved
        if np.all((step <= tolerance) | (place < np.log(LOWEST) + 1)):
            break
    return place, step, steps


def _inverse(design: WhiteDesign, w: np.ndarray) -> np.ndarray:
    p = design.covariates
    return np.linalg.inv(design.within + (w @ design.outer).reshape(-1, p, p))


def _rss(design, response, beta, w, residual) -> np.ndarray:
    inside = response.square - 2 * (beta * response.cross).sum(axis=1)
    inside = inside + np.einsum("bi,ij,bj->b", beta, design.within, beta)
    return np.maximum(inside, 0.0) + (w * residual**2).sum(axis=1)


def _freedom(design: WhiteDesign, method: str) -> float:
    return design.units - (design.covariates if method == "reml" else 0)
