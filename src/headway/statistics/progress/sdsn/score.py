"""Scores: of a value, of a goal, the index; and who may be ranked."""

from collections.abc import Iterable, Mapping

import numpy as np

from headway.model.edition import Edition
from headway.statistics.progress.runs import finite
from headway.statistics.progress.sdsn.bounds import Bounds


def score(value: float, bounds: Bounds) -> float:
    """100 × (value - lower) / (optimum - lower), not clipped: trends are taken on this scale."""
    return finite(100 * (value - bounds.lower) / (bounds.optimum - bounds.lower))


def normalised(value: float, bounds: Bounds) -> float:
    """The published score: 0 at the lower bound or worse, 100 at the optimum or better."""
    return min(max(score(value, bounds), 0.0), 100.0)


def goal_score(scores: Iterable[float]) -> float | None:
    """The unweighted mean of the indicator scores that exist; None where none does."""
    found = list(scores)
    return float(np.mean(found)) if found else None


def index(goals: Mapping[int, float | None], regional: Mapping[int, float]) -> float | None:
    """The unweighted mean of the goal scores; a missing one is replaced by the region's, here only.

    `goals` has every goal of the edition, with None where the area has no score.
    None where a missing goal has no regional score either.
    """
    found = [regional.get(goal) if value is None else value for goal, value in goals.items()]
    return None if not found or None in found else float(np.mean(found))


def may_be_ranked(missing_share: float, edition: Edition, *, admitted: bool | None = None) -> bool:
    """Whether an area has an index and a rank.

    The rule: not more than 20 % of the indicators missing. Editions make
    exceptions, so `admitted` decides where somebody has decided.
    """
    return missing_share <= edition.parameters["missing_share"] if admitted is None else admitted
