"""Levels by thresholds and UNDP's roll-up, worked by hand."""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.expectation import Expectation
from headway.nomenclature.methods import edition
from headway.statistics.progress.unsd_ratio.levels import CATEGORIES, assess_level, place
from headway.statistics.progress.unsd_ratio.rollup import CLASSES, SERIES, group_class, indicator_class

RATIO = edition("unsd-ratio-2022")
POVERTY = (3, 6, 15, 25)
"""1.1.1: per cent of people below the poverty line."""
WATER = (99, 75, 50, 25)
"""6.1.1: per cent of people with safely managed water."""


def level(points, thresholds, direction="decrease"):
    return assess_level(
        np.array(list(points), dtype=int),
        np.array(list(points.values()), dtype=float),
        expectation=Expectation(direction),
        edition=RATIO,
        thresholds=thresholds,
    )


@pytest.mark.parametrize(
    ("value", "category", "number", "verdict"),
    [
        (0, "LEVEL_MET", 5, "ON_TRACK"),
        (3, "LEVEL_MET", 5, "ON_TRACK"),
        (3.01, "LEVEL_CLOSE", 4, "FAIR"),
        (6, "LEVEL_CLOSE", 4, "FAIR"),
        (15, "LEVEL_MODERATE", 3, "FAIR"),
        (15.1, "LEVEL_FAR", 2, "STAGNATION"),
        (25, "LEVEL_FAR", 2, "STAGNATION"),
        (25.1, "LEVEL_VERY_FAR", 1, "REGRESSION"),
    ],
)
def test_where_less_is_better_a_value_on_a_threshold_is_inside(value, category, number, verdict):
    found = level({2015: 40, 2020: value}, POVERTY)
    assert (found.category, found.level, found.verdict) == (category, number, verdict)
    assert (found.concept, found.target_value, found.last_value) == ("level", 3, value)


@pytest.mark.parametrize(
    ("value", "category"),
    [
        (99.1, "LEVEL_MET"),
        (99, "LEVEL_CLOSE"),
        (75, "LEVEL_MODERATE"),
        (50.1, "LEVEL_MODERATE"),
        (50, "LEVEL_FAR"),
        (25, "LEVEL_VERY_FAR"),
        (0, "LEVEL_VERY_FAR"),
    ],
)
def test_where_more_is_better_a_value_on_a_threshold_is_outside(value, category):
    assert level({2015: 40, 2020: value}, WATER, "increase").category == category


def test_other_numbers_of_thresholds_have_a_number_and_no_words():
    """The extinction risk of 15.5.1 has two thresholds."""
    levels = [level({2015: 0.5, 2020: value}, (0.8, 0.7), "increase") for value in (0.81, 0.8, 0.7)]
    assert [(found.level, found.category) for found in levels] == [(3, ""), (2, ""), (1, "")]
    assert [found.verdict for found in levels] == ["ON_TRACK", "FAIR", "REGRESSION"]


@pytest.mark.parametrize(
    ("points", "direction", "reason"),
    [
        ({2020: 2}, "decrease", "NO_BASE_VALUE"),
        ({2015: 2}, "decrease", "TOO_FEW_POINTS"),
        ({2012: 2}, "decrease", "ENDS_BEFORE_BASE"),
        ({}, "decrease", "NO_DATA"),
        ({2015: 2, 2020: 2}, "range", "NO_DIRECTION"),
    ],
)
def test_a_level_stands_only_where_pace_can_be_judged(points, direction, reason):
    found = level(points, POVERTY if direction == "decrease" else WATER, direction)
    assert (found.category, found.level, found.reason) == ("", None, reason)


@pytest.mark.parametrize("thresholds", [(), (3, 3), (25, 15, 6, 3)])
def test_thresholds_out_of_order_are_a_value_error(thresholds):
    with pytest.raises(ValueError):
        level({2015: 1, 2020: 2}, thresholds)


THRESHOLDS = st.lists(st.integers(-1000, 1000), min_size=1, max_size=6, unique=True).map(sorted)


@given(THRESHOLDS, st.floats(-1100, 1100), st.floats(0, 1000))
def test_a_better_value_is_never_further_from_the_target(thresholds, value, gain):
    descending = thresholds[::-1]
    assert place(value - gain, thresholds, less_is_better=True) <= place(value, thresholds, less_is_better=True)
    assert place(value + gain, descending, less_is_better=False) <= place(value, descending, less_is_better=False)


