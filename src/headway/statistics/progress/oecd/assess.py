"""The OECD's measure of one area's level, in the form its edition names.

"distance": the distance from the target in standard deviations of the group,
with bands MET, SMALL, MEDIUM and LONG; the score is that distance. "territorial":
the index from 0 to 100 with the same bands of the distance 100 - index; the
score is the index. Both tell where an area stands, not where it is going: the
colours, from ON_TRACK for MET to REGRESSION for LONG, are signs of the band
only. See `trend` for the direction.

The peers' levels are their last values not after the area's own last year. A
target that is met needs no peers. Without a target the level of the best among
the peers is the end value. One value is enough, save for targets relative to
the base. Yes or no questions are measured as 0 and 1.
"""

import msgspec
import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.case import Case, prepare
from headway.statistics.progress.oecd.distance import LONG, MEDIUM, MET, SMALL, band, distance
from headway.statistics.progress.oecd.territorial import lower_end, territorial_index
from headway.statistics.progress.peers import levels, spread
from headway.statistics.progress.situation import Situation
from headway.statistics.progress.targets import from_best_level

VERDICT = {MET: ON_TRACK, SMALL: FAIR, MEDIUM: STAGNATION, LONG: REGRESSION}


def assess(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The level of one run's last value; concept "level".

    `years` integers, strictly ascending, and `values` finite floats, shape (n,),
    in the series' own unit. Raises ValueError on arrays that are not so.
    """
    case = prepare(years, values, expectation, edition, situation)
    if case.reason:
        return case.refused("level", case.reason)
    group = levels(situation.peers, int(case.years[-1]), int(edition.parameters["peer_reach"]))
    case = _with_end_value(case, group)
    if case.reason:
        return case.refused("level", case.reason)
    if case.aim.shortfall(case.last) == 0.0:
        return _said(case, 100.0 if _territorial(case) else 0.0, MET)
    if len(group) < edition.parameters["minimum_peers"]:
        return case.refused("level", why.TOO_FEW_PEERS)
    return _by_index(case, group) if _territorial(case) else _by_distance(case, group)


def _territorial(case: Case) -> bool:
    return case.edition.choices["form"] == "territorial"


def _with_end_value(case: Case, group: np.ndarray) -> Case:
    """The case with the best performers' level as its aim, where no target is stated."""
    aim = case.aim
    if aim.reason == why.NO_TARGET_SET and case.expectation.direction != "range":
        parameters = case.edition.parameters
        aim = from_best_level(
            group, case.expectation, share=parameters["best_share"],
            minimum=int(parameters["minimum_peers"]), year=aim.year,
        )  # fmt: skip
    return msgspec.structs.replace(case, aim=aim, reason=aim.reason)


def _by_distance(case: Case, group: np.ndarray) -> Progress:
    sigma = spread(group, sample=case.edition.choices["deviation"] == "sample")
    if sigma == 0.0:
        return case.refused("level", why.PEERS_ALIKE)
    found = distance(case.aim.shortfall(case.last), sigma)
    return _said(case, found, _band(case, found))


def _by_index(case: Case, group: np.ndarray) -> Progress:
    """The index; of an interval, from the winsorised largest distance (0) to none (100)."""
    tail = case.edition.parameters["worst_tail"]
    if case.aim.value is None:
        away = np.array([case.aim.shortfall(float(value)) for value in group])
        own, low, end = case.aim.shortfall(case.last), lower_end(away, "decrease", tail), 0.0
    else:
        own, low, end = case.last, lower_end(group, case.expectation.direction, tail), case.aim.value
    rising = case.aim.value is not None and case.sign > 0
    if (low >= end) if rising else (low <= end):
        return case.refused("level", why.GROUP_BEYOND_TARGET)
    index = territorial_index(own, low, end)
    return _said(case, index, _band(case, 100.0 - index))


def _band(case: Case, found: float) -> str:
    """The band of a distance; one that rounding has made nothing of is small, for the target is not met."""
    category = band(found, small=case.edition.parameters["small"], medium=case.edition.parameters["medium"])
    return SMALL if category == MET else category


def _said(case: Case, score: float, category: str) -> Progress:
    flags = list(case.aim.flags)
    if case.aim.value is None:
        flags.append(why.TWO_SIDED)
    if category == MET:
        flags.append(why.TARGET_MET)
    return case.said(
        "level", VERDICT[category], category, score=score, flags=tuple(flags), base_year=None, base_value=None, points=1
    )
