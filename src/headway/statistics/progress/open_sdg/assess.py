"""One run of values under one expectation.

What an expectation holds, and how it enters: the direction is d; the target
value, or the one relative to the base value, is the target; where none is set
the natural bound on the desired side is the limit. A desired interval, parity,
and the global indicators the documentation names are transformed first.
"""

import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.open_sdg.rates import bounded
from headway.statistics.progress.open_sdg.score import (
    ACHIEVED,
    DETERIORATION,
    LIMITED,
    MODERATE,
    NOT_ACHIEVED,
    SUBSTANTIAL,
)
from headway.statistics.progress.open_sdg.series import Case, SeriesProgress, choose_years, series_progress
from headway.statistics.progress.open_sdg.transforms import around, middle, parity
from headway.statistics.progress.situation import Situation

VERDICTS = {
    ACHIEVED: ON_TRACK,
    SUBSTANTIAL: ON_TRACK,
    MODERATE: FAIR,
    LIMITED: STAGNATION,
    DETERIORATION: REGRESSION,
    NOT_ACHIEVED: STAGNATION,
}


def assess(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The method's word on one run of yearly values.

    `years` integers, strictly ascending, and `values` finite floats, both of
    shape (n,), in the series' own unit. Raises ValueError on arrays that are
    not so; every other case without a class has a reason.
    """
    years, values = np.asarray(years, dtype=int), np.asarray(values, dtype=float)
    if years.shape != values.shape or years.ndim != 1:
        raise ValueError(f"years {years.shape} and values {values.shape} must be one run")
    if np.any(np.diff(years) <= 0) or not np.all(np.isfinite(values)):
        raise ValueError("years must ascend without repeats and values be finite")
    return Judgement(years, values, expectation, edition, situation).progress()


class Judgement:
    """One run under one expectation: the ways to a class share its parts."""

    def __init__(self, years, values, expectation, edition, situation) -> None:
        self.years, self.values = years, values
        self.expectation, self.edition, self.situation = expectation, edition, situation
        self.rules = edition.exceptions.get(situation.indicator, {}) if situation.percent else {}
        self.flags: list[str] = []
        self.base: int | None = None
        self.target: float | None = None

    @property
    def sign(self) -> int:
        return 1 if self.expectation.direction == "increase" else -1

    def progress(self) -> Progress:
        if reason := why.undirected(self.expectation.direction):
            return self.refused(reason)
        chosen = choose_years(self.years, int(self.edition.parameters["base_year"]))
        if isinstance(chosen, str):
            return self.refused(chosen)
        if self.expectation.kind == "binary" and np.all(np.isin(self.values, (0.0, 1.0))):
            return self.yes_or_no()
        self.base = chosen[0]
        if self.years[self.base] != self.edition.parameters["base_year"]:
            self.flags.append(why.BASE_YEAR_MOVED)
        if self.expectation.kind == "growth_rate":
            return self.growth_rates()
        if np.any(self.values[self.base :] < self.rules.get("least", -np.inf)):
            return self.refused(why.BELOW_LEAST)
        return self.two_sided() or self.one_sided()

    # The ways to a class

    def yes_or_no(self) -> Progress:
        """The last answer alone decides."""
        met = self.values[-1] == (1.0 if self.sign > 0 else 0.0)
        self.flags = [why.BINARY]
        return self.result(SeriesProgress(category=ACHIEVED if met else NOT_ACHIEVED))

    def growth_rates(self) -> Progress:
        """Growth rates change sign; the level they make, year upon year, does not.

        The documentation asks for that level in their place; it is made here
        from the rates, which takes every year since the base year.
        """
        rates = (self.values[self.base + 1 :] - self.situation.growth_base) / 100.0
        span = int(self.years[-1] - self.years[self.base])
        if self.expectation.target or len(rates) != span or np.any(rates <= -1.0):
            return self.refused(why.NOT_COVERED)
        self.flags.append(why.GROWTH_RATE)
        level = float(np.exp(np.clip(np.sum(np.log1p(rates)), -600.0, 600.0)))
        return self.judged(1.0, level, self.sign, None, None)

    def two_sided(self) -> Progress | None:
        """Where values on either side of the desired one are worse; None where they are not."""
        interval = self.interval()
        if interval is None:
            return None if self.expectation.direction != "range" else self.refused(why.NO_DIRECTION)
        lower, upper, is_parity = interval
        self.flags.append(why.TWO_SIDED)
        run = self.values[self.base :]
        if is_parity and np.any(run <= 0):
            return self.refused(why.NOT_COVERED)
        turned = parity(run, lower, upper) if is_parity else around(run, lower, upper)
        centre = 1.0 if is_parity else middle(lower, upper)
        return self.judged(float(turned[0]), float(turned[-1]), -1, centre, None)

    def interval(self) -> tuple[float, float, bool] | None:
        """(lower, upper, whether by parity) of the desired values; None where one side is desired."""
        centre, target = self.rules.get("centre"), self.expectation.target
        if centre is not None:
            return centre, centre, False
        if self.expectation.direction != "range":
            return None
        ends = (target.lower, target.upper) if target and target.lower is not None else None
        if target and target.value is not None:
            ends = (target.value, target.value)
        if self.expectation.kind == "parity" and (ends is None or ends[0] <= 1 <= ends[1]):
            band = self.edition.parameters["parity_lower"], self.edition.parameters["parity_upper"]
            return (*(ends if ends and ends[0] < ends[1] else band), True)
        return (*ends, False) if ends else None

    def one_sided(self) -> Progress:
        first, last = float(self.values[self.base]), float(self.values[-1])
        target = self.target_value(first)
        bound = self.expectation.upper if self.sign > 0 else self.expectation.lower
        return self.judged(first, last, self.sign, target, None if target is not None else bound)

    def target_value(self, first: float) -> float | None:
        """The number to reach: set, relative to the base value, the near end of an interval, or the documentation's own."""
        target = self.expectation.target
        if target is not None and target.lower is not None:
            return target.lower if self.sign > 0 else target.upper
        if target is None:
            own = self.rules.get("target")
            self.flags += [why.METHOD_TARGET] if own is not None else []
            return own
        if target.factor is None:
            return target.value
        if first <= 0:
            self.flags.append(why.BASE_IS_ZERO)
            return None
        return bounded(target.offset + target.factor * first)

    # Shared parts

    def judged(
        self, first: float, last: float, direction: int, target: float | None, limit: float | None
    ) -> Progress:
        self.target = target
        case = Case(
            base_year=int(self.years[self.base]),
            base_value=first,
            last_year=int(self.years[-1]),
            last_value=last,
            direction=direction,
            target=target,
            target_year=self.target_year,
            limit=limit,
        )
        found = series_progress(case, self.edition)
        if found.reason:
            return self.refused(found.reason)
        self.flags += [*found.flags, *self.circumstances(case, found)]
        return self.result(found)

    @property
    def target_year(self) -> int:
        target = self.expectation.target
        return target.year if target else int(self.edition.parameters["target_year"])

    def circumstances(self, case: Case, found: SeriesProgress) -> list[str]:
        """What a reader should know of the class besides its name."""
        better = case.direction * (case.last_value - case.base_value)
        if case.target is None:
            beyond = case.limit is not None and case.direction * (case.last_value - case.limit) >= 0
            best = beyond and found.category == SUBSTANTIAL
            return [why.NO_TARGET, *([why.AT_BOUND] if best else [])]
        if found.achieved:
            return [why.TARGET_MET, *([why.MET_BUT_WORSENING] if better < 0 else [])]
        met_at_base = case.direction * (case.base_value - found.target) >= 0
        return [why.BASE_MET_TARGET] if met_at_base else []

    def refused(self, reason: str) -> Progress:
        self.flags, self.base = [], None
        return self.result(SeriesProgress(reason=reason))

    def result(self, found: SeriesProgress) -> Progress:
        base, any_year = self.base, len(self.years) > 0
        since = int(np.sum(self.years >= self.edition.parameters["base_year"]))
        return Progress(
            method=self.edition.method,
            edition=self.edition.edition,
            concept="pace",
            verdict=VERDICTS.get(found.category, ""),
            category=found.category,
            score=found.score,
            reason=found.reason,
            flags=tuple(self.flags),
            base_year=None if base is None else int(self.years[base]),
            base_value=None if base is None else float(self.values[base]),
            last_year=int(self.years[-1]) if any_year else None,
            last_value=float(self.values[-1]) if any_year else None,
            target_year=self.target_year if self.target is not None and found.category else None,
            target_value=self.target if found.category else None,
            points=since,
        )
