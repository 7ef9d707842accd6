"""The four numbers an indicator is read against, and where they come from.

Worst to best: lower bound (score 0), red threshold, green threshold, optimum
(score 100). The publisher sets them indicator by indicator and freezes them
across editions: the optimum is the absolute target of the SDG, zero deprivation
for all ("leave no one behind"), a technical optimum, or else the mean of the top
five performers; the lower bound is the 2.5th percentile of the worst tail.
"""

import msgspec
import numpy as np

from headway.model.edition import Edition


class Bounds(msgspec.Struct, frozen=True):
    """Four numbers in the indicator's own unit. `optimum` differs from `lower`."""

    lower: float
    red: float
    green: float
    optimum: float

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is."""
        return 1 if self.optimum > self.lower else -1


def top_mean(levels: np.ndarray, sign: int, count: int) -> float:
    """The mean of the `count` best of the levels, shape (areas,)."""
    return float(np.mean(np.sort(sign * levels)[::-1][:count]) * sign)


def worst_tail(levels: np.ndarray, sign: int, share: float) -> float:
    """The level that a `share` of the areas does not reach; interpolated between neighbours.

    With `share` 0.025: the 2.5th percentile where more is better, the 97.5th where less is.
    """
    return float(np.quantile(levels, share if sign > 0 else 1 - share))


def between(lower: float, optimum: float, green: float | None, edition: Edition) -> Bounds:
    """Bounds whose thresholds stand at the edition's shares of the way, `green` where it is known.

    green = lower + green_share × (optimum - lower), red = lower + red_share × (green - lower).
    """
    parameters = edition.parameters
    if green is None:
        green = lower + parameters["green_share"] * (optimum - lower)
    return Bounds(lower, lower + parameters["red_share"] * (green - lower), green, optimum)
