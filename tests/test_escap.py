"""UN ESCAP's indices, by hand.

The formulas are those of the design page on progress methods, section 1. Years
are chosen so that the weights (2030 - t_1)/(2030 - t_i) are 1, 1.5 and 3.
"""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress import escap
from headway.statistics.progress.escap.indices import band
from headway.statistics.progress.situation import Situation

ESCAP = edition("escap-2026")
UNECE = edition("escap-unece-2023")
RANK = {"REVERSE": 0, "ACCELERATE": 1, "MAINTAIN": 2}


def run(points):
    return np.array(list(points), dtype=int), np.array(list(points.values()), dtype=float)


def wanted(direction, target, **more):
    if isinstance(target, (int, float)):
        target = Target(2030, value=float(target))
    return Expectation(direction=direction, target=target, **more)


def judge(points, direction="increase", target=None, *, using=ESCAP, situation=Situation(), **more):
    return escap.assess(*run(points), expectation=wanted(direction, target, **more), edition=using, situation=situation)


def stand(points, direction="increase", target=None, *, using=ESCAP, **more):
    return escap.current_status(*run(points), expectation=wanted(direction, target, **more), edition=using)


def choosing(base=ESCAP, **choices):
    return msgspec.structs.replace(base, choices=base.choices | choices)


@pytest.mark.parametrize("one", [ESCAP, UNECE])
def test_what_was_not_read_in_the_source_is_marked(one):
    assert {"maintain", "accelerate", "equal_to_border", "extrapolation", "champion_count"} <= set(one.unverified)
    assert set(one.unverified) <= set(one.parameters) | set(one.choices)


# Current status

STATUS = [
    # 10 × 15/60
    ({2015: 40, 2023: 55}, "increase", 100, 2.5, 2.5),
    # 10 × 5/10
    ({2015: 20, 2023: 15}, "decrease", 10, 5.0, 5.0),
    # worse than at the start: −10 × 6/60
    ({2015: 40, 2023: 34}, "increase", 100, -1.0, -1.0),
    # −10 × 90/60 = −15, floor −10
    ({2015: 40, 2023: -50}, "increase", 100, -10.0, -15.0),
    # met and beyond: 10, whatever the formula gives
    ({2015: 40, 2023: 130}, "increase", 100, 10.0, 15.0),
    ({2015: 40, 2023: 100}, "increase", 100, 10.0, 10.0),
    # parity: 10 − 10 × 0.1/0.2, from either side
    ({2015: 0.8, 2023: 0.9}, "range", 1.0, 5.0, 5.0),
    ({2015: 0.8, 2023: 1.1}, "range", 1.0, 5.0, 5.0),
    # 10 − 10 × 0.3/0.2
    ({2015: 1.2, 2023: 0.7}, "range", 1.0, -5.0, -5.0),
    # no change
    ({2015: 40, 2020: 40, 2023: 40}, "increase", 100, 0.0, 0.0),
    # from zero, and over zero
    ({2015: 0, 2023: 25}, "increase", 100, 2.5, 2.5),
    ({2015: -10, 2023: 5}, "increase", 20, 5.0, 5.0),
]


@pytest.mark.parametrize(("points", "direction", "target", "index", "uncapped"), STATUS)
def test_the_current_status_index(points, direction, target, index, uncapped):
    found = stand(points, direction, target)
    assert found.index == pytest.approx(index)
    assert found.uncapped == pytest.approx(uncapped)
    assert found.reason == ""
    # 10 × (2023 − 2015)/15
    assert found.should_be == pytest.approx(80 / 15)


def test_where_we_should_be_in_2026_is_as_published():
    assert escap.where_we_should_be(2026, 2015, 2030) == pytest.approx(7.3, abs=0.05)
    assert escap.where_we_should_be(2015, 2015, 2030) == 0.0
    assert escap.where_we_should_be(2040, 2015, 2030) == 10.0


