"""The method of the Sustainable Development Report, step by step.

Worked examples: Benin in the data base of the regional report 2023, as the
design page on progress methods gives them; the others are worked by hand here.
"""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress import reasons as why
from headway.statistics.progress import sdsn
from headway.statistics.progress.sdsn import arrows, colours, score
from headway.statistics.progress.sdsn.bounds import Bounds, between, top_mean, worst_tail
from headway.statistics.progress.situation import Situation

LEVELS, TRENDS = edition("sdsn-2023"), edition("sdsn-trend-2023")
POVERTY = Bounds(72.6, 20, 2, 0)
MOTHERS = Bounds(814, 168, 70, 3.4)
POWER = Bounds(9.1, 64, 98, 100)
HIV = Bounds(5.5, 1.2, 0.2, 0)
PALMA = Bounds(2.5, 2.5, 1, 0.9)


def trend(points: dict[int, float], bounds: Bounds) -> arrows.Trend | None:
    return arrows.trend(np.array(list(points)), np.array(list(points.values()), dtype=float), bounds, TRENDS)


# Benin


@pytest.mark.parametrize(
    ("value", "bounds", "points", "colour"),
    [
        (13.44, POVERTY, 81.4876, "ORANGE"),
        (522.6, MOTHERS, 35.9487, "RED"),
        (41.411, POWER, 35.5457, "RED"),
        (0.14, HIV, 97.4545, "GREEN"),
        (1.652, PALMA, 53.0, "YELLOW"),
    ],
)
def test_benin_s_scores_and_colours(value: float, bounds: Bounds, points: float, colour: str) -> None:
    assert score.normalised(value, bounds) == pytest.approx(points, abs=5e-5)
    assert colours.indicator_colour(value, bounds) == colour


@pytest.mark.parametrize(
    ("points", "bounds", "arrow"),
    [
        ({2015: 41.51, 2023: 13.44}, POVERTY, arrows.ON_TRACK),
        ({2015: 590.9, 2020: 522.6}, MOTHERS, arrows.STAGNATING),
        ({2015: 29.62, 2020: 41.411}, POWER, arrows.IMPROVING),
        ({2015: 0.33, 2021: 0.14}, HIV, arrows.ON_TRACK),
    ],
)
def test_benin_s_arrows(points: dict[int, float], bounds: Bounds, arrow: str) -> None:
    assert trend(points, bounds).arrow == arrow


def test_benin_s_first_goal_is_the_mean_of_its_scores() -> None:
    assert score.goal_score([81.4876, 32.9126, 56.3553]) == pytest.approx(56.9185, abs=5e-5)


# Scores, goals, index


def test_a_score_is_cut_at_its_ends_and_the_one_for_trends_is_not() -> None:
    assert score.normalised(80, POVERTY) == 0 and score.score(80, POVERTY) < 0
    assert score.normalised(101, POWER) == 100 and score.score(101, POWER) > 100


def test_a_missing_goal_is_the_region_s_for_the_index_only() -> None:
    goals = {1: 40.0, 4: 80.0, 14: None}
    assert score.index(goals, {14: 60.0}) == 60.0
    assert goals[14] is None
    assert score.index(goals, {}) is None and score.index({}, {}) is None


def test_the_rule_of_ranking_is_a_default_that_a_person_may_set_aside() -> None:
    assert score.may_be_ranked(0.20, LEVELS) and not score.may_be_ranked(0.213, LEVELS)
    assert score.may_be_ranked(0.247, LEVELS, admitted=True)
    assert not score.may_be_ranked(0.0, LEVELS, admitted=False)


def test_bounds_from_peers() -> None:
    levels = np.arange(1.0, 42.0)  # 1 to 41: forty steps, 2.5 % of them is one
    assert top_mean(levels, 1, 5) == 39.0 and top_mean(levels, -1, 5) == 3.0
    assert worst_tail(levels, 1, 0.025) == pytest.approx(2.0) and worst_tail(levels, -1, 0.025) == pytest.approx(40.0)


def test_thresholds_stand_at_the_edition_s_shares_of_the_way() -> None:
    bounds = between(0.0, 100.0, None, LEVELS)
    assert (bounds.green, bounds.red) == pytest.approx((85.0, 0.48 * 85))
    assert between(100.0, 0.0, 10.0, LEVELS).red == pytest.approx(100 - 0.48 * 90)


# Colours of goals


