"""UN ESCAP's measures of progress, used by all five UN regional commissions.

`assess` gives the main result, the Anticipated Progress Index with its bands;
`current_status` the Current Status Index beside the line where it should be.
The parts that the published pages do not spell out are marked in the edition.
"""

from headway.statistics.progress.escap.assess import assess, current_status
from headway.statistics.progress.escap.evidence import EvidenceStrength, evidence_strength
from headway.statistics.progress.escap.extrapolate import Extrapolated, extrapolate, time_weights
from headway.statistics.progress.escap.inclusive import Inclusive, inclusive
from headway.statistics.progress.escap.indices import CurrentStatus, where_we_should_be
from headway.statistics.progress.escap.region import Regional, mean_run, regional_progress, selected
from headway.statistics.progress.escap.rollup import Mean, Measured, roll_up

__all__ = [
    "CurrentStatus", "EvidenceStrength", "Extrapolated", "Inclusive", "Mean", "Measured", "Regional",
    "assess", "current_status", "evidence_strength", "extrapolate", "inclusive", "mean_run",
    "regional_progress", "roll_up", "selected", "time_weights", "where_we_should_be",
]  # fmt: skip
