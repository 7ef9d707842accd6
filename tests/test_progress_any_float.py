"""Whatever finite numbers come in, no method of progress raises, and no infinite or undefined number comes out."""

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.nomenclature.methods import edition
from headway.statistics.progress import escap, eurostat, oecd
from headway.statistics.progress.gaps import gap_between
from headway.statistics.progress.places import spread_of
from headway.statistics.progress.situation import Situation

ANY = st.floats(allow_nan=False, allow_infinity=False)
SMALL = st.sampled_from([0.0, 1.0, -1.0, 100.0, 5e-324, -1e-200, 1e99, 1e-99])
VALUE = st.one_of(ANY, SMALL)
YEARS = st.lists(st.integers(1900, 2100), max_size=6, unique=True).map(sorted)


@st.composite
def runs(draw):
    years = draw(YEARS)
    return np.array(years, dtype=int), np.array([draw(VALUE) for _ in years], dtype=float)


@st.composite
def targets(draw):
    low, high = sorted([draw(VALUE), draw(VALUE)])
    year = draw(st.integers(1900, 2100))
    one = [None, Target(year, value=low), Target(year, factor=high), Target(year, lower=low, upper=high)]
    return draw(st.sampled_from(one))


@st.composite
def expectations(draw):
    direction = draw(st.sampled_from(["increase", "decrease", "range", "none", ""]))
    kind = draw(st.sampled_from(["", "share", "growth_rate", "binary", "parity"]))
    lower, upper = draw(st.sampled_from([(None, None), (0.0, 100.0), (0.0, None)]))
    return Expectation(direction, kind, lower, upper, draw(targets()))


SITUATIONS = st.builds(
    Situation, percent=st.booleans(), growth_base=st.sampled_from([0.0, 100.0]), peers=st.lists(runs(), max_size=12).map(tuple)
)


def numbers(found) -> list[float]:
    values = msgspec.structs.asdict(found).values()
    flat = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
    return [value for value in flat if isinstance(value, float)]


@pytest.mark.parametrize(
    "assess",
    [
        pytest.param((escap.assess, "escap-2026"), id="escap"),
        pytest.param((escap.current_status, "escap-2026"), id="escap status"),
        pytest.param((eurostat.assess, "eurostat-2022"), id="eurostat"),
        pytest.param((eurostat.status, "eurostat-2022"), id="eurostat status"),
        pytest.param((oecd.assess, "oecd-2022"), id="oecd"),
        pytest.param((oecd.assess, "oecd-territorial-2020"), id="oecd territorial"),
        pytest.param((oecd.trend, "oecd-2022"), id="oecd trend"),
    ],
)
@settings(max_examples=200)
@given(run=runs(), expectation=expectations(), situation=SITUATIONS)
def test_no_run_is_too_strange(assess, run, expectation, situation):
    judge, name = assess
    found = judge(*run, expectation=expectation, edition=edition(name), situation=situation)
    if run[0].size and max(map(abs, run[1])) <= 1e100:
        assert all(map(math.isfinite, numbers(found)))
    assert bool(found.reason) != bool(getattr(found, "category", "") or getattr(found, "index", None) is not None)


@given(runs(), runs(), st.sampled_from([None, 1e-300, 1.0, 1e300]))
def test_no_gap_is_too_strange(first, second, error):
    errors = dict(first_errors=np.full(len(first[0]), error), second_errors=np.full(len(second[0]), error)) if error else {}
    found = gap_between(first, second, **errors)
    for one in (found.absolute, found.relative, spread_of({"a": first, "b": second}).absolute):
        assert bool(one.movement) != bool(one.reason)
        assert all(map(math.isfinite, numbers(one)))
