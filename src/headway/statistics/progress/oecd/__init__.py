"""The OECD's measures: distance to targets in units of the group's spread, and the territorial 0 to 100 form.

`assess` gives the level that its edition's form defines; `trend` whether the
record moves; `territorial_index` and `goal_distance` the localised form.
"""

from headway.statistics.progress.oecd.assess import assess
from headway.statistics.progress.oecd.distance import Distance, band, distance, mean_distance
from headway.statistics.progress.oecd.spearman import p_value, ranks, rho
from headway.statistics.progress.oecd.territorial import goal_distance, lower_end, territorial_index
from headway.statistics.progress.oecd.trend import Trend, trend

__all__ = [
    "Distance", "Trend", "assess", "band", "distance", "goal_distance", "lower_end", "mean_distance",
    "p_value", "ranks", "rho", "territorial_index", "trend",
]  # fmt: skip
