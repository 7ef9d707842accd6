"""A design from arrays, or from the columns of a table, with every fault and its rows."""

import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.codes import Coded, code
from headway.statistics.survey.columns import column, columns
from headway.statistics.survey.design import TREATMENTS, SurveyDesign
from headway.statistics.survey.faults import Fault, fault, labels_text, raise_any
from headway.statistics.survey.replicates import Replication, replicates_from_weights
from headway.statistics.survey.single import treat_single
from headway.statistics.survey.stages import first_stage, later_stage
from headway.statistics.survey.weight_checks import weight_faults


def survey_design(
    weights=None,
    *,
    strata=None,
    clusters=None,
    fpc=None,
    nest: bool = False,
    single: str = "error",
    replicate_weights=None,
    replication: Replication | None = None,
    data=None,
) -> SurveyDesign:
    """The design of a sample of n rows.

    `weights` (n,) positive; left out, they are the product of the inverse
    sampling fractions. `strata`, `clusters` and `fpc` (n,) each, or a list with
    one for each stage, first stage first; without `clusters` every row is a
    unit. `fpc` is the number of units in the stratum (in the cluster, at later
    stages), or, where no value of the stage exceeds 1, the share drawn; for the
    first stage it may be a mapping from stratum to number. One `fpc` more than
    there are stages of clusters makes the rows the units of a last stage.
    `nest`: cluster labels begin anew in every stratum. `single`: the treatment
    of strata with one unit (see `TREATMENTS`). `replicate_weights` (n, R) with
    the `replication` they were made by. With `data` (a mapping or a pandas,
    Polars or Arrow table) names of its columns stand for arrays.

    Later stages count only through the finite population correction: where the
    first stage was drawn with replacement they add nothing, by theory.
    Raises SurveyFault, which lists every fault with its rows.
    """
    if single not in TREATMENTS:
        raise UsageError(
            f"There is no treatment {single!r} of single-unit strata.", remedy=f"Use one of {', '.join(TREATMENTS)}."
        )
    strata, clusters = columns(strata, data, "strata"), columns(clusters, data, "clusters")
    fpc, known = _fpc_columns(fpc, data)
    rows = _row_count([column(weights, data, "weights"), *strata, *clusters, *fpc])
    strata, clusters = [code(values) for values in strata], [code(values) for values in clusters]
    found = _absences(strata, clusters)
    raise_any(found)
    stages = _stages(rows, strata, clusters, fpc, known, nest)
    stages, notes = treat_single(stages, single, rows)
    weights = _weights(column(weights, data, "weights"), stages, fpc, rows)
    replicates = None
    if replicate_weights is not None:
        replicates = replicates_from_weights(replicate_weights, weights, replication)
    return SurveyDesign(weights, stages, single, replicates, (), notes)


def _fpc_columns(fpc, data) -> tuple[list[np.ndarray], dict | None]:
    """The stages' columns, and the first stage's mapping where one is given."""
    stages = list(fpc) if isinstance(fpc, (list, tuple)) and len(fpc) and isinstance(fpc[0], dict) else [fpc]
    if not isinstance(stages[0], dict):
        return [_floats(values) for values in columns(fpc, data, "fpc")], None
    return [np.empty(0)] + [_floats(values) for values in columns(stages[1:] or None, data, "fpc")], stages[0]


def _floats(values: np.ndarray) -> np.ndarray:
    try:
        return values.astype(float, copy=False)
    except (TypeError, ValueError):
        raise UsageError("fpc holds what is no number.", remedy="Give counts of units, or shares drawn.") from None


def _row_count(arrays: list[np.ndarray | None]) -> int:
    lengths = {len(array) for array in arrays if array is not None and len(array)}
    if not lengths:
        raise UsageError("The design has no rows.", remedy="Give weights, or fpc from which they follow.")
    if len(lengths) > 1:
        raise UsageError(
            f"The arrays of the design have different lengths: {', '.join(map(str, sorted(lengths)))}.",
            remedy="Give one value for each row of the sample in every one of them.",
        )
    return lengths.pop()


def _absences(strata: list[Coded], clusters: list[Coded]) -> list[Fault]:
    found = []
    for stage, coded in enumerate(strata, 1):
        if len(coded.absent):
            found.append(
                fault(
                    "STRATUM_ABSENT",
                    f"Rows without a stratum at stage {stage}",
                    "Fill the stratum or leave the rows out.",
                    coded.absent,
                )
            )
    for stage, coded in enumerate(clusters, 1):
        if len(coded.absent):
            found.append(_cluster_absence(strata, coded, stage))
    return found


def _cluster_absence(strata: list[Coded], coded: Coded, stage: int) -> Fault:
    where = ""
    if len(strata) >= stage:
        of_rows = strata[stage - 1].codes[coded.absent]
        where = f" in strata {labels_text(strata[stage - 1].labels[np.unique(of_rows[of_rows >= 0])])}"
    remedy = "Give each row its cluster; where a stratum was drawn by rows, give each row a cluster of its own."
    return fault("CLUSTER_ABSENT", f"Rows without a cluster at stage {stage}{where}", remedy, coded.absent)


def _stages(rows, strata, clusters, fpc, known, nest) -> tuple:
    # Extra fpc columns, or none of clusters, make the rows themselves the units of the last stage.
    depth = max(len(clusters), len(fpc), 1)
    if depth > len(clusters) + 1 or len(strata) > depth:
        raise UsageError(
            f"There are {len(clusters)} stages of clusters, {len(strata)} of strata and {len(fpc)} of fpc.",
            remedy="Give the clusters of every stage but, at most, the last, in which rows are the units.",
        )
    absent = [None] * depth
    strata, clusters, fpc = (list(part) + absent[len(part) :] for part in (strata, clusters, fpc))
    stages = [first_stage(rows, strata[0], clusters[0], fpc[0], known, nest)]
    for number in range(1, depth):
        if not stages[-1].fractions.any():
            break
        stages.append(later_stage(rows, stages[-1], strata[number], clusters[number], fpc[number], number + 1))
    return tuple(stages)


def _weights(weights, stages, fpc, rows) -> np.ndarray:
    if weights is None:
        weights = np.ones(rows)
        for stage in stages:
            of_rows = stage.strata if stage.clusters is None else stage.strata[stage.clusters]
            with np.errstate(divide="ignore"):
                weights = weights / stage.fractions[of_rows]
        if not np.isfinite(weights).all() or len(fpc) < len(stages):
            raise UsageError("There are no weights, and no sampling fractions they could follow from.", remedy="Give weights.")
        return weights
    try:
        weights = np.array(weights, dtype=float)
    except (TypeError, ValueError):
        raise UsageError("weights hold what is no number.", remedy="Give a positive number for each row.") from None
    raise_any(weight_faults(weights))
    return weights
