"""Eurostat's assessment of one indicator's trend.

With a quantitative target, growth over the term is compared with the growth
required from the base year to the target year:

    R = CAGR_actual / CAGR_required
    SIGNIFICANT R >= 0.95;  MODERATE from 0.60;  INSUFFICIENT from 0;  AWAY below

Without one, growth g in the desired direction: SIGNIFICANT from 1 % a year,
MODERATE above 0, NONE at 0, MODERATE_AWAY below, SIGNIFICANT_AWAY from -1 %.

A target that the last value meets is SIGNIFICANT. Where compound growth towards
the target does not exist (a zero, a change of sign) R compares yearly changes;
of an interval, changes of the distance from it. Growth rates are judged by
their compound mean, as without a target. Yes or no questions are not covered.
The score is R, or g where there is no target: the direction is taken in.

Source: Eurostat, Sustainable development in the European Union; the borders
are professional knowledge, marked in the edition.
"""

import math

import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.case import Case, prepare
from headway.statistics.progress.eurostat.growth import (
    Window, carried_on, compound_growth, has_compound, window,
)  # fmt: skip
from headway.statistics.progress.runs import finite, share_of
from headway.statistics.progress.situation import Situation

TERMS = ("short", "long")
VERDICT = {
    "SIGNIFICANT": ON_TRACK, "MODERATE": FAIR, "INSUFFICIENT": STAGNATION, "NONE": STAGNATION,
    "AWAY": REGRESSION, "MODERATE_AWAY": REGRESSION, "SIGNIFICANT_AWAY": REGRESSION,
}  # fmt: skip
TOLERANCE = 1e-12


