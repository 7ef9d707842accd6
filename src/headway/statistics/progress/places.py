"""How far apart many places are, year by year, and whether they draw together.

In each year in which every place has a value:

    range      the largest value less the smallest
    deviation  the standard deviation over places, each counting once
    variation  deviation over the mean, where all values are positive

The deviation and the variation are each fitted by a straight line, with the
interval and the words of `gaps`. Errors of the places' own values add to the
deviation in every year: a spread that shrinks may also mean better samples.
"""

from collections.abc import Mapping

import msgspec
import numpy as np

from headway.statistics.progress import reasons as why
from headway.statistics.progress.gaps import Movement, movement
from headway.statistics.progress.runs import LARGEST, checked
from headway.statistics.progress.situation import Run


class Spread(msgspec.Struct, frozen=True):
    """Places compared in the years they all share."""

    places: int
    years: tuple[int, ...]
    ranges: tuple[float, ...]
    deviations: tuple[float, ...]
    variations: tuple[float, ...]
    """Empty where a value is zero or negative."""
    highest: str = ""
    """The place with the largest value in the last common year; of equals the first by name."""
    lowest: str = ""
    absolute: Movement = Movement()
    """Of the deviation, in the unit."""
    relative: Movement = Movement()
    """Of the variation: the yearly change of deviation over mean."""


def spread_of(
    runs: Mapping[str, Run], *, since: int | None = None, minimum_years: int = 3, level: float = 0.95
) -> Spread:
    """The spread over places, from `since` on. Raises ValueError on arrays that are no run."""
    names = sorted(runs)
    found = {name: checked(*runs[name]) for name in names}
    years = _common(found, since)
    if len(names) < 2:
        return _nothing(names, years, why.TOO_FEW_PEERS)
    if len(years) < max(minimum_years, 3):
        return _nothing(names, years, why.TOO_FEW_COMMON_YEARS)
    values = np.array([what[np.searchsorted(when, years)] for when, what in found.values()])
    if np.max(np.abs(values)) > LARGEST:
        return _nothing(names, years, why.NOT_COVERED)
    return _measured(names, years, values, level)


def _common(found: Mapping[str, Run], since: int | None) -> np.ndarray:
    """The years that all runs have, ascending."""
    years = [set(map(int, when)) for when, _ in found.values()]
    shared = set.intersection(*years) if years else set()
    return np.array(sorted(year for year in shared if since is None or year >= since), dtype=int)


def _measured(names: list[str], years: np.ndarray, values: np.ndarray, level: float) -> Spread:
    """`values` of shape (places, years)."""
    deviations = np.std(values, axis=0)
    positive = bool(np.all(values > 0))
    variations = deviations / values.mean(axis=0) if positive else np.array([])
    relative = (
        movement(years, variations, None, level=level, signed=False)
        if positive
        else Movement(reason=why.RATIO_UNDEFINED)
    )
    return Spread(
        places=len(names),
        years=tuple(map(int, years)),
        ranges=tuple(map(float, np.ptp(values, axis=0))),
        deviations=tuple(map(float, deviations)),
        variations=tuple(map(float, variations)),
        highest=names[int(np.argmax(values[:, -1]))],
        lowest=names[int(np.argmin(values[:, -1]))],
        absolute=movement(years, deviations, None, level=level, signed=False),
        relative=relative,
    )


def _nothing(names: list[str], years: np.ndarray, reason: str) -> Spread:
    refused = Movement(reason=reason)
    return Spread(len(names), tuple(map(int, years)), (), (), (), absolute=refused, relative=refused)