@pytest.mark.parametrize(
    ("indicators", "expected", "colour"),
    [
        ([("GREEN", 2.4)], 1, "GREEN"),
        ([("RED", 0.3)], 2, "RED"),
        ([("RED", 0.3)], 3, "GREY"),  # a third of the indicators has data
        ([], 4, "GREY"),
        ([("GREEN", 2.0), ("GREEN", 2.6), ("GREEN", 3.0)], 3, "GREEN"),
        ([("GREEN", 3.0), ("YELLOW", 1.6), ("GREEN", 2.9)], 3, "YELLOW"),  # mean 2.25, not both green
        ([("RED", 0.2), ("RED", 0.9), ("GREEN", 3.0)], 3, "RED"),
        ([("RED", 0.2), ("ORANGE", 1.2), ("GREEN", 3.0)], 3, "ORANGE"),  # mean 0.7, not both red
        ([("RED", 0.5), ("YELLOW", 1.5)], 2, "ORANGE"),
        ([("RED", 0.5), ("GREEN", 2.5)], 2, "YELLOW"),
    ],
)
def test_the_two_weakest_indicators_give_a_goal_its_colour(indicators: list, expected: int, colour: str) -> None:
    names, positions = [name for name, _ in indicators], [place for _, place in indicators]
    assert colours.goal_colour(names, positions, expected, LEVELS) == colour


@pytest.mark.parametrize(("value", "place"), [(72.6, 0), (90, 0), (46.3, 0.5), (20, 1), (11, 1.5), (2, 2), (1, 2.5), (0, 3), (-1, 3)])
def test_the_scale_of_a_goal_runs_straight_between_the_bounds(value: float, place: float) -> None:
    assert colours.rescaled(value, POVERTY) == pytest.approx(place)


def test_where_bounds_coincide_the_better_one_counts() -> None:
    assert colours.rescaled(2.5, PALMA) == 1.0 and colours.rescaled(2.6, PALMA) == 0.0
    assert colours.rescaled(100, Bounds(12.5, 85, 100, 100)) == 3.0


def test_clamping_keeps_a_value_in_the_band_of_its_colour() -> None:
    crooked = Bounds(lower=30, red=40, green=10, optimum=0)  # the red threshold lies beyond the lower bound
    assert colours.indicator_colour(35, crooked) == "ORANGE"
    assert 1.0 <= colours.rescaled(35, crooked, clamp=True) < 1.5


@given(st.floats(-200, 200), st.booleans())
def test_a_clamped_place_lies_in_the_band_of_the_colour(value: float, mirrored: bool) -> None:
    bounds = Bounds(-72.6, -20, -2, 0) if mirrored else POVERTY
    low, high = colours.BANDS[colours.indicator_colour(value, bounds)]
    place = colours.rescaled(value, bounds, clamp=True)
    assert low <= place < high or place == high == 3.0
    assert place == pytest.approx(colours.rescaled(value, bounds), abs=1e-9)


# Arrows


@pytest.mark.parametrize(
    ("first", "last", "arrow"),
    [
        # green 90 from 60 in 2015: 2 a year are needed
        (60, 75, arrows.ON_TRACK),  # 3 a year
        (60, 70, arrows.ON_TRACK),  # 2, on the border
        (60, 69, arrows.IMPROVING),
        (60, 65, arrows.IMPROVING),  # 1, on the border
        (60, 64, arrows.STAGNATING),
        (60, 60, arrows.STAGNATING),
        (60, 59, arrows.DECREASING),
        (95, 92, arrows.STAGNATING),  # green, but slipping
        (92, 92, arrows.ON_TRACK),
        (95, 89, arrows.DECREASING),  # was green
    ],
)
def test_arrows_by_hand(first: float, last: float, arrow: str) -> None:
    assert trend({2015: first, 2020: last}, Bounds(0, 50, 90, 100)).arrow == arrow
    assert trend({2015: -first, 2020: -last}, Bounds(0, -50, -90, -100)).arrow == arrow


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ([2013, 2015, 2016, 2022], (2015, 2022)),
        ([2010, 2013, 2019], (2013, 2019)),
        ([2011, 2017, 2019], (2017, 2019)),
        ([2011, 2019], None),
        ([2011, 2015], None),
        ([2011], None),
        ([], None),
    ],
)
def test_where_a_trend_begins_and_ends(years: list[int], found: tuple[int, int] | None) -> None:
    places = arrows.ends(np.array(years, dtype=int), TRENDS)
    assert (None if places is None else (years[places[0]], years[places[1]])) == found


