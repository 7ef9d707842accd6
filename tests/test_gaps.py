"""Gaps between groups and between places: by hand, against SciPy, and by simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from headway.statistics.progress.gaps import MOVEMENTS, gap_between
from headway.statistics.progress.places import spread_of
from headway.statistics.progress.slope import fitted_slope

YEARS = np.arange(2015, 2023)


def run(points):
    return np.array(list(points), dtype=int), np.array(list(points.values()), dtype=float)


# The slope

def test_the_slope_and_its_interval_are_those_of_ordinary_least_squares():
    """SciPy's linregress is the reference for slope and standard error."""
    values = np.array([3.0, 5.0, 4.0, 8.0, 7.0, 9.0, 11.0, 10.0])
    reference = stats.linregress(YEARS, values)
    reach = stats.t.ppf(0.975, 6) * reference.stderr
    found = fitted_slope(YEARS, values)
    assert found.value == pytest.approx(reference.slope)
    assert (found.lower, found.upper) == (pytest.approx(reference.slope - reach), pytest.approx(reference.slope + reach))
    assert found.at_first == pytest.approx(reference.intercept + reference.slope * 2015)
    assert found.at_last == pytest.approx(reference.intercept + reference.slope * 2022)


def test_two_years_with_standard_errors_are_a_difference_of_two_estimates():
    """(12 − 10)/4 a year; error √(0.3² + 0.4²)/4 = 0.125."""
    found = fitted_slope(np.array([2016, 2020]), np.array([10.0, 12.0]), np.array([0.3, 0.4]))
    assert (found.value, found.std_error) == (pytest.approx(0.5), pytest.approx(0.125))
    assert found.upper == pytest.approx(0.5 + 1.959964 * 0.125)


def test_scatter_beyond_the_sampling_error_widens_the_interval():
    """With equal errors the extra scatter makes the line that of ordinary least squares, interval and all."""
    values = np.array([0.0, 10.0, 0.0, 10.0, 0.0, 10.0, 0.0, 10.0])
    calm, wild = (fitted_slope(YEARS, values, np.full(8, error)) for error in (100.0, 0.01))
    plain = fitted_slope(YEARS, values)
    assert (wild.lower, wild.upper) == (pytest.approx(plain.lower), pytest.approx(plain.upper))
    assert calm.std_error == pytest.approx(100 / math.sqrt(42))


def test_the_extra_scatter_makes_the_residuals_as_large_as_expected():
    """Paule and Mandel's condition, taken apart: with weights 1/(e² + τ²) the weighted squares are n − 2."""
    values, errors = np.array([0.0, 4.0, 1.0, 6.0, 3.0, 9.0]), np.array([0.1, 2.0, 0.5, 1.0, 0.2, 1.5])
    found = fitted_slope(np.arange(6), values, errors)

    def fit(extra):
        weights = 1 / (errors**2 + extra)
        slope, constant = np.polyfit(np.arange(6), values, 1, w=np.sqrt(weights))
        squares = np.sum(weights * (values - constant - slope * np.arange(6)) ** 2)
        middle = np.average(np.arange(6), weights=weights)
        return slope, squares, 1 / math.sqrt(np.sum(weights * (np.arange(6) - middle) ** 2))

    extras = np.linspace(0, 20, 2001)
    near = extras[np.argmin([abs(fit(extra)[1] - 4) for extra in extras])]
    slope, _, error = fit(near)
    assert found.value == pytest.approx(slope, abs=2e-3)
    assert found.std_error == pytest.approx(error, rel=5e-3)


def test_too_few_values_are_a_value_error():
    with pytest.raises(ValueError):
        fitted_slope(YEARS[:2], np.zeros(2))
    with pytest.raises(ValueError):
        fitted_slope(YEARS[:1], np.zeros(1), np.ones(1))


