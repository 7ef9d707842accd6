"""The rule of the UN Progress Chart 2023, case by case, worked by hand.

The rule is that of the design page on progress methods, section 2; the borders
are 0.95 and 0.10 of the required change, 2 % and 0.5 % a year. `(year, value)`
pairs are chosen so that powers can be taken on paper: 100 in 2015 and 110 in
2020 are 110 × 1.1² = 133.1 in 2030, for ten years are two steps of five.
"""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress import unsd
from headway.statistics.progress.situation import Situation

UNSD = edition("unsd-2023")
RANK = {"REGRESSION": 0, "STAGNATION": 1, "FAIR": 2, "ON_TRACK": 3}


def judge(points, direction="increase", target=None, *, percent=False, growth_base=0.0, **expected):
    """The verdict on {year: value}; `target` a number for 2030, or a Target."""
    if isinstance(target, (int, float)):
        target = Target(2030, value=float(target))
    return unsd.assess(
        np.array(list(points), dtype=int),
        np.array(list(points.values()), dtype=float),
        expectation=Expectation(direction=direction, target=target, **expected),
        edition=UNSD,
        situation=Situation(percent=percent, growth_base=growth_base),
    )


def test_the_edition_holds_the_published_borders():
    assert (UNSD.method, UNSD.edition) == ("unsd", "2023")
    published = {
        "base_year": 2015, "target_year": 2030, "on_track": 0.95, "fair": 0.10,
        "growth_on_track": 0.02, "growth_fair": 0.005, "near": 1.0, "minimum_points": 2,
    }  # fmt: skip
    assert {name: UNSD.parameters[name] for name in published} == published
    assert set(UNSD.parameters) - set(published) == set(UNSD.unverified), "what the note does not say is marked"


# With a target

TOWARDS = [
    # points, direction, target, verdict, expected value, share of the required change
    # 110 × (110/100)^(10/5) = 133.1; 33.1/33.1 = 1
    ({2015: 100, 2020: 110}, "increase", 133.1, "ON_TRACK", 133.1, 1.0),
    # 33.1/34 = 0.9735
    ({2015: 100, 2020: 110}, "increase", 134, "ON_TRACK", 133.1, 0.97353),
    # 33.1/35 = 0.9457
    ({2015: 100, 2020: 110}, "increase", 135, "FAIR", 133.1, 0.94571),
    # 33.1/330 = 0.1003
    ({2015: 100, 2020: 110}, "increase", 430, "FAIR", 133.1, 0.10030),
    # 33.1/332 = 0.0997
    ({2015: 100, 2020: 110}, "increase", 432, "STAGNATION", 133.1, 0.09970),
    # 90 × 0.9² = 72.9; −27.1/272 = −0.0996
    ({2015: 100, 2020: 90}, "increase", 372, "STAGNATION", 72.9, -0.09963),
    # −27.1/270 = −0.1004
    ({2015: 100, 2020: 90}, "increase", 370, "REGRESSION", 72.9, -0.10037),
    # 80 × 0.8² = 51.2; −48.8/−51 = 0.9569
    ({2015: 100, 2020: 80}, "decrease", 49, "ON_TRACK", 51.2, 0.95686),
    # −48.8/−52 = 0.9385
    ({2015: 100, 2020: 80}, "decrease", 48, "FAIR", 51.2, 0.93846),
    # 99 × 0.99² = 97.0299; −2.9701/−29 = 0.1024
    ({2015: 100, 2020: 99}, "decrease", 71, "FAIR", 97.0299, 0.10242),
    # −2.9701/−30 = 0.0990
    ({2015: 100, 2020: 99}, "decrease", 70, "STAGNATION", 97.0299, 0.09900),
    # 101 × 1.01² = 103.0301; 3.0301/−30.5 = −0.0993
    ({2015: 100, 2020: 101}, "decrease", 69.5, "STAGNATION", 103.0301, -0.09935),
    # 3.0301/−30 = −0.1010
    ({2015: 100, 2020: 101}, "decrease", 70, "REGRESSION", 103.0301, -0.10100),
    # what lies between the first and the last value plays no part
    ({2015: 100, 2016: 500, 2019: 3, 2020: 110}, "increase", 135, "FAIR", 133.1, 0.94571),
    # what lies before 2015 plays no part
    ({2010: 1000, 2014: 1, 2015: 100, 2020: 110}, "increase", 135, "FAIR", 133.1, 0.94571),
    # unchanged: 0/50
    ({2015: 100, 2020: 100}, "increase", 150, "STAGNATION", 100, 0.0),
]


