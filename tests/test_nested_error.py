"""The nested error model: R's sae digit by digit, invariances, known truth, faults."""

import msgspec
import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics.smallarea.bootstrap_sums import sampler
from headway.statistics.smallarea.eblup import area_means, area_targets
from headway.statistics.smallarea.eblup_bootstrap import area_means_bootstrap
from headway.statistics.smallarea.nested_error import fit_nested_error, fit_sums
from headway.statistics.smallarea.pseudo_eb import fit_pseudo
from headway.statistics.smallarea.sufficient import area_sums, nothing
from headway.statistics.smallarea.variance_search import profile
from headway.statistics.smallarea.whitening import WhiteResponse, of_sums
from unit_level_reference import columns, corn, corn_population, floats, grouped, income

R = 1e-6
"""R 4.2.2, sae 1.3 by way of nlme, which stops its search at about 1e-7 in the variances (relative)."""


def parameters(fit) -> np.ndarray:
    return np.r_[fit.beta, fit.sigma2_area, fit.sigma2_unit, fit.log_likelihood]


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_corn_and_soybeans_as_in_sae(method):
    """sae::eblupBHF on data(cornsoybean) without row 33; columns beta, refvar, errorvar, loglike."""
    fit = fit_nested_error(**corn(), method=method)
    expected = floats(columns(f"bhf_corn_{method.upper()}_fit.csv"), "value")
    assert parameters(fit) == pytest.approx(expected, rel=R)
    assert fit.newton_step < 1e-12
    means = area_means(fit, **corn_population())
    assert means.estimate == pytest.approx(floats(columns(f"bhf_corn_{method.upper()}.csv"), "eblup"), rel=R)


def test_bootstrap_mse_as_in_sae():
    """sae::pbmseBHF, B = 200, a Monte-Carlo figure: its error is ours times sqrt(ours / 200); 4 of them."""
    fit = fit_nested_error(**corn())
    ours = area_means_bootstrap(fit, **corn_population(), replicates=2000, seed=1)
    theirs = floats(columns("bhf_corn_pbmse_B200_MC.csv"), "mse")
    error = ours.std_error * np.sqrt(1 + 2000 / 200)
    assert np.all(np.abs(theirs - ours.mse) < 4 * error)
    analytic = area_means(fit, **corn_population()).mse
    assert ours.mse == pytest.approx(analytic, rel=0.15)


def test_log_incomes_as_in_sae():
    """sae::ebBHF on log(income + 3600), 17 199 persons of 52 provinces."""
    data = income()
    data["y"] = np.log(data["y"] + 3600)
    fit = fit_nested_error(**data)
    assert parameters(fit) == pytest.approx(floats(columns("ebBHF_income_fit.csv"), "value"), rel=R)
    effects = columns("ebBHF_income_ranef.csv")
    place = np.searchsorted(fit.areas, floats(effects, "prov").astype(int))
    assert fit.effects[place] == pytest.approx(floats(effects, "u"), abs=1e-8)
    assert fit.newton_step < 1e-12


