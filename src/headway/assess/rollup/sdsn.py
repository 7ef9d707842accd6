"""Goals and the index of the Sustainable Development Report, from the colours and arrows of indicators.

The edition's indicators are those that have a colour in the review's area, the
nation or any of its regions: what none of them has is not part of the index,
as the publisher's own lists hold only what most of its countries have. A goal
without a score is replaced by the nation's score of that goal, in the index only.
A target that is met has a colour even where no bounds are known; it stays out
here, for what is not met has none there, and only good news would enter.
"""

from headway.assess.rollup.places import GOAL, TARGET, Member, Outcome, Place
from headway.assess.rollup.rules import NO_RULE, NOTHING_ASSESSED, SCORE_ONLY, TOO_FEW_INDICATORS
from headway.model.edition import Edition
from headway.statistics.progress import sdsn
from headway.statistics.progress.sdsn.arrows import goal_arrow
from headway.statistics.progress.sdsn.colours import GREY, goal_colour
from headway.statistics.progress.sdsn.score import goal_score, index, may_be_ranked
from headway.statistics.progress.sdsn.verdict import ARROW_SHOWN, COLOUR_SHOWN

TOO_MANY_MISSING = "TOO_MANY_MISSING"
"""More indicators are missing than an area may lack that is to have an index."""
GOAL_WITHOUT_SCORE = "GOAL_WITHOUT_SCORE"
"""A goal has no score, and none of the nation's can stand in for it."""

Goals = dict[str, float | None]


class Colours:
    """The rule of one edition for all areas: it looks at all of them to know the edition's indicators."""

    def __init__(self, areas: dict[str, list[Place]], nation: str) -> None:
        """`areas`: area → the goals of the review in it."""
        scored = (member for goals in areas.values() for goal in goals for member in _scored(goal))
        self.indicators = {member.indicator.key for member in scored}
        self.scores = {area: {goal.code: goal_score(goal.scores) for goal in goals} for area, goals in areas.items()}
        self.goals = {goal.code for goal in areas.get(nation, ()) if self._expected(goal)}
        self.national: Goals = self.scores.get(nation, {})

    def __call__(self, place: Place, edition: Edition, area: str) -> Outcome:
        if place.level == TARGET:
            return Outcome(len(_scored(place)), reason=NO_RULE)
        return self._goal(place, edition) if place.level == GOAL else self._index(place, edition, area)

    def _expected(self, place: Place) -> int:
        """How many of the place's indicators the edition has."""
        return sum(member.indicator.key in self.indicators for member in place.members)

    def _goal(self, place: Place, edition: Edition) -> Outcome:
        judged = _scored(place)
        if not judged:
            return Outcome(reason=NOTHING_ASSESSED)
        colours = [member.progress.category for member in judged]
        positions = [_position(member, edition) for member in judged]
        colour = goal_colour(colours, positions, self._expected(place), edition)
        reason = TOO_FEW_INDICATORS if colour == GREY else ""
        return Outcome(len(judged), COLOUR_SHOWN.get(colour, ""), colour, goal_score(place.scores), reason)

    def _index(self, place: Place, edition: Edition, area: str) -> Outcome:
        """The index where the area may be ranked; missing goals take the nation's score."""
        judged, expected = _scored(place), self._expected(place)
        if not judged:
            return Outcome(reason=NOTHING_ASSESSED)
        if not may_be_ranked(1 - len(judged) / expected, edition):
            return Outcome(len(judged), reason=TOO_MANY_MISSING)
        own = {goal: self.scores[area].get(goal) for goal in sorted(self.goals, key=int)}
        known = {goal: score for goal, score in self.national.items() if score is not None}
        found = index(own, known)
        return Outcome(len(judged), score=found, reason=GOAL_WITHOUT_SCORE if found is None else SCORE_ONLY)


def arrow(place: Place, edition: Edition) -> Outcome:
    """The arrow of a goal, from the mean position of its indicators' arrows."""
    judged = place.judged
    if place.level != GOAL:
        return Outcome(len(judged), reason=NO_RULE)
    positions = [_position(member, edition, sdsn.trend_position) for member in judged]
    if not positions:
        return Outcome(reason=NOTHING_ASSESSED)
    found = goal_arrow(positions)
    return Outcome(len(judged), ARROW_SHOWN[found], found, sum(positions) / len(positions))


def _scored(place: Place) -> list[Member]:
    return [member for member in place.judged if member.progress.score is not None]


def _position(member: Member, edition: Edition, position=sdsn.level_position) -> float:
    subject = member.subject
    return position(
        subject.run.years, subject.run.values,
        expectation=subject.expectation, edition=edition, situation=subject.situation,
    )  # fmt: skip
