"""The ratio rule of the UN Progress Chart 2020–2022, case by case, worked by hand.

The rule is that of the design page on progress methods, section 2. Two devices
keep the powers on paper: from 100 in 2015 to 800 in 2030 a value must double
every five years, and where the target year is 2016 every rate is a plain share.
"""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress.situation import Situation
from headway.statistics.progress.unsd_ratio import assess
from headway.statistics.progress.unsd_ratio.rates import SHOWN_AS

RATIO = edition("unsd-ratio-2022")
RANK = {"DETERIORATION": 0, "LIMITED": 1, "FAIR": 2, "ON_TRACK": 3, "ACHIEVED": 4}


def judge(points, direction="increase", target=None, *, indicator="", growth_base=0.0, choices=None, **expected):
    """The verdict on {year: value}; `target` a number for 2030, or a Target."""
    if isinstance(target, (int, float)):
        target = Target(2030, value=float(target))
    rule = RATIO if choices is None else edition_with(choices)
    return assess(
        np.array(list(points), dtype=int),
        np.array(list(points.values()), dtype=float),
        expectation=Expectation(direction=direction, target=target, **expected),
        edition=rule,
        situation=Situation(indicator=indicator, growth_base=growth_base),
    )


def edition_with(choices):
    return msgspec.structs.replace(RATIO, choices=RATIO.choices | choices)


def test_the_edition_holds_the_published_borders():
    assert (RATIO.method, RATIO.edition, RATIO.kind) == ("unsd-ratio", "2022", "progress")
    published = {
        "base_year": 2015, "target_year": 2030, "on_track": 0.95, "fair": 0.5, "limited": -0.1,
        "growth_on_track": 0.01, "growth_fair": 0.005, "growth_limited": -0.01, "near": 0.0005,
    }  # fmt: skip
    assert {name: RATIO.parameters[name] for name in published} == published
    known = {*RATIO.parameters, *RATIO.choices, *(name for own in RATIO.exceptions.values() for name in own)}
    assert set(RATIO.unverified) <= known


# With a target: 100 in 2015, 800 in 2030, CAGR_r = 2^(1/5) − 1 = 0.1486984

TOWARDS = [
    # 2020 value, class, CR
    (200, "ON_TRACK", 1.0),
    (195, "ON_TRACK", 0.960982),  # 1.95^0.2 − 1 = 0.1428964
    (190, "FAIR", 0.921156),  # 1.9^0.2 − 1 = 0.1369743
    (150, "FAIR", 0.568075),  # 1.5^0.2 − 1 = 0.0844718
    (140, "LIMITED", 0.468131),  # 1.4^0.2 − 1 = 0.0696104
    (100, "LIMITED", 0.0),
    (95, "LIMITED", -0.068637),  # 0.95^0.2 − 1 = −0.0102062
    (90, "DETERIORATION", -0.140228),  # 0.9^0.2 − 1 = −0.0208516
]


@pytest.mark.parametrize(("last", "category", "ratio"), TOWARDS)
def test_towards_a_target(last, category, ratio):
    found = judge({2015: 100, 2020: last}, "increase", 800)
    assert found.category == category
    assert found.score == pytest.approx(ratio, abs=2e-6)
    assert found.verdict == SHOWN_AS[category]
    assert found.expected_value == pytest.approx(last * (last / 100) ** 2)
    assert (found.base_year, found.base_value, found.last_year, found.last_value) == (2015, 100, 2020, last)
    assert (found.target_year, found.target_value, found.concept) == (2030, 800, "pace")


BORDERS = [
    # from 100 to 200 in one year: CR is the share of 100 gained
    (100, 195, "increase", 200, "ON_TRACK"),
    (100, 194.9, "increase", 200, "FAIR"),
    (100, 150, "increase", 200, "FAIR"),
    (100, 149.9, "increase", 200, "LIMITED"),
    (100, 90, "increase", 200, "LIMITED"),
    (100, 89.9, "increase", 200, "DETERIORATION"),
    # from 200 to 100: −50 % required; −47.5 %, −25 % and +5 %
    (200, 105, "decrease", 100, "ON_TRACK"),
    (200, 105.1, "decrease", 100, "FAIR"),
    (200, 150, "decrease", 100, "FAIR"),
    (200, 150.1, "decrease", 100, "LIMITED"),
    (200, 210, "decrease", 100, "LIMITED"),
    (200, 210.1, "decrease", 100, "DETERIORATION"),
    # in tenths, which no computer holds exactly: 0.3 to 0.6
    (0.3, 0.585, "increase", 0.6, "ON_TRACK"),
    (0.3, 0.45, "increase", 0.6, "FAIR"),
    (0.3, 0.27, "increase", 0.6, "LIMITED"),
]


