"""Arrows: whether a series moves towards its green threshold fast enough.

    actual = (s_1 - s_0) / (y_1 - y_0)             points of the unclipped score a year
    needed = (s_green - s_0) / (2030 - y_0)
    share  = actual / needed

y_0 is the last year with a value in 2012 to 2015, else the first after; y_1 the
last. The goal is the green threshold, not the optimum. A green value points up,
or, where it has declined, stagnates; any other decline is decreasing; then less
than half of the needed pace is stagnating, less than the whole moderately
improving, the whole or more on track.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from headway.model.edition import Edition
from headway.statistics.progress.runs import finite
from headway.statistics.progress.sdsn.bounds import Bounds
from headway.statistics.progress.sdsn.colours import GREEN, indicator_colour

ON_TRACK, IMPROVING, STAGNATING, DECREASING = (
    "ON_TRACK_OR_MAINTAINING", "MODERATELY_IMPROVING", "STAGNATING", "DECREASING",
)  # fmt: skip
ARROWS = (DECREASING, STAGNATING, IMPROVING, ON_TRACK)
"""Worst to best: each has a unit of the scale 0 to 4 on which the trends of a goal are averaged."""


class Trend(msgspec.Struct, frozen=True):
    """One indicator's trend with what it was computed from."""

    arrow: str
    colour: str
    """Colour of the last value."""
    first_year: int
    first: float
    last_year: int
    last: float
    actual: float
    """Points of the score a year."""
    needed: float
    share: float | None
    """actual / needed; None where nothing was needed at the first value."""


def ends(years: np.ndarray, edition: Edition) -> tuple[int, int] | None:
    """Places of the first and the last value of a trend; None where no value follows the first.

    `years` ascending, shape (n,).
    """
    parameters = edition.parameters
    until = int(np.searchsorted(years, parameters["base_year"], side="right"))
    first = until - 1 if until and years[until - 1] >= parameters["base_first"] else until
    last = len(years) - 1
    return (first, last) if 0 <= first < last else None


def trend(years: np.ndarray, values: np.ndarray, bounds: Bounds, edition: Edition) -> Trend | None:
    """The trend of one series; None where no two values allow one.

    `years` ascending and `values`, both of shape (n,), in the unit of `bounds`.
    None too where the first value is as late as the target year.
    """
    found, target = ends(years, edition), edition.parameters["target_year"]
    if found is None or years[found[0]] >= target:
        return None
    first, last = float(values[found[0]]), float(values[found[1]])
    start, end = int(years[found[0]]), int(years[found[1]])
    actual = bounds.sign * (last - first) / (end - start)
    needed = bounds.sign * (bounds.green - first) / (target - start)
    share = finite(actual / needed) if needed > 0 else None
    colour, points = indicator_colour(last, bounds), 100 / abs(bounds.optimum - bounds.lower)
    arrow = indicator_arrow(colour, actual, share, edition)
    return Trend(arrow, colour, start, first, end, last, finite(actual * points), finite(needed * points), share)


def indicator_arrow(colour: str, actual: float, share: float | None, edition: Edition) -> str:
    """The arrow of an indicator whose last value has the colour; a share on a border takes the better arrow."""
    if colour == GREEN:
        return ON_TRACK if actual >= 0 else STAGNATING
    if actual < 0 or share is None:
        return DECREASING
    if share < edition.parameters["stagnating"]:
        return STAGNATING
    return IMPROVING if share < edition.parameters["on_track"] else ON_TRACK


def position(found: Trend, edition: Edition) -> float:
    """Where a trend lies on the scale 0 to 4: decreasing 0 to 1, stagnating to 2, improving to 3, on track to 4.

    The publisher says that there is such a scale, not how a trend is put on it.
    This map reproduces the most goal arrows of the Benin 2023 data base:
    decreasing 1 + actual / 3 points a year, not under 0; stagnating and improving
    straight between the borders of the share; on track 3.5; green and not
    declining 3; green and declining 1.
    """
    parameters = edition.parameters
    if found.colour == GREEN:
        return parameters["maintained_at" if found.arrow == ON_TRACK else "slipping_at"]
    if found.arrow == DECREASING:
        return max(1 + found.actual / parameters["decline_scale"], 0.0)
    low, high = parameters["stagnating"], parameters["on_track"]
    if found.arrow == STAGNATING:
        return 1 + found.share / low
    return 2 + (found.share - low) / (high - low) if found.arrow == IMPROVING else parameters["on_track_at"]


def goal_arrow(positions: Sequence[float]) -> str:
    """The arrow of a goal: the mean position of its trends, by the unit it lies in; blank without trends."""
    if not positions:
        return ""
    return ARROWS[min(int(np.mean(positions) + 1e-12), 3)]
