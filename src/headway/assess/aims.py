"""The target that each method used for an indicator in an area, and where that number comes from.

Two methods may use two targets for one series: where none is stated some take
one from the comparison group, some name one of their own, and some need none.
What indicators.csv states goes before all of them.
"""

from collections.abc import Iterable

import msgspec

from headway.model.assessment import Progress
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress import reasons as why

FROM_GROUP = {why.CHAMPION_TARGET, why.BEST_LEVEL_TARGET, why.BOUNDS_FROM_PEERS}
"""Flags of verdicts whose target, where none is stated, was taken from the comparison group."""
CHAMPION, CONVENTION, RELATIVE = "champion", "convention", "relative"
OWN = {"open-sdg": CONVENTION, "unsd-ratio": RELATIVE}
"""Method → what the targets are that its documentation lays down for single indicators."""


class UsedTarget(msgspec.Struct, frozen=True):
    """The target of one verdict."""

    method: str
    edition: str
    year: int | None = None
    value: float | None = None
    """None where the method used no target."""
    basis: str = ""
    """One of BASES; blank without a target, and where nobody has said where a stated one comes from."""


def basis_used(progress: Progress, expectation: Expectation) -> str:
    """Where the target of a verdict comes from; blank where it used none.

    Of a stated target what indicators.csv says of it, or `relative` where it is
    a rule; else `champion` from the comparison group, `convention` where the
    method's documentation names the number, `relative` where it names a rule.
    """
    if progress.target_value is None:
        return ""
    target = expectation.target
    if target is not None and _is_used(target, progress):
        return target.basis or (RELATIVE if target.factor is not None else "")
    if FROM_GROUP & set(progress.flags):
        return CHAMPION
    if why.BINARY in progress.flags:
        return ""
    return OWN.get(progress.method, "")


def _is_used(target: Target, progress: Progress) -> bool:
    """Whether the number of a verdict is the stated one; a method may lay down its own for an indicator."""
    value = progress.target_value
    if target.value is not None:
        return value == target.value
    if target.lower is not None:
        return target.lower <= value <= target.upper
    return not FROM_GROUP & set(progress.flags)


def used_target(progress: Progress, expectation: Expectation) -> UsedTarget:
    """The target of one verdict with its basis."""
    if progress.target_value is None:
        return UsedTarget(progress.method, progress.edition)
    basis = basis_used(progress, expectation)
    return UsedTarget(progress.method, progress.edition, progress.target_year, progress.target_value, basis)


def used_targets(said: Iterable[Progress], expectation: Expectation) -> tuple[UsedTarget, ...]:
    """The target of each verdict on one series, in their order."""
    return tuple(used_target(progress, expectation) for progress in said)
