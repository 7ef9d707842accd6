"""Replicate weights: kept compactly, checked, and used for variance.

With theta_r the estimate under replicate r:  V = scale × sum_r c_r (theta_r - centre)².
"""

from collections.abc import Callable

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.faults import fault, raise_any

MOST = 250_000_000
"""Factors kept at most, 2 GB; beyond, a bootstrap with fewer replicates serves."""


class Replication(msgspec.Struct, frozen=True):
    """How given replicate weights were made."""

    method: str = "bootstrap"
    """"JK1", "JKn", "BRR", "Fay", "bootstrap" or any word that is to be shown."""
    scale: float | None = None
    """Left out: (R - 1)/R for JK1, 1/(R (1 - fay)²) for BRR and Fay, 1/(R - 1) for the bootstrap, 1 for JKn."""
    scales: tuple[float, ...] | None = None
    """One for each replicate; required for JKn: (n_h - 1)/n_h of the stratum it leaves a cluster out of."""
    fay: float = 0.0
    centre: str = "mean"
    """"mean" of the replicates, or "estimate" of the whole sample."""
    combined: bool = True
    """Weights, as agencies publish them; False: factors that multiply the weights."""


class Replicates(msgspec.Struct, frozen=True, eq=False):
    """R replicate weights as factors on the design's weights."""

    method: str
    factors: np.ndarray
    """(k, R) not negative."""
    unit: np.ndarray | None
    """(n,) the row of `factors` that each row of the sample takes; None where they are the same."""
    scale: float
    scales: np.ndarray
    """(R,)"""
    centre: str = "mean"
    degrees_of_freedom: int | None = None
    """Rank less one, where nothing but the replicates tells; None where the design does."""

    @property
    def count(self) -> int:
        return self.factors.shape[1]

    def weights(self, weights: np.ndarray, replicate: int) -> np.ndarray:
        """(n,) the weights of one replicate."""
        factor = self.factors[:, replicate]
        return weights * (factor if self.unit is None else factor[self.unit])


def replicates_from_weights(values, weights: np.ndarray, replication: Replication | None) -> Replicates:
    """Given replicate weights (n, R), checked against the weights (n,)."""
    if replication is None:
        raise UsageError(
            "There are replicate weights, and nothing says how they were made.",
            remedy="Give replication=Replication(method=…, …).",
        )
    try:
        values = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise UsageError("Replicate weights hold what is no number.", remedy="Give an array of rows by replicates.") from None
    _check(values, weights, replication)
    factors = values / weights[:, None] if replication.combined else values
    scales = np.ones(values.shape[1]) if replication.scales is None else np.array(replication.scales, dtype=float)
    return Replicates(
        replication.method,
        factors,
        None,
        _scale(replication, values.shape[1]),
        scales,
        replication.centre,
        _rank(factors * weights[:, None]) - 1,
    )


def variance_of_replicates(
    replicates: Replicates, weights: np.ndarray, estimate: np.ndarray, point: Callable
) -> tuple[np.ndarray, np.ndarray]:
    """Variance (m,), and how many replicates left each area empty.

    `point` takes weights (n,) and gives estimates (m,), not finite where an area
    has no weight left; such a replicate counts as equal to the whole sample's
    estimate.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.stack([point(replicates.weights(weights, r)) for r in range(replicates.count)])
    empty = ~np.isfinite(values)
    values = np.where(empty, estimate, values)
    used = replicates.scales > 0
    centre = estimate if replicates.centre == "estimate" else values[used].mean(axis=0)
    return replicates.scale * (replicates.scales @ (values - centre) ** 2), empty.sum(axis=0)


def _check(values, weights, replication) -> None:
    if values.ndim != 2 or len(values) != len(weights):
        raise UsageError(
            f"Replicate weights have shape {values.shape} where the sample has {len(weights)} rows.",
            remedy="Give one row for each row of the sample, one column a replicate.",
        )
    count = values.shape[1]
    if count < 2:
        raise UsageError(f"There is {count} replicate weight.", remedy="Give two or more.")
    if replication.scales is not None and len(replication.scales) != count:
        raise UsageError(
            f"There are {len(replication.scales)} scales for {count} replicate weights.", remedy="Give one for each."
        )
    if replication.method == "JKn" and replication.scales is None:
        raise UsageError(
            "JKn replicate weights have no scales.",
            remedy="Give scales=: (n_h - 1)/n_h of the stratum each leaves a cluster out of.",
        )
    if not 0 <= replication.fay < 1 or replication.centre not in ("mean", "estimate"):
        raise UsageError(
            f"fay={replication.fay}, centre={replication.centre!r} are not possible.",
            remedy='fay is from 0 to under 1, centre "mean" or "estimate".',
        )
    found = []
    bad = np.flatnonzero(~np.isfinite(values).all(axis=1))
    if len(bad):
        found.append(
            fault(
                "REPLICATE_ABSENT",
                "Replicate weights are absent or infinite",
                "Fill them, with 0 where the row is left out.",
                bad,
            )
        )
    bad = np.flatnonzero((values < 0).any(axis=1))
    if len(bad):
        found.append(fault("REPLICATE_NEGATIVE", "Replicate weights are negative", "Correct them.", bad))
    raise_any(found or _misfit(values, weights, replication))


def _misfit(values, weights, replication) -> list:
    sums = values.sum(axis=0) if replication.combined else weights @ values
    empty = np.flatnonzero(sums == 0)
    if len(empty):
        return [
            fault(
                "REPLICATE_EMPTY",
                f"Replicates {', '.join(map(str, empty[:8]))} are zero in every row",
                "Leave them out, and correct the scale.",
            )
        ]
    ratio = float(np.median(sums) / weights.sum())
    if 0.5 < ratio < 2:
        return []
    remedy = "Say combined=False where they are factors, combined=True where they are weights; check that both are on one scale."
    return [fault("REPLICATE_SCALE", f"Replicate weights sum to {ratio:.3g} times the weights", remedy)]


def _scale(replication: Replication, count: int) -> float:
    if replication.scale is not None:
        if not replication.scale > 0:
            raise UsageError(f"The scale of replicates is {replication.scale}.", remedy="Give a positive number.")
        return replication.scale
    known = {
        "JK1": (count - 1) / count,
        "JKn": 1.0,
        "BRR": 1 / (count * (1 - replication.fay) ** 2),
        "Fay": 1 / (count * (1 - replication.fay) ** 2),
        "bootstrap": 1 / (count - 1),
    }
    if replication.method not in known:
        raise UsageError(
            f"No scale is known for replicates made by {replication.method!r}.", remedy=f"Give scale=, or use {', '.join(known)}."
        )
    return known[replication.method]


def _rank(values: np.ndarray) -> int:
    values = values / np.linalg.norm(values, axis=0)
    eigen = np.linalg.eigvalsh(values.T @ values)
    return int((eigen > 1e-10 * eigen[-1]).sum())
