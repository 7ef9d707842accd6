"""Eurostat's trends, by hand.

Growth of 1 % a year for five years turns 100 into 100 × 1.01⁵; the design page
on progress methods, section 4, gives the borders.
"""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.assessment import Progress
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress import eurostat
from headway.statistics.progress.situation import Situation

EUROSTAT = edition("eurostat-2022")
RANK = {
    "SIGNIFICANT_AWAY": 0, "AWAY": 0, "MODERATE_AWAY": 1, "NONE": 2, "INSUFFICIENT": 2, "MODERATE": 3, "SIGNIFICANT": 4,
}  # fmt: skip


def run(points):
    return np.array(list(points), dtype=int), np.array(list(points.values()), dtype=float)


def judge(points, direction="increase", target=None, *, term="short", using=EUROSTAT, situation=Situation(), **more):
    if isinstance(target, (int, float)):
        target = Target(2030, value=float(target))
    expectation = Expectation(direction=direction, target=target, **more)
    return eurostat.trend(*run(points), term=term, expectation=expectation, edition=using, situation=situation)


def grown(rate, first=2018, last=2023, value=100.0):
    return {first: value, last: value * (1 + rate) ** (last - first)}


def choosing(**choices):
    return msgspec.structs.replace(EUROSTAT, choices=EUROSTAT.choices | choices)


def test_what_was_not_read_in_the_source_is_marked():
    assert {"on_track", "fair", "growth_on_track", "goal_ratio_top", "long_years", "group_centre"} <= set(EUROSTAT.unverified)
    assert set(EUROSTAT.unverified) <= set(EUROSTAT.parameters) | set(EUROSTAT.choices)


# Without a target

GROWTH = [
    (0.02, "increase", "SIGNIFICANT", "ON_TRACK"),
    (0.01, "increase", "SIGNIFICANT", "ON_TRACK"),
    (0.0099, "increase", "MODERATE", "FAIR"),
    (0.0001, "increase", "MODERATE", "FAIR"),
    (0.0, "increase", "NONE", "STAGNATION"),
    (-0.0001, "increase", "MODERATE_AWAY", "REGRESSION"),
    (-0.0099, "increase", "MODERATE_AWAY", "REGRESSION"),
    (-0.01, "increase", "SIGNIFICANT_AWAY", "REGRESSION"),
    (-0.01, "decrease", "SIGNIFICANT", "ON_TRACK"),
    (-0.005, "decrease", "MODERATE", "FAIR"),
    (0.005, "decrease", "MODERATE_AWAY", "REGRESSION"),
    (0.03, "decrease", "SIGNIFICANT_AWAY", "REGRESSION"),
]


@pytest.mark.parametrize(("rate", "direction", "category", "verdict"), GROWTH)
def test_without_a_target_growth_decides(rate, direction, category, verdict):
    found = judge(grown(rate), direction)
    assert (found.category, found.verdict, found.concept) == (category, verdict, "pace")
    assert found.score == pytest.approx(rate if direction == "increase" else -rate, abs=1e-12)
    assert (found.base_year, found.last_year, found.target_year) == (2018, 2023, None)
    assert "NO_TARGET" in found.flags


WINDOWS = [
    # points, term, start, reason
    ({2010: 1, 2017: 2, 2018: 3, 2020: 4, 2023: 5}, "short", 2018, ""),
    ({2010: 1, 2019: 3, 2023: 5}, "short", 2019, ""),
    ({2010: 1, 2020: 3, 2023: 5}, "short", 2020, ""),
    ({2010: 1, 2021: 3, 2023: 5}, "short", None, "TOO_SHORT"),
    ({2010: 1, 2023: 5}, "short", None, "TOO_SHORT"),
    ({2007: 1, 2008: 2, 2023: 5}, "long", 2008, ""),
    ({2007: 1, 2013: 2, 2023: 5}, "long", 2013, ""),
    ({2007: 1, 2014: 2, 2023: 5}, "long", None, "TOO_SHORT"),
]


@pytest.mark.parametrize(("points", "term", "start", "reason"), WINDOWS)
def test_the_terms_reach_back_five_and_fifteen_years(points, term, start, reason):
    found = judge(points, term=term)
    assert (found.base_year, found.reason) == (start, reason)


def test_a_term_may_need_points_instead_of_years():
    points = {2019: 3, 2023: 5}
    assert judge(points).verdict
    assert judge(points, using=choosing(minimum="points")).reason == "TOO_SHORT"
    assert judge({2021: 3, 2022: 4, 2023: 5}, using=choosing(minimum="points")).verdict


