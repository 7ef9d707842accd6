"""What Fay-Herriot estimates must satisfy on any data."""

import pickle

import numpy as np
import pytest

from area_level_data import milk, simulated
from headway.errors import UsageError
from headway.statistics.smallarea import area_bootstrap, fay_herriot, transformations
from headway.statistics.smallarea.area_algebra import moments, prepare
from headway.statistics.smallarea.variance_component import METHODS, estimate, objective


def one(m=40, ratio=1.0, seed=11):
    x, variance, _, y = simulated(m, ratio, 1, seed)
    return y[0], x, variance


@pytest.mark.parametrize("method", METHODS)
def test_scale_shift_order_and_covariate_units(method):
    y, x, variance = one()
    base = fay_herriot.fit(y=y, x=x, variance=variance, method=method)
    plain = fay_herriot.predict(base)
    assert base.newton_step < 1e-12
    order = np.random.default_rng(1).permutation(len(y))
    units = x @ np.diag([1.0, 1e7])
    moved = fay_herriot.fit(y=1e4 * (y + 3)[order], x=units[order], variance=1e8 * variance[order], method=method)
    found = fay_herriot.predict(moved)
    assert moved.sigma2_u == pytest.approx(1e8 * base.sigma2_u, rel=1e-9)
    np.testing.assert_allclose(found.estimate, 1e4 * (plain.estimate + 3)[order], rtol=1e-9)
    np.testing.assert_allclose(found.mse, 1e8 * plain.mse[order], rtol=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_no_variance_nearby_or_far_has_a_higher_objective(method):
    for seed in range(6):
        y, x, variance = one(20, 0.3, seed)
        algebra = prepare(x, variance)
        found = estimate(algebra, y, method=method)
        grid = np.concatenate([[0.0] if not method.startswith("am") else [], np.geomspace(1e-6, 100, 600)])
        values = objective(algebra, moments(algebra, y, grid), grid, method)
        assert values.max() <= found.objective[0] + 1e-9


def test_the_higher_of_two_maxima_is_taken():
    """Two groups of areas, very precise and very vague, give a likelihood with several maxima for some samples."""
    generator = np.random.default_rng(0)
    variance = np.r_[np.full(3, 0.01), np.full(12, 25.0)]
    y = generator.standard_normal((4000, 15)) * np.sqrt(variance + np.r_[np.full(3, 0.3), np.full(12, 60.0)])
    algebra = prepare(np.ones((15, 1)), variance)
    found = estimate(algebra, y, method="ml")
    several = np.flatnonzero(found.maxima > 1)
    assert len(several) > 0
    for row in several[:20]:
        grid = np.concatenate([[0.0], np.geomspace(1e-4, 1e3, 2000)])
        assert objective(algebra, moments(algebra, y[row], grid), grid, "ml").max() <= found.objective[row] + 1e-9
    assert np.all(found.newton_step < 1e-12)


def test_samples_solved_together_are_those_solved_alone():
    x, variance, _, y = simulated(25, 0.5, 40, 3)
    algebra = prepare(x, variance)
    for method in METHODS:
        together = estimate(algebra, y, method=method).sigma2_u
        alone = [estimate(algebra, row, method=method).sigma2_u[0] for row in y]
        np.testing.assert_allclose(together, alone, rtol=1e-10)


def test_recovers_parameters():
    x, variance, _, y = simulated(400, 2.0, 60, 2)
    algebra = prepare(x, variance)
    for method in METHODS:
        assert estimate(algebra, y, method=method).sigma2_u.mean() == pytest.approx(2.0, abs=0.08)
    fitted = fay_herriot.fit(y=y[0], x=x, variance=variance)
    assert np.all(np.abs(fitted.beta - [2.0, 1.0]) < 4 * fitted.standard_errors)


def test_estimates_lie_between_direct_and_synthetic():
    y, x, variance = one()
    fitted = fay_herriot.fit(y=y, x=x, variance=variance)
    found = fay_herriot.predict(fitted).estimate
    assert np.all((found - y) * (found - fitted.synthetic) <= 0)


def test_variance_zero_is_an_answer():
    y, x, variance = one(15, 0.0, 4)
    fitted = fay_herriot.fit(y=x @ [2.0, 1.0] + 0.1 * (y - x @ [2.0, 1.0]), x=x, variance=variance)
    found = fay_herriot.predict(fitted)
    assert fitted.sigma2_u == 0.0 and fitted.newton_step == 0.0
    np.testing.assert_allclose(found.estimate, fitted.synthetic, rtol=1e-12)
    assert np.all(found.mse > 0)
    for method in ("ampl", "amrl", "ampl_yl", "amrl_yl"):
        assert fay_herriot.fit(y=fitted.y, x=x, variance=variance, method=method).sigma2_u > 0


@pytest.mark.parametrize("method", METHODS)
def test_data_lying_on_the_regression(method):
    _, x, variance = one()
    fitted = fay_herriot.fit(y=x @ [1e3, 2.0], x=x, variance=variance, method=method)
    found = fay_herriot.predict(fitted)
    np.testing.assert_allclose(found.estimate, x @ [1e3, 2.0], rtol=1e-9)
    assert np.all(np.isfinite(found.mse)) and np.all(found.mse > 0)


def test_variances_that_differ_by_eight_orders():
    y, x, variance = one()
    wide = variance * np.geomspace(1e-4, 1e4, len(y))
    fitted = fay_herriot.fit(y=x @ [2.0, 1.0] + np.sqrt(1 + wide) * (y - x @ [2.0, 1.0]), x=x, variance=wide)
    assert fitted.newton_step < 1e-12
    assert np.all(fay_herriot.predict(fitted).mse > 0)


def test_unsampled_areas_keep_their_rows():
    y, x, variance = one()
    gaps = y.copy()
    gaps[[0, 7]] = np.nan
    blank = variance.copy()
    blank[[0, 7]] = np.nan
    fitted, found = fay_herriot.estimate(y=gaps, x=x, variance=blank)
    assert fitted.m == 38 and found.areas == tuple(range(40)) and not found.sampled[[0, 7]].any()
    np.testing.assert_allclose(found.estimate[[0, 7]], x[[0, 7]] @ fitted.beta)
    own = np.einsum("ij,jk,ik->i", x, fitted.beta_covariance, x)
    np.testing.assert_allclose(found.mse[[0, 7]], (fitted.sigma2_u + own)[[0, 7]])
    assert np.all(np.isfinite(found.mse)) and np.all(np.isfinite(found.cv))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"variance": np.r_[0.0, np.ones(39)]}, r"variance is not above zero in row 0"),
        ({"y": np.r_[np.ones(39), np.inf]}, "row 39"),
        ({"x": np.ones((40, 2))}, "collinear"),
        ({"x": np.zeros((40, 1))}, "only zeros"),
        ({"x": np.ones((39, 1))}, "39 rows"),
        ({"x": np.random.default_rng(1).standard_normal((40, 41))}, "40 sampled areas for 41"),
        ({"method": "mcmc"}, "Choose one of"),
        ({"areas": ["a"] * 40}, "named twice"),
        ({"sigma2_u": -1.0}, "sigma2_u"),
    ],
)
def test_faults(change, words):
    y, x, variance = one()
    with pytest.raises(UsageError, match=words):
        fay_herriot.fit(**{"y": y, "x": x, "variance": variance, **change})


