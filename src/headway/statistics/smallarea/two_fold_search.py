"""The two ratios of variances of a two-fold nested error model, by Newton steps with an exact gradient.

With lu = sigma2_area / sigma2_unit, lv = sigma2_subarea / sigma2_unit, and for
sub-area s of area i (its units' means zbar_s, x and y together)

    a_s = n_s / (1 + n_s lv),  t_i = sum_s a_s zbar_s,  k_i = lu / (1 + lu a_i),  a_i = sum_s a_s
    C = W + sum_s a_s zbar_s zbar_s' - sum_i k_i t_i t_i'
    log|V| = sum_s log(1 + n_s lv) + sum_i log(1 + lu a_i)
    dC/dlv = -sum_s g_s g_s',  g_s = a_s (zbar_s - k_i t_i);   dC/dlu = -sum_i h_i h_i',  h_i = t_i / (1 + lu a_i)

Each evaluation costs O(s p^2) for s sub-areas, whatever the number of units.
The formulas follow from inverting V level by level; Headway's.
"""

import msgspec
import numpy as np

from headway.statistics.smallarea.whitening import WhiteDesign, WhiteResponse

SCAN = np.logspace(-3.5, 1.5, 11)
"""Ratios tried first, along each axis."""
LOWEST = np.log(1e-11)
SETTLED = 1e-9
"""A search whose last step is longer than this is on its way to zero or to nowhere."""
DIFFERENCE = 1e-4
MOST_STEPS = 60
LONGEST = 2.0
"""Longest step in the logarithm of a ratio."""


class TwoFoldData(msgspec.Struct, frozen=True):
    """Sub-areas in a white basis, sorted by area."""

    design: WhiteDesign
    starts: np.ndarray
    """First sub-area of each area (m,)."""
    parents: np.ndarray
    """Area of each sub-area (s,)."""
    method: str

    @property
    def freedom(self) -> float:
        return self.design.units - (self.design.covariates if self.method == "reml" else 0)

    def by_area(self, values: np.ndarray) -> np.ndarray:
        return np.add.reduceat(values, self.starts)


class At(msgspec.Struct, frozen=True):
    """The criterion at one pair of ratios."""

    value: float
    gradient: np.ndarray
    """By the two ratios, area first (2,)."""
    beta: np.ndarray
    inverse: np.ndarray
    rss: float
    log_det: float
    area_score: np.ndarray
    """1_i' V^-1 r (m,): area effects are lu times it."""
    subarea_score: np.ndarray
    """1_s' V^-1 r (s,): sub-area effects are lv times it."""


def evaluate(data: TwoFoldData, response: WhiteResponse, ratios: np.ndarray) -> At:
    """The criterion and its gradient for one response."""
    area_ratio, subarea_ratio = ratios
    x, y = data.design.means, response.means[0]
    a = data.design.counts / (1 + data.design.counts * subarea_ratio)
    total = data.by_area(a)
    k = area_ratio / (1 + area_ratio * total)
    tx = data.by_area(a[:, None] * x)
    gx, hx = a[:, None] * (x - (k[:, None] * tx)[data.parents]), tx / (1 + area_ratio * total)[:, None]
    inverse = np.linalg.inv(data.design.within + x.T @ gx)
    beta = inverse @ (response.cross[0] + gx.T @ y)
    residual = y - x @ beta
    tr = data.by_area(a * residual)
    gr, hr = a * (residual - (k * tr)[data.parents]), tr / (1 + area_ratio * total)
    inside = response.square[0] - 2 * beta @ response.cross[0] + beta @ data.design.within @ beta
    rss = float(max(inside, 0.0) + residual @ gr)
    log_det = np.log1p(data.design.counts * subarea_ratio).sum() + np.log1p(area_ratio * total).sum()
    traces = np.array([(total / (1 + area_ratio * total)).sum(), (a - k[data.parents] * a * a).sum()])
    if data.method == "reml":
        log_det = log_det - np.linalg.slogdet(inverse)[1]
        traces = traces - np.array([np.sum(inverse * (hx.T @ hx)), np.sum(inverse * (gx.T @ gx))])
    gradient = traces - data.freedom * np.array([hr @ hr, gr @ gr]) / rss
    return At(data.freedom * np.log(rss) + log_det, gradient, beta, inverse, rss, float(log_det), hr, gr)


def search(
    data: TwoFoldData, response: WhiteResponse, *, tolerance: float, start: np.ndarray | None = None
) -> tuple[np.ndarray, float]:
    """The ratios (2,) at the minimum, and the last Newton step relative to them.

    A ratio is zero where the criterion is lowest there. `start` saves the scan.
    """
    found = []
    for free in ((0, 1), (0,), (1,), ()):
        ratios, step = _minimise(data, response, list(free), tolerance, start)
        found.append((step > SETTLED, evaluate(data, response, ratios).value, ratios, step))
        if len(free) == 2 and step <= SETTLED and np.all(ratios > 0) and start is not None:
            break
    _, _, ratios, step = min(found, key=lambda one: one[:2])
    return ratios, step


def _minimise(data, response, free: list[int], tolerance: float, start) -> tuple[np.ndarray, float]:
    """Newton in the logarithms of the free ratios; those that run to zero are set to it."""
    ratios = np.zeros(2)
    if not free:
        return ratios, 0.0
    place = _begin(data, response, free, start)
    step = np.inf
    for _ in range(MOST_STEPS):
        move = _direction(data, response, free, place)
        place, step = _walk(data, response, free, place, move)
        if step <= tolerance:
            break
        gone = place < LOWEST
        if np.any(gone):
            return _minimise(data, response, [f for f, g in zip(free, gone, strict=True) if not g], tolerance, None)
    ratios[free] = np.exp(place)
    return ratios, step


def _begin(data, response, free: list[int], start) -> np.ndarray:
    if start is not None and np.all(start[free] > 0):
        return np.log(start[free])
    grids = np.meshgrid(*[SCAN] * len(free), indexing="ij")
    points = np.stack([grid.ravel() for grid in grids], axis=1)
    values = [evaluate(data, response, _full(free, point)).value for point in points]
    return np.log(points[int(np.argmin(values))])


def _direction(data, response, free: list[int], place: np.ndarray) -> np.ndarray:
    """The Newton step; down the slope where the surface bends down."""
    slope = _slope(data, response, free, place)
    hessian = np.empty((len(free), len(free)))
    for column in range(len(free)):
        nudge = np.zeros(len(free))
        nudge[column] = DIFFERENCE
        ahead, behind = (_slope(data, response, free, place + sign * nudge) for sign in (1, -1))
        hessian[column] = (ahead - behind) / (2 * DIFFERENCE)
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    values = np.maximum(np.abs(values), 1e-14 * max(np.abs(values).max(), 1e-14))
    move = -vectors @ ((vectors.T @ slope) / values)
    return move * min(1.0, LONGEST / max(np.abs(move).max(), 1e-300))


def _walk(data, response, free, place, move) -> tuple[np.ndarray, float]:
    """As much of the step as does not climb."""
    here = evaluate(data, response, _full(free, np.exp(place))).value
    for _ in range(30):
        there = evaluate(data, response, _full(free, np.exp(place + move))).value
        if there <= here + 1e-11 * abs(here):
            break
        move = move / 2
    return place + move, float(np.abs(move).max())


def _slope(data, response, free, place) -> np.ndarray:
    ratios = _full(free, np.exp(place))
    return (ratios * evaluate(data, response, ratios).gradient)[free]


def _full(free: list[int], values: np.ndarray) -> np.ndarray:
    ratios = np.zeros(2)
    ratios[free] = values
    return ratios
