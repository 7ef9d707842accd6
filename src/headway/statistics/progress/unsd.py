"""The rule of the UN Statistics Division's Progress Chart, 2023/24 form.

With a target value, from the base year b to the last year t:

    CAGR = (v_t / v_b) ** (1 / (t - b)) - 1
    v_e  = v_t * (1 + CAGR) ** (T - t)                 expected in the target year T
    q    = (v_e - v_b) / (v_T - v_b)                   share of the required change
    3 on track q >= 0.95;  2 fair 0.10 <= q < 0.95;  1 stagnation or regression q < 0.10

Without one, by growth g in the desired direction: 3 from 2 % a year, 2 from
0.5 %, else 1. Exceptions: a last value that meets the target is 3 whatever the
trend; within one percentage point of a target of 0 or 100 % likewise; without a
value in 2015 the first year after, else the last before, that leaves two
values; a target year gone by is assessed to that year; yes/no indicators are 3
or 1; two values at least.

Source: UNSD Progress Chart Technical Note 2023, as published by Eustat.
Growth rates, left to expert judgement there, are judged here by their compound
mean since the base year, which is the CAGR of what grows; that, the split of
class 1 into stagnation and regression, and the distance form for two-sided
targets are Headway's, and flagged.
"""

import math

import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress import reasons as why
from headway.statistics.progress.situation import Situation

