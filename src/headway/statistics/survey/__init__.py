"""Design-based estimation from survey samples.

design = survey_design(weights, strata=…, clusters=…, fpc=…)
mean(income, design=design, area=district)
"""

from headway.statistics.survey.calibration import calibrate, poststratify, rake, trim
from headway.statistics.survey.declare import survey_design
from headway.statistics.survey.design import TREATMENTS, Stage, SurveyDesign
from headway.statistics.survey.estimates import Estimates, Note
from headway.statistics.survey.faults import Fault, SurveyFault
from headway.statistics.survey.inequality import gini, share_ratio
from headway.statistics.survey.line import RelativeLine
from headway.statistics.survey.make_replicates import balanced_replicates, bootstrap, jackknife
from headway.statistics.survey.means import mean, proportion, proportions, ratio, total
from headway.statistics.survey.poverty import fgt, poverty
from headway.statistics.survey.quantiles import RULES, median, quantile
from headway.statistics.survey.replicates import Replicates, Replication

__all__ = [
    "RULES",
    "TREATMENTS",
    "Estimates",
    "Fault",
    "Note",
    "RelativeLine",
    "Replicates",
    "Replication",
    "Stage",
    "SurveyDesign",
    "SurveyFault",
    "balanced_replicates",
    "bootstrap",
    "calibrate",
    "fgt",
    "gini",
    "jackknife",
    "mean",
    "median",
    "poststratify",
    "poverty",
    "proportion",
    "proportions",
    "quantile",
    "rake",
    "ratio",
    "share_ratio",
    "survey_design",
    "total",
    "trim",
]
