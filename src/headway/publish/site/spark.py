"""A trend as small as a word: one line without axes."""

import numpy as np

from headway.store.read import Points

WIDTH, HEIGHT, MARGIN = 90.0, 22.0, 3.0
MOST = 60
"""Points drawn; of longer series every so many."""


def spark(points: Points | None) -> dict | None:
    """The line's points and its end in a box of WIDTH × HEIGHT; None where two years are not to be had."""
    if points is None:
        return None
    known = np.isfinite(points.years)
    years, values = points.years[known], points.values[known]
    if len(years) < 2 or years[0] == years[-1]:
        return None
    step = -(-len(years) // MOST)
    years, values = np.append(years[:-1:step], years[-1]), np.append(values[:-1:step], values[-1])
    x = MARGIN + (years - years[0]) / (years[-1] - years[0]) * (WIDTH - 2 * MARGIN)
    low, span = values.min(), np.ptp(values)
    y = np.full(len(values), HEIGHT / 2) if span == 0 else HEIGHT - MARGIN - (values - low) / span * (HEIGHT - 2 * MARGIN)
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    return {"line": line, "x": f"{x[-1]:.1f}", "y": f"{y[-1]:.1f}"}
