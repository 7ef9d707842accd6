"""Gini, S80/S20 and quantiles of a large area: integrals instead of draws.

Given its effect u, the incomes of a large area are spread as the mixture of
its units' distributions; on the model's scale

    F(z) = mean_j Phi((z - eta_j - u) / sd),   f its density

is the same curve for every u, moved. With y(z) the income,

    mean = int y f dz,   Gini = 2 int y F f dz / mean - 1
    S80/S20 = int above z_80 of y f / int below z_20 of y f,   quantile = y(z_q)

by Gauss-Legendre over panels, then averaged over u by Gauss-Hermite; where
incomes are exp(z), Gini and S80/S20 do not depend on u and one pass is enough.
The finite number of units is left out: of order 1/N, under 0.3 % for Gini from
500 units on, which is where `predict` begins to use it.
"""

import math

import msgspec
import numpy as np
from scipy.special import ndtr

from headway.errors import UsageError
from headway.statistics.smallarea.income_scale import Scale
from headway.statistics.smallarea.indicators import Indicator

BINS = 256
TAIL = 8.5
NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)
PANEL = 6.0
"""Widest panel in standard deviations."""
MOST_PANELS = 40
EFFECTS, EFFECT_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
EFFECT_WEIGHTS = EFFECT_WEIGHTS / math.sqrt(2 * math.pi)


class Mixture(msgspec.Struct, frozen=True):
    """Normal components of one deviation: centres and shares (r,)."""

    centres: np.ndarray
    shares: np.ndarray
    sd: float

    def below(self, z: np.ndarray) -> np.ndarray:
        return ndtr((z[:, None] - self.centres) / self.sd) @ self.shares

    def density(self, z: np.ndarray) -> np.ndarray:
        a = (z[:, None] - self.centres) / self.sd
        return np.exp(-a * a / 2) @ self.shares / (self.sd * math.sqrt(2 * math.pi))


def expected(
    indicators, centres: np.ndarray, counts: np.ndarray | None, *, sd: float, effect_sd: float, scale: Scale
) -> np.ndarray:
    """E of each ordered indicator (k,) of one area, its effect normal about 0 with deviation effect_sd.

    `centres` (r,) are the units' means with the predicted effect in them,
    `counts` (r,) how many units each stands for (None: one).
    """
    mixture = mix(centres, counts, sd)
    levels = sorted({0.2, 0.8} | {i.level for i in indicators if i.kind == "quantile"})
    places = dict(zip(levels, places_of(mixture, np.array(levels)), strict=True))
    shares = [i for i in indicators if i.kind != "quantile"]
    found = _shares(shares, mixture, places[0.2], places[0.8], effect_sd, scale) if shares else {}
    for indicator in indicators:
        if indicator.kind == "quantile":
            found[indicator.name] = _over_effects(scale.back, places[indicator.level], effect_sd, scale)
    return np.array([found[indicator.name] for indicator in indicators])


def mix(centres: np.ndarray, counts: np.ndarray | None, sd: float) -> Mixture:
    """The mixture, on a grid of centres where there are many.

    A unit is shared between the two grid points beside it, which keeps the mean
    and adds a sixth of the squared step to the variance: taken out of sd^2.
    """
    weights = np.ones(len(centres)) if counts is None else counts.astype(float)
    low, span = centres.min(), np.ptp(centres)
    step = span / (BINS - 1)
    if len(centres) <= BINS or step * step / 6 > 0.1 * sd * sd:
        return Mixture(centres, weights / weights.sum(), sd)
    place = (centres - low) / step
    left = np.minimum(place.astype(int), BINS - 2)
    part = place - left
    mass = np.bincount(left, weights * (1 - part), BINS) + np.bincount(left + 1, weights * part, BINS)
    used = mass > 0
    grid = low + step * np.arange(BINS)
    return Mixture(grid[used], mass[used] / mass.sum(), math.sqrt(sd * sd - step * step / 6))


def places_of(mixture: Mixture, levels: np.ndarray) -> np.ndarray:
    """z with F(z) = level, by Newton steps kept inside a bracket."""
    low = np.full(len(levels), mixture.centres.min() - TAIL * mixture.sd)
    high = np.full(len(levels), mixture.centres.max() + TAIL * mixture.sd)
    coarse = np.linspace(low[0], high[0], 64)
    z = np.interp(levels, mixture.below(coarse), coarse)
    for _ in range(60):
        gap = mixture.below(z) - levels
        low, high = np.where(gap < 0, z, low), np.where(gap > 0, z, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = z - gap / mixture.density(z)
        inside = (moved > low) & (moved < high)
        moved = np.where(gap == 0, z, np.where(inside, moved, (low + high) / 2))
        step, z = np.abs(moved - z).max(), moved
        if step <= 1e-9 * mixture.sd:
            break
    return z


def _shares(indicators, mixture: Mixture, z20: float, z80: float, effect_sd: float, scale: Scale) -> dict[str, float]:
    """Gini and S80/S20."""
    top = mixture.centres.max()
    lean = mixture.sd**2 * scale.slope_of_log(top)
    ends = (mixture.centres.min() - TAIL * mixture.sd, z20, z80, top + TAIL * mixture.sd + lean)
    z, dz, fifth = _panels(ends, mixture.sd)
    mass, below = mixture.density(z) * dz, mixture.below(z)
    free = scale.exponential and scale.shift == 0
    effects = [(0.0, 1.0)] if free else list(zip(EFFECTS * effect_sd, EFFECT_WEIGHTS, strict=True))
    found = {indicator.name: 0.0 for indicator in indicators}
    for effect, weight in effects:
        part = scale.back(z + effect) * mass
        for indicator in indicators:
            found[indicator.name] += weight * _share(indicator, part, below, fifth)
    return found


def _share(indicator: Indicator, part: np.ndarray, below: np.ndarray, fifth: np.ndarray) -> float:
    total, bottom = float(part.sum()), float(part[fifth == 0].sum())
    divisor = total if indicator.kind == "gini" else bottom
    if divisor <= 0:
        raise UsageError(
            f"The incomes that {indicator.name} divides by are zero or negative in an area.",
            remedy="Use a transformation that keeps incomes positive (log or box-cox with shift 0), or leave it out.",
        )
    return 2 * float(part @ below) / total - 1 if indicator.kind == "gini" else float(part[fifth == 2].sum()) / bottom


def _panels(ends: tuple[float, ...], sd: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Nodes, weights and the section (0, 1, 2) each belongs to."""
    nodes, weights, sections = [], [], []
    for section, (start, end) in enumerate(zip(ends[:-1], ends[1:], strict=True)):
        pieces = min(max(math.ceil((end - start) / (PANEL * sd)), 1), MOST_PANELS)
        half = (end - start) / pieces / 2
        middles = start + half * (2 * np.arange(pieces) + 1)
        nodes.append((middles[:, None] + half * NODES).ravel())
        weights.append(np.tile(half * WEIGHTS, pieces))
        sections.append(np.full(pieces * len(NODES), section))
    return np.concatenate(nodes), np.concatenate(weights), np.concatenate(sections)


def _over_effects(function, place: float, effect_sd: float, scale: Scale) -> float:
    if scale.exponential:
        return math.exp(place + effect_sd**2 / 2) - scale.shift
    return float(EFFECT_WEIGHTS @ function(place + effect_sd * EFFECTS))
