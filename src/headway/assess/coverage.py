"""What the area has, what the area it is within has, and what is missing."""

import msgspec
import numpy as np

from headway.assess.headline import Headline
from headway.model.framework import Indicator
from headway.store.read import Store

AREA, WITHIN, NOWHERE = "area", "within", "none"


class Holding(msgspec.Struct, frozen=True):
    """What one area has of an indicator."""

    values: int = 0
    first: int | None = None
    last: int | None = None
    dimensions: tuple[str, ...] = ()
    """Dimensions by which there are breakdowns."""


class Coverage(msgspec.Struct, frozen=True):
    """One indicator's row of the gap report."""

    indicator: Indicator
    area: Holding
    within: Holding
    headline: Headline | None
    owner: tuple[str, ...]

    @property
    def where(self) -> str:
        """`area`, `within` (a gap of the area's) or `none`."""
        if self.area.values:
            return AREA
        return WITHIN if self.within.values else NOWHERE


def holding(store: Store, ids: list[int]) -> Holding:
    """Counts the values of some series of one area."""
    if not ids:
        return Holding()
    years = np.concatenate([store.points(series_id).years for series_id in ids])
    known = years[np.isfinite(years)]
    dimensions = {
        key for series_id in ids for key, value in store.series[series_id].dimensions
        if key not in ("unit_measure",) and value != "_T"
    }  # fmt: skip
    return Holding(
        values=len(years),
        first=int(known.min()) if len(known) else None,
        last=int(known.max()) if len(known) else None,
        dimensions=tuple(sorted(dimensions)),
    )
