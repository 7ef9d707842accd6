"""Level: how far the last value is from the target, by thresholds that belong to the indicator.

Thresholds t_1 … t_n part n + 1 classes, best first. Where less is better the
class is the first with value <= t, where more is better the first with
value > t; beyond the last threshold it is the last class. With four: target
met or almost met, close, moderate, far, very far.

Source: `currentLevelThresholds` in UNDP's SDG Accelerator data.
"""

from collections.abc import Sequence

import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import checked
from headway.statistics.progress.situation import Situation
from headway.statistics.progress.unsd_ratio.base import base_value

CATEGORIES = ("LEVEL_MET", "LEVEL_CLOSE", "LEVEL_MODERATE", "LEVEL_FAR", "LEVEL_VERY_FAR")


def place(value: float, thresholds: Sequence[float], *, less_is_better: bool) -> int:
    """Place of the value's class, 0 the best, `len(thresholds)` the worst."""
    reached = (value <= limit if less_is_better else value > limit for limit in thresholds)
    return next((place for place, met in enumerate(reached) if met), len(thresholds))


def assess_level(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
    thresholds: Sequence[float],
) -> Progress:
    """The level of the last value.

    Arrays as in `assess`. `thresholds` in the values' unit, best first: they
    ascend where less is better and descend where more is. As in the published
    data a level stands only where pace can be judged too: a base value and a
    later one. Category is one of CATEGORIES where there are four thresholds,
    blank otherwise; `level` counts down to 1, the class farthest away.
    Raises ValueError on arrays that are no run and on thresholds out of order.
    """
    years, values = checked(years, values)
    less_is_better = expectation.direction == "decrease"
    steps = np.diff(thresholds) if less_is_better else -np.diff(thresholds)
    if len(thresholds) == 0 or np.any(steps <= 0):
        raise ValueError(f"thresholds {list(thresholds)} must go from the best to the worst")
    base = base_value(years, values, edition)
    two_sided = why.NO_DIRECTION if expectation.direction == "range" else ""
    reason = why.undirected(expectation.direction) or two_sided or base.reason
    found = dict(
        method=edition.method,
        edition=edition.edition,
        concept="level",
        reason=reason,
        last_year=int(years[-1]) if len(years) else None,
        last_value=float(values[-1]) if len(years) else None,
    )
    if reason:
        return Progress(**found)
    where = place(float(values[-1]), thresholds, less_is_better=less_is_better)
    return Progress(**found, **_class(where, len(thresholds)), target_value=float(thresholds[0]), points=1)


def _class(where: int, worst: int) -> dict:
    """The class at a place, with the colour it is shown under."""
    category = CATEGORIES[where] if worst + 1 == len(CATEGORIES) else ""
    return dict(verdict=_shown_as(where / worst), category=category, level=worst + 1 - where)


def _shown_as(share: float) -> str:
    if share == 0.0:
        return ON_TRACK
    if share <= 0.5:
        return FAIR
    return STAGNATION if share < 1.0 else REGRESSION
