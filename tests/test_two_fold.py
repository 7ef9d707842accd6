"""The two-fold model: its dense definition, known truth, predictors of sub-areas and areas, faults."""

import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics.smallarea.nested_error import fit_nested_error
from headway.statistics.smallarea.population import population
from headway.statistics.smallarea.sufficient import area_sums
from headway.statistics.smallarea.two_fold import fit_two_fold
from headway.statistics.smallarea.two_fold_ebp import (
    two_fold_bootstrap,
    two_fold_ebp,
    two_fold_ebp_fit,
    two_fold_targets,
)
from headway.statistics.smallarea.two_fold_search import evaluate
from headway.statistics.smallarea.whitening import of_sums

LINE = 11_000.0
BETA = [9.7, 0.3, 0.1]


def units(seed: int, *, areas=50, subareas=5, size=8, area_sd=0.3, subarea_sd=0.2, unit_sd=0.5) -> dict:
    random = np.random.default_rng(seed)
    subarea = np.repeat(np.arange(areas * subareas), 1 + random.poisson(size - 1, areas * subareas))
    area = subarea // subareas
    x = np.column_stack([np.ones(len(area)), random.normal(size=len(area)), random.normal(size=areas)[area]])
    effects = area_sd * random.normal(size=areas)[area] + subarea_sd * random.normal(size=areas * subareas)[subarea]
    y = x @ BETA + effects + unit_sd * random.normal(size=len(area))
    return {"y": y, "x": x, "area": area, "subarea": subarea}


def dense(data: dict, area_variance: float, subarea_variance: float, unit_variance: float, method: str) -> dict:
    """Likelihood and best linear unbiased predictors by n x n matrices."""
    y, x = data["y"], data["x"]
    of_area = (data["area"][:, None] == np.unique(data["area"])).astype(float)
    of_subarea = (data["subarea"][:, None] == np.unique(data["subarea"])).astype(float)
    v = area_variance * of_area @ of_area.T + subarea_variance * of_subarea @ of_subarea.T
    inverse = np.linalg.inv(v + unit_variance * np.eye(len(y)))
    covariance = np.linalg.inv(x.T @ inverse @ x)
    beta = covariance @ x.T @ inverse @ y
    r, p = y - x @ beta, x.shape[1] if method == "reml" else 0
    twice = -np.linalg.slogdet(inverse)[1] + r @ inverse @ r + (len(y) - p) * np.log(2 * np.pi)
    twice -= np.linalg.slogdet(covariance)[1] if method == "reml" else 0
    home = of_subarea.T @ of_area > 0
    with_y = area_variance * home @ of_area.T + subarea_variance * of_subarea.T
    return {
        "log_likelihood": -twice / 2,
        "beta": beta,
        "covariance": covariance,
        "area_effects": area_variance * of_area.T @ inverse @ r,
        "effects": with_y @ inverse @ r,
        "area_variances": area_variance - area_variance**2 * np.einsum("ij,ik,kj->j", of_area, inverse, of_area),
        "effect_variances": area_variance + subarea_variance - np.einsum("ij,jk,ik->i", with_y, inverse, with_y),
    }


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_the_fit_is_the_dense_definition_at_its_top(method):
    data = units(1, areas=8)
    fit = fit_two_fold(**data, method=method)
    found = np.array([fit.sigma2_area, fit.sigma2_subarea, fit.sigma2_unit])
    expected = dense(data, *found, method)
    for name, value in expected.items():
        assert getattr(fit, name) == pytest.approx(value, rel=1e-8, abs=1e-10), name
    assert fit.newton_step < 1e-12
    for place in range(3):
        for factor in (0.97, 1.03):
            moved = found * np.where(np.arange(3) == place, factor, 1.0)
            assert dense(data, *moved, method)["log_likelihood"] < fit.log_likelihood


def test_parameters_are_recovered():
    fit = fit_two_fold(**units(2, areas=300))
    assert fit.beta == pytest.approx(BETA, abs=4 * np.sqrt(np.diag(fit.covariance)).max())
    assert fit.sigma2_area == pytest.approx(0.09, rel=0.3)
    assert fit.sigma2_subarea == pytest.approx(0.04, rel=0.2)
    assert fit.sigma2_unit == pytest.approx(0.25, rel=0.05)


def test_a_level_without_variance_leaves_the_one_level_model():
    data = units(3, subarea_sd=0.0)
    means = np.bincount(data["subarea"], data["y"]) / np.bincount(data["subarea"])
    of_area = np.bincount(data["area"], data["y"]) / np.bincount(data["area"])
    data["y"] = data["y"] - means[data["subarea"]] + of_area[data["area"]]
    fit = fit_two_fold(**data)
    one = fit_nested_error(y=data["y"], x=data["x"], area=data["area"])
    assert fit.sigma2_subarea == 0
    assert fit.sigma2_area == pytest.approx(one.sigma2_area, rel=1e-8)
    assert fit.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-8)
    assert fit.area_effects == pytest.approx(one.effects, abs=1e-8)


