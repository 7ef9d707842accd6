"""Draws the numbers of one indicator: arrays in, arrays out.

Areas without parts are drawn and the others computed from them, so that the
nation is the mean (or the sum) of its areas, and a region that was split the
mean of what it became.
"""

import numpy as np

START = 2010
WIDEST = 1.5
"""No region lies further from the nation than this many spreads."""
SLOPES = 0.2
"""How far the regions' drifts lie apart, as a share of the nation's."""
PART_NOISE = 0.01


def draw(
    rng: np.random.Generator,
    years: np.ndarray,
    weights: np.ndarray,
    *,
    level: float,
    drift: float,
    noise: float,
    spread: float,
) -> np.ndarray:
    """Paths of m areas over n years, (m, n): the nation's line, tilted and shaken per area.

    `weights` (m,) sum to one; a small area is the noisier, as a smaller sample is.
    """
    m, n = len(weights), len(years)
    elapsed = years - START
    place, slope = np.clip(rng.normal(size=(2, m, 1)), -WIDEST, WIDEST)
    line = (level + drift * elapsed) * (1 + spread * place)
    tilt = SLOPES * drift * slope * elapsed * (spread > 0)
    common = rng.normal(0, noise / 2, n)
    own = rng.normal(0, noise / 2, (m, n)) / np.sqrt(weights * m)[:, None]
    return line + tilt + common + own


def own_line(path: np.ndarray, years: np.ndarray, *, start: float, drift: float) -> np.ndarray:
    """A line of an own level and yearly change, shaken as `path`, (n,), is; n of 3 or more."""
    elapsed = years - START
    noise = path - np.polyval(np.polyfit(elapsed, path, 1), elapsed)
    return start + drift * elapsed + noise


def shifted(paths: np.ndarray, years: np.ndarray, year: int, factor: float, spared: np.ndarray) -> np.ndarray:
    """Levels from `year` on times `factor`, save the areas in `spared`, a mask (m,)."""
    hit = ~spared[:, None] & (years >= year)[None, :]
    return np.where(hit, paths * factor, paths)


def together(paths: np.ndarray, weights: np.ndarray, *, sums: bool) -> np.ndarray:
    """Areas as one, (n,): their sum or their mean by `weights`."""
    return paths.sum(axis=0) if sums else weights @ paths / weights.sum()


def divided(rng: np.random.Generator, total: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Groups of a total, (g, n): each a share of it, with noise that cancels out over the groups."""
    noise = rng.normal(0, PART_NOISE, (len(factors), len(total)))
    noise -= noise.mean(axis=0)
    return total * (factors[:, None] + noise)


def since(years: np.ndarray, year: int) -> np.ndarray:
    """0 before `year`, 1 from it on."""
    return (years >= year).astype(float)
