"""From indicators to targets, goals and the whole, by each publisher's rule: by hand, and on real reviews."""

import csv
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.assess.rollup import rules, sdsn
from headway.assess.rollup.places import GOAL, TARGET, WHOLE, Member, Place, places
from headway.assess.runs import YearlyRun
from headway.assess.subject import Subject
from headway.model.assessment import VERDICTS, Progress
from headway.model.expectation import Expectation
from headway.model.framework import Crosswalk, Indicator
from headway.model.series import Series
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress.situation import Situation

ESCAP, EUROSTAT, OECD, TERRITORIAL = (edition(name) for name in ("escap-2026", "eurostat-2022", "oecd-2022", "oecd-territorial-2020"))
OPEN_SDG, RATIO, SDSN, UNSD = (edition(name) for name in ("open-sdg-2025", "unsd-ratio-2022", "sdsn-2023", "unsd-2023"))


def member(code: str, verdict: str = "", category: str = "", score=None, *, subject: Subject | None = None, **more) -> Member:
    return Member(Indicator(code), Progress("m", "e", "pace", verdict, category, score=score, last_year=2023, **more), subject)


def place(*members: Member, level: str = GOAL, code: str = "1") -> Place:
    return Place(level, code, members)


def outcome(found) -> tuple:
    return found.verdict, found.category, found.score, found.assessed, found.reason


# Where no publisher has a rule


def test_the_united_nations_statistics_division_only_counts():
    mixed = place(member("1.1.1", "ON_TRACK"), member("1.2.1", "FAIR"), member("1.3.1", "ON_TRACK"),
                  member("1.4.1", "BREAK_SUSPECTED"), member("1.5.1"), Member(Indicator("1.a.1")))  # fmt: skip
    assert outcome(rules.counted(mixed, UNSD)) == ("", "", None, 3, "NO_ROLLUP_RULE")
    assert mixed.counts == {"BREAK_SUSPECTED": 1, "FAIR": 1, "ON_TRACK": 2}


# UNDP


def ratio(code: str, category: str) -> Member:
    return member(code, rules.UNDP_SHOWN.get(category, "FAIR"), category)


def test_undp_goes_from_indicators_to_targets_to_the_goal():
    """1.1: 1 and −2, each an indicator of its own: on track 1 and gap −1, mean 0, for review. 1.2: on track. Mean of 0 and 1 is 0.5: for review."""
    goal = place(ratio("1.1.1", "ACHIEVED"), ratio("1.1.2", "DETERIORATION"), ratio("1.2.1", "ON_TRACK"))
    assert outcome(rules.undp(goal, RATIO)) == ("FAIR", "FOR_REVIEW", None, 3, "")
    first = place(*goal.members[:2], level=TARGET, code="1.1")
    assert outcome(rules.undp(first, RATIO)) == ("FAIR", "FOR_REVIEW", None, 2, "")
    # 1.3 on track beside 1.1: mean of 0, 1 and 1 is above one half
    assert rules.undp(place(*goal.members, ratio("1.3.1", "ON_TRACK")), RATIO).category == "ON_TRACK"
    assert rules.undp(place(ratio("1.1.1", "LIMITED")), RATIO).category == "GAP"


def test_undp_needs_targets_and_says_nothing_of_all_goals():
    own = Member(Indicator("1.1.1", "city"), Progress("m", "e", "pace", "ON_TRACK", "ON_TRACK"))
    assert outcome(rules.undp(place(own), RATIO)) == ("", "", None, 1, "ROLLUP_NEEDS_TARGETS")
    assert rules.undp(place(member("1.1.1")), RATIO).reason == "NOTHING_ASSESSED"
    assert rules.undp(place(ratio("1.1.1", "FAIR"), level=WHOLE), RATIO).reason == "NO_ROLLUP_RULE"


# Open SDG


def scored(code: str, score: float | None, category: str) -> Member:
    return member(code, "FAIR", category, score)


