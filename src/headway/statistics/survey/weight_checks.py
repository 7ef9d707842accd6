"""Weights that cannot be weights, with their rows."""

import numpy as np

from headway.statistics.survey.faults import Fault, fault


def weight_faults(weights: np.ndarray) -> list[Fault]:
    """Faults of weights (n,) floats: absent, infinite, negative or zero."""
    if weights.min() > 0 and np.isfinite(weights.max()):
        return []
    with np.errstate(invalid="ignore"):
        kinds = (
            ("WEIGHT_ABSENT", "Weights are absent", np.isnan(weights), "Fill them or leave the rows out."),
            ("WEIGHT_INFINITE", "Weights are infinite", np.isinf(weights), "Correct them."),
            (
                "WEIGHT_NEGATIVE",
                "Weights are negative",
                (weights < 0) & np.isfinite(weights),
                "Correct them; negative weights after calibration ask for bounds.",
            ),
            (
                "WEIGHT_ZERO",
                "Weights are zero",
                weights == 0,
                "Leave the rows out: they stand for nobody (replicate weights may be zero).",
            ),
        )
    return [fault(name, found, remedy, np.flatnonzero(where)) for name, found, where, remedy in kinds if where.any()]
