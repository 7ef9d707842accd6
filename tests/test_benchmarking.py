"""Benchmarking: against emdi 2.2.2, and the totals, invariances and errors it must have."""

import numpy as np
import pytest

from area_level_data import eusilc, simulated
from headway.errors import UsageError
from headway.statistics.smallarea import benchmark_mse, fay_herriot
from headway.statistics.smallarea.benchmarking import METHODS, benchmark
from reference import columns


def example():
    generator = np.random.default_rng(5)
    estimate, mse = generator.uniform(5, 15, 12), generator.uniform(0.5, 3, 12)
    weights = generator.uniform(1, 4, 12)
    return estimate, mse, weights / weights.sum()


def test_ratio_of_emdi():
    """fh_eusilc_benchmark_ratio, emdi 2.2.2, ML, 1e-6. Shares were multiplied by position, though 14 districts are in another order: repeated here."""
    data, table = eusilc(), columns("fh_eusilc_benchmark_ratio.csv")
    fitted = fay_herriot.fit(y=data.y, x=data.x, variance=data.variance, areas=data.areas, method="ml")
    position = [data.areas.index(area) for area in table["Domain"].tolist()]
    estimate = fay_herriot.predict(fitted).estimate[position]
    shares = columns("data_eusilcA_popAgg.csv")["ratio_n"]
    np.testing.assert_allclose(estimate, table["FH"], rtol=1e-6)
    found = benchmark(estimate=estimate, weights=shares, totals=20140.09, method="ratio")
    np.testing.assert_allclose(found.estimate, table["FH_Bench"], rtol=1e-6)
    np.testing.assert_allclose(shares @ found.estimate, 20140.09, rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_meets_one_and_several_totals(method):
    estimate, mse, weights = example()
    whole = benchmark(estimate=estimate, weights=weights, totals=10.5, method=method, mse=mse)
    assert weights @ whole.estimate == pytest.approx(10.5, rel=1e-12)
    parts = np.stack([weights * (np.arange(12) < 5), weights * (np.arange(12) >= 4), weights])
    found = benchmark(estimate=estimate, weights=parts, totals=[4.0, 7.0, 10.2], method=method, mse=mse)
    np.testing.assert_allclose(parts @ found.estimate, [4.0, 7.0, 10.2], rtol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_totals_of_a_partition_are_met_one_by_one(method):
    estimate, mse, weights = example()
    first = np.arange(12) < 5
    together = benchmark(
        estimate=estimate, weights=np.stack([weights * first, weights * ~first]), totals=[4.0, 7.0], method=method, mse=mse
    )
    alone = benchmark(estimate=estimate[first], weights=weights[first], totals=4.0, method=method, mse=mse[first])
    np.testing.assert_allclose(together.estimate[first], alone.estimate, rtol=1e-12)


def test_shapes_of_change():
    estimate, mse, weights = example()
    ratio = benchmark(estimate=estimate, weights=weights, totals=11.0, method="ratio")
    difference = benchmark(estimate=estimate, weights=weights, totals=11.0, method="difference")
    weighted = benchmark(estimate=estimate, weights=weights, totals=11.0, method="mse", mse=mse)
    np.testing.assert_allclose(np.ptp(ratio.estimate / estimate), 0, atol=1e-13)
    np.testing.assert_allclose(difference.change, 11.0 - weights @ estimate, rtol=1e-10)
    np.testing.assert_allclose(np.ptp(weighted.change / mse), 0, atol=1e-12)
    counts = benchmark(estimate=estimate, weights=weights * 1e6, totals=11.0e6, method="mse", mse=mse)
    np.testing.assert_allclose(counts.estimate, weighted.estimate, rtol=1e-12)


def test_benchmarking_to_its_own_total_changes_nothing():
    estimate, _, weights = example()
    found = benchmark(estimate=estimate, weights=weights, totals=weights @ estimate)
    np.testing.assert_allclose(found.estimate, estimate, rtol=1e-14)


def test_an_area_without_weight_stays():
    estimate, _, weights = example()
    weights[3] = 0.0
    assert benchmark(estimate=estimate, weights=weights, totals=12.0).change[3] == 0.0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"estimate": np.r_[-1.0, np.ones(11)]}, "row 0"),
        ({"weights": -np.ones(12)}, "negative"),
        ({"weights": np.ones(5)}, "12 areas"),
        ({"method": "mse"}, "needs mse"),
        ({"method": "raking"}, "ratio, difference, mse"),
        ({"weights": np.ones((2, 12)), "totals": [5.0, 6.0]}, "contradict"),
        ({"estimate": np.r_[np.nan, np.ones(11)]}, "missing"),
    ],
)
def test_faults(change, words):
    estimate, _, weights = example()
    with pytest.raises(UsageError, match=words):
        benchmark(**{"estimate": estimate, "weights": weights, "totals": 11.0, **change})


def test_error_after_benchmarking_against_simulation():
    """The bootstrap's mean squared error is that of fresh samples benchmarked to the true total, within 10 %."""
    x, variance, _, _ = simulated(24, 1.0, 1, 1)
    weights = np.linspace(1, 6, 24) / np.linspace(1, 6, 24).sum()
    centre, generator = x @ [20.0, 1.0], np.random.default_rng(7)
    errors, told = np.zeros(24), np.zeros(24)
    for k in range(150):
        truth = centre + generator.standard_normal(24)
        y = truth + np.sqrt(variance) * generator.standard_normal(24)
        fitted = fay_herriot.fit(y=y, x=x, variance=variance)
        plain = fay_herriot.predict(fitted)
        found = benchmark(estimate=plain.estimate, weights=weights, totals=weights @ truth, method="difference")
        errors += (found.estimate - truth) ** 2
        told += benchmark_mse.bootstrap_mse(fitted, plain, weights=weights, method="difference", replicates=40, seed=k).mse
    assert told.sum() / errors.sum() == pytest.approx(1, abs=0.1)


def test_error_after_benchmarking_with_unsampled_areas():
    x, variance, _, y = simulated(30, 1.0, 1, 3)
    y = y[0] + 20
    y[[4, 11]] = np.nan
    fitted, estimates = fay_herriot.estimate(y=y, x=x, variance=variance)
    found = benchmark_mse.bootstrap_mse(fitted, estimates, weights=np.ones(30) / 30, x=x, replicates=300, seed=1)
    again = benchmark_mse.bootstrap_mse(fitted, estimates, weights=np.ones(30) / 30, x=x, replicates=300, seed=1)
    assert np.array_equal(found.mse, again.mse)
    assert np.all(found.mse > 0) and np.all(np.abs(found.ratio - 1) < 0.5)
    with pytest.raises(UsageError, match="x is needed"):
        benchmark_mse.bootstrap_mse(fitted, estimates, weights=np.ones(30) / 30, seed=1)
    with pytest.raises(UsageError, match="no direct estimate"):
        benchmark_mse.bootstrap_mse(fitted, estimates, weights=np.ones(30) / 30, x=x, source="direct", seed=1)


def test_a_noisy_total_helps_less():
    x, variance, _, y = simulated(30, 1.0, 1, 3)
    fitted = fay_herriot.fit(y=y[0] + 20, x=x, variance=variance)
    plain = fay_herriot.predict(fitted)
    words = {"weights": np.ones(30) / 30, "replicates": 400, "seed": 2}
    sharp = benchmark_mse.bootstrap_mse(fitted, plain, **words)
    noisy = benchmark_mse.bootstrap_mse(fitted, plain, total_variance=4.0, **words)
    assert sharp.ratio.mean() < 1 < noisy.ratio.mean()
