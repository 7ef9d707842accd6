"""Replicate weights made from a design: jackknife, balanced halves, bootstrap.

    JK1        leave one unit out, the others times n/(n - 1); scale (1 - f)(n - 1)/n
    JKn        the same within each stratum; scales (1 - f_h)(n_h - 1)/n_h
    BRR, Fay   of the two units of each stratum one times 2 - rho, one times rho,
               by the signs of a Hadamard matrix; scale 1/(R (1 - rho)²)
    bootstrap  n_h - 1 units drawn with replacement, factor
               1 - s + s n_h/(n_h - 1) × times drawn, s² = 1 - f_h (Rao and Wu 1988;
               Rao, Wu and Yue 1992)

Wolter 2007, chapters 3–5. All take the first stage's units; later stages come
along within them. A calibrated design's replicates are each calibrated anew.
"""

import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.design import Stage, SurveyDesign
from headway.statistics.survey.faults import labels_text
from headway.statistics.survey.hadamard import hadamard
from headway.statistics.survey.recalibrate import with_replicates
from headway.statistics.survey.replicates import MOST, Replicates


def jackknife(design: SurveyDesign, *, method: str | None = None, centre: str = "mean") -> SurveyDesign:
    """The design with jackknife weights, "JK1" for one stratum and "JKn" for several.

    Both take the first stage's finite population correction. `centre`: the
    "mean" of the replicates, or the whole sample's "estimate" (larger).
    """
    stage = design.stages[0]
    method = method or ("JK1" if design.strata == 1 else "JKn")
    if method not in ("JK1", "JKn") or centre not in ("mean", "estimate") or (method == "JK1" and design.strata > 1):
        raise UsageError(
            f"No jackknife {method!r} about {centre!r} for {design.strata} strata.",
            remedy='Use "JK1" for one stratum, "JKn" for several.',
        )
    left_out = np.arange(stage.units) if method == "JK1" else _varying_units(stage, design.single)
    _room(stage.units, len(left_out))
    factors = np.ones((stage.units, len(left_out)))
    for place, unit in enumerate(left_out):
        stratum = stage.strata[unit]
        fellows = stage.strata == stratum
        factors[fellows, place] = stage.sizes[stratum] / (stage.sizes[stratum] - 1)
        factors[unit, place] = 0.0
    sizes, fractions = stage.sizes[stage.strata[left_out]], stage.fractions[stage.strata[left_out]]
    kept = (sizes - 1) / sizes
    scale, scales = (
        (float(kept[0] * (1 - fractions[0])), np.ones(len(kept))) if method == "JK1" else (1.0, kept * (1 - fractions))
    )
    return with_replicates(design, Replicates(method, factors, stage.clusters, scale, scales, centre))


def balanced_replicates(design: SurveyDesign, *, fay: float = 0.0, centre: str = "mean") -> SurveyDesign:
    """The design with balanced half-samples; `fay` is rho, 0 for BRR and under 1.

    Every stratum must have two units at the first stage. The finite population
    correction is not taken, as is usual.
    """
    stage = design.stages[0]
    odd = stage.labels[stage.sizes != 2]
    if len(odd):
        raise UsageError(
            f"Strata {labels_text(odd)} have not two units, as balanced halves need.",
            remedy="Use jackknife or bootstrap, or collapse strata.",
        )
    if not 0 <= fay < 1 or centre not in ("mean", "estimate"):
        raise UsageError(
            f"fay={fay}, centre={centre!r} are not possible.", remedy='fay is from 0 to under 1, centre "mean" or "estimate".'
        )
    signs = hadamard(design.strata + 1)
    count = len(signs)
    _room(stage.units, count)
    first = np.zeros(stage.units, dtype=bool)
    first[np.unique(stage.strata, return_index=True)[1]] = True
    side = np.where(first[:, None], 1, -1) * signs[:, 1:][:, stage.strata].T
    factors = 1 + side * (1 - fay)
    method = "Fay" if fay else "BRR"
    scale = 1 / (count * (1 - fay) ** 2)
    return with_replicates(design, Replicates(method, factors.astype(float), stage.clusters, scale, np.ones(count), centre))


def bootstrap(design: SurveyDesign, *, count: int = 200, seed: int, centre: str = "mean") -> SurveyDesign:
    """The design with `count` bootstrap weights, the same for the same `seed`."""
    if count < 2 or centre not in ("mean", "estimate"):
        raise UsageError(
            f"count={count}, centre={centre!r} are not possible.", remedy='Ask for two or more; centre is "mean" or "estimate".'
        )
    stage = design.stages[0]
    _varying_units(stage, design.single)
    _room(stage.units, count)
    random = np.random.default_rng(seed)
    factors = np.ones((stage.units, count))
    order = np.argsort(stage.strata, kind="stable")
    ends = np.cumsum(stage.sizes)
    for stratum in np.flatnonzero(stage.sizes > 1):
        size = int(stage.sizes[stratum])
        units = order[ends[stratum] - size : ends[stratum]]
        drawn = random.multinomial(size - 1, np.full(size, 1 / size), size=count).T
        stretch = np.sqrt(1 - stage.fractions[stratum])
        factors[units] = 1 - stretch + stretch * size / (size - 1) * drawn
    scale = 1 / (count - 1) if centre == "mean" else 1 / count
    return with_replicates(design, Replicates("bootstrap", factors, stage.clusters, scale, np.ones(count), centre))


def _varying_units(stage: Stage, single: str) -> np.ndarray:
    """Units of strata that add variance; single-unit strata only where they are certain."""
    lonely = stage.single()
    if lonely.any() and single != "certainty":
        raise UsageError(
            f"Strata {labels_text(stage.labels[lonely])} have one unit: replicates show no variance of it.",
            remedy='Make the design with single="certainty" or "collapse", or linearize.',
        )
    return np.flatnonzero((stage.sizes > 1)[stage.strata] & (stage.fractions < 1)[stage.strata])


def _room(units: int, count: int) -> None:
    if count < 2:
        raise UsageError(
            f"The design gives {count} replicates.", remedy="Two units at least must have been drawn in some stratum."
        )
    if units * count > MOST:
        raise UsageError(
            f"{units:,} units by {count:,} replicates do not fit into memory.",
            remedy="Linearize, or take a bootstrap of fewer replicates.",
        )
