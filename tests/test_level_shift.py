"""A shift that the whole country shares is suspected in its year; noise and the shifts of a few are not.

Series are made here with known shifts, by seeds that stand in the tests.
"""

import numpy as np
import pytest

from headway.nomenclature.methods import edition
from headway.statistics.level_shift import Shift, jumps, suspected_shifts

PARAMETERS = edition("level-shift").parameters
YEARS = np.arange(2010, 2024)
"""Fourteen years, as long as Kazakhstan's record."""


def suspected(parts, nation=None, years=YEARS):
    """By the edition's own parameters; the nation is the mean of its parts unless given."""
    parts = np.asarray(parts, dtype=float)
    nation = np.nanmean(parts, axis=0) if nation is None else np.asarray(nation, dtype=float)
    return suspected_shifts(np.asarray(years), nation, parts, **PARAMETERS)


def country(seed, *, parts=20, level=10.0, noise=0.03, shift=0.0, year=2018, shifted=None, years=YEARS):
    """(parts, years) levels around `level`; the first `shifted` parts are multiplied by 1 + shift from `year` on."""
    random = np.random.default_rng(seed)
    base = level * random.uniform(0.7, 1.3, (parts, 1))
    levels = base * (1 + noise * random.standard_normal((parts, len(years))))
    chosen = np.arange(parts) < (parts if shifted is None else shifted)
    return np.where(chosen[:, None] & (years >= year), levels * (1 + shift), levels)


def test_the_edition_is_what_the_design_says():
    """Most parts, along with the nation."""
    assert PARAMETERS["majority"] == 0.5
    assert PARAMETERS["minimum_parts"] == 5


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("year", [2012, 2015, 2018, 2021])
@pytest.mark.parametrize("shift", [1.0, -0.6])
def test_a_shift_all_share_is_found_in_its_year(seed, year, shift):
    found = suspected(country(seed, shift=shift, year=year))
    assert [entry.year for entry in found] == [year]
    assert found[0].areas == 20
    assert found[0].share == 1.0


def test_levels_that_never_move_but_once_shift_once():
    parts = np.tile(np.where(YEARS < 2018, 1.0, 2.8), (6, 1))
    assert suspected(parts) == (Shift(2018, 1.0, 6),)


def test_two_shifts_are_two_years_in_order():
    parts = country(1, shift=1.0, year=2013)
    parts = np.where(YEARS >= 2019, parts * 2, parts)
    assert [entry.year for entry in suspected(parts)] == [2013, 2019]


def test_the_jump_of_a_new_poverty_line_is_suspected():
    """Poverty in Almaty as the design page gives it, 2015–23, and as five regions that moved alike: up in 2018.

    Changes: 0.2 0.2 1.8 0 2.1 0.3 −0.4 0.3. Around 1.8 the sizes are 0.2 0.2 | 0 2.1 0.3, their median 0.2.
    Around 2.1 they are 0.2 1.8 0 | 0.3 0.4 0.3, their median 0.3. Both are over three times the usual and a
    quarter of the level, so both years stand out where all regions move as the city did.
    """
    almaty = np.array([0.6, 0.8, 1.0, 2.8, 2.8, 4.9, 5.2, 4.8, 5.1])
    parts = np.outer(np.linspace(0.8, 1.2, 6), almaty)
    found = suspected(parts, nation=almaty, years=np.arange(2015, 2024))
    assert [entry.year for entry in found] == [2018, 2020]


def test_noise_alone_is_hardly_ever_suspected():
    """Independent noise of 20 % a year, 200 countries of 13 changes each: under one in a hundred changes."""
    false = sum(len(suspected(country(seed, noise=0.2))) for seed in range(200))
    assert false <= 0.01 * 200 * 13


def test_a_common_trend_with_noise_is_hardly_ever_suspected():
    """Growth of 5 % a year in all parts is no shift, though all move in one direction."""
    trend = 1.05 ** (YEARS - 2010)
    false = sum(len(suspected(country(seed) * trend)) for seed in range(200))
    assert false <= 0.01 * 200 * 13


def test_a_common_shock_within_the_usual_swings_is_not_suspected():
    """Where all parts swing together by a third up and down, no single swing is unusual."""
    swings = np.where(YEARS % 2 == 0, 1.0, 1.33)
    assert suspected(country(3) * swings) == ()


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("shifted", [4, 8, 10])
def test_a_shift_in_no_more_than_half_is_not_found(seed, shifted):
    """Even where those parts are so large that the nation jumps with them."""
    parts = country(seed, shift=2.0, shifted=shifted)
    nation = parts[:shifted].mean(axis=0)
    assert suspected(parts, nation) == ()


def test_the_share_is_counted_over_the_parts_with_both_years():
    """15 of 20 shift; two of those that do not have no value in 2017: 15 of 18."""
    parts = country(5, shift=2.0, shifted=15)
    assert suspected(parts) == (Shift(2018, 15 / 20, 20),)
    parts[[18, 19], 7] = np.nan
    assert suspected(parts) == (Shift(2018, 15 / 18, 18),)


