"""Empirical best prediction for sub-areas and areas under the two-fold model.

Sub-areas are predicted as `ebp` predicts areas, with u_i + v_is in place of
the area effect. Mean, total, headcount, gap and severity of areas are the
sub-areas' put together by their sizes. The MSE of both is by parametric
bootstrap; samples are drawn as sums and refitted.

The parameter of a Box-Cox or log-shift transformation is that of the one-level
model of the sub-areas, and stays as it is in the bootstrap.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import predict, replication, unit_data
from headway.statistics.smallarea.bootstrap_samples import Replicate
from headway.statistics.smallarea.bootstrap_sums import SumsSampler, sampler
from headway.statistics.smallarea.ebp import EbpResult
from headway.statistics.smallarea.ebp_bootstrap import EbpErrors, replicate_gaps, summary
from headway.statistics.smallarea.income_scale import Scale
from headway.statistics.smallarea.indicators import LINEAR
from headway.statistics.smallarea.nested_error import TOLERANCE
from headway.statistics.smallarea.population import Population
from headway.statistics.smallarea.predict import WAYS, Posterior, Task
from headway.statistics.smallarea.streams import POINT, SUBAREAS, stream
from headway.statistics.smallarea.transformation_fit import fit_scale, sample_design
from headway.statistics.smallarea.two_fold import TwoFoldFit, assemble, fit_two_fold
from headway.statistics.smallarea.two_fold_search import search
from headway.statistics.smallarea.whitening import WhiteResponse

BLOCK = 10


class TwoFoldEbpFit(msgspec.Struct, frozen=True):
    """A two-fold model of transformed incomes."""

    model: TwoFoldFit
    scale: Scale


class TwoFoldTargets(msgspec.Struct, frozen=True):
    """A population by sub-area, and the area of each sub-area."""

    population: Population
    areas: np.ndarray
    parents: np.ndarray
    """Area of each of the population's sub-areas, as its position in `areas`."""

    def together(self, values: np.ndarray, sizes: np.ndarray, totals: np.ndarray, power: int = 1) -> np.ndarray:
        """Sub-areas' indicators (k, i) to areas' (a, i): sums where `totals`, else means by size."""
        weights = np.where(totals, 1.0, sizes[:, None]) ** power
        sums = np.stack([np.bincount(self.parents, column, len(self.areas)) for column in (weights * values).T], axis=1)
        size = np.bincount(self.parents, sizes, len(self.areas))[:, None]
        return sums / np.where(totals, 1.0, size) ** power


def two_fold_ebp_fit(*, y, x, area, subarea, transformation: str = "log", shift=None, method: str = "reml") -> TwoFoldEbpFit:
    """Fit to sampled incomes; arguments as `ebp_fit`, with `subarea` (n,)."""
    y = unit_data.response(y)
    scale = fit_scale(y, sample_design(x, subarea, rows=len(y)), kind=transformation, shift=shift, method=method)
    model = fit_two_fold(y=scale.forward(y), x=x, area=area, subarea=subarea, method=method)
    return TwoFoldEbpFit(model, scale)


def two_fold_targets(fit: TwoFoldEbpFit, population: Population, *, areas) -> TwoFoldTargets:
    """`population` grouped by sub-area; `areas` (k,) the area of each of its sub-areas, in its order."""
    unit_data.columns_match(population.x, fit.model.beta)
    labels, parents = unit_data.coded(areas, rows=len(population.areas), name="areas")
    place = unit_data.positions(population.areas, fit.model.subareas_ascending)
    known = np.flatnonzero(place >= 0)
    home = fit.model.areas[fit.model.parents[fit.model.order[place[known]]]]
    astray = known[home != labels[parents[known]]]
    if len(astray):
        raise UsageError(f"The sub-areas {unit_data.listed(population.areas[astray])} stand in another area in the sample.")
    return TwoFoldTargets(population, labels, parents)


def two_fold_ebp(
    fit: TwoFoldEbpFit, targets: TwoFoldTargets, *, indicators=("mean", "headcount", "gap"), line=None, draws=200, seed=0
) -> tuple[EbpResult, EbpResult | None]:
    """Results by sub-area, and by area where all indicators are means or totals over units (else None)."""
    task = predict.task(targets.population, indicators, line, draws=draws)
    posterior = posterior_of(fit.model, targets)
    found, noise = predict.estimate(posterior, fit.scale, task, lambda area: stream(seed, POINT, area))
    names, ways = tuple(i.name for i in task.indicators), np.array(WAYS)[task.ways(fit.scale)]
    counts = _sampled(fit.model, targets)
    below = EbpResult(targets.population.areas, names, found, ways, np.sqrt(noise), counts, task.sizes)
    totals = _totals(task)
    if totals is None:
        return below, None
    put = targets.together(found, task.sizes, totals)
    sums = [np.bincount(targets.parents, part, len(targets.areas)) for part in (counts, task.sizes)]
    above = EbpResult(
        areas=targets.areas,
        indicators=names,
        estimate=put,
        way=np.broadcast_to(ways[0], put.shape),
        monte_carlo_error=np.zeros(put.shape),
        counts=sums[0].astype(int),
        sizes=sums[1],
    )
    return below, above


