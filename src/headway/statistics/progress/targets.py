"""Where a target comes from, turned into a number with its basis.

A target may be a number (universal, by convention, national, local or borrowed
from a similar measure), a rule relative to the base value, an interval, or
derived from the comparison group: champion areas, whose mean rate is applied
to the base until the target year, or a level that the best have reached.

Sources: UN ESCAP, Progress Assessment Methodology (universal, relative and
champion targets; the details of champion areas are not read in the source);
OECD, Measuring Distance to the SDG Targets (best performance).
"""

from collections.abc import Iterable

import msgspec
import numpy as np

from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress import peers as group
from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import BaseValue, finite

ORDER = ("local", "national", "universal", "relative", "convention", "champion", "proxy", "")
"""Which basis is preferred where several targets are known: the nearest authority first."""


class Aim(msgspec.Struct, frozen=True):
    """What is to be reached, as numbers, or why there is nothing.

    Either `value` is set (better is everything beyond it) or the pair `lower`
    and `upper` (inside is best; equal for an ideal value).
    """

    year: int
    direction: str
    basis: str = ""
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    rate: float | None = None
    """Champion areas: the yearly rate that was applied."""
    used: int = 0
    """Champion areas: how many peers the rate is the mean of; best level: how many values it was taken from."""
    reason: str = ""
    flags: tuple[str, ...] = ()

    def shortfall(self, value: float) -> float:
        """How far a value is from meeting the target, in its unit; 0 where it does."""
        if self.value is not None:
            ahead = self.value - value if self.direction == "increase" else value - self.value
            return max(ahead, 0.0)
        return max(self.lower - value, value - self.upper, 0.0)

    def nearest(self, value: float) -> float:
        """The number to reach: the target, or the nearest end of its interval."""
        return self.value if self.value is not None else min(max(value, self.lower), self.upper)


def preferred(targets: Iterable[Target], order: tuple[str, ...] = ORDER) -> Target | None:
    """The target whose basis comes first in `order`; of two alike the earlier year, then the first given."""
    rank = {basis: place for place, basis in enumerate(order)}
    known = [target for target in targets if target.basis in rank]
    return min(known, key=lambda target: (rank[target.basis], target.year), default=None)


def stated(expectation: Expectation, base: BaseValue, *, year: int) -> Aim:
    """The aim that the expectation's own target gives; `year` where no target names one.

    Relative: offset + factor × base value, which must be positive. A two-sided
    target may be an interval or one ideal value.
    """
    target, direction = expectation.target, expectation.direction
    if target is None:
        return Aim(year, direction, reason=why.NO_TARGET_SET)
    basis = target.basis or ("relative" if target.factor is not None else "")
    if target.factor is not None:
        return _relative(target, direction, basis, base)
    if target.lower is not None:
        return Aim(target.year, direction, basis, lower=target.lower, upper=target.upper)
    if target.value is None:
        return Aim(year, direction, reason=why.NO_TARGET_SET)
    if direction == "range":
        return Aim(target.year, direction, basis, lower=target.value, upper=target.value)
    return Aim(target.year, direction, basis, value=target.value)


def _relative(target: Target, direction: str, basis: str, base: BaseValue) -> Aim:
    if base.reason:
        return Aim(target.year, direction, basis, reason=base.reason)
    if base.value <= 0:
        return Aim(target.year, direction, basis, reason=why.BASE_IS_ZERO)
    value = target.offset + target.factor * base.value
    if direction == "range":
        return Aim(target.year, direction, basis, lower=value, upper=value)
    return Aim(target.year, direction, basis, value=value)


def from_champions(
    base: BaseValue, found: group.ChampionRate, expectation: Expectation, *, year: int
) -> Aim:
    """The target that the champions' mean rate gives when applied to the base until `year`.

    Compound: base × (1 + rate)^(year - base year); else base + rate × years. Put
    to the natural bound where it lies beyond.
    """
    direction = expectation.direction
    reason = base.reason or found.reason or (why.BASE_IS_ZERO if found.compound and base.value <= 0 else "")
    if direction == "range" or year <= base.year:
        reason = why.NO_TARGET_SET
    if reason:
        return Aim(year, direction, "champion", reason=reason)
    value = _applied(base.value, found, year - base.year)
    value = within(value, expectation.lower, expectation.upper)
    return Aim(
        year, direction, "champion", value=value, rate=found.rate, used=found.used, flags=(why.CHAMPION_TARGET,)
    )


def from_best_level(values: np.ndarray, expectation: Expectation, *, share: float, minimum: int, year: int) -> Aim:
    """The target that is the level reached by the best `share` of the peers' values, shape (peers,)."""
    direction = expectation.direction
    if direction == "range":
        return Aim(year, direction, reason=why.NO_TARGET_SET)
    if len(values) < max(minimum, 1):
        return Aim(year, direction, reason=why.TOO_FEW_PEERS)
    value = group.best_level(values, direction, share)
    return Aim(year, direction, "champion", value=value, used=len(values), flags=(why.BEST_LEVEL_TARGET,))


def _applied(base: float, found: group.ChampionRate, span: int) -> float:
    if not found.compound:
        return finite(base + found.rate * span)
    return finite(float(base * np.exp(min(span * np.log1p(found.rate), 600.0))))


def within(value: float, lower: float | None, upper: float | None) -> float:
    """The value, put to the nearest bound where it lies beyond."""
    if lower is not None:
        value = max(value, lower)
    return value if upper is None else min(value, upper)
