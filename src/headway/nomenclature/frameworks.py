"""The global framework and the national ones Headway knows."""

from functools import lru_cache

import msgspec

from headway.errors import HeadwayError
from headway.model.address import GLOBAL
from headway.model.expectation import DIRECTIONS, KINDS, Expectation
from headway.model.framework import CLASSES, GRADES, Crosswalk, Framework, Indicator
from headway.model.target import BASES, Target, parse_target
from headway.nomenclature import tables


class Goal(msgspec.Struct, frozen=True):
    """A goal with its colour and the text colour that can be read on it (4.5:1)."""

    code: str
    color: str
    ink: str
    names: dict[str, str]


class NationalReading(msgspec.Struct, frozen=True):
    """What a country's indicator really measures: overrides the global default."""

    code: str
    is_global: bool
    crosswalk: Crosswalk
    expectation: Expectation
    names: dict[str, str]
    headline: str


@lru_cache(maxsize=1)
def goals() -> dict[str, Goal]:
    return {
        row["goal"]: Goal(row["goal"], row["color"], row["ink"], tables.names(row))
        for row in tables.rows("global/goals.csv", key="goal")
    }


@lru_cache(maxsize=1)
def targets() -> dict[str, dict[str, str]]:
    """Target code → its short name by language."""
    return {
        row["target"]: tables.names(row)
        for row in tables.rows("global/targets.csv", key="target")
    }


@lru_cache(maxsize=1)
def global_indicators() -> dict[str, Indicator]:
    """The listed and withdrawn indicators of the global framework, by code."""
    expected = {
        row["indicator"]: _expectation(row, "global/expectations.csv")
        for row in tables.rows("global/expectations.csv", key="indicator")
    }
    return {
        row["indicator"]: Indicator(
            code=row["indicator"],
            names=tables.names(row),
            definitions=tables.names(row, "definition"),
            status="withdrawn" if row["withdrawn"] else "",
            expectation=expected.get(row["indicator"], Expectation()),
            crosswalk=Crosswalk(row["same_as"], "identical" if row["same_as"] else ""),
        )
        for row in tables.rows("global/indicators.csv", key="indicator")
    }


@lru_cache(maxsize=1)
def global_framework() -> Framework:
    """The edition and its count, counted from the rows."""
    about = tables.toml("global/framework.toml")
    listed = [entry for entry in global_indicators().values() if entry.status != "withdrawn"]
    unique = [entry for entry in listed if not entry.crosswalk.global_indicator]
    return Framework(GLOBAL, about["edition"], about["name"], len(listed), len(unique))


@lru_cache(maxsize=None)
def national_readings(country: str) -> dict[str, NationalReading]:
    """Headway's reading of a country's indicators by code; empty where there is none."""
    folder = country.lower()
    if not (tables.DATA / folder / "indicators.csv").is_file():
        return {}
    path = f"{folder}/indicators.csv"
    return {
        row["indicator"]: NationalReading(
            code=row["indicator"],
            is_global=row["global"] == "yes",
            crosswalk=_crosswalk(row, path),
            expectation=_expectation(row, path),
            names=tables.names(row),
            headline=row["headline"],
        )
        for row in tables.rows(path, key="indicator")
    }


@lru_cache(maxsize=None)
def reason_texts(country: str) -> dict[str, dict[str, str]]:
    """English reason or source of a country's readings → the same in other languages."""
    folder = country.lower()
    if not (tables.DATA / folder / "reasons.csv").is_file():
        return {}
    own = {row["indicator"]: row["reason"] for row in tables.rows(f"{folder}/indicators.csv", key="indicator")}
    texts = {
        own[row["indicator"]]: tables.names(row, "reason")
        for row in tables.rows(f"{folder}/reasons.csv", key="indicator")
        if row["indicator"] in own
    }
    return texts | {row["text"]: tables.names(row) for row in tables.rows(f"{folder}/sources.csv", key="text")}


def _crosswalk(row: dict[str, str], path: str) -> Crosswalk:
    _one_of(row, "class", CLASSES, path)
    _one_of(row, "grade", GRADES, path)
    return Crosswalk(row["global_indicator"], row["class"], row["grade"], row["reason"])


def _expectation(row: dict[str, str], path: str) -> Expectation:
    _one_of(row, "direction", DIRECTIONS, path)
    _one_of(row, "kind", KINDS, path)
    _one_of(row, "basis", BASES, path)
    return Expectation(
        direction=row["direction"],
        kind=row["kind"],
        lower=float(row["lower"]) if row["lower"] else None,
        upper=float(row["upper"]) if row["upper"] else None,
        target=_target(row),
        source=row["source"],
        reason=row["reason"],
    )


def _target(row: dict[str, str]) -> Target | None:
    """The target of a row; a single value that may be missed on either side is an interval."""
    target = parse_target(
        row["target"], year=int(row["target_year"] or 2030), unit=row["target_unit"], basis=row["basis"]
    )
    if target and row["direction"] == "range" and target.value is not None:
        return msgspec.structs.replace(target, value=None, lower=target.value, upper=target.value)
    return target


def _one_of(row: dict[str, str], column: str, allowed: tuple[str, ...], path: str) -> None:
    if row[column] and row[column] not in allowed:
        raise HeadwayError(
            f"nomenclature/{path}, {row['indicator']}: {column} is “{row[column]}”, "
            f"expected one of {', '.join(allowed)}."
        )