def test_the_arrow_of_a_goal_is_the_mean_of_its_trends() -> None:
    assert arrows.goal_arrow([]) == ""
    assert [arrows.goal_arrow([place]) for place in (0, 0.99, 1, 2, 3, 4)] == [arrows.DECREASING] * 2 + [*arrows.ARROWS[1:], arrows.ON_TRACK]
    assert arrows.goal_arrow([3.5, 0.5]) == arrows.IMPROVING


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [(60, 59, 1 - 0.2 / 3), (60, 30, 0), (60, 62.5, 1.5), (60, 67.5, 2.5), (60, 80, 3.5), (92, 93, 3), (95, 92, 1)],
)
def test_where_a_trend_lies_on_the_scale_of_a_goal(first: float, last: float, place: float) -> None:
    assert arrows.position(trend({2015: first, 2020: last}, Bounds(0, 50, 90, 100)), TRENDS) == pytest.approx(place)


# Properties


VALUES = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))


@st.composite
def ascending_bounds(draw) -> Bounds:
    numbers = sorted(draw(st.lists(VALUES, min_size=4, max_size=4, unique=True)))
    return Bounds(*numbers)


def moved(bounds: Bounds, by) -> Bounds:
    return Bounds(by(bounds.lower), by(bounds.red), by(bounds.green), by(bounds.optimum))


@given(ascending_bounds(), VALUES, st.sampled_from([0.5, 2.0, 1024.0]))
def test_neither_unit_nor_direction_matters(bounds: Bounds, value: float, scale: float) -> None:
    """Factors are powers of two, so that borders stay where they are."""
    for by in (lambda number: scale * number, lambda number: -scale * number):
        other = moved(bounds, by)
        assert score.normalised(by(value), other) == pytest.approx(score.normalised(value, bounds), abs=1e-9)
        assert colours.indicator_colour(by(value), other) == colours.indicator_colour(value, bounds)
        assert colours.rescaled(by(value), other) == pytest.approx(colours.rescaled(value, bounds), abs=1e-9)