@pytest.mark.parametrize(("points", "direction", "target", "verdict", "expected", "share"), TOWARDS)
def test_towards_a_target(points, direction, target, verdict, expected, share):
    found = judge(points, direction, target)
    assert found.verdict == verdict
    assert found.expected_value == pytest.approx(expected, rel=1e-9)
    assert found.score == pytest.approx(share, abs=5e-6)
    assert (found.base_year, found.base_value) == (2015, 100)
    assert (found.last_year, found.last_value) == (2020, points[2020])
    assert (found.target_year, found.target_value) == (2030, target)
    assert found.reason == ""


BORDERS = [
    # The target year is the last year, so that the value expected is the last value
    # and its share of the required change is seen at once.
    # from 100 to 200: 95, 10 and −10 of 100
    (100, 195, "increase", 200, "ON_TRACK"),
    (100, 194.9, "increase", 200, "FAIR"),
    (100, 110, "increase", 200, "FAIR"),
    (100, 109.9, "increase", 200, "STAGNATION"),
    (100, 90, "increase", 200, "STAGNATION"),
    (100, 89.9, "increase", 200, "REGRESSION"),
    # from 200 to 100: −95, −10 and +10 of −100
    (200, 105, "decrease", 100, "ON_TRACK"),
    (200, 105.1, "decrease", 100, "FAIR"),
    (200, 190, "decrease", 100, "FAIR"),
    (200, 190.1, "decrease", 100, "STAGNATION"),
    (200, 210, "decrease", 100, "STAGNATION"),
    (200, 210.1, "decrease", 100, "REGRESSION"),
    # in tenths, which no computer holds exactly: from 0.3 to 1.3, and from 1.3 to 0.3
    (0.3, 1.25, "increase", 1.3, "ON_TRACK"),
    (0.3, 0.4, "increase", 1.3, "FAIR"),
    (0.3, 0.2, "increase", 1.3, "STAGNATION"),
    (1.3, 0.35, "decrease", 0.3, "ON_TRACK"),
    (1.3, 1.2, "decrease", 0.3, "FAIR"),
    (1.3, 1.4, "decrease", 0.3, "STAGNATION"),
]


@pytest.mark.parametrize(("first", "last", "direction", "target", "verdict"), BORDERS)
def test_a_share_on_a_border_takes_the_better_class(first, last, direction, target, verdict):
    found = judge({2015: first, 2020: last}, direction, Target(2020, value=target))
    assert found.verdict == verdict
    assert found.level == {"ON_TRACK": 3, "FAIR": 2}.get(verdict, 1)


@pytest.mark.parametrize(
    ("points", "direction", "target"),
    [
        ({2015: 50, 2020: 100}, "increase", 100),
        ({2015: 50, 2020: 101}, "increase", 100),
        ({2015: 10, 2020: 0}, "decrease", 0),
        ({2015: 80, 2020: 69}, "decrease", 70),
        # met, although the trend goes the wrong way
        ({2015: 130, 2020: 101}, "increase", 100),
        ({2015: 40, 2020: 69}, "decrease", 70),
        # the target is the base value, and is kept
        ({2015: 100, 2020: 100}, "increase", 100),
        ({2015: 0, 2020: 0}, "decrease", 0),
    ],
)
def test_a_target_met_is_on_track_whatever_the_trend(points, direction, target):
    found = judge(points, direction, target)
    assert (found.verdict, found.level) == ("ON_TRACK", 3)
    assert "TARGET_MET" in found.flags


