"""The stages of a design from coded strata, clusters and population counts."""

import numpy as np

from headway.statistics.survey.codes import Coded, pair
from headway.statistics.survey.design import Stage
from headway.statistics.survey.faults import fault, labels_text, raise_any

NEARLY = 1e-9
"""Relative slack for counts that were written as decimals."""


def first_stage(rows: int, strata: Coded | None, clusters: Coded | None, fpc, known: dict | None, nest: bool) -> Stage:
    """The first stage; `fpc` (n,) or None, or `known`: number of units by stratum label."""
    strata = strata or Coded(np.array(["all"]), np.zeros(rows, dtype=np.intp))
    if clusters is None:
        of_cluster, of_rows = strata.codes, None
    else:
        of_cluster, of_rows = _within(strata, clusters, nest)
    size = len(strata.labels)
    sizes = np.bincount(of_cluster, minlength=size)
    if known is not None:
        fpc = _by_label(strata, known)[strata.codes]
    fractions = _fractions(strata.codes, sizes, fpc, strata.labels, 1)
    return Stage(of_cluster, of_rows, sizes, fractions, np.ones(size), strata.labels)


def later_stage(rows: int, before: Stage, strata: Coded | None, clusters: Coded | None, fpc, number: int) -> Stage:
    """A stage within the units of the stage before; labels begin anew in each of them."""
    parents = np.arange(rows) if before.clusters is None else before.clusters
    of_rows = parents
    of_stratum = np.arange(before.units)
    if strata is not None:
        cells = pair(parents, strata.codes, len(strata.labels))
        of_rows, of_stratum = cells.index, cells.first
    if clusters is None:
        of_cluster, cluster_rows = of_rows, None
    else:
        cells = pair(of_rows, clusters.codes, len(clusters.labels))
        of_cluster, cluster_rows = cells.first, cells.index
    size = len(of_stratum)
    sizes = np.bincount(of_cluster, minlength=size)
    labels = np.arange(size)
    fractions = _fractions(of_rows, sizes, fpc, labels, number)
    parent_stratum = before.strata[of_stratum]
    shares = (before.shares * before.fractions)[parent_stratum]
    return Stage(of_cluster, cluster_rows, sizes, fractions, shares, labels)


def _within(strata: Coded, clusters: Coded, nest: bool) -> tuple[np.ndarray, np.ndarray]:
    """Stratum of each cluster and cluster of each row."""
    if nest:
        cells = pair(strata.codes, clusters.codes, len(clusters.labels))
        return cells.first, cells.index
    of_cluster = np.zeros(len(clusters.labels), dtype=np.intp)
    of_cluster[clusters.codes] = strata.codes
    crossing = np.flatnonzero(of_cluster[clusters.codes] != strata.codes)
    if len(crossing):
        names = labels_text(clusters.labels[np.unique(clusters.codes[crossing])])
        found = f"Clusters {names} lie in more than one stratum"
        remedy = "Where labels begin anew in every stratum, say nest=True; else correct the stratum."
        raise_any([fault("CLUSTER_ACROSS_STRATA", found, remedy, crossing)])
    return of_cluster, clusters.codes


def _by_label(strata: Coded, known: dict) -> np.ndarray:
    """Number of units by stratum code, from a mapping by label."""
    present = {label: place for place, label in enumerate(strata.labels.tolist())}
    empty = [label for label in known if label not in present]
    unknown = [label for label in present if label not in known]
    found = []
    if empty:
        text = f"Strata {labels_text(empty)} have a population and no clusters in the sample"
        found.append(
            fault("STRATUM_WITHOUT_CLUSTERS", text, "Leave them out of fpc, or join them with a stratum that was sampled.")
        )
    if unknown:
        rows = np.flatnonzero(np.isin(strata.codes, [present[label] for label in unknown]))
        text = f"Strata {labels_text(unknown)} have no population in fpc"
        found.append(fault("FPC_ABSENT", text, "Give the number of units in each stratum.", rows))
    raise_any(found)
    return np.array([float(known[label]) for label in present])


def _fractions(of_rows, sizes, fpc, labels, number: int) -> np.ndarray:
    """Share drawn of each stratum, from counts or shares by row."""
    if fpc is None:
        return np.zeros(len(sizes))
    bad = np.flatnonzero(~(fpc > 0))
    if len(bad):
        text = f"The population count of stage {number} is absent, zero or negative"
        raise_any([fault("FPC_ABSENT", text, "Give a positive count or share, or infinity for drawing with replacement.", bad)])
    value = np.empty(len(sizes))
    value[of_rows] = fpc
    varies = np.flatnonzero(~np.isclose(fpc, value[of_rows], rtol=NEARLY, atol=0))
    if len(varies):
        names = labels_text(labels[np.unique(of_rows[varies])])
        text = f"The population count of stage {number} differs within strata {names}"
        raise_any([fault("FPC_VARIES", text, "Give all rows of a stratum the same count.", varies)])
    fractions = value if fpc.max() <= 1 else sizes / value
    over = np.flatnonzero(fractions > 1 + NEARLY)
    if len(over):
        text = f"Strata {labels_text(labels[over])} of stage {number} have fewer units in the population than in the sample"
        rows = np.flatnonzero(np.isin(of_rows, over))
        raise_any([fault("FPC_TOO_SMALL", text, "Correct the count: it is of units of this stage, not of rows.", rows)])
    return np.minimum(fractions, 1.0)
