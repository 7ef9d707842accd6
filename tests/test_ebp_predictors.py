"""Empirical best predictors: R's sae, plain simulation beside closed forms and quadrature, invariances, faults."""

import pickle

import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics.smallarea import closed_forms, indicators, mixture, monte_carlo, predict, quadrature
from headway.statistics.smallarea.ebp import ebp, ebp_fit, posterior_of
from headway.statistics.smallarea.income_scale import Scale
from headway.statistics.smallarea.population import collapse, population
from headway.statistics.smallarea.streams import stream
from unit_level_reference import INCOME_COVARIATES, columns, floats, income, incomes, with_intercept

LINE = 11_000.0
SCALES = {
    "none": (Scale("none"), 15_000.0, 6_000.0),
    "log": (Scale("log"), 9.5, 0.5),
    "log with shift": (Scale("log", shift=2_000.0), 9.6, 0.4),
    "box-cox": (Scale("box-cox", power=0.3), 55.0, 5.0),
    "box-cox below 0": (Scale("box-cox", power=-0.1, largest=3e6), 6.15, 0.18),
}


def test_poverty_incidence_as_in_sae():
    """sae::ebBHF, MC = 2000, z = 6477.484, constant = 3600, sampled incomes kept; 5 provinces.

    A Monte-Carlo figure: the predicted headcount of one draw has a deviation of
    about 0.035 given the sample, so theirs has one of 0.0008; 4 of them.
    """
    outside, expected = columns("data_Xoutsamp.csv.gz"), columns("ebBHF_income_povinc_MC2000.csv")
    people = collapse(
        population(x=with_intercept(floats(outside, *INCOME_COVARIATES)), area=floats(outside, "domain").astype(int))
    )
    fit = ebp_fit(**income(), transformation="log", shift=3600)
    found = ebp(fit, people, indicators=["headcount"], line=6477.484, sampled="kept")
    place = np.searchsorted(people.areas, floats(expected, "domain").astype(int))
    assert found.column("headcount")[place] == pytest.approx(floats(expected, "eb"), abs=4 * 0.0008)
    assert np.array_equal(found.counts[place], floats(expected, "sampsize"))
    assert set(found.way.ravel()) == {"closed form"}


@pytest.mark.parametrize("name", SCALES)
def test_expectations_agree_with_plain_simulation(name):
    scale, mu, sd = SCALES[name]
    kinds = ["mean", "headcount", "gap", "severity"]
    form = closed_forms if closed_forms.has_closed_form(scale) else quadrature
    found = form.expected(kinds, np.array([mu]), np.array([sd]), scale=scale, line=LINE)
    y = scale.back(mu + sd * np.random.default_rng(0).standard_normal(1_000_000))
    short = np.where(y < LINE, 1 - y / LINE, 0.0)
    drawn = {"mean": y, "headcount": y < LINE, "gap": short, "severity": short**2}
    for kind in kinds:
        error = 4.5 * drawn[kind].std() / 1000
        assert found[kind][0] == pytest.approx(drawn[kind].mean(), abs=error), kind
        if form is closed_forms:
            mean, variance = closed_forms.moments([kind], np.array([mu]), np.array([sd]), scale=scale, line=LINE)[kind]
            assert mean[0] == found[kind][0]
            assert variance[0] == pytest.approx(drawn[kind].var(), rel=0.02), kind


@pytest.mark.parametrize("name", ["none", "log", "log with shift"])
def test_quadrature_agrees_with_closed_forms(name):
    """To 1e-7 of the line, from units far below it to units far above it."""
    scale, mu, sd = SCALES[name]
    mus, kinds = mu + sd * np.linspace(-6, 6, 41), ["mean", "headcount", "gap", "severity"]
    sds = np.full(41, sd)
    exact = closed_forms.expected(kinds, mus, sds, scale=scale, line=LINE)
    integrated = quadrature.expected(kinds, mus, sds, scale=scale, line=LINE)
    for kind in kinds:
        assert integrated[kind] == pytest.approx(exact[kind], abs=1e-7, rel=1e-7), kind


def test_box_cox_with_power_near_zero_is_the_logarithm():
    mus, sds = np.linspace(8, 11, 9), np.full(9, 0.5)
    kinds = ["mean", "headcount", "gap", "severity"]
    near = quadrature.expected(kinds, mus, sds, scale=Scale("box-cox", power=1e-5), line=LINE)
    exact = closed_forms.expected(kinds, mus, sds, scale=Scale("log"), line=LINE)
    for kind in kinds:
        assert near[kind] == pytest.approx(exact[kind], rel=1e-2)