def test_errors_of_any_size_give_numbers():
    values = np.array([0.0, 1e9, 3.0, 4.0])
    for errors in ([1e-90, 1, 1, 1e90], [1e-90] * 4, [1e90] * 4, [1e-12, 1e-3, 1, 10]):
        found = fitted_slope(YEARS[:4], values, np.array(errors))
        assert all(map(math.isfinite, (found.value, found.lower, found.upper, found.at_first, found.at_last)))


# Two groups

def two(first, second, **more):
    return gap_between((YEARS[: len(first)], np.array(first, float)), (YEARS[: len(second)], np.array(second, float)), **more)


def test_differences_and_ratios_of_the_years_in_common():
    found = gap_between(run({2014: 9, 2015: 40, 2017: 33, 2018: 30}), run({2015: 20, 2016: 1, 2017: 22, 2018: 24}))
    assert found.years == (2015, 2017, 2018)
    assert found.differences == (20.0, 11.0, 6.0)
    assert found.ratios == (2.0, 1.5, 1.25)
    # least squares of 20, 11, 6 on 0, 2, 3: Sxy = −65/3, Sxx = 14/3
    assert found.absolute.slope == pytest.approx(-65 / 14)
    assert gap_between(run({2014: 9, 2015: 40}), run({2015: 20}), since=2016).years == ()


MOVES = [
    # the first above: 20, 18, 16 … 6; and below
    ([50, 48, 46, 44, 42, 40, 38, 36.1], [30] * 8, "CLOSING"),
    ([30] * 8, [50, 48, 46, 44, 42, 40, 38, 36.1], "CLOSING"),
    ([50, 52, 54, 56, 58, 60, 62, 64.1], [30] * 8, "WIDENING"),
    ([30] * 8, [50, 52, 54, 56, 58, 60, 62, 64.1], "WIDENING"),
    # from 6 above to 8 below
    ([36, 34, 32, 30, 28, 26, 24, 22.1], [30] * 8, "REVERSED"),
    ([50, 41, 52, 43, 51, 42, 50, 44], [30] * 8, "CANNOT_TELL"),
    ([50] * 8, [30] * 8, "UNCHANGED"),
    ([30] * 8, [30] * 8, "UNCHANGED"),
]


@pytest.mark.parametrize(("first", "second", "movement"), MOVES)
def test_how_a_gap_moves(first, second, movement):
    found = two(first, second)
    assert found.absolute.movement == movement
    assert found.relative.movement == movement
    if movement == "CLOSING":
        assert found.absolute.upper < 0 < found.absolute.last < found.absolute.first


def test_a_difference_may_close_while_the_ratio_widens():
    """40 → 19 and 20 → 5.0: 20 becomes 14, twofold becomes nearly fourfold."""
    found = two([40, 34, 28, 24, 19.2], [20, 15, 11, 8, 5])
    assert (found.absolute.movement, found.relative.movement) == ("CLOSING", "WIDENING")


def test_the_slope_of_a_ratio_is_a_share_a_year():
    second = np.full(6, 10.0)
    found = two(20 * 0.95 ** np.arange(6), second)
    assert found.relative.slope == pytest.approx(-0.05)


def test_no_ratio_with_zero_or_below():
    found = two([3, 2, 1.1, 0], [5, 6, 7, 8])
    assert (found.ratios, found.relative.movement, found.relative.reason) == ((), "", "RATIO_UNDEFINED")
    assert found.absolute.movement == "WIDENING"


def test_standard_errors_make_two_surveys_enough_and_stop_hasty_words():
    errors = dict(first_errors=np.array([3.0, 3.0]), second_errors=np.array([4.0, 4.0]))
    # error of a difference 5, of the change 5√2 = 7.07: 20 is beyond 1.96 of them, 10 is not
    assert two([50, 30], [20, 20], **errors).absolute.movement == "CLOSING"
    found = two([50, 40], [20, 20], **errors)
    assert (found.absolute.movement, found.absolute.sampled) == ("CANNOT_TELL", True)
    assert found.absolute.upper == pytest.approx(-10 + 1.959964 * math.sqrt(50))
    # equal gaps are no proof that nothing changed
    assert two([50, 50], [20, 20], **errors).absolute.movement == "CANNOT_TELL"


