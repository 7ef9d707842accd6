"""One run of values under one expectation: its base, its aim, its parameters, and results that name them."""

import numpy as np

from headway.model.assessment import Progress
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import LARGEST
from headway.statistics.progress.targets import stated
from headway.statistics.progress.unsd_ratio import rates
from headway.statistics.progress.unsd_ratio.base import base_value


class Run:
    """What the steps of the rule share.

    `given` are the values as they are, `values` those that are judged: their
    sizes where the edition's choice `negative` is "size".
    """

    def __init__(self, years, values, expectation, edition, situation) -> None:
        self.years, self.given, self.edition = years, values, edition
        self.values = np.abs(values) if edition.choices["negative"] == "size" else values
        self.parameters = edition.parameters | edition.exceptions.get(situation.indicator, {})
        self.expectation, self.growth_base = expectation, situation.growth_base
        skip_zero = expectation.kind != "growth_rate" and expectation.direction != "range"
        self.base = base_value(years, self.values, edition, skip_zero=skip_zero)
        self.aim = stated(self._with_target(), self.base, year=int(self.parameters["target_year"]))
        self.flags = [*self.base.flags]

    def _with_target(self) -> Expectation:
        """The expectation; where it names no target, with the one the edition sets relative to the base."""
        if self.expectation.target is not None or "factor" not in self.parameters:
            return self.expectation
        target = Target(int(self.parameters["target_year"]), factor=self.parameters["factor"])
        return Expectation(self.expectation.direction, self.expectation.kind, target=target)

    @property
    def sign(self) -> int:
        return 1 if self.expectation.direction == "increase" else -1

    @property
    def last(self) -> float:
        return float(self.values[-1])

    def refusal(self) -> str:
        """Why the rule can say nothing; blank where it may."""
        if reason := why.undirected(self.expectation.direction):
            return reason
        if self.base.reason in (why.NO_DATA, why.ENDS_BEFORE_BASE):
            return self.base.reason
        sizes = [self.aim.value, self.aim.lower, self.aim.upper, *self.values]
        return why.NOT_COVERED if any(abs(size) > LARGEST for size in sizes if size is not None) else ""

    def last_place(self) -> int:
        """The last value; where the target year has gone by, the last up to that year if one remains."""
        end = len(self.years) - 1
        if self.years[end] <= self.aim.year:
            return end
        self.flags.append(why.TARGET_YEAR_PAST)
        up_to = int(np.searchsorted(self.years, self.aim.year, side="right")) - 1
        return up_to if self.years[up_to] > self.base.year else end

    # Results

    def refused(self, reason: str) -> Progress:
        return self._said(reason=reason, points=int(np.sum(self.years >= self.parameters["base_year"])))

    def towards(self, category: str, **more) -> Progress:
        """A class that rests on the target."""
        goal = self.aim.nearest(self.last)
        return self.result(category, target_year=self.aim.year, target_value=goal, **more)

    def result(self, category: str, **more) -> Progress:
        found = dict(category=category, verdict=rates.SHOWN_AS[category], flags=tuple(self.flags))
        since = self.parameters["base_year"] if self.base.reason else self.base.year
        used = self.years >= since
        if not self.base.reason:
            found |= dict(base_year=self.base.year, base_value=float(self.given[used][0]))
        return self._said(points=int(np.sum(used)), **(found | more))

    def _said(self, **more) -> Progress:
        empty = len(self.years) == 0
        return Progress(
            method=self.edition.method,
            edition=self.edition.edition,
            concept="pace",
            last_year=None if empty else int(self.years[-1]),
            last_value=None if empty else float(self.given[-1]),
            **more,
        )
