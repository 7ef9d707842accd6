"""Calibration: totals met, what cannot be met refused, variance that knows."""

import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics import survey


@pytest.fixture(scope="module")
def drawn():
    random = np.random.default_rng(31)
    n = 500
    data = {
        "sex": random.choice(["f", "m"], n),
        "age": random.integers(1, 6, n),
        "x": random.gamma(3, 2, n),
        "weights": random.uniform(10, 40, n),
        "cluster": random.integers(0, 40, n),
        "area": random.integers(0, 4, n),
    }
    data["y"] = 5 * data["x"] + 3 * (data["sex"] == "f") + data["age"] + random.normal(size=n)
    return data


def design_of(drawn):
    return survey.survey_design(drawn["weights"], clusters=drawn["cluster"])


SEX = {"f": 6500, "m": 6000}
AGE = {1: 2000, 2: 2500, 3: 3000, 4: 2600, 5: 2400}


def raked(design, drawn):
    return survey.rake(design, margins={"sex": drawn["sex"], "age": drawn["age"]}, totals={"sex": SEX, "age": AGE})


def test_raking_meets_every_margin(drawn):
    design = raked(design_of(drawn), drawn)
    for name, totals in (("sex", SEX), ("age", AGE)):
        for label, total in totals.items():
            assert design.weights[drawn[name] == label].sum() == pytest.approx(total, rel=1e-11)
    # One factor for each category: the ratio of ratios is free of interaction.
    ratio = design.weights / drawn["weights"]
    one = {(s, a): ratio[(drawn["sex"] == s) & (drawn["age"] == a)][0] for s in "fm" for a in AGE}
    for a in AGE:
        assert one["f", a] / one["m", a] == pytest.approx(one["f", 1] / one["m", 1], rel=1e-10)


def test_raking_is_exponential_calibration_on_categories(drawn):
    other = survey.calibrate(
        design_of(drawn), x={"sex": drawn["sex"], "age": drawn["age"]}, totals={"sex": SEX, "age": AGE}, method="exponential"
    )
    np.testing.assert_allclose(raked(design_of(drawn), drawn).weights, other.weights, rtol=1e-9)
    one, two = (survey.mean(drawn["y"], design=d, area=drawn["area"]) for d in (other, raked(design_of(drawn), drawn)))
    np.testing.assert_allclose(one.std_error, two.std_error, rtol=1e-9)


def test_poststratification_is_linear_calibration_on_one_category(drawn):
    one = survey.poststratify(design_of(drawn), cell=drawn["age"], totals=AGE)
    two = survey.calibrate(design_of(drawn), x={"age": drawn["age"]}, totals={"age": AGE})
    np.testing.assert_allclose(one.weights, two.weights, rtol=1e-12)
    assert survey.mean(drawn["y"], design=one).std_error[0] == pytest.approx(
        survey.mean(drawn["y"], design=two).std_error[0], rel=1e-10
    )


def test_poststrata_of_combinations(drawn):
    totals = {(s, a): 1000 + 10 * a for s in "fm" for a in AGE}
    design = survey.poststratify(design_of(drawn), cell=[drawn["sex"], drawn["age"]], totals=totals)
    both = (drawn["sex"] == "f") & (drawn["age"] == 3)
    assert design.weights[both].sum() == pytest.approx(1030)


@pytest.mark.parametrize(
    ("method", "bounds"), [("linear", None), ("linear", (0.7, 1.6)), ("exponential", None), ("logit", (0.6, 1.8))]
)
def test_calibration_meets_badly_scaled_totals(drawn, method, bounds):
    x = np.column_stack([np.ones(500), drawn["x"], 1e9 * drawn["x"] + 1e3, 1e-9 * drawn["x"] ** 2])
    totals = np.array([12500.0, 12500 * 6.2, 1e9 * 12500 * 6.2 + 1e3 * 12500, 1e-9 * 12500 * 51.0])
    design = survey.calibrate(design_of(drawn), x=x, totals=totals, method=method, bounds=bounds)
    np.testing.assert_allclose(x.T @ design.weights, totals, rtol=1e-9)
    ratio = design.weights / drawn["weights"]
    if bounds:
        assert bounds[0] - 1e-12 <= ratio.min() and ratio.max() <= bounds[1] + 1e-12


def test_what_is_calibrated_on_has_no_error(drawn):
    design = raked(design_of(drawn), drawn)
    assert survey.proportion(drawn["sex"], design=design, category="f").std_error[0] < 1e-12
    assert survey.total(np.ones(500), design=design).std_error[0] < 1e-6
    linear = survey.calibrate(design_of(drawn), x={"one": np.ones(500), "x": drawn["x"]}, totals={"one": 12500, "x": 77000})
    plain = survey.total(drawn["y"], design=design_of(drawn)).std_error[0]
    assert survey.total(drawn["y"], design=linear).std_error[0] < plain / 5