def test_sums_add_in_any_pieces_and_order():
    data = grouped(1)
    whole = area_sums(**data)
    piece = np.random.default_rng(0).integers(0, 4, len(data["y"]))
    parts = [area_sums(**{k: v[piece == p] for k, v in data.items()}) for p in range(4)]
    for order in ([0, 1, 2, 3], [3, 1, 0, 2]):
        total = nothing(3)
        for p in order:
            total = total + parts[p]
        assert np.array_equal(total.areas, whole.areas) and np.array_equal(total.counts, whole.counts)
        assert total.means == pytest.approx(whole.means, abs=1e-13)
        assert total.within == pytest.approx(whole.within, abs=1e-11)
        assert parameters(fit_sums(total)) == pytest.approx(parameters(fit_sums(whole)), rel=1e-11)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_the_fit_maximises_the_dense_likelihood(method):
    data = grouped(2, areas=12)
    y, x, same = data["y"], data["x"], data["area"][:, None] == data["area"]

    def likelihood(area_variance, unit_variance):
        v = unit_variance * np.eye(len(y)) + area_variance * same
        information = x.T @ np.linalg.solve(v, x)
        r = y - x @ np.linalg.solve(information, x.T @ np.linalg.solve(v, y))
        twice = np.linalg.slogdet(v)[1] + r @ np.linalg.solve(v, r) + len(y) * np.log(2 * np.pi)
        if method == "reml":
            twice += np.linalg.slogdet(information)[1] - x.shape[1] * np.log(2 * np.pi)
        return -twice / 2

    fit = fit_nested_error(**data, method=method)
    best = likelihood(fit.sigma2_area, fit.sigma2_unit)
    assert best == pytest.approx(fit.log_likelihood, abs=1e-10)
    for factor in (0.97, 1.03):
        assert likelihood(fit.sigma2_area * factor, fit.sigma2_unit) < best
        assert likelihood(fit.sigma2_area, fit.sigma2_unit * factor) < best


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_the_lowest_of_all_ratios_is_found(method):
    """Unbalanced and tiny areas, covariates of areas, heavy tails, true ratios from 1e-5 to 1e5; beside a fine grid."""
    random, grid = np.random.default_rng(17), np.r_[0, np.logspace(-9, 9, 200)]
    for _ in range(40):
        areas = int(random.integers(4, 30))
        area = np.repeat(np.arange(areas), np.r_[6, 1 + random.poisson(random.choice([0.5, 3, 15]), areas - 1)])
        x = np.column_stack([np.ones(len(area)), random.normal(size=len(area)), random.normal(size=areas)[area]])
        effects = 10 ** random.uniform(-2.5, 2.5) * random.standard_t(3, size=areas)
        y = x @ [5.0, 1.0, -3.0] + effects[area] + random.normal(size=len(area))
        fit = fit_nested_error(y=y, x=x, area=area, method=method)
        design, response, _ = of_sums(fit.sums)
        parts = (response.means, response.cross, response.square)
        many = WhiteResponse(*(np.repeat(part, len(grid), axis=0) for part in parts))
        found = profile(design, response, np.array([fit.sigma2_area / fit.sigma2_unit]), method).value[0]
        assert found <= profile(design, many, grid, method).value.min() + 1e-9 * abs(found)
        assert fit.newton_step < 1e-12


def test_units_of_measure_and_order_do_not_matter():
    data = grouped(3)
    fit = fit_nested_error(**data)
    scales = np.array([1.0, 1e9, 1e-7])
    scaled = fit_nested_error(y=1000 * data["y"] + 5e6, x=data["x"] * scales, area=data["area"])
    assert scaled.sigma2_area == pytest.approx(1e6 * fit.sigma2_area, rel=1e-8)
    assert (scaled.beta * scales / 1000 - [5e3, 0, 0]) == pytest.approx(fit.beta, rel=1e-8)
    order = np.random.default_rng(0).permutation(len(data["y"]))
    turned = fit_nested_error(**{k: v[order] for k, v in data.items()})
    assert parameters(turned) == pytest.approx(parameters(fit), rel=1e-11)


def test_covariates_far_from_zero_lose_no_digits():
    """A year of birth or a time stamp beside an intercept."""
    data = grouped(4)
    fit = fit_nested_error(**data)
    far = data["x"].copy()
    far[:, 1] += 2000.0
    moved = fit_nested_error(y=data["y"], x=far, area=data["area"])
    assert moved.sigma2_area == pytest.approx(fit.sigma2_area, rel=1e-9)
    assert moved.beta[1:] == pytest.approx(fit.beta[1:], rel=1e-9)


def test_parameters_are_recovered():
    fit = fit_nested_error(**grouped(5, areas=400, units=20))
    assert fit.beta == pytest.approx([1, 0.5, -1], abs=4 * np.sqrt(np.diag(fit.covariance)).max())
    assert fit.sigma2_area == pytest.approx(0.25, rel=0.25)
    assert fit.sigma2_unit == pytest.approx(1.0, rel=0.06)


def test_a_variance_of_zero_is_a_synthetic_estimate():
    data = grouped(6, area_sd=0.0)
    mean = np.bincount(data["area"], data["y"]) / np.bincount(data["area"])
    data["y"] = data["y"] - mean[data["area"]]
    fit = fit_nested_error(**data)
    assert fit.at_zero and fit.newton_step == 0 and np.all(fit.effects == 0)
    found = area_means(fit, means=np.ones((2, 3)), areas=[0, 10_000])
    assert found.estimate == pytest.approx([fit.beta.sum()] * 2)
    assert np.all(found.mse > 0) and np.all(np.isfinite(found.mse))


def test_an_unsampled_area_and_finite_populations():
    fit = fit_nested_error(**grouped(7))
    x = np.array([[1.0, 0.2, -0.1]])
    found = area_means(fit, means=x, areas=[999])
    assert found.counts[0] == 0 and found.estimate[0] == pytest.approx(float(x[0] @ fit.beta))
    assert found.mse[0] == pytest.approx(fit.sigma2_area + float(x[0] @ fit.covariance @ x[0]))
    sampled = fit.sums.means[:1, :3]
    census = area_means(fit, means=sampled, areas=fit.areas[:1], sizes=fit.counts[:1])
    assert census.estimate[0] == pytest.approx(fit.sums.means[0, 3]) and census.mse[0] == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("method", ["reml", "ml"])
