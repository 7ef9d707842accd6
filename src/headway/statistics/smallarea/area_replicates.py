"""Parametric bootstrap of the area-level model: data drawn from a fit, and refitted.

A replicate draws u* ~ N(0, A), e* ~ N(0, D) and refits everything, A too. All
replicates are solved together. Given y* the bootstrap truth is normal with mean
`best` and variance g1, known exactly: errors and coverages average over that
law instead of over one draw from it, which removes most Monte-Carlo noise.
"""

from collections.abc import Callable, Iterator

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import variance_component
from headway.statistics.smallarea.area_algebra import Algebra, Moments, moments
from headway.statistics.smallarea.fay_herriot import FayHerriotFit, at_estimates

CHUNK = 1 << 18
"""Random numbers held at once: replicates x areas."""


class Replicates(msgspec.Struct, frozen=True, eq=False):
    """Some bootstrap samples: arrays (b, m), `sigma2_u` (b,).

    `truth` the area values drawn, `y` the direct estimates around them,
    `estimate` the predictor refitted to y, `best` and `g1` (m,) the mean and
    variance of the truth given y.
    """

    truth: np.ndarray
    y: np.ndarray
    sigma2_u: np.ndarray
    estimate: np.ndarray
    best: np.ndarray
    g1: np.ndarray
    at: Moments


def refuse_few(replicates: int) -> int:
    if int(replicates) < 2:
        raise UsageError(f"replicates is {replicates}.", remedy="Ask for 2 or more; 200 and more serve in practice.")
    return int(replicates)


def draw(
    fitted: FayHerriotFit,
    *,
    replicates: int,
    seed: int,
    method: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Replicates]:
    """Bootstrap samples in chunks; the same for a seed whatever the chunks.

    `method` refits with another estimator than the fit's own. `progress` is
    called with the replicates done and their number; an exception from it, or
    an interruption, ends the work between chunks.
    """
    replicates = refuse_few(replicates)
    algebra, at = at_estimates(fitted)
    centre = fitted.y - at.residual[0]
    generator = np.random.default_rng(seed)
    size = max(1, CHUNK // fitted.m)
    for done in range(0, replicates, size):
        count = min(size, replicates - done)
        normals = generator.standard_normal((count, 2, fitted.m))
        yield sample(algebra, fitted, centre, normals, method or fitted.method)
        if progress is not None:
            progress(done + count, replicates)


def sample(algebra: Algebra, fitted: FayHerriotFit, centre, normals, method: str) -> Replicates:
    u = np.sqrt(fitted.sigma2_u) * normals[:, 0]
    y = centre + u + np.sqrt(fitted.variance) * normals[:, 1]
    found = variance_component.estimate(algebra, y, method=method)
    at = moments(algebra, y, found.sigma2_u)
    return Replicates(
        truth=centre + u,
        y=y,
        sigma2_u=found.sigma2_u,
        estimate=y - fitted.variance * at.scaled,
        best=centre + fitted.gamma * (y - centre),
        g1=fitted.gamma * fitted.variance,
        at=at,
    )
