"""Years in which many areas' levels shift together: suspected breaks.

A new poverty line, a new survey or a new definition moves the whole country in
one year. For each area a yearly change is compared with its neighbours, the
changes of the three years before and after; a year is suspected where the
nation and most of its parts jump in the same direction.

A heuristic of Headway's: it points at years to look at, and decides nothing
alone. Its parameters stand with its edition, its behaviour is pinned by tests.
"""

import msgspec
import numpy as np

WINDOW = 3
"""Changes before and after that say what is usual."""


class Shift(msgspec.Struct, frozen=True):
    """A suspected year and how widely it is shared."""

    year: int
    share: float
    """Share of the areas with both years that shift in the nation's direction."""
    areas: int


def suspected_shifts(
    years: np.ndarray,
    nation: np.ndarray | None,
    parts: np.ndarray,
    *,
    threshold: float,
    relative: float,
    majority: float,
    minimum_parts: float,
) -> tuple[Shift, ...]:
    """The suspected years, ascending.

    `years` (n,) ascending integers; `nation` (n,), None where the nation has no
    such series, and `parts` (m, n) floats with NaN where there is no value. A change counts as a jump where it exceeds
    `threshold` usual changes and `relative` of the level before. `majority` is
    the share of the parts (at least `minimum_parts`) that must jump along.
    """
    if len(years) < 4 or parts.shape[0] < minimum_parts:
        return ()
    part_jumps = jumps(parts, threshold, relative)
    leading = np.sign(part_jumps.sum(axis=0)) if nation is None else jumps(nation[None, :], threshold, relative)[0]
    candidates = np.flatnonzero((leading != 0) & (np.diff(years) == 1))
    known = np.isfinite(np.diff(parts, axis=1)).sum(axis=0)
    found = []
    for index in candidates:
        along = int(np.sum(part_jumps[:, index] == leading[index]))
        if known[index] >= minimum_parts and along > majority * known[index]:
            found.append(Shift(int(years[index + 1]), along / int(known[index]), int(known[index])))
    return tuple(found)


def jumps(levels: np.ndarray, threshold: float, relative: float) -> np.ndarray:
    """Sign of each jump, 0 where the change is usual or unknown; (m, n) to (m, n - 1)."""
    changes = np.diff(levels, axis=1)
    size = np.abs(changes)
    usual = _median_of_neighbours(size)
    with np.errstate(invalid="ignore"):
        jump = (size > threshold * usual) & (size > relative * np.abs(levels[:, :-1]))
    return np.where(jump, np.sign(changes), 0.0)


def _median_of_neighbours(size: np.ndarray) -> np.ndarray:
    """Median of the up to three known sizes on each side; infinite where fewer than three are known."""
    m, n = size.shape
    padded = np.full((m, n + 2 * WINDOW), np.nan)
    padded[:, WINDOW : WINDOW + n] = size
    offsets = [o for o in range(2 * WINDOW + 1) if o != WINDOW]
    around = np.sort(np.stack([padded[:, o : o + n] for o in offsets]), axis=0)
    known = np.isfinite(around).sum(axis=0)
    middle = np.maximum(known - 1, 0)
    low = np.take_along_axis(around, (middle // 2)[None], axis=0)[0]
    high = np.take_along_axis(around, ((middle + 1) // 2)[None], axis=0)[0]
    return np.where(known >= 3, (low + high) / 2, np.inf)
