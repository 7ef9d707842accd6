"""The projection: exact under its model, equivariant, within bounds, refused with a reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.statistics.projection import project

EVEN = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
UNEVEN = np.array([0, 1, 4, 5, 6, 9, 11, 12])


def test_a_series_worked_by_hand():
    """Changes 1, 3, 2, 2: slope 2, variance (1 + 1 + 0 + 0) / 3, t(3) at 0.9 = 1.637744."""
    found = project(np.arange(2019, 2024), np.array([10.0, 11.0, 14.0, 16.0, 18.0]), until=2025)
    assert found.years == (2024, 2025)
    assert found.values == (20.0, 22.0)
    width = 1.6377443536962093 * np.sqrt(2 / 3) * np.sqrt(np.array([1 + 1 / 4, 2 + 4 / 4]))
    assert found.uppers == pytest.approx(np.array([20.0, 22.0]) + width, rel=1e-12)
    assert found.lowers == pytest.approx(np.array([20.0, 22.0]) - width, rel=1e-12)


@pytest.mark.parametrize("years", [EVEN, UNEVEN], ids=["every year", "years left out"])
@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_the_interval_is_exact_under_its_model(years: np.ndarray, level: float):
    """4,000 random walks with drift: coverage within four standard errors of what the interval says."""
    generator, runs, ahead = np.random.default_rng(11), 4000, 5
    hits = 0
    for _ in range(runs):
        steps = generator.normal(0.7, 2.0, years[-1] + ahead)
        walk = np.concatenate([[3.0], 3.0 + np.cumsum(steps)])
        found = project(2000 + years, walk[years], until=2000 + int(years[-1]) + ahead, level=level)
        hits += found.lowers[-1] <= walk[-1] <= found.uppers[-1]
    assert hits / runs == pytest.approx(level, abs=4 * np.sqrt(level * (1 - level) / runs))


runs = st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=20)


@given(runs, st.floats(0.01, 100), st.floats(-1e4, 1e4))
def test_another_unit_gives_the_same_projection(values: list[float], scale: float, shift: float):
    years, values = np.arange(2010, 2010 + len(values)), np.array(values)
    one, other = project(years, values, until=2040), project(years, shift + scale * values, until=2040)
    if one.reason or other.reason:
        return
    size = scale * np.abs(values).max() + abs(shift) + 1
    for field in ("values", "lowers", "uppers"):
        expected = shift + scale * np.array(getattr(one, field))
        assert getattr(other, field) == pytest.approx(expected, abs=1e-9 * size * 30)


@given(runs)
def test_falling_mirrors_rising(values: list[float]):
    years, values = np.arange(2010, 2010 + len(values)), np.array(values)
    one, other = project(years, values, until=2040), project(years, -values, until=2040)
    assert one.reason == other.reason
    assert other.uppers == tuple(-value for value in one.lowers)


@given(runs)
def test_nothing_leaves_the_bounds(values: list[float]):
    years, values = np.arange(2010, 2010 + len(values)), np.array(values)
    found = project(years, values, until=2040, lower=-5.0, upper=5.0)
    assert all(-5.0 <= value <= 5.0 for value in (*found.values, *found.lowers, *found.uppers))
    assert all(low <= middle <= high for low, middle, high in zip(found.lowers, found.values, found.uppers, strict=True))


@pytest.mark.parametrize(
    ("years", "values", "reason"),
    [
        ([], [], "TOO_FEW_FOR_TREND"),
        ([2020], [1.0], "TOO_FEW_FOR_TREND"),
        ([2018, 2019, 2020, 2021], [1.0, 2.0, 3.0, 4.0], "TOO_FEW_FOR_TREND"),
        (range(2026, 2031), [1.0, 2.0, 3.0, 4.0, 6.0], "TARGET_YEAR_REACHED"),
        (range(2015, 2023), [7.0] * 8, "NO_SCATTER"),
        (range(2015, 2021), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "NO_SCATTER"),
    ],
)
def test_why_nothing_is_projected(years, values, reason: str):
    found = project(np.array(years, dtype=int), np.array(values), until=2030)
    assert (found.reason, found.years, found.values) == (reason, (), ())


def test_every_projection_of_a_real_review_is_finite_and_of_its_headlines(almaty_finished):
    finished = almaty_finished
    shown = [found for found in finished.projections.values() if not found.reason]
    assert len(shown) > 100
    for found in shown:
        assert np.isfinite([*found.values, *found.lowers, *found.uppers]).all()
        assert found.years[-1] == 2030
    for (_, area), headline in finished.headlines.items():
        if area in ("KZ", "KZALA") and headline.series_id is not None:
            assert headline.series_id in finished.projections
