"""Bootstrap errors of empirical best predictors: reductions without bias, worlds of known truth, one answer for a seed."""

import msgspec
import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics.smallarea import indicators
from headway.statistics.smallarea.bootstrap_samples import wild_errors
from headway.statistics.smallarea.ebp import ebp, ebp_fit
from headway.statistics.smallarea.ebp_bootstrap import ebp_bootstrap
from headway.statistics.smallarea.population import population
from unit_level_reference import incomes

LINE = 11_000.0
LINEAR = ("mean", "headcount", "gap", "severity")


def fit_of(data: dict, **options):
    rows = data["rows"]
    return ebp_fit(y=data["y"][rows], x=data["x"][rows], area=data["area"][rows], **options)


@pytest.fixture(scope="module")
def world():
    data = incomes(areas=20, size=40, sample=10)
    return data, fit_of(data), population(x=data["x"], area=data["area"])


def agree(one, other, factor: float = 4.0) -> None:
    """Averages over areas of two bootstraps' MSEs, within their Monte-Carlo errors."""
    error = np.sqrt((one.std_error**2 + other.std_error**2).sum(axis=0)) / len(one.areas)
    # Areas share a replicate's coefficients, so their errors go together: twice the independent error.
    assert np.all(np.abs((one.mse - other.mse).mean(axis=0)) < 2 * factor * error)


def test_expected_truths_agree_with_drawn_ones(world):
    """Rao-Blackwell: the same MSE as with drawn populations, with less noise."""
    _, fit, people = world
    drawn = [
        indicators.custom("mean", lambda y: y.mean(axis=-1)),
        indicators.custom("headcount", lambda y: (y < LINE).mean(axis=-1)),
    ]
    closed = ebp_bootstrap(fit, people, indicators=["mean", "headcount"], line=LINE, replicates=200, seed=1)
    simulated = ebp_bootstrap(fit, people, indicators=drawn, line=LINE, replicates=200, seed=1, draws=16)
    agree(closed, simulated)
    assert np.all(closed.std_error.mean(axis=0) < simulated.std_error.mean(axis=0))
    assert closed.drawn == "sums"


def test_samples_drawn_as_sums_and_as_units_agree(world):
    """Equal weights send the same model down the units' way."""
    data, fit, people = world
    weighted = fit_of(data, weights=np.full(len(data["rows"]), 4.0))
    asked = {"indicators": LINEAR, "line": LINE, "replicates": 200}
    sums, units = ebp_bootstrap(fit, people, seed=1, **asked), ebp_bootstrap(weighted, people, seed=2, **asked)
    assert (sums.drawn, units.drawn) == ("sums", "units")
    agree(sums, units)


def test_the_mse_is_that_of_worlds_drawn_afresh():
    """Populations and samples drawn by plain NumPy from known parameters, estimated each time.

    A quarter of the units is sampled, so their incomes are kept.
    """
    data = incomes(areas=25, size=40, sample=10, unsampled=2)
    rest = np.setdiff1d(np.arange(1000), data["rows"])
    outside = population(x=data["x"][rest], area=data["area"][rest])
    random, asked = np.random.default_rng(3), {"indicators": ["mean", "headcount"], "line": LINE, "sampled": "kept"}
    squares, claimed = [], []
    for number in range(200):
        z = data["x"] @ [9.8, 0.25, -0.3] + 0.25 * random.normal(size=25)[data["area"]] + 0.5 * random.normal(size=1000)
        fit = fit_of(data | {"y": np.exp(z)})
        truth = np.stack([np.bincount(data["area"], v) / 40 for v in (np.exp(z), np.exp(z) < LINE)], axis=1)
        squares.append((ebp(fit, outside, **asked).estimate - truth) ** 2)
        if number % 5 == 0:
            claimed.append(ebp_bootstrap(fit, outside, replicates=30, seed=number, **asked).mse)
    actual, claimed = np.mean(squares, axis=0), np.mean(claimed, axis=0)
    assert claimed[:-2].mean(axis=0) == pytest.approx(actual[:-2].mean(axis=0), rel=0.12)
    assert claimed[-2:].mean(axis=0) == pytest.approx(actual[-2:].mean(axis=0), rel=0.35)
    assert np.all(claimed[-2:].mean(axis=0) > 1.5 * claimed[:-2].mean(axis=0))


