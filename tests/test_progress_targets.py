"""Where targets come from: numbers with their basis, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress import peers, targets
from headway.statistics.progress.runs import BaseValue, base_value

BASE = BaseValue(2015, 40.0)


def run(points):
    return np.array(list(points), dtype=int), np.array(list(points.values()), dtype=float)


@pytest.mark.parametrize("basis", ["universal", "convention", "national", "local", "proxy", ""])
def test_a_number_keeps_its_basis(basis):
    aim = targets.stated(Expectation("increase", target=Target(2028, value=90.0, basis=basis)), BASE, year=2030)
    assert (aim.value, aim.year, aim.basis, aim.reason) == (90.0, 2028, basis, "")


@pytest.mark.parametrize(
    ("target", "value", "basis"),
    [
        (Target(factor=0.5), 20.0, "relative"),
        (Target(factor=2 / 3), 80 / 3, "relative"),
        (Target(factor=2.0, basis="national"), 80.0, "national"),
        # halving what is left of 100
        (Target(factor=0.5, offset=50.0), 70.0, "relative"),
    ],
)
def test_a_rule_relative_to_the_base_becomes_a_number(target, value, basis):
    aim = targets.stated(Expectation("decrease", target=target), BASE, year=2030)
    assert (aim.value, aim.basis) == (pytest.approx(value), basis)


def test_a_rule_without_a_base_keeps_the_base_s_reason():
    stated = Expectation("decrease", target=Target(factor=0.5))
    assert targets.stated(stated, BaseValue(reason="ENDS_BEFORE_BASE"), year=2030).reason == "ENDS_BEFORE_BASE"
    assert targets.stated(stated, BaseValue(2015, 0.0), year=2030).reason == "BASE_IS_ZERO"
    assert targets.stated(Expectation("decrease"), BASE, year=2030).reason == "NO_TARGET_SET"
    assert targets.stated(Expectation("decrease", target=Target()), BASE, year=2030).reason == "NO_TARGET_SET"


@pytest.mark.parametrize(
    ("direction", "target", "value", "shortfall", "nearest"),
    [
        ("increase", Target(value=10.0), 7, 3, 10),
        ("increase", Target(value=10.0), 12, 0, 10),
        ("decrease", Target(value=10.0), 12, 2, 10),
        ("decrease", Target(value=10.0), 7, 0, 10),
        ("range", Target(value=10.0), 7, 3, 10),
        ("range", Target(value=10.0), 12, 2, 10),
        ("range", Target(lower=9.0, upper=11.0), 7, 2, 9),
        ("range", Target(lower=9.0, upper=11.0), 12, 1, 11),
        ("range", Target(lower=9.0, upper=11.0), 10, 0, 10),
    ],
)
def test_what_is_missing(direction, target, value, shortfall, nearest):
    aim = targets.stated(Expectation(direction, target=target), BASE, year=2030)
    assert (aim.shortfall(value), aim.nearest(value)) == (shortfall, nearest)


def test_the_nearest_authority_is_preferred():
    known = [Target(value=1.0, basis="universal"), Target(2027, value=2.0, basis="national"), Target(2025, value=3.0, basis="national")]
    assert targets.preferred(known).value == 3.0
    assert targets.preferred(known, order=("universal",)).value == 1.0
    assert targets.preferred(known, order=("champion",)) is None
    assert targets.preferred([]) is None


# Base values

BASES = [
    # points, rule, year, value, reason
    ({2015: 1, 2020: 2}, "nearest", 2015, 1, ""),
    ({2014: 1, 2016: 3, 2020: 2}, "nearest", 2016, 3, ""),
    ({2014: 1, 2016: 3, 2020: 2}, "interpolate", 2015, 2, ""),
    ({2010: 1, 2020: 11}, "nearest", 2010, 1, ""),
    ({2010: 1, 2020: 11}, "interpolate", 2015, 6, ""),
    ({2016: 1, 2020: 11}, "interpolate", 2016, 1, ""),
    ({2016: 1}, "nearest", 0, 0, "TOO_FEW_POINTS"),
    ({2010: 1, 2015: 1}, "interpolate", 0, 0, "TOO_FEW_POINTS"),
    ({2010: 1}, "nearest", 0, 0, "ENDS_BEFORE_BASE"),
    ({}, "nearest", 0, 0, "NO_DATA"),
]


@pytest.mark.parametrize(("points", "rule", "year", "value", "reason"), BASES)
def test_base_values(points, rule, year, value, reason):
    found = base_value(*run(points), 2015, missing=rule)
    assert (found.year, found.value, found.reason) == (year, value, reason)


# Champion areas

def growing(*rates, base=100.0):
    return tuple(run({2005: base, 2015: base * (1 + rate) ** 10}) for rate in rates)


def champions(group, direction="increase", **more):
    given_ = dict(count=5, minimum=5, fence=1.5, since=2000) | more
    return peers.champion_rate(group, direction, **given_)


def test_the_five_best_rates_without_outliers():
    """Quartiles of 1 … 8 and 40 % are 3 and 7 %, the fence 7 + 6 = 13: 40 is out; of 8, 7, 6, 5, 4 the mean is 6."""
    found = champions(growing(*[rate / 100 for rate in (1, 2, 3, 4, 5, 6, 7, 8, 40)]))
    assert (found.rate, found.used, found.outliers) == (pytest.approx(0.06), 5, 1)
    found = champions(growing(*[-rate / 100 for rate in (1, 2, 3, 4, 5, 6, 7, 8)]), "decrease")
    assert found.rate == pytest.approx(-0.06)


def test_zero_and_negative_values_are_compared_by_yearly_changes():
    group = tuple(run({2005: -10.0, 2015: -10.0 + 10 * step}) for step in (1, 2, 3, 4, 5))
    found = champions(group)
    assert (found.rate, found.compound) == (pytest.approx(3.0), False)
    aim = targets.from_champions(BaseValue(2015, -20.0), found, Expectation("increase"), year=2030)
    assert (aim.value, aim.basis, aim.rate) == (pytest.approx(25.0), "champion", found.rate)


def test_champion_targets_are_the_base_carried_on():
    found = champions(growing(*[0.02] * 5))
    aim = targets.from_champions(BASE, found, Expectation("increase"), year=2030)
    assert aim.value == pytest.approx(40 * 1.02**15)
    assert (aim.basis, aim.used, aim.flags) == ("champion", 5, ("CHAMPION_TARGET",))
    assert targets.from_champions(BASE, found, Expectation("increase", upper=50.0), year=2030).value == 50.0
    assert targets.from_champions(BASE, found, Expectation("range"), year=2030).reason == "NO_TARGET_SET"
    assert targets.from_champions(BASE, found, Expectation("increase"), year=2015).reason == "NO_TARGET_SET"
    assert targets.from_champions(BaseValue(2015, 0.0), found, Expectation("increase"), year=2030).reason == "BASE_IS_ZERO"


def test_champions_need_a_group_that_improves():
    assert champions(growing(0.01, 0.02)).reason == "TOO_FEW_PEERS"
    assert champions(()).reason == "TOO_FEW_PEERS"
    assert champions(growing(*[0.01] * 5), "decrease").reason == "CHAMPIONS_STAND_STILL"
    assert champions(growing(*[0.01] * 5), since=2010).reason == "TOO_FEW_PEERS", "one value each since 2010"


def test_the_level_of_the_best_fifth():
    values = np.arange(0.0, 105.0, 5.0)
    aim = targets.from_best_level(values, Expectation("increase"), share=0.2, minimum=5, year=2030)
    assert (aim.value, aim.basis, aim.used) == (pytest.approx(80), "champion", 21)
    aim = targets.from_best_level(values, Expectation("decrease"), share=0.2, minimum=5, year=2030)
    assert aim.value == pytest.approx(20)
    few = targets.from_best_level(values[:4], Expectation("increase"), share=0.2, minimum=5, year=2030)
    assert few.reason == "TOO_FEW_PEERS"


@given(st.lists(st.floats(-0.2, 0.2), min_size=5, max_size=20))
def test_champions_are_no_worse_than_the_mean_of_the_kept_and_no_better_than_the_best(rates):
    found = champions(growing(*rates))
    if not found.reason:
        kept = peers.without_outliers(np.array(rates), 1.5)
        assert max(rates) + 1e-9 >= found.rate >= kept.mean() - 1e-9
        assert found.outliers + len(kept) == len(rates)