@pytest.mark.parametrize(
    ("points", "index", "flag"),
    [
        # TV = I0: at the target 10, else regressed to the floor
        ({2015: 100, 2023: 100}, 10.0, "TARGET_MET"),
        ({2015: 100, 2023: 99}, -10.0, "BASE_MET_TARGET"),
        # the base was beyond the target: −10 × 15/10
        ({2015: 110, 2023: 95}, -10.0, "BASE_MET_TARGET"),
        # still beyond it
        ({2015: 110, 2023: 105}, 10.0, "MET_BUT_WORSENING"),
    ],
)
def test_a_base_at_or_beyond_its_target(points, index, flag):
    found = stand(points, "increase", 100)
    assert found.index == index
    assert flag in found.flags


def test_an_even_pace_reaches_ten_in_the_target_year():
    """Along the straight line to the target the index equals where we should be, in every year."""
    for year in range(2016, 2030):
        value = 40 + 60 * (year - 2015) / 15
        found = stand({2015: 40, year: value}, "increase", 100)
        assert found.index == pytest.approx(found.should_be)


# Extrapolation

THREE = np.array([2015, 2020, 2025])


def test_the_weights_grow_towards_the_year_predicted():
    assert escap.time_weights(THREE, 2030).tolist() == [1.0, 1.5, 3.0]


FORMS = [
    # values, form, bounds, expected in 2030
    # weighted sums with t from 2015: W 5.5, Σwt 37.5, Σwy 105, Σwty 975, Σwt² 337.5;
    # slope (975 − 37.5 × 105/5.5)/(337.5 − 37.5²/5.5) = 259.0909/81.8182 = 19/6; at 15: 19.0909 + 19/6 × 8.1818 = 45
    ([0, 10, 30], "weighted-linear", (None, None), 45.0),
    # slope 150/50 = 3; 13.3333 + 3 × 10
    ([0, 10, 30], "linear", (None, None), 130 / 3),
    # ln ratios over ten years; 121 × 1.21^(5/10)
    ([100, 115, 121], "geometric", (None, None), 121 * 1.1),
    # g = (1.5 ln 1.1 + 3 ln 1.2)/22.5
    ([100, 110, 132], "weighted-geometric", (None, None), 132 * (1.1**1.5 * 1.2**3) ** (5 / 22.5)),
    # odds 1/4, 1, 4: the next is 16, weighted or not
    ([20, 50, 80], "logit", (0, 100), 100 * 16 / 17),
    ([20, 50, 80], "weighted-logit", (0, 100), 100 * 16 / 17),
    # the same odds between 1 and 3
    ([1.4, 2.0, 2.6], "weighted-logit", (1, 3), 1 + 2 * 16 / 17),
    # a straight line stays one under any weights
    ([10, 20, 30], "weighted-linear", (None, None), 40.0),
]


@pytest.mark.parametrize(("values", "form", "bounds", "expected"), FORMS)
def test_extrapolation_by_hand(values, form, bounds, expected):
    found = escap.extrapolate(THREE, np.array(values, float), 2030, form=form, lower=bounds[0], upper=bounds[1])
    assert found.value == pytest.approx(expected)
    assert found.flags == ()


def test_recent_years_weigh_more():
    values = np.array([0.0, 0.0, 10.0])
    weighted = escap.extrapolate(THREE, values, 2030, form="weighted-linear").value
    assert weighted > escap.extrapolate(THREE, values, 2030, form="linear").value


def test_the_expected_value_keeps_within_what_is_possible():
    found = escap.extrapolate(THREE, np.array([50.0, 70.0, 90.0]), 2030, form="linear", lower=0, upper=100)
    assert (found.value, found.flags) == (100.0, ("CLIPPED",))
    # observed values belie a bound
    found = escap.extrapolate(THREE, np.array([50.0, 80.0, 110.0]), 2030, form="linear", lower=0, upper=100)
    assert (found.value, found.flags) == (110.0, ("CLIPPED",))


@pytest.mark.parametrize(
    ("values", "form", "upper"),
    [([0, 50, 80], "logit", 100), ([20, 50, 80], "logit", None), ([0, 5, 10], "geometric", None), ([-1, 2, 3], "weighted-geometric", None)],
)
def test_values_that_a_scale_cannot_take_stay_as_they_are(values, form, upper):
    values = np.array(values, float)
    plain = form.replace("logit", "linear").replace("geometric", "linear")
    found = escap.extrapolate(THREE, values, 2030, form=form, lower=0 if upper else None, upper=upper)
    assert "PLAIN_SCALE" in found.flags
    assert found.value == escap.extrapolate(THREE, values, 2030, form=plain, lower=0 if upper else None, upper=upper).value


