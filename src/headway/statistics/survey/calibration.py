"""Weights made to agree with what is known of the population.

Each function takes a design and returns a new one; the variance of what is
estimated from it takes the calibration into account (see `auxiliary`), and
replicate weights are calibrated alike.
"""

import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.auxiliary import Calibration, Margin
from headway.statistics.survey.codes import code
from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.distances import METHODS
from headway.statistics.survey.faults import fault, labels_text, numbers, raise_any
from headway.statistics.survey.recalibrate import calibrated_design

AGREE = 1e-6
"""Relative difference up to which the sums of margins count as rounding: all are scaled to the first."""


def poststratify(design: SurveyDesign, *, cell, totals: dict) -> SurveyDesign:
    """Weights times total/sum within each post-stratum.

    `cell` (n,) labels, or a list of arrays whose combinations are the
    post-strata; `totals` by label, or by tuple of labels. Every post-stratum of
    the sample must have a positive total and every total a row.
    """
    if isinstance(cell, (list, tuple)) and len(cell) and np.ndim(cell[0]) == 1:
        rows = list(zip(*(np.asarray(part).tolist() for part in cell), strict=True))
        cell = np.empty(len(rows), dtype=object)
        cell[:] = rows
    margin = _margin("post-stratum", cell, totals, design.rows)
    return calibrated_design(design, Calibration("post-stratification", design.weights, (margin,)))


def rake(design: SurveyDesign, *, margins: dict, totals: dict, tolerance: float = 1e-12) -> SurveyDesign:
    """Weights fitted to several margins in turn until all totals are met to `tolerance`, relative.

    `margins`: labels (n,) by name; `totals`: by name, totals by label. The
    margins must have one sum. Converged, where R's `rake` stops at 1 person.
    """
    if set(margins) != set(totals) or not margins:
        raise UsageError(
            f"There are margins {labels_text(margins)} and totals of {labels_text(totals)}.",
            remedy="Give totals for each margin, under the same names.",
        )
    made = [_margin(name, labels, totals[name], design.rows) for name, labels in margins.items()]
    whole = made[0].totals.sum()
    for margin in made[1:]:
        if abs(margin.totals.sum() / whole - 1) > AGREE:
            raise UsageError(
                f"The totals of {margin.name} sum to {margin.totals.sum():,.10g}, those of {made[0].name} to {whole:,.10g}.",
                remedy="Margins of one population have one sum: correct or scale the totals.",
            )
    made = [Margin(m.name, m.labels, m.codes, m.totals * (whole / m.totals.sum())) for m in made]
    return calibrated_design(design, Calibration("raking", design.weights, tuple(made), tolerance=tolerance))


def calibrate(
    design: SurveyDesign,
    *,
    x,
    totals,
    method: str = "linear",
    bounds: tuple[float, float] | None = None,
    tolerance: float = 1e-12,
) -> SurveyDesign:
    """Weights fitted to totals of any variables.

    `x` (n, p) with `totals` (p,); or a mapping from name to values (n,) with a
    mapping from name to its total, or, for a categorical variable, to totals by
    label. The number of rows is a total only where a column of ones, or the
    categories of a variable, make it one. `method`: "linear" (GREG),
    "exponential" (raking) or "logit"; `bounds` (low, high) of the ratio of new
    weights to old, low < 1 < high, for logit and, if wished, linear.
    """
    _check_method(method, bounds)
    matrix, wanted = _matrix(x, totals, design.rows)
    calibration = Calibration(method, design.weights, (), matrix, wanted, bounds, tolerance)
    return calibrated_design(design, calibration)


def trim(design: SurveyDesign, *, lower: float = 0.0, upper: float = np.inf) -> SurveyDesign:
    """Weights held between `lower` and `upper`, their sum kept (see `trimmed`).

    Trimming disturbs calibrated totals a little; calibration within bounds
    keeps both. The variance goes on knowing of earlier calibrations.
    """
    if not 0 <= lower < upper:
        raise UsageError(f"lower={lower}, upper={upper} are not possible.", remedy="0 <= lower < upper.")
    return calibrated_design(design, Calibration("trimming", design.weights, bounds=(float(lower), float(upper))))


