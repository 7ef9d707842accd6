"""The bounds of a review's series, for which no publisher has set any.

A fixed target is the green threshold, and the best value that is possible the
optimum; without a target both come from the comparison group. The lower bound
comes from the group, or else is the worst value that is possible. This reading
is Headway's: the publisher sets bounds by hand for each indicator.
"""

import msgspec
import numpy as np

from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.peers import levels
from headway.statistics.progress.sdsn.bounds import Bounds, between, top_mean, worst_tail
from headway.statistics.progress.situation import Situation


class Reference(msgspec.Struct, frozen=True):
    """Bounds with how they were found, or why there are none."""

    bounds: Bounds | None = None
    reason: str = ""
    flags: tuple[str, ...] = ()


def sign_of(expectation: Expectation) -> int:
    """+1 where more is better, -1 where less is."""
    return 1 if expectation.direction == "increase" else -1


def yes_or_no(expectation: Expectation) -> Bounds:
    """A yes or no question has two levels: green and red."""
    best, worst = (1.0, 0.0) if expectation.direction == "increase" else (0.0, 1.0)
    return Bounds(worst, best, best, best)


def fixed_target(expectation: Expectation) -> float | None:
    return expectation.target.value if expectation.target else None


def for_level(expectation: Expectation, situation: Situation, year: int, edition: Edition) -> Reference:
    """The four bounds of a series whose last value is of `year`."""
    if expectation.kind == "binary":
        return Reference(yes_or_no(expectation), flags=(why.BINARY,))
    sign, target = sign_of(expectation), fixed_target(expectation)
    group = peer_levels(situation, year, edition)
    lower, flags = _lower(expectation, group, sign, edition)
    if target is None:
        optimum = top_mean(group, sign, int(edition.parameters["top"])) if len(group) else None
    else:
        optimum = best_possible(expectation, target)
    if lower is None or optimum is None:
        return Reference(reason=why.NO_BOUNDS)
    least = optimum if target is None else target
    if sign * lower >= sign * least:
        return Reference(reason=why.PEERS_ALIKE)
    return Reference(between(lower, optimum, target, edition), flags=flags)


def best_possible(expectation: Expectation, target: float) -> float:
    """The best natural bound, or the target where there is none or it lies beyond."""
    best = expectation.upper if expectation.direction == "increase" else expectation.lower
    sign = sign_of(expectation)
    return target if best is None or sign * best < sign * target else best


def peer_levels(situation: Situation, year: int, edition: Edition) -> np.ndarray:
    """The group's last levels up to `year`, shape (areas,); empty where too few areas have one."""
    found = levels(situation.peers, year, int(edition.parameters["peer_years"]))
    return found if len(found) >= edition.parameters["minimum_peers"] else found[:0]


def _lower(expectation: Expectation, group: np.ndarray, sign: int, edition: Edition):
    if len(group):
        return worst_tail(group, sign, edition.parameters["worst_tail"]), (why.BOUNDS_FROM_PEERS,)
    worst = expectation.lower if sign > 0 else expectation.upper
    return worst, (why.LOWER_BOUND_NATURAL,)
