"""Opens a review's folder: its settings and its tables, checked, with every fault as a problem."""

from pathlib import Path

import msgspec

from headway.model.address import Dimensions
from headway.model.area import Area
from headway.model.expectation import Expectation
from headway.model.framework import Crosswalk
from headway.model.problem import Problem
from headway.model.series_break import DECLARED, Break
from headway.model.target import parse_target
from headway.review import schema
from headway.review.institutions import Institution
from headway.review.pins import Pin, load_pins
from headway.review.settings import Settings, load_settings
from headway.review.files import own_bytes
from headway.review.tables import Cell, Row, read_table


class IndicatorRow(msgspec.Struct, frozen=True):
    """What the review says of an indicator: this, not the source's or a default, holds."""

    framework: str
    indicator: str
    line: int
    name: str
    headline: Dimensions | None
    expectation: Expectation
    crosswalk: Crosswalk
    owner: tuple[str, ...]
    implementer: tuple[str, ...]


class Review(msgspec.Struct, frozen=True):
    """An opened review."""

    folder: Path
    settings: Settings
    pins: dict[str, Pin]
    indicators: dict[tuple[str, str], IndicatorRow]
    areas: dict[str, Area]
    bodies: dict[str, Institution]
    breaks: tuple[Break, ...]
    decisions: dict[tuple[str, int], int]
    """(source and file, row) that stands against others with its key → line of decisions.csv."""
    texts: dict[str, dict[str, str]]
    """Section → language → Markdown, placeholders left out."""
    problems: tuple[Problem, ...]


DECISIONS = "decisions.csv"
PLACEHOLDER = "<!-- headway: write here"


def open_review(folder: Path) -> Review:
    """Raises ReviewError where the folder is no review; faults inside tables are problems."""
    settings = load_settings(folder)
    problems: list[Problem] = []
    languages = settings.languages
    return Review(
        folder=folder,
        settings=settings,
        pins=load_pins(folder),
        indicators=_indicators(read_table(folder, "indicators.csv", schema.INDICATORS, problems), problems),
        areas={
            code: _area(row, languages)
            for code, row in _once(folder, "areas.csv", schema.areas(languages), problems).items()
        },
        bodies={
            body: _institution(row, languages)
            for body, row in _once(folder, "bodies.csv", schema.bodies(languages), problems).items()
        },
        breaks=tuple(map(_break, read_table(folder, "breaks.csv", schema.BREAKS, problems))),
        decisions=_decisions(folder, problems),
        texts=_texts(folder, languages),
        problems=tuple(problems),
    )


def _once(folder: Path, file: str, columns: tuple[Cell, ...], problems: list[Problem]) -> dict[str, Row]:
    """First column → row; a second row for one thing is a problem."""
    found: dict[str, Row] = {}
    for row in read_table(folder, file, columns, problems):
        first = found.setdefault(row[columns[0].column], row)
        if first is not row:
            problems.append(Problem("TABLE_ROW_TWICE", file, row.line, row[columns[0].column], {"line": str(first.line)}))
    return found


def _names(row: Row, languages: tuple[str, ...]) -> dict[str, str]:
    return {language: row[f"name_{language}"] for language in languages if row[f"name_{language}"]}


def _indicators(rows: list[Row], problems: list[Problem]) -> dict[tuple[str, str], IndicatorRow]:
    found: dict[tuple[str, str], IndicatorRow] = {}
    for row in rows:
        key = (row["framework"], row["indicator"])
        if key in found:
            details = {"line": str(found[key].line)}
            problems.append(Problem("TABLE_ROW_TWICE", "indicators.csv", row.line, " ".join(key), details))
            continue
        found[key] = _indicator(row)
    return found


def _indicator(row: Row) -> IndicatorRow:
    target = parse_target(
        row["target"], year=row["target_year"] or 2030, unit=row["target_unit"], basis=row["target_basis"]
    )
    expectation = Expectation(
        direction=row["direction"], kind=row["kind"], lower=row["lower"], upper=row["upper"],
        target=target, source=row["source"], reason=row["reason"],
    )  # fmt: skip
    return IndicatorRow(
        framework=row["framework"],
        indicator=row["indicator"],
        line=row.line,
        name=row["name"],
        headline=row["headline"],
        expectation=expectation,
        crosswalk=Crosswalk(row["global_indicator"], row["class"], row["grade"], row["reason"]),
        owner=row["owner"],
        implementer=row["implementer"],
    )


def _area(row: Row, languages: tuple[str, ...]) -> Area:
    return Area(
        code=row["code"], level=row["level"], parent=row["parent"], valid_from=row["valid_from"],
        valid_to=row["valid_to"], successors=row["successors"], aliases=row["aliases"],
        names=_names(row, languages),
    )  # fmt: skip


def _institution(row: Row, languages: tuple[str, ...]) -> Institution:
    return Institution(row["body"], row["kind"], row["successor"], row["valid_to"], _names(row, languages))


def _break(row: Row) -> Break:
    return Break(row["year"], DECLARED, row["framework"], row["indicator"], row["ref_area"], row["reason"])


def _decisions(folder: Path, problems: list[Problem]) -> dict[tuple[str, int], int]:
    """A review begun before anybody had to decide may lack the table."""
    if not (folder / DECISIONS).is_file():
        return {}
    found: dict[tuple[str, int], int] = {}
    for row in read_table(folder, DECISIONS, schema.DECISIONS, problems):
        key = (row["file"], row["row"])
        if found.setdefault(key, row.line) != row.line:
            details = {"line": str(found[key])}
            problems.append(Problem("TABLE_ROW_TWICE", DECISIONS, row.line, f"{key[0]}:{key[1]}", details))
    return found


def _texts(folder: Path, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in sorted((folder / "text").glob("*.md")):
        section, _, language = path.stem.rpartition(".")
        text = own_bytes(folder, path).decode("utf-8-sig", errors="replace")
        if language in languages and not text.startswith(PLACEHOLDER):
            found.setdefault(section, {})[language] = text
    return found
