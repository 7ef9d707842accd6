"""Points of a series to one value a year, as the methods want them."""

import msgspec
import numpy as np

from headway.store.read import Points, Store


class YearlyRun(msgspec.Struct, frozen=True):
    """Years strictly ascending with one value each."""

    years: np.ndarray
    values: np.ndarray
    conflicts: tuple[str, ...]
    """Periods left out because the source gives different values."""
    std_errors: np.ndarray | None = None
    """Of the values, NaN where the source gives none; None where it gives none at all."""


def yearly_run(points: Points) -> YearlyRun:
    """The usable points; of several periods in a year the last one stands for it."""
    usable = points.where((points.marks == "") & np.isfinite(points.years))
    order = np.lexsort((usable.periods.astype(str), usable.years))
    years = usable.years[order].astype(int)
    last = np.append(years[1:] != years[:-1], True) if len(years) else np.zeros(0, dtype=bool)
    conflicts = tuple(sorted(set(points.periods[points.marks == "conflict"])))
    errors = usable.std_errors[order][last]
    known = errors if np.isfinite(errors).any() else None
    return YearlyRun(years[last], usable.values[order][last], conflicts, known)


def all_runs(store: Store) -> list[YearlyRun]:
    """The run of every series, by series id."""
    return [yearly_run(store.points(series_id)) for series_id in range(len(store.series))]
