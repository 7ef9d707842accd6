"""The progress measure of Open SDG, made by Statistics Canada.

From the base year (2015, else the next with a value) to the last one:

    CAGR = (y_t / y_0) ** (1 / (t - t_0)) - 1          observed yearly growth
    p    = s * d * CAGR                                without a target
    p    = s * d * CAGR / |CAGR required|              with one; required from the base to the target value

d is +1 where an increase is desired and -1 where a decrease is; s is -1 where
all values are negative. Classes without a target: 1.5 %, 0.5 %, 0, the first
two times C where the indicator has a natural limit; with one: 95 %, 60 %, 0. A
last value that meets the target is "target achieved" whatever the trend. p is
turned into a score from -5 to 5; an indicator's score is the mean of its
series', groups of series averaged first. Zeros are replaced by 0.001; values of
opposite signs are refused.

Source: Progress Measurement Methodology for the Sustainable Development Goals,
Open SDG documentation, version 2.4.0, October 2025. What single steps do is in
the modules named after them; `assess` judges one run of values.
"""

from headway.statistics.progress.open_sdg.assess import assess
from headway.statistics.progress.open_sdg.rates import compound_rate, replace_zero, scaling
from headway.statistics.progress.open_sdg.rollup import Outcome, Scored, goal_line, indicator_outcome
from headway.statistics.progress.open_sdg.score import (
    ACHIEVED,
    DETERIORATION,
    LIMITED,
    MODERATE,
    NOT_ACHIEVED,
    SUBSTANTIAL,
    category_of_score,
    growth_score,
    ratio_score,
)
from headway.statistics.progress.open_sdg.series import Case, SeriesProgress, choose_years, series_progress
from headway.statistics.progress.open_sdg.transforms import around, parity

__all__ = [
    "ACHIEVED",
    "DETERIORATION",
    "LIMITED",
    "MODERATE",
    "NOT_ACHIEVED",
    "SUBSTANTIAL",
    "Case",
    "Outcome",
    "Scored",
    "SeriesProgress",
    "around",
    "assess",
    "category_of_score",
    "choose_years",
    "compound_rate",
    "goal_line",
    "growth_score",
    "indicator_outcome",
    "parity",
    "ratio_score",
    "replace_zero",
    "scaling",
    "series_progress",
]
