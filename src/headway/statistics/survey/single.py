"""Strata in which one unit was drawn: found with their rows, refused or joined."""

import numpy as np

from headway.statistics.survey.codes import code
from headway.statistics.survey.design import Stage
from headway.statistics.survey.faults import fault, labels_text, raise_any


def treat_single(stages: tuple[Stage, ...], single: str, rows: int) -> tuple[tuple[Stage, ...], tuple[str, ...]]:
    """The stages to reckon with, and notes on what was done.

    "collapse" joins strata of the first stage; a single unit at a later stage
    then adds the mean variance of the others, as under "average".
    """
    lonely = [np.flatnonzero(stage.single()) for stage in stages]
    if not any(len(strata) for strata in lonely):
        return stages, ()
    if single == "error":
        raise_any([_fault(stage, strata, number) for number, (stage, strata) in enumerate(zip(stages, lonely), 1) if len(strata)])
    if single == "average":
        _refuse_all_single(stages)
    if single != "collapse" or not len(lonely[0]):
        return stages, _notes(lonely, single, stages)
    joined, note = _collapse(stages[0])
    later = tuple(_follow(stage, stages[0], joined) for stage in stages[1:2]) + stages[2:]
    return (joined, *later), (note,)


def _fault(stage: Stage, strata: np.ndarray, number: int):
    of_rows = stage.strata if stage.clusters is None else stage.strata[stage.clusters]
    rows = np.flatnonzero(np.isin(of_rows, strata))
    what = (
        f"Strata {labels_text(stage.labels[strata])} have" if number == 1 else f"{len(strata)} units of stage {number - 1} have"
    )
    remedy = 'Choose single="certainty", "centred", "average" or "collapse", or join the strata.'
    return fault("SINGLE_UNIT", f"{what} one unit drawn at stage {number}, which shows no variance", remedy, rows)


def _refuse_all_single(stages: tuple[Stage, ...]) -> None:
    for number, stage in enumerate(stages, 1):
        if stage.single().any() and not (stage.sizes > 1).any():
            raise_any(
                [
                    fault(
                        "SINGLE_UNIT",
                        f"Every stratum of stage {number} has one unit: there is no variance to average",
                        'Use single="centred" or "collapse".',
                    )
                ]
            )


def _notes(lonely, single, stages) -> tuple[str, ...]:
    return tuple(
        f"{len(strata)} single-unit strata at stage {number} treated as {single}"
        + (f": {labels_text(stage.labels[strata])}." if number == 1 else ".")
        for number, (stage, strata) in enumerate(zip(stages, lonely), 1)
        if len(strata)
    )


def _collapse(stage: Stage) -> tuple[Stage, str]:
    """Each single-unit stratum joined with the one before it, the first with the one after."""
    if len(stage.sizes) == 1:
        raise_any(
            [
                fault(
                    "SINGLE_UNIT",
                    "The only stratum has one unit: there is none to join it with",
                    "Name clusters in which more than one unit was drawn.",
                )
            ]
        )
    lonely = stage.single()
    into = np.arange(len(stage.sizes))
    grown = stage.sizes.copy()
    for stratum in np.flatnonzero(lonely):
        if grown[into[stratum]] > 1:
            continue
        other = into[stratum - 1] if stratum else 1
        grown[other] += grown[stratum]
        into[into == stratum] = other
    final = code(into)
    strata = final.codes[stage.strata]
    sizes = np.bincount(strata, minlength=len(final.labels))
    joined = Stage(
        strata, stage.clusters, sizes, _joined_fractions(stage, final), np.ones(len(sizes)), stage.labels[final.labels]
    )
    pairs = ", ".join(
        f"{stage.labels[s]} with {stage.labels[final.labels[final.codes[s]]]}"
        for s in np.flatnonzero(into != np.arange(len(into)))[:8]
    )
    return joined, f"{int(lonely.sum())} single-unit strata collapsed: {pairs}."


def _joined_fractions(stage: Stage, final) -> np.ndarray:
    """Units drawn over units there are; 0 where a part was drawn with replacement."""
    with np.errstate(divide="ignore"):
        there = np.where(stage.fractions > 0, stage.sizes / stage.fractions, np.inf)
    size = len(final.labels)
    return np.bincount(final.codes, stage.sizes, size) / np.bincount(final.codes, there, size)


def _follow(stage: Stage, before: Stage, joined: Stage) -> Stage:
    """The second stage's shares after the first stage's strata were joined."""
    # Its strata lie within units of the first stage, which the joining leaves as they are.
    of_first = np.empty(len(stage.sizes), dtype=np.intp)
    of_first[stage.strata] = _parent(stage, before)
    return Stage(
        stage.strata, stage.clusters, stage.sizes, stage.fractions, joined.fractions[joined.strata[of_first]], stage.labels
    )


def _parent(stage: Stage, before: Stage) -> np.ndarray:
    """First-stage unit of each unit of the second stage."""
    rows = before.clusters
    if stage.clusters is None:
        return rows
    parent = np.empty(stage.units, dtype=np.intp)
    parent[stage.clusters] = rows
    return parent
