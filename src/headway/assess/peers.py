"""The comparison group of a series: the same series in the places that it can be put beside.

For a region or city of the nation these are all of them; for other places, a
country among them, those of the same level. Nobody is compared by numbers that
grow with a place, and places of which nobody has said what they are by none.
"""

from headway.assess.runs import YearlyRun
from headway.model.address import Dimensions
from headway.model.area import Area
from headway.model.framework import Indicator
from headway.model.series import Series
from headway.nomenclature.units import is_percent, is_size
from headway.statistics.progress.peers import Group

SIZES = ("count", "money", "binary")
"""Kinds of numbers that say how large a place is, or yes or no: places are not compared by them."""
REGIONS = "regions"
Key = tuple[str, str, Dimensions, str]
"""Framework, indicator, dimensions and which places."""


class Peers:
    """The comparison groups of all series; each group is made when it is first asked for."""

    def __init__(
        self, series: list[Series], runs: list[YearlyRun], areas: dict[str, Area], ranked: list[str]
    ) -> None:
        """`ranked`: the regions and cities of the nation that can be put in order."""
        self.series, self.runs, self.areas = series, runs, areas
        self.ranked = frozenset(ranked)
        self.members: dict[Key, list[int]] = {}
        self.groups: dict[Key, Group] = {}
        for series_id, entry in enumerate(series):
            for places in self._places(entry.ref_area):
                self.members.setdefault(self._key(entry, places), []).append(series_id)

    def of(self, series: Series, indicator: Indicator | None, unit: str) -> Group:
        """The runs of the group, the series' own among them; empty where there is none."""
        if not compares(indicator, unit):
            return Group()
        places = REGIONS if series.ref_area in self.ranked else self._level(series.ref_area)
        key = self._key(series, places)
        if key not in self.groups:
            runs = (self.runs[series_id] for series_id in self.members.get(key, ()))
            self.groups[key] = Group((run.years, run.values) for run in runs if len(run.years))
        return self.groups[key]

    def _places(self, code: str) -> set[str]:
        """The groups of places an area is in."""
        return {REGIONS if code in self.ranked else "", self._level(code)} - {""}

    def _level(self, code: str) -> str:
        """The level of an area, where somebody has said it."""
        area = self.areas.get(code)
        return "" if area is None or area.level == "other" else area.level

    @staticmethod
    def _key(series: Series, places: str) -> Key:
        return series.framework, series.indicator, series.dimensions, places


def compares(indicator: Indicator | None, unit: str) -> bool:
    """Whether places of different size can be put side by side by the indicator's numbers in a unit."""
    if indicator is None or indicator.expectation.kind in SIZES or is_size(unit):
        return False
    return bool(indicator.expectation.kind) or is_percent(unit)