def two_fold_bootstrap(
    fit: TwoFoldEbpFit,
    targets: TwoFoldTargets,
    *,
    indicators=("mean", "headcount", "gap"),
    line=None,
    replicates: int = 50,
    draws: int = 32,
    seed: int = 0,
    threads: int = 1,
    progress: replication.Progress | None = None,
) -> tuple[EbpErrors, EbpErrors | None]:
    """MSE of `two_fold_ebp` with the same arguments, by sub-area and by area."""
    task = predict.task(targets.population, indicators, line, draws=draws)
    totals = _totals(task)
    sums = sampler(fit.model.data.design, sigma2_area=0.0, sigma2_unit=fit.model.sigma2_unit, seed=seed)

    def errors(block: range) -> np.ndarray:
        found = []
        for number in block:
            world = _world(fit, targets, sums, number)
            gap, spread, noise = replicate_gaps(fit, task, world, None, seed, number)
            below = np.stack([gap**2 + spread - noise, gap])
            if totals is not None:
                gap = targets.together(gap, task.sizes, totals)
                spread = targets.together(spread, task.sizes, totals, power=2)
                below = np.concatenate([below, np.stack([gap**2 + spread, gap])], axis=1)
            found.append(below)
        return np.stack(found)

    result = replication.run(errors, replicates=replicates, block=BLOCK, threads=threads, progress=progress)
    k, names = len(task.sizes), tuple(i.name for i in task.indicators)
    head = msgspec.structs.replace(result, values=result.values[:, :, :k])
    below = summary(head, targets.population.areas, names, "parametric", "sums")
    if totals is None:
        return below, None
    tail = msgspec.structs.replace(result, values=result.values[:, :, k:])
    return below, summary(tail, targets.areas, names, "parametric", "sums")


def posterior_of(model: TwoFoldFit, targets: TwoFoldTargets) -> Posterior:
    """Sub-areas' predictions: their own sample's, else their area's, else none."""
    place = unit_data.positions(targets.population.areas, model.subareas_ascending)
    own = model.order[place]
    home = unit_data.positions(targets.areas, model.areas)[targets.parents]
    area_effect = np.where(home >= 0, model.area_effects[home], 0.0)
    area_variance = np.where(home >= 0, model.area_variances[home], model.sigma2_area)
    return Posterior(
        beta=model.beta,
        effects=np.where(place >= 0, model.effects[own], area_effect),
        effect_variances=np.where(place >= 0, model.effect_variances[own], area_variance + model.sigma2_subarea),
        unit_variance=model.sigma2_unit,
    )


def _world(fit: TwoFoldEbpFit, targets: TwoFoldTargets, sums: SumsSampler, number: int) -> Replicate:
    """One simulated world: true effects of sub-areas and the refitted posterior."""
    model, random = fit.model, stream(sums.seed, SUBAREAS, number)
    u = np.sqrt(model.sigma2_area) * random.standard_normal(len(model.areas))
    v = np.sqrt(model.sigma2_subarea) * random.standard_normal(len(model.subareas))
    _, errors, drawn = sums.draw(range(number, number + 1))
    sampled = u[model.parents] + v
    response = WhiteResponse(errors + sampled, drawn.cross, drawn.square)
    start = np.array([model.sigma2_area, model.sigma2_subarea]) / model.sigma2_unit
    ratios, step = search(model.data, response, tolerance=TOLERANCE, start=start)
    refitted = assemble(model.data, response, ratios, step, areas=model.areas, subareas=model.subareas, ordinary=model.beta)
    place = unit_data.positions(targets.population.areas, model.subareas_ascending)
    home = unit_data.positions(targets.areas, model.areas)
    fresh_u = np.sqrt(model.sigma2_area) * random.standard_normal(len(home))
    fresh_v = np.sqrt(model.sigma2_subarea) * random.standard_normal(len(place))
    area = np.where(home >= 0, u[home], fresh_u)[targets.parents]
    truth = np.where(place >= 0, sampled[model.order[place]], area + fresh_v)
    return Replicate(truth, posterior_of(refitted, targets), fit.scale, None)


def _sampled(model: TwoFoldFit, targets: TwoFoldTargets) -> np.ndarray:
    place = unit_data.positions(targets.population.areas, model.subareas_ascending)
    return np.where(place >= 0, model.counts[model.order[place]], 0).astype(int)


def _totals(task: Task) -> np.ndarray | None:
    """Which indicators are totals; None where some cannot be put together from sub-areas."""
    if any(i.kind not in LINEAR for i in task.indicators):
        return None
    return np.array([i.kind == "total" for i in task.indicators])
