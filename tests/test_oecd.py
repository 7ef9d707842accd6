"""The OECD's distances, trends and territorial index, by hand.

A group of 2, 4, 6, 8, 10 has the mean 6 and the standard deviation √8. The
exact p of a perfect order of n values is 2/n!.
"""

import math
from itertools import permutations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress import oecd
from headway.statistics.progress.situation import Situation

OECD = edition("oecd-2022")
TERRITORIAL = edition("oecd-territorial-2020")
ROOT8 = math.sqrt(8)
RANK = {"LONG": 0, "MEDIUM": 1, "SMALL": 2, "MET": 3}


def run(points):
    return np.array(list(points), dtype=int), np.array(list(points.values()), dtype=float)


def group(*values, year=2023):
    return tuple(run({year: value}) for value in values)


FIVE = group(2, 4, 6, 8, 10)
TWENTY_ONE = group(*range(0, 105, 5))
"""0, 5, … 100: quantiles are whole numbers."""


def judge(points, direction="increase", target=None, *, peers=FIVE, using=OECD, **more):
    if isinstance(target, (int, float)):
        target = Target(2030, value=float(target))
    expectation = Expectation(direction=direction, target=target, **more)
    return oecd.assess(*run(points), expectation=expectation, edition=using, situation=Situation(peers=peers))


@pytest.mark.parametrize("one", [OECD, TERRITORIAL])
def test_what_was_not_read_in_the_source_is_marked(one):
    assert {"small", "medium", "best_share", "trend_significance", "deviation"} <= set(one.unverified)
    assert set(one.unverified) <= set(one.parameters) | set(one.choices)


# Distance

DISTANCES = [
    (4, "increase", 10, 6 / ROOT8, "LONG", "REGRESSION"),
    (4, "increase", 8, 4 / ROOT8, "MEDIUM", "STAGNATION"),
    (4, "increase", 5, 1 / ROOT8, "SMALL", "FAIR"),
    (4, "increase", 4, 0.0, "MET", "ON_TRACK"),
    (9, "increase", 4, 0.0, "MET", "ON_TRACK"),
    (9, "decrease", 8, 1 / ROOT8, "SMALL", "FAIR"),
    (9, "decrease", 2, 7 / ROOT8, "LONG", "REGRESSION"),
    # on the borders: half a deviation is medium, one and a half too
    (10 - 0.5 * ROOT8, "increase", 10, 0.5, "MEDIUM", "STAGNATION"),
    (10 - 0.499 * ROOT8, "increase", 10, 0.499, "SMALL", "FAIR"),
    (10 - 1.5 * ROOT8, "increase", 10, 1.5, "MEDIUM", "STAGNATION"),
    (10 - 1.501 * ROOT8, "increase", 10, 1.501, "LONG", "REGRESSION"),
    # zero and below
    (0, "increase", 1, 1 / ROOT8, "SMALL", "FAIR"),
    (-3, "increase", 1, 4 / ROOT8, "MEDIUM", "STAGNATION"),
    # an ideal value from both sides
    (5, "range", 6, 1 / ROOT8, "SMALL", "FAIR"),
    (7, "range", 6, 1 / ROOT8, "SMALL", "FAIR"),
]


@pytest.mark.parametrize(("value", "direction", "target", "score", "category", "verdict"), DISTANCES)
def test_the_distance_in_standard_deviations_of_the_group(value, direction, target, score, category, verdict):
    found = judge({2023: value}, direction, target)
    assert (found.category, found.verdict, found.concept) == (category, verdict, "level")
    assert found.score == pytest.approx(score)
    assert (found.base_year, found.last_year, found.target_value, found.points) == (None, 2023, target, 1)


def test_the_divisor_of_the_deviation_is_a_choice():
    sample = msgspec.structs.replace(OECD, choices=OECD.choices | {"deviation": "sample"})
    assert judge({2023: 4}, "increase", 10, using=sample).score == pytest.approx(6 / math.sqrt(10))


def test_an_interval_is_measured_from_its_nearer_end():
    target = Target(2030, lower=5.0, upper=7.0)
    assert judge({2023: 4}, "range", target).score == pytest.approx(1 / ROOT8)
    assert judge({2023: 9}, "range", target).score == pytest.approx(2 / ROOT8)
    assert judge({2023: 6}, "range", target).category == "MET"