def test_results_pickle():
    y, x, variance = one()
    fitted = pickle.loads(pickle.dumps(fay_herriot.fit(y=y, x=x, variance=variance)))
    assert fitted.m == 40


@pytest.mark.parametrize("kind", ["parametric", "corrected"])
def test_bootstrap_error_near_the_analytic(kind):
    """milk, REML: the two second-order estimators differ by a few per cent, the plain bootstrap lies below."""
    data = milk()
    fitted = fay_herriot.fit(y=data.y, x=data.x, variance=data.variance)
    analytic = fay_herriot.predict(fitted).mse
    found = area_bootstrap.bootstrap_mse(fitted, replicates=500, seed=1, kind=kind)
    assert np.median(found / analytic) == pytest.approx(1, abs=0.05)
    assert np.array_equal(found, area_bootstrap.bootstrap_mse(fitted, replicates=500, seed=1, kind=kind))


def test_progress_can_interrupt():
    y, x, variance = one()
    fitted, seen = fay_herriot.fit(y=y, x=x, variance=variance), []

    def watch(done, whole):
        seen.append((done, whole))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        area_bootstrap.bootstrap_mse(fitted, replicates=20_000, seed=1, progress=watch)
    assert len(seen) == 1 and seen[0][0] < 20_000


# Transformations


