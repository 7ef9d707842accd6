"""Poverty lines: fixed, or a share of a quantile of the sample itself.

The influence of a row on a quantile is -(1[y <= q] - p)/(f(q) N), f the density
there. Deville 1999; Osier 2009, who takes the same kernel for the indicators
of the European Union.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.faults import numbers
from headway.statistics.survey.ordered import Ordered, quantile_of
from headway.statistics.survey.sample import Sample


class RelativeLine(msgspec.Struct, frozen=True):
    """`fraction` of the quantile at `p`, of the whole sample or of each area."""

    fraction: float = 0.6
    p: float = 0.5
    by_area: bool = False


def fixed_line(line, rows: int) -> np.ndarray | float:
    """A number, or one for each row; positive."""
    if np.ndim(line) == 0:
        if not (np.isreal(line) and np.isfinite(line) and line > 0):
            raise UsageError(f"The poverty line is {line}.", remedy="Give a positive number, one for each row, or RelativeLine.")
        return float(line)
    lines = numbers(line, "line", rows=rows)
    if not (np.isfinite(lines).all() and (lines > 0).all()):
        raise UsageError("Some rows have a poverty line that is absent or not positive.", remedy="Give each row a positive line.")
    return lines


def line_of(relative: RelativeLine, places: Ordered, weights: np.ndarray) -> np.ndarray:
    """The line (m,) of each group of `places`; NaN where a group has no weight."""
    return relative.fraction * quantile_of(places, weights, np.full(places.size, relative.p), "math")


def line_influence(relative: RelativeLine, data: Sample, places: Ordered, weights: np.ndarray) -> np.ndarray:
    """(n,) influence of each row on the line of its own group."""
    quantile = line_of(relative, places, weights) / relative.fraction
    below = data.values[0] <= data.spread(quantile)
    steep = density(data, places, weights, quantile) * data.sums(weights)
    if not (steep > 0).all():
        raise UsageError("The sample has no spread around the quantile of the poverty line.", remedy="Give a fixed line.")
    influence = -relative.fraction * (below - relative.p) / np.append(steep, 1.0)[data.area]
    return np.where(data.area < 0, 0.0, influence)


def density(data: Sample, places: Ordered, weights: np.ndarray, at: np.ndarray) -> np.ndarray:
    """(m,) density of each group's values at `at` (m,): Gaussian kernel, Silverman's width.

    Width 1.06 n^(-1/5) times the lesser of standard deviation and interquartile
    range/1.349, so that a long tail does not blur the middle.
    """
    y, population = data.values[0], data.sums(weights)
    mean = data.sums(weights * y) / population
    deviation = np.sqrt(data.sums(weights * (y - data.spread(mean)) ** 2) / population)
    quarters = [quantile_of(places, weights, np.full(places.size, p), "math") for p in (0.25, 0.75)]
    between = (quarters[1] - quarters[0]) / 1.349
    width = 1.06 * np.where(between > 0, np.minimum(deviation, between), deviation) * data.count**-0.2
    safe = np.where(width > 0, width, 1.0)
    far = (y - data.spread(at)) / np.append(safe, 1.0)[data.area]
    heights = data.sums(weights * np.exp(-(far**2) / 2)) / (population * safe * np.sqrt(2 * np.pi))
    return np.where(width > 0, heights, 0.0)