@pytest.mark.parametrize(
    ("points", "direction", "target", "percent", "near"),
    [
        ({2015: 99.5, 2020: 99}, "increase", 100, True, True),
        ({2015: 99.5, 2020: 98.9}, "increase", 100, True, False),
        ({2015: 0.2, 2020: 1}, "decrease", 0, True, True),
        ({2015: 0.2, 2020: 1.1}, "decrease", 0, True, False),
        # from below: 0.7 points are left
        ({2015: 90, 2020: 99.3}, "increase", 100, True, True),
        # not per cent: one case in 100 000 is not one percentage point
        ({2015: 0.2, 2020: 1}, "decrease", 0, False, False),
        ({2015: 99.5, 2020: 99}, "increase", 100, False, False),
        # per cent, but the target is neither 0 nor 100
        ({2015: 49.9, 2020: 49.5}, "increase", 50, True, False),
        # 0 is no target to rise to, nor 100 one to fall to
        ({2015: -0.2, 2020: -0.9}, "increase", 0, True, False),
        ({2015: 100.2, 2020: 100.9}, "decrease", 100, True, False),
    ],
)
def test_within_one_point_of_nought_or_a_hundred_per_cent_counts_as_met(points, direction, target, percent, near):
    found = judge(points, direction, target, percent=percent)
    assert ("TARGET_NEARLY_MET" in found.flags) == near
    if near:
        assert (found.verdict, found.level) == ("ON_TRACK", 3)
    else:
        assert found.verdict == "REGRESSION"


@pytest.mark.parametrize(
    ("points", "direction", "target"),
    [
        ({2015: 110, 2020: 95}, "increase", 100),
        ({2015: 100, 2020: 99.99}, "increase", 100),
        ({2015: 0, 2020: 2}, "decrease", 0),
        ({2015: 60, 2020: 71}, "decrease", 70),
    ],
)
def test_a_base_that_had_met_its_target_and_worsened_is_regression(points, direction, target):
    """The share would be 0/0 or a falling value divided by a negative way to go, which looks like progress."""
    found = judge(points, direction, target)
    assert (found.verdict, found.level) == ("REGRESSION", 1)
    assert "BASE_MET_TARGET" in found.flags


# Base years

BASES = [
    # points, base year or None, reason, points used
    ({2015: 100, 2020: 110}, 2015, "", 2),
    ({2014: 1, 2016: 100, 2020: 110}, 2016, "", 2),
    ({2014: 1, 2018: 100, 2019: 90, 2020: 110}, 2018, "", 3),
    # the first year after leaves one point only: the last year before
    ({2010: 1, 2012: 100, 2020: 110}, 2012, "", 2),
    # 2015 is there and is the last: one point since the base year
    ({2010: 100, 2015: 110}, None, "TOO_FEW_POINTS", 1),
    ({2020: 110}, None, "TOO_FEW_POINTS", 1),
    ({2015: 110}, None, "TOO_FEW_POINTS", 1),
    ({2008: 100, 2014: 110}, None, "ENDS_BEFORE_BASE", 0),
    ({2012: 100}, None, "ENDS_BEFORE_BASE", 0),
    ({}, None, "NO_DATA", 0),
]


@pytest.mark.parametrize("target", [None, 135])
@pytest.mark.parametrize(("points", "base_year", "reason", "used"), BASES)
def test_the_base_is_2015_else_the_first_after_else_the_last_before(points, base_year, reason, used, target):
    found = judge(points, "increase", target)
    assert found.base_year == base_year
    assert found.reason == reason
    assert found.points == used
    assert bool(found.verdict) == (base_year is not None)
    assert ("BASE_YEAR_MOVED" in found.flags) == (base_year not in (2015, None))
    if base_year:
        assert found.base_value == points[base_year]


def test_a_moved_base_shortens_the_span():
    """2016 to 2020 are four years, 2020 to 2030 ten: 121 × (1.21)^2.5 = 121 × 1.1⁵ = 194.87171."""
    found = judge({2016: 100, 2020: 121}, "increase", 200)
    assert found.expected_value == pytest.approx(194.87171, rel=1e-9)
    assert found.verdict == "FAIR"  # 94.87171/100 = 0.9487


def test_a_refusal_names_no_base_and_no_level():
    found = judge({2020: 110}, "increase", 135)
    assert (found.verdict, found.level, found.score, found.base_year) == ("", None, None, None)
    assert (found.last_year, found.last_value) == (2020, 110)


@pytest.mark.parametrize(("direction", "reason"), [("", "NO_DIRECTION"), ("none", "NEITHER_BETTER")])
def test_no_direction_no_verdict(direction, reason):
    found = judge({2015: 100, 2020: 110}, direction, 135)
    assert (found.verdict, found.reason) == ("", reason)


