"""Area estimates made to add up to totals that are published already.

With weights a_i (population shares when the total T is a mean, population
counts when it is a count) the changed estimates satisfy sum a_i theta_i = T and
are nearest to the model's in sum phi_i (change_i)^2:

    difference  phi_i = a_i               every area moves by the same amount   (emdi "raking")
    ratio       phi_i = a_i / theta_i     every area moves by the same factor   (emdi "ratio")
    mse         phi_i = a_i / mse_i       uncertain areas move most             (emdi "MSE_adj")

    change = Phi^-1 W' (W Phi^-1 W')^-1 (T - W theta)

with one row of W for each total; totals may cover parts of the areas, and a_i is
then the sum of the column. An area with no weight in any total stays. Source:
Datta, Ghosh, Steorts and Maples (2011), Test 20, 574-588.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks

METHODS = ("ratio", "difference", "mse")


class Benchmarked(msgspec.Struct, frozen=True, eq=False):
    """Estimates (m,) that meet `totals` (k,); `before` is what they added up to, `change` the difference made."""

    areas: tuple
    estimate: np.ndarray
    change: np.ndarray
    totals: np.ndarray
    before: np.ndarray
    method: str


def benchmark(
    *,
    estimate: Sequence | np.ndarray,
    weights: Sequence | np.ndarray,
    totals: float | Sequence | np.ndarray,
    method: str = "ratio",
    mse: Sequence | np.ndarray | None = None,
    areas: Sequence | None = None,
) -> Benchmarked:
    """Change `estimate` (m,) so that `weights` (m,) or (k, m) times it gives `totals` (k,).

    `mse` (m,) is needed by method "mse". UsageError where weights are negative
    or do not fit, estimates are not above zero under "ratio", or totals
    contradict each other.
    """
    estimate = checks.vector(estimate, "estimate")
    names = checks.labels(areas, len(estimate))
    checks.finite(estimate, "estimate", names)
    weights, totals = constraints(weights, totals, names)
    error = None if mse is None else checks.vector(mse, "mse", len(estimate))
    refuse_unfit(estimate, weights, error, method, names)
    spread = looseness(estimate[None], None if error is None else error[None], method)
    changed = adjust(estimate[None], weights, totals[None], spread)[0]
    before = weights @ estimate
    refuse_contradiction(weights @ changed, totals, before)
    return Benchmarked(
        areas=names, estimate=changed, change=changed - estimate, totals=totals, before=before, method=method
    )


def constraints(weights, totals, names: tuple) -> tuple[np.ndarray, np.ndarray]:
    """Weights (k, m) and totals (k,), checked."""
    weights = np.atleast_2d(np.array(weights, dtype=float))
    totals = np.atleast_1d(np.array(totals, dtype=float))
    if weights.ndim != 2 or weights.shape[1] != len(names):
        raise UsageError(
            f"weights has shape {weights.shape} where there are {len(names)} areas.",
            remedy="Give a weight for each area, and a row of them for each total.",
        )
    if totals.shape != (len(weights),):
        raise UsageError(
            f"There are {totals.size} totals and {len(weights)} rows of weights.", remedy="Give one total for each row."
        )
    bad = (~(weights >= 0) | np.isinf(weights)).any(axis=0)
    if bad.any():
        raise UsageError(
            f"weights are missing, negative or infinite in {checks.rows(bad, names)}.", remedy="Correct them."
        )
    if not np.isfinite(totals).all() or not weights.any(axis=1).all():
        raise UsageError("A total is missing, or has no area with weight.", remedy="Leave that total out.")
    return weights, totals


def refuse_unfit(estimate, weights, mse, method: str, names: tuple) -> None:
    if method not in METHODS:
        raise UsageError(f"method is '{method}'.", remedy=f"Choose one of {', '.join(METHODS)}.")
    covered = weights.any(axis=0)
    if method == "ratio" and np.any(bad := covered & ~(estimate > 0)):
        raise UsageError(
            f"Estimates are not above zero in {checks.rows(bad, names)}.", remedy="Use method 'difference' or 'mse'."
        )
    if method == "mse":
        if mse is None:
            raise UsageError("Method 'mse' needs mse.", remedy="Give the mean squared errors, or use 'ratio'.")
        if np.any(bad := covered & ~((mse > 0) & np.isfinite(mse))):
            raise UsageError(
                f"mse is not above zero in {checks.rows(bad, names)}.", remedy="Use 'ratio' or 'difference'."
            )


def looseness(estimate: np.ndarray, mse: np.ndarray | None, method: str) -> np.ndarray:
    """a_i / phi_i: how easily an area moves, (b, m)."""
    if method == "difference":
        return np.ones_like(estimate)
    return estimate if method == "ratio" else mse


def adjust(estimate: np.ndarray, weights: np.ndarray, totals: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The nearest estimates that meet `totals` (b, k), for each row of `estimate` (b, m)."""
    size = weights.sum(axis=0)
    own = np.divide(weights, size, out=np.zeros_like(weights), where=size > 0)
    gap = totals - estimate @ weights.T
    normal = np.einsum("km,bm,lm->bkl", weights, spread, own, optimize=True)
    # Redundant totals leave `normal` singular; the pseudo-inverse meets them all when they agree.
    multiplier = (np.linalg.pinv(normal, rcond=1e-12) @ gap[..., None])[..., 0]
    return estimate + spread * (multiplier @ own)


def refuse_contradiction(reached: np.ndarray, totals: np.ndarray, before: np.ndarray) -> None:
    scale = np.maximum(np.abs(totals), np.abs(before))
    missed = np.abs(reached - totals) > 1e-9 * np.where(scale > 0, scale, 1.0)
    if missed.any():
        raise UsageError(
            f"Totals contradict each other: {checks.rows(missed)} cannot be met together with the others.",
            remedy="Correct the totals, or leave out those that others add up to.",
        )