def test_assess_follows_the_term_of_the_edition():
    points = {2008: 200.0, 2018: 100.0, 2023: 110.0}
    more = dict(expectation=Expectation(direction="increase"))
    assert eurostat.assess(*run(points), edition=EUROSTAT, **more).category == "SIGNIFICANT"
    assert eurostat.assess(*run(points), edition=choosing(term="long"), **more).category == "SIGNIFICANT_AWAY"
    with pytest.raises(ValueError):
        judge(points, term="middle")


@pytest.mark.parametrize(
    ("first", "last", "direction", "growth"),
    [
        # from zero and to zero: the change over the larger end, a year
        (0, 10, "increase", 0.2),
        (10, 0, "decrease", 0.2),
        # over zero: 20/10/5
        (-10, 10, "increase", 0.4),
        (0, 0, "increase", 0.0),
    ],
)
def test_where_no_compound_growth_exists_the_yearly_change_is_used(first, last, direction, growth):
    found = judge({2018: first, 2023: last}, direction)
    assert found.score == pytest.approx(growth)
    assert "LINEAR_CHANGE" in found.flags


def test_a_negative_value_that_shrinks_rises():
    assert eurostat.compound_growth(-100, -50, 1) == pytest.approx(0.5)
    assert eurostat.compound_growth(-50, -100, 1) == pytest.approx(-1.0)
    assert eurostat.compound_growth(100, 110, 1) == pytest.approx(0.1)


# With a target

def path(share, required=0.02):
    """From 100 in 2015 to what needs `required` a year until 2030, growing by a share of that since 2018."""
    return {2015: 100.0, **grown(share * required)}, 100 * (1 + required) ** 15


RATIOS = [(1.3, "SIGNIFICANT"), (0.95, "SIGNIFICANT"), (0.949, "MODERATE"), (0.6, "MODERATE"), (0.599, "INSUFFICIENT"), (0.0, "INSUFFICIENT"), (-0.001, "AWAY"), (-2.0, "AWAY")]


@pytest.mark.parametrize(("share", "category"), RATIOS)
def test_with_a_target_growth_is_compared_with_what_is_required(share, category):
    points, goal = path(share)
    found = judge(points, target=goal)
    assert found.category == category
    assert found.score == pytest.approx(share, abs=1e-9)
    # carried on from 2023
    assert found.expected_value == pytest.approx(100 * (1 + share * 0.02) ** 12)
    assert (found.base_year, found.target_value) == (2018, goal)


def test_the_required_path_may_start_with_the_term():
    """From 100 in 2018, 1 % a year, to 100 × 1.01¹²: just what is required, whatever 2015 was."""
    points = {2015: 50.0, **grown(0.01)}
    found = judge(points, target=100 * 1.01**12, using=choosing(required_from="window"))
    assert found.score == pytest.approx(1.0)
    assert judge(points, target=100 * 1.01**12).score < 0.5


SPECIAL = [
    # points, direction, target, category, flag
    ({2015: 50, 2018: 90, 2023: 100}, "increase", 100, "SIGNIFICANT", "TARGET_MET"),
    ({2023: 100}, "increase", 100, "SIGNIFICANT", "TARGET_MET"),
    ({2015: 120, 2018: 120, 2023: 100}, "increase", 100, "SIGNIFICANT", "MET_BUT_WORSENING"),
    ({2015: 100, 2018: 100, 2023: 90}, "increase", 100, "AWAY", "BASE_MET_TARGET"),
    ({2015: 110, 2018: 105, 2023: 90}, "increase", 100, "AWAY", "BASE_MET_TARGET"),
    # to zero no compound growth leads: −1 a year of −20/15
    ({2015: 20, 2018: 17, 2023: 12}, "decrease", 0, "MODERATE", "LINEAR_CHANGE"),
    # the distance from parity: 0.3, then 0.2, of 0.4 in fifteen years: 0.02/0.026667
    ({2015: 0.6, 2018: 0.7, 2023: 0.8}, "range", 1.0, "MODERATE", "TWO_SIDED"),
    ({2015: 0.6, 2018: 0.7, 2023: 0.8}, "range", Target(2030, lower=0.8, upper=1.2), "SIGNIFICANT", "TARGET_MET"),
    # relative: 40 to 20
    ({2015: 40, 2018: 38, 2023: 38}, "decrease", Target(2030, factor=0.5), "INSUFFICIENT", ""),
    # no target can be set: judged by growth
    ({2015: 0, 2018: 2, 2023: 4}, "decrease", Target(2030, factor=0.5), "SIGNIFICANT_AWAY", "BASE_IS_ZERO"),
    # a target year gone by: to 2020 only
    ({2015: 10, 2020: 20, 2023: 29}, "increase", Target(2020, value=30), "MODERATE", "TARGET_YEAR_PAST"),
]


@pytest.mark.parametrize(("points", "direction", "target", "category", "flag"), SPECIAL)
def test_special_cases(points, direction, target, category, flag):
    found = judge(points, direction, target)
    assert found.category == category
    assert not flag or flag in found.flags