# Target years gone by


def test_a_target_year_gone_by_is_judged_by_that_year():
    """10 in 2015, 20 in 2020, 30 were to be reached in 2020: 10/20; the 25 of 2023 came too late."""
    found = judge({2015: 10, 2020: 20, 2023: 25}, "increase", Target(2020, value=30))
    assert found.verdict == "FAIR"
    assert found.expected_value == pytest.approx(20)
    assert found.score == pytest.approx(0.5)
    assert "TARGET_YEAR_PAST" in found.flags


def test_without_a_value_in_a_target_year_gone_by_the_last_before_is_carried_to_it():
    """100 in 2015, 110 in 2018: two thirds of a step further 110 × 1.1^(2/3) = 117.21625; 17.21625/20 = 0.861."""
    found = judge({2015: 100, 2018: 110, 2023: 119}, "increase", Target(2020, value=120))
    assert found.expected_value == pytest.approx(117.21625, rel=1e-6)
    assert found.verdict == "FAIR"


def test_without_two_values_up_to_a_target_year_gone_by_it_is_read_between():
    """100 in 2015, 121 in 2025: half-way, in 2020, 110; 10/25 = 0.4."""
    found = judge({2015: 100, 2025: 121}, "increase", Target(2020, value=125))
    assert found.expected_value == pytest.approx(110)
    assert found.score == pytest.approx(0.4)
    assert found.verdict == "FAIR"


def test_a_target_met_late_is_met():
    found = judge({2015: 10, 2020: 20, 2023: 31}, "increase", Target(2020, value=30))
    assert (found.verdict, "TARGET_MET" in found.flags) == ("ON_TRACK", True)


@pytest.mark.parametrize("year", [2010, 2014, 2015])
def test_a_target_year_before_the_base_never_turns_a_gain_into_a_loss(year):
    """Carried backwards the pace would count against the area."""
    found = judge({2015: 10, 2020: 20}, "increase", Target(year, value=40))
    assert found.verdict != "REGRESSION"
    assert found.verdict or found.reason


# Zero, change of sign, both negative

SIGNS = [
    # points, direction, target, verdict, expected, linear
    # from 0 by 2 a year: 10 + 10 × 2 = 30; 30/100
    ({2015: 0, 2020: 10}, "increase", 100, "FAIR", 30, True),
    ({2015: 0, 2020: 10}, "increase", 31, "ON_TRACK", 30, True),
    # to 0 by −10 a year: −100; −150/50
    ({2015: 50, 2020: 0}, "increase", 100, "REGRESSION", -100, True),
    # −10 to 10 by 4 a year: 50; 60/60 and 60/70
    ({2015: -10, 2020: 10}, "increase", 50, "ON_TRACK", 50, True),
    ({2015: -10, 2020: 10}, "increase", 60, "FAIR", 50, True),
    # 10 to −10 by −4 a year: −50; −60/−80
    ({2015: 10, 2020: -10}, "decrease", -70, "FAIR", -50, True),
    # both negative: −50 × (1/2)² = −12.5; 87.5/90 and 87.5/100
    ({2015: -100, 2020: -50}, "increase", -10, "ON_TRACK", -12.5, False),
    ({2015: -100, 2020: -50}, "increase", 0, "FAIR", -12.5, False),
    # both negative and sinking: −100 × 2² = −400; −350/40
    ({2015: -50, 2020: -100}, "increase", -10, "REGRESSION", -400, False),
]


@pytest.mark.parametrize(("points", "direction", "target", "verdict", "expected", "linear"), SIGNS)
def test_where_no_compound_rate_exists_the_yearly_change_is_used(
    points, direction, target, verdict, expected, linear
):
    found = judge(points, direction, target)
    assert found.verdict == verdict
    assert found.expected_value == pytest.approx(expected)
    assert ("LINEAR_CHANGE" in found.flags) == linear


# Without a target

