"""One run under one expectation, made ready for a method: its base value and its aim, or why not."""

import msgspec
import numpy as np

from headway.model.assessment import Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import LARGEST, BaseValue, base_value, checked
from headway.statistics.progress.situation import Situation
from headway.statistics.progress.targets import Aim, stated


class Case(msgspec.Struct, frozen=True):
    """What a method works on."""

    years: np.ndarray
    values: np.ndarray
    expectation: Expectation
    edition: Edition
    situation: Situation
    base: BaseValue
    aim: Aim
    reason: str = ""
    """Why no method can say anything; blank where one may."""

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is."""
        return -1 if self.expectation.direction == "decrease" else 1

    @property
    def last(self) -> float:
        return float(self.values[-1])

    @property
    def base_year(self) -> int:
        return int(self.edition.parameters["base_year"])

    def refused(self, concept: str, reason: str) -> Progress:
        """No verdict, and why."""
        return self._said(concept, reason=reason, points=int(np.sum(self.years >= self.base_year)))

    def said(self, concept: str, verdict: str, category: str, **more) -> Progress:
        """A verdict with the base, last and target values it rests on."""
        found = dict(base_year=self.base.year, base_value=self.base.value)
        if not self.aim.reason:
            found |= dict(target_year=self.aim.year, target_value=self.aim.nearest(self.last))
        return self._said(concept, verdict=verdict, category=category, **(found | more))

    def _said(self, concept: str, **more) -> Progress:
        empty = len(self.years) == 0
        found = dict(
            method=self.edition.method,
            edition=self.edition.edition,
            concept=concept,
            last_year=None if empty else int(self.years[-1]),
            last_value=None if empty else self.last,
            points=int(np.sum(self.years >= self.base.year)),
        )
        return Progress(**(found | more))


def prepare(
    years: np.ndarray,
    values: np.ndarray,
    expectation: Expectation,
    edition: Edition,
    situation: Situation,
    *,
    not_covered: tuple[str, ...] = (),
) -> Case:
    """The case of one run; `not_covered` are the kinds of number the method has no rule for.

    Raises ValueError where the arrays are no run.
    """
    years, values = checked(years, values)
    parameters = edition.parameters
    missing = edition.choices.get("missing_base", "nearest")
    base = base_value(years, values, int(parameters["base_year"]), missing=missing)
    aim = stated(expectation, base, year=int(parameters["target_year"]))
    reason = _general_reason(expectation, base, not_covered) or _size_reason(values, aim)
    return Case(years, values, expectation, edition, situation, base, aim, reason)


def _general_reason(expectation: Expectation, base: BaseValue, not_covered: tuple[str, ...]) -> str:
    if reason := why.undirected(expectation.direction):
        return reason
    if base.reason in (why.NO_DATA, why.ENDS_BEFORE_BASE):
        return base.reason
    return why.NOT_COVERED if expectation.kind in not_covered else ""


def _size_reason(values: np.ndarray, aim: Aim) -> str:
    """Numbers of a size that no statistic has would overflow on the way."""
    numbers = [float(np.max(np.abs(values))), aim.value, aim.lower, aim.upper]
    return why.NOT_COVERED if any(abs(number) > LARGEST for number in numbers if number is not None) else ""
