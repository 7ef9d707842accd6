"""Area means by the nested error model, with their mean squared errors.

Of an area's expected mean (population large beside the sample):

    theta_i = Xbar_i' beta + u_i
    MSE = g1 + g2 + 2 g3 (REML), less the bias of g1 under ML
    g1 = (1 - gamma_i) sigma2_area,  g2 = d' Var(beta) d with d = Xbar_i - gamma_i xbar_i
    g3 = n_i (sigma2_unit + n_i sigma2_area)^-3 (sigma2_unit^2 V_aa + sigma2_area^2 V_uu - 2 sigma2_unit sigma2_area V_au)

Of its finite mean, where population sizes are given (f_i = n_i / N_i, Xbar_r
the mean of the units outside the sample):

    f_i ybar_i + (1 - f_i)(Xbar_r' beta + u_i),   MSE = (1 - f_i)^2 (the above at Xbar_r) + (N_i - n_i) sigma2_unit / N_i^2

An area without a sample has Xbar_i' beta. Sources: Prasad and Rao (1990), JASA
85, 163-171; Datta and Lahiri (2000), Statistica Sinica 10, 613-627; Rao and
Molina (2015), Small Area Estimation, section 7.1-7.2.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import unit_data
from headway.statistics.smallarea.nested_error import NestedErrorFit


class AreaTargets(msgspec.Struct, frozen=True):
    """The areas asked for, k of them, beside what the sample knows of each."""

    areas: np.ndarray
    means: np.ndarray
    """Population means of x (k, p); of the units outside the sample where sizes are given."""
    place: np.ndarray
    """Position in the fit (k,); -1 where the area was not sampled."""
    counts: np.ndarray
    """Sampled units (k,); 0 where there are none."""
    sizes: np.ndarray
    """Population sizes (k,); infinite where not given."""

    def pick(self, values: np.ndarray) -> np.ndarray:
        """Values of the fit's areas at those asked for, 0 where not sampled."""
        known = (self.place >= 0).reshape(-1, *[1] * (values.ndim - 1))
        return np.where(known, values[self.place], 0.0)

    @property
    def outside(self) -> np.ndarray:
        """Share of each area's units outside the sample (k,)."""
        return 1 - self.counts / self.sizes


class AreaMeans(msgspec.Struct, frozen=True):
    """Estimated means of k areas."""

    areas: np.ndarray
    estimate: np.ndarray
    mse: np.ndarray
    counts: np.ndarray
    """Sampled units; 0: the estimate is synthetic."""
    gamma: np.ndarray
    """Weight of the area's own sample."""


def area_means(fit: NestedErrorFit, *, means, areas, sizes=None) -> AreaMeans:
    """EBLUP and analytic MSE of area means.

    `means` (k, p): population means of x, columns as in the fit; `areas` (k,)
    labels; `sizes` (k,) population sizes, where the finite mean is wanted.
    Raises UsageError on missing values, repeated areas, sizes below the sample's.
    """
    targets = area_targets(fit, means=means, areas=areas, sizes=sizes)
    model = targets.means @ fit.beta + targets.pick(fit.effects)
    own = targets.pick(fit.sums.means[:, -1])
    outside = targets.outside
    return AreaMeans(
        areas=targets.areas,
        estimate=(1 - outside) * own + outside * model,
        mse=outside**2 * _model_mse(fit, targets) + outside * fit.sigma2_unit / targets.sizes,
        counts=targets.counts.astype(int),
        gamma=targets.pick(fit.gamma),
    )


def area_targets(fit: NestedErrorFit, *, means, areas, sizes=None) -> AreaTargets:
    """Check what is asked for and find it in the fit."""
    means = unit_data.design(means)
    unit_data.columns_match(means, fit.beta)
    distinct, codes = unit_data.coded(areas, rows=len(means), name="areas")
    if len(distinct) < len(codes):
        twice = np.flatnonzero(np.bincount(codes) > 1)
        raise UsageError(f"The areas {unit_data.listed(distinct[twice])} are asked for more than once.")
    labels = distinct[codes]
    place = unit_data.positions(labels, fit.areas)
    counts = np.where(place >= 0, fit.counts[place], 0.0)
    if sizes is None:
        return AreaTargets(labels, means, place, counts, np.full(len(labels), np.inf))
    sizes = unit_data.unit_weights(sizes, len(labels))
    few = np.flatnonzero(sizes < counts)
    if len(few):
        raise UsageError(f"The areas {unit_data.listed(labels[few])} have a population below their sample.")
    targets = AreaTargets(labels, means, place, counts, sizes)
    sampled = targets.pick(fit.sums.means[:, :-1])
    rest = np.maximum(sizes - counts, 1.0)[:, None]
    outside = (sizes[:, None] * means - counts[:, None] * sampled) / rest
    return msgspec.structs.replace(targets, means=np.where((sizes > counts)[:, None], outside, means))


def _model_mse(fit: NestedErrorFit, targets: AreaTargets) -> np.ndarray:
    """MSE of Xbar' beta + u (k,)."""
    n, gamma = targets.pick(fit.effective), targets.pick(fit.gamma)
    area, unit = fit.sigma2_area, fit.sigma2_unit
    distance = targets.means - gamma[:, None] * targets.pick(fit.x_means)
    g1 = (1 - gamma) * area
    g2 = np.einsum("ki,ij,kj->k", distance, fit.covariance, distance)
    variances = np.linalg.inv(information(fit))
    spread = unit**2 * variances[0, 0] + area**2 * variances[1, 1] - 2 * unit * area * variances[0, 1]
    g3 = n * spread / (unit + n * area) ** 3
    if fit.method == "reml":
        return g1 + g2 + 2 * g3
    slopes = np.stack([(1 - gamma) ** 2, n * (area / (unit + n * area)) ** 2])
    return np.maximum(g1 - _ml_bias(fit, variances) @ slopes, 0.0) + g2 + 2 * g3


def information(fit: NestedErrorFit) -> np.ndarray:
    """Expected information on (sigma2_area, sigma2_unit), (2, 2)."""
    n, unit = fit.counts, fit.sigma2_unit
    total = (unit + n * fit.sigma2_area) ** 2
    area_area, area_unit = np.sum(n**2 / total), np.sum(n / total)
    unit_unit = np.sum((n - 1) / unit**2 + 1 / total)
    return 0.5 * np.array([[area_area, area_unit], [area_unit, unit_unit]])


def _ml_bias(fit: NestedErrorFit, variances: np.ndarray) -> np.ndarray:
    """Bias of the ML variances (2,), to the order 1/m."""
    p, n, unit = len(fit.beta), fit.counts, fit.sigma2_unit
    x = fit.sums.means[:, :p]
    total = (unit + n * fit.sigma2_area) ** 2
    by_area = (x * (n**2 / total)[:, None]).T @ x
    by_unit = fit.sums.within[:p, :p] / unit**2 + (x * (n / total)[:, None]).T @ x
    lost = np.array([np.sum(fit.covariance * by_area), np.sum(fit.covariance * by_unit)])
    return -0.5 * variances @ lost
