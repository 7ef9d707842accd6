"""Empirical best prediction of poverty and inequality in small areas.

The transformed incomes follow a nested error model; given the sample, those of
a unit are normal, and an indicator's best predictor is its expectation.

Two conventions change published numbers, and are named:
`sampled="simulated"` predicts every unit of the population file, sampled or
not (R's emdi); `sampled="kept"` takes the file as the units outside the sample
and adds the sampled incomes as they are (R's sae). They differ by the sample's
share of the population.

A poverty line is a number, or a function of incomes such as 60 % of the median:
it is then taken from the sampled incomes, and in a bootstrap anew from each
replicate's.

Areas of the sample that the population lacks help the fit and have no result;
areas of the population without a sample rest on their covariates.

Source: Molina and Rao (2010), Canadian Journal of Statistics 38, 369-385.
"""

from collections.abc import Callable

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import predict, unit_data
from headway.statistics.smallarea.income_scale import Scale
from headway.statistics.smallarea.nested_error import TOLERANCE, NestedErrorFit, fit_sums
from headway.statistics.smallarea.population import Population
from headway.statistics.smallarea.predict import WAYS, Posterior, Task
from headway.statistics.smallarea.pseudo_eb import pseudo_fit
from headway.statistics.smallarea.streams import POINT, stream
from headway.statistics.smallarea.transformation_fit import SampleDesign, fit_scale, sample_design

DRAWS = 200
SAMPLED = ("simulated", "kept")
Line = float | Callable[[np.ndarray], float]
"""A poverty line, or how it follows from incomes."""


class EbpFit(msgspec.Struct, frozen=True):
    """A fitted model of incomes, and the sample it came from."""

    model: NestedErrorFit
    """On the transformed scale."""
    scale: Scale
    reestimate: bool
    """The scale has an estimated parameter."""
    y: np.ndarray
    """Sampled incomes (n,)."""
    x: np.ndarray
    sample: SampleDesign
    weights: np.ndarray | None
    """Survey weights (n,) of a pseudo-EB fit."""

    @property
    def z(self) -> np.ndarray:
        """Sampled incomes on the model's scale (n,)."""
        return self.scale.forward(self.y)


class EbpResult(msgspec.Struct, frozen=True):
    """Indicators of k areas."""

    areas: np.ndarray
    indicators: tuple[str, ...]
    estimate: np.ndarray
    """(k, indicators)."""
    way: np.ndarray
    """How each was computed (k, indicators): closed form, quadrature or Monte Carlo."""
    monte_carlo_error: np.ndarray
    """Standard error from drawing alone (k, indicators); 0 where nothing was drawn."""
    counts: np.ndarray
    """Sampled units of each area (k,); 0: the estimate rests on the covariates only."""
    sizes: np.ndarray
    """Population units of each area (k,)."""

    def column(self, indicator: str) -> np.ndarray:
        """Estimates of one indicator (k,)."""
        if indicator not in self.indicators:
            raise UsageError(f"{indicator!r} was not estimated; there are {', '.join(self.indicators)}.")
        return self.estimate[:, self.indicators.index(indicator)]


def ebp_fit(
    *,
    y,
    x,
    area,
    transformation: str = "log",
    shift: float | None = None,
    weights=None,
    method: str = "reml",
    tolerance: float = TOLERANCE,
) -> EbpFit:
    """Fit the transformation's parameter and the nested error model to sampled incomes.

    `y` (n,) incomes; `x` (n, p) with the intercept's column; `area` (n,);
    `transformation` "none", "log", "log-shift" or "box-cox"; `shift` a constant
    added before log or Box-Cox (by default 0, or |min y| + 1 where y has values
    of 0 or less); `weights` (n,) survey weights for a pseudo-EB fit. Raises
    UsageError on missing values and on incomes the transformation cannot take.
    """
    y = unit_data.response(y)
    x = unit_data.design(x, rows=len(y))
    sample = sample_design(x, area, rows=len(y))
    weights = None if weights is None else unit_data.unit_weights(weights, len(y))
    scale = fit_scale(y, sample, kind=transformation, shift=shift, method=method)
    model = fit_model(scale.forward(y), x, sample, weights, method, tolerance)
    return EbpFit(model, scale, transformation in ("log-shift", "box-cox"), y, x, sample, weights)


def fit_model(z, x, sample: SampleDesign, weights, method: str, tolerance: float = TOLERANCE) -> NestedErrorFit:
    """The nested error model of transformed incomes, weighted where weights are given."""
    model = fit_sums(sample.sums(x, z), method=method, tolerance=tolerance)
    return model if weights is None else pseudo_fit(model, y=z, x=x, codes=sample.codes, weights=weights)


def ebp(
    fit: EbpFit,
    population: Population,
    *,
    indicators=("mean", "headcount", "gap"),
    line: Line | None = None,
    sampled: str = "simulated",
    draws: int = DRAWS,
    seed: int = 0,
) -> EbpResult:
    """Empirical best predictions for every area of the population.

    `indicators`: names or `indicators.quantile`, `custom`, `TEN`; `line`: the
    poverty line, a number or a function of the sampled incomes; `draws`: simulated populations where drawing is needed.
    """
    task = ebp_task(fit, population, indicators, line, sampled=sampled, draws=draws)
    posterior = posterior_of(fit.model, population)
    estimate, noise = predict.estimate(posterior, fit.scale, task, lambda area: stream(seed, POINT, area))
    place = unit_data.positions(population.areas, fit.model.areas)
    return EbpResult(
        areas=population.areas,
        indicators=tuple(indicator.name for indicator in task.indicators),
        estimate=estimate,
        way=np.array(WAYS)[task.ways(fit.scale)],
        monte_carlo_error=np.sqrt(noise),
        counts=np.where(place >= 0, fit.model.counts[place], 0).astype(int),
        sizes=task.sizes,
    )


def ebp_task(fit: EbpFit, population: Population, indicators, line, *, sampled: str, draws: int) -> Task:
    """What is wanted, checked against the fit."""
    unit_data.columns_match(population.x, fit.model.beta)
    if sampled not in SAMPLED:
        raise UsageError(f"sampled is {sampled!r}; it is one of {', '.join(SAMPLED)}.")
    kept = kept_incomes(fit, population, fit.y) if sampled == "kept" else None
    return predict.task(population, indicators, line(fit.y) if callable(line) else line, draws=draws, kept=kept)


def kept_incomes(fit: EbpFit, population: Population, y: np.ndarray) -> tuple[np.ndarray, ...]:
    """Sampled incomes y (n,) of each of the population's areas."""
    order = np.argsort(fit.sample.codes, kind="stable")
    groups = np.split(y[order], np.cumsum(fit.sample.counts.astype(int))[:-1])
    place = unit_data.positions(population.areas, fit.model.areas)
    return tuple(groups[at] if at >= 0 else np.empty(0) for at in place)


def posterior_of(model: NestedErrorFit, population: Population) -> Posterior:
    """The model's predictions for the population's areas; unsampled ones keep the whole area variance."""
    place = unit_data.positions(population.areas, model.areas)
    known = place >= 0
    return Posterior(
        beta=model.beta,
        effects=np.where(known, model.effects[place], 0.0),
        effect_variances=np.where(known, model.effect_variances[place], model.sigma2_area),
        unit_variance=model.sigma2_unit,
    )
