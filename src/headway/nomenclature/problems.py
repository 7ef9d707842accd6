"""What each problem code means, in words."""

from functools import lru_cache

import msgspec

from headway.model.problem import SEVERITIES, Problem
from headway.nomenclature import tables


class Meaning(msgspec.Struct, frozen=True):
    """One code's severity and its three sentences by language."""

    severity: str
    found: dict[str, str]
    expected: dict[str, str]
    remedy: dict[str, str]


class Slots(dict):
    """Details of a problem; one that is missing shows as a dash rather than failing."""

    def __missing__(self, key: str) -> str:
        return "–"


@lru_cache(maxsize=1)
def meanings() -> dict[str, Meaning]:
    found = msgspec.convert(tables.toml("problems.toml"), dict[str, Meaning])
    assert all(meaning.severity in SEVERITIES for meaning in found.values())
    return found


def severity(problem: Problem) -> str:
    return meanings()[problem.code].severity


def sentence(problem: Problem, part: str, language: str = "en") -> str:
    """`found`, `expected` or `remedy` of a problem in a language."""
    texts = getattr(meanings()[problem.code], part)
    slots = Slots(problem.details)
    ending = f"_{language}"
    slots |= {key.removesuffix(ending): text for key, text in problem.details.items() if key.endswith(ending)}
    slots["found"], slots["row"], slots["file"] = problem.found, str(problem.row), problem.file
    return (texts.get(language) or texts["en"]).format_map(slots).strip()


def order(problem: Problem) -> tuple:
    """Errors first, then by place."""
    return SEVERITIES.index(severity(problem)), problem.source, problem.file, problem.row, problem.code
