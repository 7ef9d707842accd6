"""Indicators with a best value in between: turned into ones whose decrease is desired.

Both map the best value to itself and put values beyond it on either side at
the same distance, so that the rule for a decrease towards the best value
holds. Arrays of shape (n,) in, arrays of shape (n,) out.
"""

import numpy as np

from headway.statistics.progress.open_sdg.rates import BEYOND


def parity(values: np.ndarray, lower: float, upper: float) -> np.ndarray:
    """max(y, 1/y): twice as much weighs as half as much; 1 between `lower` and `upper`.

    ValueError where a value is not above zero: its inverse means nothing.
    """
    if np.any(values <= 0):
        raise ValueError("parity needs values above zero")
    with np.errstate(over="ignore"):
        larger = np.minimum(np.maximum(values, 1 / values), BEYOND)
    return np.where((values >= lower) & (values <= upper), 1.0, larger)


def around(values: np.ndarray, lower: float, upper: float) -> np.ndarray:
    """c + |y - c| with c the middle of the desired interval; c itself within it.

    With lower = upper = 50: 50 + |y - 50|, as for the share of seats held by women.
    """
    centre = middle(lower, upper)
    inside = (values >= lower) & (values <= upper)
    with np.errstate(over="ignore"):
        mirrored = np.clip(centre + np.abs(values - centre), -BEYOND, BEYOND)
    return np.where(inside, centre, mirrored)


def middle(lower: float, upper: float) -> float:
    """Halfway between two ends."""
    return lower / 2 + upper / 2
