"""Roll-ups of the review's area, the nation and every region, for every edition compared."""

from headway.assess.headline import Headline
from headway.assess.rollup import sdsn
from headway.assess.rollup.places import GOAL, WHOLE, Member, Outcome, Place, places
from headway.assess.rollup.rules import RULES
from headway.assess.runs import YearlyRun
from headway.assess.side_by_side import SideBySide
from headway.assess.subject import Subject
from headway.assess.verdicts import Circumstances
from headway.model.edition import Edition
from headway.model.rollup import Rollup
from headway.model.series import Series

Key = tuple[str, str]


def rollups(
    areas: list[str], own: tuple[str, str], headlines: dict[tuple[Key, str], Headline], beside: SideBySide,
    series: list[Series], runs: list[YearlyRun], circumstances: Circumstances,
) -> tuple[Rollup, ...]:  # fmt: skip
    """By edition, area and place; `own` are the review's area and the nation.

    Those two have every goal and every target that the review lists an
    indicator of; the others only what an indicator of theirs has entered.
    """
    members = _Members(headlines, beside, series, runs, circumstances)
    found: list[Rollup] = []
    for number, edition in enumerate(beside.editions):
        by_area = {area: members.places(area, number) for area in areas}
        rule = _rule(edition, by_area, own[1])
        concept = next((said[number].concept for said in beside.progress.values()), "")
        for area, all_places in by_area.items():
            rolled = ((place, rule(place, area)) for place in all_places)
            found += [
                _rollup(edition, concept, area, place, outcome)
                for place, outcome in rolled
                if outcome.assessed or area in own or place.level == WHOLE
            ]
    return tuple(found)


def _rule(edition: Edition, by_area: dict[str, list[Place]], nation: str):
    """(place, area) → outcome, by the rule of the edition's method."""
    if edition.method == "sdsn":
        goals = {area: [place for place in found if place.level == GOAL] for area, found in by_area.items()}
        colours = sdsn.Colours(goals, nation)
        return lambda place, area: colours(place, edition, area)
    rule = sdsn.arrow if edition.method == "sdsn-trend" else RULES[edition.method]
    return lambda place, area: rule(place, edition)


def _rollup(edition: Edition, concept: str, area: str, place: Place, outcome: Outcome) -> Rollup:
    return Rollup(
        method=edition.method, edition=edition.edition, ref_area=area, level=place.level, code=place.code,
        concept=concept, verdict=outcome.verdict, category=outcome.category, score=outcome.score,
        counts=place.counts, assessed=outcome.assessed, listed=len(place.members), reason=outcome.reason,
    )  # fmt: skip


class _Members:
    """The indicators of an area as an edition judges their headlines."""

    def __init__(self, headlines, beside: SideBySide, series, runs, circumstances: Circumstances) -> None:
        self.headlines, self.beside, self.circumstances = headlines, beside, circumstances
        self.series, self.runs = series, runs
        self.order = places(circumstances.indicators.values())
        self.subjects: dict[int, Subject] = {}

    def places(self, area: str, number: int) -> list[Place]:
        """Whole, goals and targets as edition `number` judges them."""
        members = {key: self._member(key, area, number) for key in self.order[WHOLE, ""]}
        return [
            Place(level, code, tuple(members[key] for key in keys)) for (level, code), keys in self.order.items()
        ]

    def _member(self, key: Key, area: str, number: int) -> Member:
        indicator = self.circumstances.indicators[key]
        headline = self.headlines.get((key, area))
        if headline is None or headline.series_id is None:
            return Member(indicator)
        series_id = headline.series_id
        return Member(indicator, self.beside.progress[series_id][number], self._subject(series_id))

    def _subject(self, series_id: int) -> Subject:
        if series_id not in self.subjects:
            self.subjects[series_id] = self.circumstances.subject(self.series[series_id], self.runs[series_id])
        return self.subjects[series_id]