@given(ascending_bounds(), VALUES, VALUES)
def test_a_better_value_never_scores_lower(bounds: Bounds, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert score.normalised(low, bounds) <= score.normalised(high, bounds)
    assert colours.rescaled(low, bounds) <= colours.rescaled(high, bounds)
    order = ["RED", "ORANGE", "YELLOW", "GREEN"]
    assert order.index(colours.indicator_colour(low, bounds)) <= order.index(colours.indicator_colour(high, bounds))


@given(ascending_bounds())
def test_a_value_on_a_border_takes_the_better_colour(bounds: Bounds) -> None:
    assert colours.indicator_colour(bounds.green, bounds) == "GREEN"
    assert colours.indicator_colour(bounds.red, bounds) == "ORANGE"


@given(ascending_bounds(), VALUES, VALUES, VALUES)
def test_a_better_last_value_never_turns_the_arrow_down(bounds: Bounds, first: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    worse, better = trend({2015: first, 2020: low}, bounds), trend({2015: first, 2020: high}, bounds)
    assert arrows.ARROWS.index(worse.arrow) <= arrows.ARROWS.index(better.arrow)


@given(st.lists(st.tuples(st.sampled_from(["RED", "ORANGE", "YELLOW", "GREEN"]), st.floats(0, 1)), min_size=1, max_size=6), st.randoms())
def test_the_order_of_a_goal_s_indicators_does_not_matter(drawn: list, random) -> None:
    indicators = [(name, colours.BANDS[name][0] + part * (colours.BANDS[name][1] - colours.BANDS[name][0]) * 0.99) for name, part in drawn]
    shuffled = random.sample(indicators, len(indicators))

    def colour(these: list) -> str:
        return colours.goal_colour([name for name, _ in these], [place for _, place in these], len(these), LEVELS)

    assert colour(shuffled) == colour(indicators)


# One series of a review


def level(points: dict[int, float], direction: str = "increase", *, peers: tuple = (), **expected):
    years, values = np.array(list(points), dtype=int), np.array(list(points.values()), dtype=float)
    return sdsn.assess(years, values, expectation=Expectation(direction=direction, **expected), edition=LEVELS, situation=Situation(peers=peers))


def pace(points: dict[int, float], direction: str = "increase", *, peers: tuple = (), **expected):
    years, values = np.array(list(points), dtype=int), np.array(list(points.values()), dtype=float)
    return sdsn.pace(years, values, expectation=Expectation(direction=direction, **expected), edition=TRENDS, situation=Situation(peers=peers))


def group(*levels: float, year: int = 2020) -> tuple:
    return tuple((np.array([year]), np.array([float(level)])) for level in levels)


HUNDRED = dict(lower=0.0, upper=100.0, target=Target(2030, value=90.0))


@pytest.mark.parametrize(
    ("value", "category", "verdict"),
    [
        (90, "GREEN", ON_TRACK),
        (89, "YELLOW", FAIR),  # red at 0.48 × 90 = 43.2, halfway 66.6
        (50, "ORANGE", STAGNATION),
        (43, "RED", REGRESSION),
    ],
)
def test_the_level_of_a_series_with_a_target(value: float, category: str, verdict: str) -> None:
    found = level({2015: 10, 2020: value}, **HUNDRED)
    assert (found.concept, found.category, found.verdict) == ("level", category, verdict)
    assert found.score == pytest.approx(value)
    assert (found.last_year, found.target_value, found.base_year, found.reason) == (2020, 90.0, None, "")
    assert why.LOWER_BOUND_NATURAL in found.flags
    assert (why.TARGET_MET in found.flags) == (category == "GREEN")


def test_level_and_pace_are_two_things() -> None:
    """Far from the goal and fast; at the goal and slipping."""
    far, there = {2015: 10, 2020: 40}, {2015: 99, 2020: 95}
    assert (level(far, **HUNDRED).category, pace(far, **HUNDRED).category) == ("RED", arrows.ON_TRACK)
    assert (level(there, **HUNDRED).category, pace(there, **HUNDRED).category) == ("GREEN", arrows.STAGNATING)
    assert level(far, **HUNDRED).concept == "level" and pace(far, **HUNDRED).concept == "pace"


def test_a_level_without_a_target_is_read_against_the_comparison_group() -> None:
    peers = group(*range(1, 42))
    found = level({2020: 39}, peers=peers)
    assert (found.category, found.score, found.target_value) == ("GREEN", pytest.approx(100.0), pytest.approx(2 + 0.85 * 37))
    assert found.flags == (why.BOUNDS_FROM_PEERS,) and found.target_year is None
    assert level({2020: 2}, peers=peers).score == pytest.approx(0.0)
    assert level({2020: 3}, "decrease", peers=peers).category == "GREEN"


@given(st.permutations(range(1, 21)), st.floats(0, 25))
def test_peers_are_a_set(order: list[int], value: float) -> None:
    assert level({2020: value}, peers=group(*order)) == level({2020: value}, peers=group(*range(1, 21)))


def test_the_lower_bound_comes_from_the_group_where_there_is_one() -> None:
    found = level({2020: 60}, peers=group(*range(40, 81)), **HUNDRED)  # worst tail 41, optimum 100
    assert found.score == pytest.approx(100 * 19 / 59) and found.flags == (why.BOUNDS_FROM_PEERS,)


@pytest.mark.parametrize(
    ("points", "expected", "reason"),
    [
        ({2020: 5}, dict(direction=""), why.NO_DIRECTION),
        ({2020: 5}, dict(direction="none"), why.NEITHER_BETTER),
        ({}, {}, why.NO_DATA),
        ({2020: 5}, {}, why.NO_BOUNDS),
        ({2020: 5}, dict(target=Target(2030, value=10.0)), why.NO_BOUNDS),  # no lower bound
        ({2020: 5}, dict(lower=0.0, target=Target(2030, factor=2.0)), why.NO_BOUNDS),  # relative: no common level
        ({2020: 5}, dict(direction="range", target=Target(2030, lower=1.0, upper=2.0)), why.NOT_COVERED),
        ({2020: 5}, dict(peers=group(*range(9))), why.NO_BOUNDS),  # too few
        ({2020: 5}, dict(peers=group(*range(20), year=2010)), why.NO_BOUNDS),  # too old
        ({2020: 5}, dict(peers=group(*range(20), year=2021)), why.NO_BOUNDS),  # later than the value
        ({2020: 5}, dict(peers=group(*[7] * 20)), why.PEERS_ALIKE),
        ({2020: 1e200}, HUNDRED, why.NOT_COVERED),
    ],
)
def test_levels_that_cannot_be_told(points: dict, expected: dict, reason: str) -> None:
    found = level(points, **expected)
    assert (found.verdict, found.category, found.score, found.reason) == ("", "", None, reason)


@pytest.mark.parametrize(
    ("points", "expected", "reason"),
    [
        ({2015: 4, 2020: 5}, dict(direction=""), why.NO_DIRECTION),
        ({}, HUNDRED, why.NO_DATA),
        ({2020: 5}, HUNDRED, why.TOO_FEW_POINTS),
        ({2010: 4, 2015: 5}, HUNDRED, why.TOO_FEW_POINTS),
        ({2010: 4, 2014: 5}, HUNDRED, why.ENDS_BEFORE_BASE),
        ({2015: 4, 2020: 5}, {}, why.NO_BOUNDS),
        ({2015: 0, 2020: 5}, dict(target=Target(2030, factor=2.0)), why.BASE_IS_ZERO),
        ({2031: 1, 2032: 2}, HUNDRED, why.TARGET_YEAR_NOT_AFTER_BASE),
        ({2015: 4, 2020: 5}, dict(direction="range", target=Target(2030, lower=1.0, upper=2.0)), why.NOT_COVERED),
    ],
)
def test_paces_that_cannot_be_told(points: dict, expected: dict, reason: str) -> None:
    found = pace(points, **expected)
    assert (found.verdict, found.category, found.score, found.reason) == ("", "", None, reason)


def test_the_pace_towards_a_target_by_hand() -> None:
    found = pace({2015: 60, 2018: 20, 2020: 69}, target=Target(2030, value=90.0))
    assert (found.category, found.verdict, found.score) == (arrows.IMPROVING, FAIR, pytest.approx(0.9))
    assert (found.base_year, found.base_value, found.target_value, found.points) == (2015, 60, 90, 3)
    assert found.expected_value == pytest.approx(60 + 1.8 * 15) and found.flags == ()


def test_the_pace_towards_a_relative_target_and_another_year() -> None:
    halved = pace({2016: 40, 2020: 30}, "decrease", target=Target(2026, factor=0.5))
    assert (halved.target_value, halved.score, halved.category) == (20.0, pytest.approx(1.25), arrows.ON_TRACK)
    assert halved.flags == (why.BASE_YEAR_MOVED,)


def test_the_pace_takes_its_green_threshold_from_the_group_where_no_target_stands() -> None:
    found = pace({2015: 2, 2020: 2}, peers=group(*range(1, 42)))
    assert (found.target_value, found.category) == (pytest.approx(2 + 0.85 * 37), arrows.STAGNATING)


@pytest.mark.parametrize(("values", "category", "arrow"), [((0, 1), "GREEN", arrows.ON_TRACK), ((0, 0), "RED", arrows.STAGNATING), ((1, 0), "RED", arrows.DECREASING)])
def test_yes_or_no(values: tuple, category: str, arrow: str) -> None:
    points = dict(zip((2015, 2020), values, strict=True))
    assert (level(points, kind="binary").category, pace(points, kind="binary").category) == (category, arrow)
    assert why.BINARY in level(points, kind="binary").flags


def test_a_target_that_is_met_is_green_even_where_no_other_bound_is_known() -> None:
    found = level({2020: 12}, target=Target(2030, value=10.0))
    assert (found.category, found.score, found.flags) == ("GREEN", None, (why.TARGET_MET,))


NUMBERS = st.floats(-1e90, 1e90) | st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e-300, 5e-324])


