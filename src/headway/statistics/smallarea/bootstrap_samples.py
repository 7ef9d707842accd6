"""Replicates of a fitted model of incomes: area effects, a refitted model, and the random parts of the truth.

From sums, where nothing but the model has to be refitted (`of_sums`): one
replicate costs the square of the number of covariates. From units (`of_units`)
where the transformation's parameter is estimated again, where the fit is
weighted, where sampled incomes are kept, or where unit errors are not normal
(wild: each unit takes, with a random sign, the residual of the sampled unit
whose fitted value is nearest).

Source of the wild form: Rojas-Perilla, Pannier, Schmid and Tzavidis (2020),
JRSS A 183, 121-148; residuals are scaled here to the fitted unit variance.
"""

import msgspec
import numpy as np

from headway.statistics.smallarea import variance_search
from headway.statistics.smallarea.bootstrap_sums import SumsSampler
from headway.statistics.smallarea.ebp import EbpFit, fit_model, posterior_of
from headway.statistics.smallarea.income_scale import Scale
from headway.statistics.smallarea.nested_error import TOLERANCE
from headway.statistics.smallarea.population import Population
from headway.statistics.smallarea.predict import Posterior
from headway.statistics.smallarea.streams import TRUTH, UNITS, stream
from headway.statistics.smallarea.transformation_fit import fit_scale
from headway.statistics.smallarea.unit_data import positions

LOWEST_SHARE = 1e-6
"""A simulated sample's shifted incomes stay above this share of their geometric mean."""


class Replicate(msgspec.Struct, frozen=True):
    """One simulated world: what is true in it and what its sample leads to."""

    effects: np.ndarray
    """True effects of the population's areas (k,)."""
    posterior: Posterior
    scale: Scale
    y: np.ndarray | None
    """Simulated sampled incomes (n,); None where only their sums were drawn."""


class WildErrors(msgspec.Struct, frozen=True):
    """Residuals by fitted value, to draw unit errors from."""

    fitted: np.ndarray
    """Ascending (n,)."""
    sizes: np.ndarray
    """Absolute residuals in the same order (n,)."""

    def draw(self, centres: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Errors of units with these means."""
        right = np.clip(np.searchsorted(self.fitted, centres), 1, len(self.fitted) - 1)
        nearer_left = centres - self.fitted[right - 1] <= self.fitted[right] - centres
        signs = 2.0 * random.integers(0, 2, len(centres)) - 1
        return signs * self.sizes[right - nearer_left]


def wild_errors(fit: EbpFit) -> WildErrors:
    """The residuals of the fit, scaled so that their mean square is the unit variance."""
    model = fit.model
    fitted = fit.x @ model.beta + model.effects[fit.sample.codes]
    residuals = fit.z - fitted
    order = np.argsort(fitted, kind="stable")
    factor = np.sqrt(model.sigma2_unit / np.mean(residuals**2))
    return WildErrors(fitted[order], factor * np.abs(residuals[order]))


def of_sums(fit: EbpFit, population: Population, sampler: SumsSampler, block: range) -> list[Replicate]:
    """Replicates whose samples are drawn as sums and refitted together."""
    model, design = fit.model, sampler.design
    effects, _, response = sampler.draw(block)
    found = variance_search.search(design, response, method=model.method, tolerance=TOLERANCE)
    at = variance_search.profile(design, response, found.ratio, model.method)
    freedom = design.units - (design.covariates if model.method == "reml" else 0)
    unit = at.rss / freedom
    scaled = design.counts * found.ratio[:, None]
    gamma = scaled / (1 + scaled)
    predicted = gamma * (response.means - at.beta @ design.means.T)
    variances = (found.ratio * unit)[:, None] * (1 - gamma)
    replicates = []
    for row, number in enumerate(block):
        drawn = msgspec.structs.replace(
            model,
            beta=model.beta + design.inverse @ at.beta[row],
            effects=predicted[row],
            effect_variances=variances[row],
            sigma2_area=float(found.ratio[row] * unit[row]),
            sigma2_unit=float(unit[row]),
        )
        truth = population_effects(fit, population, effects[row], sampler.seed, number)
        replicates.append(Replicate(truth, posterior_of(drawn, population), fit.scale, None))
    return replicates


def of_units(fit: EbpFit, population: Population, wild: WildErrors | None, seed: int, number: int) -> Replicate:
    """One replicate whose sampled incomes are drawn, transformed and fitted anew."""
    model, random = fit.model, stream(seed, UNITS, number)
    effects = np.sqrt(model.sigma2_area) * random.standard_normal(len(model.areas))
    centres = fit.x @ model.beta + effects[fit.sample.codes]
    if wild is None:
        errors = np.sqrt(model.sigma2_unit) * random.standard_normal(len(centres))
    else:
        errors = wild.draw(centres, random)
    y = _above_the_end(fit.scale.back(centres + errors), fit.scale)
    scale = fit.scale
    if fit.reestimate:
        constant = None if scale.kind == "log-shift" else scale.shift
        scale = fit_scale(y, fit.sample, kind=scale.kind, shift=constant, method=model.method, near=scale.power)
    refitted = fit_model(scale.forward(y), fit.x, fit.sample, fit.weights, model.method)
    truth = population_effects(fit, population, effects, seed, number)
    return Replicate(truth, posterior_of(refitted, population), scale, y)


def population_effects(fit: EbpFit, population: Population, effects: np.ndarray, seed: int, number: int) -> np.ndarray:
    """Effects of the population's areas: those of the sample, and fresh ones where there was none."""
    place = positions(population.areas, fit.model.areas)
    fresh = np.sqrt(fit.model.sigma2_area) * stream(seed, TRUTH, number).standard_normal(len(place))
    return np.where(place >= 0, effects[place], fresh)


def _above_the_end(y: np.ndarray, scale: Scale) -> np.ndarray:
    """Keep simulated incomes inside the scale, so that they can be transformed again."""
    if scale.linear:
        return y
    shifted = y + scale.shift
    typical = np.exp(np.mean(np.log(shifted[shifted > 0])))
    return np.maximum(shifted, LOWEST_SHARE * typical) - scale.shift
