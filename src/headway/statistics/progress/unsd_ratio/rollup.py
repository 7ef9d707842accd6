"""From series to indicators, targets and Goals, by UNDP's rule (not UNSD's).

A series counts 1 where it is on track or achieved, 0 where progress is fair,
-1 where it is limited, -2 where it deteriorates; one without a verdict does not
count. A mean above 0.5 is on track, of -0.5 or less an identified gap, else for
review. Indicators, and then targets, count 1, 0 and -1 by the same borders.

Source: `indicatorStatus`, `targetStatus` and `goalStatus` in UNDP's SDG
Accelerator data, from which the rule was recomputed.
"""

from collections.abc import Iterable
from fractions import Fraction

from headway.model.assessment import FAIR, ON_TRACK
from headway.model.edition import Edition
from headway.statistics.progress.unsd_ratio.rates import ACHIEVED, DETERIORATION, LIMITED

FOR_REVIEW, GAP = "FOR_REVIEW", "GAP"
SERIES = {
    ACHIEVED: "rollup_achieved",
    ON_TRACK: "rollup_on_track",
    FAIR: "rollup_fair",
    LIMITED: "rollup_limited",
    DETERIORATION: "rollup_deterioration",
}
"""Class of a series → the parameter that says what it counts."""
CLASSES = {ON_TRACK: 1, FOR_REVIEW: 0, GAP: -1}
"""Class of an indicator or target → what it counts."""


def indicator_class(categories: Iterable[str], edition: Edition) -> str:
    """The class of an indicator from its series' classes; blank where none has one."""
    points = [edition.parameters[SERIES[category]] for category in categories if category]
    return _banded(points, edition)


def group_class(classes: Iterable[str], edition: Edition) -> str:
    """The class of a target from its indicators, or of a Goal from its targets; blank where none has one."""
    return _banded([CLASSES[name] for name in classes if name], edition)


def _banded(points: list[float], edition: Edition) -> str:
    """The class of a mean, taken exactly: the order of the series plays no part."""
    if not points:
        return ""
    mean = sum(Fraction(point) for point in points) / len(points)
    if mean > edition.parameters["rollup_on_track_above"]:
        return ON_TRACK
    return GAP if mean <= edition.parameters["rollup_gap_to"] else FOR_REVIEW