@pytest.mark.parametrize(("first", "last", "direction", "target", "category"), BORDERS)
def test_a_ratio_on_a_border_takes_the_better_class(first, last, direction, target, category):
    assert judge({2015: first, 2016: last}, direction, Target(2016, value=target)).category == category


GROWTH = [
    # the source: above 1 % on track, 0.5 to 1 % fair, −1 to 0.5 % limited, below −1 % deterioration
    (1010.1, "increase", "ON_TRACK"),
    (1010, "increase", "FAIR"),
    (1005, "increase", "FAIR"),
    (1004.9, "increase", "LIMITED"),
    (990, "increase", "LIMITED"),
    (989.9, "increase", "DETERIORATION"),
    (989.9, "decrease", "ON_TRACK"),
    (990, "decrease", "FAIR"),
    (995, "decrease", "FAIR"),
    (995.1, "decrease", "LIMITED"),
    (1010, "decrease", "LIMITED"),
    (1010.1, "decrease", "DETERIORATION"),
]


@pytest.mark.parametrize(("last", "direction", "category"), GROWTH)
def test_without_a_target_growth_decides_and_a_fall_mirrors_a_rise(last, direction, category):
    found = judge({2015: 1000, 2016: last}, direction)
    assert (found.category, found.target_value, "NO_TARGET" in found.flags) == (category, None, True)
    sign = 1 if direction == "increase" else -1
    assert found.score == pytest.approx(sign * (last / 1000 - 1))


@pytest.mark.parametrize(
    ("points", "direction", "category", "flag"),
    [
        ({2015: 90, 2020: 100}, "increase", "ACHIEVED", "TARGET_MET"),
        ({2015: 130, 2020: 101}, "increase", "ACHIEVED", "MET_BUT_WORSENING"),
        ({2015: 90, 2020: 99.95}, "increase", "ACHIEVED", "TARGET_MISSED_BARELY"),
        ({2015: 99.9, 2020: 99.9}, "increase", "LIMITED", ""),
        ({2015: 110, 2020: 100.05}, "decrease", "ACHIEVED", "TARGET_MISSED_BARELY"),
        ({2015: 110, 2020: 99}, "decrease", "ACHIEVED", "TARGET_MET"),
        # one value is enough
        ({2022: 100}, "increase", "ACHIEVED", "TARGET_MET"),
        # past the target, and worse since
        ({2015: 101, 2020: 99}, "increase", "DETERIORATION", "BASE_MET_TARGET"),
        ({2015: 100, 2020: 99.9}, "increase", "DETERIORATION", "BASE_MET_TARGET"),
        ({2015: 60, 2020: 101}, "decrease", "DETERIORATION", "BASE_MET_TARGET"),
    ],
)
def test_met_nearly_met_and_no_longer_met(points, direction, category, flag):
    found = judge(points, direction, 100)
    assert found.category == category
    assert flag in ("", *found.flags)


# Base years

BASES = [
    ({2012: 1, 2013: 2, 2014: 3, 2015: 4, 2016: 5, 2020: 6}, 2015),
    ({2012: 1, 2013: 2, 2014: 3, 2016: 5, 2020: 6}, 2016),
    ({2012: 1, 2013: 2, 2014: 3, 2017: 5, 2020: 6}, 2014),
    ({2012: 1, 2013: 2, 2017: 5, 2020: 6}, 2017),
    ({2012: 1, 2013: 2, 2018: 5, 2020: 6}, 2013),
    ({2012: 1, 2018: 5, 2020: 6}, 2018),
    ({2012: 1, 2020: 6}, 2012),
    # a zero cannot be a base
    ({2014: 3, 2015: 0, 2016: 0, 2020: 6}, 2014),
]


