"""The method of the Sustainable Development Report (SDSN): levels as colours, pace as arrows.

Two concepts that must not be mixed: `assess` says how near a series is to its
goal today (concept "level", a colour), `pace` whether it is moving fast enough
(concept "pace", an arrow). The steps behind them, from the score of one value
to the index of an area, are pure functions of their own modules.

Sources: Sustainable Development Report, methodology chapter (SDSN); Lafortune
et al. 2018, SDG Index and Dashboards, detailed methodological paper; checked
against the regional data base of the report on Benin 2023.
"""

from headway.statistics.progress.sdsn.verdict import assess, level_position, pace, trend_position

__all__ = ["assess", "level_position", "pace", "trend_position"]
