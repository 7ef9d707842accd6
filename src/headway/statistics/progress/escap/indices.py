"""The two indices of UN ESCAP and their bands, as formulas.

I0 is the base value, I_cv the current one, I_t the one expected in the target
year, TV the target; D is +1 where more is desired and -1 where less is.

    Current Status        10 D (I_cv - I0) / |TV - I0|,     parity 10 - 10 |TV - I_cv| / |TV - I0|
    Anticipated Progress  100 - 100 D (I_t - I0) / |TV - I0|,   parity 100 |TV - I_t| / |TV - I0|

A target that is met gives 10 and 0. Of an interval, the distances from it take
the place of |TV - I|. Where TV = I0 and the target is not met the formulas are
undefined: the Current Status is at its floor, the Anticipated Progress has no
number and its band is REVERSE. Where I0 had met the target and I_cv or I_t does
not, |TV - I0| keeps worsening on the worse side.

Source: UN ESCAP, Progress Assessment Methodology (2026) and Technical Notes;
bands and caps stand in the edition, marked where they were not read there.
"""

import msgspec

from headway.statistics.progress.runs import finite
from headway.statistics.progress.targets import Aim

MAINTAIN, ACCELERATE, REVERSE = "MAINTAIN", "ACCELERATE", "REVERSE"
TOLERANCE = 1e-9
"""Values on a border are taken as equal to it in spite of rounding, in points of 100."""


class CurrentStatus(msgspec.Struct, frozen=True):
    """How much of the way since the base year has been gone, on a scale to 10."""

    index: float | None = None
    """Between the edition's floor and 10; negative where things got worse."""
    uncapped: float | None = None
    """What the formula gives before caps; None where it is undefined."""
    should_be: float | None = None
    """Where an even pace would stand in the last year, 0 to 10."""
    base_year: int | None = None
    base_value: float | None = None
    last_year: int | None = None
    last_value: float | None = None
    target_year: int | None = None
    target_value: float | None = None
    target_basis: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()


def where_we_should_be(year: int, base_year: int, target_year: int) -> float:
    """10 (year - base year) / (target year - base year), between 0 and 10; 10 where the target year has come."""
    if target_year <= base_year:
        return 10.0
    return min(max(10.0 * (year - base_year) / (target_year - base_year), 0.0), 10.0)


def gone(value: float, base: float, aim: Aim) -> float | None:
    """The share of the way from the base to the target that a value has gone; None where there was no way.

    1 at the target, 0 at the base, negative where the value is worse than the base.
    """
    if aim.value is None:
        way = aim.shortfall(base)
        return None if way == 0 else finite(1.0 - aim.shortfall(value) / way)
    way = abs(aim.value - base)
    sign = 1 if aim.direction == "increase" else -1
    return None if way == 0 else finite(sign * (value - base) / way)


def current_status_index(
    value: float, base: float, aim: Aim, *, floor: float, cap: float
) -> tuple[float, float | None]:
    """The Current Status Index, capped, and as the formula gives it."""
    share = gone(value, base, aim)
    uncapped = None if share is None else finite(10.0 * share)
    if aim.shortfall(value) == 0.0:
        return cap, uncapped
    return (floor if uncapped is None else min(max(uncapped, floor), cap)), uncapped


def anticipated_progress_index(current: float, expected: float, base: float, aim: Aim) -> float | None:
    """The Anticipated Progress Index, in per cent of the way that will be missing; None where undefined.

    0 where the current value meets the target or the expected one will.
    """
    if aim.shortfall(current) == 0.0 or aim.shortfall(expected) == 0.0:
        return 0.0
    share = gone(expected, base, aim)
    return None if share is None else finite(100.0 - 100.0 * share)


def band(index: float | None, *, maintain: float, accelerate: float, equal: str) -> str:
    """The band of an Anticipated Progress Index; `equal` ("better" or "worse") is the side a border belongs to."""
    if index is None:
        return REVERSE
    shift = TOLERANCE if equal == "better" else -TOLERANCE
    if index <= maintain + shift:
        return MAINTAIN
    return ACCELERATE if index <= accelerate + shift else REVERSE
