"""Whether a record moves towards its target, by the sign of a significant rank correlation with time.

Source: OECD, Measuring Distance to the SDG Targets, trend assessment (upwards,
stable or downwards); Spearman's coefficient and the 10 % are professional
knowledge, marked in the edition.
"""

import msgspec
import numpy as np

from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.case import prepare
from headway.statistics.progress.oecd.spearman import p_value, rho
from headway.statistics.progress.situation import Situation

PROGRESSING, MOVING_AWAY, NO_TREND = "PROGRESSING", "MOVING_AWAY", "NO_TREND"
TOLERANCE = 1e-12


class Trend(msgspec.Struct, frozen=True):
    """A trend, or why none could be looked for."""

    category: str = ""
    """PROGRESSING, MOVING_AWAY or NO_TREND."""
    rho: float | None = None
    """The rank correlation in the desired direction: positive is progress."""
    p: float | None = None
    first_year: int | None = None
    last_year: int | None = None
    points: int = 0
    reason: str = ""


def trend(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Trend:
    """The trend of one run, shape (n,), since the edition's `trend_start`.

    Of a two-sided target, that of the distance from it. With three values even a
    perfect order is no exact evidence at 10 %, so the edition asks for more.
    """
    case = prepare(years, values, expectation, edition, situation)
    if case.reason:
        return Trend(reason=case.reason)
    if expectation.direction == "range" and case.aim.reason:
        return Trend(reason=why.NO_DIRECTION)
    kept = case.years >= edition.parameters["trend_start"]
    years, values = case.years[kept], case.values[kept]
    if len(years) < edition.parameters["trend_minimum_points"]:
        return Trend(points=len(years), reason=why.TOO_SHORT)
    better = case.sign * values
    if expectation.direction == "range":
        better = np.array([-case.aim.shortfall(float(value)) for value in values])
    correlation, p = rho(better), p_value(better, edition.choices["small_sample"])
    moves = p <= edition.parameters["trend_significance"] + TOLERANCE
    category = NO_TREND if not moves else (PROGRESSING if correlation > 0 else MOVING_AWAY)
    return Trend(category, correlation, p, int(years[0]), int(years[-1]), len(years))
