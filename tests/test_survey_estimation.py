"""Estimators: known values, invariances, absences, intervals."""

import pickle

import numpy as np
import pytest
from scipy import stats

from headway.errors import UsageError
from headway.statistics import survey


@pytest.fixture(scope="module")
def drawn():
    random = np.random.default_rng(11)
    n = 600
    strata = random.integers(0, 4, n)
    cluster = strata * 100 + random.integers(0, 8, n)
    weights = random.uniform(5, 30, n)
    y = random.lognormal(9, 0.7, n) * (1 + 0.1 * (cluster % 7))
    return {"strata": strata, "clusters": cluster, "weights": weights, "y": y, "area": random.integers(0, 5, n)}


def design_of(drawn, factor=1.0):
    return survey.survey_design(drawn["weights"] * factor, strata=drawn["strata"], clusters=drawn["clusters"])


STATISTICS = {
    "mean": survey.mean,
    "total": survey.total,
    "gini": survey.gini,
    "share_ratio": survey.share_ratio,
    "median": survey.median,
    "headcount": lambda y, **k: survey.fgt(y, 0, line=6000, **k),
    "gap": lambda y, **k: survey.fgt(y, 1, line=6000, **k),
    "severity": lambda y, **k: survey.fgt(y, 2, line=6000, **k),
    "relative headcount": lambda y, **k: survey.fgt(y, 0, line=survey.RelativeLine(), **k),
    "relative gap": lambda y, **k: survey.fgt(y, 1, line=survey.RelativeLine(by_area=True), **k),
    "ratio": lambda y, **k: survey.ratio(y, np.sqrt(y), **k),
}


@pytest.mark.parametrize("name", STATISTICS)
def test_weights_times_a_constant_change_totals_only(drawn, name):
    before = STATISTICS[name](drawn["y"], design=design_of(drawn), area=drawn["area"])
    after = STATISTICS[name](drawn["y"], design=design_of(drawn, 3.0), area=drawn["area"])
    factor = 3.0 if name == "total" else 1.0
    np.testing.assert_allclose(after.estimate, factor * before.estimate, rtol=1e-11)
    np.testing.assert_allclose(after.std_error, factor * before.std_error, rtol=1e-9)


@pytest.mark.parametrize("name", STATISTICS)
def test_one_area_asked_for_is_the_same_as_all(drawn, name):
    every = STATISTICS[name](drawn["y"], design=design_of(drawn), area=drawn["area"])
    two = STATISTICS[name](drawn["y"], design=design_of(drawn), area=drawn["area"], areas=[3, 1])
    assert two.areas.tolist() == [3, 1]
    for column in ("estimate", "std_error", "lower", "upper", "n", "design_effect", "degrees_of_freedom"):
        np.testing.assert_allclose(getattr(two, column), getattr(every, column)[[3, 1]], rtol=1e-10)


@pytest.mark.parametrize("name", STATISTICS)
def test_omitted_rows_count_as_outside(drawn, name):
    holed = drawn["y"].copy()
    holed[::7] = np.nan
    labels = np.where(np.isnan(holed), -1, drawn["area"])
    found = STATISTICS[name](holed, design=design_of(drawn), area=drawn["area"], missing="omit")
    assert found.missing == 86 and np.isfinite(found.std_error).all()
    if not name.startswith("relative head"):
        expected = STATISTICS[name](drawn["y"], design=design_of(drawn), area=labels, areas=range(5))
        np.testing.assert_allclose(found.std_error, expected.std_error, rtol=1e-9)
    with pytest.raises(survey.SurveyFault) as caught:
        STATISTICS[name](holed, design=design_of(drawn))
    assert caught.value.faults[0].rows.tolist() == list(range(0, 600, 7))


@pytest.mark.parametrize("name", ["mean", "total", "gini", "gap", "severity", "ratio", "relative gap"])
def test_influence_is_the_derivative_by_the_weight(drawn, name):
    """With rows drawn alone the variance is that of weight times derivative, taken here by differences."""
    y, weights = drawn["y"][:60], drawn["weights"][:60]
    design = survey.survey_design(weights)
    slopes = np.empty(60)
    for row in range(60):
        step = np.zeros(60)
        step[row] = 1e-5 * weights[row]
        ends = [STATISTICS[name](y, design=survey.survey_design(weights + sign * step)).estimate[0] for sign in (1, -1)]
        slopes[row] = (ends[0] - ends[1]) / 2e-5
    found = STATISTICS[name](y, design=design)
    # The median, as a step, has no derivative: of a relative line only the fixed part is tested.
    if name != "relative gap":
        assert found.variance[0] == pytest.approx(60 * np.var(slopes, ddof=1), rel=1e-6)
    else:
        assert found.variance[0] > 0