def _margin(name: str, labels, totals: dict, rows: int) -> Margin:
    labels = np.asarray(labels)
    if labels.shape != (rows,):
        raise UsageError(
            f"{name} has shape {labels.shape} where the design has {rows} rows.", remedy="Give one label for each row."
        )
    if not isinstance(totals, dict):
        raise UsageError(f"The totals of {name} are a {type(totals).__name__}.", remedy="Give a dictionary from label to total.")
    coded = code(labels)
    present = coded.labels.tolist()
    found = []
    if len(coded.absent):
        found.append(fault("CATEGORY_ABSENT", f"{name} is absent", "Fill it, or give absence a label of its own.", coded.absent))
    unknown = [place for place, label in enumerate(present) if label not in totals]
    if unknown:
        text = f"{name} {labels_text(coded.labels[unknown])} has no total"
        found.append(
            fault(
                "TOTAL_ABSENT", text, "Give the population total of each category.", np.flatnonzero(np.isin(coded.codes, unknown))
            )
        )
    empty = [label for label in totals if label not in set(present) and totals[label] != 0]
    if empty:
        found.append(
            fault(
                "CATEGORY_UNSEEN",
                f"{name} {labels_text(empty)} has a total and no row in the sample",
                "Join it with a category that was sampled.",
            )
        )
    wrong = [label for label in present if label in totals and not (np.isfinite(totals[label]) and totals[label] > 0)]
    if wrong:
        found.append(
            fault("TOTAL_NOT_POSITIVE", f"The total of {name} {labels_text(wrong)} is not a positive number", "Correct it.")
        )
    raise_any(found)
    return Margin(name, coded.labels, coded.codes, np.array([float(totals[label]) for label in present]))


def _check_method(method: str, bounds) -> None:
    if method not in METHODS:
        raise UsageError(f"There is no calibration {method!r}.", remedy=f"Use one of {', '.join(METHODS)}.")
    if (method == "logit") != (bounds is not None) and method != "linear":
        raise UsageError(f"Bounds are {bounds} for method {method!r}.", remedy="logit needs bounds; exponential takes none.")
    if bounds is not None and not (len(bounds) == 2 and bounds[0] < 1 < bounds[1] < np.inf and bounds[0] >= 0):
        raise UsageError(
            f"Bounds are {bounds}.", remedy="Give (low, high) with 0 <= low < 1 < high: they bound the ratio of weights."
        )


def _matrix(x, totals, rows: int) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(x, dict) != isinstance(totals, dict):
        raise UsageError("x and totals are of two kinds.", remedy="Give both as arrays, or both as mappings by name.")
    if not isinstance(x, dict):
        x, totals = np.asarray(x, dtype=float), np.asarray(totals, dtype=float)
        if x.ndim != 2 or len(x) != rows or totals.shape != x.shape[1:]:
            raise UsageError(f"x has shape {x.shape}, totals {totals.shape}.", remedy=f"Give ({rows}, p) and (p,).")
        return _finite(x, totals)
    if set(x) != set(totals) or not x:
        raise UsageError(f"x has {labels_text(x)}, totals have {labels_text(totals)}.", remedy="Give the same names.")
    columns, wanted = [], []
    for name, values in x.items():
        if isinstance(totals[name], dict):
            margin = _margin(name, values, totals[name], rows)
            columns.append(np.eye(len(margin.labels))[margin.codes])
            wanted.append(margin.totals)
        else:
            columns.append(numbers(values, name, rows=rows)[:, None])
            wanted.append(np.array([float(totals[name])]))
    return _finite(np.asfortranarray(np.concatenate(columns, axis=1)), np.concatenate(wanted))


def _finite(x: np.ndarray, totals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bad = np.flatnonzero(~np.isfinite(x).all(axis=1))
    if len(bad):
        raise_any(
            [fault("AUXILIARY_ABSENT", "Auxiliary variables are absent or infinite", "Fill them: every row needs them.", bad)]
        )
    if not np.isfinite(totals).all():
        raise UsageError("A total is absent or infinite.", remedy="Give a number for each auxiliary variable.")
    return x, totals
