"""A calibration carried out again on other weights: those of a replicate, or a design's."""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.auxiliary import Calibration
from headway.statistics.survey.cell_fit import fit_margins
from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.distances import fit_totals
from headway.statistics.survey.faults import raise_any
from headway.statistics.survey.replicates import MOST, Replicates
from headway.statistics.survey.trimmed import trimmed
from headway.statistics.survey.weight_checks import weight_faults


def carried_out(calibration: Calibration, weights: np.ndarray) -> np.ndarray:
    """(n,) `weights` (n,) calibrated."""
    if calibration.method == "trimming":
        return trimmed(weights, *calibration.bounds)
    if calibration.margins:
        return fit_margins(weights, calibration.margins, calibration.tolerance)
    return fit_totals(
        weights, calibration.matrix, calibration.totals, calibration.method, calibration.bounds, calibration.tolerance
    )


def calibrated_design(design: SurveyDesign, calibration: Calibration) -> SurveyDesign:
    """The design after the calibration, its replicate weights calibrated alike."""
    weights = carried_out(calibration, design.weights)
    raise_any(weight_faults(weights))
    replicates = design.replicates
    if replicates is not None:
        _room(replicates, design.rows)
        made = [_of_replicate(replicates.weights(design.weights, r), (calibration,), r) for r in range(replicates.count)]
        replicates = _per_row(replicates, made, weights)
    return msgspec.structs.replace(
        design, weights=weights, replicates=replicates, calibrations=(*design.calibrations, calibration)
    )


def with_replicates(design: SurveyDesign, replicates: Replicates) -> SurveyDesign:
    """The design with replicates made on its weights before calibration, each calibrated anew."""
    if design.calibrations:
        _room(replicates, design.rows)
        base = design.calibrations[0].base
        made = [_of_replicate(replicates.weights(base, r), design.calibrations, r) for r in range(replicates.count)]
        replicates = _per_row(replicates, made, design.weights)
    return msgspec.structs.replace(design, replicates=replicates)


def _of_replicate(weights, calibrations, number: int) -> np.ndarray:
    try:
        for calibration in calibrations:
            weights = carried_out(calibration, weights)
    except UsageError as error:
        raise UsageError(
            f"Replicate {number} cannot be calibrated: {error.message}", remedy="Join small categories, or linearize."
        ) from error
    return weights


def _room(replicates: Replicates, rows: int) -> None:
    if replicates.count * rows > MOST:
        raise UsageError(
            f"{replicates.count:,} replicates of {rows:,} rows, each calibrated, do not fit into memory.",
            remedy="Linearize, or take fewer replicates.",
        )


def _per_row(replicates: Replicates, made: list[np.ndarray], weights: np.ndarray) -> Replicates:
    return msgspec.structs.replace(replicates, factors=np.stack(made, axis=1) / weights[:, None], unit=None)