def test_the_lowest_of_all_ratios_is_found():
    """True ratios from 1e-3 to 30 on both levels, some estimated as zero; beside a grid."""
    random, grid = np.random.default_rng(9), np.r_[0, np.logspace(-5, 3, 14)]
    for seed in range(12):
        area_sd, subarea_sd = 10 ** random.uniform(-1.5, 0.75, 2)
        data = units(seed, areas=12, subareas=3, size=5, area_sd=area_sd, subarea_sd=subarea_sd, unit_sd=1.0)
        fit = fit_two_fold(**data)
        _, response, _ = of_sums(_sorted(area_sums(y=data["y"], x=data["x"], area=data["subarea"]), fit))
        found = np.array([fit.sigma2_area, fit.sigma2_subarea]) / fit.sigma2_unit
        value = evaluate(fit.data, response, found).value
        around = [evaluate(fit.data, response, np.array([u, v])).value for u in grid for v in grid]
        assert value <= min(around) + 1e-9 * abs(value)
        assert fit.newton_step < 1e-12


def _sorted(sums, fit):
    """Sub-areas' labels ascend with their areas' here, so their order is the fit's."""
    assert np.array_equal(sums.areas, fit.subareas)
    return sums


def test_order_and_units_of_measure_do_not_matter():
    data = units(4)
    fit = fit_two_fold(**data)
    turn = np.random.default_rng(0).permutation(len(data["y"]))
    turned = {name: values[turn] for name, values in data.items()}
    other = fit_two_fold(**(turned | {"y": 10 * turned["y"], "x": turned["x"] * [1, 1e6, 1e-3]}))
    assert other.sigma2_area == pytest.approx(100 * fit.sigma2_area, rel=1e-8)
    assert other.sigma2_subarea == pytest.approx(100 * fit.sigma2_subarea, rel=1e-8)
    assert other.effects == pytest.approx(10 * fit.effects, abs=1e-8)


@pytest.fixture(scope="module")
def country():
    """40 areas of 4 sub-areas of 60 units; a fifth of the sub-areas and the last area have no sample."""
    random = np.random.default_rng(5)
    subarea = np.repeat(np.arange(160), 60)
    x = np.column_stack([np.ones(9600), random.normal(size=9600)])
    z = x @ [9.7, 0.3] + 0.3 * random.normal(size=40)[subarea // 4] + 0.2 * random.normal(size=160)[subarea]
    y = np.exp(z + 0.5 * random.normal(size=9600))
    rows = np.flatnonzero((np.arange(9600) % 60 < 8) & (subarea % 5 != 4) & (subarea < 156))
    fit = two_fold_ebp_fit(y=y[rows], x=x[rows], area=subarea[rows] // 4, subarea=subarea[rows])
    people = population(x=x, area=subarea)
    return y, subarea, fit, two_fold_targets(fit, people, areas=people.areas // 4)


def test_sub_areas_and_areas_come_near_the_truth(country):
    y, subarea, fit, targets = country
    below, above = two_fold_ebp(fit, targets, indicators=["mean", "total", "headcount"], line=LINE)
    truth = np.bincount(subarea, y < LINE) / 60
    assert np.corrcoef(below.column("headcount"), truth)[0, 1] > 0.7
    assert above.column("total") == pytest.approx(below.column("total").reshape(40, 4).sum(axis=1))
    assert above.column("headcount") == pytest.approx(below.column("headcount").reshape(40, 4).mean(axis=1))
    assert below.counts[4] == 0 and below.counts[0] == 8 and above.counts[0] == 32 and above.counts[39] == 0
    assert above.sizes[0] == 240


def test_an_unsampled_sub_area_gains_from_its_area(country):
    _, _, fit, targets = country
    errors, of_areas = two_fold_bootstrap(fit, targets, line=LINE, replicates=40, seed=1)
    mean = errors.mse[:, 0]
    sampled, unsampled, alone = mean[:4].mean(), mean[[4, 9, 14, 24, 29]].mean(), mean[156:].mean()
    assert sampled < unsampled < alone
    assert np.all(of_areas.mse[:39].mean(axis=0) < errors.mse[:156].mean(axis=0))


def test_the_mse_is_that_of_the_truth(country):
    y, subarea, fit, targets = country
    below, _ = two_fold_ebp(fit, targets, indicators=["mean", "headcount", "gini"], line=LINE, draws=50)
    errors, none = two_fold_bootstrap(
        fit, targets, indicators=["mean", "headcount", "gini"], line=LINE, replicates=40, seed=2, draws=16
    )
    assert none is None
    truth = np.bincount(subarea, y < LINE) / 60
    inside = np.abs(below.column("headcount") - truth) < 1.96 * np.sqrt(errors.mse[:, 1])
    assert 0.88 < inside.mean() <= 1.0


def test_a_seed_gives_one_answer_on_any_number_of_threads(country):
    _, _, fit, targets = country
    one, two = (two_fold_bootstrap(fit, targets, line=LINE, replicates=20, seed=3, threads=t)[0] for t in (1, 2))
    assert np.array_equal(one.mse, two.mse)


def test_faults_are_named(country):
    _, _, fit, targets = country
    data = units(6)
    with pytest.raises(UsageError, match="stand in more than one area"):
        fit_two_fold(**(data | {"subarea": data["subarea"] % 5}))
    with pytest.raises(UsageError, match="one sub-area"):
        fit_two_fold(**(data | {"subarea": data["area"]}))
    with pytest.raises(UsageError, match="stand in another area"):
        two_fold_targets(fit, targets.population, areas=targets.population.areas // 5)
