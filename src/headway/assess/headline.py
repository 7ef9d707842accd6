"""Which series stands for an indicator in an area.

In this order: the review's own choice (`indicators.csv`), the source's
(`data_start_values`), the first series in the source's order that singles out
no group. Where none remains the reason is NO_TOTAL: no total is invented.
"""

from collections.abc import Iterable

import msgspec

from headway.model.address import Dimensions
from headway.model.series import Series

NO_TOTAL = "NO_TOTAL"
CHOSEN, SOURCE, TOTAL_ROW = "review", "source", "total"


class Headline(msgspec.Struct, frozen=True):
    """The main series of one indicator in one area."""

    series_id: int | None
    chosen_by: str = ""
    """review, source or total; blank where there is none."""
    others: tuple[int, ...] = ()
    """Series that could have been taken by the same rule, offered beside it."""
    reason: str = ""


def group_series(series: list[Series]) -> dict[tuple[str, str], dict[str, list[int]]]:
    """(framework, indicator) → area → ids in the source's order."""
    groups: dict[tuple[str, str], dict[str, list[int]]] = {}
    for series_id, entry in enumerate(series):
        areas = groups.setdefault((entry.framework, entry.indicator), {})
        areas.setdefault(entry.ref_area, []).append(series_id)
    return groups


def choose_headline(
    ids: list[int], series: list[Series], *, review: Dimensions | None, source: tuple[Dimensions, ...]
) -> Headline:
    """The headline among the series `ids` of one indicator in one area.

    A cut that also singles out a group nobody chose comes last: it does not
    displace a total.
    """
    if review and (found := _matching(ids, series, review) or _containing(ids, series, review)):
        return Headline(found[0], CHOSEN, tuple(found[1:]))
    if found := _unique(_matching(ids, series, wanted) for wanted in source):
        return Headline(found[0], SOURCE, tuple(found[1:]))
    totals = [series_id for series_id in ids if series[series_id].is_total]
    if totals:
        return Headline(totals[0], TOTAL_ROW, tuple(totals[1:]))
    if found := _unique(_containing(ids, series, wanted) for wanted in source):
        return Headline(found[0], SOURCE, tuple(found[1:]))
    return Headline(None, reason=NO_TOTAL)


def _unique(lists: Iterable[list[int]]) -> list[int]:
    return list(dict.fromkeys(series_id for found in lists for series_id in found))


def _containing(ids: list[int], series: list[Series], wanted: Dimensions) -> list[int]:
    """Series with every wanted value."""
    pairs = set(wanted)
    return [series_id for series_id in ids if pairs.issubset(series[series_id].dimensions)]


def _matching(ids: list[int], series: list[Series], wanted: Dimensions) -> list[int]:
    """Series with every wanted value that single out nothing else."""
    keys = {key for key, _ in wanted}
    return [
        series_id for series_id in _containing(ids, series, wanted) if _rest_is_total(series[series_id], keys)
    ]


def _rest_is_total(entry: Series, keys: set[str]) -> bool:
    rest = tuple(pair for pair in entry.dimensions if pair[0] not in keys)
    return Series(entry.framework, entry.indicator, entry.ref_area, rest).is_total
