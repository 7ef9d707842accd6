"""What the example is made from: places, names, indicators and faults, as written in its data files."""

import csv
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "ru", "kk")
NATION, CITY = "XM", "XMALD"
FIRST_YEAR, LAST_YEAR = 2010, 2024

Texts = dict[str, str]
"""Language → text."""


@dataclass(frozen=True, slots=True)
class Place:
    """An area, as `areas.csv` has it."""

    code: str
    population: float | None
    """Thousands of people; None where the area is the sum of others."""
    valid_from: int | None
    valid_to: int | None
    successors: tuple[str, ...]
    names: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the numbers of one indicator come about. Levels are national, in the indicator's unit."""

    code: str
    shows: str
    """The cases it is there for: `zero`, `level-shift`, …"""
    unit: str
    title: Texts
    definition: Texts
    inquiry: str
    ministry: str
    level: float = 0.0
    """In 2010."""
    drift: float = 0.0
    noise: float = 0.0
    spread: float = 0.0
    """How far the regions lie apart, as a share of the level."""
    city: float | None = None
    """The city's level as a share of the nation's; None where it publishes nothing."""
    city_drift: float | None = None
    """The city's own yearly change; None where it moves with the nation."""
    scope: str = "regions"
    """`regions`, or `nation` where no region publishes."""
    years: list[int] = field(default_factory=lambda: list(range(FIRST_YEAR, LAST_YEAR + 1)))
    decimals: int = 1
    most: float | None = None
    sums: bool = False
    """Whether the nation is the sum of its areas rather than their mean."""
    shift: dict | None = None
    parts: dict[str, dict[str, float]] = field(default_factory=dict)
    """Column → code → its level as a share of the total."""
    total: bool = True
    series: dict[str, dict] = field(default_factory=dict)
    yes_from: dict[str, int] = field(default_factory=dict)
    direction: str = ""
    target: float | None = None
    adapted: bool = False
    status: str = "complete"
    compiler_in: Texts = field(default_factory=dict)
    """Language → compiling body, where a language names another one."""

    @property
    def key(self) -> str:
        """`4-4-1-1`, as files and keys are named."""
        return self.code.replace(".", "-")

    @property
    def is_global(self) -> bool:
        """Codes of four parts are Meridia's own."""
        return self.code.count(".") < 3

    @property
    def ceiling(self) -> float:
        if self.most is not None:
            return self.most
        return 100.0 if self.unit == "PT" else float("inf")


@lru_cache(maxsize=1)
def plans() -> tuple[Plan, ...]:
    """Every indicator, in the order of the goals."""
    folder = files(__package__) / "indicators"
    found = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [Plan(code=code, **entry) for code, entry in entries.items()]
    return tuple(found)


@lru_cache(maxsize=1)
def faults() -> tuple[dict, ...]:
    return tuple(tomllib.loads(_text("faults.toml"))["fault"])


@lru_cache(maxsize=1)
def places() -> dict[str, Place]:
    """Areas by code, the nation first."""
    return {
        row["code"]: Place(
            code=row["code"],
            population=float(row["population"]) if row["population"] else None,
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            successors=tuple(filter(None, row["successors"].split("|"))),
            names=_names(row),
        )
        for row in _rows("areas.csv")
    }


def labels() -> list[tuple[str, str, Texts]]:
    """(group of translations, key, texts); a text that is blank is missing on purpose."""
    return [(row["column"], row["code"], _names(row)) for row in _rows("labels.csv")]


def bodies() -> dict[str, Texts]:
    return {row["body"]: _names(row) for row in _rows("bodies.csv")}


def inquiries() -> dict[str, Texts]:
    return {row["inquiry"]: _names(row) for row in _rows("inquiries.csv")}


def _names(row: dict[str, str]) -> Texts:
    return {language: row[f"name_{language}"] for language in LANGUAGES}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