def test_a_target_year_before_the_base_is_judged_within_the_term_up_to_it():
    """From 10 to 14 of the 20 wanted in four years: (1.4^¼ − 1)/(2^¼ − 1) = 0.4638."""
    points = {2008: 10, 2010: 12, 2012: 14, 2015: 15, 2023: 16}
    found = judge(points, "increase", Target(2012, value=20.0))
    assert found.score == pytest.approx((1.4**0.25 - 1) / (2**0.25 - 1))
    assert (found.category, found.base_year) == ("INSUFFICIENT", 2008)


def test_growth_rates_are_judged_by_their_compound_mean():
    found = judge({2018: 9, 2020: 2, 2023: 0}, kind="growth_rate")
    assert found.score == pytest.approx(math.sqrt(1.02) - 1)
    assert (found.category, found.flags) == ("MODERATE", ("GROWTH_RATE",))
    # 102 and 100, where 100 is no growth
    index = judge({2018: 109, 2020: 102, 2023: 100}, kind="growth_rate", situation=Situation(growth_base=100))
    assert index.score == pytest.approx(found.score)


REFUSED = [
    ({2018: 1, 2023: 2}, "", None, "", "NO_DIRECTION"),
    ({2018: 1, 2023: 2}, "none", None, "", "NEITHER_BETTER"),
    ({2018: 1, 2023: 2}, "range", None, "", "NO_DIRECTION"),
    ({}, "increase", None, "", "NO_DATA"),
    ({2023: 1}, "increase", None, "", "TOO_SHORT"),
    ({2009: 1, 2014: 2}, "increase", None, "", "ENDS_BEFORE_BASE"),
    ({2010: 1, 2015: 2}, "increase", Target(factor=2.0), "", "TOO_FEW_POINTS"),
    ({2018: 0, 2023: 1}, "increase", None, "binary", "NOT_COVERED"),
    ({2018: 0, 2023: -150}, "increase", None, "growth_rate", "NOT_COVERED"),
    ({2018: 1, 2023: 1e150}, "increase", None, "", "NOT_COVERED"),
]


@pytest.mark.parametrize(("points", "direction", "target", "kind", "reason"), REFUSED)
def test_what_cannot_be_judged_has_a_reason(points, direction, target, kind, reason):
    found = judge(points, direction, target, kind=kind)
    assert (found.verdict, found.category, found.reason) == ("", "", reason)


# Goals

SCORES = [(1.3, 5), (2.0, 5), (0.95, 2.5), (0.6, 0), (0.0, -2.5), (-0.6, -5), (-3, -5)]


@pytest.mark.parametrize(("share", "score"), SCORES)
def test_a_trend_towards_a_target_on_the_line_from_minus_five_to_five(share, score):
    points, goal = path(share)
    assert eurostat.goal_score(judge(points, target=goal), EUROSTAT) == pytest.approx(score, abs=1e-6)


@pytest.mark.parametrize(("rate", "score"), [(0.02, 5), (0.03, 5), (0.01, 2.5), (0, 0), (-0.01, -2.5), (-0.05, -5)])
def test_growth_on_the_same_line(rate, score):
    assert eurostat.goal_score(judge(grown(rate)), EUROSTAT) == pytest.approx(score)


def test_a_goal_is_the_mean_of_its_indicators_and_shared_ones_count_in_each():
    trends = {"a": judge(grown(0.02)), "b": judge(grown(0.0)), "c": judge({2023: 1}), "d": judge({2023: 100}, target=90)}
    goals = {"a": ["1"], "b": ["1", "2"], "c": ["1", "3"], "d": ["2"]}
    assert eurostat.goal_average(trends, goals, EUROSTAT) == {
        "1": (pytest.approx(2.5), 2),
        "2": (pytest.approx(2.5), 2),
    }
    assert eurostat.goal_score(trends["c"], EUROSTAT) is None
    met_once = judge({2015: 110, 2018: 105, 2023: 90}, target=100)
    assert eurostat.goal_score(met_once, EUROSTAT) == -5


# Status

GROUP = tuple(run({2023: value}) for value in (2, 4, 6, 8, 10))


def placed(points, direction="increase", target=None, group=GROUP):
    expectation = Expectation(direction=direction, target=target)
    return eurostat.status(*run(points), expectation=expectation, edition=EUROSTAT, situation=Situation(peers=group))


@pytest.mark.parametrize(
    ("value", "direction", "category", "score"),
    [
        # mean 6, standard deviation √8
        (8, "increase", "ABOVE_GROUP", 2 / math.sqrt(8)),
        (8, "decrease", "BELOW_GROUP", -2 / math.sqrt(8)),
        (6.5, "increase", "NEAR_GROUP", 0.5 / math.sqrt(8)),
    ],
)
def test_status_is_relative_to_the_group(value, direction, category, score):
    found = placed({2023: value}, direction)
    assert (found.concept, found.category, found.points) == ("relative", category, 1)
    assert found.score == pytest.approx(score)