def test_an_unknown_form_or_a_year_gone_by_is_a_value_error():
    for form, ahead in (("cubic", 2030), ("linear", 2025)):
        with pytest.raises(ValueError):
            escap.extrapolate(THREE, np.zeros(3), ahead, form=form)


# Anticipated progress

GAPS = [
    # expected 45 as above: 55 % of the way from 0 to 100 will be missing
    ({2015: 0, 2020: 10, 2025: 30}, "increase", 100, "ACCELERATE", 55.0),
    # 45/50: 10 % missing, on the border
    ({2015: 0, 2020: 10, 2025: 30}, "increase", 50, "MAINTAIN", 10.0),
    ({2015: 0, 2020: 10, 2025: 30}, "increase", 51, "ACCELERATE", 100 - 4500 / 51),
    # reached by 2030
    ({2015: 0, 2020: 10, 2025: 30}, "increase", 45, "MAINTAIN", 0.0),
    ({2015: 0, 2020: 10, 2025: 30}, "increase", 40, "MAINTAIN", 0.0),
    # reached already
    ({2015: 0, 2020: 10, 2025: 30}, "increase", 30, "MAINTAIN", 0.0),
    # mirrored: 100 to 55 of a target of 0
    ({2015: 100, 2020: 90, 2025: 70}, "decrease", 0, "ACCELERATE", 55.0),
    # nothing will have changed: all the way is missing
    ({2015: 40, 2020: 40, 2025: 40}, "increase", 100, "ACCELERATE", 100.0),
    # the other way: −15 of 60
    ({2015: 40, 2020: 35, 2025: 30}, "increase", 100, "REVERSE", 125.0),
    # parity: short by 0.4, expected 0.1
    ({2015: 0.6, 2020: 0.7, 2025: 0.8}, "range", 1.0, "ACCELERATE", 25.0),
    # from above
    ({2015: 1.4, 2020: 1.3, 2025: 1.2}, "range", 1.0, "ACCELERATE", 25.0),
    # an interval: short by 0.37, expected 0.07
    ({2015: 0.6, 2020: 0.7, 2025: 0.8}, "range", Target(2030, lower=0.97, upper=1.03), "ACCELERATE", 700 / 37),
    # halving: from 40 to 20; expected 25
    ({2015: 40, 2020: 35, 2025: 30}, "decrease", Target(2030, factor=0.5), "ACCELERATE", 25.0),
]


@pytest.mark.parametrize(("points", "direction", "target", "category", "index"), GAPS)
def test_the_anticipated_progress_index(points, direction, target, category, index):
    found = judge(points, direction, target)
    assert (found.category, found.concept, found.reason) == (category, "gap", "")
    assert found.score == pytest.approx(index)
    assert found.verdict == {"MAINTAIN": "ON_TRACK", "ACCELERATE": "FAIR", "REVERSE": "REGRESSION"}[category]
    assert (found.base_year, found.last_year, found.target_year) == (2015, 2025, 2030)


def test_the_side_of_a_border_is_a_choice_of_the_edition():
    for index, better, worse in ((10.0, "MAINTAIN", "ACCELERATE"), (100.0, "ACCELERATE", "REVERSE")):
        assert band(index, maintain=10, accelerate=100, equal="better") == better
        assert band(index, maintain=10, accelerate=100, equal="worse") == worse
    stands_still = {2015: 40, 2020: 40, 2025: 40}
    assert judge(stands_still, "increase", 100, using=choosing(equal_to_border="worse")).category == "REVERSE"


def test_values_before_2015_shape_the_line_and_those_before_2000_do_not():
    points = {2015: 40, 2020: 45, 2025: 50}
    plain = judge(points, "increase", 100)
    assert judge({1999: 0, **points}, "increase", 100).score == plain.score
    assert judge({2000: 0, **points}, "increase", 100).score != plain.score