def test_intervals_cover_and_the_mse_is_unbiased(method):
    coverage, bias = simulate(areas=50, replicates=300, method=method)
    assert 0.93 <= coverage <= 0.97
    assert abs(bias) < 0.10


@pytest.mark.slow
@pytest.mark.parametrize("areas", [50, 100, 400])
@pytest.mark.parametrize("area_sd", [0.5, 1.0])
def test_intervals_cover_on_a_grid(areas, area_sd):
    coverage, bias = simulate(areas=areas, replicates=1500, method="reml", area_sd=area_sd)
    assert 0.93 <= coverage <= 0.97
    assert abs(bias) < 0.10


def simulate(*, areas: int, replicates: int, method: str, area_sd: float = 0.5) -> tuple[float, float]:
    """Share of true area means inside estimate +- 1.96 sqrt(MSE), and the MSE's mean relative bias."""
    data = grouped(8, areas=areas)
    fit = fit_nested_error(**data, method=method)
    design, _, _ = of_sums(fit.sums)
    draws = sampler(design, sigma2_area=area_sd**2, sigma2_unit=1.0, seed=2)
    means = fit.sums.means[:, :3] + 0.1
    inside, squares, claimed = [], [], []
    for number in range(replicates):
        effects, _, response = draws.draw(range(number, number + 1))
        sums = _sums_of(fit.sums, design, response)
        found = area_means(fit_sums(sums, method=method), means=means, areas=fit.areas)
        gap = found.estimate - effects[0]
        inside.append(np.abs(gap) < 1.96 * np.sqrt(found.mse))
        squares.append(gap**2)
        claimed.append(found.mse)
    return float(np.mean(inside)), float(np.mean(claimed) / np.mean(squares) - 1)


def _sums_of(sums, design, response):
    """Sums with the drawn y in place of the sample's."""
    means, within = sums.means.copy(), sums.within.copy()
    means[:, -1] = response.means[0]
    cross = np.linalg.solve(design.inverse.T, response.cross[0])
    within[:-1, -1], within[-1, :-1], within[-1, -1] = cross, cross, response.square[0]
    return msgspec.structs.replace(sums, means=means, within=within)


def test_samples_drawn_as_sums_have_the_moments_of_units():
    data = grouped(9, areas=6)
    fit = fit_nested_error(**data)
    design, _, _ = of_sums(fit.sums)
    _, _, response = sampler(design, sigma2_area=0.5, sigma2_unit=2.0, seed=0).draw(range(4000))
    n, m = len(data["y"]), 6
    assert response.means.var(axis=0) == pytest.approx(0.5 + 2.0 / fit.counts, rel=0.12)
    assert response.square.mean() == pytest.approx(2.0 * (n - m), rel=0.02)
    assert response.square.var() == pytest.approx(2 * 4.0 * (n - m), rel=0.12)
    assert np.cov(response.cross.T) == pytest.approx(2.0 * design.within, abs=0.15)


def test_a_seed_gives_one_answer_on_any_number_of_threads():
    fit = fit_nested_error(**grouped(10))
    asked = {"means": np.ones((3, 3)), "areas": [0, 1, 777], "replicates": 150, "seed": 4}
    one, three = (area_means_bootstrap(fit, **asked, threads=threads) for threads in (1, 3))
    assert np.array_equal(one.mse, three.mse)
    other = area_means_bootstrap(fit, **(asked | {"seed": 5}))
    assert not np.array_equal(one.mse, other.mse)


def test_a_bootstrap_can_be_watched_and_stopped():
    fit = fit_nested_error(**grouped(11))
    seen = []

    def progress(done, wanted):
        seen.append((done, wanted))
        return done < 128

    found = area_means_bootstrap(fit, means=np.ones((1, 3)), areas=[0], replicates=1000, progress=progress)
    assert seen == [(64, 1000), (128, 1000)]
    assert found.replicates == 128 and not found.complete


def test_equal_weights_are_the_unweighted_fit():
    data = grouped(12)
    plain, weighted = fit_nested_error(**data), fit_pseudo(**data, weights=np.full(len(data["y"]), 7.0))
    assert weighted.beta == pytest.approx(plain.beta, rel=1e-10)
    assert weighted.effects == pytest.approx(plain.effects, abs=1e-12)
    assert weighted.covariance == pytest.approx(plain.covariance, rel=1e-9)


