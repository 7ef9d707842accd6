"""Suspected breaks: the nation and most regions shift level in the same year."""

import numpy as np

from headway.assess.runs import YearlyRun
from headway.model.address import Dimensions
from headway.model.area import Area
from headway.model.edition import Edition
from headway.model.series import Series
from headway.model.series_break import SUSPECTED, Break
from headway.statistics.level_shift import jumps, suspected_shifts

HALF = 0.5
Measure = tuple[str, str, Dimensions]
"""(framework, indicator, SERIES and unit): what is measured, whoever it is about."""


def measure_of(series: Series) -> Measure:
    return series.framework, series.indicator, series.measure


def suspected_breaks(
    series: list[Series], runs: list[YearlyRun], areas: dict[str, Area], nation: str, edition: Edition
) -> dict[Measure, tuple[Break, ...]]:
    """Breaks by measure, found in the totals of the nation and its parts."""
    totals: dict[Measure, dict[str, int]] = {}
    for series_id, entry in enumerate(series):
        if entry.is_total:
            totals.setdefault(measure_of(entry), {}).setdefault(entry.ref_area, series_id)
    found = {}
    for measure, by_area in totals.items():
        parts = [area for area in by_area if _is_part(areas.get(area), nation)]
        if parts:
            shifts = _shifts(by_area, nation, parts, runs, edition)
            if shifts:
                found[measure] = tuple(
                    Break(shift.year, SUSPECTED, *measure[:2], reason="LEVEL_SHIFT", share=shift.share)
                    for shift in shifts
                )
    return found


def _is_part(area: Area | None, nation: str) -> bool:
    return area is not None and area.parent == nation and area.code != nation


def _shifts(by_area, nation, parts, runs, edition):
    has_nation = nation in by_area
    involved = [nation, *parts] if has_nation else parts
    years = np.unique(np.concatenate([runs[by_area[area]].years for area in involved]))
    levels = np.full((len(involved), len(years)), np.nan)
    for line, area in enumerate(involved):
        run = runs[by_area[area]]
        levels[line, np.searchsorted(years, run.years)] = run.values
    nation_levels, part_levels = (levels[0], levels[1:]) if has_nation else (None, levels)
    return suspected_shifts(years, nation_levels, part_levels, **edition.parameters)


def sudden_changes(run: YearlyRun, threshold: float) -> tuple[int, ...]:
    """Years in which the series of one area alone jumps by more than half of its level.

    No break is claimed: small numbers jump. They are named so that a reader
    looks twice.
    """
    found = jumps(run.values[None, :], threshold, HALF)[0]
    return tuple(int(year) for year in run.years[1:][found != 0])
