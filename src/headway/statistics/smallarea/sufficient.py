"""All that a nested error model needs of the units, in sums that add across partitions.

For each area its number of units and the means of z = [x, y]; for all of them
together the cross products about the areas' means. Two such summaries add to
that of the units of both (a monoid), so a file of any size is read once, in
any pieces and order. Cross products about means lose no digits where
covariates sit far from zero, as raw sums of squares would.

Source: Battese, Harter and Fuller (1988), JASA 83, 28-36, for the model; Chan,
Golub and LeVeque (1983), The American Statistician 37, 242-247, for the addition.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import unit_data


class AreaSums(msgspec.Struct, frozen=True):
    """Sufficient statistics of units grouped by area, q = p + 1 columns with y last."""

    areas: np.ndarray
    """Areas (m,), ascending."""
    counts: np.ndarray
    """Units of each area (m,), as floats."""
    means: np.ndarray
    """Means of x and y in each area (m, q)."""
    within: np.ndarray
    """Sum over all units of (z - its area's mean)(z - its area's mean)' (q, q)."""

    def __add__(self, other: "AreaSums") -> "AreaSums":
        return merge(self, other)

    @property
    def units(self) -> int:
        return int(self.counts.sum())

    @property
    def covariates(self) -> int:
        return self.means.shape[1] - 1


def area_sums(*, y, x, area) -> AreaSums:
    """The statistics of one piece of the units.

    `y` (n,) floats; `x` (n, p) floats with the intercept's column, if one is
    wanted; `area` (n,) labels. O(n p^2) once. Raises UsageError on missing
    values (with their rows) and on lengths that differ.
    """
    y = unit_data.response(y)
    z = np.column_stack([unit_data.design(x, rows=len(y)), y])
    areas, codes = unit_data.coded(area, rows=len(y))
    counts = np.bincount(codes).astype(float)
    means = group_means(z, codes, counts)
    centred = z - means[codes]
    return AreaSums(areas, counts, means, centred.T @ centred)


def group_means(z: np.ndarray, codes: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Means of the columns of z (n, q) by group (m, q).

    Taken about the overall mean, so that a column that is constant leaves none
    of its rounding behind in what is centred by it.
    """
    centre = z.mean(axis=0)
    shifted = z - centre
    sums = np.stack([np.bincount(codes, column, len(counts)) for column in shifted.T], axis=1)
    return centre + sums / counts[:, None]


def merge(one: AreaSums, other: AreaSums) -> AreaSums:
    """The statistics of both sets of units; the order matters to rounding only."""
    if one.means.shape[1] != other.means.shape[1]:
        raise UsageError(f"One part has {one.covariates} covariates and the other {other.covariates}.")
    if len(one.areas) == 0 or len(other.areas) == 0:
        return other if len(one.areas) == 0 else one
    areas = np.union1d(one.areas, other.areas)
    counts, means, within = _spread(one, areas)
    more_counts, more_means, more_within = _spread(other, areas)
    total = counts + more_counts
    gap = more_means - means
    shared = counts * more_counts / total
    return AreaSums(
        areas,
        total,
        means + gap * (more_counts / total)[:, None],
        within + more_within + (gap * shared[:, None]).T @ gap,
    )


def nothing(covariates: int) -> AreaSums:
    """The statistics of no units: what a fold over pieces starts from."""
    q = covariates + 1
    return AreaSums(np.empty(0), np.empty(0), np.empty((0, q)), np.zeros((q, q)))


def _spread(sums: AreaSums, areas: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts and means on a longer list of areas; an area without units takes no part."""
    place = np.searchsorted(areas, sums.areas)
    counts, means = np.zeros(len(areas)), np.zeros((len(areas), sums.means.shape[1]))
    counts[place], means[place] = sums.counts, sums.means
    return counts, means, sums.within
