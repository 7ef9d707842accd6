"""Designs: faults with their rows, treatments of single-unit strata, stages."""

import pickle

import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics import survey

WEIGHTS = np.full(6, 10.0)
STRATA = np.array(["a", "a", "a", "b", "b", "c"])
Y = np.array([1.0, 2.0, 6.0, 3.0, 5.0, 4.0])


def faults(*args, **kwargs) -> dict[str, list[int]]:
    with pytest.raises(survey.SurveyFault) as caught:
        survey.survey_design(*args, **kwargs)
    assert str(caught.value)
    return {fault.code: fault.rows.tolist() for fault in caught.value.faults}


def test_every_fault_of_the_weights_is_told_at_once():
    found = faults([1.0, -2.0, 0.0, np.nan, np.inf, -1.0])
    assert found == {"WEIGHT_ABSENT": [3], "WEIGHT_INFINITE": [4], "WEIGHT_NEGATIVE": [1, 5], "WEIGHT_ZERO": [2]}


@pytest.mark.parametrize(
    ("arguments", "code", "rows"),
    [
        ({"strata": ["a", None, "b", "b", "a", ""]}, "STRATUM_ABSENT", [1, 5]),
        ({"strata": list("aabbcc"), "clusters": [1, 2, np.nan, np.nan, 5, 6]}, "CLUSTER_ABSENT", [2, 3]),
        ({"strata": list("aabbbb"), "clusters": [1, 2, 2, 3, 3, 4]}, "CLUSTER_ACROSS_STRATA", [1]),
        ({"strata": list("aaabbb"), "fpc": [9, 9, 8, 7, 7, 7]}, "FPC_VARIES", [0, 1]),
        ({"strata": list("aaabbb"), "fpc": [9, 9, 9, 2, 2, 2]}, "FPC_TOO_SMALL", [3, 4, 5]),
        ({"strata": list("aaabbb"), "fpc": [9, 9, 9, 0, np.nan, 2]}, "FPC_ABSENT", [3, 4]),
        ({"strata": list("aaabbb"), "fpc": {"a": 9, "b": 9, "z": 5}}, "STRATUM_WITHOUT_CLUSTERS", []),
        ({"strata": list("aaabbb"), "fpc": {"a": 9}}, "FPC_ABSENT", [3, 4, 5]),
        ({"strata": STRATA}, "SINGLE_UNIT", [5]),
        ({"strata": list("aaabbb"), "clusters": [1, 2, 2, 3, 3, 3]}, "SINGLE_UNIT", [3, 4, 5]),
    ],
)
def test_faults_carry_their_rows(arguments, code, rows):
    found = faults(WEIGHTS, **arguments)
    # Rows that differ are counted from the last value seen in the stratum.
    assert code in found and (found[code] == rows or code in ("CLUSTER_ACROSS_STRATA", "FPC_VARIES"))


@pytest.mark.parametrize(
    "arguments",
    [
        {"weights": None},
        {"weights": [1.0, 2.0], "strata": ["a"]},
        {"weights": ["x", 1]},
        {"weights": [1.0], "single": "hope"},
        {"weights": "w"},
        {"weights": np.ones((2, 2))},
    ],
)
def test_arguments_that_do_not_fit(arguments):
    with pytest.raises(UsageError):
        survey.survey_design(**arguments)


def between(values) -> float:
    return len(values) * np.var(values, ddof=1)


def test_treatments_of_single_units():
    totals = 10 * Y
    known = between(totals[:3]) + between(totals[3:5])

    def variance(single):
        design = survey.survey_design(WEIGHTS, strata=STRATA, single=single)
        assert design.notes
        return survey.total(Y, design=design).variance[0]

    assert variance("certainty") == pytest.approx(known)
    assert variance("average") == pytest.approx(known * 3 / 2)
    assert variance("centred") == pytest.approx(known + (totals[5] - totals.mean()) ** 2)
    assert variance("collapse") == pytest.approx(between(totals[:3]) + between(totals[3:]))


def test_a_single_unit_drawn_for_certain_is_no_fault():
    design = survey.survey_design(strata=STRATA, fpc={"a": 30, "b": 20, "c": 1})
    assert design.weights.tolist() == [10, 10, 10, 10, 10, 1]
    expected = (1 - 0.1) * (between(10 * Y[:3]) + between(10 * Y[3:5]))
    assert survey.total(Y, design=design).variance[0] == pytest.approx(expected)


def test_average_needs_something_to_average():
    with pytest.raises(survey.SurveyFault, match="no variance to average"):
        survey.survey_design(np.ones(2), strata=["a", "b"], single="average")
    joined = survey.survey_design(np.ones(2), strata=["a", "b"], single="collapse")
    assert joined.strata == 1


def test_two_stages_by_hand():
    random = np.random.default_rng(3)
    cluster, y = np.repeat([4, 7, 9], [3, 4, 2]), random.normal(size=9)
    counts = np.repeat([12, 10, 5], [3, 4, 2])
    design = survey.survey_design(clusters=[cluster], fpc=[np.full(9, 20), counts])
    assert design.weights == pytest.approx(20 / 3 * np.repeat([4, 2.5, 2.5], [3, 4, 2]))
    weighted = design.weights * y
    parts = [weighted[cluster == c] for c in (4, 7, 9)]
    first = (1 - 3 / 20) * between(np.array([part.sum() for part in parts]))
    second = 3 / 20 * sum((1 - len(part) / there) * between(part) for part, there in zip(parts, (12, 10, 5)))
    assert survey.total(y, design=design).variance[0] == pytest.approx(first + second)


def test_nested_labels_and_order_do_not_matter():
    random = np.random.default_rng(4)
    n = 300
    strata, cluster = random.integers(0, 5, n), random.integers(0, 6, n)
    weights, y, area = random.uniform(1, 9, n), random.normal(size=n), random.integers(0, 4, n)
    named = np.array([f"{s}-{c}" for s, c in zip(strata, cluster)])
    nested = survey.mean(y, design=survey.survey_design(weights, strata=strata, clusters=cluster, nest=True), area=area)
    turned = random.permutation(n)
    design = survey.survey_design(weights[turned], strata=strata[turned].astype(str), clusters=named[turned])
    found = survey.mean(y[turned], design=design, area=area[turned])
    np.testing.assert_allclose(found.std_error, nested.std_error, rtol=1e-12)
    np.testing.assert_array_equal(found.degrees_of_freedom, nested.degrees_of_freedom)


def test_designs_pickle_and_print():
    design = survey.jackknife(survey.survey_design(WEIGHTS, strata=STRATA, single="collapse"))
    again = pickle.loads(pickle.dumps(design))
    assert survey.mean(Y, design=again).std_error == survey.mean(Y, design=design).std_error
    assert "2 strata" in str(design) and "replicate" in str(design)
    with pytest.raises(survey.SurveyFault) as caught:
        survey.survey_design(-WEIGHTS)
    assert pickle.loads(pickle.dumps(caught.value)).faults[0].code == "WEIGHT_NEGATIVE"


def test_missing_labels_of_integers_far_apart():
    design = survey.survey_design(WEIGHTS, clusters=np.array([10**12, 5, 10**12, 5, -7, -7]))
    assert design.clusters == 3 and design.degrees_of_freedom == 2
