"""The transformation's parameter by the restricted likelihood, together with the model.

For each value tried, y is transformed and divided by the geometric mean of the
transformation's slope (so that likelihoods compare), and the nested error
model's profile is minimised over the ratio of variances:

    Box-Cox: z / g^(L - 1),    log-shift: z g,    g = geometric mean of y + s

Nine values over a documented interval are fitted together, and the minimum of
the polynomial through the criterion at nine Chebyshev points is taken, twice, in
ever narrower brackets. The covariates' cross products do not change with the
parameter and are formed once; one value costs a pass over y.

Source: Gurka, Edwards, Muller and Kupper (2006), JRSS A 169, 273-288;
Rojas-Perilla, Pannier, Schmid and Tzavidis (2020), JRSS A 183, 121-148.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import unit_data, variance_search
from headway.statistics.smallarea.income_scale import FARTHEST, KINDS, NEAR_ZERO, Scale
from headway.statistics.smallarea.sufficient import AreaSums, group_means
from headway.statistics.smallarea.whitening import ROUNDING, WhiteDesign, WhiteResponse, white_design

POWERS = (-1.0, 2.0)
"""Box-Cox powers searched."""
SHIFT_REACH = 2.0
"""Shifts are searched up to this many times the range of y."""
SCAN = 9
NEAR = 0.4
"""A bootstrap looks for its power within this distance of the sample's before it looks everywhere."""
COARSE = 1e-7
"""Of the ratio of variances while the parameter is searched: the profile is flat there, its error is the square."""


class SampleDesign(msgspec.Struct, frozen=True):
    """The sample's covariates, prepared for many responses."""

    areas: np.ndarray
    codes: np.ndarray
    counts: np.ndarray
    white: WhiteDesign
    basis: np.ndarray
    """x R^-1 (n, p): orthonormal."""
    centred: np.ndarray
    """The same about its area's means."""

    def responses(self, z: np.ndarray) -> WhiteResponse:
        """Statistics of B responses z (B, n), each less its least-squares fit."""
        residual = z - (z @ self.basis) @ self.basis.T
        means = np.stack([np.bincount(self.codes, row, len(self.counts)) for row in residual]) / self.counts
        inside = residual - means[:, self.codes]
        square = (inside * inside).sum(axis=1)
        square = np.where(square <= ROUNDING**2 * (z * z).sum(axis=1), 0.0, square)
        return WhiteResponse(means, inside @ self.centred, square)

    def sums(self, x: np.ndarray, z: np.ndarray) -> AreaSums:
        """The statistics of [x, z], as `sufficient.area_sums` gives them."""
        q = np.column_stack([x, z])
        means = group_means(q, self.codes, self.counts)
        inside = q - means[self.codes]
        return AreaSums(self.areas, self.counts, means, inside.T @ inside)


def sample_design(x: np.ndarray, area, *, rows: int) -> SampleDesign:
    """Group and orthogonalise the covariates of the sample; UsageError where they are dependent."""
    x = unit_data.design(x, rows=rows)
    areas, codes = unit_data.coded(area, rows=rows)
    counts = np.bincount(codes).astype(float)
    means = group_means(x, codes, counts)
    inside = x - means[codes]
    white = white_design(counts, means, inside.T @ inside)
    return SampleDesign(areas, codes, counts, white, x @ white.inverse, inside @ white.inverse)


def fit_scale(
    y: np.ndarray,
    sample: SampleDesign,
    *,
    kind: str,
    shift: float | None = None,
    method: str = "reml",
    near: float | None = None,
) -> Scale:
    """The scale of this kind for these incomes.

    `shift`: a constant to add before log or Box-Cox; by default 0 where all y
    are positive, else |min y| + 1; `near`: where to look first for a Box-Cox
    power. Raises UsageError on an unknown kind and on
    a shift that leaves incomes at or below zero (with their rows).
    """
    if kind not in KINDS:
        raise UsageError(f"The transformation {kind!r} is not known; it is one of {', '.join(KINDS)}.")
    if kind == "none":
        return Scale("none")
    if kind == "log-shift":
        return _best_shift(y, sample, method)
    constant = default_shift(y) if shift is None else float(shift)
    low = np.flatnonzero(y + constant <= 0)
    if len(low):
        raise UsageError(
            f"y plus the shift {constant:g} is zero or negative in the rows {unit_data.listed(low)}.",
            remedy="Give a larger shift, or none: it is then chosen to make all of them positive.",
        )
    if kind == "log":
        return Scale("log", shift=constant)
    return _best_power(y, constant, sample, method, near)


