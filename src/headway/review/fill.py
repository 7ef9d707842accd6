"""Writes the review's tables, filled with what the sources and the nomenclature know."""

from pathlib import Path

from headway.model.address import format_dimensions, parse_dimensions
from headway.model.area import Area
from headway.model.dataset import Dataset
from headway.model.framework import Indicator
from headway.nomenclature import codelists
from headway.nomenclature.frameworks import national_readings
from headway.review import schema
from headway.review.folder import DECISIONS, PLACEHOLDER
from headway.review.institutions import Register
from headway.review.settings import Settings
from headway.review.tables import write_table


def merge_areas(datasets: list[Dataset]) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for dataset in datasets:
        for area in dataset.areas:
            areas.setdefault(area.code, area)
    return areas


def write_tables(folder: Path, settings: Settings, datasets: list[Dataset]) -> None:
    register = Register(settings.nation)
    indicators = [indicator for dataset in datasets for indicator in dataset.indicators]
    rows = [indicator_row(indicator, settings, register) for indicator in indicators]
    write_table(folder / "indicators.csv", [cell.column for cell in schema.INDICATORS], rows)
    _write_areas(folder, settings, datasets)
    _write_bodies(folder, settings, register, rows)
    write_decisions(folder)
    breaks = [entry for dataset in datasets for entry in dataset.breaks]
    write_table(
        folder / "breaks.csv",
        [cell.column for cell in schema.BREAKS],
        [
            {"framework": entry.framework, "indicator": entry.indicator, "ref_area": entry.ref_area,
             "year": entry.year, "reason": entry.reason}
            for entry in breaks
        ],
    )  # fmt: skip


def write_decisions(folder: Path) -> None:
    """Empty: nobody has decided anything yet."""
    write_table(folder / DECISIONS, [cell.column for cell in schema.DECISIONS], [])


def indicator_row(indicator: Indicator, settings: Settings, register: Register) -> dict[str, object]:
    """A row of indicators.csv, filled with what the source and the nomenclature know."""
    expectation, crosswalk = indicator.expectation, indicator.crosswalk
    target = expectation.target
    reading = national_readings(settings.nation).get(indicator.code)
    headline = parse_dimensions(reading.headline) if reading and reading.headline else ()
    name = next((indicator.names[lang] for lang in settings.languages if lang in indicator.names), "")
    owner = register.owners(indicator, "compiler", settings.languages)
    implementer = register.owners(indicator, "implementer", settings.languages)
    return {
        "framework": indicator.framework,
        "indicator": indicator.code,
        "name": name or indicator.names.get("en", ""),
        "headline": format_dimensions(headline),
        "direction": expectation.direction,
        "kind": expectation.kind,
        "lower": _plain(expectation.lower),
        "upper": _plain(expectation.upper),
        "target": target.text() if target else "",
        "target_year": target.year if target else "",
        "target_unit": target.unit if target else "",
        "target_basis": target.basis if target else "",
        "source": expectation.source,
        "global_indicator": crosswalk.global_indicator,
        "class": crosswalk.class_,
        "grade": crosswalk.grade,
        "reason": crosswalk.reason or expectation.reason,
        "owner": "|".join(owner),
        "implementer": "|".join(implementer),
    }


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _write_areas(folder: Path, settings: Settings, datasets: list[Dataset]) -> None:
    areas = merge_areas(datasets)
    for code in filter(None, (settings.within, settings.area)):
        areas.setdefault(code, codelists.area(code) or Area(code, "city", settings.within, names={}))
    if settings.name:
        area = areas[settings.area]
        level = area.level if area.level != "other" else ("city" if settings.within else "country")
        named = {language: settings.name for language in settings.languages}
        areas[settings.area] = Area(area.code, level, settings.within or area.parent, names=named)
    rows = [
        {
            "code": area.code, "level": area.level, "parent": area.parent, "valid_from": area.valid_from,
            "valid_to": area.valid_to, "successors": "|".join(area.successors),
            "aliases": "|".join(area.aliases),
            **{f"name_{language}": area.names.get(language, "") or area.name(language) for language in settings.languages},
        }
        for area in areas.values()
    ]  # fmt: skip
    write_table(folder / "areas.csv", [cell.column for cell in schema.areas(settings.languages)], rows)


def _write_bodies(folder: Path, settings: Settings, register: Register, rows: list[dict]) -> None:
    """The bodies that own or implement something, and their successors."""
    used = {body for row in rows for column in ("owner", "implementer") for body in row[column].split("|") if body}
    known = register.all()
    table = [
        {
            "body": body.body, "kind": body.kind, "successor": "|".join(body.successors), "valid_to": body.valid_to,
            **{f"name_{language}": body.names.get(language, "") for language in settings.languages},
        }
        for body in known.values()
        if body.body in used
    ]  # fmt: skip
    write_table(folder / "bodies.csv", [cell.column for cell in schema.bodies(settings.languages)], table)


def write_texts(folder: Path, settings: Settings) -> None:
    (folder / "text").mkdir()
    for section in ("opening", "highlights", "methodology"):
        for language in settings.languages:
            path = folder / "text" / f"{section}.{language}.md"
            path.write_text(
                f"{PLACEHOLDER} ({section}, {language}); while this line stands nothing is shown -->\n",
                encoding="utf-8", newline="\n",
            )  # fmt: skip
