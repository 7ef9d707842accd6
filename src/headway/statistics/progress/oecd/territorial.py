"""The territorial form: an index from 0 to 100, where 100 is the value to be reached by 2030.

    index = 100 (x - low) / (end - low), between 0 and 100;  distance = 100 - index

`end` is the target, or where none is agreed the level that the best fifth of
the group have reached; `low` the worst value of the group after winsorising,
that is the quantile next to its worst tail.

Source: OECD, A Territorial Approach to the SDGs (2020), chapter 2, and the
OECD localised framework: 0 to 100 with 100 the end value, a goal's index the
mean of its headline indicators. The quantiles are professional knowledge,
marked in the edition.
"""

from collections.abc import Iterable

import numpy as np

from headway.statistics.progress.runs import share_of


def lower_end(values: np.ndarray, direction: str, tail: float) -> float:
    """The winsorised worst value: the quantile `tail` where more is better, 1 - `tail` where less is."""
    return float(np.quantile(values, tail if direction == "increase" else 1 - tail))


def territorial_index(value: float, low: float, end: float) -> float:
    """The index between 0 (`low` or worse) and 100 (`end` or better); either may be the larger number."""
    return min(max(100.0 * share_of(value - low, end - low), 0.0), 100.0)


def goal_distance(indices: Iterable[float]) -> tuple[float, float] | None:
    """A goal's index, the mean of its headline indicators', and its distance from 100; None without any."""
    found = sorted(indices)
    if not found:
        return None
    mean = sum(found) / len(found)
    return mean, 100.0 - mean
