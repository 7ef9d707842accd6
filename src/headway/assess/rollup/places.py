"""The targets and goals of a review, and the indicators that belong to each."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from headway.assess.subject import Subject
from headway.model.assessment import BREAK_SUSPECTED, Progress
from headway.model.framework import Indicator
from headway.nomenclature import frameworks

TARGET, GOAL, WHOLE = "target", "goal", "whole"
NOT_APPLICABLE = "not-applicable"


class Member(msgspec.Struct, frozen=True):
    """One indicator of an area, by its headline; without one, listed only."""

    indicator: Indicator
    progress: Progress | None = None
    subject: Subject | None = None

    @property
    def judged(self) -> bool:
        """Whether it has a class of its own."""
        return self.progress is not None and self.progress.verdict not in ("", BREAK_SUSPECTED)


class Place(msgspec.Struct, frozen=True):
    """A target, a goal or the whole, with all of its indicators in one area."""

    level: str
    code: str
    members: tuple[Member, ...]

    @property
    def judged(self) -> list[Member]:
        return [member for member in self.members if member.judged]

    @property
    def scores(self) -> list[float]:
        return [member.progress.score for member in self.judged if member.progress.score is not None]

    @property
    def counts(self) -> dict[str, int]:
        """Class → how many indicators; the class is the method's own where it names one."""
        said = (member.progress for member in self.members if member.progress and member.progress.verdict)
        return dict(sorted(Counter(one.category or one.verdict for one in said).items()))


class Outcome(msgspec.Struct, frozen=True):
    """What a rule gives for a place."""

    assessed: int = 0
    """Indicators that entered."""
    verdict: str = ""
    category: str = ""
    score: float | None = None
    reason: str = ""


def places(indicators: Iterable[Indicator]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(level, code) → keys of its indicators, goals in their order; those that do not apply here left out."""
    goals, targets = frameworks.goals(), frameworks.targets()
    applying = [entry for entry in indicators if entry.crosswalk.class_ != NOT_APPLICABLE and entry.goal in goals]
    found: dict[tuple[str, str], list[tuple[str, str]]] = {(WHOLE, ""): [entry.key for entry in applying]}
    for entry in applying:
        found.setdefault((GOAL, entry.goal), []).append(entry.key)
    for entry in applying:
        if entry.target in targets:
            found.setdefault((TARGET, entry.target), []).append(entry.key)
    return found
