"""The distance from a target in standard deviations of the comparison group.

    d = max(0, D (T - x) / sigma)

D is +1 where more is desired and -1 where less is; sigma the standard deviation
across the group in the reference year; 0 where the target is met. Of an
interval the distance from it takes the place of D (T - x).

Source: OECD, Measuring Distance to the SDG Targets (2019 and 2022), methodology;
the bands are professional knowledge, marked in the edition.
"""

from collections.abc import Mapping

import msgspec

from headway.statistics.progress.runs import share_of

MET, SMALL, MEDIUM, LONG = "MET", "SMALL", "MEDIUM", "LONG"
TOLERANCE = 1e-12


class Distance(msgspec.Struct, frozen=True):
    """A mean distance and how many indicators or targets it is the mean of."""

    value: float
    of: int


def distance(shortfall: float, sigma: float) -> float:
    """`shortfall` from the target (0 or more, in the unit) in units of `sigma`."""
    return 0.0 if shortfall <= 0 else share_of(shortfall, sigma)


def band(value: float, *, small: float, medium: float) -> str:
    """MET at 0, SMALL below `small`, MEDIUM from it up to `medium` itself, LONG beyond."""
    if value <= 0.0:
        return MET
    if value < small - TOLERANCE:
        return SMALL
    return MEDIUM if value <= medium + TOLERANCE else LONG


def mean_distance(by_target: Mapping[str, Mapping[str, float]]) -> tuple[dict[str, Distance], Distance | None]:
    """Distances by target and indicator → each target's mean, and the goal's as the mean of its targets.

    Targets without an indicator are left out; no target, no goal.
    """
    targets = {
        name: Distance(sum(sorted(found.values())) / len(found), len(found))
        for name, found in sorted(by_target.items())
        if found
    }
    if not targets:
        return {}, None
    return targets, Distance(sum(entry.value for entry in targets.values()) / len(targets), len(targets))
