"""Gaps between groups and between regions: the series that an indicator's headline splits into, two and two.

By sex women beside men, by urbanisation urban beside rural, by age the youngest
beside the oldest group; of the nation also the spread over its regions. Only
numbers that do not grow with a group are compared, since the base year, and
after a break of the headline from the break on.
"""

import re
from collections.abc import Iterator

import msgspec
import numpy as np

from headway.assess.headline import Headline
from headway.assess.peers import compares
from headway.assess.runs import YearlyRun
from headway.model.address import Dimensions
from headway.model.assessment import Assessment
from headway.model.framework import Indicator
from headway.model.group_gap import CANNOT_TELL, GroupGap
from headway.model.series import TOTAL, Series
from headway.statistics.progress.gaps import Movement, gap_between
from headway.statistics.progress.places import spread_of

PAIRS = {"sex": ("F", "M"), "urbanisation": ("U", "R")}
AGE = re.compile(r"^([YM])_?(?:(GE|LT)(\d+)|(\d+)(?:T(\d+))?)$")
NEARLY_ALL = 0.8
"""A region enters the spread with values in this share of the years that any of them has."""
OLDEST = 200
Key = tuple[str, str]


class Sources(msgspec.Struct, frozen=True):
    """What gaps are looked for in."""

    series: list[Series]
    runs: list[YearlyRun]
    assessments: list[Assessment]
    groups: dict[Key, dict[str, list[int]]]
    headlines: dict[tuple[Key, str], Headline]
    indicators: dict[Key, Indicator]
    base_year: int


def group_gaps(areas: tuple[str, ...], nation: str, ranked: list[str], sources: Sources) -> tuple[GroupGap, ...]:
    """Of each of `areas`, in the order of the indicators; the spread over `ranked` where one is the nation."""
    found: list[GroupGap] = []
    for key, indicator in sources.indicators.items():
        for area in dict.fromkeys(areas):
            headline = sources.headlines.get((key, area))
            if headline is None or headline.series_id is None:
                continue
            entry = sources.series[headline.series_id]
            if not compares(indicator, entry.value("unit_measure") or indicator.unit):
                continue
            found += _between_groups(key, area, headline.series_id, sources)
            if area == nation:
                found += _between_regions(key, headline.series_id, ranked, sources)
    return tuple(found)


def _between_groups(key: Key, area: str, headline: int, sources: Sources) -> Iterator[GroupGap]:
    own = sources.series[headline].dimensions
    for dimension in (*PAIRS, "age"):
        singled = dict(own).get(dimension, TOTAL) != TOTAL
        alike = {} if singled else _alike(key, area, own, dimension, sources)
        pair = _ages(alike) if dimension == "age" else PAIRS[dimension]
        if pair and set(pair) <= set(alike):
            one, other = (sources.runs[alike[code]] for code in pair)
            yield _gap(key, area, dimension, pair, one, other, _since(headline, sources))


def _alike(key: Key, area: str, own: Dimensions, dimension: str, sources: Sources) -> dict[str, int]:
    """Code of the dimension → the series that is the headline but for it."""
    rest = {pair for pair in own if pair[0] != dimension and pair[1] != TOTAL}
    found: dict[str, int] = {}
    for series_id in sources.groups[key][area]:
        pairs = {pair for pair in sources.series[series_id].dimensions if pair[1] != TOTAL}
        code = dict(pairs).get(dimension)
        if code and pairs - {(dimension, code)} == rest:
            found.setdefault(code, series_id)
    return found


def _ages(codes: dict[str, int]) -> tuple[str, str] | None:
    """The youngest and the oldest group that do not overlap; by years where any group is told in years."""
    read = {code: ends for code in codes if (ends := _age_ends(code))}
    years = {code: ends for code, ends in read.items() if code.startswith("Y")} or read
    if len(years) < 2:
        return None
    youngest = min(years, key=lambda code: (years[code][0], years[code][1]))
    oldest = max(years, key=lambda code: (years[code][0], years[code][1]))
    return (youngest, oldest) if years[youngest][1] < years[oldest][0] else None


def _age_ends(code: str) -> tuple[int, int] | None:
    """First and last year, or month, of an SDMX age code; None where it is none."""
    match = AGE.match(code)
    if not match:
        return None
    bound, number, first, last = match[2], match[3], match[4], match[5]
    if bound:
        return (int(number), OLDEST) if bound == "GE" else (0, int(number) - 1)
    return int(first), int(last or first)


def _since(headline: int, sources: Sources) -> int:
    breaks = sources.assessments[headline].breaks
    return max([sources.base_year, *(entry.year for entry in breaks)])


def _gap(key: Key, area: str, dimension: str, pair, one: YearlyRun, other: YearlyRun, since: int) -> GroupGap:
    found = gap_between(
        (one.years, one.values), (other.years, other.values),
        first_errors=one.std_errors, second_errors=other.std_errors, since=since,
    )  # fmt: skip
    ends = (found.differences[0], found.differences[-1]) if found.differences else (None, None)
    return _told(key, area, dimension, pair, found.years, ends, found.absolute)


def _between_regions(key: Key, headline: int, ranked: list[str], sources: Sources) -> Iterator[GroupGap]:
    """The standard deviation over the regions that have nearly all years."""
    own, by_area = sources.series[headline].dimensions, sources.groups[key]
    since = _since(headline, sources)
    runs = {
        area: sources.runs[series_id]
        for area in ranked
        for series_id in by_area.get(area, ())
        if sources.series[series_id].dimensions == own
    }
    kept = _with_nearly_all_years(runs, since)
    if len(kept) < 2:
        return
    found = spread_of({area: (run.years, run.values) for area, run in kept.items()}, since=since)
    ends = (found.deviations[0], found.deviations[-1]) if found.deviations else (None, None)
    told = _told(key, sources.series[headline].ref_area, "ref_area", ("", ""), found.years, ends, found.absolute)
    yield msgspec.structs.replace(told, places=found.places)


def _with_nearly_all_years(runs: dict[str, YearlyRun], since: int) -> dict[str, YearlyRun]:
    every = {int(year) for run in runs.values() for year in run.years if year >= since}
    return {area: run for area, run in runs.items() if np.sum(run.years >= since) >= NEARLY_ALL * len(every) > 0}


def _told(key: Key, area: str, dimension: str, pair, years: tuple[int, ...], ends, moved: Movement) -> GroupGap:
    return GroupGap(
        framework=key[0], indicator=key[1], ref_area=area, dimension=dimension, one=pair[0], other=pair[1],
        change=moved.movement or CANNOT_TELL,
        first_year=years[0] if years else None, last_year=years[-1] if years else None,
        first=ends[0], last=ends[1], slope=moved.slope, lower=moved.lower, upper=moved.upper,
        points=len(years), reason=moved.reason,
    )  # fmt: skip
