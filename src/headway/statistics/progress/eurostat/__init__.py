"""Eurostat's measures for its report on sustainable development in the EU.

`assess` gives an indicator's trend over the short or long term, as its edition
chooses; `trend` either of them; `goal_score` and `goal_average` put trends
together; `status` places an area in its comparison group, which is relative and
says nothing of progress.
"""

from headway.statistics.progress.eurostat.goal import goal_average, goal_score
from headway.statistics.progress.eurostat.growth import Window, compound_growth, window
from headway.statistics.progress.eurostat.status import goal_status, status
from headway.statistics.progress.eurostat.trend import assess, trend

__all__ = [
    "Window", "assess", "compound_growth", "goal_average", "goal_score", "goal_status", "status", "trend", "window",
]  # fmt: skip
