"""Yearly growth, and what a natural limit does to the thresholds."""

BEYOND = 1e300
"""Stands for a number too large to write."""


def bounded(number: float) -> float:
    """A number that can be written: infinities become the largest that is used."""
    return min(max(number, -BEYOND), BEYOND)


def compound_rate(first: float, last: float, years: float) -> float | None:
    """CAGR = (last / first) ** (1 / years) - 1, as a fraction a year.

    None where it does not exist: first is zero, the signs are opposite, or no
    year lies between.
    """
    if first == 0 or first * last < 0 or opposite(first, last) or years <= 0:
        return None
    ratio = bounded(last / first)
    return ratio ** (1 / years) - 1


def opposite(first: float, last: float) -> bool:
    """Whether one is above zero and the other below it."""
    return first > 0 > last or first < 0 < last


def replace_zero(value: float, stand_in: float) -> float:
    """Zero as a target or base value is replaced: growth from or to zero does not exist."""
    return stand_in if value == 0 else value


def scaling(base: float, limit: float | None, exponent: float) -> float:
    """C, from 0 to 1: by how much thresholds above zero shrink near a natural limit L.

    1 where no limit is set or |b| >= 2|L|; 1 - (|b|/|L|) ** a where |b| <= |L|
    (a limit from above); else 1 - ((2|L| - |b|)/|L|) ** a (a limit from below).
    """
    if limit is None:
        return 1.0
    base, limit = abs(base), abs(limit)
    if base >= 2 * limit:
        return 1.0
    nearness = base / limit if base <= limit else (2 * limit - base) / limit
    return 1 - nearness**exponent
