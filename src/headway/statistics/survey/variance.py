"""Variance of an estimate from the influence of each row on it.

With t_c the sum over unit c of weight times influence, stratum h having n_h
units drawn, a share f_h of those there are:

    V = sum over stages of  sum_h  F_h (1 - f_h) n_h/(n_h - 1) sum_c (t_c - tbar_h)²

F_h the product of the shares drawn at the stages before (1 at the first).
Units without a row of the domain count with t_c = 0, so that the size of a
domain is random where it was. Särndal, Swensson and Wretman 1992, 4.3 and 5.10;
domains as in Lumley 2010, 2.2.

A row may have influence on its own area only (`influence`), and on every area
through quantities all rows share (`shared` times `loading`): a poverty line of
the nation, the coefficients of a calibration.
"""

import numpy as np

from headway.statistics.survey.codes import pair
from headway.statistics.survey.design import Stage, SurveyDesign


def variance_by_area(
    design: SurveyDesign,
    influence: np.ndarray,
    area: np.ndarray,
    size: int,
    *,
    shared: np.ndarray | None = None,
    loading: np.ndarray | None = None,
) -> np.ndarray:
    """Variance (size,) of the estimates of `size` areas.

    `influence` (n,) of each row on its own area, `area` (n,) its code, -1 for
    rows outside all; `shared` (n, p) and `loading` (p, size) as above. Weights
    are the design's and stay out of the influence.
    """
    if shared is not None:
        return _variance_shared(design, influence, area, size, shared, loading)
    inside = None if len(area) == 0 or area.min() >= 0 else np.flatnonzero(area >= 0)
    weighted = design.weights * influence
    if inside is not None:
        weighted, area = weighted[inside], area[inside]
    variance = np.zeros(size)
    for stage in design.stages:
        totals, strata, areas = _unit_totals(stage, weighted, area, size, inside)
        variance += _between(stage, totals, strata, areas, size, design.single)
    return variance


def factors(stage: Stage, single: str) -> np.ndarray:
    """(n_strata,) what a stratum's sum of squares is multiplied by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(stage.sizes > 1, stage.sizes / (stage.sizes - 1), float(single == "centred"))
    factor = stage.shares * (1 - stage.fractions) * spread
    lonely = int(stage.single().sum())
    if lonely and single in ("average", "collapse"):
        factor *= len(factor) / (len(factor) - lonely)
    return factor


def _unit_totals(stage, weighted, area, size, inside):
    """Totals of the units that have rows of an area, with their stratum and area."""
    if stage.clusters is None:
        return weighted, stage.strata if inside is None else stage.strata[inside], area
    clusters = stage.clusters if inside is None else stage.clusters[inside]
    if size == 1:
        return np.bincount(clusters, weighted, stage.units), stage.strata, np.zeros(stage.units, dtype=np.intp)
    cells = pair(clusters, area, size)
    return np.bincount(cells.index, weighted, cells.size), stage.strata[cells.first], cells.second


def _between(stage, totals, strata, areas, size, single) -> np.ndarray:
    """Sum over strata of each area's spread between units; the units not given have total 0."""
    if len(totals) == 0:
        return np.zeros(size)
    cells = pair(strata, areas, size)
    given = np.bincount(cells.index, minlength=cells.size)
    there = stage.sizes[cells.first]
    mean = np.bincount(cells.index, totals, cells.size) / there
    deviation = totals - mean[cells.index]
    np.square(deviation, out=deviation)
    squares = np.bincount(cells.index, deviation, cells.size) + (there - given) * mean**2
    factor = factors(stage, single)
    if single == "centred" and stage.single().any():
        return _between_centred(stage, totals, areas, size, cells, squares, factor)
    return np.bincount(cells.second, squares * factor[cells.first], size)


def spread_of_units(stage: Stage, weighted: np.ndarray, area: np.ndarray, size: int):
    """Strata and areas of the cells (c,) that have rows, with sums of squares and of cubes.

    Of the deviations of unit totals from their mean in the stratum, the units
    without a row of the area counting as 0.
    """
    inside = None if area.min() >= 0 else np.flatnonzero(area >= 0)
    if inside is not None:
        weighted, area = weighted[inside], area[inside]
    totals, strata, areas = _unit_totals(stage, weighted, area, size, inside)
    cells = pair(strata, areas, size)
    given = np.bincount(cells.index, minlength=cells.size)
    rest = stage.sizes[cells.first] - given
    mean = np.bincount(cells.index, totals, cells.size) / stage.sizes[cells.first]
    deviation = totals - mean[cells.index]
    squares = np.bincount(cells.index, deviation**2, cells.size) + rest * mean**2
    cubes = np.bincount(cells.index, deviation**3, cells.size) - rest * mean**3
    return cells.first, cells.second, squares, cubes


def _between_centred(stage, totals, areas, size, cells, squares, factor) -> np.ndarray:
    """As above, the units of single-unit strata measured from the mean of all units of the stage."""
    lonely = stage.single()
    centre = np.bincount(areas, totals, size) / stage.units
    alone = lonely[cells.first]
    own = np.bincount(cells.index, totals, cells.size)
    squares = np.where(alone, (own - centre[cells.second]) ** 2, squares)
    without = factor[lonely].sum() - np.bincount(cells.second[alone], factor[cells.first[alone]], size)
    return np.bincount(cells.second, squares * factor[cells.first], size) + without * centre**2


def _variance_shared(design, influence, area, size, shared, loading) -> np.ndarray:
    """One area at a time over the units' totals: O(units × p) an area, whatever the number of rows."""
    inside = np.flatnonzero(area >= 0)
    weighted, areas = (design.weights * influence)[inside], area[inside]
    variance = np.zeros(size)
    for stage in design.stages:
        common = _stage_sums(stage, design.weights, shared)
        rows = inside if stage.clusters is None else stage.clusters[inside]
        cells = pair(areas, rows, stage.units)
        own = np.bincount(cells.index, weighted, cells.size)
        starts = np.searchsorted(cells.first, np.arange(size + 1))
        nothing = np.zeros(stage.units, dtype=np.intp)
        for place in range(size):
            totals = common @ loading[:, place]
            part = slice(starts[place], starts[place + 1])
            totals[cells.second[part]] += own[part]
            variance[place] += _between(stage, totals, stage.strata, nothing, 1, design.single)[0]
    return variance


def _stage_sums(stage: Stage, weights: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """(n_units, p) sums over each unit of weight times the shared columns."""
    if stage.clusters is None:
        return shared * weights[:, None]
    return np.column_stack([np.bincount(stage.clusters, weights * column, stage.units) for column in shared.T])
