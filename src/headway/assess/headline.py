"""Which series stands for an indicator in an area.

In this order: the review's own choice (`indicators.csv`), the source's
(`data_start_values`), the first series in the source's order that singles out
no group. Where none remains the reason is NO_TOTAL: no total is invented.
"""

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
    ids: list[int], series: list[Series], *, review: Dimensions | None, source: Dimensions | None
) -> Headline:
    """The headline among the series `ids` of one indicator in one area."""
    for chosen_by, wanted in ((CHOSEN, review), (SOURCE, source)):
        if wanted and (found := _matching(ids, series, wanted)):
            return Headline(found[0], chosen_by, tuple(found[1:]))
    totals = [series_id for series_id in ids if series[series_id].is_total]
    if totals:
        return Headline(totals[0], TOTAL_ROW, tuple(totals[1:]))
    return Headline(None, reason=NO_TOTAL)


def _matching(ids: list[int], series: list[Series], wanted: Dimensions) -> list[int]:
    """Series with every wanted value; those that single out nothing else come first."""
    pairs = set(wanted)
    found = [series_id for series_id in ids if pairs.issubset(series[series_id].dimensions)]
    keys = {key for key, _ in wanted}
    plain = [series_id for series_id in found if _rest_is_total(series[series_id], keys)]
    return plain or found


def _rest_is_total(entry: Series, keys: set[str]) -> bool:
    rest = tuple(pair for pair in entry.dimensions if pair[0] not in keys)
    return Series(entry.framework, entry.indicator, entry.ref_area, rest).is_total