@pytest.mark.parametrize(("points", "base_year"), BASES)
def test_the_base_year_follows_the_published_order(points, base_year):
    found = judge(points)
    assert found.base_year == base_year
    assert found.base_value == points[base_year]
    skipped = points.get(2015) == 0
    assert ("NEXT_BASE_YEAR" in found.flags) == (base_year != 2015 and not skipped)
    assert ("ZERO_BASE_SKIPPED" in found.flags) == skipped
    assert found.points == sum(year >= base_year for year in points)


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ({}, "NO_DATA"),
        ({2014: 5}, "ENDS_BEFORE_BASE"),
        ({2010: 3, 2015: 5}, "TOO_FEW_POINTS"),
        ({2020: 5}, "NO_BASE_VALUE"),
        ({2019: 4, 2020: 5}, "NO_BASE_VALUE"),
        ({2011: 4, 2020: 5}, "NO_BASE_VALUE"),
        ({2015: 0, 2018: 0, 2020: 5}, "NO_BASE_VALUE"),
        # 2016 comes before 2014, and nothing follows it
        ({2014: 4, 2016: 5}, "TOO_FEW_POINTS"),
    ],
)
@pytest.mark.parametrize("target", [None, 100])
def test_without_a_base_and_a_later_value_there_is_a_reason(points, reason, target):
    found = judge(points, "increase", target)
    assert (found.verdict, found.category, found.score, found.base_year) == ("", "", None, None)
    assert found.reason == reason


@pytest.mark.parametrize(("direction", "reason"), [("", "NO_DIRECTION"), ("none", "NEITHER_BETTER")])
def test_no_direction_no_verdict(direction, reason):
    assert judge({2015: 1, 2020: 2}, direction, 3).reason == reason


def test_a_break_moves_the_whole_order_of_base_years():
    """As the assessment does after a break in 2018: the order starts there."""
    later = msgspec.structs.replace(RATIO, parameters=RATIO.parameters | {"base_year": 2018.0})
    found = assess(np.array([2019, 2024]), np.array([5.0, 6.0]), expectation=Expectation("increase"), edition=later)
    assert found.base_year == 2019


# Exceptions

EXCEPTIONS = [
    # 2.1.1, 2.1.2, 14.4.1: fair from 0.1
    ("2.1.1", {2015: 200, 2016: 190}, "decrease", Target(2016, value=100), "FAIR", 0.1),
    ("2.1.2", {2015: 200, 2016: 190.2}, "decrease", Target(2016, value=100), "LIMITED", 0.098),
    ("14.4.1", {2015: 100, 2016: 110}, "increase", Target(2016, value=200), "FAIR", 0.1),
    ("", {2015: 100, 2016: 110}, "increase", Target(2016, value=200), "LIMITED", 0.1),
    # 7.3.1: −2.6 % a year required
    ("7.3.1", {2015: 100, 2016: 97.4}, "decrease", None, "ON_TRACK", 1.0),
    ("7.3.1", {2015: 100, 2016: 98.7}, "decrease", None, "FAIR", 0.5),
    ("7.3.1", {2015: 100, 2016: 98.71}, "decrease", None, "LIMITED", 0.496154),
    ("7.3.1", {2015: 100, 2016: 100.27}, "decrease", None, "DETERIORATION", -0.103846),
    # log rates: 64 to 8 is ln 8 in 15 years; 64 to 32 in 5 is ln 2, the same pace; to 64/√2 half of it
    ("2.2.1", {2015: 64, 2020: 32}, "decrease", Target(2030, value=8), "ON_TRACK", 1.0),
    ("3.2.1", {2015: 64, 2020: 64 / math.sqrt(2)}, "decrease", Target(2030, value=8), "FAIR", 0.5),
    ("5.3.1", {2015: 64, 2020: 64 * math.sqrt(2)}, "decrease", Target(2030, value=8), "DETERIORATION", -0.5),
    # forest area and mountain green cover: 0.1, −0.05 and −0.1 %
    ("15.1.1", {2015: 1000, 2016: 1001.1}, "increase", None, "ON_TRACK", 0.0011),
    ("15.1.1", {2015: 1000, 2016: 1001}, "increase", None, "FAIR", 0.001),
    ("15.4.2", {2015: 1000, 2016: 999.5}, "increase", None, "FAIR", -0.0005),
    ("15.4.2", {2015: 1000, 2016: 999.4}, "increase", None, "LIMITED", -0.0006),
    ("15.1.1", {2015: 1000, 2016: 999}, "increase", None, "LIMITED", -0.001),
    ("15.1.1", {2015: 1000, 2016: 998.9}, "increase", None, "DETERIORATION", -0.0011),
    # 10.4.2: a fall of more than 1 % a year that is also one point
    ("10.4.2", {2015: 40, 2016: 39}, "decrease", None, "ON_TRACK", 0.025),
    ("10.4.2", {2015: 40, 2016: 39.5}, "decrease", None, "FAIR", 0.0125),
    ("10.4.2", {2015: 0.40, 2016: 0.39}, "decrease", None, "ON_TRACK", 0.025),
    ("10.4.2", {2015: 0.40, 2016: 0.395}, "decrease", None, "FAIR", 0.0125),
    ("10.4.2", {2015: 40, 2016: 41}, "decrease", Target(2030, value=25), "DETERIORATION", -0.025),
    # halving in fifteen years: in five, a third of the halving
    ("1.2.1", {2015: 64, 2020: 64 * 2 ** (-1 / 3)}, "decrease", None, "ON_TRACK", 1.0),
    ("1.2.1", {2015: 64, 2020: 32}, "decrease", None, "ACHIEVED", None),
    # doubling, fair from 0.1
    ("2.3.1", {2015: 10, 2020: 10 * 2 ** (1 / 3)}, "increase", None, "ON_TRACK", 1.0),
    ("2.3.1", {2015: 10, 2020: 10.3}, "increase", None, "FAIR", 0.125),
]


