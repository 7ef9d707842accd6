"""Smoothing of variances, the robust fit and the spatial model."""

import numpy as np
import pytest
from scipy import optimize, sparse

from area_level_data import milk, simulated
from headway.errors import UsageError
from headway.statistics.smallarea import fay_herriot, intervals, robust, smoothing, spatial


# Smoothing


def noisy_variances(m=300, seed=1):
    generator = np.random.default_rng(seed)
    size = generator.integers(3, 60, m)
    true = 4.0 / size
    return size, true, true * generator.chisquare(size - 1) / (size - 1)


@pytest.mark.parametrize("correction", smoothing.CORRECTIONS)
def test_regression_comes_nearer_to_the_truth(correction):
    size, true, drawn = noisy_variances()
    x = np.column_stack([np.ones(len(size)), np.log(size)])
    found = smoothing.regression(variance=drawn, x=x, correction=correction)
    assert found.coefficients[1] == pytest.approx(-1, abs=0.25)
    assert np.abs(np.log(found.variance / true)).mean() < 0.5 * np.abs(np.log(drawn / true)).mean()
    if correction == "total":
        assert found.variance.sum() == pytest.approx(drawn.sum(), rel=1e-12)


def test_pooled_recovers_the_unit_variance():
    size, true, drawn = noisy_variances()
    drawn[0], size[1] = np.nan, 1
    found = smoothing.pooled(variance=drawn, size=size)
    np.testing.assert_allclose(found.variance[2:], true[2:], rtol=0.05)
    assert not found.used[[0, 1]].any() and np.all(found.variance > 0)


def test_zero_variances_receive_a_value_the_fit_accepts():
    size, _, drawn = noisy_variances(40)
    drawn[[2, 5]] = 0.0
    x = np.column_stack([np.ones(40), np.log(size)])
    found = smoothing.regression(variance=drawn, x=x)
    y = np.random.default_rng(2).standard_normal(40)
    assert fay_herriot.fit(y=y, x=np.ones(40), variance=found.variance).m == 40
    doubled = smoothing.regression(variance=100 * drawn, x=x)
    np.testing.assert_allclose(doubled.variance, 100 * found.variance, rtol=1e-10)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: smoothing.regression(variance=[-1.0, 1, 1], x=np.ones(3)), "row 0"),
        (lambda: smoothing.regression(variance=[0.0, 0, 1], x=np.ones((3, 1))), "1 variances above zero"),
        (lambda: smoothing.pooled(variance=[1.0, 1], size=[0, 3]), "row 0"),
        (lambda: smoothing.pooled(variance=[0.0, 0], size=[3, 3]), "above zero"),
    ],
)
def test_smoothing_faults(call, words):
    with pytest.raises(UsageError, match=words):
        call()


# Robust


def test_without_a_bound_the_robust_fit_is_maximum_likelihood():
    data = milk()
    plain = fay_herriot.fit(y=data.y, x=data.x, variance=data.variance, method="ml")
    found = robust.fit(y=data.y, x=data.x, variance=data.variance, k=50)
    assert found.sigma2_u == pytest.approx(plain.sigma2_u, rel=1e-8)
    np.testing.assert_allclose(found.estimate, fay_herriot.predict(plain).estimate, rtol=1e-9)
    assert np.all(found.weight == 1)


@pytest.mark.parametrize("sigma2_u", [0.2, 1.0, 4.0])
def test_robust_effects_solve_their_equation(sigma2_u):
    generator, k = np.random.default_rng(1), 1.345
    residual, variance = 4 * generator.standard_normal(30), generator.uniform(0.1, 3, 30)

    def equation(u, r, d):
        return robust.huber((r - u) / d**0.5, k) / d**0.5 - robust.huber(u / sigma2_u**0.5, k) / sigma2_u**0.5

    expected = [optimize.brentq(equation, -abs(r), abs(r), args=(r, d), xtol=1e-14) for r, d in zip(residual, variance)]
    np.testing.assert_allclose(robust.effects(residual, variance, sigma2_u, k), expected, atol=1e-12)


def test_outliers_move_the_robust_fit_little():
    x, variance, _, y = simulated(60, 1.0, 80, 1)
    found = []
    for row in y:
        spoilt = row.copy()
        spoilt[:3] += 12
        plain = fay_herriot.fit(y=spoilt, x=x, variance=variance)
        held = robust.fit(y=spoilt, x=x, variance=variance)
        assert np.all(held.weight[:3] < 0.6)
        found.append([held.sigma2_u, plain.sigma2_u, *np.abs(held.beta - [2, 1]), *np.abs(plain.beta - [2, 1])])
    means = np.mean(found, axis=0)
    assert means[0] < 1.8 < 5 < means[1]
    assert means[2] < means[4]


def test_robust_fit_is_consistent_and_scales():
    x, variance, _, y = simulated(200, 1.0, 60, 2)
    assert np.mean([robust.fit(y=row, x=x, variance=variance).sigma2_u for row in y]) == pytest.approx(1, abs=0.08)
    one, two = (robust.fit(y=c * y[0], x=x, variance=c * c * variance) for c in (1.0, 1e4))
    np.testing.assert_allclose(two.estimate, 1e4 * one.estimate, rtol=1e-7)
    error = robust.bootstrap_mse(one, replicates=20, seed=1)
    assert np.all(error > 0) and np.median(error / variance) < 1