def test_the_goal_line_of_open_sdg_asks_for_six_indicators_in_ten():
    three = [scored("1.1.1", 2.0, "MODERATE"), scored("1.2.1", -1.0, "LIMITED"), scored("1.3.1", 5.0, "ACHIEVED")]
    two_without = [member("1.4.1"), Member(Indicator("1.5.1"))]
    # 3 of 5 are 60 %; (2 − 1 + 5) / 3 = 2: moderate
    assert outcome(rules.open_sdg_line(place(*three, *two_without), OPEN_SDG)) == ("FAIR", "MODERATE", 2.0, 3, "")
    found = rules.open_sdg_line(place(*three, *two_without, member("1.a.1")), OPEN_SDG)
    assert outcome(found) == ("", "", None, 3, "TOO_FEW_INDICATORS")
    assert rules.open_sdg_line(place(*two_without), OPEN_SDG).reason == "NOTHING_ASSESSED"
    assert rules.open_sdg_line(place(*three, level=TARGET, code="1.1"), OPEN_SDG).reason == "NO_ROLLUP_RULE"


# ESCAP


@pytest.mark.parametrize(
    ("scores", "mean", "category"),
    [
        ((0.0, 20.0), 10.0, "MAINTAIN"),
        ((0.0, 60.0), 30.0, "ACCELERATE"),
        # each is put to 100 first: (0 + 100) / 2
        ((0.0, 2475.0), 50.0, "ACCELERATE"),
        # nothing moves: at 100, none beyond it
        ((100.0, 100.0), 100.0, "ACCELERATE"),
        # nothing moves but the wrong way
        ((100.0, 300.0), 100.0, "REVERSE"),
    ],
)
def test_escap_means_capped_indices(scores, mean, category):
    members = [member(f"1.1.{number}", "FAIR", "ACCELERATE", score) for number, score in enumerate(scores, 1)]
    for level, code in ((TARGET, "1.1"), (GOAL, "1")):
        found = rules.escap_mean(place(*members, member("1.1.9", level=None), level=level, code=code), ESCAP)
        assert (found.score, found.category, found.assessed) == (pytest.approx(mean), category, 2)
    assert rules.escap_mean(place(*members, level=WHOLE), ESCAP).reason == "NO_ROLLUP_RULE"


# Eurostat


def test_eurostat_means_scores_between_minus_five_and_five():
    """95 % of the need: 5·(0.95 − 0.6)/0.7 = 2.5; 1 % a year without a target: 2.5; a target met: 5."""
    towards = member("1.1.1", "ON_TRACK", "SIGNIFICANT", 0.95, target_year=2030)
    growing = member("1.2.1", "ON_TRACK", "SIGNIFICANT", 0.01)
    met = member("1.3.1", "ON_TRACK", "SIGNIFICANT", flags=("TARGET_MET",))
    found = rules.eurostat_mean(place(towards, growing, met, member("1.4.1")), EUROSTAT)
    assert outcome(found) == ("", "", pytest.approx(10 / 3), 3, "SCORE_ONLY")
    assert rules.eurostat_mean(place(member("1.4.1")), EUROSTAT).reason == "NOTHING_ASSESSED"


# OECD and SDSN: what only good news could enter stays out

PEERS = tuple((np.array([2020]), np.array([10.0 * number])) for number in range(1, 13))
"""10, 20 … 120."""


def subject(value: float, target: float | None = 100.0, peers=PEERS, **more) -> Subject:
    stated = Expectation("increase", "rate", target=None if target is None else Target(value=target), **more)
    run = YearlyRun(np.array([2015, 2023]), np.array([value, value]), ())
    return Subject(Series("global", "1.1.1", "R"), run, stated, Situation(peers=peers))


def test_distances_are_averaged_within_targets_first():
    """1.1: (0 + 1) / 2 = 0.5; 1.2: 1.5; the goal (0.5 + 1.5) / 2 = 1, where the mean of three would be 0.83."""
    known = subject(50.0)
    members = [member(code, "FAIR", "SMALL", score, subject=known) for code, score in (("1.1.1", 0.0), ("1.1.2", 1.0), ("1.2.1", 1.5))]
    assert outcome(rules.oecd_mean(place(*members), OECD)) == ("STAGNATION", "MEDIUM", 1.0, 3, "")
    assert rules.oecd_mean(place(*members[:2], level=TARGET, code="1.1"), OECD).score == 0.5
    # 0 to 100, where the distance is what is missing: 0.83 points of 100
    assert outcome(rules.oecd_mean(place(*members), TERRITORIAL)) == ("REGRESSION", "LONG", pytest.approx(5 / 6), 3, "")


