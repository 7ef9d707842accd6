"""An indicator's plan to the rows of its data file."""

import zlib

import numpy as np

from headway.example import values
from headway.example.plan import CITY, NATION, Plan, places

Row = dict[str, str]
"""Column → cell; the keys stand in the order of the file."""

Levels = dict[str, np.ndarray]
"""Area → its totals over the plan's years, NaN where it did not exist."""


def columns(plan: Plan) -> list[str]:
    series = ["SERIES"] if plan.series else []
    return ["Year", *series, "UNIT_MEASURE", *plan.parts, "REF_AREA", "Value"]


def rows(plan: Plan, seed: int) -> list[Row]:
    """All rows, nation first; the same for the same seed whatever other indicators there are."""
    rng = np.random.default_rng([seed, zlib.crc32(plan.code.encode())])
    years = np.array(plan.years, dtype=int)
    if not len(years):
        return []
    found = []
    for area, total in levels(plan, rng, years).items():
        for series, how in (plan.series or {"": {"factor": 1.0, "unit": plan.unit}}).items():
            own = total * how["factor"]
            found += _rows_of(plan, rng, years, own, {"SERIES": series, "UNIT_MEASURE": how["unit"], "REF_AREA": area})
    return found


def levels(plan: Plan, rng: np.random.Generator, years: np.ndarray) -> Levels:
    """The totals of every area that publishes."""
    if plan.yes_from:
        return {area: values.since(years, year) for area, year in plan.yes_from.items()}
    drawn = _drawn(plan, rng, years)
    found = {NATION: _merged(plan, drawn, list(drawn))}
    if plan.city is not None:
        found[CITY] = drawn[CITY]
    if plan.scope == "regions":
        found |= _regions(plan, drawn, years)
    return found


def _drawn(plan: Plan, rng: np.random.Generator, years: np.ndarray) -> Levels:
    """The areas of today, before any is merged."""
    codes = [code for code, place in places().items() if place.population]
    weights = _weights(codes)
    paths = values.draw(
        rng, years, weights, level=plan.level, drift=plan.drift, noise=plan.noise, spread=plan.spread
    )
    city = codes.index(CITY)
    paths[city] = _city(plan, paths[city], years)
    if plan.shift:
        spared = np.isin(codes, plan.shift["except"])
        paths = values.shifted(paths, years, plan.shift["year"], plan.shift["factor"], spared)
    if plan.sums:
        paths = paths * weights[:, None]
    return dict(zip(codes, np.round(np.clip(paths, 0, plan.ceiling), plan.decimals), strict=True))


def _city(plan: Plan, path: np.ndarray, years: np.ndarray) -> np.ndarray:
    share = 1.0 if plan.city is None else plan.city
    drift = plan.drift * share if plan.city_drift is None else plan.city_drift
    return values.own_line(path, years, start=plan.level * share, drift=drift)


def _weights(codes: list[str]) -> np.ndarray:
    population = np.array([places()[code].population for code in codes])
    return population / population.sum()


def _merged(plan: Plan, drawn: Levels, codes: list[str]) -> np.ndarray:
    return values.together(np.stack([drawn[code] for code in codes]), _weights(codes), sums=plan.sums)


def _regions(plan: Plan, drawn: Levels, years: np.ndarray) -> Levels:
    """The regions in their years: one that was split until then, its parts from then on."""
    found = {}
    for code, place in places().items():
        if code in (NATION, CITY):
            continue
        total = _merged(plan, drawn, list(place.successors)) if place.successors else drawn[code]
        exists = (years >= (place.valid_from or 0)) & (years <= (place.valid_to or 9999))
        found[code] = np.where(exists, total, np.nan)
    return found


def _rows_of(plan: Plan, rng, years: np.ndarray, total: np.ndarray, key: Row) -> list[Row]:
    """One series' total and, for the nation and the city, its breakdowns."""
    found = _filled(plan, years, total, key) if plan.total else []
    for column, shares in plan.parts.items() if key["REF_AREA"] in (NATION, CITY) else ():
        if column == "URBANISATION" and key["REF_AREA"] == CITY:
            continue
        groups = values.divided(rng, total, np.array(list(shares.values())))
        for code, group in zip(shares, groups, strict=True):
            found += _filled(plan, years, np.clip(group, 0, plan.ceiling), key | {column: code})
    return found


def _filled(plan: Plan, years: np.ndarray, numbers: np.ndarray, key: Row) -> list[Row]:
    given = key | {"REF_AREA": "" if key["REF_AREA"] == NATION else key["REF_AREA"]}
    return [
        {column: given.get(column, "") for column in columns(plan)}
        | {"Year": str(year), "Value": f"{number:.{plan.decimals}f}"}
        for year, number in zip(years, numbers, strict=True)
        if np.isfinite(number)
    ]
