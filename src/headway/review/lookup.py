"""Opens one address: the series meant, its numbers with file and row, its assessment."""

from pathlib import Path

import msgspec
import numpy as np

from headway.assess.aims import UsedTarget, used_target
from headway.errors import NotFoundError, nearest
from headway.model.address import Address, parse_address
from headway.model.assessment import Assessment, Progress
from headway.model.expectation import Expectation
from headway.model.framework import Indicator
from headway.model.series import Series
from headway.review.build import Finished, IndicatorKey, finish_review

MOST_LISTED = 40


class Number(msgspec.Struct, frozen=True):
    """One observation, opened."""

    period: str
    label: str
    value: float
    text: str
    source: str
    file: str
    row: int
    mark: str
    status: str
    std_error: float | None
    lower: float | None
    upper: float | None
    line: str = ""
    """The line of the file itself, where one number was asked for."""


class Beside(msgspec.Struct, frozen=True):
    """What one edition says of a series."""

    progress: Progress
    target: UsedTarget
    """The target it used, and where that comes from."""
    whole: Progress | None = None
    after_break: Progress | None = None


class ShownSeries(msgspec.Struct, frozen=True):
    """A series with its numbers and its assessment."""

    address: str
    headline: bool
    area: str
    unit: str
    publisher: str
    retrieved: str
    licence: str
    nature: str
    numbers: tuple[Number, ...]
    assessment: Assessment
    side_by_side: tuple[Beside, ...] = ()
    """What each method of the review says, the headline method first."""


class Shown(msgspec.Struct, frozen=True):
    """What an address opens."""

    asked: str
    indicator: str
    names: dict[str, str]
    series: tuple[ShownSeries, ...]
    also: tuple[str, ...]
    """Addresses of other series that the address could mean, most of all those of other groups."""
    method: str
    unverified: dict[str, str]
    reason: str = ""
    """NO_TOTAL where the indicator has series here but none stands for the whole."""


def look_up(folder: Path, text: str) -> Shown:
    """Raises UsageError where the text is no address, NotFoundError where nothing is there."""
    address = parse_address(text)
    finished = finish_review(folder)
    key = _indicator(finished, address)
    area = _area(finished, key, address)
    ids = finished.groups[key][area]
    chosen, also = _choose(finished, key, area, ids, address)
    reason = "" if chosen or not finished.headline(key, area) else finished.headline(key, area).reason
    indicator = finished.indicators.get(key)
    return Shown(
        asked=text,
        indicator=indicator.reference if indicator else key[1],
        names=indicator.names if indicator else {},
        series=tuple(_shown(finished, series_id, address) for series_id in chosen),
        also=tuple(str(finished.store.series[series_id].address) for series_id in also),
        method=finished.edition.name,
        unverified=finished.edition.unverified,
        reason=reason,
    )


def _indicator(finished: Finished, address: Address) -> IndicatorKey:
    """The indicator meant: of the framework named, else the global one, else the only one with that code."""
    key = (address.framework, address.indicator)
    if key in finished.groups:
        return key
    same_code = [other for other in finished.groups if other[1] == address.indicator]
    if address.framework == "global" and len(same_code) == 1:
        return same_code[0]
    if address.framework == "global" and same_code:
        names = ", ".join(f"{framework}:{code}" for framework, code in same_code)
        raise NotFoundError(f"Several frameworks have {address.indicator}.", remedy=f"Name one: {names}.")
    known = [indicator.reference for indicator in finished.indicators.values()]
    reference = address.indicator if address.framework == "global" else f"{address.framework}:{address.indicator}"
    if key in finished.indicators:
        raise NotFoundError(f"{reference} has no values.", remedy="Its data file is empty or missing: see “headway check”.")
    near = nearest(reference, known)
    raise NotFoundError(
        f"The review has no indicator {reference}.", remedy=f"Nearest: {', '.join(near)}." if near else ""
    )


def _area(finished: Finished, key: IndicatorKey, address: Address) -> str:
    by_area = finished.groups[key]
    if address.ref_area in by_area:
        return address.ref_area
    aliases = {alias: code for code, area in finished.areas.items() for alias in area.aliases}
    if aliases.get(address.ref_area) in by_area:
        return aliases[address.ref_area]
    if address.ref_area in finished.areas or address.ref_area in aliases:
        have = ", ".join(list(by_area)[:12])
        raise NotFoundError(
            f"{address.indicator} has no values for {address.ref_area}.", remedy=f"It has them for {have}."
        )
    near = nearest(address.ref_area, [*by_area, *aliases])
    raise NotFoundError(
        f"The review knows no area “{address.ref_area}”.", remedy=f"Nearest: {', '.join(near)}." if near else ""
    )