@pytest.mark.parametrize("statistic", [survey.mean, survey.total, survey.gini, survey.median])
def test_linearized_errors_agree_with_calibrated_jackknife(drawn, statistic):
    """Both first order; they differ by terms of order 1/clusters."""
    design = survey.jackknife(raked(design_of(drawn), drawn))
    linear = statistic(drawn["y"], design=design, area=drawn["area"], errors="linearized")
    replicated = statistic(drawn["y"], design=design, area=drawn["area"])
    np.testing.assert_allclose(replicated.std_error, linear.std_error, rtol=0.12 if statistic is not survey.median else 0.5)


def test_replicates_before_or_after_calibration_are_one(drawn):
    before = raked(survey.jackknife(design_of(drawn)), drawn)
    after = survey.jackknife(raked(design_of(drawn), drawn))
    np.testing.assert_allclose(before.replicates.factors, after.replicates.factors, rtol=1e-10, atol=1e-12)


def test_relative_line_under_calibration_by_area(drawn):
    design = raked(design_of(drawn), drawn)
    every = survey.fgt(drawn["y"], 1, line=survey.RelativeLine(0.8), design=design, area=drawn["area"])
    one = survey.fgt(drawn["y"], 1, line=survey.RelativeLine(0.8), design=design, area=drawn["area"], areas=[2])
    assert one.std_error[0] == pytest.approx(every.std_error[2], rel=1e-10)


def test_trimming_keeps_the_sum_and_the_bounds(drawn):
    design = raked(design_of(drawn), drawn)
    trimmed = survey.trim(design, lower=12, upper=38)
    assert trimmed.population == pytest.approx(design.population, rel=1e-12)
    assert trimmed.weights.min() >= 12 - 1e-9 and trimmed.weights.max() <= 38 + 1e-9
    tight = survey.trim(design, lower=24.9, upper=25.1)
    assert tight.population == pytest.approx(design.population, rel=1e-12)
    assert survey.mean(drawn["y"], design=trimmed).std_error[0] > 0
    with pytest.raises(UsageError, match="cannot sum"):
        survey.trim(design, upper=20)


def test_trimming_by_hand():
    """The excess of 4 over the bound is shared by the two rows inside."""
    design = survey.survey_design(np.array([1.0, 3.0, 10.0]))
    assert survey.trim(design, upper=6).weights.tolist() == [3, 5, 6]
    assert survey.trim(design, upper=5).weights.tolist() == pytest.approx([4, 5, 5])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda d, t: survey.poststratify(d, cell=t["age"], totals={1: 5, 2: 5}), "no total"),
        (lambda d, t: survey.poststratify(d, cell=t["age"], totals=AGE | {9: 10}), "no row"),
        (lambda d, t: survey.poststratify(d, cell=t["age"], totals=AGE | {1: -3}), "not a positive"),
        (lambda d, t: survey.poststratify(d, cell=t["age"], totals=[1, 2]), "dictionary"),
        (
            lambda d, t: survey.rake(
                d, margins={"s": t["sex"], "a": t["age"]}, totals={"s": SEX, "a": {k: 2 * v for k, v in AGE.items()}}
            ),
            "sum",
        ),
        (lambda d, t: survey.rake(d, margins={"s": t["sex"]}, totals={"a": AGE}), "same names"),
        (lambda d, t: survey.calibrate(d, x={"x": t["x"]}, totals={"x": 1e9}, method="logit", bounds=(0.9, 1.1)), "Widen"),
        (lambda d, t: survey.calibrate(d, x=np.ones((500, 1)), totals=[1e4], method="logit"), "bounds"),
        (lambda d, t: survey.calibrate(d, x=np.ones((500, 2)), totals=[1e4, 2e4]), "agree"),
        (lambda d, t: survey.calibrate(d, x=np.ones((5, 1)), totals=[1e4]), "shape"),
        (lambda d, t: survey.calibrate(d, x={"x": np.where(t["x"] > 9, np.nan, 1)}, totals={"x": 1e4}), "absent"),
        (lambda d, t: survey.calibrate(d, x={"one": np.ones(500), "x": t["x"]}, totals={"one": 12500, "x": 2e4}), "negative"),
        (lambda d, t: survey.calibrate(d, x={"x": t["x"]}, totals={"x": 1}, method="best"), "no calibration"),
    ],
)
def test_refusals(drawn, call, said):
    with pytest.raises(UsageError, match=said):
        call(design_of(drawn), drawn)


def test_margins_that_no_weights_meet():
    """Men are all old and women all young: margins that say otherwise have no solution."""
    design = survey.survey_design(np.ones(4))
    with pytest.raises(UsageError, match="does not meet"):
        survey.rake(design, margins={"s": list("mmff"), "a": list("ooyy")}, totals={"s": {"m": 5, "f": 5}, "a": {"o": 4, "y": 6}})
