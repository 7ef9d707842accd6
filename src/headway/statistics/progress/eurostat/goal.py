"""A goal's average progress: each indicator's trend on a line from -5 to +5, and their mean.

With a target 130 % of the required growth is +5, 60 % is 0 and -60 % is -5, in
straight lines between; without one ±2 % a year is ±5. An indicator that serves
several goals counts in each.

Source: Eurostat, Sustainable development in the European Union, synopsis; the
turning points are professional knowledge, marked in the edition.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from headway.model.assessment import Progress
from headway.model.edition import Edition
from headway.statistics.progress import reasons as why

TOP = 5.0


def goal_score(progress: Progress, edition: Edition) -> float | None:
    """The score of one trend between -5 and +5; None where there is no verdict.

    A target met is +5; one that the base value had met and the last one does not is -5.
    """
    if not progress.verdict:
        return None
    if progress.score is None:
        return {why.TARGET_MET: TOP, why.BASE_MET_TARGET: -TOP}.get(_decisive(progress), 0.0)
    if progress.target_year is None:
        top = edition.parameters["goal_growth_top"]
        return float(np.clip(TOP * progress.score / top, -TOP, TOP))
    ends = (edition.parameters[f"goal_ratio_{name}"] for name in ("bottom", "zero", "top"))
    return float(np.interp(progress.score, list(ends), [-TOP, 0.0, TOP]))


def _decisive(progress: Progress) -> str:
    return next((flag for flag in progress.flags if flag in (why.TARGET_MET, why.BASE_MET_TARGET)), "")


def goal_average(
    trends: Mapping[str, Progress], goals: Mapping[str, Iterable[str]], edition: Edition
) -> dict[str, tuple[float, int]]:
    """Goal → (mean score, number of indicators), from trends by indicator and the goals each serves.

    Goals without a single score are left out.
    """
    scores: dict[str, list[float]] = {}
    for indicator in sorted(trends):
        score = goal_score(trends[indicator], edition)
        for goal in set(goals.get(indicator, ())):
            if score is not None:
                scores.setdefault(goal, []).append(score)
    return {goal: (sum(found) / len(found), len(found)) for goal, found in sorted(scores.items())}