def test_the_error_of_a_ratio_is_that_of_its_logarithm():
    """Variance of ln ratio (3/50)² + (4/20)² in one year and (3/30)² + (4/20)² in the other, together 0.0936; ln 0.6 a year."""
    errors = dict(first_errors=np.array([3.0, 3.0]), second_errors=np.array([4.0, 4.0]))
    found = two([50, 30], [20, 20], **errors).relative
    assert found.slope == pytest.approx(-0.4)
    assert found.upper == pytest.approx(math.exp(math.log(0.6) + 1.959964 * math.sqrt(0.0936)) - 1)
    assert found.movement == "CANNOT_TELL"


def test_a_missing_standard_error_leaves_the_scatter_to_tell():
    found = two([50, 48, 46.2], [30] * 3, first_errors=np.array([1, np.nan, 1]), second_errors=np.ones(3))
    assert not found.absolute.sampled
    assert two([50, 30], [20, 20], first_errors=np.array([1.0, 0.0]), second_errors=np.ones(2)).absolute.reason == "TOO_FEW_COMMON_YEARS"


@pytest.mark.parametrize(
    ("first", "second"),
    [({}, {}), ({2015: 1, 2016: 2}, {2015: 1, 2016: 2}), ({2015: 1, 2016: 2, 2017: 3}, {2018: 1, 2019: 2, 2020: 3})],
)
def test_too_few_years_in_common_have_a_reason(first, second):
    found = gap_between(run(first), run(second))
    assert (found.absolute.movement, found.absolute.reason) == ("", "TOO_FEW_COMMON_YEARS")
    assert found.relative.reason == "TOO_FEW_COMMON_YEARS"


VALUE = st.integers(-(10**5), 10**5).map(lambda n: n / 10)
POINTS = st.dictionaries(st.integers(2010, 2020), VALUE, max_size=11).map(lambda points: dict(sorted(points.items())))


@given(POINTS, POINTS)
def test_every_gap_has_a_movement_or_a_reason_and_the_names_of_the_groups_do_not_matter(first, second):
    one, other = gap_between(run(first), run(second)), gap_between(run(second), run(first))
    for found, turned in ((one.absolute, other.absolute), (one.relative, other.relative)):
        assert bool(found.movement) != bool(found.reason)
        assert found.movement in ("", *MOVEMENTS)
        assert (found.movement, found.reason) == (turned.movement, turned.reason)
        numbers = (found.slope, found.lower, found.upper, found.first, found.last)
        assert all(number is None or math.isfinite(number) for number in numbers)
    assert one.differences == tuple(-gap for gap in other.differences)


@given(POINTS, POINTS, st.integers(-10, 10))
def test_the_unit_changes_no_movement(first, second, power):
    factor = 2.0**power
    one = gap_between(run(first), run(second))
    other = gap_between(*(run({year: value * factor for year, value in points.items()}) for points in (first, second)))
    assert one.absolute.movement == other.absolute.movement


# Coverage

def covered(simulate, slope: float, rounds: int = 3000) -> float:
    random = np.random.default_rng(20)
    hits = [found.lower <= slope <= found.upper for found in (simulate(random) for _ in range(rounds))]
    return float(np.mean(hits))


@pytest.mark.parametrize("n", [3, 5, 10])
def test_the_interval_covers_at_its_rate(n):
    """Both groups scatter by their own amount around lines whose gap closes by 0.5 a year."""
    years = np.arange(n)

    def simulate(random):
        first = (years, 30 - 0.8 * years + random.normal(0, 1.5, n))
        second = (years, 10 - 0.3 * years + random.normal(0, 0.5, n))
        return gap_between(first, second).absolute

    # three standard errors of a share of 0.95 in 3000; the side a gap starts on may be misjudged only by very short runs
    assert covered(simulate, -0.5) == pytest.approx(0.95, abs=3 * math.sqrt(0.95 * 0.05 / 3000))