GROWTH = [
    # first (2015), last, last year, direction, verdict, growth in the desired direction
    (100, 102, 2016, "increase", "ON_TRACK", 0.02),
    (100, 101.9, 2016, "increase", "FAIR", 0.019),
    (200, 201, 2016, "increase", "FAIR", 0.005),
    (200, 200.9, 2016, "increase", "STAGNATION", 0.0045),
    (200, 200, 2016, "increase", "STAGNATION", 0.0),
    (200, 199, 2016, "increase", "STAGNATION", -0.005),
    (200, 198.9, 2016, "increase", "REGRESSION", -0.0055),
    (100, 98, 2016, "decrease", "ON_TRACK", 0.02),
    (100, 98.1, 2016, "decrease", "FAIR", 0.019),
    (200, 199, 2016, "decrease", "FAIR", 0.005),
    (200, 199.1, 2016, "decrease", "STAGNATION", 0.0045),
    (200, 201, 2016, "decrease", "STAGNATION", -0.005),
    (200, 201.1, 2016, "decrease", "REGRESSION", -0.0055),
    # compound, not simple: 1.02² = 1.0404, 1.005² = 1.010025
    (10000, 10404, 2017, "increase", "ON_TRACK", 0.02),
    (10000, 10400, 2017, "increase", "FAIR", math.sqrt(1.04) - 1),
    (1000000, 1010025, 2017, "increase", "FAIR", 0.005),
    (10000, 10100, 2017, "increase", "STAGNATION", math.sqrt(1.01) - 1),
    # 0.98² = 0.9604: a fall of 3.96 % in two years is 2 % a year
    (10000, 9604, 2017, "decrease", "ON_TRACK", 0.02),
    # 256 to 1 in eight years halves every year
    (256, 1, 2023, "decrease", "ON_TRACK", 0.5),
    # both negative: nearer to zero is a rise, −50/−100 = 1/2
    (-100, -50, 2016, "increase", "ON_TRACK", 0.5),
    (-50, -100, 2016, "increase", "REGRESSION", -1.0),
    (-50, -100, 2016, "decrease", "ON_TRACK", 1.0),
]


@pytest.mark.parametrize(("first", "last", "year", "direction", "verdict", "growth"), GROWTH)
def test_without_a_target_growth_decides_and_a_border_takes_the_better_class(
    first, last, year, direction, verdict, growth
):
    found = judge({2015: first, year: last}, direction)
    assert found.verdict == verdict
    assert found.score == pytest.approx(growth, abs=1e-9)
    assert found.level == {"ON_TRACK": 3, "FAIR": 2}.get(verdict, 1)
    assert "NO_TARGET" in found.flags
    assert (found.target_value, found.expected_value) == (None, None)


@pytest.mark.parametrize(
    ("first", "last", "direction", "verdict"),
    [
        (0, 10, "increase", "ON_TRACK"),
        (0, 10, "decrease", "REGRESSION"),
        (10, 0, "decrease", "ON_TRACK"),
        (-10, 10, "increase", "ON_TRACK"),
        (10, -10, "increase", "REGRESSION"),
        (0, 0, "increase", "STAGNATION"),
        (0, 0, "decrease", "STAGNATION"),
    ],
)
def test_growth_from_or_through_zero_is_yearly_change_and_says_so(first, last, direction, verdict):
    found = judge({2015: first, 2020: last}, direction)
    assert found.verdict == verdict
    assert {"LINEAR_CHANGE", "NO_TARGET"} <= set(found.flags)


@pytest.mark.parametrize(
    ("value", "direction", "bounds"),
    [(100, "increase", {"lower": 0.0, "upper": 100.0}), (0, "decrease", {"lower": 0.0, "upper": 100.0})],
)
def test_the_best_there_can_be_is_on_track_though_nothing_moves(value, direction, bounds):
    found = judge({2015: value, 2020: value}, direction, **bounds)
    assert (found.verdict, "AT_BOUND" in found.flags) == ("ON_TRACK", True)


def test_the_worst_there_can_be_is_not_on_track():
    assert judge({2015: 0, 2020: 0}, "increase", lower=0.0, upper=100.0).verdict == "STAGNATION"
    assert judge({2015: 100, 2020: 100}, "decrease", lower=0.0, upper=100.0).verdict == "STAGNATION"


# Growth rates