@pytest.mark.parametrize(
    ("points", "target", "score"),
    [
        # TV = I0 and it will not be met: no number
        ({2015: 100, 2020: 95, 2025: 90}, 100, None),
        # I0 was beyond TV: 100 + 100 × (110 − 80)/10
        ({2015: 110, 2020: 100, 2025: 90}, 100, 400.0),
    ],
)
def test_a_base_that_had_met_its_target_is_to_be_reversed(points, target, score):
    found = judge(points, "increase", target)
    assert found.category == "REVERSE"
    assert found.score == (score and pytest.approx(score))
    assert "BASE_MET_TARGET" in found.flags


def test_a_base_year_without_a_value_is_read_between_its_neighbours():
    found = judge({2010: 30, 2020: 50, 2025: 60}, "increase", 100)
    assert (found.base_year, found.base_value) == (2015, 40.0)
    assert "BASE_ESTIMATED" in found.flags
    found = judge({2017: 40, 2025: 60}, "increase", 100)
    assert (found.base_year, found.base_value, found.flags) == (2017, 40.0, ("BASE_YEAR_MOVED",))


REFUSED = [
    ({2015: 1, 2020: 2}, "", 10, "", "NO_DIRECTION"),
    ({2015: 1, 2020: 2}, "none", 10, "", "NEITHER_BETTER"),
    ({}, "increase", 10, "", "NO_DATA"),
    ({2020: 2}, "increase", 10, "", "TOO_FEW_POINTS"),
    ({2010: 1, 2015: 2}, "increase", 10, "", "TOO_FEW_POINTS"),
    ({1999: 1, 2020: 2}, "increase", 10, "", "TOO_FEW_POINTS"),
    ({2010: 1, 2014: 2}, "increase", 10, "", "ENDS_BEFORE_BASE"),
    ({2015: 1, 2020: 2}, "increase", None, "", "NO_TARGET_SET"),
    ({2015: 1, 2020: 2}, "range", None, "", "NO_TARGET_SET"),
    ({2015: 0, 2020: 2}, "decrease", Target(factor=0.5), "", "BASE_IS_ZERO"),
    ({2015: 0, 2020: 1}, "increase", 1, "binary", "NOT_COVERED"),
    ({2015: 1, 2020: 1e101}, "increase", 10, "", "NOT_COVERED"),
    ({2015: 1, 2020: 2}, "increase", 1e200, "", "NOT_COVERED"),
]


@pytest.mark.parametrize(("points", "direction", "target", "kind", "reason"), REFUSED)
def test_what_cannot_be_judged_has_a_reason(points, direction, target, kind, reason):
    found = judge(points, direction, target, kind=kind)
    assert (found.verdict, found.category, found.reason, found.score) == ("", "", reason, None)
    assert stand(points, direction, target, kind=kind).reason == reason


def test_a_target_year_gone_by_is_judged_by_the_last_value_up_to_it():
    found = judge({2015: 10, 2020: 20, 2023: 25}, "increase", Target(2020, value=30))
    assert (found.score, found.category) == (50.0, "ACCELERATE")
    assert "TARGET_YEAR_PAST" in found.flags


# Champion areas

def peers(*rates, base=100.0):
    return tuple(run({2005: base, 2015: base * (1 + rate) ** 10}) for rate in rates)


def test_without_a_target_the_champions_mean_rate_sets_one():
    """Best five of eleven: 2, 2, 2, 3 and 1 % a year, mean 2 %; 50 × 1.02^15."""
    group = peers(0.02, 0.02, 0.02, 0.03, 0.01, 0, 0, 0, -0.01, -0.01, -0.02)
    found = judge({2015: 50, 2020: 55}, "increase", None, situation=Situation(peers=group))
    assert found.target_value == pytest.approx(50 * 1.02**15)
    assert "CHAMPION_TARGET" in found.flags
    assert stand({2015: 50, 2020: 55}, "increase", None).reason == "NO_TARGET_SET"


def test_champions_do_not_lead_beyond_what_is_possible():
    group = peers(*[0.08] * 10)
    found = judge({2015: 50, 2020: 55}, "increase", None, situation=Situation(peers=group, percent=True), kind="share")
    assert found.target_value == 100.0


@pytest.mark.parametrize(
    ("group", "reason"),
    [((), "NO_TARGET_SET"), (peers(*[0.02] * 9), "TOO_FEW_PEERS"), (peers(*[-0.02] * 10), "CHAMPIONS_STAND_STILL")],
)
def test_champions_that_cannot_lead(group, reason):
    assert judge({2015: 50, 2020: 55}, "increase", None, situation=Situation(peers=group)).reason == reason


