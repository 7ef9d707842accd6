"""What may stand in each column of the review's tables."""

import re

from headway.model.address import parse_dimensions
from headway.model.area import LEVELS
from headway.model.expectation import DIRECTIONS, KINDS
from headway.model.framework import CLASSES, GRADES
from headway.model.target import BASES, number, parse_target
from headway.errors import UsageError
from headway.nomenclature.tables import several
from headway.review.tables import Cell, one_of


DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
ROW = re.compile(r"[1-9][0-9]{0,8}")


def optional_number(text: str) -> float | None:
    return number(text) if text else None


def year(text: str) -> int | None:
    if not text:
        return None
    value = number(text)
    if value != int(value) or not 1900 <= value <= 2100:
        raise ValueError(text)
    return int(value)


def dimensions(text: str):
    if not text:
        return None
    try:
        return parse_dimensions(text)
    except UsageError:
        raise ValueError(text) from None


def target(text: str) -> str:
    parse_target(text)
    return text


def date(text: str) -> str:
    """An ISO date or a year, or blank."""
    if text and not DATE.fullmatch(text):
        raise ValueError(text)
    return text


def words(allowed: tuple[str, ...]) -> dict:
    return {"parse": one_of(*allowed), "expected": f"one of {', '.join(allowed)}, or blank"}


NUMBER = {"parse": optional_number, "expected": "a number, or blank"}
YEAR = {"parse": year, "expected": "a year such as 2030, or blank"}

INDICATORS = (
    Cell("framework", expected="the framework's id: global, kz …", required=True),
    Cell("indicator", expected="a code such as 1.2.1", required=True, is_code=True),
    Cell("name"),
    Cell("headline", dimensions, "dimension=code;dimension=code, or blank"),
    Cell("direction", **words(DIRECTIONS)),
    Cell("kind", **words(KINDS)),
    Cell("lower", **NUMBER),
    Cell("upper", **NUMBER),
    Cell("target", target, "a number, 0.5*base, 0.97..1.03, or blank"),
    Cell("target_year", **YEAR),
    Cell("target_unit"),
    Cell("target_basis", **words(BASES)),
    Cell("source"),
    Cell("global_indicator", is_code=True),
    Cell("class", **words(CLASSES)),
    Cell("grade", **words(GRADES)),
    Cell("reason"),
    Cell("owner", several),
    Cell("implementer", several),
)


def areas(languages: tuple[str, ...]) -> tuple[Cell, ...]:
    return (
        Cell("code", expected="the area's code", required=True),
        Cell("level", one_of(*LEVELS), f"one of {', '.join(LEVELS)}", required=True),
        Cell("parent"),
        Cell("valid_from", date, "a year or an ISO date, or blank"),
        Cell("valid_to", date, "a year or an ISO date, or blank"),
        Cell("successors", several),
        Cell("aliases", several),
        *(Cell(f"name_{language}") for language in languages),
    )


def bodies(languages: tuple[str, ...]) -> tuple[Cell, ...]:
    return (
        Cell("body", expected="a short id", required=True),
        Cell("kind"),
        Cell("successor", several),
        Cell("valid_to", date, "a year or an ISO date, or blank"),
        *(Cell(f"name_{language}") for language in languages),
    )


BREAKS = (
    Cell("framework"),
    Cell("indicator", is_code=True),
    Cell("ref_area"),
    Cell("year", lambda text: year(text) or _refuse(text), "a year such as 2018", required=True),
    Cell("reason"),
)


DECISIONS = (
    Cell("file", expected="source and file, as the check names it: kazakhstan/data/indicator_3-3-1-1.csv", required=True),
    Cell("row", lambda text: int(text) if ROW.fullmatch(text) else _refuse(text), "the number of the row that stands", required=True),
    Cell("reason"),
)
"""Which row stands where a source gives different values for one key."""


def _refuse(text: str):
    raise ValueError(text)