def test_a_shift_of_the_parts_without_the_nation_is_not_found():
    parts = country(2, shift=1.0)
    assert suspected(parts, nation=np.full(len(YEARS), 10.0)) == ()


def test_a_shift_of_the_nation_without_its_parts_is_not_found():
    parts = country(2)
    assert suspected(parts, nation=np.where(YEARS < 2018, 10.0, 30.0)) == ()


def test_parts_that_jump_the_other_way_do_not_count():
    parts = country(2, shift=-0.6)
    assert suspected(parts, nation=np.where(YEARS < 2018, 10.0, 30.0)) == ()


def test_a_small_shift_is_not_found():
    """A fifth of the level, however calm the years around it: the edition asks for a quarter."""
    assert suspected(country(4, noise=0.001, shift=0.20)) == ()
    assert [entry.year for entry in suspected(country(4, noise=0.001, shift=0.30))] == [2018]


# Values that are not there


def test_gaps_elsewhere_do_not_hide_a_shift():
    """One value in ten is missing, never those on both sides of the shift."""
    for seed in range(10):
        parts = country(seed, shift=1.0)
        gaps = np.random.default_rng(100 + seed).random(parts.shape) < 0.1
        gaps[:, [7, 8]] = False
        nation = parts.mean(axis=0)
        assert [entry.year for entry in suspected(np.where(gaps, np.nan, parts), nation)] == [2018]


@pytest.mark.parametrize("index", [7, 8])
def test_without_the_nation_on_one_side_nothing_is_suspected(index):
    parts = country(6, shift=1.0)
    nation = parts.mean(axis=0)
    nation[index] = np.nan
    assert suspected(parts, nation) == ()


def test_too_few_parts_with_both_years_suspect_nothing():
    """Twenty parts, but only four have a value in 2017."""
    parts = country(6, shift=1.0)
    nation = parts.mean(axis=0)
    parts[4:, 7] = np.nan
    assert suspected(parts, nation) == ()
    parts = country(6, shift=1.0)
    parts[5:, 7] = np.nan
    assert suspected(parts, nation) == (Shift(2018, 1.0, 5),)


def test_nothing_but_gaps_is_nothing():
    empty = np.full((8, len(YEARS)), np.nan)
    assert suspected_shifts(YEARS, np.full(len(YEARS), np.nan), empty, **PARAMETERS) == ()


def test_years_apart_are_no_change_of_one_year():
    """A survey every three years: its steps are three years' work, and are not compared."""
    years = np.arange(1985, 2024, 3)
    assert suspected(country(7, shift=2.0, year=2012, years=years), years=years) == ()


def test_zero_levels_do_no_harm():
    parts = np.zeros((8, len(YEARS)))
    assert suspected(parts) == ()


# Too little


@pytest.mark.parametrize("count", [0, 1, 4])
def test_fewer_than_five_parts_suspect_nothing(count):
    nation = np.where(YEARS < 2018, 1.0, 3.0)
    assert suspected(np.tile(nation, (count, 1)), nation) == ()
    assert suspected(np.tile(nation, (5, 1)), nation) == (Shift(2018, 1.0, 5),)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_few_years_suspect_nothing(count):
    """What is usual needs three other changes, so five years at least."""
    years = np.arange(2015, 2015 + count)
    nation = np.where(years < 2017, 1.0, 3.0)
    assert suspected(np.tile(nation, (8, 1)), nation, years) == ()


def test_five_years_are_enough():
    years = np.arange(2015, 2020)
    nation = np.array([1.0, 1.01, 3.0, 3.01, 3.0])
    assert suspected(np.tile(nation, (8, 1)), nation, years) == (Shift(2017, 1.0, 8),)


# What must not matter


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_the_parts_does_not_matter(seed):
    parts = country(seed, shift=1.0, shifted=15, noise=0.1)
    parts[seed, 3] = np.nan
    nation = parts[:15].mean(axis=0)
    shuffled = np.random.default_rng(seed).permutation(parts)
    found = suspected(parts, nation)
    assert found and suspected(shuffled, nation) == found


@pytest.mark.parametrize("factor", [0.001, 1000.0, -1.0])
def test_the_unit_of_measure_does_not_matter(factor):
    parts = country(11, shift=1.0, shifted=16)
    assert suspected(parts) == suspected(parts * factor) != ()


def test_the_arrays_given_are_left_as_they_were():
    parts = country(12, shift=1.0)
    nation = parts.mean(axis=0)
    before = parts.copy(), nation.copy()
    suspected(parts, nation)
    assert np.array_equal(parts, before[0]) and np.array_equal(nation, before[1])


def test_a_jump_has_the_sign_of_its_change():
    """Changes 0 0 +5 0 0 −5 0 of a level of 10: usual is 0, both are over a quarter of the level before."""
    levels = np.array([[10.0, 10, 10, 15, 15, 15, 10, 10]])
    assert jumps(levels, 3.0, 0.25).tolist() == [[0, 0, 1, 0, 0, -1, 0]]
