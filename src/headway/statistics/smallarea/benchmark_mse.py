"""Mean squared error of area estimates after benchmarking.

A parametric bootstrap draws area values and direct estimates from the fitted
model, refits, benchmarks each replicate to its own total, and compares both the
benchmarked and the plain estimates with the values drawn:

    mse_i = analytic mse_i * sum (benchmarked - truth)^2 / sum (plain - truth)^2

the quotient over the same replicates, so that most Monte-Carlo noise cancels.
What the total is in a replicate is a choice that changes the answer:

    known    the true total, as a census gives; `total_variance` adds its own error
    direct   the weighted sum of the direct estimates (all areas sampled)
"""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from scipy.linalg import solve_triangular

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea import area_mse, benchmarking, fay_herriot
from headway.statistics.smallarea.area_replicates import Replicates, draw
from headway.statistics.smallarea.fay_herriot import AreaEstimates, FayHerriotFit

SOURCES = ("known", "direct")


class BenchmarkedMse(msgspec.Struct, frozen=True, eq=False):
    """`mse` (rows,) after benchmarking, `ratio` to that before; `source` of the total, and `replicates`."""

    mse: np.ndarray
    ratio: np.ndarray
    source: str
    replicates: int


def bootstrap_mse(
    fitted: FayHerriotFit,
    estimates: AreaEstimates,
    *,
    weights: Sequence | np.ndarray,
    method: str = "ratio",
    source: str = "known",
    total_variance: float | Sequence | np.ndarray = 0.0,
    x: np.ndarray | None = None,
    replicates: int = 200,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> BenchmarkedMse:
    """Errors after `benchmark(estimate=estimates.estimate, weights=weights, method=method)`.

    `weights` (rows,) or (k, rows) in the order of `estimates`; `x` (rows, p) is
    needed where some areas have no sample; `total_variance` (k,) of known totals.
    """
    plan = prepare(fitted, estimates, weights, method, source, total_variance, x)
    generator = np.random.default_rng([seed, 1])
    plain, changed = np.zeros(len(estimates.areas)), np.zeros(len(estimates.areas))
    for part in draw(fitted, replicates=replicates, seed=seed, progress=progress):
        truth, estimate, adjusted = replicate(plan, part, generator)
        plain += ((estimate - truth) ** 2).sum(axis=0)
        changed += ((adjusted - truth) ** 2).sum(axis=0)
    ratio = changed / plain
    return BenchmarkedMse(mse=estimates.mse * ratio, ratio=ratio, source=source, replicates=int(replicates))


class Plan(msgspec.Struct, frozen=True, eq=False):
    """What stays the same over replicates."""

    fitted: FayHerriotFit
    algebra: object
    sampled: np.ndarray
    outside: np.ndarray
    weights: np.ndarray
    total_error: np.ndarray
    method: str
    source: str


def prepare(fitted, estimates, weights, method, source, total_variance, x) -> Plan:
    rows = len(estimates.areas)
    matrix = np.atleast_2d(np.array(weights, dtype=float))
    matrix, _ = benchmarking.constraints(matrix, np.zeros(len(matrix)), estimates.areas)
    benchmarking.refuse_unfit(estimates.estimate, matrix, estimates.mse, method, estimates.areas)
    if source not in SOURCES:
        raise UsageError(f"source is '{source}'.", remedy=f"Choose one of {', '.join(SOURCES)}.")
    if source == "direct" and not estimates.sampled.all():
        raise UsageError("Some areas have no direct estimate.", remedy="Use source 'known'.")
    if x is None and not estimates.sampled.all():
        raise UsageError("x is needed: some areas have no sample.", remedy="Give the covariates of every row.")
    error = np.broadcast_to(np.asarray(total_variance, dtype=float), (len(matrix),))
    if not np.all(error >= 0):
        raise UsageError(
            "total_variance is negative or missing.", remedy="Give a variance of zero or more for each total."
        )
    covariates = fitted.x if x is None else checks.matrix(x, rows)
    return Plan(
        fitted=fitted,
        algebra=fay_herriot.at_estimates(fitted)[0],
        sampled=estimates.sampled,
        outside=covariates[~estimates.sampled],
        weights=matrix,
        total_error=np.sqrt(error),
        method=method,
        source=source,
    )


def replicate(plan: Plan, part: Replicates, generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Truth, plain and benchmarked estimates of every row, each (b, rows)."""
    truth, estimate, mse = inside(plan, part)
    if not plan.sampled.all():
        away = unsampled(plan, part, generator)
        truth, estimate, mse = (
            spread(plan.sampled, known, new) for known, new in zip((truth, estimate, mse), away, strict=True)
        )
    aim = part.y if plan.source == "direct" else truth
    totals = aim @ plan.weights.T + plan.total_error * generator.standard_normal((len(aim), len(plan.weights)))
    loose = benchmarking.looseness(estimate, mse, plan.method)
    return truth, estimate, benchmarking.adjust(estimate, plan.weights, totals, loose)


def inside(plan: Plan, part: Replicates) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mse = area_mse.analytic(plan.algebra, part.at, part.sigma2_u, plan.fitted.method).mse
    return part.truth, part.estimate, mse


def unsampled(plan: Plan, part: Replicates, generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rotated = solve_triangular(plan.algebra.triangle, plan.outside.T, trans=1).T
    u = np.sqrt(plan.fitted.sigma2_u) * generator.standard_normal((len(part.y), len(rotated)))
    lever = np.einsum("ij,bjk,ik->bi", rotated, part.at.q, rotated)
    return plan.outside @ plan.fitted.beta + u, part.at.coefficients @ rotated.T, part.sigma2_u[:, None] + lever


def spread(sampled: np.ndarray, inside: np.ndarray, outside: np.ndarray) -> np.ndarray:
    whole = np.empty((len(inside), len(sampled)))
    whole[:, sampled], whole[:, ~sampled] = inside, outside
    return whole