@pytest.mark.parametrize(("n", "extra"), [(2, 0.0), (4, 0.0), (8, 0.0), (8, 2.0)])
def test_with_standard_errors_it_covers_no_less(n, extra):
    """Sampling errors that differ from year to year; then, a little less surely, scatter of its own on top of them."""
    years, errors = np.arange(n), np.resize([0.5, 1.0, 2.0], n)

    def simulate(random):
        noise = lambda: random.normal(0, errors) + random.normal(0, extra, n)  # noqa: E731
        first, second = (years, 30 - 0.8 * years + noise()), (years, 10 - 0.3 * years + noise())
        return gap_between(first, second, first_errors=errors, second_errors=errors).absolute

    assert covered(simulate, -0.5) >= (0.93 if extra else 0.95) - 3 * math.sqrt(0.95 * 0.05 / 3000)


def test_where_nothing_changes_a_change_is_seen_in_a_twentieth():
    random = np.random.default_rng(21)
    years = np.arange(8)
    seen = 0
    for _ in range(3000):
        found = gap_between((years, 30 + random.normal(0, 1, 8)), (years, 10 + random.normal(0, 1, 8)))
        seen += found.absolute.movement != "CANNOT_TELL"
    assert seen / 3000 == pytest.approx(0.05, abs=3 * math.sqrt(0.95 * 0.05 / 3000))


# Places

def test_places_draw_together():
    """Values 10 ± s in two places: the deviation is s, the range 2s, the variation s/10."""
    spreads = [8, 7, 6, 5, 4.1]
    high = dict(zip(range(2015, 2020), [10 + s for s in spreads]))
    low = dict(zip(range(2014, 2020), [0, *[10 - s for s in spreads]]))
    found = spread_of({"Oskemen": run(high), "Aqtau": run(low)})
    assert found.years == (2015, 2016, 2017, 2018, 2019)
    assert found.deviations == pytest.approx(spreads)
    assert found.ranges == pytest.approx([2 * s for s in spreads])
    assert found.variations == pytest.approx([s / 10 for s in spreads])
    assert (found.highest, found.lowest, found.places) == ("Oskemen", "Aqtau", 2)
    assert (found.absolute.movement, found.relative.movement) == ("CLOSING", "CLOSING")


def test_places_drift_apart_only_relatively():
    """Both fall, the deviation stays 2, so that the variation grows."""
    found = spread_of({"a": run(dict(zip(YEARS, 22 - 2 * np.arange(8)))), "b": run(dict(zip(YEARS, 18 - 2 * np.arange(8))))})
    assert (found.absolute.movement, found.relative.movement) == ("UNCHANGED", "WIDENING")


def test_places_that_cannot_be_compared():
    alone = {"a": run({2015: 1, 2016: 2, 2017: 3})}
    assert spread_of(alone).absolute.reason == "TOO_FEW_PEERS"
    assert spread_of({}).absolute.reason == "TOO_FEW_PEERS"
    apart = alone | {"b": run({2015: 1, 2016: 2, 2018: 3})}
    assert spread_of(apart).absolute.reason == "TOO_FEW_COMMON_YEARS"
    below = alone | {"b": run({2015: -1, 2016: 2, 2017: 3})}
    assert spread_of(below).relative.reason == "RATIO_UNDEFINED"


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), POINTS, max_size=4))
def test_every_spread_has_a_movement_or_a_reason(places):
    runs = {name: run(points) for name, points in places.items()}
    found = spread_of(runs)
    turned = spread_of(dict(reversed(runs.items())))
    assert bool(found.absolute.movement) != bool(found.absolute.reason)
    assert found == turned
