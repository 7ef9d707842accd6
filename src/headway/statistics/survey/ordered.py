"""Rows in the order of a value within each area, sorted once and read by any weights."""

import msgspec
import numpy as np

from headway.statistics.survey.sample import Sample

SLACK = 1e-12
"""Of the whole weight: a cumulated weight this near to a target has reached it."""


class Ordered(msgspec.Struct, frozen=True, eq=False):
    """The rows inside the areas, by area and then by value."""

    order: np.ndarray
    """(k,) rows of the sample."""
    values: np.ndarray
    """(k,) ascending within each area."""
    starts: np.ndarray
    """(m + 1,) where each area begins."""

    @property
    def size(self) -> int:
        return len(self.starts) - 1

    def area_of(self, per_area: np.ndarray) -> np.ndarray:
        """(k,) each place's own area's value."""
        return np.repeat(per_area, np.diff(self.starts))

    def cumulated(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(k,) sums over the places of the area up to and with each, and (m,) their ends; `values` (k,)."""
        running = np.cumsum(values)
        ends = np.concatenate([[0.0], running[self.starts[1:] - 1]])
        return running - self.area_of(ends[:-1]), np.diff(ends)

    def rows(self, values: np.ndarray, n: int) -> np.ndarray:
        """(n,) `values` (k,) put back in the sample's order, 0 outside the areas."""
        back = np.zeros(n)
        back[self.order] = values
        return back


def ordered(data: Sample) -> Ordered:
    """The sample's first values in order."""
    y, area = data.values[0], data.area
    order = np.argsort(y, kind="stable")
    order = order[np.argsort(area[order], kind="stable")]
    order = order[len(y) - int(data.count.sum()) :]
    return Ordered(order, y[order], np.concatenate([[0], np.cumsum(data.count)]))


def quantile_of(places: Ordered, weights: np.ndarray, probability: np.ndarray, rule: str) -> np.ndarray:
    """(m,) the quantile of each area at its own probability (m,); `weights` (n,) of the sample.

    "math": the least value whose cumulated weight reaches p (Hyndman and Fan 1);
    "school": the mean of it and the next where it reaches p exactly (2);
    "interpolated": between values at (C_k - w_k)/(C_n - w_n), C the cumulated
    weights (7 where weights are equal). NaN in areas without weight.
    """
    weights = weights[places.order]
    running = np.cumsum(weights)
    begin, last = places.starts[:-1], places.starts[1:] - 1
    base = np.where(begin > 0, running[begin - 1], 0.0)
    whole = running[last] - base
    slack = SLACK * running[-1]
    if rule == "interpolated":
        found = _interpolated(places.values, running, weights, base, probability, begin, last)
    else:
        found = _stepped(places.values, running, base + probability * whole, slack, begin, last, rule)
    return np.where(whole > slack, found, np.nan)


def _stepped(values, running, target, slack, begin, last, rule) -> np.ndarray:
    # A target of 0 still begins with the first row of the area.
    place = np.clip(np.searchsorted(running, target - slack, side="left"), begin, last)
    if rule == "math":
        return values[place]
    # Rows of weight zero, as in replicates, are no next value.
    after = np.clip(np.searchsorted(running, target + slack, side="right"), begin, last)
    reached = np.abs(running[place] - target) <= slack
    return np.where(reached, (values[place] + values[after]) / 2, values[place])


def _interpolated(values, running, weights, base, probability, begin, last) -> np.ndarray:
    before = running - weights
    target = base + probability * (before[last] - base)
    place = np.clip(np.searchsorted(before, target, side="right") - 1, begin, last)
    after = np.minimum(place + 1, last)
    gap = before[after] - before[place]
    part = np.divide(target - before[place], gap, out=np.zeros(len(gap)), where=gap > 0)
    return values[place] + np.clip(part, 0, 1) * (values[after] - values[place])