@pytest.mark.parametrize(("indicator", "points", "direction", "target", "category", "score"), EXCEPTIONS)
def test_exceptions_of_single_indicators(indicator, points, direction, target, category, score):
    found = judge(points, direction, target, indicator=indicator)
    assert found.category == category
    assert found.score == (None if score is None else pytest.approx(score, abs=1e-3))


def test_the_exception_of_an_indicator_does_not_touch_a_stand_in():
    """Without the global indicator's code the general borders hold."""
    assert judge({2015: 1000, 2016: 1001.1}).category == "LIMITED"


# What no compound rate reaches

ZERO_AND_SIGN = [
    # to zero by yearly change: 50 of 100 in 5 of 15 years is 1.5 times what is needed
    ({2015: 100, 2020: 50}, "decrease", 0, "ON_TRACK", 1.5, "LINEAR_CHANGE"),
    ({2015: 100, 2020: 80}, "decrease", 0, "FAIR", 0.6, "LINEAR_CHANGE"),
    ({2015: 100, 2020: 90}, "decrease", 0, "LIMITED", 0.3, "LINEAR_CHANGE"),
    ({2015: 100, 2020: 104}, "decrease", 0, "DETERIORATION", -0.12, "LINEAR_CHANGE"),
    # from −10 to 20: 10 of 30 in a third of the time
    ({2015: -10, 2020: 0}, "increase", 20, "ON_TRACK", 1.0, "LINEAR_CHANGE"),
    ({2015: -10, 2020: -4}, "increase", 20, "FAIR", 0.6, "LINEAR_CHANGE"),
    # all is lost: −1 over CAGR_r = 0.1486984
    ({2015: 100, 2020: 0}, "increase", 800, "DETERIORATION", -6.725025, ""),
    ({2015: 100, 2020: -5}, "increase", 800, "DETERIORATION", -6.725025, "SIGN_CHANGED"),
    # a loss from 10 to 5 halves in five years: 1 − 0.5^0.2 = 0.1294494
    ({2015: -10, 2020: -5}, "increase", None, "ON_TRACK", 0.129449, "NO_TARGET"),
    # a loss from 5 to 10 doubles: −(2^0.2 − 1)
    ({2015: -5, 2020: -10}, "increase", None, "DETERIORATION", -0.148698, "NO_TARGET"),
    ({2015: -5, 2020: 10}, "increase", None, "ON_TRACK", 1.0, "SIGN_CHANGED"),
    ({2015: 5, 2020: -10}, "decrease", None, "ON_TRACK", 1.0, "SIGN_CHANGED"),
    # −800 to −100: the sizes of a fall
    ({2015: -800, 2020: -400}, "increase", -100, "ON_TRACK", 1.0, ""),
]


@pytest.mark.parametrize(("points", "direction", "target", "category", "score", "flag"), ZERO_AND_SIGN)
def test_zero_negative_values_and_changes_of_sign(points, direction, target, category, score, flag):
    found = judge(points, direction, target)
    assert found.category == category
    assert found.score == pytest.approx(score, abs=2e-6)
    assert flag in ("", *found.flags)


def test_the_publishers_program_takes_the_size_of_a_negative_value():
    """Published: Kyrgyzstan 10.5.1, −2.11 (2015) to −6.90 (2024), more desired: On Track."""
    points = {2015: -2.105372059, 2024: -6.896134404}
    assert judge(points, choices={"negative": "size"}).category == "ON_TRACK"
    assert judge(points).category == "DETERIORATION"


