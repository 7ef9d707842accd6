"""The two-fold nested error model: units in sub-areas (districts) of areas (regions).

    y_isj = x_isj' beta + u_i + v_is + e_isj

with independent normal effects of area, sub-area and unit. A sub-area without
a sample in a sampled area still gains from its area's effect.

Source: Stukel and Rao (1999), Journal of Statistical Planning and Inference 78,
131-147; Marhuenda, Molina, Morales and Rao (2017), JRSS A 180, 1111-1136.
"""

import math

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import unit_data, variance_search
from headway.statistics.smallarea.nested_error import TOLERANCE
from headway.statistics.smallarea.sufficient import AreaSums, area_sums
from headway.statistics.smallarea.two_fold_search import At, TwoFoldData, evaluate, search
from headway.statistics.smallarea.whitening import WhiteResponse, of_sums


class TwoFoldFit(msgspec.Struct, frozen=True):
    """A fitted two-fold model: m areas, s sub-areas sorted by area."""

    areas: np.ndarray
    subareas: np.ndarray
    parents: np.ndarray
    """Area of each sub-area, as its position in `areas` (s,)."""
    counts: np.ndarray
    """Sampled units of each sub-area (s,)."""
    beta: np.ndarray
    covariance: np.ndarray
    sigma2_area: float
    sigma2_subarea: float
    sigma2_unit: float
    area_effects: np.ndarray
    """Predicted u_i (m,)."""
    area_variances: np.ndarray
    """Variance of u_i given the sample (m,)."""
    effects: np.ndarray
    """Predicted u_i + v_is (s,)."""
    effect_variances: np.ndarray
    """Variance of u_i + v_is given the sample (s,)."""
    log_likelihood: float
    method: str
    newton_step: float
    data: TwoFoldData
    ordinary: np.ndarray
    """Coefficients taken out of y before the search (p,)."""

    @property
    def order(self) -> np.ndarray:
        """Positions that put the sub-areas in ascending order of their labels (s,)."""
        return np.argsort(self.subareas)

    @property
    def subareas_ascending(self) -> np.ndarray:
        return self.subareas[self.order]


def fit_two_fold(*, y, x, area, subarea, method: str = "reml", tolerance: float = TOLERANCE) -> TwoFoldFit:
    """Fit the model to units.

    `y` (n,); `x` (n, p) with the intercept's column; `area`, `subarea` (n,)
    labels, a sub-area's label standing in one area only. Raises UsageError as
    `fit_nested_error`, and where every area has one sub-area.
    """
    y = unit_data.response(y)
    areas, codes = unit_data.coded(area, rows=len(y))
    parents = parents_of(subarea, codes, areas, rows=len(y))
    sums, parents = _by_area(area_sums(y=y, x=x, area=subarea), parents)
    if len(np.unique(parents)) == len(parents):
        raise UsageError(
            "Every area has one sub-area, so the two levels are one and the same.",
            remedy="Use the nested error model with one level.",
        )
    design, response, ordinary = of_sums(sums)
    variance_search.check(design, response, method)
    starts = np.searchsorted(parents, np.arange(len(areas)))
    data = TwoFoldData(design, starts, parents, method)
    ratios, step = search(data, response, tolerance=tolerance)
    return assemble(data, response, ratios, step, areas=areas, subareas=sums.areas, ordinary=ordinary)


def parents_of(subarea, codes: np.ndarray, areas: np.ndarray, *, rows: int) -> np.ndarray:
    """The area (position) of each distinct sub-area, ascending by label."""
    labels, place = unit_data.coded(subarea, rows=rows, name="subarea")
    first = np.full(len(labels), -1)
    first[place] = codes
    astray = np.flatnonzero(first[place] != codes)
    if len(astray):
        raise UsageError(
            f"The sub-areas {unit_data.listed(np.unique(labels[place[astray]]))} stand in more than one area.",
            remedy="Give each sub-area a label of its own, such as area/sub-area.",
        )
    return first


def _by_area(sums: AreaSums, parents: np.ndarray) -> tuple[AreaSums, np.ndarray]:
    order = np.argsort(parents, kind="stable")
    sorted_sums = AreaSums(sums.areas[order], sums.counts[order], sums.means[order], sums.within)
    return sorted_sums, parents[order]


def assemble(data: TwoFoldData, response: WhiteResponse, ratios, step, *, areas, subareas, ordinary) -> TwoFoldFit:
    """The fit at these ratios."""
    at = evaluate(data, response, ratios)
    unit = at.rss / data.freedom
    design = data.design
    area_variances, effect_variances = _variances(data, ratios)
    return TwoFoldFit(
        areas=areas,
        subareas=subareas,
        parents=data.parents,
        counts=design.counts,
        beta=ordinary + design.inverse @ at.beta,
        covariance=unit * design.inverse @ at.inverse @ design.inverse.T,
        sigma2_area=float(ratios[0] * unit),
        sigma2_subarea=float(ratios[1] * unit),
        sigma2_unit=unit,
        area_effects=ratios[0] * at.area_score,
        area_variances=unit * area_variances,
        effects=(ratios[0] * at.area_score)[data.parents] + ratios[1] * at.subarea_score,
        effect_variances=unit * effect_variances,
        log_likelihood=_log_likelihood(data, at, unit),
        method=data.method,
        newton_step=step,
        data=data,
        ordinary=ordinary,
    )


def _variances(data: TwoFoldData, ratios) -> tuple[np.ndarray, np.ndarray]:
    """Var(u_i) and Var(u_i + v_is) given the sample, in units of sigma2_unit."""
    area_ratio, subarea_ratio = ratios
    a = data.design.counts / (1 + data.design.counts * subarea_ratio)
    area = area_ratio / (1 + area_ratio * data.by_area(a))
    # What a sub-area's own sample leaves of v, and of u through it.
    left = 1 - subarea_ratio * a
    return area, subarea_ratio * left + left**2 * area[data.parents]


def _log_likelihood(data: TwoFoldData, at: At, unit: float) -> float:
    basis = -2 * float(np.linalg.slogdet(data.design.inverse)[1]) if data.method == "reml" else 0.0
    return -0.5 * (data.freedom * (math.log(2 * math.pi * unit) + 1) + at.log_det + basis)
