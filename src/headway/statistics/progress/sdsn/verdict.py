"""The level and the pace of one series of a review."""

import msgspec
import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import LARGEST, checked, finite
from headway.statistics.progress.sdsn import arrows, colours
from headway.statistics.progress.sdsn.bounds import Bounds
from headway.statistics.progress.sdsn.references import (
    Reference, fixed_target, for_level, sign_of, yes_or_no,
)  # fmt: skip
from headway.statistics.progress.sdsn.score import normalised
from headway.statistics.progress.situation import Situation

COLOUR_SHOWN = {
    colours.GREEN: ON_TRACK, colours.YELLOW: FAIR, colours.ORANGE: STAGNATION, colours.RED: REGRESSION,
}  # fmt: skip
"""The colour class a level is shown under. Red is a level far from the goal, not a worsening."""
ARROW_SHOWN = {
    arrows.ON_TRACK: ON_TRACK, arrows.IMPROVING: FAIR,
    arrows.STAGNATING: STAGNATION, arrows.DECREASING: REGRESSION,
}  # fmt: skip


def assess(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The level of the last value (concept "level"): its colour as `category`, its score from 0 to 100.

    `years` whole numbers, ascending, and `values` finite, both of shape (n,), in
    the series' own unit. Nothing is said of change. Raises ValueError on arrays
    that are not so.
    """
    years, values = checked(years, values)
    found = _about(years, values, edition, "level")
    if reason := _general_reason(values, expectation):
        return Progress(**found, reason=reason)
    last, year = float(values[-1]), int(years[-1])
    reference = for_level(expectation, situation, year, edition)
    target, flags = fixed_target(expectation), reference.flags
    met = target is not None and sign_of(expectation) * (last - target) >= 0
    flags += (why.TARGET_MET,) * met
    if reference.bounds is None and not met:
        return Progress(**found, reason=reference.reason)
    colour = colours.indicator_colour(last, reference.bounds) if reference.bounds else colours.GREEN
    return Progress(
        **found,
        verdict=COLOUR_SHOWN[colour],
        category=colour,
        score=normalised(last, reference.bounds) if reference.bounds else None,
        flags=flags,
        target_year=expectation.target.year if target is not None else None,
        target_value=reference.bounds.green if reference.bounds else target,
        points=1,
    )


def pace(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The pace towards the green threshold (concept "pace"): the arrow as `category`, actual over needed as score.

    Arrays as for `assess`. The green threshold is the target, also one relative
    to the first value; without a target that of `assess`.
    """
    years, values = checked(years, values)
    found = _about(years, values, edition, "pace")
    if reason := _general_reason(values, expectation):
        return Progress(**found, reason=reason)
    if (places := arrows.ends(years, edition)) is None:
        too_old = years[-1] < edition.parameters["base_year"]
        return Progress(**found, reason=why.ENDS_BEFORE_BASE if too_old else why.TOO_FEW_POINTS)
    reference = _for_pace(years, values, places[0], expectation, situation, edition)
    if reference.bounds is None:
        return Progress(**found, reason=reference.reason)
    edition = _towards(expectation, edition)
    trend = arrows.trend(years, values, reference.bounds, edition)
    if trend is None:
        return Progress(**found, reason=why.TARGET_YEAR_NOT_AFTER_BASE)
    return _pace(found, trend, reference, edition, len(years) - places[0])


def level_position(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> float:
    """Where the level of a run that has a colour lies on the scale 0 to 3 on which a goal's indicators are compared.

    A target that is met without any bounds lies at the green threshold: 2.
    """
    reference = for_level(expectation, situation, int(years[-1]), edition)
    return colours.rescaled(float(values[-1]), reference.bounds) if reference.bounds else colours.BANDS[colours.GREEN][0]


def trend_position(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> float:
    """Where the trend of a run that has an arrow lies on the scale 0 to 4 on which a goal's trends are averaged."""
    first = arrows.ends(years, edition)[0]
    reference = _for_pace(years, values, first, expectation, situation, edition)
    edition = _towards(expectation, edition)
    return arrows.position(arrows.trend(years, values, reference.bounds, edition), edition)


def _pace(found: dict, trend: arrows.Trend, reference: Reference, edition: Edition, points: int) -> Progress:
    target_year = int(edition.parameters["target_year"])
    slope = (trend.last - trend.first) / (trend.last_year - trend.first_year)
    flags = reference.flags
    flags += (why.BASE_YEAR_MOVED,) * (trend.first_year != edition.parameters["base_year"])
    flags += (why.TARGET_YEAR_PAST,) * (trend.last_year > target_year)
    return Progress(
        **found,
        verdict=ARROW_SHOWN[trend.arrow],
        category=trend.arrow,
        score=None if trend.share is None else finite(trend.share),
        flags=flags,
        base_year=trend.first_year,
        base_value=trend.first,
        target_year=target_year,
        target_value=reference.bounds.green,
        expected_value=finite(trend.first + slope * (target_year - trend.first_year)),
        points=points,
    )


def _about(years: np.ndarray, values: np.ndarray, edition: Edition, concept: str) -> dict:
    found = dict(method=edition.method, edition=edition.edition, concept=concept)
    if len(years):
        found |= dict(last_year=int(years[-1]), last_value=float(values[-1]))
    return found


def _general_reason(values: np.ndarray, expectation: Expectation) -> str:
    """Why nothing can be said at all; blank where something may."""
    if reason := why.undirected(expectation.direction):
        return reason
    if len(values) == 0:
        return why.NO_DATA
    if expectation.direction == "range" or np.max(np.abs(values)) > LARGEST:
        return why.NOT_COVERED
    return ""


def _for_pace(years, values, first: int, expectation, situation, edition) -> Reference:
    if expectation.kind == "binary":
        return Reference(yes_or_no(expectation), flags=(why.BINARY,))
    target = expectation.target
    if target is None or target.lower is not None:
        return for_level(expectation, situation, int(years[-1]), edition)
    green, base = target.value, float(values[first])
    if target.factor is not None:
        if base <= 0:
            return Reference(reason=why.BASE_IS_ZERO)
        green = target.offset + target.factor * base
    last = float(values[-1])
    scale = max(abs(green), abs(base), abs(last)) or 1.0
    met = sign_of(expectation) * (last - green) >= 0
    return Reference(_around(green, scale, sign_of(expectation)), flags=(why.TARGET_MET,) * met)


def _around(green: float, scale: float, sign: int) -> Bounds:
    """Bounds for an arrow, to which only the green threshold and a scale to measure on matter."""
    return Bounds(green - sign * scale, green, green, green)


def _towards(expectation: Expectation, edition: Edition) -> Edition:
    """The edition with the year of the series' own target."""
    if expectation.target is None or expectation.target.lower is not None:
        return edition
    parameters = edition.parameters | {"target_year": float(expectation.target.year)}
    return msgspec.structs.replace(edition, parameters=parameters)