@pytest.mark.parametrize("name", STATISTICS)
def test_linearized_errors_agree_with_the_bootstrap(drawn, name):
    """Both are consistent: with 28 degrees of freedom and 400 replicates they differ by some per cent."""
    if name == "total":
        pytest.skip("the bootstrap of totals is exact in expectation and tested with the replicates")
    design = survey.bootstrap(design_of(drawn), count=400, seed=5)
    linear = STATISTICS[name](drawn["y"], design=design, errors="linearized")
    boot = STATISTICS[name](drawn["y"], design=design)
    assert boot.std_error[0] == pytest.approx(linear.std_error[0], rel=0.25)


def test_gini_of_equal_weights_is_the_textbook_one():
    y = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])
    ranked, n = np.sort(y), 6
    expected = 2 * np.sum(np.arange(1, 7) * ranked) / (n * y.sum()) - (n + 1) / n
    assert survey.gini(y, design=survey.survey_design(np.ones(6))).estimate[0] == pytest.approx(expected, rel=1e-14)
    doubled = survey.gini(np.repeat(y, 2), design=survey.survey_design(np.ones(12))).estimate[0]
    assert doubled == pytest.approx(expected, rel=1e-13)


def test_shares_and_poverty_by_hand():
    y, design = np.arange(1.0, 11.0), survey.survey_design(np.ones(10))
    assert survey.share_ratio(y, design=design).estimate[0] == pytest.approx((9 + 10) / (1 + 2))
    found = survey.poverty(y, line=4.0, design=design)
    gaps = np.array([0.75, 0.5, 0.25])
    assert found["headcount"].estimate[0] == pytest.approx(0.3)
    assert found["gap"].estimate[0] == pytest.approx(gaps.sum() / 10)
    assert found["severity"].estimate[0] == pytest.approx((gaps**2).sum() / 10)


@pytest.mark.parametrize(
    ("rule", "numpy_rule"), [("math", "inverted_cdf"), ("school", "averaged_inverted_cdf"), ("interpolated", "linear")]
)
@pytest.mark.parametrize("p", [0.1, 0.25, 0.5, 0.75, 0.9])
def test_quantile_rules_of_equal_weights(rule, numpy_rule, p):
    """Reference: NumPy 2.4 `quantile`, methods of Hyndman and Fan; equal to rounding."""
    y = np.random.default_rng(8).normal(size=40)
    found = survey.quantile(y, p, design=survey.survey_design(np.full(40, 0.1 + 0.2)), rule=rule)
    assert found.estimate[0] == pytest.approx(np.quantile(y, p, method=numpy_rule), rel=1e-12)


def test_a_stratified_mean_by_hand():
    y, strata = np.array([1.0, 2, 4, 8, 9, 13]), np.array([0, 0, 0, 1, 1, 1])
    found = survey.mean(y, design=survey.survey_design(np.repeat([2.0, 3.0], 3), strata=strata), method="wald")
    share = np.array([0.4, 0.6])
    assert found.estimate[0] == pytest.approx(share @ [7 / 3, 10])
    variance = share**2 @ [np.var(y[:3], ddof=1) / 3, np.var(y[3:], ddof=1) / 3]
    assert found.variance[0] == pytest.approx(variance)
    reach = stats.t.ppf(0.975, 4) * np.sqrt(variance)
    assert found.upper[0] - found.estimate[0] == pytest.approx(reach)


def test_the_interval_of_a_skewed_mean():
    """Hall 1992: symmetric data give Student's; a long right tail reaches further up."""
    y = np.array([-3.0, -1, -1, 0, 0, 0, 1, 1, 3])
    design = survey.survey_design(np.ones(9))
    wald, hall = (survey.mean(y, design=design, method=method) for method in ("wald", "skewness"))
    assert hall.upper[0] == pytest.approx(wald.upper[0]) and hall.lower[0] == pytest.approx(wald.lower[0])
    hall = survey.mean(np.exp(y), design=design)
    assert hall.upper[0] - hall.estimate[0] > 1.2 * (hall.estimate[0] - hall.lower[0])
    deviation = np.exp(y) - np.exp(y).mean()
    lean = 9 / 8 / 7 * 9 * (deviation**3).sum() / (9 / 8 * (deviation**2).sum()) ** 1.5
    for end, sign in ((hall.lower[0], 1), (hall.upper[0], -1)):
        t = (hall.estimate[0] - end) / hall.std_error[0]
        assert t + lean * t**2 / 3 + lean**2 * t**3 / 27 + lean / 6 == pytest.approx(sign * stats.t.ppf(0.975, 8))


def test_intervals_of_shares_of_a_simple_sample():
    """Clopper-Pearson (scipy.stats.beta) and Wilson's equation, at n - 1 = 39: the size of the unbiased variance."""
    y = np.zeros(40)
    y[:6] = 1
    design = survey.survey_design(np.ones(40))
    exact = survey.proportion(y, design=design, method="korn-graubard")
    assert exact.lower[0] == pytest.approx(stats.beta.ppf(0.025, 39 * 0.15, 39 * 0.85 + 1))
    assert exact.upper[0] == pytest.approx(stats.beta.ppf(0.975, 39 * 0.15 + 1, 39 * 0.85))
    score = survey.proportion(y, design=design)
    z, p, n = stats.norm.ppf(0.975), 0.15, 39
    for bound in (score.lower[0], score.upper[0]):
        assert (bound - p) ** 2 == pytest.approx(z**2 * bound * (1 - bound) / n)


