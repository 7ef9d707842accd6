"""Base years in the order of UNDP: 2015, else 2016, 2014, 2017, 2013, 2018, 2012."""

import numpy as np

from headway.model.edition import Edition
from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import BaseValue


def candidates(edition: Edition) -> tuple[int, ...]:
    """The years that may serve as base, first choice first: the base year plus each offset of the edition."""
    base_year = int(edition.parameters["base_year"])
    return tuple(base_year + int(offset) for offset in edition.choices["base_order"].split())


def base_place(years: np.ndarray, values: np.ndarray, edition: Edition, *, skip_zero: bool = True) -> int | None:
    """Place of the base value in the run; None where no candidate year has one.

    `skip_zero`: a value of zero cannot be a base, for no rate starts from it.
    Where the last value is no later than the base year there is none either.
    """
    if len(years) == 0 or years[-1] <= edition.parameters["base_year"]:
        return None
    places = {int(year): place for place, year in enumerate(years)}
    for year in candidates(edition):
        if year in places and not (skip_zero and values[places[year]] == 0.0):
            return places[year]
    return None


def base_value(years: np.ndarray, values: np.ndarray, edition: Edition, *, skip_zero: bool = True) -> BaseValue:
    """The base value, with the reason where it cannot serve: a later value must follow it."""
    base_year = int(edition.parameters["base_year"])
    if len(years) == 0:
        return BaseValue(reason=why.NO_DATA)
    if years[-1] < base_year:
        return BaseValue(reason=why.ENDS_BEFORE_BASE)
    place = base_place(years, values, edition, skip_zero=skip_zero)
    if place is None:
        return BaseValue(reason=why.TOO_FEW_POINTS if years[-1] == base_year else why.NO_BASE_VALUE)
    if place == len(years) - 1:
        return BaseValue(reason=why.TOO_FEW_POINTS)
    return BaseValue(int(years[place]), float(values[place]), flags=_flags(int(years[place]), years, edition))


def _flags(chosen: int, years: np.ndarray, edition: Edition) -> tuple[str, ...]:
    order = candidates(edition)
    if chosen == order[0]:
        return ()
    passed_over = any(year in years for year in order[: order.index(chosen)])
    return (why.ZERO_BASE_SKIPPED,) if passed_over else (why.NEXT_BASE_YEAR,)