def default_shift(y: np.ndarray) -> float:
    """0 where all incomes are positive, else |min y| + 1."""
    lowest = float(y.min())
    return 0.0 if lowest > 0 else abs(lowest) + 1.0


def _best_power(y: np.ndarray, shift: float, sample: SampleDesign, method: str, near: float | None) -> Scale:
    logs = np.log(y + shift)
    centre = logs.mean()
    # Logs about their mean, so that no digits are lost to a large unit of money.
    about = logs - centre

    def criterion(powers: np.ndarray) -> np.ndarray:
        z = [np.expm1(power * about) / power if abs(power) > NEAR_ZERO else about for power in powers]
        return _criterion(sample, np.exp(centre) * np.stack(z), method)

    power = None
    if near is not None:
        power = _refined(criterion, max(near - NEAR, POWERS[0]), min(near + NEAR, POWERS[1]))
    if power is None:
        power = _search(criterion, np.linspace(*POWERS, SCAN))
    return Scale("box-cox", shift, power, FARTHEST * float(y.max() + shift))


def _best_shift(y: np.ndarray, sample: SampleDesign, method: str) -> Scale:
    lowest, reach = float(y.min()), float(y.max() - y.min())
    if reach == 0:
        raise UsageError("All values of y are the same; there is nothing to transform.")

    def criterion(places: np.ndarray) -> np.ndarray:
        logs = np.log((y - lowest) + np.exp(places)[:, None])
        return _criterion(sample, logs * np.exp(logs.mean(axis=1, keepdims=True)), method)

    # Searched as the logarithm of the smallest shifted income.
    grid = np.log(reach) + np.linspace(np.log(1e-6), np.log(SHIFT_REACH), 2 * SCAN)
    return Scale("log-shift", float(np.exp(_search(criterion, grid))) - lowest)


def _criterion(sample: SampleDesign, z: np.ndarray, method: str) -> np.ndarray:
    """The profile's height for each of B responses z (B, n)."""
    response = sample.responses(z)
    found = variance_search.search(
        sample.white, response, method=method, tolerance=COARSE, scan=variance_search.SHORT_SCAN
    )
    return variance_search.profile(sample.white, response, found.ratio, method).value


def _search(criterion, grid: np.ndarray) -> float:
    """The lowest point between the neighbours of the grid's best; the grid's end where it falls towards it."""
    best = int(np.argmin(criterion(grid)))
    found = _refined(criterion, grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)])
    return float(grid[best]) if found is None else found


def _refined(criterion, low: float, high: float) -> float | None:
    """The minimum inside the bracket; None where it lies at an end."""
    found = _polynomial_minimum(criterion, low, high)
    if found is None:
        return None
    reach = (high - low) / 8
    finer = _polynomial_minimum(criterion, max(found - reach, low), min(found + reach, high))
    return found if finer is None else finer


def _polynomial_minimum(criterion, low: float, high: float) -> float | None:
    """The lowest stationary point of the polynomial through the criterion at Chebyshev points."""
    points = (low + high) / 2 + (high - low) / 2 * np.cos(np.pi * np.arange(SCAN) / (SCAN - 1))
    values = criterion(points)
    curve = np.polynomial.Chebyshev.fit(points, values - values.min(), SCAN - 1, domain=[low, high])
    roots = curve.deriv().roots()
    inside = roots.real[(np.abs(roots.imag) < 1e-9) & (roots.real > low) & (roots.real < high)]
    if len(inside) == 0:
        return None
    best = float(inside[np.argmin(curve(inside))])
    return best if curve(best) <= min(curve(low), curve(high)) else None