def test_log_conventions_at_known_parameters():
    """With A known and many areas, slud_maiti is unbiased for exp(theta) and naive falls short by exp(-v/2)."""
    x, variance, _, _ = simulated(4000, 0.3, 1, 8)
    variance = 0.2 * variance
    generator = np.random.default_rng(9)
    truth = x @ [1.0, 0.3] + np.sqrt(0.3) * generator.standard_normal(4000)
    y = truth + np.sqrt(variance) * generator.standard_normal(4000)
    fitted = fay_herriot.fit(y=y, x=x, variance=variance)
    plain = fay_herriot.predict(fitted)
    total = {c: transformations.from_log(fitted, plain, convention=c).estimate.sum() for c in transformations.LOG_CONVENTIONS}
    assert total["slud_maiti"] / np.exp(truth).sum() == pytest.approx(1, abs=0.01)
    assert total["crude"] / total["slud_maiti"] == pytest.approx(1, abs=0.01)
    assert total["naive"] < 0.97 * total["slud_maiti"]


def test_log_error_against_simulation():
    """slud_maiti's error estimate, REML, m = 40, within 6 % of the simulated error in each class of variance."""
    m, spread = 40, 0.05
    variance = np.resize([0.02, 0.05, 0.1, 0.2], m)
    generator = np.random.default_rng(3)
    x = np.column_stack([np.ones(m), generator.standard_normal(m)])
    centre, gamma = x @ [1.0, 0.3], spread / (spread + variance)
    told, errors = np.zeros(m), np.zeros(m)
    for _ in range(300):
        y = centre + np.sqrt(spread + variance) * generator.standard_normal(m)
        fitted = fay_herriot.fit(y=y, x=x, variance=variance)
        found = transformations.from_log(fitted, fay_herriot.predict(fitted), convention="slud_maiti")
        best = np.exp(centre + gamma * (y - centre) + gamma * variance / 2)
        told += found.mse
        errors += (found.estimate - best) ** 2 + best**2 * np.expm1(gamma * variance)
    np.testing.assert_allclose((told / errors).reshape(-1, 4).mean(axis=0), 1, atol=0.06)


def test_arcsin_mean_and_variance_by_simulation():
    generator = np.random.default_rng(1)
    t, v = generator.uniform(0, 1.6, 5), generator.uniform(0.001, 0.2, 5)
    drawn = np.sin(t[:, None] + np.sqrt(v)[:, None] * generator.standard_normal((5, 200_000))) ** 2
    np.testing.assert_allclose(transformations.closed_share(t, v), drawn.mean(axis=1), atol=2e-3)
    np.testing.assert_allclose(transformations.share_variance(t, v), drawn.var(axis=1), rtol=0.02)


def test_arcsin_of_all_and_none_and_unsampled():
    y, x, _ = one()
    shares = np.clip(0.3 + 0.2 * y / np.abs(y).max(), 0, 1)
    shares[[0, 1, 2]] = [0.0, 1.0, np.nan]
    t, variance = transformations.to_arcsin(shares, np.full(40, 25.0))
    fitted, plain = fay_herriot.estimate(y=t, x=x, variance=variance)
    for convention in transformations.ARCSIN_CONVENTIONS:
        found = transformations.from_arcsin(fitted, plain, convention=convention)
        assert np.all((found.estimate >= 0) & (found.estimate <= 1)) and np.all(np.isfinite(found.mse))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: transformations.to_log([1.0, 0.0, -2.0], np.ones(3)), "rows 1, 2"),
        (lambda: transformations.to_arcsin([0.1, 30.0], [10, 10]), "not percentages"),
        (lambda: transformations.to_arcsin([0.1, 0.3], [10, 0]), "row 1"),
    ],
)
def test_transformation_faults(call, words):
    with pytest.raises(UsageError, match=words):
        call()


def test_conventions_are_named():
    y, x, variance = one()
    fitted = fay_herriot.fit(y=y, x=x, variance=variance)
    with pytest.raises(UsageError, match="crude, slud_maiti, naive"):
        transformations.from_log(fitted, fay_herriot.predict(fitted), convention="bc")
    outside = fay_herriot.predict_unsampled(fitted, x=x[:2])
    with pytest.raises(UsageError, match="sampled areas only"):
        transformations.from_log(fitted, outside, convention="slud_maiti")