def test_without_a_target_the_best_tenth_of_the_group_set_it():
    """The 90th percentile of 0, 5, … 100 is 90; where less is better the 10th is 10."""
    found = judge({2023: 85}, peers=TWENTY_ONE)
    assert found.target_value == pytest.approx(90)
    assert "BEST_LEVEL_TARGET" in found.flags
    assert judge({2023: 15}, "decrease", peers=TWENTY_ONE).target_value == pytest.approx(10)
    assert judge({2023: 95}, peers=TWENTY_ONE).category == "MET"


def test_peers_count_with_their_last_value_up_to_the_own_last_year():
    later = tuple(run({2018: value, 2024: 99}) for value in (2, 4, 6, 8, 10))
    assert judge({2023: 4}, "increase", 10, peers=later).score == pytest.approx(6 / ROOT8)
    assert judge({2024: 4}, "increase", 10, peers=later).reason == "PEERS_ALIKE"
    assert judge({2023: 4}, "increase", 10, peers=group(2, 4, 6, 8, 10, year=2017)).reason == "TOO_FEW_PEERS"


def test_a_target_relative_to_the_base_needs_the_base():
    target = Target(2030, factor=0.5)
    assert judge({2015: 10, 2023: 7}, "decrease", target).score == pytest.approx(2 / ROOT8)
    assert judge({2023: 7}, "decrease", target).reason == "TOO_FEW_POINTS"
    assert judge({2015: 0, 2023: 7}, "decrease", target).reason == "BASE_IS_ZERO"


REFUSED = [
    ({2023: 4}, "", 10, FIVE, "NO_DIRECTION"),
    ({2023: 4}, "none", 10, FIVE, "NEITHER_BETTER"),
    ({}, "increase", 10, FIVE, "NO_DATA"),
    ({2014: 4}, "increase", 10, FIVE, "ENDS_BEFORE_BASE"),
    ({2023: 4}, "increase", 10, (), "TOO_FEW_PEERS"),
    ({2023: 4}, "increase", None, (), "TOO_FEW_PEERS"),
    ({2023: 4}, "increase", 10, FIVE[:4], "TOO_FEW_PEERS"),
    ({2023: 4}, "increase", 10, group(3, 3, 3, 3, 3), "PEERS_ALIKE"),
    ({2023: 4}, "range", None, FIVE, "NO_TARGET_SET"),
    ({2023: 1e120}, "increase", 10, FIVE, "NOT_COVERED"),
]


@pytest.mark.parametrize(("points", "direction", "target", "peers", "reason"), REFUSED)
def test_what_cannot_be_judged_has_a_reason(points, direction, target, peers, reason):
    found = judge(points, direction, target, peers=peers)
    assert (found.verdict, found.category, found.reason) == ("", "", reason)


def test_a_target_met_needs_no_group():
    assert judge({2023: 1}, "increase", 1, peers=(), kind="binary").category == "MET"


def test_a_goal_is_the_mean_of_its_targets():
    """(mean of 0 and 1, then 2): 0.5 and 2, mean 1.25, not the mean of three indicators."""
    targets, goal = oecd.mean_distance({"1.1": {"a": 0.0, "b": 1.0}, "1.2": {"c": 2.0}, "1.3": {}})
    assert targets == {"1.1": oecd.Distance(0.5, 2), "1.2": oecd.Distance(2.0, 1)}
    assert goal == oecd.Distance(1.25, 2)
    assert oecd.mean_distance({}) == ({}, None)


# Trend

@pytest.mark.parametrize("n", [3, 4, 5, 8, 9])
def test_a_perfect_order_has_the_exact_p_of_two_in_all_orders(n):
    assert oecd.p_value(np.arange(n)) == pytest.approx(2 / math.factorial(n))
    assert oecd.rho(np.arange(n)) == 1.0
    assert oecd.rho(-np.arange(n)) == -1.0


