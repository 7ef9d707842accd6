"""One run of yearly values: what it must be, and the value that stands for the base year."""

import msgspec
import numpy as np

from headway.statistics.progress import reasons as why

BEYOND = 1e300
"""Stands for a number too large to write."""
LARGEST = 1e100
"""Above this in size no value is a statistic, and squares would leave the range of floats."""


class BaseValue(msgspec.Struct, frozen=True):
    """The value progress is counted from, or why there is none."""

    year: int = 0
    value: float = 0.0
    reason: str = ""
    flags: tuple[str, ...] = ()


def checked(years: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Years as integers and values as floats, both of shape (n,).

    Raises ValueError where the shapes differ, years do not ascend or a value is not finite.
    """
    years, values = np.asarray(years, dtype=int), np.asarray(values, dtype=float)
    if years.shape != values.shape or years.ndim != 1:
        raise ValueError(f"years {years.shape} and values {values.shape} must be one run")
    if np.any(np.diff(years) <= 0) or not np.all(np.isfinite(values)):
        raise ValueError("years must ascend without repeats and values be finite")
    return years, values


def base_value(years: np.ndarray, values: np.ndarray, base_year: int, *, missing: str = "nearest") -> BaseValue:
    """The value of the base year, or what serves in its place.

    A later value must follow it. `missing` is the rule for a base year without a
    value: "nearest", the first year after, else the last before, that leaves two
    values; "interpolate", on the straight line between the years around it, and
    the first year after where there is none before.
    """
    if len(years) == 0:
        return BaseValue(reason=why.NO_DATA)
    if years[-1] < base_year:
        return BaseValue(reason=why.ENDS_BEFORE_BASE)
    after, last = int(np.searchsorted(years, base_year)), len(years) - 1
    if years[after] == base_year:
        return _at(years, values, after) if after < last else BaseValue(reason=why.TOO_FEW_POINTS)
    if after > 0 and missing == "interpolate":
        value = float(np.interp(base_year, years, values))
        return BaseValue(base_year, value, flags=(why.BASE_ESTIMATED,))
    place = after if after < last else after - 1
    return _at(years, values, place, why.BASE_YEAR_MOVED) if place >= 0 else BaseValue(reason=why.TOO_FEW_POINTS)


def _at(years: np.ndarray, values: np.ndarray, place: int, *flags: str) -> BaseValue:
    return BaseValue(int(years[place]), float(values[place]), flags=flags)


def finite(number: float) -> float:
    """The number, or the largest that is written."""
    return float(min(max(number, -BEYOND), BEYOND))


def share_of(part: float, whole: float) -> float:
    """part / whole, the largest number that is written where `whole` is too small to divide by."""
    if whole == 0.0:
        return finite(part * float("inf")) if part else 0.0
    return finite(part / whole)
