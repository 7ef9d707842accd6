"""Selection, residuals, influence, comparison and charts of Fay-Herriot fits."""

import json

import numpy as np
import pytest

from area_level_data import eusilc, simulated, values
from headway.errors import UsageError
from headway.statistics.smallarea import (
    diagnostic_charts,
    diagnostics,
    fay_herriot,
    normality,
    selection,
    transformations,
)
from headway.statistics.smallarea.variance_component import METHODS
from reference import columns


def fitted(method="reml", seed=11, m=40, ratio=1.0):
    x, variance, _, y = simulated(m, ratio, 1, seed)
    return fay_herriot.fit(y=y[0] + 5, x=x, variance=variance, method=method)


@pytest.mark.parametrize("name", ["ampl", "log_bc_crude", "arcsin_bc"])
def test_r_squared_of_emdi(name):
    """AdjR2 and FH_R2 of emdi 2.2.2, closed forms of the data alone: 1e-10."""
    if name == "arcsin_bc":
        data = eusilc(("cash", "age_ben", "rent", "house_allow"), "MTMED")
        y, variance = transformations.to_arcsin(data.y, columns("data_eusilcA_smpAgg.csv")["n"])
    else:
        data = eusilc()
        y, variance = transformations.to_log(data.y, data.variance) if name == "log_bc_crude" else (data.y, data.variance)
    found = selection.r_squared(fay_herriot.fit(y=y, x=data.x, variance=variance))
    expected = values(f"fh_eusilc_{name}_fit.csv")
    np.testing.assert_allclose(found, [expected["AdjR2"], expected["FH_R2"]], rtol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_effective_parameters_are_the_derivatives_of_the_estimates(method):
    """K against central differences of refitted estimates."""
    base = fitted(method)
    total = 0.0
    for row, step in enumerate(1e-4 * np.sqrt(base.variance)):
        moved = []
        for sign in (1, -1):
            y = base.y.copy()
            y[row] += sign * step
            again = fay_herriot.fit(y=y, x=base.x, variance=base.variance, method=method)
            moved.append(fay_herriot.predict(again).estimate[row])
        total += (moved[0] - moved[1]) / (2 * step)
    assert selection.criteria(base).effective == pytest.approx(total, rel=1e-6)


def test_conditional_aic_estimates_the_error_of_new_direct_estimates():
    """In the mean over samples cAIC is the deviance of a second, independent y* around the estimates."""
    x, variance, _, _ = simulated(30, 1.0, 1, 5)
    generator, told, true = np.random.default_rng(6), 0.0, 0.0
    for _ in range(400):
        theta = x @ [2.0, 1.0] + generator.standard_normal(30)
        y = theta + np.sqrt(variance) * generator.standard_normal(30)
        base = fay_herriot.fit(y=y, x=x, variance=variance)
        estimate = fay_herriot.predict(base).estimate
        told += selection.criteria(base).conditional_aic
        true += (np.log(2 * np.pi * variance) + 1 + (theta - estimate) ** 2 / variance).sum()
    assert told / true == pytest.approx(1, abs=0.02)


def test_stepwise_finds_the_covariate_that_matters():
    generator = np.random.default_rng(4)
    x = np.column_stack([np.ones(80), generator.standard_normal((80, 5))])
    y = x @ [3, 0, 2, 0, 0, 0] + 1.5 * generator.standard_normal(80)
    for criterion in ("conditional_aic", "bic"):
        steps = selection.stepwise(y=y, x=x, variance=np.ones(80), criterion=criterion)
        assert 2 in steps[-1].columns and 0 in steps[-1].columns
        assert all(later.value < earlier.value for earlier, later in zip(steps, steps[1:]))
    with pytest.raises(UsageError, match="conditional_aic"):
        selection.stepwise(y=y, x=x, variance=np.ones(80), criterion="r2")


def test_standardised_residuals_have_variance_one():
    x, variance, _, y = simulated(60, 1.0, 200, 9)
    squares = [
        (diagnostics.residuals(fay_herriot.fit(y=row, x=x, variance=variance, sigma2_u=1.0)).standardised ** 2).mean(axis=0)
        for row in y
    ]
    assert np.mean(squares) == pytest.approx(1, abs=0.03)


def test_influence_is_that_of_leaving_the_area_out():
    base = fitted()
    found = diagnostics.residuals(base)
    for row in (0, 7, 39):
        rest = np.arange(40) != row
        words = {"y": base.y[rest], "x": base.x[rest], "variance": base.variance[rest]}
        held = fay_herriot.fit(**words, sigma2_u=base.sigma2_u).beta - base.beta
        assert found.cook[row] == pytest.approx(held @ np.linalg.solve(base.beta_covariance, held) / 2, rel=1e-8)
        change = (fay_herriot.fit(**words).sigma2_u - base.sigma2_u) / base.sigma2_u_error
        assert found.sigma2_u_change[row] == pytest.approx(change, abs=0.1)
    assert found.leverage.sum() == pytest.approx(2, rel=1e-12)


def test_normality_holds_its_level_and_sees_a_skewed_sample():
    generator = np.random.default_rng(1)
    for n in (15, 60, 400):
        rejected = [normality.normality(generator.standard_normal(n)).shapiro_francia_p < 0.05 for _ in range(1500)]
        assert np.mean(rejected) == pytest.approx(0.05, abs=0.02)
    skewed = normality.normality(generator.exponential(size=60))
    assert skewed.shapiro_francia_p < 0.001 and skewed.jarque_bera_p < 0.001
    with pytest.raises(UsageError, match="all alike"):
        normality.normality(np.ones(10))


def test_comparison_of_direct_and_model():
    base = fitted(m=100)
    estimates = fay_herriot.predict(base)
    found = diagnostics.compare(base, estimates)
    assert np.all(found.gain > 0) and found.inside > 0.9 and found.goodness_p > 0.05
    np.testing.assert_allclose(found.cv, estimates.cv)
    np.testing.assert_allclose(found.cv_direct, np.sqrt(base.variance) / np.abs(base.y))
    with pytest.raises(UsageError, match="other areas"):
        diagnostics.compare(base, fay_herriot.predict(fitted(m=30)))


def test_charts_are_plain_and_finite():
    base = fitted()
    found, left = diagnostics.compare(base, fay_herriot.predict(base)), diagnostics.residuals(base)
    for chart in (
        diagnostic_charts.direct_against_model(found, {"direct": "Прямая оценка"}),
        diagnostic_charts.intervals_by_area(found),
        diagnostic_charts.variation_by_area(found),
        diagnostic_charts.normal_plot(left),
        diagnostic_charts.influence_by_area(left),
    ):
        text = json.dumps(chart, allow_nan=False)
        assert '"$schema"' in text and '"39"' in text


def test_a_fit_with_variance_zero_has_diagnostics():
    x, variance, _, y = simulated(30, 0.0, 1, 2)
    base = fay_herriot.fit(y=x @ [2.0, 1.0] + 0.3 * (y[0] - x @ [2.0, 1.0]), x=x, variance=variance)
    assert base.sigma2_u == 0.0
    assert selection.criteria(base).effective == pytest.approx(2, rel=1e-9)
    assert np.all(np.isfinite(diagnostics.residuals(base).cook))