@given(st.lists(st.integers(0, 6), min_size=3, max_size=6))
def test_the_exact_p_counts_all_orders(values):
    """Against a plain count with SciPy's coefficient, ties and all."""
    values = np.array(values, dtype=float)
    if np.ptp(values) == 0:
        assert oecd.p_value(values) == 1.0
        return
    time = np.arange(len(values))
    observed = abs(stats.spearmanr(time, values).statistic)
    assert abs(oecd.rho(values)) == pytest.approx(observed)
    placed = stats.rankdata(values)
    every = [abs(np.corrcoef(time, order)[0, 1]) for order in permutations(placed)]
    assert oecd.p_value(values) == pytest.approx(np.mean(np.array(every) >= observed - 1e-9))


@given(st.lists(st.integers(0, 50), min_size=10, max_size=20))
def test_long_records_take_students_p(values):
    """SciPy's spearmanr is the reference: the same t with n - 2 degrees."""
    values = np.array(values, dtype=float)
    if np.ptp(values) == 0:
        assert oecd.p_value(values) == 1.0
        return
    reference = stats.spearmanr(np.arange(len(values)), values)
    assert oecd.rho(values) == pytest.approx(reference.statistic, abs=1e-12)
    assert oecd.p_value(values) == pytest.approx(reference.pvalue, rel=1e-6, abs=1e-12)


def moving(values, direction="increase", target=None, *, first=2015, using=OECD):
    points = dict(enumerate(values, start=first))
    return oecd.trend(*run(points), expectation=Expectation(direction=direction, target=target), edition=using)


TRENDS = [
    # 2/24 = 0.083
    ([1, 2, 3, 4], "increase", "PROGRESSING", 2 / 24),
    ([1, 2, 3, 4], "decrease", "MOVING_AWAY", 2 / 24),
    ([4, 3, 2, 1], "decrease", "PROGRESSING", 2 / 24),
    # one exchange of neighbours: Σd² = 2, of 24 orders 1 + 3 have at most 2, twice: 8/24
    ([1, 2, 4, 3], "increase", "NO_TREND", 8 / 24),
    ([5, 5, 5, 5], "increase", "NO_TREND", 1.0),
]


@pytest.mark.parametrize(("values", "direction", "category", "p"), TRENDS)
def test_the_trend_is_the_sign_of_a_significant_rank_correlation(values, direction, category, p):
    found = moving(values, direction)
    assert (found.category, found.points, found.reason) == (category, 4, "")
    assert found.p == pytest.approx(p)


def test_the_trend_of_a_two_sided_target_is_that_of_the_distance():
    target = Target(value=1.0)
    assert moving([0.5, 1.4, 0.7, 1.2], "range", target).category == "PROGRESSING"
    assert moving([1.1, 0.8, 1.3, 0.6], "range", target).category == "MOVING_AWAY"
    assert moving([1.1, 0.8, 1.3, 0.6], "range").reason == "NO_DIRECTION"


def test_a_trend_needs_four_values_since_its_first_year():
    assert moving([1, 2, 3]).reason == "TOO_SHORT"
    assert moving(range(19), first=1999).points == 13
    assert moving([], "increase").reason == "NO_DATA"
    assert moving([1, 2, 3, 4], "").reason == "NO_DIRECTION"


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=12))
def test_any_rising_transformation_leaves_the_trend(values):
    cubed = [value**3 for value in values]
    one, other = moving(values), moving(cubed)
    if len(set(values)) == len(set(cubed)):
        assert (one.category, one.p) == (other.category, other.p)


def test_chance_alone_is_called_a_trend_in_no_more_than_a_tenth():
    """Exchangeable values: exact significance holds its level for every length."""
    random = np.random.default_rng(1)
    for n in (4, 6, 9):
        found = [moving(random.normal(size=n)).category != "NO_TREND" for _ in range(2000)]
        assert np.mean(found) < 0.10 + 3 * math.sqrt(0.09 / 2000)


# Territorial form

