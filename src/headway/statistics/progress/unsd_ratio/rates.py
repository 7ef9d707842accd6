"""The rates of the rule and the classes they fall into."""

import math

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION
from headway.statistics.progress.runs import BEYOND, finite

ACHIEVED, LIMITED, DETERIORATION = "ACHIEVED", "LIMITED", "DETERIORATION"
CATEGORIES = (ACHIEVED, ON_TRACK, FAIR, LIMITED, DETERIORATION)
"""The publisher's classes, best first."""
SHOWN_AS = dict(zip(CATEGORIES, (ON_TRACK, ON_TRACK, FAIR, STAGNATION, REGRESSION), strict=True))
TOLERANCE = 1e-12
"""A value on a border takes its side in spite of rounding."""
STEEPEST = 690.0
"""Largest log rate whose exponential can be written."""


def log_share(first: float, last: float) -> float | None:
    """ln(last / first); None where one is zero or their signs differ."""
    if not first or not last or (first > 0) != (last > 0):
        return None
    share = last / first
    if 0.0 < share < math.inf:
        return math.log(share)
    return math.log(abs(last)) - math.log(abs(first))


def compound_rate(first: float, last: float, span: int) -> float:
    """CAGR = (last / first) ** (1 / span) - 1, for `first` other than zero.

    A last value of zero or of the other sign has lost all there was: -1.
    """
    share = log_share(first, last)
    return -1.0 if share is None else math.expm1(min(share / span, STEEPEST))


def log_rate(first: float, last: float, span: int) -> float:
    """ln(last / first) / span, for `first` other than zero: minus the publisher's average annual rate of reduction.

    A last value of zero or of the other sign falls faster than can be written.
    """
    share = log_share(first, last)
    return -BEYOND if share is None else share / span


def linear_ratio(first: float, last: float, goal: float, span: int, ahead: int) -> float:
    """Yearly change so far over yearly change required: where no compound rate leads to the goal."""
    return quotient((last - first) * ahead, (goal - first) * span)


def expected(first: float, last: float, span: int, left: int) -> float:
    """The value `left` years on at the rate so far; by yearly change where no compound rate exists."""
    share = log_share(first, last)
    if share is None:
        return last + (last - first) / span * left
    return finite(last * math.exp(min(share / span * left, STEEPEST)))


def quotient(pace: float, need: float) -> float:
    """pace / need, finite.

    A need that rounding has made nothing belongs to a base as good as on its
    target, which the last value has left: as far behind as can be written.
    """
    return finite(pace / need) if need else -BEYOND


def ratio_class(ratio: float, cuts: dict[str, float]) -> str:
    """CR: on track from `on_track`, fair from `fair`, limited or none from `limited`, else deterioration."""
    return _classified(ratio, cuts["on_track"] - TOLERANCE, cuts["fair"], cuts["limited"])


def growth_class(growth: float, cuts: dict[str, float]) -> str:
    """Growth a year in the desired direction: on track only above its border, the others from theirs on."""
    above = cuts["growth_on_track"] + TOLERANCE
    return _classified(growth, above, cuts["growth_fair"], cuts["growth_limited"])


def _classified(score: float, on_track: float, fair: float, limited: float) -> str:
    if score >= on_track:
        return ON_TRACK
    if score >= fair - TOLERANCE:
        return FAIR
    return LIMITED if score >= limited - TOLERANCE else DETERIORATION
