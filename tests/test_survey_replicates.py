"""Replicate weights: those made here, those given, and their faults."""

import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics import survey
from headway.statistics.survey.hadamard import hadamard

N = 48


@pytest.fixture(scope="module")
def pairs():
    """24 strata of two rows."""
    random = np.random.default_rng(21)
    return np.repeat(np.arange(24), 2), random.uniform(2, 9, N), random.lognormal(3, 0.5, N)


@pytest.mark.parametrize("least", [2, 3, 4, 11, 25, 29, 36, 51, 77, 88, 101, 250])
def test_hadamard(least):
    matrix = hadamard(least)
    order = len(matrix)
    assert order >= least and (order <= least + 3 or least > 88 or order == 56)
    np.testing.assert_array_equal(matrix @ matrix.T, order * np.eye(order))
    assert (matrix[:, 0] == 1).all()


@pytest.mark.parametrize("fay", [0.0, 0.3, 0.5])
def test_balanced_halves_of_a_total_are_exact(pairs, fay):
    """Of a linear statistic balanced replicates give the linearized variance, by orthogonality."""
    strata, weights, y = pairs
    design = survey.balanced_replicates(survey.survey_design(weights, strata=strata), fay=fay)
    found, linear = (survey.total(y, design=design, errors=errors) for errors in ("replicates", "linearized"))
    assert found.variance[0] == pytest.approx(linear.variance[0], rel=1e-12)
    mean, linear = (survey.mean(y, design=design, errors=errors) for errors in ("replicates", "linearized"))
    assert mean.std_error[0] == pytest.approx(linear.std_error[0], rel=0.05)


def test_jackknife_of_a_total_is_exact(pairs):
    strata, weights, y = pairs
    design = survey.survey_design(weights, strata=strata // 2, fpc=np.full(N, 20))
    found = survey.total(y, design=survey.jackknife(design))
    assert found.variance[0] == pytest.approx(survey.total(y, design=design).variance[0], rel=1e-12)
    area = strata % 3
    found = survey.total(y, design=survey.jackknife(design), area=area)
    np.testing.assert_allclose(found.variance, survey.total(y, design=design, area=area).variance, rtol=1e-12)


def test_bootstrap_is_unbiased_for_totals_and_kept_by_its_seed(pairs):
    strata, weights, y = pairs
    design = survey.survey_design(weights, strata=strata // 4, fpc=np.full(N, 20))
    made = survey.bootstrap(design, count=4000, seed=9)
    again = survey.bootstrap(design, count=4000, seed=9)
    np.testing.assert_array_equal(made.replicates.factors, again.replicates.factors)
    # A variance from 4000 normal draws has relative error sqrt(2/4000) = 2.2 %.
    assert survey.total(y, design=made).variance[0] == pytest.approx(survey.total(y, design=design).variance[0], rel=0.09)
    assert (made.replicates.factors >= 0).all()


def test_clusters_move_together():
    cluster = np.array([1, 1, 2, 2, 3, 3])
    design = survey.jackknife(survey.survey_design(np.ones(6), clusters=cluster))
    assert design.replicates.weights(design.weights, 1).tolist() == [1.5, 1.5, 0, 0, 1.5, 1.5]


def test_given_weights_equal_made_ones(pairs):
    strata, weights, y = pairs
    made = survey.balanced_replicates(survey.survey_design(weights, strata=strata), fay=0.3)
    values = np.stack([made.replicates.weights(weights, r) for r in range(made.replicates.count)], axis=1)
    given = survey.survey_design(weights, replicate_weights=values, replication=survey.Replication("Fay", fay=0.3))
    assert survey.mean(y, design=given).variance[0] == pytest.approx(survey.mean(y, design=made).variance[0], rel=1e-12)
    assert given.degrees_of_freedom == 24
    factors = survey.Replication("Fay", fay=0.3, combined=False)
    given = survey.survey_design(weights, replicate_weights=values / weights[:, None], replication=factors)
    assert survey.mean(y, design=given).variance[0] == pytest.approx(survey.mean(y, design=made).variance[0], rel=1e-12)


@pytest.mark.parametrize(
    ("values", "replication", "said"),
    [
        (np.ones((4, 3)), survey.Replication(), "4, 3"),
        (np.ones((5, 1)), survey.Replication(), "1 replicate"),
        (np.ones((5, 3)), None, "how they were made"),
        (-np.ones((5, 3)), survey.Replication(), "negative"),
        (np.full((5, 3), np.nan), survey.Replication(), "absent"),
        (np.eye(5)[:, :3] * [1, 1, 0], survey.Replication(), "zero in every row"),
        (np.ones((5, 3)) * 0.01, survey.Replication(), "0.01 times"),
        (np.ones((5, 3)), survey.Replication("JKn"), "no scales"),
        (np.ones((5, 3)), survey.Replication("JK1", scales=(1.0, 1.0)), "2 scales"),
        (np.ones((5, 3)), survey.Replication("Fay", fay=1.0), "fay"),
        (np.ones((5, 3)), survey.Replication("of our own"), "No scale"),
        (np.ones((5, 3)), survey.Replication(scale=-1.0), "scale"),
    ],
)
def test_replicates_that_do_not_fit(values, replication, said):
    with pytest.raises(UsageError, match=said):
        survey.survey_design(np.ones(5), replicate_weights=values, replication=replication)


def test_designs_that_give_no_replicates(pairs):
    strata, weights, _ = pairs
    three = survey.survey_design(weights, strata=strata // 3 * 3 // 2)
    with pytest.raises(UsageError, match="two units"):
        survey.balanced_replicates(three)
    lonely = survey.survey_design(np.ones(3), strata=["a", "a", "b"], single="centred")
    for make in (survey.jackknife, lambda d: survey.bootstrap(d, seed=1)):
        with pytest.raises(UsageError, match="one unit"):
            make(lonely)
    assert survey.jackknife(survey.survey_design(np.ones(3), strata=["a", "a", "b"], single="certainty")).replicates.count == 2


def test_a_replicate_without_rows_of_an_area_is_told():
    cluster, area = np.repeat([1, 2, 3], 2), np.array(["a", "a", "b", "b", "b", "b"])
    design = survey.jackknife(survey.survey_design(np.ones(6), clusters=cluster))
    found = survey.mean(np.arange(6.0), design=design, area=area)
    assert [note.areas for note in found.notes if note.code == "EMPTY_REPLICATES"] == [("a",)]
    assert np.isfinite(found.std_error).all()


def test_quantiles_with_jackknife_weights_are_woodruffs(pairs):
    strata, weights, y = pairs
    design = survey.survey_design(weights, strata=strata // 4)
    made, linear = survey.median(y, design=survey.jackknife(design)), survey.median(y, design=design)
    assert made.std_error[0] == pytest.approx(linear.std_error[0], rel=0.3)