@given(THRESHOLDS, st.integers(-1100, 1100))
def test_the_place_counts_the_thresholds_that_are_missed(thresholds, value):
    missed = sum(value > limit for limit in thresholds)
    assert place(value, thresholds, less_is_better=True) == missed
    not_passed = sum(value <= limit for limit in thresholds)
    assert place(value, thresholds[::-1], less_is_better=False) == not_passed


# Roll-up


@pytest.mark.parametrize(
    ("series", "found"),
    [
        (["ACHIEVED"], "ON_TRACK"),
        (["FAIR"], "FOR_REVIEW"),
        (["LIMITED"], "GAP"),
        # (1 + 0) / 2 = 0.5 is not above 0.5
        (["ON_TRACK", "FAIR"], "FOR_REVIEW"),
        # (1 + 1 + 0) / 3
        (["ON_TRACK", "ACHIEVED", "FAIR"], "ON_TRACK"),
        # (0 − 1) / 2 = −0.5 is a gap
        (["FAIR", "LIMITED"], "GAP"),
        # (1 − 2) / 2 = −0.5, where limited progress would give 0
        (["ON_TRACK", "DETERIORATION"], "GAP"),
        (["ON_TRACK", "LIMITED"], "FOR_REVIEW"),
        # (1 + 1 + 0 − 1 − 2) / 5 = −0.2
        (["ACHIEVED", "ON_TRACK", "FAIR", "LIMITED", "DETERIORATION"], "FOR_REVIEW"),
        # a series without a class does not count
        (["ON_TRACK", "", ""], "ON_TRACK"),
        (["", ""], ""),
        ([], ""),
    ],
)
def test_series_make_an_indicator(series, found):
    assert indicator_class(series, RATIO) == found


@pytest.mark.parametrize(
    ("below", "found"),
    [
        (["ON_TRACK"], "ON_TRACK"),
        (["ON_TRACK", "FOR_REVIEW"], "FOR_REVIEW"),
        (["ON_TRACK", "GAP"], "FOR_REVIEW"),
        (["FOR_REVIEW", "GAP"], "GAP"),
        (["ON_TRACK", "ON_TRACK", "FOR_REVIEW", ""], "ON_TRACK"),
        ([""], ""),
    ],
)
def test_indicators_make_a_target_and_targets_a_goal(below, found):
    assert group_class(below, RATIO) == found


@given(st.lists(st.sampled_from([*SERIES, ""]), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_series_plays_no_part(series, random):
    shuffled = series.copy()
    random.shuffle(shuffled)
    assert indicator_class(shuffled, RATIO) == indicator_class(series, RATIO)


@given(st.lists(st.sampled_from(list(SERIES)), min_size=1, max_size=30), st.sampled_from(list(SERIES)))
def test_one_series_more_of_the_best_never_lowers_an_indicator(series, other):
    rank = {"GAP": 0, "FOR_REVIEW": 1, "ON_TRACK": 2}
    base = indicator_class([*series, other], RATIO)
    assert rank[indicator_class([*series, "ACHIEVED"], RATIO)] >= rank[base]
    assert rank[indicator_class([*series, "DETERIORATION"], RATIO)] <= rank[base]


@given(st.lists(st.sampled_from(list(CLASSES)), min_size=1, max_size=12), st.integers(2, 5))
def test_a_group_repeated_is_the_same_group(below, times):
    assert group_class(below * times, RATIO) == group_class(below, RATIO)


def test_the_borders_of_the_roll_up_are_the_edition_s():
    strict = msgspec.structs.replace(RATIO, parameters=RATIO.parameters | {"rollup_on_track_above": 0.4})
    assert indicator_class(["ON_TRACK", "FAIR"], strict) == "ON_TRACK"


def test_every_category_of_a_level_is_reached():
    found = {level({2015: 50, 2020: value}, POVERTY).category for value in np.linspace(0, 40, 81)}
    assert found == set(CATEGORIES)
    assert not math.isnan(level({2015: 50, 2020: 1}, POVERTY).target_value)
