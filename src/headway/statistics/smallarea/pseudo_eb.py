"""The nested error model with survey weights: pseudo-EB.

Where the chance of being sampled depends on y beyond x, area means and
coefficients use the weights. With w~_ij = w_ij / w_i. and d2_i = sum_j w~_ij^2:

    gamma_iw = sigma2_area / (sigma2_area + sigma2_unit d2_i)
    sum_ij w_ij (x_ij - gamma_iw xbar_iw)(y_ij - x_ij' beta) = 0
    u_i = gamma_iw (ybar_iw - xbar_iw' beta),   variance sigma2_area (1 - gamma_iw)

The variances are those of the unweighted fit. With equal weights all is that fit.
The analytic MSE of `eblup.area_means` holds with gamma_iw, weighted means and
1 / d2_i units in place of n_i; it takes the weights to be unrelated to y given x.

Sources: You and Rao (2002), Canadian Journal of Statistics 30, 431-439;
Guadarrama, Molina and Rao (2018), Computational Statistics and Data Analysis 121, 20-40.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import unit_data
from headway.statistics.smallarea.nested_error import TOLERANCE, NestedErrorFit, fit_nested_error


def fit_pseudo(*, y, x, area, weights, method: str = "reml", tolerance: float = TOLERANCE) -> NestedErrorFit:
    """Fit the model with survey weights; arguments as `fit_nested_error`, `weights` (n,) positive."""
    model = fit_nested_error(y=y, x=x, area=area, method=method, tolerance=tolerance)
    y = unit_data.response(y)
    x = unit_data.design(x, rows=len(y))
    _, codes = unit_data.coded(area, rows=len(y))
    return pseudo_fit(model, y=y, x=x, codes=codes, weights=unit_data.unit_weights(weights, len(y)))


def pseudo_fit(model: NestedErrorFit, *, y, x, codes, weights) -> NestedErrorFit:
    """The unweighted fit with weighted coefficients and effects.

    `covariance` is the sandwich of the weighted equations under the model.
    """
    total = np.bincount(codes, weights)
    concentration = np.bincount(codes, weights**2) / total**2
    gamma = model.sigma2_area / (model.sigma2_area + model.sigma2_unit * concentration)
    x_mean, y_mean = _weighted_means(x, codes, weights, total), np.bincount(codes, weights * y) / total
    scored = weights[:, None] * (x - gamma[codes, None] * x_mean[codes])
    bread = _inverse(scored.T @ x)
    beta = bread @ (scored.T @ y)
    by_area = np.stack([np.bincount(codes, column) for column in scored.T], axis=1)
    meat = model.sigma2_unit * scored.T @ scored + model.sigma2_area * by_area.T @ by_area
    return msgspec.structs.replace(
        model,
        effective=1 / concentration,
        x_means=x_mean,
        beta=beta,
        covariance=bread @ meat @ bread.T,
        gamma=gamma,
        effects=gamma * (y_mean - x_mean @ beta),
        effect_variances=model.sigma2_area * (1 - gamma),
    )


def _weighted_means(x: np.ndarray, codes: np.ndarray, weights: np.ndarray, total: np.ndarray) -> np.ndarray:
    return np.stack([np.bincount(codes, weights * column) for column in x.T], axis=1) / total[:, None]


def _inverse(matrix: np.ndarray) -> np.ndarray:
    scale = np.sqrt(np.abs(np.diag(matrix)))
    if np.any(scale == 0):
        raise UsageError(f"The weighted equations leave no variation in the columns {np.flatnonzero(scale == 0).tolist()} of x.")
    return np.linalg.inv(matrix / np.outer(scale, scale)) / np.outer(scale, scale)