@pytest.mark.slow
@pytest.mark.parametrize("transformation", ["none", "log", "box-cox"])
def test_intervals_cover(transformation):
    """Area means and headcounts, 60 areas: 93-97 % of truths inside +- 1.96 root MSE, MSE bias under 10 %."""
    data = incomes(areas=60, size=60, sample=15, unsampled=0)
    rest = np.setdiff1d(np.arange(3600), data["rows"])
    outside = population(x=data["x"][rest], area=data["area"][rest])
    random, inside, squares, claimed = np.random.default_rng(4), [], [], []
    for number in range(120):
        z = data["x"] @ [9.8, 0.25, -0.3] + 0.25 * random.normal(size=60)[data["area"]] + 0.5 * random.normal(size=3600)
        y = {"none": 12_000 + 6_000 * (z - 9.8), "log": np.exp(z), "box-cox": (0.2 * (z + 26)) ** 5}[transformation]
        asked = {"indicators": ["mean", "headcount"], "line": float(np.median(y)) * 0.8, "sampled": "kept"}
        fit = fit_of(data | {"y": y}, transformation=transformation)
        truth = np.stack([np.bincount(data["area"], v) / 60 for v in (y, y < asked["line"])], axis=1)
        gap = ebp(fit, outside, **asked).estimate - truth
        mse = ebp_bootstrap(fit, outside, replicates=60, seed=number, **asked).mse
        inside.append(np.abs(gap) < 1.96 * np.sqrt(mse))
        squares.append(gap**2)
        claimed.append(mse)
    coverage = np.mean(inside, axis=(0, 1))
    bias = np.mean(claimed, axis=(0, 1)) / np.mean(squares, axis=(0, 1)) - 1
    assert np.all((coverage >= 0.93) & (coverage <= 0.97)), coverage
    assert np.all(np.abs(bias) < 0.10), bias


def test_wild_errors_keep_the_unit_variance(world):
    _, fit, _ = world
    wild = wild_errors(fit)
    assert np.mean(wild.sizes**2) == pytest.approx(fit.model.sigma2_unit)
    drawn = wild.draw(wild.fitted, np.random.default_rng(0))
    assert np.array_equal(np.abs(drawn), wild.sizes) and 0.3 < np.mean(drawn > 0) < 0.7


def test_wild_and_parametric_agree_where_errors_are_normal(world):
    _, fit, people = world
    asked = {"indicators": LINEAR, "line": LINE, "replicates": 150}
    parametric = ebp_bootstrap(fit, people, seed=1, **asked)
    wild = ebp_bootstrap(fit, people, seed=1, kind="wild", **asked)
    assert wild.drawn == "units" and wild.kind == "wild"
    assert np.sqrt(wild.mse).mean(axis=0) == pytest.approx(np.sqrt(parametric.mse).mean(axis=0), rel=0.2)


@pytest.mark.parametrize("transformation", ["box-cox", "log-shift"])
def test_an_estimated_parameter_is_estimated_again(world, transformation):
    data, _, people = world
    fit = fit_of(data, transformation=transformation)
    asked = {"indicators": LINEAR, "line": LINE, "replicates": 60, "seed": 3}
    again = ebp_bootstrap(fit, people, **asked)
    fixed = ebp_bootstrap(msgspec.structs.replace(fit, reestimate=False), people, **asked)
    assert np.all(np.isfinite(again.mse)) and np.all(again.mse > 0)
    assert not np.allclose(again.mse, fixed.mse)
    assert np.all(np.sqrt(again.mse).mean(axis=0) < 2 * np.sqrt(fixed.mse).mean(axis=0))


def test_kept_incomes_leave_the_rest_to_be_uncertain(world):
    data, fit, people = world
    rest = np.setdiff1d(np.arange(len(data["y"])), data["rows"])
    outside = population(x=data["x"][rest], area=data["area"][rest])
    asked = {"indicators": ["mean", "headcount", "gini"], "line": LINE, "replicates": 60, "seed": 3}
    kept, all_units = ebp_bootstrap(fit, outside, sampled="kept", **asked), ebp_bootstrap(fit, people, **asked)
    ratio = (kept.mse[:18] / all_units.mse[:18]).mean(axis=0)
    assert np.all((ratio > 0.4) & (ratio < 0.95))
    without_gini = asked | {"indicators": ["mean", "headcount"], "replicates": 200}
    sums = ebp_bootstrap(fit, outside, sampled="kept", **without_gini)
    assert (sums.drawn, kept.drawn) == ("sums", "units")
    assert np.sqrt(kept.mse[:, :2]).mean(axis=0) == pytest.approx(np.sqrt(sums.mse).mean(axis=0), rel=0.12)


