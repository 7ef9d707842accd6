"""Where the axis of values begins."""

from collections.abc import Sequence

ROOM, ROOM_OF_SHARES = 0.15, 0.05
"""The part of an axis from zero that the values must fill for their change to be seen: less is asked of percentages."""

NEVER_FROM_ZERO = frozenset({"IX", "INDEX", "YR", "YEARS", "Y", "PT_PREV_Y"})
"""Units in which zero is no natural beginning: indices, years of age or of life, per cent of the year before."""


def from_zero(values: Sequence[float], unit: str = "", *, percent: bool = False) -> bool:
    """Whether the axis begins at zero, so that heights compare as the values do.

    Values on both sides of zero include it by themselves. Otherwise zero is
    left out only where it would hide everything: when all values lie in a
    band narrower than `ROOM` of the way from zero to the farthest of them
    (`ROOM_OF_SHARES` where they are percentages, whose zero means nobody).
    A single level has nothing to hide and begins at zero.
    """
    known = [value for value in values if value == value]
    if not known:
        return True
    low, high = min(known), max(known)
    if low <= 0 <= high or low == high:
        return True
    if unit.upper() in NEVER_FROM_ZERO:
        return False
    return high - low >= (ROOM_OF_SHARES if percent else ROOM) * max(abs(low), abs(high))
