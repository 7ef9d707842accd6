"""The roll-up rules that publishers state, one function for each method.

A rule takes one place of one area and says what it is, or why its publisher
says nothing there. No rule is invented: where a publisher only counts, so does
Headway.
"""

from collections.abc import Callable

from headway.assess.rollup.places import GOAL, TARGET, WHOLE, Member, Outcome, Place
from headway.model.assessment import FAIR, ON_TRACK, STAGNATION
from headway.model.edition import Edition
from headway.statistics.progress import escap, eurostat, oecd, open_sdg
from headway.statistics.progress.escap.assess import VERDICT as ESCAP_SHOWN
from headway.statistics.progress.escap.indices import REVERSE, band
from headway.statistics.progress.oecd.assess import VERDICT as OECD_SHOWN
from headway.statistics.progress.open_sdg.assess import VERDICTS as OPEN_SDG_SHOWN
from headway.statistics.progress.peers import levels
from headway.statistics.progress.unsd_ratio.rollup import FOR_REVIEW, GAP, group_class, indicator_class

NO_RULE = "NO_ROLLUP_RULE"
"""The publisher has no rule that puts indicators together at this level."""
NOTHING_ASSESSED = "NOTHING_ASSESSED"
"""No indicator here has a class by this method."""
SCORE_ONLY = "SCORE_ONLY"
"""The publisher gives a number here and no class."""
TOO_FEW_INDICATORS = "TOO_FEW_INDICATORS"
"""Too small a share of the indicators has a class."""
NEEDS_TARGETS = "ROLLUP_NEEDS_TARGETS"
"""The rule goes by the targets of the 2030 Agenda, and nobody has said which of them these indicators belong to."""

UNDP_SHOWN = {ON_TRACK: ON_TRACK, FOR_REVIEW: FAIR, GAP: STAGNATION}
Rule = Callable[[Place, Edition], Outcome]


def counted(place: Place, edition: Edition) -> Outcome:
    """No rule: the classes are counted and nothing else."""
    return Outcome(len(place.judged), reason=NO_RULE)


def undp(place: Place, edition: Edition) -> Outcome:
    """UNDP's rule for the ratio form: targets from indicators, goals from targets."""
    if place.level == WHOLE:
        return counted(place, edition)
    by_target: dict[str, list[str]] = {}
    for member in place.judged:
        if member.indicator.target:
            found = indicator_class([member.progress.category], edition)
            by_target.setdefault(member.indicator.target, []).append(found)
    if not by_target:
        return Outcome(len(place.judged), reason=NEEDS_TARGETS if place.judged else NOTHING_ASSESSED)
    targets = [group_class(classes, edition) for classes in by_target.values()]
    category = targets[0] if place.level == TARGET else group_class(targets, edition)
    return Outcome(sum(map(len, by_target.values())), UNDP_SHOWN[category], category)


def open_sdg_line(place: Place, edition: Edition) -> Outcome:
    """The goal line of Open SDG: the mean score, where enough of the goal's indicators have a status."""
    if place.level != GOAL:
        return counted(place, edition)
    outcomes = [
        open_sdg.Outcome(member.progress.score, member.progress.category) if member.judged else open_sdg.Outcome()
        for member in place.members
    ]
    line = open_sdg.goal_line(outcomes, edition)
    if not line.category:
        return Outcome(len(place.judged), reason=TOO_FEW_INDICATORS if place.judged else NOTHING_ASSESSED)
    return Outcome(len(place.judged), OPEN_SDG_SHOWN[line.category], line.category, line.score)


def escap_mean(place: Place, edition: Edition) -> Outcome:
    """The mean Anticipated Progress Index of a target or goal, each capped, and its band.

    A mean that stands at the cap says that nothing progresses: it is put with
    what must be reversed, where one index at least lies beyond the cap.
    """
    if place.level == WHOLE:
        return counted(place, edition)
    cap, limits = edition.parameters["mean_cap"], edition.parameters
    measured = [
        escap.Measured(place.code, place.code, member.indicator.reference, "", member.progress.score)
        for member in place.judged
    ]
    mean = escap.roll_up(measured, place.level, upper=cap).get(place.code)
    if mean is None:
        return Outcome(reason=NOTHING_ASSESSED)
    category = band(
        mean.score, maintain=limits["maintain"], accelerate=limits["accelerate"],
        equal=edition.choices["equal_to_border"],
    )  # fmt: skip
    if mean.score >= cap and max(place.scores) > cap:
        category = REVERSE
    return Outcome(mean.indicators, ESCAP_SHOWN[category], category, mean.score)


def eurostat_mean(place: Place, edition: Edition) -> Outcome:
    """Eurostat's goal average, from -5 to +5."""
    if place.level != GOAL:
        return counted(place, edition)
    trends = {member.indicator.reference: member.progress for member in place.judged}
    found = eurostat.goal_average(trends, {name: [place.code] for name in trends}, edition).get(place.code)
    if found is None:
        return Outcome(reason=NOTHING_ASSESSED)
    return Outcome(found[1], score=found[0], reason=SCORE_ONLY)


def oecd_mean(place: Place, edition: Edition) -> Outcome:
    """Mean distance of targets, then of the goal; in the territorial form the goal's mean index.

    A target that is met needs no comparison group; it stays out where there is
    none, for what is not met has no distance there, and only good news would enter.
    """
    measured = [member for member in place.judged if _has_group(member, edition)]
    territorial = edition.choices["form"] == "territorial"
    if place.level == WHOLE or (territorial and place.level == TARGET):
        return Outcome(len(measured), reason=NO_RULE)
    return _oecd_index(measured, edition) if territorial else _oecd_distance(measured, edition)


def _has_group(member: Member, edition: Edition) -> bool:
    cuts = edition.parameters
    group = levels(member.subject.situation.peers, member.progress.last_year, int(cuts["peer_reach"]))
    return len(group) >= cuts["minimum_peers"]


def _oecd_index(measured: list[Member], edition: Edition) -> Outcome:
    found = oecd.goal_distance(member.progress.score for member in measured)
    if found is None:
        return Outcome(reason=NOTHING_ASSESSED)
    return _oecd_band(len(measured), found[0], found[1], edition)


def _oecd_distance(measured: list[Member], edition: Edition) -> Outcome:
    by_target: dict[str, dict[str, float]] = {}
    for member in measured:
        if member.indicator.target:
            by_target.setdefault(member.indicator.target, {})[member.indicator.reference] = member.progress.score
    targets, goal = oecd.mean_distance(by_target)
    if goal is None:
        return Outcome(len(measured), reason=NEEDS_TARGETS if measured else NOTHING_ASSESSED)
    return _oecd_band(sum(entry.of for entry in targets.values()), goal.value, goal.value, edition)


def _oecd_band(assessed: int, score: float, distance: float, edition: Edition) -> Outcome:
    category = oecd.band(distance, small=edition.parameters["small"], medium=edition.parameters["medium"])
    return Outcome(assessed, OECD_SHOWN[category], category, score)


RULES: dict[str, Rule] = {
    "unsd": counted,
    "unsd-ratio": undp,
    "open-sdg": open_sdg_line,
    "escap": escap_mean,
    "eurostat": eurostat_mean,
    "oecd": oecd_mean,
}
"""Method → its rule; those of the Sustainable Development Report need the comparison group and stand apart."""