def assess(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The trend over the term that the edition chooses; concept "pace".

    `years` integers, strictly ascending, and `values` finite floats, shape (n,),
    in the series' own unit. Raises ValueError on arrays that are not so.
    """
    return trend(
        years, values, term=edition.choices["term"], expectation=expectation, edition=edition, situation=situation
    )


def trend(
    years: np.ndarray,
    values: np.ndarray,
    *,
    term: str,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The trend over the "short" or "long" term; ValueError on another."""
    if term not in TERMS:
        raise ValueError(f"term must be one of {TERMS}, not {term!r}")
    case = prepare(years, values, expectation, edition, situation, not_covered=("binary",))
    if case.reason:
        return case.refused("pace", case.reason)
    if expectation.kind == "growth_rate":
        return _of_growth_rates(case, term)
    if case.aim.reason in (why.NO_TARGET_SET, why.BASE_IS_ZERO):
        return _without_target(case, term)
    return case.refused("pace", case.aim.reason) if case.aim.reason else _with_target(case, term)


def class_with_target(ratio: float, parameters: dict[str, float]) -> str:
    """The class of R; a value on a border takes the better one."""
    if ratio >= parameters["on_track"] - TOLERANCE:
        return "SIGNIFICANT"
    if ratio >= parameters["fair"] - TOLERANCE:
        return "MODERATE"
    return "INSUFFICIENT" if ratio >= -TOLERANCE else "AWAY"


def class_without_target(growth: float, parameters: dict[str, float]) -> str:
    """The class of growth in the desired direction; -1 % itself is significantly away."""
    border = parameters["growth_on_track"]
    if abs(growth) <= TOLERANCE:
        return "NONE"
    if abs(growth) >= border - TOLERANCE:
        return "SIGNIFICANT" if growth > 0 else "SIGNIFICANT_AWAY"
    return "MODERATE" if growth > 0 else "MODERATE_AWAY"


def _window(case: Case, term: str, until: int | None = None) -> Window | None:
    parameters = case.edition.parameters
    years = case.years if until is None else case.years[: until + 1]
    return window(
        years, int(parameters[f"{term}_years"]), int(parameters[f"{term}_minimum"]), case.edition.choices["minimum"]
    )


def _without_target(case: Case, term: str) -> Progress:
    if case.expectation.direction == "range":
        return case.refused("pace", why.NO_DIRECTION)
    found = _window(case, term)
    if found is None:
        return case.refused("pace", why.TOO_SHORT)
    flags = [why.NO_TARGET] if case.aim.reason == why.NO_TARGET_SET else [case.aim.reason, why.NO_TARGET]
    first = float(case.values[found.start])
    if not has_compound(first, case.last):
        flags.append(why.LINEAR_CHANGE)
    growth = case.sign * compound_growth(first, case.last, found.span)
    return _judged(case, found, growth, class_without_target(growth, case.edition.parameters), flags)


def _of_growth_rates(case: Case, term: str) -> Progress:
    if case.expectation.direction == "range":
        return case.refused("pace", why.NOT_COVERED)
    found = _window(case, term)
    if found is None:
        return case.refused("pace", why.TOO_SHORT)
    rates = (case.values[found.start + 1 :] - case.situation.growth_base) / 100.0
    if np.any(rates <= -1.0):
        return case.refused("pace", why.NOT_COVERED)
    growth = case.sign * math.expm1(float(np.mean(np.log1p(rates))))
    return _judged(case, found, growth, class_without_target(growth, case.edition.parameters), [why.GROWTH_RATE])


def _with_target(case: Case, term: str) -> Progress:
    aim, flags = case.aim, []
    if aim.value is None:
        flags.append(why.TWO_SIDED)
    if aim.shortfall(case.last) == 0.0:
        return _met(case, term, flags)
    end = len(case.years) - 1
    if aim.year < case.years[end]:
        flags.append(why.TARGET_YEAR_PAST)
        end = int(np.searchsorted(case.years, aim.year, side="right")) - 1
    found = _window(case, term, end) if end > 0 else None
    if found is None:
        return case.refused("pace", why.TOO_SHORT)
    return _towards(case, found, end, flags)


def _met(case: Case, term: str, flags: list[str]) -> Progress:
    """The last value meets the target: no window is needed."""
    found = _window(case, term) or Window(0, 0, len(case.years))
    first = float(case.values[found.start])
    flags.append(why.TARGET_MET)
    if case.aim.value is not None and case.sign * (case.last - first) < 0:
        flags.append(why.MET_BUT_WORSENING)
    return _judged(case, found, None, "SIGNIFICANT", flags, target=True)


def _towards(case: Case, found: Window, end: int, flags: list[str]) -> Progress:
    """R, from compound growth where it exists and from yearly changes elsewhere."""
    base_year, base = _required_from(case, found, flags)
    if case.aim.shortfall(base) == 0.0:
        return _judged(case, found, None, "AWAY", [*flags, why.BASE_MET_TARGET], target=True)
    first, last = float(case.values[found.start]), float(case.values[end])
    years_to_go, ahead = case.aim.year - base_year, case.aim.year - int(case.years[end])
    goal = case.aim.value
    if goal is not None and has_compound(first, last) and has_compound(base, goal):
        growth = compound_growth(first, last, found.span)
        ratio = share_of(growth, compound_growth(base, goal, years_to_go))
        expected = carried_on(last, growth, ahead)
    elif goal is not None:
        flags.append(why.LINEAR_CHANGE)
        change = (last - first) / found.span
        ratio = share_of(change, (goal - base) / years_to_go)
        expected = finite(last + change * ahead)
    else:
        closed = (case.aim.shortfall(first) - case.aim.shortfall(last)) / found.span
        ratio, expected = share_of(closed, case.aim.shortfall(base) / years_to_go), None
    category = class_with_target(ratio, case.edition.parameters)
    return _judged(case, found, ratio, category, flags, target=True, expected=expected)


def _required_from(case: Case, found: Window, flags: list[str]) -> tuple[int, float]:
    """Where the required path starts: the base year's value, or the window's first, as the edition chooses.

    The window's first too where the target year comes before the base.
    """
    base = case.base
    if case.edition.choices["required_from"] == "base" and not base.reason and base.year < case.aim.year:
        flags.extend(base.flags)
        return base.year, base.value
    return int(case.years[found.start]), float(case.values[found.start])


def _judged(case: Case, found: Window, score, category: str, flags, *, target=False, expected=None) -> Progress:
    more = dict(
        score=score,
        flags=tuple(dict.fromkeys(flags)),
        base_year=int(case.years[found.start]),
        base_value=float(case.values[found.start]),
        points=found.points,
        expected_value=expected,
    )
    if not target:
        more |= dict(target_year=None, target_value=None)
    return case.said("pace", VERDICT[category], category, **more)