# Roll-up, evidence, inclusive variant, region

MEASURED = [
    escap.Measured("1", "1.1", "1.1.1", "a", 10.0, 5, ("C", "C", "E")),
    escap.Measured("1", "1.1", "1.1.1", "b", 30.0, 3, ("CA",)),
    escap.Measured("1", "1.2", "1.2.1", "c", 50.0, 4, ("M",)),
    escap.Measured("1", "1.2", "1.2.2", "d", 250.0, 8, ("N",)),
    escap.Measured("1", "1.2", "1.2.3", "e", None, 1, ("C",)),
]


def test_every_indicator_weighs_the_same_however_many_series_it_has():
    assert escap.roll_up(MEASURED, "indicator", upper=100)["1.1.1"].score == 20.0
    # (50 + 100)/2, the regressing one capped
    assert escap.roll_up(MEASURED, "target", upper=100)["1.2"] == escap.Mean(75.0, 2, 2)
    # (20 + 50 + 100)/3, not the mean of its targets
    goal = escap.roll_up(MEASURED, "goal", upper=100)["1"]
    assert (goal.score, goal.indicators, goal.series) == (pytest.approx(170 / 3), 3, 4)
    assert escap.roll_up(MEASURED, "goal")["1"].score == pytest.approx(320 / 3)
    assert escap.roll_up(MEASURED[::-1], "goal", upper=100)["1"] == goal


def test_evidence_strength():
    found = escap.evidence_strength(MEASURED, framework=6)
    assert (found.assessed, found.share, found.mean_points) == (3, 0.5, 5.0)
    # three from the country, two estimated or modelled; N is neither
    assert found.country_reported == pytest.approx(3 / 5)
    nothing = escap.evidence_strength([], framework=0)
    assert (nothing.share, nothing.mean_points, nothing.country_reported) == (None, None, None)


def test_the_group_furthest_behind_is_shown_beside_the_mean():
    whole = run({2015: 40, 2020: 55, 2025: 70})
    groups = {"urban": run({2015: 60, 2020: 80, 2025: 100}), "rural": run({2015: 20, 2020: 20, 2025: 20})}
    found = escap.inclusive(whole, groups, expectation=wanted("increase", 100), edition=ESCAP)
    assert found.whole.category == "ACCELERATE"
    assert (found.furthest, found.year, found.progress.category) == ("rural", 2025, "ACCELERATE")
    assert found.progress.score == pytest.approx(100.0)
    assert found.groups["urban"].category == "MAINTAIN"
    # a target relative to the base is the whole's for all: 20, which the rural have had
    halved = escap.inclusive(whole, groups, expectation=wanted("decrease", Target(factor=0.5)), edition=ESCAP)
    assert {one.target_value for one in halved.groups.values()} == {20.0}
    assert halved.furthest == "urban"


def test_groups_without_a_year_in_common_are_not_compared():
    groups = {"a": run({2015: 1, 2020: 2}), "b": run({2016: 1, 2021: 2})}
    found = escap.inclusive(run({2015: 1, 2020: 2}), groups, expectation=wanted("increase", 5), edition=ESCAP)
    assert (found.furthest, found.reason) == ("", "TOO_FEW_COMMON_YEARS")


COUNTRIES = [run({2015: 0, 2020: 10, 2025: 30}), run({2015: 10, 2020: 20, 2025: 30}), run({2015: 20, 2020: 20, 2025: 20})]


def test_a_region_is_the_mean_before_or_the_median_after_prediction():
    """Means 10, 50/3, 80/3, on the line of 0, 10, 30 and 10, 20, 30 and 20: expected (45 + 40 + 20)/3 = 35.

    Medians: base 10, expected 40.
    """
    expectation = wanted("increase", 110)
    found = escap.regional_progress(COUNTRIES, expectation=expectation, edition=ESCAP)
    assert (found.base_value, found.expected_value) == (pytest.approx(10), pytest.approx(35))
    assert found.index == pytest.approx(75)
    found = escap.regional_progress(COUNTRIES, expectation=expectation, edition=UNECE)
    assert (found.base_value, found.expected_value) == (pytest.approx(10), pytest.approx(40))
    assert found.index == pytest.approx(70)


