"""Where an area stands in its comparison group: relative, not progress and not a level.

    z = D (x - m) / s

x the last value, m and s the mean (or median) and the standard deviation of the
group's levels in that year, D the desired direction; for an interval the
distances from it take the place of the values, and less is better.

Source: Eurostat, Overview of status and progress of EU Member States (2022),
which says in words that status is an aggregate relative to the EU and the other
Member States. The formula and the borders are Headway's, marked in the edition.
"""

from collections.abc import Iterable

import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, STAGNATION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.case import Case, prepare
from headway.statistics.progress.peers import levels, spread
from headway.statistics.progress.runs import finite
from headway.statistics.progress.situation import Situation

ABOVE, NEAR, BELOW = "ABOVE_GROUP", "NEAR_GROUP", "BELOW_GROUP"
VERDICT = {ABOVE: ON_TRACK, NEAR: FAIR, BELOW: STAGNATION}
CENTRES = {"mean": np.mean, "median": np.median}


def status(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The area's last value relative to its peers; concept "relative", score z.

    One value is enough. Raises ValueError on arrays that are no run.
    """
    case = prepare(years, values, expectation, edition, situation)
    if case.reason:
        return case.refused("relative", case.reason)
    parameters = edition.parameters
    group = levels(situation.peers, int(case.years[-1]), int(parameters["peer_reach"]))
    if len(group) < parameters["minimum_peers"]:
        return case.refused("relative", why.TOO_FEW_PEERS)
    if expectation.direction == "range" and case.aim.reason:
        return case.refused("relative", why.NO_DIRECTION)
    return _placed(case, group)


def _placed(case: Case, group: np.ndarray) -> Progress:
    own, sign = case.last, case.sign
    if case.expectation.direction == "range":
        own, sign = case.aim.shortfall(own), -1
        group = np.array([case.aim.shortfall(float(value)) for value in group])
    deviation = spread(group, sample=case.edition.choices["deviation"] == "sample")
    if deviation == 0.0:
        return case.refused("relative", why.PEERS_ALIKE)
    centre = float(CENTRES[case.edition.choices["group_centre"]](group))
    score = finite(sign * (own - centre) / deviation)
    near = case.edition.parameters["status_near"]
    category = NEAR if abs(score) <= near else (ABOVE if score > 0 else BELOW)
    return case.said(
        "relative", VERDICT[category], category, score=score, base_year=None, base_value=None,
        target_year=None, target_value=None, points=1,
    )  # fmt: skip


def goal_status(placed: Iterable[Progress]) -> tuple[float, int] | None:
    """The mean relative score of a goal's indicators and their number; None where none has one."""
    scores = sorted(progress.score for progress in placed if progress.score is not None)
    return (sum(scores) / len(scores), len(scores)) if scores else None