@given(
    st.dictionaries(st.integers(1990, 2040), NUMBERS, max_size=6),
    st.sampled_from(["increase", "decrease", "range", "none", ""]),
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.lists(NUMBERS, max_size=14),
    st.sampled_from(["", "binary", "growth_rate", "share"]),
)
def test_any_finite_input_has_a_finite_answer_or_a_reason(points, direction, target, natural, levels, kind) -> None:
    points = dict(sorted(points.items()))
    expected = dict(kind=kind, lower=natural, upper=natural, peers=group(*levels))
    if target is not None:
        expected["target"] = Target(2030, value=target)
    for found in (level(points, direction, **expected), pace(points, direction, **expected)):
        assert bool(found.verdict) != bool(found.reason) and bool(found.verdict) == bool(found.category)
        numbers = (found.score, found.last_value, found.target_value, found.expected_value)
        assert all(number is None or math.isfinite(number) for number in numbers)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6), st.sampled_from([0.25, 2.0, 4096.0]))
def test_the_pace_knows_neither_unit_nor_direction(first: float, last: float, target: float, scale: float) -> None:
    assume(abs(last - first) > 1e-6)
    plain = pace({2015: first, 2020: last}, target=Target(2030, value=target))
    scaled = pace({2015: first * scale, 2020: last * scale}, target=Target(2030, value=target * scale))
    mirrored = pace({2015: -first, 2020: -last}, "decrease", target=Target(2030, value=-target))
    assert plain.category == scaled.category == mirrored.category
    assert (plain.score is None) == (scaled.score is None) == (mirrored.score is None)
    assert plain.score is None or plain.score == pytest.approx(scaled.score) == pytest.approx(mirrored.score)