def test_two_sided_targets_go_by_distance():
    """0.17 from the interval in 2015, 0.07 in 2020: 0.10 of 0.17 in a third of the time, 30/17."""
    parity = Target(2030, lower=0.97, upper=1.03)
    for first, last in ((0.80, 0.90), (1.20, 1.10), (0.80, 1.10)):
        found = judge({2015: first, 2020: last}, "range", parity)
        assert (found.category, found.score) == ("ON_TRACK", pytest.approx(30 / 17))
        assert "TWO_SIDED" in found.flags
    assert judge({2015: 0.80, 2020: 1.03}, "range", parity).category == "ACHIEVED"
    assert judge({2015: 1.00, 2020: 1.10}, "range", parity).category == "DETERIORATION"
    assert judge({2015: 0.80, 2020: 0.90}, "range").reason == "NO_DIRECTION"


@pytest.mark.parametrize(
    ("points", "kind", "base", "category", "score"),
    [
        ({2015: 0, 2020: 1}, "binary", 0.0, "ACHIEVED", None),
        ({2015: 1, 2020: 0}, "binary", 0.0, "LIMITED", None),
        # growth of 2 % and 4.04 %: 1.02 × 1.0404 = 1.061208, mean 3.0150 %
        ({2015: 9, 2016: 2, 2017: 4.04}, "growth_rate", 0.0, "ON_TRACK", math.sqrt(1.061208) - 1),
        ({2015: 109, 2016: 100.5, 2017: 100.5}, "growth_rate", 100.0, "FAIR", 0.005),
        ({2015: 1, 2016: -100, 2017: 4}, "growth_rate", 0.0, "", None),
    ],
)
def test_yes_or_no_and_growth_rates(points, kind, base, category, score):
    found = judge(points, kind=kind, growth_base=base)
    assert found.category == category
    assert found.score == (None if score is None else pytest.approx(score))
    assert bool(found.reason) == (category == "")


def test_the_best_there_can_be():
    assert judge({2015: 100, 2020: 100}, upper=100.0).category == "ON_TRACK"
    assert judge({2020: 0}, "decrease", lower=0.0).category == "ACHIEVED"
    assert judge({2020: 0}, "decrease").reason == "NO_BASE_VALUE"


# Target years gone by


def test_a_target_year_gone_by_is_judged_by_that_year():
    """10 in 2015, 40 due in 2025: doubling every five years; 15 in 2020 is all there is up to then."""
    found = judge({2015: 10, 2020: 20, 2026: 21}, "increase", Target(2025, value=40))
    assert (found.category, found.score, "TARGET_YEAR_PAST" in found.flags) == ("ON_TRACK", pytest.approx(1.0), True)
    assert judge({2015: 10, 2020: 20, 2026: 41}, "increase", Target(2025, value=40)).category == "ACHIEVED"


def test_a_target_year_no_later_than_the_base_is_left_aside():
    found = judge({2015: 10, 2020: 20}, "increase", Target(2015, value=40))
    assert (found.category, found.score) == ("ON_TRACK", pytest.approx(2**0.2 - 1))
    assert found.flags == ("TARGET_YEAR_NOT_AFTER_BASE",)


@pytest.mark.parametrize(
    ("years", "values"),
    [([2020, 2015], [1.0, 2.0]), ([2015, 2015], [1.0, 2.0]), ([2015, 2020], [1.0, math.nan]), ([2015], [1.0, 2.0])],
)
def test_what_is_no_run_is_a_value_error(years, values):
    with pytest.raises(ValueError):
        assess(np.array(years), np.array(values), expectation=Expectation("increase"), edition=RATIO)


# What holds for every run

ANY = st.integers(-(10**6), 10**6).map(lambda n: n / 100)
HUGE = st.floats(allow_nan=False, allow_infinity=False)
DIRECTIONS = st.sampled_from(["increase", "decrease"])
INDICATORS = st.sampled_from(["", *RATIO.exceptions])
YEARS = st.lists(st.integers(2008, 2029), min_size=1, max_size=8, unique=True).map(sorted)


@st.composite
def runs(draw, values=ANY):
    return {year: draw(values) for year in draw(YEARS)}


@st.composite
def targets(draw, values=ANY):
    year, ends = draw(st.integers(2010, 2040)), sorted([draw(values), draw(values)])
    forms = [
        None,
        Target(year, value=ends[0]),
        Target(year, factor=draw(st.sampled_from([0.5, 2.0]))),
        Target(year, lower=ends[0], upper=ends[1]),
    ]
    return draw(st.sampled_from(forms))