@pytest.mark.parametrize("method", ["wilson", "korn-graubard", "logit"])
def test_all_or_none(method):
    design = survey.survey_design(np.ones(40))
    area = np.repeat(["none", "every"], 20)
    found = survey.proportion(np.repeat([0, 1], 20), design=design, area=area, method=method)
    assert found.areas.tolist() == ["every", "none"] and found.std_error.tolist() == [0, 0]
    assert found.lower[1] == 0 and 0.1 < found.upper[1] < 0.2
    assert found.upper[0] == 1 and found.lower[0] == pytest.approx(1 - found.upper[1])
    if method == "korn-graubard":
        assert found.upper[1] == pytest.approx(1 - 0.025 ** (1 / 20))
    assert found.design_effect.tolist() == [1, 1]


def test_tiny_areas_are_told_and_never_nan():
    y, area = np.array([1.0, 2, 3, 4, 5]), np.array(["a", "a", "a", "a", "b"])
    for statistic in (survey.mean, survey.total, survey.median, survey.gini, survey.share_ratio):
        found = statistic(y, design=survey.survey_design(np.ones(5)), area=area)
        assert {"SINGLE_ROW", "NO_DEGREES_OF_FREEDOM"} <= {note.code for note in found.notes}
        for column in found.columns().values():
            assert column.dtype.kind == "U" or np.isfinite(column).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda d, y: survey.mean(y[:3], design=d),
        lambda d, y: survey.mean(y, design=d, area=["a"]),
        lambda d, y: survey.mean(y, design=d, area=list("aabb"), areas=["a", "z"]),
        lambda d, y: survey.mean(y, design=d, area=["a", None, "b", "b"]),
        lambda d, y: survey.mean(["x", 1, 2, 3], design=d),
        lambda d, y: survey.mean([np.inf, 1, 2, 3], design=d),
        lambda d, y: survey.mean([np.nan] * 4, design=d, missing="omit"),
        lambda d, y: survey.mean(y, design=d, level=95),
        lambda d, y: survey.mean(y, design=d, errors="replicates"),
        lambda d, y: survey.proportion(y, design=d),
        lambda d, y: survey.proportion(y > 2, design=d, method="exact"),
        lambda d, y: survey.proportion(list("aabb"), design=d, category="A"),
        lambda d, y: survey.ratio(y, np.zeros(4), design=d),
        lambda d, y: survey.quantile(y, 1.5, design=d),
        lambda d, y: survey.gini(-y, design=d),
        lambda d, y: survey.share_ratio(-y, design=d),
        lambda d, y: survey.fgt(y, 0, line=-1, design=d),
        lambda d, y: survey.fgt(-y, 0, line=survey.RelativeLine(), design=d),
        lambda d, y: survey.fgt(np.ones(4), 0, line=survey.RelativeLine(), design=d),
        lambda d, y: survey.fgt(y, 3, line=1, design=d),
    ],
)
def test_refusals_say_what_to_do(call):
    with pytest.raises(UsageError) as caught:
        call(survey.survey_design(np.ones(4)), np.array([1.0, 2, 3, 4]))
    assert len(str(caught.value)) > 30


def test_results_print_and_pickle(drawn):
    found = survey.mean(drawn["y"], design=design_of(drawn), area=drawn["area"])
    again = pickle.loads(pickle.dumps(found))
    np.testing.assert_array_equal(again.estimate, found.estimate)
    assert str(found).count("\n") == 6 and "std_error" in str(found)
    assert set(found.columns()) >= {"area", "estimate", "std_error"} and (found.variation > 0).all()


def test_text_areas_equal_integer_areas(drawn):
    text = np.array([f"d{a}" for a in drawn["area"]], dtype=object)
    one = survey.mean(drawn["y"], design=design_of(drawn), area=text)
    two = survey.mean(drawn["y"], design=design_of(drawn), area=drawn["area"])
    np.testing.assert_array_equal(one.std_error, two.std_error)


def test_domains_of_many_clusters_use_sorting_and_agree():
    """More cells than the table of those present holds: the sorted way gives the same."""
    random = np.random.default_rng(2)
    n = 2000
    cluster, area, y = random.integers(0, 900, n), random.integers(0, 60, n), random.normal(size=n)
    design = survey.survey_design(random.uniform(1, 2, n), clusters=cluster)
    every = survey.mean(y, design=design, area=area)
    alone = [survey.mean(y, design=design, area=area, areas=[a]).std_error[0] for a in every.areas]
    np.testing.assert_allclose(every.std_error, alone, rtol=1e-12)