RATES = [
    # values in per cent a year; that of 2015 is the growth before the base
    ({2015: 50, 2016: 2, 2017: 2}, "increase", "ON_TRACK", 0.02),
    ({2015: 50, 2016: 1.9, 2017: 2}, "increase", "FAIR", math.sqrt(1.019 * 1.02) - 1),
    # 1.1 × 0.9 = 0.99: two years lose one per cent, −0.5013 % a year
    ({2015: 0, 2016: 10, 2017: -10}, "increase", "REGRESSION", math.sqrt(0.99) - 1),
    # 10 % and 21 % make 33.1 % in two years
    ({2015: 0, 2016: 10, 2017: 21}, "increase", "ON_TRACK", math.sqrt(1.331) - 1),
    # a rate that falls from 8 to 3 is growth all the same
    ({2015: 8, 2016: 6, 2017: 3}, "increase", "ON_TRACK", math.sqrt(1.06 * 1.03) - 1),
    ({2015: 8, 2016: 0, 2017: 0}, "increase", "STAGNATION", 0.0),
    ({2015: 8, 2016: 2, 2017: 2}, "decrease", "REGRESSION", -0.02),
]


@pytest.mark.parametrize("base", [0.0, 100.0])
@pytest.mark.parametrize(("points", "direction", "verdict", "growth"), RATES)
def test_growth_rates_are_judged_by_their_compound_mean(points, direction, verdict, growth, base):
    """Also where 100 means no growth, as in per cent of the previous year."""
    shifted = {year: value + base for year, value in points.items()}
    found = judge(shifted, direction, kind="growth_rate", growth_base=base)
    assert found.verdict == verdict
    assert found.score == pytest.approx(growth, abs=1e-9)
    assert "GROWTH_RATE" in found.flags


def test_a_loss_of_everything_has_no_compound_mean():
    found = judge({2015: 1, 2016: -100, 2017: 5}, kind="growth_rate")
    assert (found.verdict, bool(found.reason)) == ("", True)


# Yes and no


@pytest.mark.parametrize(
    ("points", "direction", "verdict", "level"),
    [
        ({2015: 0, 2020: 1}, "increase", "ON_TRACK", 3),
        ({2015: 1, 2020: 1}, "increase", "ON_TRACK", 3),
        ({2015: 0, 2020: 0}, "increase", "STAGNATION", 1),
        ({2015: 1, 2020: 0}, "decrease", "ON_TRACK", 3),
        ({2015: 0, 2020: 1}, "decrease", "STAGNATION", 1),
    ],
)
def test_yes_is_on_track_and_no_is_not(points, direction, verdict, level):
    found = judge(points, direction, kind="binary")
    assert (found.verdict, found.level) == (verdict, level)
    assert "BINARY" in found.flags


def test_yes_turned_to_no_is_class_one():
    assert judge({2015: 1, 2020: 0}, "increase", kind="binary").level == 1


# Targets relative to the base, and intervals

RELATIVE = [
    # halving 20 is 10; 12.8 × 0.64² = 5.24288
    ({2015: 20, 2020: 12.8}, "decrease", Target(factor=0.5), 10, "ON_TRACK"),
    # 19 × 0.95² = 17.1475; −2.8525/−10 = 0.285
    ({2015: 20, 2020: 19}, "decrease", Target(factor=0.5), 10, "FAIR"),
    # a third less than 90 is 60; 90 unchanged
    ({2015: 90, 2020: 90}, "decrease", Target(factor=2 / 3), 60, "STAGNATION"),
    # doubling 10 is 20; 12 × 1.2² = 17.28; 7.28/10
    ({2015: 10, 2020: 12}, "increase", Target(factor=2), 20, "FAIR"),
    # halving what is left of 100 from 40: 50 + 0.5 × 40 = 70; 50 × 1.25² = 78.125
    ({2015: 40, 2020: 50}, "increase", Target(factor=0.5, offset=50), 70, "ON_TRACK"),
    # from 40 to 42: 42 × 1.05² = 46.305; 6.305/30 = 0.21
    ({2015: 40, 2020: 42}, "increase", Target(factor=0.5, offset=50), 70, "FAIR"),
    # met
    ({2015: 20, 2020: 10}, "decrease", Target(factor=0.5), 10, "ON_TRACK"),
]


@pytest.mark.parametrize(("points", "direction", "target", "value", "verdict"), RELATIVE)
def test_a_relative_target_is_set_from_the_base_value(points, direction, target, value, verdict):
    found = judge(points, direction, target)
    assert found.target_value == pytest.approx(value)
    assert found.verdict == verdict