def test_a_bootstrap_without_weights_refuses_a_weighted_fit():
    data = grouped(12)
    fit = fit_pseudo(**data, weights=np.arange(1.0, len(data["y"]) + 1))
    with pytest.raises(UsageError, match="fit is weighted"):
        area_means_bootstrap(fit, means=np.ones((1, 3)), areas=[0])


def test_weights_count_relative_to_one_another():
    data = grouped(13)
    weights = np.random.default_rng(0).uniform(1, 5, len(data["y"]))
    one, other = (fit_pseudo(**data, weights=c * weights) for c in (1.0, 1e4))
    assert one.beta == pytest.approx(other.beta, rel=1e-10)


def test_weights_take_out_a_sample_that_depends_on_y():
    """Units with a large error are sampled more: the plain intercept is too high, the weighted one is not."""
    random = np.random.default_rng(3)
    area = np.repeat(np.arange(150), 200)
    x = np.column_stack([np.ones(len(area)), random.normal(size=len(area))])
    error = random.normal(size=len(area))
    y = x @ [2.0, 1.0] + 0.4 * random.normal(size=150)[area] + error
    chance = np.where(error > 0.5, 0.3, 0.1)
    chosen = random.uniform(size=len(area)) < chance
    sample = {"y": y[chosen], "x": x[chosen], "area": area[chosen]}
    plain, weighted = fit_nested_error(**sample), fit_pseudo(**sample, weights=1 / chance[chosen])
    error = 4 * np.sqrt(weighted.covariance[0, 0])
    assert plain.beta[0] > 2.2
    assert weighted.beta == pytest.approx([2.0, 1.0], abs=error)


def test_the_weighted_mse_is_that_of_the_truth():
    """Weights unrelated to y: squared errors of 300 samples beside what is claimed."""
    data, random = grouped(16, areas=50), np.random.default_rng(4)
    weights = random.uniform(1, 4, len(data["y"]))
    asked = {"means": np.ones((50, 3)), "areas": np.arange(50)}
    claimed, squares = [], []
    for _ in range(300):
        effects = 0.5 * random.normal(size=50)
        y = data["x"] @ [1.0, 0.5, -1.0] + effects[data["area"]] + random.normal(size=len(data["y"]))
        found = area_means(fit_pseudo(**(data | {"y": y}), weights=weights), **asked)
        squares.append((found.estimate - 0.5 - effects) ** 2)
        claimed.append(found.mse)
    assert np.mean(claimed) == pytest.approx(np.mean(squares), rel=0.08)


BAD = [
    ("y", lambda d: d | {"y": np.where(np.arange(len(d["y"])) == 3, np.nan, d["y"])}, "y is missing .* rows 3"),
    ("x", lambda d: d | {"x": np.where(np.arange(len(d["y"]))[:, None] == 5, np.inf, d["x"])}, "x is missing .* rows 5"),
    ("short", lambda d: d | {"x": d["x"][:-1]}, "x has .* rows and y has"),
    ("one area", lambda d: d | {"area": np.zeros(len(d["y"]))}, "All units are in one area"),
    ("singles", lambda d: d | {"area": np.arange(len(d["y"]))}, "Every area has one unit only"),
    ("collinear", lambda d: d | {"x": np.column_stack([d["x"], d["x"] @ [1, 2, 3]])}, "columns 3 of x"),
    ("zero column", lambda d: d | {"x": d["x"] * [1, 0, 1]}, "columns 1 of x are zero"),
    ("constant", lambda d: d | {"y": np.full(len(d["y"]), 3.0)}, "does not vary within any area"),
    ("method", lambda d: d | {"method": "moments"}, "'moments' is not known"),
    ("text", lambda d: d | {"y": ["a"] * len(d["y"])}, "y holds what is not a number"),
    ("area missing", lambda d: d | {"area": [None, *d["area"][1:]]}, "area is missing in the rows 0"),
]


@pytest.mark.parametrize(("name", "spoil", "message"), BAD, ids=[name for name, _, _ in BAD])
def test_faults_are_named(name, spoil, message):
    with pytest.raises(UsageError, match=message):
        fit_nested_error(**spoil(grouped(14)))


def test_faults_of_targets_are_named():
    fit = fit_nested_error(**grouped(15))
    with pytest.raises(UsageError, match="more than once"):
        area_targets(fit, means=np.ones((2, 3)), areas=[1, 1])
    with pytest.raises(UsageError, match="population below their sample"):
        area_targets(fit, means=np.ones((1, 3)), areas=[0], sizes=[0.5])
    with pytest.raises(UsageError, match="fitted with 3"):
        area_targets(fit, means=np.ones((1, 2)), areas=[0])
    with pytest.raises(UsageError, match="type"):
        area_targets(fit, means=np.ones((1, 3)), areas=["0"])