TOLERANCE = 1e-12
"""A value on a border takes the better class in spite of rounding."""
BEYOND = 1e300
"""Stands for a number too large to write."""


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
    shape (n,), in the series' own unit. Of the situation, `percent` gives 0 and
    100 the exception of nearness and `growth_base` says what a growth rate of
    zero is written as. Raises ValueError on arrays that are not so.
    """
    years, values = np.asarray(years, dtype=int), np.asarray(values, dtype=float)
    if years.shape != values.shape or years.ndim != 1:
        raise ValueError(f"years {years.shape} and values {values.shape} must be one run")
    if np.any(np.diff(years) <= 0) or not np.all(np.isfinite(values)):
        raise ValueError("years must ascend without repeats and values be finite")
    return Run(years, values, expectation, edition, situation).progress()


class Run:
    """One run of values under one expectation: the steps of the rule share its parts."""

    def __init__(self, years, values, expectation, edition, situation) -> None:
        self.years, self.values = years, values
        self.expectation, self.edition = expectation, edition
        self.parameters = edition.parameters
        self.percent, self.growth_base = situation.percent, situation.growth_base
        self.flags: list[str] = []
        self.base = self.base_index()

    def base_index(self) -> int | None:
        """Index of the base value: 2015, else the first after, else the last before, that leaves two."""
        base_year, n = int(self.parameters["base_year"]), len(self.years)
        if n < self.parameters["minimum_points"] or self.years[-1] < base_year:
            return None
        at_or_after = int(np.searchsorted(self.years, base_year))
        if self.years[at_or_after] == base_year:
            return at_or_after if at_or_after < n - 1 else None
        self.flags.append(why.BASE_YEAR_MOVED)
        return at_or_after if at_or_after < n - 1 else at_or_after - 1

    def progress(self) -> Progress:
        if reason := why.undirected(self.expectation.direction):
            return self.refused(reason)
        if len(self.years) == 0:
            return self.refused(why.NO_DATA)
        if self.years[-1] < self.parameters["base_year"]:
            return self.refused(why.ENDS_BEFORE_BASE)
        if self.expectation.kind == "binary" and np.all(np.isin(self.values, (0.0, 1.0))):
            return self.binary()
        if self.base is None:
            return self.refused(why.TOO_FEW_POINTS)
        if self.expectation.kind == "growth_rate":
            return self.growth_rate()
        return self.towards_target() or self.by_growth()

    # The four ways to a verdict

    def binary(self) -> Progress:
        met = self.values[-1] == (1.0 if self.expectation.direction == "increase" else 0.0)
        self.flags = [why.BINARY]
        return self.result(ON_TRACK if met else STAGNATION)

    def growth_rate(self) -> Progress:
        rates = (self.values[self.base + 1 :] - self.growth_base) / 100.0
        self.flags.append(why.GROWTH_RATE)
        if np.any(rates <= -1.0):
            return self.refused(why.NO_DATA)
        growth = self.sign * math.expm1(float(np.mean(np.log1p(rates))))
        return self.growth_result(growth)

    def towards_target(self) -> Progress | None:
        """The rule with a target; None where no number stands or can be set."""
        target = self.expectation.target
        if target is None or (self.expectation.direction == "range" and target.lower is None):
            return None
        if target.factor is not None and self.values[self.base] <= 0:
            self.flags.append(why.BASE_IS_ZERO)
            return None
        return TargetRun(self, target).progress()

    def by_growth(self) -> Progress:
        """The rule without a target."""
        self.flags.append(why.NO_TARGET)
        if self.expectation.direction == "range":
            return self.refused(why.NO_DIRECTION)
        best = self.expectation.upper if self.sign > 0 else self.expectation.lower
        if best is not None and self.sign * (self.values[-1] - best) >= 0:
            self.flags.append(why.AT_BOUND)
            return self.result(ON_TRACK, score=None)
        first, last = float(self.values[self.base]), float(self.values[-1])
        span = int(self.years[-1] - self.years[self.base])
        if first * last > 0:
            growth = math.copysign(1.0, first) * ((last / first) ** (1 / span) - 1)
        else:
            self.flags.append(why.LINEAR_CHANGE)
            scale = max(abs(first), abs(last)) or 1.0
            growth = (last - first) / (span * scale)
        return self.growth_result(self.sign * growth)

    # Shared parts

    def since_base_year(self) -> int:
        return int(np.sum(self.years >= self.parameters["base_year"]))

    @property
    def sign(self) -> int:
        return 1 if self.expectation.direction == "increase" else -1

    def growth_result(self, growth: float) -> Progress:
        cuts = (
            self.parameters["growth_on_track"],
            self.parameters["growth_fair"],
            self.parameters["growth_regression"],
        )
        return self.result(classify(growth, *cuts), score=growth)

    def refused(self, reason: str) -> Progress:
        return self.result("", reason=reason)

    def result(self, verdict: str, *, reason: str = "", **more) -> Progress:
        base = self.base if verdict and self.base is not None else None
        last = len(self.years) - 1 if len(self.years) else None
        found = dict(
            method=self.edition.method,
            edition=self.edition.edition,
            concept="pace",
            verdict=verdict,
            level=LEVELS.get(verdict),
            reason=reason,
            flags=tuple(self.flags) if verdict else (),
            base_year=None if base is None else int(self.years[base]),
            base_value=None if base is None else float(self.values[base]),
            last_year=None if last is None else int(self.years[last]),
            last_value=None if last is None else float(self.values[last]),
            points=len(self.years) - base if base is not None else self.since_base_year(),
        )
        return Progress(**(found | more))


class TargetRun:
    """The rule towards one target, for a run that has a base value."""

    def __init__(self, run: Run, target: Target) -> None:
        self.run, self.target = run, target
        self.first = float(run.values[run.base])
        self.last = float(run.values[-1])
        self.goal = self.target_value()

    def target_value(self) -> float:
        """The number to reach; for an interval, its nearest end."""
        if self.target.factor is not None:
            return self.target.offset + self.target.factor * self.first
        if self.target.value is not None:
            return self.target.value
        return min(max(self.last, self.target.lower), self.target.upper)

    def shortfall(self, value: float) -> float:
        """How far a value is from meeting the target; 0 where it does."""
        if self.target.lower is not None:
            return max(self.target.lower - value, value - self.target.upper, 0.0)
        return max(self.run.sign * (self.goal - value), 0.0)

    def progress(self) -> Progress:
        run = self.run
        if self.shortfall(self.last) == 0.0:
            run.flags.append(why.TARGET_MET)
            if self.target.lower is None and run.sign * (self.last - self.first) < 0:
                run.flags.append(why.MET_BUT_WORSENING)
            return self.result(ON_TRACK)
        if self.nearly_met():
            run.flags.append(why.TARGET_NEARLY_MET)
            return self.result(ON_TRACK)
        if self.shortfall(self.first) == 0.0:
            run.flags.append(why.BASE_MET_TARGET)
            return self.result(REGRESSION)
        return self.by_required_change()

    def nearly_met(self) -> bool:
        bounds = {0.0: -1, 100.0: 1}
        return (
            self.run.percent
            and bounds.get(self.target.value) == self.run.sign
            and self.shortfall(self.last) <= self.run.parameters["near"] + TOLERANCE
        )

    def by_required_change(self) -> Progress:
        end = self.last_index()
        first, last, goal = self.first, float(self.run.values[end]), self.goal
        if self.target.lower is not None:
            self.run.flags.append(why.TWO_SIDED)
            first, last, goal = self.shortfall(first), self.shortfall(last), 0.0
        expected = self.extrapolate(first, last, end)
        share = min(max((expected - first) / (goal - first), -BEYOND), BEYOND)
        cuts = self.run.parameters
        verdict = classify(share, cuts["on_track"], cuts["fair"], cuts["regression"])
        shown = expected if self.target.lower is None else None
        return self.result(verdict, score=share, expected_value=shown)

    def last_index(self) -> int:
        """The last value; where the target year has gone by, the last up to that year if two remain."""
        run, end = self.run, len(self.run.years) - 1
        if run.years[end] <= self.target.year:
            return end
        run.flags.append(why.TARGET_YEAR_PAST)
        up_to = int(np.searchsorted(run.years, self.target.year, side="right")) - 1
        return up_to if up_to > run.base else end

    def extrapolate(self, first: float, last: float, end: int) -> float:
        run = self.run
        span = int(run.years[end] - run.years[run.base])
        ahead = int(self.target.year - run.years[end])
        if self.target.year <= run.years[run.base]:
            ahead = 0  # no way back beyond the base: what has been reached counts
        if first * last > 0:
            try:
                return last * (last / first) ** (ahead / span)
            except OverflowError:
                return math.copysign(BEYOND, last)
        run.flags.append(why.LINEAR_CHANGE)
        return last + (last - first) / span * ahead

    def result(self, verdict: str, **more) -> Progress:
        return self.run.result(
            verdict, target_year=self.target.year, target_value=self.goal, **more
        )


LEVELS = {ON_TRACK: 3, FAIR: 2, STAGNATION: 1, REGRESSION: 1}


def classify(score: float, on_track: float, fair: float, regression: float) -> str:
    """The class of a score; a score on a border takes the better class."""
    if score >= on_track - TOLERANCE:
        return ON_TRACK
    if score >= fair - TOLERANCE:
        return FAIR
    return STAGNATION if score >= -regression - TOLERANCE else REGRESSION
