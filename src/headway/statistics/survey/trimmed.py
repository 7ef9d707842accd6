"""Weights held within bounds, their sum kept."""

import numpy as np

from headway.errors import UsageError


def trimmed(weights: np.ndarray, lower: float, upper: float) -> np.ndarray:
    """(n,) weights within `lower` and `upper`, what was cut off shared equally among the rows inside.

    Sharing may carry others over a bound: it is repeated until none is, as R's
    `trimWeights(strict = TRUE)`. Rows of weight zero (left out of a replicate)
    stay so. Raises UsageError where the bounds leave no room for the sum.
    """
    alive = weights > 0
    values, whole = weights[alive], weights.sum()
    if not lower * len(values) < whole < upper * len(values):
        raise UsageError(
            f"Weights between {lower:g} and {upper:g} cannot sum to {whole:,.6g} over {len(values)} rows.",
            remedy=f"The mean weight, {whole / len(values):.6g}, must lie inside the bounds.",
        )
    held = np.zeros(len(values), dtype=bool)
    while ((values < lower) | (values > upper)).any():
        held |= (values < lower) | (values > upper)
        values = np.clip(values, lower, upper)
        if held.all():
            values = _shifted(weights[alive], lower, upper, whole)
            break
        values[~held] += (whole - values.sum()) / (~held).sum()
    result = weights.copy()
    result[alive] = values
    return result


def _shifted(weights: np.ndarray, lower: float, upper: float, whole: float) -> np.ndarray:
    """All weights moved by one number and held, where sharing among the rows inside leaves none inside."""
    low, high = -weights.max(), whole
    for _ in range(200):
        middle = (low + high) / 2
        enough = np.clip(weights + middle, lower, upper).sum() >= whole
        low, high = (low, middle) if enough else (middle, high)
    return np.clip(weights + high, lower, upper)
