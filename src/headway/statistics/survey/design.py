"""How a sample was drawn, as a frozen value that estimators read.

A design is made by `survey_design`, which checks the arrays and codes them;
calibration and replicate weights make a new design and leave the old one.
"""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from headway.statistics.survey.auxiliary import Calibration
    from headway.statistics.survey.replicates import Replicates

TREATMENTS = ("error", "certainty", "centred", "average", "collapse")
"""What is done with a stratum in which one unit was drawn and more could have been.

error      refuse, naming the strata and rows;
certainty  the unit was sure to be drawn: it adds no variance;
centred    its deviation is taken from the mean of all units of the stage ("adjust" in R, "centered" in Stata);
average    it adds the mean variance of the other strata;
collapse   the stratum is joined with its neighbour in the order of labels.
"""


class Stage(msgspec.Struct, frozen=True, eq=False):
    """One stage of drawing: which units were drawn, and from which strata.

    At later stages a stratum is a stratum within a unit of the stage before.
    """

    strata: np.ndarray
    """(n_clusters,) the stratum code of each unit drawn."""
    clusters: np.ndarray | None
    """(n,) the unit each row lies in; None where every row is a unit of its own."""
    sizes: np.ndarray
    """(n_strata,) units drawn in each stratum."""
    fractions: np.ndarray
    """(n_strata,) share of the stratum's units that were drawn, 0 where drawn with replacement."""
    shares: np.ndarray
    """(n_strata,) product of the fractions of the stages before; 1 at the first."""
    labels: np.ndarray
    """(n_strata,) labels of the strata at the first stage, their numbers later."""

    @property
    def units(self) -> int:
        return len(self.strata)

    def single(self) -> np.ndarray:
        """(n_strata,) True where one unit was drawn of more."""
        return (self.sizes == 1) & (self.fractions < 1 - 1e-12)


class SurveyDesign(msgspec.Struct, frozen=True, eq=False):
    """Weights and the way of drawing of n rows."""

    weights: np.ndarray
    """(n,) positive: how many of the population each row stands for, calibrated where the design is."""
    stages: tuple[Stage, ...]
    single: str = "error"
    """The treatment of single-unit strata: one of `TREATMENTS`."""
    replicates: "Replicates | None" = None
    calibrations: tuple["Calibration", ...] = ()
    notes: tuple[str, ...] = ()
    """What was done to the design on the way, in sentences."""

    @property
    def rows(self) -> int:
        return len(self.weights)

    @property
    def population(self) -> float:
        """Sum of the weights."""
        return float(self.weights.sum())

    @property
    def strata(self) -> int:
        return len(self.stages[0].sizes)

    @property
    def clusters(self) -> int:
        """Units drawn at the first stage."""
        return self.stages[0].units

    @property
    def degrees_of_freedom(self) -> int:
        """First-stage units less strata; of replicate weights alone, their rank less one."""
        if self.replicates is not None and self.replicates.degrees_of_freedom is not None:
            return self.replicates.degrees_of_freedom
        return self.clusters - self.strata

    def __str__(self) -> str:
        first = self.stages[0]
        parts = [f"{self.rows:,} rows for a population of {self.population:,.6g}"]
        if self.strata > 1:
            parts.append(f"{self.strata:,} strata")
        if first.clusters is not None:
            parts.append(f"{self.clusters:,} clusters")
        parts.append(f"{len(self.stages)} stage{'s' if len(self.stages) > 1 else ''}")
        if first.fractions.any():
            parts.append("finite population correction")
        if self.calibrations:
            parts.append("calibrated by " + ", ".join(c.method for c in self.calibrations))
        if self.replicates is not None:
            parts.append(f"{self.replicates.count} replicate weights ({self.replicates.method})")
        return "Survey design: " + "; ".join(parts) + "."
