"""Weights fitted to the totals of one margin (post-stratification) or several (raking).

Raking multiplies the weights of all rows of one combination of categories by
one factor, so the rows are summed into the combinations once and the iteration
runs on these: its cost does not depend on the number of rows. Deming and
Stephan 1940; Deville, Särndal and Sautory 1993.
"""

import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.auxiliary import Margin
from headway.statistics.survey.codes import pair
from headway.statistics.survey.faults import labels_text

SWEEPS = 2000


def fit_margins(weights: np.ndarray, margins: tuple[Margin, ...], tolerance: float) -> np.ndarray:
    """(n,) weights whose sums over each margin's categories equal its totals to `tolerance`, relative.

    Raises UsageError where a category has no weight, or the totals cannot be
    met together.
    """
    index, codes = _combinations(margins)
    base = np.bincount(index, weights, len(codes[0]))
    for margin, places in zip(margins, codes):
        empty = np.bincount(places, base, len(margin.labels)) <= 0
        if empty.any():
            raise UsageError(
                f"No row with weight in {margin.name} {labels_text(margin.labels[empty])}.",
                remedy="Join these categories with others.",
            )
    fitted = base.copy()
    for _ in range(1 if len(margins) == 1 else SWEEPS):
        if _sweep(fitted, margins, codes) < tolerance:
            break
    _check(fitted, margins, codes, max(tolerance, 1e-9))
    ratio = np.divide(fitted, base, out=np.ones(len(base)), where=base > 0)
    return weights * ratio[index]


def _combinations(margins: tuple[Margin, ...]) -> tuple[np.ndarray, list[np.ndarray]]:
    """The combination of each row, and each margin's code of each combination."""
    index, codes = margins[0].codes, [np.arange(len(margins[0].labels))]
    for margin in margins[1:]:
        cells = pair(index, margin.codes, len(margin.labels))
        index = cells.index
        codes = [of_cell[cells.first] for of_cell in codes] + [cells.second]
    return index, codes


def _sweep(fitted: np.ndarray, margins, codes) -> float:
    """Each margin fitted in turn, in place; the largest relative gap met on the way."""
    worst = 0.0
    for margin, places in zip(margins, codes):
        factor = margin.totals / np.bincount(places, fitted, len(margin.labels))
        worst = max(worst, float(np.abs(factor - 1).max()))
        fitted *= factor[places]
    return worst


def _check(fitted, margins, codes, tolerance) -> None:
    for margin, places in zip(margins, codes):
        gap = np.abs(np.bincount(places, fitted, len(margin.labels)) / margin.totals - 1)
        if not gap.max() < tolerance:
            label = margin.labels[int(np.argmax(gap))]
            raise UsageError(
                f"Raking does not meet the totals together: {margin.name} {label} stays {gap.max():.2g} off.",
                remedy="Combinations without a row make totals impossible: join small categories or leave a margin out.",
            )
