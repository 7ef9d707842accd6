"""How an area stands among the regions and cities: one series, one year, and only numbers that do not grow with a place."""

from collections import Counter

import msgspec

from headway.assess.headline import Headline
from headway.assess.peers import SIZES, compares
from headway.assess.runs import YearlyRun
from headway.model.address import Dimensions
from headway.model.framework import Indicator
from headway.model.series import Series

LEAST = 5
"""Areas that must have a value before they are compared."""
NEARLY_ALL = 0.8
"""The year compared is the last in which this share of the areas has a value that ever have one in one year."""


class Standing(msgspec.Struct, frozen=True):
    """The values of one year of one series in the regions and cities."""

    year: int
    dimensions: Dimensions
    values: dict[str, float]
    """Area → value, the largest first."""
    other_years: dict[str, int]
    """Areas that have the series but no value in the year → their last year."""
    places: dict[str, int]
    """Area → its place, 1 being the most desired value; equal values share one. Empty where no direction is stated."""

    @property
    def best(self) -> str:
        """The one area in the first place; blank where several share it."""
        return self._only(1)

    @property
    def worst(self) -> str:
        """The one area in the last place; blank where several share it."""
        return self._only(len(self.places))

    def _only(self, place: int) -> str:
        found = [area for area, own in self.places.items() if own == place]
        return found[0] if len(found) == 1 else ""


def standings(
    groups: dict, series: list[Series], runs: list[YearlyRun], headlines: dict[tuple, Headline],
    indicators: dict[tuple[str, str], Indicator], parts: list[str], first: tuple[str, ...],
) -> dict[tuple[str, str], Standing]:  # fmt: skip
    """Indicator → standing, of those with LEAST areas; the series is the headline of an area in `first`, else the most usual."""
    found = {}
    for key, by_area in groups.items():
        if sum(area in by_area for area in parts) < LEAST or not _compares(indicators.get(key)):
            continue
        for dimensions in _candidates(key, by_area, series, headlines, parts, first):
            standing = _standing(by_area, series, runs, parts, dimensions, indicators[key])
            if standing:
                found[key] = standing
                break
    return found


def _compares(indicator: Indicator | None) -> bool:
    """Whether places of different size can be put side by side by the indicator's numbers."""
    return indicator is not None and indicator.expectation.kind not in SIZES


def _candidates(key, by_area, series, headlines, parts, first) -> list[Dimensions]:
    """The dimensions to compare by, the best choice first."""

    def dimensions(area: str) -> Dimensions | None:
        headline = headlines.get((key, area))
        return None if headline is None or headline.series_id is None else series[headline.series_id].dimensions

    usual = Counter(found for area in parts if area in by_area and (found := dimensions(area)) is not None)
    given = [found for area in first if (found := dimensions(area)) is not None]
    return list(dict.fromkeys([*given, *(found for found, _ in usual.most_common(1))]))


def _standing(by_area, series, runs, parts, dimensions: Dimensions, indicator: Indicator) -> Standing | None:
    unit = dict(dimensions).get("unit_measure") or indicator.unit
    if not compares(indicator, unit):
        return None
    alike = {
        area: runs[series_id]
        for area in parts
        for series_id in by_area.get(area, ())
        if series[series_id].dimensions == dimensions and len(runs[series_id].years)
    }
    year = _year(alike)
    if year is None:
        return None
    values = {area: float(run.values[run.years == year][0]) for area, run in alike.items() if year in run.years}
    values = dict(sorted(values.items(), key=lambda item: -item[1]))
    other_years = {area: int(run.years[-1]) for area, run in alike.items() if area not in values}
    return Standing(year, dimensions, values, other_years, _places(values, indicator.expectation.direction))


def _year(runs: dict[str, YearlyRun]) -> int | None:
    """The last year in which nearly all areas have a value; None where never enough have."""
    counts = Counter(int(year) for run in runs.values() for year in run.years)
    most = max(counts.values(), default=0)
    if most < LEAST:
        return None
    return max(year for year, count in counts.items() if count >= max(LEAST, NEARLY_ALL * most))


def _places(values: dict[str, float], direction: str) -> dict[str, int]:
    sign = {"increase": -1, "decrease": 1}.get(direction)
    if sign is None:
        return {}
    ordered = sorted(sign * value for value in values.values())
    first: dict[float, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
    return {area: first[sign * value] for area, value in values.items()}
