"""The units whose incomes are wanted: covariates by area, alone or as counted patterns."""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import unit_data


class Population(msgspec.Struct, frozen=True):
    """Units (or patterns of equal units) sorted by area."""

    areas: np.ndarray
    """Areas (k,), ascending."""
    x: np.ndarray
    """Covariates (r, p), the rows of an area together."""
    starts: np.ndarray
    """First row of each area and, last, the number of rows (k + 1,)."""
    counts: np.ndarray | None
    """Units each row stands for (r,), whole numbers; None where each is one."""
    sizes: np.ndarray
    """Units of each area (k,), as floats."""
    codes: np.ndarray
    """Area of each row (r,)."""

    def rows(self, position: int) -> slice:
        return slice(self.starts[position], self.starts[position + 1])

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sums of per-unit values (r,) over the units of each area (k,)."""
        return np.add.reduceat(values if self.counts is None else values * self.counts, self.starts[:-1])

    def spread(self, values: np.ndarray, position: int) -> np.ndarray:
        """Values of one area's rows, once for each of its units."""
        part = values[self.rows(position)]
        return part if self.counts is None else np.repeat(part, self.counts[self.rows(position)])


def population(*, x, area, counts=None) -> Population:
    """The population from arrays.

    `x` (r, p) with the columns of the fit; `area` (r,); `counts` (r,) whole
    numbers of equal units, where rows are patterns. Raises UsageError on
    missing values and on counts that are not whole numbers from 1 up.
    """
    areas, codes = unit_data.coded(area)
    x = unit_data.design(x, rows=len(codes))
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    starts = np.searchsorted(codes, np.arange(len(areas) + 1))
    if counts is None:
        return Population(areas, x[order], starts, None, np.diff(starts).astype(float), codes)
    counts = _whole(counts, len(codes))[order]
    sizes = np.add.reduceat(counts, starts[:-1]).astype(float)
    return Population(areas, x[order], starts, counts, sizes, codes)


def collapse(population: Population) -> Population:
    """The same population as patterns: equal rows of an area become one, counted.

    Categorical covariates shrink a census by ten to a hundred times; the
    estimates without drawing do not change.
    """
    group = population.codes
    for column in population.x.T:
        _, level = np.unique(column, return_inverse=True)
        _, group = np.unique(group * (level.max() + 1) + level, return_inverse=True)
    _, first, group = np.unique(group, return_index=True, return_inverse=True)
    weights = np.ones(len(group)) if population.counts is None else population.counts
    counts = np.bincount(group, weights).round().astype(int)
    codes = population.codes[first]
    starts = np.searchsorted(codes, np.arange(len(population.areas) + 1))
    return Population(population.areas, population.x[first], starts, counts, population.sizes, codes)


def _whole(counts, rows: int) -> np.ndarray:
    values = unit_data.unit_weights(counts, rows)
    whole = values.astype(int)
    bad = np.flatnonzero(whole != values)
    if len(bad):
        raise UsageError(f"counts is not a whole number in the rows {unit_data.listed(bad)}.")
    return whole
