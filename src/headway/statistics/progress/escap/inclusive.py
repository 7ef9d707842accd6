"""The inclusive variant: the progress of the group furthest behind, beside the mean's.

After Bidarbakhtnia (2020), Global Policy 11(1): an average may progress while a
group stays behind. The target is one number for all, the one the whole has; the
furthest behind is the group with the largest shortfall from it in the latest
year that all groups share. Where all groups meet the target, the one with the
worst value is named.
"""

from collections.abc import Mapping

import msgspec
import numpy as np

from headway.model.assessment import Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress import reasons as why
from headway.statistics.progress.case import Case
from headway.statistics.progress.escap.assess import assess, ready
from headway.statistics.progress.situation import Run, Situation


class Inclusive(msgspec.Struct, frozen=True):
    """The whole and the group furthest behind, each with its own progress."""

    whole: Progress
    furthest: str = ""
    """The group's name; blank where none can be named."""
    year: int | None = None
    """The year in which it is furthest behind."""
    progress: Progress | None = None
    """The progress of that group."""
    groups: dict[str, Progress] = {}
    reason: str = ""


def inclusive(
    whole: Run,
    groups: Mapping[str, Run],
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Inclusive:
    """The progress of the whole beside that of each group, and the group furthest behind."""
    mean = assess(*whole, expectation=expectation, edition=edition, situation=situation)
    case = ready(*whole, expectation, edition, situation)
    if case.reason:
        return Inclusive(mean, reason=case.reason)
    shared = _shared_year(groups)
    if shared is None:
        return Inclusive(mean, reason=why.TOO_FEW_COMMON_YEARS)
    same = msgspec.structs.replace(expectation, target=_fixed(case))
    found = {
        name: assess(*groups[name], expectation=same, edition=edition, situation=situation)
        for name in sorted(groups)
    }
    worst = max(sorted(groups), key=lambda name: _behind(groups[name], shared, case))
    return Inclusive(mean, worst, shared, found[worst], found)


def _shared_year(groups: Mapping[str, Run]) -> int | None:
    years = [set(map(int, run[0])) for run in groups.values()]
    common = set.intersection(*years) if years else set()
    return max(common, default=None)


def _fixed(case: Case) -> Target:
    """The whole's target as a number."""
    aim = case.aim
    if aim.value is not None:
        return Target(aim.year, value=aim.value, basis=aim.basis)
    return Target(aim.year, lower=aim.lower, upper=aim.upper, basis=aim.basis)


def _behind(run: Run, year: int, case: Case) -> tuple[float, float]:
    """The shortfall in a year; of equals, the worse value."""
    value = float(run[1][np.flatnonzero(run[0] == year)[0]])
    return case.aim.shortfall(value), -case.sign * value