@pytest.mark.parametrize("options", [{}, {"kind": "wild"}, {"sampled": "kept"}, {"indicators": ["mean"]}])
def test_a_seed_gives_one_answer_on_any_number_of_threads(world, options):
    _, fit, people = world
    asked = {"indicators": ["mean", "gini"], "line": LINE, "replicates": 25, "draws": 8} | options
    one, three = (ebp_bootstrap(fit, people, seed=5, threads=threads, **asked) for threads in (1, 3))
    assert np.array_equal(one.mse, three.mse) and np.array_equal(one.bias, three.bias)
    assert not np.array_equal(one.mse, ebp_bootstrap(fit, people, seed=6, **asked).mse)


def test_a_bootstrap_can_be_watched_and_stopped(world):
    _, fit, people = world
    seen = []
    found = ebp_bootstrap(
        fit, people, line=LINE, replicates=50, progress=lambda done, wanted: seen.append(done) or done < 20
    )
    assert seen == [10, 20] and found.replicates == 20 and not found.complete
    whole = ebp_bootstrap(fit, people, line=LINE, replicates=20)
    assert np.array_equal(found.mse, whole.mse) and whole.complete


def test_a_relative_line_moves_with_each_world(world):
    """60 % of the median: headcounts hardly depend on the overall level, so a line that moves errs less."""
    _, fit, people = world

    def share_of_median(incomes):
        return 0.6 * float(np.median(incomes))

    asked = {"indicators": ["mean", "headcount"], "replicates": 60, "seed": 2}
    moving = ebp_bootstrap(fit, people, line=share_of_median, **asked)
    fixed = ebp_bootstrap(fit, people, line=share_of_median(fit.y), **asked)
    assert moving.drawn == "units" and moving.mse[:, 1].mean() < fixed.mse[:, 1].mean()
    estimates = [ebp(fit, people, line=line).estimate for line in (share_of_median, share_of_median(fit.y))]
    assert np.array_equal(*estimates)
    two = ebp_bootstrap(fit, people, line=share_of_median, threads=2, **asked)
    assert np.array_equal(moving.mse, two.mse)


def test_weights_bring_headcounts_back_under_informative_sampling():
    """Poorer units are sampled less; the weighted predictor is nearer the truth than the plain one."""
    random = np.random.default_rng(8)
    area, x = np.repeat(np.arange(60), 150), np.column_stack([np.ones(9000), random.normal(size=9000)])
    error = 0.5 * random.normal(size=9000)
    y = np.exp(x @ [9.8, 0.2] + 0.2 * random.normal(size=60)[area] + error)
    chance = np.where(error > 0, 0.25, 0.08)
    rows = np.flatnonzero(random.uniform(size=9000) < chance)
    sample = {"y": y[rows], "x": x[rows], "area": area[rows]}
    people = population(x=x, area=area)
    truth = np.bincount(area, y < LINE) / 150
    plain, weighted = ebp_fit(**sample), ebp_fit(**sample, weights=1 / chance[rows])
    gap = [np.mean(ebp(f, people, indicators=["headcount"], line=LINE).estimate[:, 0] - truth) for f in (plain, weighted)]
    assert abs(gap[1]) < 0.4 * abs(gap[0])
    found = ebp_bootstrap(weighted, people, line=LINE, replicates=10)
    assert found.drawn == "units" and np.all(np.isfinite(found.mse))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"kind": "block"}, "'block' is not known"),
        ({"replicates": 1}, "at least two replicates"),
        ({"threads": 0}, "one thread"),
        ({"progress": lambda done, wanted: False, "replicates": 1}, "two replicates"),
    ],
)
def test_faults_are_named(world, asked, message):
    _, fit, people = world
    with pytest.raises(UsageError, match=message):
        ebp_bootstrap(fit, people, line=LINE, **asked)
