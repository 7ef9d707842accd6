"""Pace by the ratio rule: which step applies to a run, and what it says.

In the publisher's order: a last value no later than the base year refuses; a
target met, or missed by no more than 0.05 % of it, is achieved, for which one
value is enough; a base already past its target that then worsens is
deterioration; else the ratio of rates, or growth alone where no number is set.
The edition's exceptions replace parameters for single indicators: other
borders, a required rate, log rates, a target relative to the base, a least fall.

Headway's own, flagged or marked in the edition: distance and yearly change for
two-sided targets and for targets no compound rate reaches; growth rates by
their compound mean; a target year no later than the base left aside.
"""

import math

import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import checked
from headway.statistics.progress.situation import Situation
from headway.statistics.progress.unsd_ratio import rates
from headway.statistics.progress.unsd_ratio.run import Run


def assess(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The verdict on one run of yearly values.

    `years` integers, strictly ascending, and `values` finite floats, both of
    shape (n,), in the series' own unit. The situation's `indicator` chooses the
    exceptions, its `growth_base` says what a growth rate of zero is written as.
    The score is CR, or yearly growth in the desired direction where no target
    is used. Raises ValueError on arrays that are no run.
    """
    years, values = checked(years, values)
    run = Run(years, values, expectation, edition, situation)
    reason = run.refusal()
    return run.refused(reason) if reason else _judged(run)


def _judged(run: Run) -> Progress:
    if run.expectation.kind == "binary" and np.all(np.isin(run.values, (0.0, 1.0))):
        return _binary(run)
    if run.years[-1] == run.parameters["base_year"]:
        return run.refused(why.TOO_FEW_POINTS)
    if run.expectation.kind == "growth_rate":
        return _growth_rate(run)
    if not run.aim.reason and _met(run):
        return _achieved(run)
    if "required_rate" in run.parameters:
        return _by_required_rate(run)
    if run.aim.reason:
        flags = (why.BASE_IS_ZERO, why.NO_TARGET) if run.aim.reason == why.BASE_IS_ZERO else (why.NO_TARGET,)
        return _by_growth(run, *flags)
    return _towards_target(run)


def _binary(run: Run) -> Progress:
    best = 1.0 if run.sign > 0 else 0.0
    run.flags = [why.BINARY]
    return run.result(rates.ACHIEVED if run.last == best else rates.LIMITED)


def _growth_rate(run: Run) -> Progress:
    """Growth rates are judged by their compound mean since the base year."""
    if run.base.reason:
        return run.refused(run.base.reason)
    run.flags.append(why.GROWTH_RATE)
    growth = (run.values[run.years > run.base.year] - run.growth_base) / 100.0
    if np.any(growth <= -1.0):
        return run.refused(why.NO_DATA)
    mean = run.sign * math.expm1(float(np.mean(np.log1p(growth))))
    return run.result(rates.growth_class(mean, run.parameters), score=mean)


def _met(run: Run) -> bool:
    """Met, or missed by no more than the edition's share of the target."""
    return run.aim.shortfall(run.last) <= run.parameters["near"] * abs(run.aim.nearest(run.last))


def _achieved(run: Run) -> Progress:
    met = run.aim.shortfall(run.last) == 0.0
    run.flags.append(why.TARGET_MET if met else why.TARGET_MISSED_BARELY)
    one_sided = run.aim.value is not None
    if one_sided and not run.base.reason and run.sign * (run.last - run.base.value) < 0:
        run.flags.append(why.MET_BUT_WORSENING)
    return run.towards(rates.ACHIEVED)


def _by_required_rate(run: Run) -> Progress:
    """CR where the edition fixes the required rate."""
    if run.base.reason or run.expectation.direction == "range":
        return run.refused(run.base.reason or why.NO_DIRECTION)
    run.flags.append(why.REQUIRED_RATE)
    ratio = rates.quotient(_growth(run), abs(run.parameters["required_rate"]))
    return run.result(rates.ratio_class(ratio, run.parameters), score=ratio)


def _towards_target(run: Run) -> Progress:
    """The rule with a target that is not met."""
    if run.base.reason:
        return run.refused(run.base.reason)
    if run.aim.shortfall(run.base.value) == 0.0:
        run.flags.append(why.BASE_MET_TARGET)
        return run.towards(rates.DETERIORATION)
    if "minimum_fall" in run.parameters:
        return _by_growth(run)
    if run.aim.year <= run.base.year:
        return _by_growth(run, why.TARGET_YEAR_NOT_AFTER_BASE)
    return _by_ratio(run)


def _by_ratio(run: Run) -> Progress:
    end = run.last_place()
    first, last, goal = run.base.value, float(run.values[end]), run.aim.value
    year = int(run.years[end])
    shown = rates.expected(first, last, year - run.base.year, max(run.aim.year - year, 0))
    if goal is None:
        run.flags.append(why.TWO_SIDED)
        first, last, goal, shown = run.aim.shortfall(first), run.aim.shortfall(last), 0.0, None
    ratio = _ratio(run, first, last, goal, year - run.base.year)
    category = rates.ratio_class(ratio, run.parameters)
    return run.towards(category, score=ratio, expected_value=shown)


def _ratio(run: Run, first: float, last: float, goal: float, span: int) -> float:
    """CR over `span` years; by yearly change where the goal is zero or of the other sign."""
    ahead = run.aim.year - run.base.year
    if goal == 0.0 or (goal > 0) != (first > 0):
        run.flags.append(why.LINEAR_CHANGE)
        return rates.linear_ratio(first, last, goal, span, ahead)
    _note_sign(run, first, last)
    rate = rates.compound_rate
    if "log_rate" in run.parameters:
        run.flags.append(why.LOG_RATE)
        rate = rates.log_rate
    return rates.quotient(rate(first, last, span), rate(first, goal, ahead))


def _by_growth(run: Run, *flags: str) -> Progress:
    """The rule without a target."""
    run.flags += flags
    if run.expectation.direction == "range":
        return run.refused(why.NO_DIRECTION)
    best = run.expectation.upper if run.sign > 0 else run.expectation.lower
    at_bound = best is not None and run.sign * (run.last - best) >= 0
    if at_bound:
        run.flags.append(why.AT_BOUND)
    if run.base.reason:
        return run.result(rates.ACHIEVED) if at_bound else run.refused(run.base.reason)
    growth = _growth(run)
    return run.result(ON_TRACK if at_bound else _growth_category(run, growth), score=growth)


def _growth(run: Run) -> float:
    """Compound growth since the base in the desired direction; a negative value grows as its size shrinks."""
    first = run.base.value
    _note_sign(run, first, run.last)
    rate = rates.compound_rate(first, run.last, int(run.years[-1]) - run.base.year)
    return run.sign * math.copysign(1.0, first) * rate


def _growth_category(run: Run, growth: float) -> str:
    """The class of a growth; on track only with a change of the least size, where the edition asks for one."""
    category = rates.growth_class(growth, run.parameters)
    least = run.parameters.get("minimum_fall")
    if least is None or category != ON_TRACK:
        return category
    whole = 100.0 if max(abs(run.base.value), abs(run.last)) <= 1.0 else 1.0
    change = run.sign * (run.last - run.base.value) * whole
    return ON_TRACK if change >= least - rates.TOLERANCE else FAIR


def _note_sign(run: Run, first: float, last: float) -> None:
    if (first > 0 > last) or (first < 0 < last):
        run.flags.append(why.SIGN_CHANGED)