def test_status_of_a_two_sided_target_is_by_distance():
    """Distances from 6: 4, 2, 0, 2, 4, mean 2.4; 6 is the best, 10 the worst."""
    assert placed({2023: 6}, "range", Target(value=6.0)).category == "ABOVE_GROUP"
    assert placed({2023: 10}, "range", Target(value=6.0)).category == "BELOW_GROUP"
    assert placed({2023: 6}, "range").reason == "NO_DIRECTION"


def test_status_needs_a_group_that_differs_and_is_of_its_time():
    assert placed({2023: 6}, group=()).reason == "TOO_FEW_PEERS"
    assert placed({2023: 6}, group=GROUP[:4]).reason == "TOO_FEW_PEERS"
    assert placed({2029: 6}).reason == "TOO_FEW_PEERS", "six years old"
    assert placed({2022: 6}).reason == "TOO_FEW_PEERS", "not yet known in 2022"
    assert placed({2023: 6}, group=(GROUP[0],) * 5).reason == "PEERS_ALIKE"


def test_the_status_of_a_goal_is_the_mean_of_its_indicators():
    above, near = placed({2023: 8}), placed({2023: 6})
    assert eurostat.goal_status([above, near, Progress("eurostat", "2022", "relative")]) == (above.score / 2, 2)
    assert eurostat.goal_status([]) is None


# What holds for every run

VALUE = st.integers(-(10**6), 10**6).map(lambda n: n / 100)
YEARS = st.lists(st.integers(2000, 2029), min_size=1, max_size=8, unique=True).map(sorted)
ONE_SIDED = st.sampled_from(["increase", "decrease"])


@st.composite
def runs(draw):
    return {year: draw(VALUE) for year in draw(YEARS)}


@st.composite
def targets(draw):
    low, high = sorted([draw(VALUE), draw(VALUE)])
    year = draw(st.integers(2010, 2040))
    one = [None, Target(year, value=low), Target(year, factor=0.5), Target(year, lower=low, upper=high)]
    return draw(st.sampled_from(one))


@given(
    runs(), st.sampled_from(["increase", "decrease", "range"]), targets(), st.sampled_from(["short", "long"]),
    st.sampled_from(["base", "window"]), st.sampled_from(["", "growth_rate"]),
)  # fmt: skip
def test_every_result_has_a_verdict_or_a_reason_and_no_number_is_lost(points, direction, target, term, start, kind):
    found = judge(points, direction, target, term=term, using=choosing(required_from=start), kind=kind)
    assert bool(found.verdict) != bool(found.reason)
    assert bool(found.category) == bool(found.verdict)
    numbers = (found.score, found.expected_value, found.base_value, found.last_value, found.target_value)
    assert all(number is None or math.isfinite(number) for number in numbers)
    score = eurostat.goal_score(found, EUROSTAT)
    assert (score is None) == (not found.verdict)
    assert score is None or -5 <= score <= 5


@given(runs(), ONE_SIDED, VALUE, st.booleans())
def test_a_decrease_is_the_mirror_of_an_increase(points, direction, target, with_target):
    other = {"increase": "decrease", "decrease": "increase"}[direction]
    one = judge(points, direction, target if with_target else None)
    turned = judge({year: -value for year, value in points.items()}, other, -target if with_target else None)
    assert (one.category, one.score, one.reason) == (turned.category, turned.score, turned.reason)


@given(runs(), ONE_SIDED, VALUE, st.booleans(), st.integers(-10, 10))
def test_the_unit_of_measure_changes_no_class(points, direction, target, with_target, power):
    factor = 2.0**power
    one = judge(points, direction, target if with_target else None)
    other = judge(
        {year: value * factor for year, value in points.items()}, direction, target * factor if with_target else None
    )
    assert (one.reason, one.flags) == (other.reason, other.flags)
    if one.score is not None:
        assert other.score == pytest.approx(one.score, rel=1e-6, abs=1e-9)


@given(runs(), VALUE, VALUE, st.integers(0, 10**6), st.booleans())
def test_a_better_last_value_never_gives_a_worse_class(points, base, target, more, with_target):
    points = {year: abs(value) for year, value in points.items()} | {2015: abs(base), 2024: 1.0, 2029: 5.0}
    points = dict(sorted(points.items()))
    goal = abs(target) if with_target else None
    one = judge(points, "increase", goal)
    other = judge(points | {2029: 5.0 + more / 100}, "increase", goal)
    assert RANK[other.category] >= RANK[one.category]