def test_a_target_met_where_nobody_can_be_compared_stays_out():
    alone = member("1.1.1", "ON_TRACK", "MET", 0.0, subject=subject(100.0, peers=()))
    assert outcome(rules.oecd_mean(place(alone), OECD)) == ("", "", None, 0, "NOTHING_ASSESSED")
    green = member("1.1.1", "ON_TRACK", "GREEN", None, subject=subject(100.0, peers=()))
    colours = sdsn.Colours({"R": [place(green)]}, "R")
    assert outcome(colours(place(green), SDSN, "R")) == ("", "", None, 0, "NOTHING_ASSESSED")


COLOUR = {"GREEN": "ON_TRACK", "YELLOW": "FAIR", "ORANGE": "STAGNATION", "RED": "REGRESSION"}


def coloured(code: str, colour: str, score: float) -> Member:
    """The positions on the scale 0 to 3 follow from values on thresholds 0, 50, 100: lower, red, green."""
    value = {"RED": 10.0, "ORANGE": 55.0, "YELLOW": 80.0, "GREEN": 100.0}[colour]
    return member(code, COLOUR[colour], colour, score, subject=subject(value, lower=0.0, upper=110.0, peers=()))


def test_the_colour_of_a_goal_is_that_of_its_two_weakest_and_its_score_the_mean():
    goal = place(coloured("1.1.1", "GREEN", 100.0), coloured("1.2.1", "RED", 10.0), coloured("1.3.1", "RED", 20.0))
    colours = sdsn.Colours({"R": [goal]}, "R")
    assert outcome(colours(goal, SDSN, "R")) == ("REGRESSION", "RED", pytest.approx(130 / 3), 3, "")
    one_green = place(goal.members[0], goal.members[1])
    # red only where both are red
    assert colours(one_green, SDSN, "R").category in ("ORANGE", "YELLOW")


def test_a_goal_with_data_for_less_than_half_of_its_indicators_is_grey():
    full = place(*(coloured(f"1.{number}.1", "GREEN", 100.0) for number in range(1, 5)))
    thin = place(full.members[0], *(member(f"1.{number}.1") for number in range(2, 5)))
    colours = sdsn.Colours({"N": [full], "R": [thin]}, "N")
    assert outcome(colours(thin, SDSN, "R")) == ("", "GREY", 100.0, 1, "TOO_FEW_INDICATORS")
    assert colours(full, SDSN, "N").category == "GREEN"


def index_of(own: dict[str, tuple[float | None, ...]], national: dict[str, tuple[float, ...]]):
    """`own` and `national`: goal → scores of its indicators, None for one that is missing."""

    def goals(scores):
        return [
            place(*(
                member(f"{goal}.{number}.1") if score is None else coloured(f"{goal}.{number}.1", "GREEN", score)
                for number, score in enumerate(found, 1)
            ), code=goal) for goal, found in scores.items()
        ]  # fmt: skip

    by_area = {"R": goals(own), "N": goals(national)}
    whole = Place(WHOLE, "", tuple(entry for goal in by_area["R"] for entry in goal.members))
    return sdsn.Colours(by_area, "N")(whole, SDSN, "R")


def test_a_goal_without_a_score_takes_the_nation_s_in_the_index_only():
    """One of nine indicators is missing; goal 2 has none of its own and takes the nation's 40: (90 + 40) / 2."""
    found = index_of({"1": (90.0,) * 8, "2": (None,)}, {"1": (70.0,) * 8, "2": (40.0,)})
    assert outcome(found) == ("", "", 65.0, 8, "SCORE_ONLY")


def test_with_more_than_a_fifth_of_the_indicators_missing_there_is_no_index():
    national = {"1": (50.0,) * 5}
    assert index_of({"1": (90.0,) * 4 + (None,)}, national).score == 90.0
    assert outcome(index_of({"1": (90.0,) * 3 + (None,) * 2}, national)) == ("", "", None, 3, "TOO_MANY_MISSING")


# Places


def test_an_indicator_belongs_to_its_goal_and_to_the_target_somebody_named():
    given = [
        Indicator("1.2.1"), Indicator("1.2.2", "kz", crosswalk=Crosswalk("1.2", "thematic-proxy")),
        Indicator("1.9.9", "city"), Indicator("1.3.1", crosswalk=Crosswalk("", "not-applicable")), Indicator("x.1", "city"),
    ]  # fmt: skip
    assert places(given) == {
        (WHOLE, ""): [("global", "1.2.1"), ("kz", "1.2.2"), ("city", "1.9.9")],
        (GOAL, "1"): [("global", "1.2.1"), ("kz", "1.2.2"), ("city", "1.9.9")],
        (TARGET, "1.2"): [("global", "1.2.1"), ("kz", "1.2.2")],
    }