def _choose(finished, key, area, ids: list[int], address: Address) -> tuple[list[int], list[int]]:
    """(series opened, series offered): an exact address opens itself, one without dimensions the headline."""
    series = finished.store.series
    exact = [series_id for series_id in ids if series[series_id].dimensions == address.dimensions]
    if address.dimensions:
        wanted = set(address.dimensions)
        matching = [series_id for series_id in ids if wanted.issubset(series[series_id].dimensions)]
        if not matching:
            raise NotFoundError(
                f"{address.indicator} has no such series for {area}.", remedy=_offer(series, ids)
            )
        chosen = exact or (matching if len(matching) == 1 else [])
        return chosen, [series_id for series_id in matching if series_id not in chosen]
    headline = finished.headline(key, area)
    main = [headline.series_id] if headline and headline.series_id is not None else []
    chosen = list(dict.fromkeys(main + exact))
    return chosen, [series_id for series_id in ids if series_id not in chosen]


def _offer(series: list[Series], ids: list[int]) -> str:
    some = [str(series[series_id].address) for series_id in ids[:5]]
    return f"There are {len(ids)}, for example {', '.join(some)}."


def _shown(finished: Finished, series_id: int, address: Address) -> ShownSeries:
    store = finished.store
    series, points = store.series[series_id], store.points(series_id)
    if address.source:
        sources = np.array([origin.partition("/")[0] for origin in points.origins], dtype=object)
        points = points.where(sources == address.source)
        if not len(points):
            have = ", ".join(dict.fromkeys(sources))
            raise NotFoundError(f"{series.address} has no value from “{address.source}”.", remedy=f"It has them from {have}.")
    if address.period:
        periods = list(points.periods)
        points = points.where(points.periods == address.period)
        if not len(points):
            raise NotFoundError(
                f"{series.address} has no value for {address.period}.", remedy=f"It has {', '.join(periods)}."
            )
    origins = [store.origins[key] for key in dict.fromkeys(points.origins)] or list(store.origins.values())[:1]
    indicator = finished.indicators.get((series.framework, series.indicator))
    return ShownSeries(
        address=str(series.address),
        headline=finished.assessments[series_id].headline,
        area=finished.areas[series.ref_area].name("en") if series.ref_area in finished.areas else series.ref_area,
        unit=series.value("unit_measure") or (indicator.unit if indicator else ""),
        publisher=origins[0].publisher,
        retrieved=origins[0].retrieved,
        licence=origins[0].licence,
        nature=origins[0].nature,
        numbers=tuple(_number(finished, points, index, with_line=bool(address.period)) for index in range(len(points))),
        assessment=finished.assessments[series_id],
        side_by_side=_side_by_side(finished, series_id, indicator),
    )


def _side_by_side(finished: Finished, series_id: int, indicator: Indicator | None) -> tuple[Beside, ...]:
    expectation = indicator.expectation if indicator else Expectation()
    return tuple(
        Beside(judged.progress, used_target(judged.progress, expectation), judged.whole, judged.after_break)
        for judged in finished.judged(series_id)
    )


def _number(finished: Finished, points, index: int, *, with_line: bool) -> Number:
    source, _, file = points.origins[index].partition("/")
    row = int(points.rows[index])

    def optional(values) -> float | None:
        return None if values[index] != values[index] else float(values[index])

    return Number(
        period=points.periods[index], label=points.labels[index], value=float(points.values[index]),
        text=points.texts[index], source=source, file=file, row=row, mark=points.marks[index],
        status=points.statuses[index], std_error=optional(points.std_errors), lower=optional(points.lowers),
        upper=optional(points.uppers), line=_line(finished, source, file, row) if with_line else "",
    )  # fmt: skip


def _line(finished: Finished, source: str, file: str, row: int) -> str:
    """The line of the pinned file; blank for workbooks."""
    pin = finished.review.pins.get(source)
    path = finished.review.folder / "sources" / pin.folder / file if pin else None
    if path is None or path.suffix.lower() != ".csv" or not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    return lines[row - 1].rstrip("\r") if 0 < row <= len(lines) else ""