def test_an_indicator_enters_where_enough_countries_have_two_values():
    one = run({2015: 1})
    assert escap.selected([*COUNTRIES, one, one], of=5, edition=ESCAP)
    assert not escap.selected(COUNTRIES, of=6, edition=ESCAP), "more than half, not half"
    assert not escap.selected(COUNTRIES * 4, of=12, edition=UNECE)
    assert escap.selected(COUNTRIES * 5, of=56, edition=UNECE)


# What holds for every run

VALUE = st.integers(-(10**6), 10**6).map(lambda n: n / 100)
YEARS = st.lists(st.integers(1998, 2029), min_size=1, max_size=8, unique=True).map(sorted)
DIRECTIONS = st.sampled_from(["increase", "decrease", "range"])


@st.composite
def runs(draw):
    return {year: draw(VALUE) for year in draw(YEARS)}


@st.composite
def targets(draw):
    low, high = sorted([draw(VALUE), draw(VALUE)])
    year = draw(st.integers(2010, 2040))
    one = [None, Target(year, value=low), Target(year, factor=0.5), Target(year, lower=low, upper=high)]
    return draw(st.sampled_from(one))


FORM = st.sampled_from(
    ["weighted-linear", "linear", "weighted-logit", "logit", "weighted-geometric", "geometric"]
)


@given(runs(), DIRECTIONS, targets(), FORM, st.sampled_from([None, -5000.0]), st.sampled_from([None, 5000.0]))
def test_every_result_has_a_verdict_or_a_reason_and_no_number_is_lost(points, direction, target, form, lower, upper):
    using = choosing(extrapolation=form)
    found = judge(points, direction, target, using=using, lower=lower, upper=upper)
    assert bool(found.verdict) != bool(found.reason)
    assert bool(found.category) == bool(found.verdict)
    numbers = (found.score, found.expected_value, found.base_value, found.last_value, found.target_value)
    assert all(number is None or math.isfinite(number) for number in numbers)
    status = stand(points, direction, target, using=using)
    assert status.reason == found.reason
    assert status.index is None or -10 <= status.index <= 10


@given(runs(), DIRECTIONS, targets(), st.integers(-10, 10))
def test_the_unit_of_measure_changes_nothing(points, direction, target, power):
    factor = 2.0**power
    scaled = target
    if target is not None and target.factor is None:
        scaled = msgspec.structs.replace(
            target, **{name: getattr(target, name) * factor for name in ("value", "lower", "upper") if getattr(target, name) is not None}
        )
    one = judge(points, direction, target)
    other = judge({year: value * factor for year, value in points.items()}, direction, scaled)
    assert (one.category, one.reason, one.flags, one.score) == (other.category, other.reason, other.flags, other.score)


@given(runs(), VALUE, st.sampled_from(["increase", "decrease"]))
def test_a_decrease_is_the_mirror_of_an_increase(points, target, direction):
    other = {"increase": "decrease", "decrease": "increase"}[direction]
    one = judge(points, direction, target)
    mirrored = judge({year: -value for year, value in points.items()}, other, -target)
    assert (one.category, one.score) == (mirrored.category, mirrored.score)


@given(runs(), VALUE, VALUE, st.integers(0, 10**6))
def test_a_better_last_value_never_gives_a_worse_band(points, base, target, more):
    points = dict(sorted((points | {2015: base, 2029: 1.0}).items()))
    last, better = 2029, 1.0 + more / 100
    one, other = judge(points, "increase", target), judge(points | {last: better}, "increase", target)
    assert RANK[other.category] >= RANK[one.category]
    ours, theirs = stand(points, "increase", target), stand(points | {last: better}, "increase", target)
    assert theirs.index >= ours.index


@given(st.lists(st.floats(-0.05, 0.05), min_size=10, max_size=14), st.randoms())
def test_the_order_of_peers_changes_nothing(rates, random):
    group = list(peers(*rates))
    one = judge({2015: 50, 2020: 55}, "increase", None, situation=Situation(peers=tuple(group)))
    random.shuffle(group)
    other = judge({2015: 50, 2020: 55}, "increase", None, situation=Situation(peers=tuple(group)))
    assert one == other