def test_a_relative_target_follows_a_moved_base():
    assert judge({2014: 1000, 2016: 20, 2020: 19}, "decrease", Target(factor=0.5)).target_value == 10


def test_half_of_nothing_is_no_target_and_growth_decides():
    found = judge({2015: 0, 2020: 2}, "decrease", Target(factor=0.5))
    assert found.verdict == "REGRESSION"
    assert {"BASE_IS_ZERO", "NO_TARGET"} <= set(found.flags)
    assert found.target_value is None


PARITY = Target(lower=0.97, upper=1.03)
INTERVALS = [
    # short by 0.17, then 0.07: 0.07 × (7/17)² = 0.01187; (0.17 − 0.01187)/0.17 = 0.93019
    ({2015: 0.80, 2020: 0.90}, "FAIR", 0.93019),
    # the same distance from the other side
    ({2015: 1.20, 2020: 1.10}, "FAIR", 0.93019),
    # from one side to the other
    ({2015: 0.80, 2020: 1.10}, "FAIR", 0.93019),
    # short by 0.17, then 0.04: 0.04 × (4/17)² = 0.00221; 0.9870
    ({2015: 0.80, 2020: 0.93}, "ON_TRACK", 0.98697),
    # further away: 0.17, then 0.27: 0.27 × (27/17)² = 0.68107; −3.006
    ({2015: 0.80, 2020: 0.70}, "REGRESSION", -3.00631),
    ({2015: 1.20, 2020: 1.20}, "STAGNATION", 0.0),
]


@pytest.mark.parametrize(("points", "verdict", "share"), INTERVALS)
def test_an_interval_is_judged_by_the_distance_from_it(points, verdict, share):
    found = judge(points, "range", PARITY)
    assert found.verdict == verdict
    assert found.score == pytest.approx(share, abs=5e-6)
    assert "TWO_SIDED" in found.flags


@pytest.mark.parametrize("last", [0.97, 1.0, 1.03])
def test_inside_an_interval_is_met(last):
    found = judge({2015: 0.80, 2020: last}, "range", PARITY)
    assert (found.verdict, "TARGET_MET" in found.flags) == ("ON_TRACK", True)


@pytest.mark.parametrize("last", [0.96, 1.04])
def test_out_of_an_interval_in_which_the_base_lay_is_regression(last):
    found = judge({2015: 1.0, 2020: last}, "range", PARITY)
    assert (found.verdict, "BASE_MET_TARGET" in found.flags) == ("REGRESSION", True)


@pytest.mark.parametrize("target", [None, Target(value=1.0), Target(factor=0.5)])
def test_a_range_without_an_interval_has_a_reason_and_no_verdict(target):
    found = judge({2015: 0.8, 2020: 0.9}, "range", target)
    assert (found.verdict, found.reason) == ("", "NO_DIRECTION")


# What is no run of values


@pytest.mark.parametrize(
    ("years", "values"),
    [
        ([2020, 2015], [1.0, 2.0]),
        ([2015, 2015], [1.0, 2.0]),
        ([2015, 2020], [1.0, math.nan]),
        ([2015, 2020], [math.inf, 1.0]),
        ([2015, 2020], [1.0]),
        ([[2015, 2020]], [[1.0, 2.0]]),
    ],
)
def test_what_is_no_run_is_a_value_error(years, values):
    with pytest.raises(ValueError):
        unsd.assess(
            np.array(years), np.array(values), expectation=Expectation(direction="increase"), edition=UNSD
        )


def test_a_growth_beyond_all_numbers_is_a_verdict_and_no_crash():
    found = judge({2015: 1e-12, 2016: 1e12}, "increase", 1e15)
    assert found.verdict == "ON_TRACK"


# What holds for every run

POSITIVE = st.integers(1, 10**6).map(lambda n: n / 100)
ANY = st.integers(-(10**6), 10**6).map(lambda n: n / 100)
YEARS = st.lists(st.integers(2000, 2029), min_size=2, max_size=8, unique=True).map(sorted)
DIRECTIONS = st.sampled_from(["increase", "decrease"])


@st.composite
def runs(draw, values=ANY):
    years = draw(YEARS)
    return {year: draw(values) for year in years}


