"""Samples drawn from a fitted nested error model as sufficient statistics.

A replicate needs the area means of y and the cross products within areas only.
With x fixed and W their cross products about area means, these are independent:

    ybar_i = u_i + ebar_i,     ebar_i ~ N(0, sigma2_unit / n_i)
    W_xy ~ N(0, sigma2_unit W)
    W_yy = W_xy' W^- W_xy + sigma2_unit chi2(N - m - rank W)

so one costs O(m p^2) instead of O(N). beta is taken as zero: the fit is
equivariant, so its errors do not depend on beta.
"""

import msgspec
import numpy as np

from headway.statistics.smallarea.streams import SUMS, stream
from headway.statistics.smallarea.whitening import WhiteDesign, WhiteResponse

FLAT = 1e-12
"""Directions of W below this share of its largest hold no variation within areas."""


class SumsSampler(msgspec.Struct, frozen=True):
    """Draws (effects, response) pairs from the model; see `sampler`."""

    design: WhiteDesign
    root: np.ndarray
    """H' with H'H = W over its r directions (p, r)."""
    freedom: int
    """Degrees of freedom left within areas."""
    sigma2_area: float
    sigma2_unit: float
    seed: int

    def draw(self, replicates: range) -> tuple[np.ndarray, np.ndarray, WhiteResponse]:
        """Area effects (B, m), mean unit errors of the sample (B, m) and the sample's statistics."""
        drawn = [self._one(replicate) for replicate in replicates]
        effects, errors, cross, square = (np.stack(part) for part in zip(*drawn, strict=True))
        return effects, errors, WhiteResponse(effects + errors, cross, square)

    def _one(self, replicate: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        random = stream(self.seed, SUMS, replicate)
        m = len(self.design.counts)
        effects = np.sqrt(self.sigma2_area) * random.standard_normal(m)
        errors = np.sqrt(self.sigma2_unit / self.design.counts) * random.standard_normal(m)
        inside = random.standard_normal(self.root.shape[1])
        rest = random.chisquare(self.freedom) if self.freedom > 0 else 0.0
        cross = np.sqrt(self.sigma2_unit) * self.root @ inside
        return effects, errors, cross, self.sigma2_unit * (inside @ inside + rest)


def sampler(design: WhiteDesign, *, sigma2_area: float, sigma2_unit: float, seed: int) -> SumsSampler:
    """What draws samples over this design."""
    values, vectors = np.linalg.eigh(design.within)
    varies = values > FLAT * max(values[-1], FLAT)
    root = vectors[:, varies] * np.sqrt(values[varies])
    freedom = round(design.units) - len(design.counts) - root.shape[1]
    return SumsSampler(design, root, freedom, sigma2_area, sigma2_unit, seed)