def test_limited_translation():
    y, estimate = np.array([1.0, 5.0, 9.0]), np.array([4.0, 5.2, 4.0])
    np.testing.assert_allclose(robust.limited(estimate, y=y, variance=np.ones(3)), [2.0, 5.2, 8.0])


# Spatial


def lattice(rows, columns):
    """Row-standardised rook neighbours of a grid."""
    m = rows * columns
    at = np.arange(m).reshape(rows, columns)
    pairs = np.concatenate([np.stack([at[:, :-1].ravel(), at[:, 1:].ravel()]), np.stack([at[:-1].ravel(), at[1:].ravel()])], axis=1)
    links = sparse.coo_array((np.ones(pairs.shape[1]), tuple(pairs)), shape=(m, m))
    links = sparse.csr_array(links + links.T)
    return sparse.csr_array(sparse.diags_array(1 / links.sum(axis=1)) @ links)


def map_data(rows=10, columns=12, rho=0.7, seed=4):
    generator = np.random.default_rng(seed)
    w, m = lattice(rows, columns), rows * columns
    variance = generator.uniform(0.2, 1, m)
    x = np.column_stack([np.ones(m), generator.standard_normal(m)])
    lag = np.linalg.inv(np.eye(m) - rho * w.toarray())
    return w, x, variance, x @ [2.0, 1.0], lag, generator


def dense(w, y, x, variance, a, rho):
    """Restricted likelihood and EBLUP from the full matrices: the formula, without the sparse algebra."""
    lag = np.eye(len(y)) - rho * w.toarray()
    g = a * np.linalg.inv(lag.T @ lag)
    v = g + np.diag(variance)
    vx = np.linalg.solve(v, x)
    beta = np.linalg.solve(x.T @ vx, vx.T @ y)
    residual = y - x @ beta
    solved = np.linalg.solve(v, residual)
    freedom = len(y) - x.shape[1]
    value = freedom * np.log(2 * np.pi) + np.linalg.slogdet(v)[1] + np.linalg.slogdet(x.T @ vx)[1] + residual @ solved
    return -0.5 * value, x @ beta + g @ solved


def test_spatial_against_full_matrices():
    w, x, variance, centre, lag, generator = map_data()
    y = centre + lag @ generator.standard_normal(120) + np.sqrt(variance) * generator.standard_normal(120)
    found = spatial.fit(y=y, x=x, variance=variance, neighbours=w)
    value, estimate = dense(w, y, x, variance, found.sigma2_u, found.rho)
    assert found.step < 1e-12
    assert found.restricted_log_likelihood == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(found.estimate, estimate, rtol=1e-10)
    for a, rho in ((1.001, 0), (0.999, 0), (1, 0.001), (1, -0.001)):
        assert dense(w, y, x, variance, found.sigma2_u * a, found.rho + rho)[0] < value
    assert abs(found.rho - 0.7) < 3 * found.rho_error


def test_spatial_errors_against_simulation():
    """REML, 60 areas, rho 0.7: the mean of the errors told within 10 % of that made, and below the plain model's."""
    w, x, variance, centre, lag, generator = map_data(6, 10)
    made, told, plain = 0.0, 0.0, 0.0
    for _ in range(30):
        truth = centre + lag @ generator.standard_normal(60)
        y = truth + np.sqrt(variance) * generator.standard_normal(60)
        found = spatial.fit(y=y, x=x, variance=variance, neighbours=w, tolerance=1e-6)
        made, told = made + ((found.estimate - truth) ** 2).mean(), told + found.mse.mean()
        plain += ((fay_herriot.predict(fay_herriot.fit(y=y, x=x, variance=variance)).estimate - truth) ** 2).mean()
    assert told / made == pytest.approx(1, abs=0.1)
    assert made < plain


def test_spatial_without_variance_between_areas():
    w, x, variance, centre, _, generator = map_data(5, 6)
    y = centre + 0.2 * np.sqrt(variance) * generator.standard_normal(30)
    found = spatial.fit(y=y, x=x, variance=variance, neighbours=w)
    plain = fay_herriot.fit(y=y, x=x, variance=variance)
    assert found.sigma2_u == plain.sigma2_u == 0.0 and found.rho == 0.0
    np.testing.assert_allclose(found.estimate, plain.synthetic, rtol=1e-9)
    assert np.all(found.mse > 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"neighbours": np.eye(30)}, "its own neighbour"),
        ({"neighbours": np.zeros((30, 30))}, "No area has a neighbour"),
        ({"neighbours": np.zeros((29, 29))}, "shape"),
        ({"method": "fh"}, "'reml' or 'ml'"),
    ],
)
def test_spatial_faults(change, words):
    w, x, variance, centre, _, _ = map_data(5, 6)
    with pytest.raises(UsageError, match=words):
        spatial.fit(**{"y": centre, "x": x, "variance": variance, "neighbours": w, **change})


def test_intervals_go_back_with_their_ends():
    x, variance, _, y = simulated(40, 1.0, 1, 3)
    found = intervals.textbook(fay_herriot.predict(fay_herriot.fit(y=y[0] / 10, x=x, variance=variance / 100)))
    log = intervals.back_transformed(found, transformation="log")
    np.testing.assert_allclose([log.lower, log.upper], np.exp([found.lower, found.upper]))
    share = intervals.back_transformed(found, transformation="arcsin")
    assert np.all((share.lower >= 0) & (share.lower <= share.upper) & (share.upper <= 1))
    with pytest.raises(UsageError, match="'log' or 'arcsin'"):
        intervals.back_transformed(found, transformation="sqrt")