@pytest.mark.parametrize(
    ("value", "direction", "target", "index", "category"),
    [
        # of 0, 5, … 100 the best fifth reach 80, the winsorised worst is 5
        (80, "increase", None, 100.0, "MET"),
        (42.5, "increase", None, 50.0, "MEDIUM"),
        (61.25, "increase", None, 75.0, "MEDIUM"),
        (62, "increase", None, 76.0, "SMALL"),
        (42, "increase", None, 100 * 37 / 75, "LONG"),
        (5, "increase", None, 0.0, "LONG"),
        (0, "increase", None, 0.0, "LONG"),
        # less is better: from 95 down to 20
        (20, "decrease", None, 100.0, "MET"),
        (57.5, "decrease", None, 50.0, "MEDIUM"),
        # a target of its own
        (55, "increase", 105, 50.0, "MEDIUM"),
        (47.5, "decrease", 0, 50.0, "MEDIUM"),
    ],
)
def test_the_index_runs_from_the_winsorised_worst_to_the_end_value(value, direction, target, index, category):
    found = judge({2023: value}, direction, target, peers=TWENTY_ONE, using=TERRITORIAL)
    assert found.score == pytest.approx(index)
    assert found.category == category


def test_the_index_of_a_two_sided_target():
    """Distances from 50: 0 to 50, the 95th percentile is 50; 25 away is half."""
    found = judge({2023: 25}, "range", 50, peers=TWENTY_ONE, using=TERRITORIAL)
    assert (found.score, found.flags) == (pytest.approx(50), ("TWO_SIDED",))


def test_a_group_that_lies_beyond_the_target_gives_no_scale():
    assert judge({2023: 3}, "increase", 4, peers=group(*range(10, 30)), using=TERRITORIAL).reason == "GROUP_BEYOND_TARGET"


def test_the_distance_of_a_goal_is_what_its_mean_index_lacks():
    assert oecd.goal_distance([100, 50, 0]) == (50.0, 50.0)
    assert oecd.goal_distance([]) is None


# What holds for every run

VALUE = st.integers(-(10**6), 10**6).map(lambda n: n / 100)
GROUP = st.lists(VALUE, min_size=0, max_size=14)
EDITIONS = st.sampled_from([OECD, TERRITORIAL])


@st.composite
def targets(draw):
    low, high = sorted([draw(VALUE), draw(VALUE)])
    one = [None, Target(value=low), Target(factor=0.5), Target(lower=low, upper=high)]
    return draw(st.sampled_from(one))


@given(VALUE, VALUE, st.sampled_from(["increase", "decrease", "range"]), targets(), GROUP, EDITIONS)
def test_every_result_has_a_verdict_or_a_reason_and_no_number_is_lost(base, last, direction, target, values, using):
    found = judge({2015: base, 2023: last}, direction, target, peers=group(*values), using=using)
    assert bool(found.verdict) != bool(found.reason)
    assert bool(found.category) == bool(found.verdict)
    assert found.score is None or math.isfinite(found.score)
    assert (found.category == "MET") == ("TARGET_MET" in found.flags)


@given(VALUE, VALUE, GROUP, EDITIONS, st.sampled_from(["increase", "decrease"]))
def test_a_decrease_is_the_mirror_of_an_increase(last, target, values, using, direction):
    other = {"increase": "decrease", "decrease": "increase"}[direction]
    one = judge({2023: last}, direction, target, peers=group(*values), using=using)
    turned = judge({2023: -last}, other, -target, peers=group(*[-value for value in values]), using=using)
    assert (one.category, one.reason) == (turned.category, turned.reason)
    if one.score is not None:
        assert turned.score == pytest.approx(one.score)


@given(VALUE, VALUE, GROUP, EDITIONS, st.integers(-10, 10), st.randoms())
def test_neither_the_unit_nor_the_order_of_peers_matters(last, target, values, using, power, random):
    factor, shuffled = 2.0**power, list(values)
    random.shuffle(shuffled)
    one = judge({2023: last}, "increase", target, peers=group(*values), using=using)
    scaled = group(*[value * factor for value in shuffled])
    other = judge({2023: last * factor}, "increase", target * factor, peers=scaled, using=using)
    assert (one.category, one.reason, one.score) == (other.category, other.reason, other.score)


@given(VALUE, VALUE, GROUP, EDITIONS, st.integers(0, 10**6))
def test_a_better_value_is_never_further_away(last, target, values, using, more):
    one = judge({2023: last}, "increase", target, peers=group(*values), using=using)
    other = judge({2023: last + more / 100}, "increase", target, peers=group(*values), using=using)
    if one.category and other.category:
        assert RANK[other.category] >= RANK[one.category]