@st.composite
def targets(draw):
    year = draw(st.integers(2020, 2040))
    ends = sorted([draw(ANY), draw(ANY)])
    return draw(
        st.sampled_from(
            [
                None,
                Target(year, value=ends[0]),
                Target(year, factor=draw(st.sampled_from([0.5, 2 / 3, 2.0]))),
                Target(year, lower=ends[0], upper=ends[1]),
            ]
        )
    )


def scaled(target, factor):
    if target is None or target.factor is not None:
        return target
    if target.lower is not None:
        return Target(target.year, lower=target.lower * factor, upper=target.upper * factor)
    return Target(target.year, value=target.value * factor)


def near_a_border(found) -> bool:
    """Where rounding alone may decide."""
    borders = (0.95, 0.10, -0.10, 0.02, 0.005, -0.005)
    return found.score is not None and any(abs(found.score - border) < 1e-9 for border in borders)


@given(runs(), DIRECTIONS, targets(), st.integers(-10, 10))
def test_the_unit_of_measure_changes_no_verdict(points, direction, target, power):
    """Thousands or units, tenge or millions; powers of two, which no rounding touches."""
    factor = 2.0**power
    one = judge(points, direction, target)
    other = judge({year: value * factor for year, value in points.items()}, direction, scaled(target, factor))
    assert (one.verdict, one.reason, one.flags) == (other.verdict, other.reason, other.flags)


@given(runs(), DIRECTIONS, targets(), st.floats(0.001, 1000))
def test_any_scale_leaves_the_verdict_save_on_a_border(points, direction, target, factor):
    assume(target is None or target.factor is None)
    one = judge(points, direction, target)
    assume(not near_a_border(one))
    other = judge({year: value * factor for year, value in points.items()}, direction, scaled(target, factor))
    assert one.verdict == other.verdict


@given(runs(), DIRECTIONS, targets(), st.sampled_from(["", "share", "growth_rate", "binary"]), st.booleans())
def test_every_result_has_a_verdict_or_a_reason(points, direction, target, kind, percent):
    found = judge(points, direction, target, kind=kind, percent=percent)
    assert bool(found.verdict) != bool(found.reason)
    assert (found.level is None) == (not found.verdict)
    assert found.verdict in {"", *RANK}
    assert (found.method, found.edition) == ("unsd", "2023")


@given(runs(), ANY, ANY, st.integers(2026, 2040), st.booleans())
def test_a_better_last_value_never_gives_a_worse_verdict(points, better, target, year, percent):
    last = max(points)
    assume(last >= 2015 and better >= points[last])
    goal = Target(max(year, last), value=target)
    one = judge(points, "increase", goal, percent=percent)
    other = judge(points | {last: better}, "increase", goal, percent=percent)
    assert bool(one.verdict) == bool(other.verdict)
    assert RANK.get(other.verdict, 0) >= RANK.get(one.verdict, 0)


@given(runs(), ANY, ANY, st.integers(2030, 2040))
def test_a_lower_last_value_never_hurts_where_a_decrease_is_wanted(points, better, target, year):
    last = max(points)
    assume(last >= 2015 and better <= points[last])
    one = judge(points, "decrease", Target(year, value=target))
    other = judge(points | {last: better}, "decrease", Target(year, value=target))
    assert RANK.get(other.verdict, 0) >= RANK.get(one.verdict, 0)


@given(runs(POSITIVE), st.integers(1, 10**6), DIRECTIONS, targets())
def test_values_between_the_first_and_the_last_play_no_part(points, value, direction, target):
    """The rule takes two ends; a value strictly between them changes nothing."""
    years = [year for year in points if year >= 2015]
    assume(len(years) >= 3 and (target is None or target.year >= years[-1]))
    one = judge(points, direction, target)
    other = judge(points | {years[1]: float(value)}, direction, target)
    assert (one.verdict, one.score) == (other.verdict, other.score)


@given(runs(), DIRECTIONS, ANY, st.integers(2030, 2040))
def test_with_a_target_a_decrease_is_the_mirror_of_an_increase(points, direction, target, year):
    """The sign of all values turned, and the direction with it."""
    other = {"increase": "decrease", "decrease": "increase"}[direction]
    one = judge(points, direction, Target(year, value=target))
    mirrored = judge({y: -value for y, value in points.items()}, other, Target(year, value=-target))
    assert one.verdict == mirrored.verdict
