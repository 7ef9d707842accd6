"""Parametric bootstrap MSE of the EBLUP of area means.

Samples are drawn from the fitted model as sufficient statistics, refitted, and
estimates compared with the means they should meet. What units outside the
sample add to those means is independent of the sample, so its variance is
added instead of drawn.

Source: Gonzalez-Manteiga, Lombardia, Molina, Morales and Santamaria (2008),
Journal of Statistical Computation and Simulation 78, 443-462.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import replication, variance_search
from headway.statistics.smallarea.bootstrap_sums import SumsSampler, sampler
from headway.statistics.smallarea.eblup import AreaTargets, area_targets
from headway.statistics.smallarea.nested_error import TOLERANCE, NestedErrorFit
from headway.statistics.smallarea.streams import TRUTH, stream
from headway.statistics.smallarea.whitening import of_sums

BLOCK = 64


class BootstrapErrors(msgspec.Struct, frozen=True):
    """Mean squared errors of k areas by bootstrap."""

    areas: np.ndarray
    mse: np.ndarray
    std_error: np.ndarray
    """Monte-Carlo standard error of each MSE."""
    bias: np.ndarray
    replicates: int
    complete: bool
    """False where the caller stopped it; the replicates done are used."""


def area_means_bootstrap(
    fit: NestedErrorFit,
    *,
    means,
    areas,
    sizes=None,
    replicates: int = 200,
    seed: int = 0,
    threads: int = 1,
    progress: replication.Progress | None = None,
) -> BootstrapErrors:
    """Bootstrap MSE of `eblup.area_means` with the same arguments.

    `progress(done, wanted)` is called after each block; False stops. Raises
    UsageError on a weighted fit.
    """
    if not np.allclose(fit.effective, fit.counts):
        raise UsageError(
            "The fit is weighted, and this bootstrap refits without weights.",
            remedy="Take the analytic MSE of area_means, or ebp_bootstrap of a weighted ebp_fit.",
        )
    targets = area_targets(fit, means=means, areas=areas, sizes=sizes)
    design, _, _ = of_sums(fit.sums)
    draws = sampler(design, sigma2_area=fit.sigma2_area, sigma2_unit=fit.sigma2_unit, seed=seed)
    result = replication.run(
        lambda block: _errors(draws, fit, targets, block),
        replicates=replicates,
        block=BLOCK,
        threads=threads,
        progress=progress,
    )
    added = targets.outside * fit.sigma2_unit / targets.sizes
    squares = result.values**2
    return BootstrapErrors(
        areas=targets.areas,
        mse=squares.mean(axis=0) + added,
        std_error=squares.std(axis=0, ddof=1) / np.sqrt(result.done),
        bias=result.values.mean(axis=0),
        replicates=result.done,
        complete=result.complete,
    )


def _errors(draws: SumsSampler, fit: NestedErrorFit, targets: AreaTargets, block: range) -> np.ndarray:
    """Estimate less expected truth (B, k): what the sample itself holds is in both and cancels."""
    design = draws.design
    effects, _, response = draws.draw(block)
    found = variance_search.search(design, response, method=fit.method, tolerance=TOLERANCE)
    beta = variance_search.profile(design, response, found.ratio, fit.method).beta
    scaled = design.counts * found.ratio[:, None]
    predicted = scaled / (1 + scaled) * (response.means - beta @ design.means.T)
    known = targets.place >= 0
    fresh = np.stack([stream(draws.seed, TRUTH, b).standard_normal(len(known)) for b in block])
    truth = np.where(known, effects[:, targets.place], np.sqrt(fit.sigma2_area) * fresh)
    estimate = np.where(known, predicted[:, targets.place], 0.0)
    return targets.outside * (beta @ (targets.means @ design.inverse).T + estimate - truth)