@pytest.mark.parametrize("name", ["log", "log with shift", "box-cox"])
@pytest.mark.parametrize("units", [40, 3000])
def test_large_areas_are_integrated_as_they_are_simulated(name, units):
    """Against populations of 6000 units (bias of order 1/N); grid of centres (3000) and without (40)."""
    scale, mu, sd = SCALES[name]
    asked = [indicators.COMMON["gini"], indicators.COMMON["s80s20"], *(indicators.quantile(q) for q in (0.1, 0.5, 0.9))]
    random = np.random.default_rng(1)
    centres = mu + 0.6 * sd * random.standard_normal(units)
    found = mixture.expected(asked, centres, None, sd=sd, effect_sd=0.3 * sd, scale=scale)
    drawn, noise = monte_carlo.expected(
        asked, np.tile(centres, 6000 // units), sd=sd, effect_sd=0.3 * sd, scale=scale, line=None, draws=120, random=random
    )
    assert found == pytest.approx(drawn, rel=4e-3)
    assert np.all(np.sqrt(noise) < 2e-3 * drawn)


def test_a_pattern_counted_is_its_units_written_out():
    data = incomes()
    x = data["x"].copy()
    x[:, 1] = np.round(x[:, 1])
    people = population(x=x, area=data["area"])
    patterns = collapse(people)
    assert len(patterns.x) < len(people.x) / 5 and np.array_equal(patterns.sizes, people.sizes)
    fit = ebp_fit(y=data["y"][data["rows"]], x=x[data["rows"]], area=data["area"][data["rows"]])
    asked = {"indicators": ["mean", "total", "headcount", "severity"], "line": LINE}
    assert ebp(fit, patterns, **asked).estimate == pytest.approx(ebp(fit, people, **asked).estimate, rel=1e-11)
    again = population(x=patterns.x, area=people.areas[patterns.codes], counts=patterns.counts)
    assert ebp(fit, again, **asked).estimate == pytest.approx(ebp(fit, people, **asked).estimate, rel=1e-11)


@pytest.fixture(scope="module")
def fitted():
    data = incomes()
    rows = data["rows"]
    fit = ebp_fit(y=data["y"][rows], x=data["x"][rows], area=data["area"][rows])
    return data, fit, population(x=data["x"], area=data["area"])


def test_every_way_gives_the_same_answer(fitted):
    """Closed forms and 20 000 populations drawn; areas of 120 units, two of them unsampled."""
    _, fit, people = fitted
    names = ["mean", "total", "headcount", "gap", "severity"]
    closed = ebp(fit, people, indicators=names, line=LINE)
    task = predict.task(people, names, LINE, draws=4000, drawn_only=True)
    drawn, noise = predict.estimate(posterior_of(fit.model, people), fit.scale, task, lambda a: stream(1, 9, a))
    assert np.all(np.abs(drawn - closed.estimate) < 5 * np.sqrt(noise) + 2e-4 * closed.estimate)
    assert set(closed.way.ravel()) == {"closed form"} and np.all(closed.monte_carlo_error == 0)


def test_ten_indicators_come_near_the_truth(fitted):
    data, fit, people = fitted
    found = ebp(fit, people, indicators=indicators.TEN, line=LINE, seed=2)
    truth = np.stack(
        [indicators.values(data["y"][data["area"] == a][None], indicators.TEN, line=LINE)[0] for a in people.areas]
    )
    # The mean of 20 area effects alone moves incomes by 6 % and a headcount of a quarter by 0.03.
    assert found.estimate[:, [1, 2]].mean(axis=0) == pytest.approx(truth[:, [1, 2]].mean(axis=0), abs=0.06)
    assert found.estimate.mean(axis=0)[[0, *range(3, 10)]] == pytest.approx(truth.mean(axis=0)[[0, *range(3, 10)]], rel=0.12)
    sampled = found.counts > 0
    mean = found.indicators.index("mean")
    assert np.corrcoef(found.estimate[sampled, mean], truth[sampled, mean])[0, 1] > 0.6
    assert found.way[0].tolist() == ["closed form"] * 3 + ["Monte Carlo"] * 7
    assert np.array_equal(found.counts, [12] * 18 + [0] * 2) and np.all(found.sizes == 120)


def test_an_unsampled_area_rests_on_its_covariates(fitted):
    _, fit, people = fitted
    posterior = posterior_of(fit.model, people)
    assert np.all(posterior.effects[-2:] == 0) and np.all(posterior.effects[:-2] != 0)
    assert posterior.effect_variances[-2:] == pytest.approx(fit.model.sigma2_area)
    assert np.all(posterior.effect_variances[:-2] < fit.model.sigma2_area)


def test_a_function_of_the_user(fitted):
    _, fit, people = fitted
    above = indicators.custom("above", lambda y: np.mean(y >= LINE, axis=-1))
    found = ebp(fit, people, indicators=["headcount", above], line=LINE, draws=2000)
    assert found.column("above") == pytest.approx(1 - found.column("headcount"), abs=4e-3)
    assert found.way[0, 1] == "Monte Carlo"
    for wrong in (lambda y: y.mean(), lambda y: np.full(len(y), np.nan)):
        with pytest.raises(UsageError, match="'bad' gave"):
            ebp(fit, people, indicators=[indicators.custom("bad", wrong)])


def test_kept_incomes_count_as_they_are(fitted):
    data, fit, people = fitted
    rest = np.setdiff1d(np.arange(len(data["y"])), data["rows"])
    outside = population(x=data["x"][rest], area=data["area"][rest])
    asked = {"indicators": ["mean", "headcount", "gap", "severity", "gini"], "line": LINE}
    kept = ebp(fit, outside, sampled="kept", **asked)
    assert np.all(kept.sizes == 120)
    apart = ebp(fit, outside, **asked)
    y = data["y"][data["rows"]].reshape(-1, 12)
    expected = (108 * apart.column("mean")[:18] + y.sum(axis=1)) / 120
    assert kept.column("mean")[:18] == pytest.approx(expected)
    expected = (108 * apart.column("severity")[:18] + (np.maximum(1 - y / LINE, 0) ** 2).sum(axis=1)) / 120
    assert kept.column("severity")[:18] == pytest.approx(expected)
    assert kept.column("mean") == pytest.approx(ebp(fit, people, **asked).column("mean"), rel=0.05)


def test_the_unit_of_money_does_not_matter(fitted):
    data, fit, people = fitted
    rows = data["rows"]
    cents = ebp_fit(y=100 * data["y"][rows], x=data["x"][rows], area=data["area"][rows])
    one, other = (
        ebp(f, people, indicators=indicators.TEN, line=line, seed=1) for f, line in ((fit, LINE), (cents, 100 * LINE))
    )
    factor = np.array([100, 1, 1, 1, 1, 100, 100, 100, 100, 100])
    assert other.estimate == pytest.approx(one.estimate * factor, rel=1e-9)


def test_the_order_of_rows_does_not_matter(fitted):
    data, fit, people = fitted
    turn = np.random.default_rng(0).permutation(len(data["x"]))
    turned = population(x=data["x"][turn], area=data["area"][turn])
    asked = {"indicators": ["mean", "gap"], "line": LINE}
    assert ebp(fit, turned, **asked).estimate == pytest.approx(ebp(fit, people, **asked).estimate, rel=1e-12)


def test_results_pickle(fitted):
    _, fit, people = fitted
    found = pickle.loads(pickle.dumps(ebp(pickle.loads(pickle.dumps(fit)), people, line=LINE)))
    assert np.array_equal(found.estimate, ebp(fit, people, line=LINE).estimate)


def test_indicators_of_known_incomes():
    """By hand: five people with 1, 2, 3, 4, 10; line 3.5; type-7 quantiles 1.8 and 5.2."""
    asked = [*(indicators.COMMON[k] for k in ("mean", "total", "headcount", "gap", "severity", "gini", "s80s20"))]
    found = indicators.values(np.array([[4.0, 1.0, 3.0, 10.0, 2.0]]), [*asked, indicators.quantile(0.8)], line=3.5)[0]
    gaps = 1 - np.array([1, 2, 3]) / 3.5
    gini = 2 * (1 + 4 + 9 + 16 + 50) / (5 * 20) - 6 / 5
    assert found == pytest.approx([4, 20, 0.6, gaps.sum() / 5, (gaps**2).sum() / 5, gini, 10 / 1, 5.2])


FAULTS = [
    ({"indicators": ["median"]}, "'median' is not known"),
    ({"indicators": ["mean", "mean"]}, "each once"),
    ({"indicators": ["gap"], "line": None}, "poverty line is None"),
    ({"indicators": ["gap"], "line": -5.0}, "poverty line is -5"),
    ({"draws": 3}, "3 draws"),
    ({"sampled": "both"}, "sampled is 'both'"),
    ({"indicators": ["gini"], "seed": -1}, "seed is -1"),
]


@pytest.mark.parametrize(("asked", "message"), FAULTS)
def test_faults_are_named(fitted, asked, message):
    _, fit, people = fitted
    with pytest.raises(UsageError, match=message):
        ebp(fit, people, **({"line": LINE} | asked))


def test_faults_of_populations_are_named(fitted):
    data, fit, _ = fitted
    with pytest.raises(UsageError, match="fitted with 3"):
        ebp(fit, population(x=data["x"][:, :2], area=data["area"]), line=LINE)
    with pytest.raises(UsageError, match="fewer than 5 units"):
        ebp(fit, population(x=np.ones((4, 3)), area=[0, 0, 0, 0]), indicators=["s80s20"])
    with pytest.raises(UsageError, match="not a whole number in the rows 1"):
        population(x=np.ones((2, 3)), area=[0, 0], counts=[1, 1.5])
    one = ebp(fit, population(x=np.ones((1, 3)), area=[0]), indicators=["gini", "mean"])
    assert one.column("gini")[0] == pytest.approx(0) and np.isfinite(one.estimate).all()
