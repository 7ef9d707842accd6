"""Indicators of simulated incomes of an area, where no formula gives them.

The area's effect is drawn in strata of equal probability, two populations in
each: what moves an area's indicators most is spread evenly, and the two
populations of a stratum give an unbiased measure of the error that is left.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from headway.errors import UsageError
from headway.statistics.smallarea import indicators as wanted
from headway.statistics.smallarea.income_scale import Scale

BLOCK = 1 << 20
"""Simulated incomes held at a time."""


def expected(
    indicators: Sequence[wanted.Indicator],
    centres: np.ndarray,
    *,
    sd: float,
    effect_sd: float,
    scale: Scale,
    line: float | None,
    draws: int,
    random: np.random.Generator,
    kept: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """E of each indicator (k,) of one area, and the variance of its Monte-Carlo error (k,).

    `centres` (N,) are the units' means with the predicted effect in them;
    `draws` an even number of populations; `kept` incomes that are known and
    stand in every population.
    """
    if draws < 2 or draws % 2:
        raise UsageError(f"{draws} draws: an even number, two or more, is needed.")
    strata = draws // 2
    stratum = np.repeat(np.arange(strata), 2)
    effects = effect_sd * ndtri((stratum + random.uniform(1e-9, 1 - 1e-9, draws)) / strata)
    held = max(BLOCK // max(len(centres), 1), 1)
    found = [
        simulated(indicators, centres, effects[first : first + held], sd, scale, line, random, kept)
        for first in range(0, draws, held)
    ]
    pairs = np.concatenate(found).reshape(strata, 2, -1)
    means = pairs.mean(axis=1)
    error = ((pairs[:, 0] - pairs[:, 1]) ** 2 / 4).sum(axis=0) / strata**2
    return means.mean(axis=0), error


def simulated(indicators, centres, effects, sd, scale: Scale, line, random, kept=None) -> np.ndarray:
    """Indicators (draws, k) of one population for each effect (draws,)."""
    z = random.standard_normal((len(effects), len(centres)))
    z *= sd
    z += centres
    z += effects[:, None]
    return of_incomes(indicators, scale.back(z), line, kept)


def of_incomes(indicators, incomes: np.ndarray, line: float | None, kept: np.ndarray | None) -> np.ndarray:
    """Indicators (draws, k) of incomes (draws, N), the kept ones added."""
    if kept is not None and len(kept):
        incomes = np.hstack([incomes, np.broadcast_to(kept, (len(incomes), len(kept)))])
    return wanted.values(incomes, indicators, line=line)
