"""The gap between two groups over time: how large it is, and whether it closes.

In each year that both have a value, A the first group's and B the second's:

    difference  A - B            error  sqrt(e_A^2 + e_B^2)
    ratio       A / B            error of its logarithm  sqrt((e_A / A)^2 + (e_B / B)^2)

The errors take the two groups' samples as independent; groups of one sample
that share clusters usually vary together, and the interval is then too wide
rather than too narrow. A straight line is fitted to the differences, and one to
the logarithms of the ratios, each with an interval for its slope (`slope`). The
gap is measured from the side on which the line starts:

    CLOSING    the whole interval of the slope points towards equality
    WIDENING   the whole interval points away from it
    REVERSED   the line has crossed equality, and the interval excludes no change
    UNCHANGED  the gap is the same in all years, and nothing says how sure that is
    CANNOT_TELL  the interval includes no change

The two measures may disagree: where both values fall a difference can close
while the ratio widens. Both are given; which one matters is a judgement.
"""

import msgspec
import numpy as np

from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import LARGEST, checked
from headway.statistics.progress.situation import Run
from headway.statistics.progress.slope import fitted_slope, least_years

CLOSING, WIDENING, REVERSED = "CLOSING", "WIDENING", "REVERSED"
UNCHANGED, CANNOT_TELL = "UNCHANGED", "CANNOT_TELL"
MOVEMENTS = (CLOSING, WIDENING, REVERSED, UNCHANGED, CANNOT_TELL)
SAME = 1e-12
"""Of the largest gap: differences below this are rounding."""


class Movement(msgspec.Struct, frozen=True):
    """How a gap moves, or why that cannot be said."""

    movement: str = ""
    """One of MOVEMENTS; blank where `reason` says why."""
    slope: float | None = None
    """Yearly change of the gap's size, negative towards equality: in the unit, or as a share of a ratio (-0.02 is 2 %)."""
    lower: float | None = None
    upper: float | None = None
    first: float | None = None
    """The size of the gap on the line in the first common year, in the unit or as a logarithm of the ratio."""
    last: float | None = None
    """The same in the last one; negative where the gap has reversed."""
    sampled: bool = False
    """Whether the interval rests on standard errors from the source."""
    reason: str = ""


class Gap(msgspec.Struct, frozen=True):
    """Two groups compared in the years they share."""

    years: tuple[int, ...]
    differences: tuple[float, ...]
    """The first group's value less the second's."""
    ratios: tuple[float, ...]
    """The first group's value over the second's; empty where a value is zero or negative."""
    absolute: Movement
    relative: Movement


def gap_between(
    first: Run,
    second: Run,
    *,
    first_errors: np.ndarray | None = None,
    second_errors: np.ndarray | None = None,
    since: int | None = None,
    minimum_years: int = 3,
    level: float = 0.95,
) -> Gap:
    """The gap between two runs of yearly values in the years they share, from `since` on.

    Standard errors, of the shape of their run, are used where both runs have a
    positive one in every common year; then two years are enough whatever
    `minimum_years` asks. Raises ValueError on arrays that are no run.
    """
    one, other = checked(*first), checked(*second)
    years, left, right = np.intersect1d(one[0], other[0], return_indices=True)
    kept = np.ones(len(years), dtype=bool) if since is None else years >= since
    years, left, right = years[kept], left[kept], right[kept]
    a, b = one[1][left], other[1][right]
    if len(a) and max(np.max(np.abs(a)), np.max(np.abs(b))) > LARGEST:
        return _nothing(years, why.NOT_COVERED)
    errors = _errors(first_errors, left), _errors(second_errors, right)
    known = errors[0] is not None and errors[1] is not None
    if len(years) < (2 if known else max(minimum_years, least_years(None))):
        return _nothing(years, why.TOO_FEW_COMMON_YEARS)
    absolute = movement(years, a - b, np.hypot(*errors) if known else None, level=level)
    return Gap(
        years=tuple(map(int, years)),
        differences=tuple(map(float, a - b)),
        ratios=tuple(map(float, a / b)) if _positive(a, b) else (),
        absolute=absolute,
        relative=_relative(years, a, b, errors if known else None, level),
    )


def movement(
    years: np.ndarray, gaps: np.ndarray, std_errors: np.ndarray | None, *, level: float, signed: bool = True
) -> Movement:
    """How a gap of shape (n,) moves; `signed` where it may change sides, false for measures of spread."""
    if std_errors is None and np.ptp(gaps) <= SAME * np.max(np.abs(gaps)):
        size = float(abs(gaps[0]))
        return Movement(UNCHANGED, 0.0, 0.0, 0.0, size, size)
    line = fitted_slope(years, gaps, std_errors, level=level)
    side = -1.0 if signed and (line.at_first or line.at_last) < 0 else 1.0
    lower, upper = sorted((side * line.lower, side * line.upper))
    first, last = side * line.at_first, side * line.at_last
    return Movement(
        _named(lower, upper, last if signed else 0.0), side * line.value, lower, upper, first, last, line.sampled
    )


def _named(lower: float, upper: float, last: float) -> str:
    if lower <= 0.0 <= upper:
        return CANNOT_TELL
    if upper < 0.0:
        return REVERSED if last < 0.0 else CLOSING
    return WIDENING


def _relative(years, a, b, errors, level: float) -> Movement:
    """The movement of the ratio; its slope as a share a year."""
    if not _positive(a, b):
        return Movement(reason=why.RATIO_UNDEFINED)
    std_errors = None if errors is None else np.hypot(errors[0] / a, errors[1] / b)
    found = movement(years, np.log(a) - np.log(b), std_errors, level=level)
    shares = {name: _share(getattr(found, name)) for name in ("slope", "lower", "upper")}
    return msgspec.structs.replace(found, **shares)


def _share(log_slope: float) -> float:
    return float(np.expm1(min(log_slope, 600.0)))


def _positive(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(np.all(a > 1 / LARGEST) and np.all(b > 1 / LARGEST))


def _errors(std_errors: np.ndarray | None, places: np.ndarray) -> np.ndarray | None:
    """The standard errors at some places of a run; None where one of them is missing or is zero."""
    if std_errors is None:
        return None
    found = np.asarray(std_errors, dtype=float)[places]
    usable = (found > 1 / LARGEST) & (found < LARGEST)
    return found if len(found) and bool(np.all(usable)) else None


def _nothing(years: np.ndarray, reason: str) -> Gap:
    refused = Movement(reason=reason)
    return Gap(tuple(map(int, years)), (), (), refused, refused)
