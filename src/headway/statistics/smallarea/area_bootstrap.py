"""Mean squared errors of area estimates by the parametric bootstrap.

    parametric  g1 + mean (theta* - best*)^2        the bootstrap error itself
    corrected   g1 + g2 - mean [(g1 + g2)* - (g1 + g2)] + mean (theta(y, A*) - theta(y, A))^2

`parametric` is biased by the bias of g1 at the estimated A; `corrected` (Butar
and Lahiri 2003) takes that out and is of second order; where it falls to zero or
below, `parametric` stands in.
"""

from collections.abc import Callable

import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import area_mse
from headway.statistics.smallarea.area_algebra import moments
from headway.statistics.smallarea.area_replicates import draw
from headway.statistics.smallarea.fay_herriot import FayHerriotFit, at_estimates

KINDS = ("parametric", "corrected")


def bootstrap_mse(
    fitted: FayHerriotFit,
    *,
    replicates: int = 200,
    seed: int,
    kind: str = "corrected",
    progress: Callable[[int, int], None] | None = None,
) -> np.ndarray:
    """Mean squared errors (m,) of the sampled areas' EBLUP, in y's unit squared."""
    if kind not in KINDS:
        raise UsageError(f"kind is '{kind}'.", remedy=f"Choose one of {', '.join(KINDS)}.")
    algebra, at = at_estimates(fitted)
    g1, g2, _ = area_mse.parts(algebra, at, np.array([fitted.sigma2_u]), fitted.method)
    known, here = (g1 + g2)[0], fitted.y - fitted.variance * at.scaled[0]
    sums, count = np.zeros((3, fitted.m)), 0
    for part in draw(fitted, replicates=replicates, seed=seed, progress=progress):
        count += len(part.y)
        sums[0] += ((part.estimate - part.best) ** 2).sum(axis=0)
        if kind == "corrected":
            first, second, _ = area_mse.parts(algebra, part.at, part.sigma2_u, fitted.method)
            again = moments(algebra, fitted.y, part.sigma2_u)
            sums[1] += (first + second - known).sum(axis=0)
            sums[2] += ((fitted.y - fitted.variance * again.scaled - here) ** 2).sum(axis=0)
    error, drift, spread = sums / count
    parametric = g1[0] + error
    corrected = known - drift + spread
    return parametric if kind == "parametric" else np.where(corrected > 0, corrected, parametric)
