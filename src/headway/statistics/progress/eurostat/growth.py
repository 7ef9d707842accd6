"""Windows of years, and growth over them.

    CAGR = (x_t / x_t0)^(1 / (t - t0)) - 1

Where it does not exist, for a zero or a change of sign, the yearly change as a
share of the larger of the two ends takes its place.
"""

import math

import msgspec
import numpy as np

from headway.statistics.progress.runs import finite


class Window(msgspec.Struct, frozen=True):
    """Where a term starts in a record."""

    start: int
    """Index of its first value."""
    span: int
    """Years from its first to its last value."""
    points: int


def window(years: np.ndarray, length: int, minimum: int, counts: str) -> Window | None:
    """The values from `length` years before the last one on; None where they are too few.

    `counts` says what there must be `minimum` of: "years" from the first to the
    last value, or "points".
    """
    start = int(np.searchsorted(years, years[-1] - length))
    span, points = int(years[-1] - years[start]), len(years) - start
    enough = points >= 2 and (span if counts == "years" else points) >= minimum
    return Window(start, span, points) if enough else None


def has_compound(first: float, last: float) -> bool:
    """Whether compound growth exists: both ends on one side of zero."""
    return (first > 0 and last > 0) or (first < 0 and last < 0)


def compound_growth(first: float, last: float, span: int) -> float:
    """Growth a year (0.02 is 2 %), positive where the value rises; see the module."""
    if has_compound(first, last):
        growth = math.expm1(min((math.log(abs(last)) - math.log(abs(first))) / span, 600.0))
        return finite(math.copysign(growth, growth * first))
    scale = max(abs(first), abs(last))
    return finite((last - first) / scale / span) if scale else 0.0


def carried_on(value: float, growth: float, ahead: int) -> float:
    """The value after `ahead` more years of compound growth in the value's own direction of rise."""
    factor = growth if value >= 0 else -growth
    if factor <= -1.0:
        return 0.0
    return finite(value * math.exp(min(ahead * math.log1p(factor), 400.0)))