@given(
    runs(HUGE), st.sampled_from(["increase", "decrease", "range", "none"]), targets(HUGE), INDICATORS,
    st.sampled_from(["", "growth_rate", "binary"]), st.sampled_from(["sign", "size"]),
)  # fmt: skip
def test_every_run_has_a_class_or_a_reason_and_only_finite_numbers(points, direction, target, indicator, kind, sign):
    found = judge(points, direction, target, indicator=indicator, kind=kind, choices={"negative": sign})
    assert bool(found.category) != bool(found.reason)
    assert found.verdict == SHOWN_AS.get(found.category, "")
    numbers = [found.score, found.base_value, found.last_value, found.target_value, found.expected_value]
    assert all(number is None or math.isfinite(number) for number in numbers)


def scaled(target, factor):
    if target is None or target.factor is not None:
        return target
    parts = {"value": target.value, "lower": target.lower, "upper": target.upper}
    return Target(target.year, **{name: part * factor for name, part in parts.items() if part is not None})


@given(runs(), DIRECTIONS, targets(), INDICATORS, st.integers(-8, 8))
def test_the_unit_of_measure_changes_no_class(points, direction, target, indicator, power):
    """Powers of two, which no rounding touches. The least fall of 10.4.2 is in points, not free of units."""
    assume(indicator != "10.4.2")
    factor = 2.0**power
    one = judge(points, direction, target, indicator=indicator)
    other = judge({y: v * factor for y, v in points.items()}, direction, scaled(target, factor), indicator=indicator)
    assert (one.category, one.reason, one.flags) == (other.category, other.reason, other.flags)


@given(runs(), DIRECTIONS, ANY, st.integers(2020, 2040))
def test_less_of_a_negative_is_more_of_a_positive(points, direction, target, year):
    """The sign of all values turned, and the direction with it."""
    other = {"increase": "decrease", "decrease": "increase"}[direction]
    for goal, mirrored in ((Target(year, value=target), Target(year, value=-target)), (None, None)):
        one = judge(points, direction, goal)
        two = judge({y: -v for y, v in points.items()}, other, mirrored)
        assert (one.category, one.score, one.reason) == (two.category, two.score, two.reason)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(0.01, 0.9), st.integers(2016, 2029))
def test_log_rates_are_the_same_for_a_number_and_its_inverse(first, last, share, year):
    """Deaths per birth or births per death; compound rates differ between the two."""
    target = min(first, last) * share
    one = judge({2015: first, year: last}, "decrease", target, indicator="3.2.1")
    other = judge({2015: 1 / first, year: 1 / last}, "increase", 1 / target, indicator="3.2.1")
    assert one.score == pytest.approx(other.score, rel=1e-6, abs=1e-9)


@given(runs(), ANY, DIRECTIONS, targets(), INDICATORS)
def test_a_better_last_value_never_gives_a_worse_class(points, better, direction, target, indicator):
    last, sign = max(points), 1 if direction == "increase" else -1
    assume(last >= 2019 and sign * (better - points[last]) >= 0)
    assume(target is None or target.lower is None)
    one = judge(points, direction, target, indicator=indicator)
    other = judge(points | {last: better}, direction, target, indicator=indicator)
    assert RANK.get(other.category, -1) >= RANK.get(one.category, -1)


@given(runs(), DIRECTIONS, targets(), ANY)
def test_values_that_are_neither_base_nor_last_play_no_part(points, direction, target, value):
    one = judge(points, direction, target)
    assume(one.base_year is not None)
    between = [year for year in points if one.base_year < year < one.last_year and year > 2018]
    assume(between and (target is None or target.year >= one.last_year))
    other = judge(points | {between[0]: value}, direction, target)
    assert (one.category, one.score) == (other.category, other.score)


@given(st.integers(1, 10**6), st.integers(1, 10**6), DIRECTIONS)
def test_the_sign_plays_no_part_where_sizes_are_taken(first, last, direction):
    """The publisher's choice: 3 to −4 is 3 to 4."""
    for one in (1, -1):
        for two in (1, -1):
            found = judge({2015: one * first, 2020: two * last}, direction, choices={"negative": "size"})
            plain = judge({2015: first, 2020: last}, direction)
            assert (found.category, found.score) == (plain.category, plain.score)