SHARES = st.lists(st.tuples(st.sampled_from(["ON_TRACK", "FAIR", "", "BREAK_SUSPECTED"]), st.floats(-5, 5)), min_size=1, max_size=9)


@given(SHARES, st.randoms())
def test_the_order_of_the_indicators_changes_nothing(found, random):
    classes = {"ON_TRACK": "SUBSTANTIAL", "FAIR": "MODERATE"}
    members = [
        member(f"1.{number}.1", verdict, classes.get(verdict, ""), score, target_year=2030)
        for number, (verdict, score) in enumerate(found, 1)
    ]
    mixed = random.sample(members, len(members))
    for rule, by in ((rules.counted, UNSD), (rules.open_sdg_line, OPEN_SDG), (rules.eurostat_mean, EUROSTAT), (rules.escap_mean, ESCAP)):
        one, other = rule(place(*members), by), rule(place(*mixed), by)
        assert msgspec.structs.replace(one, score=None) == msgspec.structs.replace(other, score=None)
        assert other.score == (None if one.score is None else pytest.approx(one.score))
        assert one.assessed <= sum(entry.judged for entry in members)


# Real reviews


@pytest.mark.parametrize("review", ["almaty_finished", "canada_finished"])
def test_every_goal_of_the_area_has_a_line_by_every_method(review, request):
    finished = request.getfixturevalue(review)
    area, goals = finished.review.settings.area, {entry.goal for entry in finished.indicators.values()}
    known = goals & {str(number) for number in range(1, 18)}
    for one in finished.editions:
        own = [entry for entry in finished.rollups if (entry.method, entry.ref_area) == (one.method, area)]
        assert {entry.code for entry in own if entry.level == GOAL} == known
        assert sum(entry.level == WHOLE for entry in own) == 1
    for entry in finished.rollups:
        assert 0 <= entry.assessed <= entry.listed
        assert entry.verdict in ("", *VERDICTS)
        assert bool(entry.verdict) != bool(entry.reason), entry
        assert sum(entry.counts.values()) <= entry.listed


def test_the_regions_are_there_too(almaty_finished):
    areas = {entry.ref_area for entry in almaty_finished.rollups}
    assert {"KZALA", "KZ", "KZAKM", "KZSHY"} <= areas and len(areas) == 21


def test_counts_are_those_of_the_headlines(almaty_finished):
    """Counted from the assessments themselves."""
    said = Counter(
        assessment.verdict
        for (key, area), headline in almaty_finished.headlines.items()
        if area == "KZALA" and headline.series_id is not None and key in almaty_finished.indicators
        and almaty_finished.indicators[key].crosswalk.class_ != "not-applicable"
        and (assessment := almaty_finished.assessments[headline.series_id]).verdict
    )  # fmt: skip
    (whole,) = [
        entry for entry in almaty_finished.rollups
        if (entry.method, entry.ref_area, entry.level) == ("unsd", "KZALA", WHOLE)
    ]  # fmt: skip
    assert whole.counts == dict(sorted(said.items()))


def test_the_line_of_goal_1_in_canada_is_the_mean_of_its_four_scores(canada_finished):
    found = canada_finished
    place_of = [one.method for one in found.editions].index("open-sdg")
    scores = [
        found.side_by_side[headline.series_id][place_of].score
        for (key, area), headline in found.headlines.items()
        if area == "CA" and key[1].startswith("1.") and headline.series_id is not None
    ]
    (line,) = [
        entry for entry in found.rollups
        if (entry.method, entry.ref_area, entry.level, entry.code) == ("open-sdg", "CA", GOAL, "1")
    ]  # fmt: skip
    assert (line.assessed, line.listed, len(scores)) == (4, 4, 4)
    assert line.score == pytest.approx(sum(scores) / 4)


def test_the_table_has_every_roll_up(almaty, almaty_finished):
    with (Path(almaty) / "build/data/rollups.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(almaty_finished.rollups)
    keys = {(row["ref_area"], row["level"], row["code"], row["method"], row["edition"]) for row in rows}
    assert len(keys) == len(rows)
    counted = next(row for row in rows if row["counts"])
    assert all(part.partition("=")[2].isdigit() for part in counted["counts"].split("|"))
