"""The nested error model: units in areas that differ by an effect of their own.

    y_ij = x_ij' beta + u_i + e_ij,   u_i ~ N(0, sigma2_area),   e_ij ~ N(0, sigma2_unit)

    u_i | y ~ N( gamma_i (ybar_i - xbar_i' beta), sigma2_area (1 - gamma_i) )
    gamma_i = sigma2_area / (sigma2_area + sigma2_unit / n_i)

Source: Battese, Harter and Fuller (1988), JASA 83, 28-36.
"""

import math

import msgspec
import numpy as np

from headway.statistics.smallarea import variance_search
from headway.statistics.smallarea.sufficient import AreaSums, area_sums
from headway.statistics.smallarea.whitening import WhiteDesign, of_sums

TOLERANCE = 1e-12


class NestedErrorFit(msgspec.Struct, frozen=True):
    """A fitted nested error model: p coefficients, m sampled areas."""

    areas: np.ndarray
    """Sampled areas (m,), ascending."""
    counts: np.ndarray
    """Sampled units of each (m,)."""
    effective: np.ndarray
    """Units each area's mean is worth (m,): `counts`, less where survey weights differ."""
    x_means: np.ndarray
    """The sample's means of x by area (m, p), weighted where the fit is."""
    beta: np.ndarray
    """Coefficients (p,), in the order of x's columns."""
    covariance: np.ndarray
    """Variance of beta (p, p), the variances taken as known."""
    sigma2_area: float
    sigma2_unit: float
    gamma: np.ndarray
    """Weight of each area's own mean (m,), from 0 (none) to 1."""
    effects: np.ndarray
    """Predicted area effects (m,)."""
    effect_variances: np.ndarray
    """Variance of each effect given the sample (m,)."""
    log_likelihood: float
    """Restricted under REML; comparable between models with the same x only."""
    method: str
    newton_step: float
    """Last Newton step relative to sigma2_area / sigma2_unit; 0 where that is 0."""
    steps: int
    sums: AreaSums

    @property
    def at_zero(self) -> bool:
        """No difference between areas was found beyond x: estimates are synthetic."""
        return self.sigma2_area == 0.0


def fit_nested_error(*, y, x, area, method: str = "reml", tolerance: float = TOLERANCE) -> NestedErrorFit:
    """Fit the model to units.

    `y` (n,); `x` (n, p) with the intercept's column; `area` (n,) labels;
    `method` "reml" or "ml"; `tolerance` for the last relative Newton step.
    Raises UsageError on missing values, on dependent columns of x, on one area
    only, on one unit in every area.
    """
    return fit_sums(area_sums(y=y, x=x, area=area), method=method, tolerance=tolerance)


def fit_sums(sums: AreaSums, *, method: str = "reml", tolerance: float = TOLERANCE) -> NestedErrorFit:
    """Fit the model to units already summed, in one or many pieces."""
    design, response, ordinary = of_sums(sums)
    found = variance_search.search(design, response, method=method, tolerance=tolerance)
    at = variance_search.profile(design, response, found.ratio, method)
    ratio, freedom = float(found.ratio[0]), design.units - (sums.covariates if method == "reml" else 0)
    sigma2_unit = float(at.rss[0]) / freedom
    beta = ordinary + design.inverse @ at.beta[0]
    gamma = sums.counts * ratio / (1 + sums.counts * ratio)
    residual = response.means[0] - design.means @ at.beta[0]
    return NestedErrorFit(
        areas=sums.areas,
        counts=sums.counts,
        effective=sums.counts,
        x_means=sums.means[:, :-1],
        beta=beta,
        covariance=sigma2_unit * design.inverse @ at.inverse[0] @ design.inverse.T,
        sigma2_area=ratio * sigma2_unit,
        sigma2_unit=sigma2_unit,
        gamma=gamma,
        effects=gamma * residual,
        effect_variances=ratio * sigma2_unit * (1 - gamma),
        log_likelihood=_log_likelihood(design, float(at.log_det[0]), sigma2_unit, freedom, method),
        method=method,
        newton_step=float(found.step[0]),
        steps=found.steps,
        sums=sums,
    )


def _log_likelihood(design: WhiteDesign, log_det: float, sigma2_unit: float, freedom: float, method: str) -> float:
    basis = -2 * np.linalg.slogdet(design.inverse)[1] if method == "reml" else 0.0
    return -0.5 * (freedom * (math.log(2 * math.pi * sigma2_unit) + 1) + log_det + float(basis))
