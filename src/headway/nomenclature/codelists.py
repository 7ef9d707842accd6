"""Code lists of the dimensions, areas, countries and institutions."""

from functools import lru_cache

import msgspec
from babel import Locale

from headway.errors import HeadwayError
from headway.model.area import LEVELS, Area
from headway.nomenclature import tables


class Code(msgspec.Struct, frozen=True):
    """A code with Headway's own labels."""

    code: str
    names: dict[str, str]
    origin: str


class Body(msgspec.Struct, frozen=True):
    """An institution; `match` recognises it in a source's free text."""

    body: str
    kind: str
    successors: tuple[str, ...]
    valid_from: str
    valid_to: str
    names: dict[str, str]
    match: tuple[str, ...]


@lru_cache(maxsize=1)
def codelists() -> dict[str, dict[str, Code]]:
    """Dimension → code → Code."""
    return {
        dimension: {
            row["code"]: Code(row["code"], tables.names(row), row["origin"])
            for row in tables.rows(f"codelists/{dimension}.csv", key="code")
        }
        for dimension in tables.csv_names("codelists")
    }


@lru_cache(maxsize=None)
def doubts(country_code: str) -> dict[tuple[str, str], dict[str, str]]:
    """(dimension, code) → what is doubtful about a country's own label or use of a code, by language."""
    path = f"{country_code.lower()}/doubts.csv"
    if not country_code or not (tables.DATA / path).is_file():
        return {}
    return {(row["dimension"], row["code"]): tables.names(row, "doubt") for row in tables.rows(path, key=None)}


@lru_cache(maxsize=1)
def dimension_names() -> dict[str, dict[str, str]]:
    return {
        row["dimension"]: tables.names(row)
        for row in tables.rows("dimensions.csv", key="dimension")
    }


@lru_cache(maxsize=1)
def areas() -> dict[str, Area]:
    """Areas whose place in their country Headway knows, by code."""
    known = {}
    for row in tables.rows("areas.csv", key="code"):
        if row["level"] not in LEVELS:
            raise HeadwayError(f"nomenclature/areas.csv, {row['code']}: level {row['level']}.")
        known[row["code"]] = Area(
            code=row["code"],
            level=row["level"],
            parent=row["parent"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            successors=tables.several(row["successors"]),
            aliases=tables.several(row["aliases"]),
            names=tables.names(row),
        )
    return known


@lru_cache(maxsize=None)
def country(code: str) -> Area | None:
    """A country by its ISO 3166-1 alpha-2 code, named by CLDR; None where there is none."""
    if len(code) != 2 or not code.isalpha() or not code.isupper():
        return None
    territories = {language: Locale(language).territories for language in tables.LANGUAGES}
    if code not in territories["en"] or code in NOT_COUNTRIES:
        return None
    found = {language: names[code] for language, names in territories.items()}
    return Area(code=code, level="country", names=found)


NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""CLDR territories of two letters that are no countries."""


def area(code: str) -> Area | None:
    return areas().get(code) or country(code)


@lru_cache(maxsize=None)
def bodies(country_code: str) -> dict[str, Body]:
    """The institutions of a country that Headway knows, by id."""
    path = f"{country_code.lower()}/bodies.csv"
    if not (tables.DATA / path).is_file():
        return {}
    return {
        row["body"]: Body(
            body=row["body"],
            kind=row["kind"],
            successors=tables.several(row["successor"]),
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            names=tables.names(row),
            match=tuple(row[f"match_{language}"] for language in tables.LANGUAGES if row[f"match_{language}"]),
        )
        for row in tables.rows(path, key="body")
    }
