"""Starts a review: pins its sources and writes every table, filled from them."""

import os
import shutil
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from headway.errors import NotFoundError, SourceError, UsageError, nearest
from headway.model.address import format_dimensions, parse_dimensions
from headway.model.area import Area
from headway.model.dataset import Dataset
from headway.model.framework import Indicator
from headway.nomenclature import codelists
from headway.nomenclature.frameworks import national_readings
from headway.nomenclature.tables import LANGUAGES
from headway.review import schema
from headway.review.folder import PLACEHOLDER
from headway.review.ingest import read_source
from headway.review.institutions import Register
from headway.review.pins import Pin, pin_source, save_pins
from headway.review.settings import FILE, NAME, Settings, SourceSetting, render_settings
from headway.review.tables import write_table
from headway.sources import READERS, reader

IGNORED = "build/\n.headway/\n# Microdata never enter a review.\n*.sav\n*.dta\n*.sas7bdat\nmicrodata/\n"
TITLES = {
    "local": {"en": "{area}: Voluntary Local Review {year}", "ru": "{area}: добровольный местный обзор, {year} год", "kk": "{area}: ерікті жергілікті шолу, {year} жыл"},
    "national": {"en": "{area}: Voluntary National Review {year}", "ru": "{area}: добровольный национальный обзор, {year} год", "kk": "{area}: ерікті ұлттық шолу, {year} жыл"},
}  # fmt: skip


def create_review(
    folder: Path,
    *,
    area: str,
    within: str = "",
    sources: list[str],
    name: str = "",
    languages: tuple[str, ...] = ("en",),
    year: int | None = None,
    fictional: bool = False,
) -> Path:
    """Makes `folder`; on any error nothing of it is left."""
    settings = _settings(folder, area, within, sources, name, languages, year, fictional)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _fill(partial, settings, base=folder)
        if folder.is_dir():
            folder.rmdir()
        os.replace(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return folder


def _settings(folder, area, within, sources, name, languages, year, fictional) -> Settings:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"“{folder}” exists already.", remedy="Name a new folder, or remove that one.")
    for language in languages:
        if language not in LANGUAGES:
            raise UsageError(
                f"Headway does not speak “{language}”.", remedy=f"Languages: {', '.join(LANGUAGES)}."
            )
    if not languages:
        raise UsageError("No language is named.", remedy=f"Languages: {', '.join(LANGUAGES)}.")
    if not sources:
        raise UsageError("No source is named.", remedy="Add --source open-sdg=FOLDER.")
    kind = "national" if not within else "local"
    return Settings(
        title={},
        kind=kind,
        area=area,
        within=within,
        year=year or date.today().year,
        languages=tuple(dict.fromkeys(languages)),
        sources=parse_sources(sources, folder, within or area),
        name=name,
        fictional=fictional,
    )


def parse_sources(texts: list[str], folder: Path, country: str, taken: tuple[str, ...] = ()) -> tuple[SourceSetting, ...]:
    """`open-sdg=../data` to settings; the location is kept as seen from the review's folder."""
    found: list[SourceSetting] = []
    for text in texts:
        reader_name, equals, location = text.partition("=")
        if not equals or not location:
            raise UsageError(
                f"“{text}” is not a source.",
                remedy=f"Write READER=LOCATION, for example open-sdg=../data. Readers: {', '.join(READERS)}.",
            )
        reader(reader_name)
        name = _free_name(location, [*taken, *(source.name for source in found)])
        framework = country.lower() if reader_name == "open-sdg" and national_readings(country) else name
        found.append(
            SourceSetting(name, reader_name, _from_folder(location, folder), framework, len(taken) + len(found) + 1)
        )
    return tuple(found)


def _free_name(location: str, taken: list[str]) -> str:
    """A short name from the last part of a location, unlike those taken."""
    last = location.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".git")
    stem = last.rsplit(".", 1)[0] if last.lower().endswith((".csv", ".xlsx", ".xls", ".ods")) else last
    slug = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in stem.lower()).strip("-")
    slug = slug if NAME.match(slug or "-") else "source"
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    return name


def _from_folder(location: str, folder: Path) -> str:
    if "://" in location or location.startswith("git@"):
        return location
    path = Path(location).expanduser().resolve()
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:
        return path.as_posix()


def _fill(partial: Path, settings: Settings, *, base: Path) -> None:
    pins: dict[str, Pin] = {}
    datasets = []
    for source in settings.sources:
        pins[source.name] = pin_source(partial, source, base=base)
        if source.reader == "table":
            propose_mapping(partial, source, pins[source.name])
        datasets.append(read_source(partial, settings, source, pins[source.name]))
    areas = merge_areas(datasets)
    settings = _with_names(settings, _check_areas(settings, areas, datasets))
    (partial / FILE).write_text(render_settings(settings), encoding="utf-8", newline="\n")
    save_pins(partial, pins)
    write_tables(partial, settings, datasets)
    _write_texts(partial, settings)
    (partial / ".gitignore").write_text(IGNORED, encoding="utf-8", newline="\n")


def propose_mapping(review: Path, source: SourceSetting, pin: Pin) -> Path:
    """Guesses what a table's columns are and writes the guess down for a person to confirm."""
    from headway.review.ingest import mapping_path
    from headway.sources.table.mapping import guess_mapping, render_mapping

    path = mapping_path(review, source)
    folder = review / "sources" / pin.folder
    path.write_text(render_mapping(guess_mapping(folder, source.framework)), encoding="utf-8", newline="\n")
    return path


def merge_areas(datasets: list[Dataset]) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for dataset in datasets:
        for area in dataset.areas:
            areas.setdefault(area.code, area)
    return areas


def _check_areas(settings: Settings, areas: dict[str, Area], datasets: list[Dataset]) -> dict[str, Area]:
    """The review's area and the one it is within, known to a source, a list, or by --name."""
    declares_none = not any(
        area.names and area.code != settings.nation for area in areas.values()
    )
    used = {observation.series.ref_area for dataset in datasets for observation in dataset.observations}
    for code in filter(None, (settings.within, settings.area)):
        known = codelists.area(code) or (areas[code] if code in used and code != settings.nation else None)
        if known:
            areas[code] = known
        elif code in (settings.area, settings.within) and settings.name and declares_none:
            areas[code] = Area(code, "city" if settings.within else "country", settings.within, names={"en": settings.name})
        elif code in areas and areas[code].names:
            continue
        else:
            raise _unknown_area(code, areas, declares_none)
    return areas


def _unknown_area(code: str, areas: dict[str, Area], declares_none: bool) -> NotFoundError:
    if declares_none:
        return NotFoundError(
            f"No source declares areas, and “{code}” is no country code.",
            remedy="Give the area's name with --name.",
        )
    labels = {}
    for area in areas.values():
        for name in (area.code, *area.names.values()):
            labels[name] = f"{area.code} ({area.name('en')})"
    near = list(dict.fromkeys(labels[name] for name in nearest(code, list(labels))))
    hint = f"Nearest: {', '.join(near)}." if near else f"There are {len(areas)} areas, for example {', '.join(list(areas)[:5])}."
    return NotFoundError(f"No source knows an area “{code}”.", remedy=hint)


def _with_names(settings: Settings, areas: dict[str, Area]) -> Settings:
    import msgspec

    area = areas[settings.area]
    titles = TITLES[settings.kind]
    title = {
        language: titles[language].format(area=settings.name or area.name(language), year=settings.year)
        for language in settings.languages
    }
    return msgspec.structs.replace(settings, title=title)


# Tables


def write_tables(folder: Path, settings: Settings, datasets: list[Dataset]) -> None:
    register = Register(settings.nation)
    indicators = [indicator for dataset in datasets for indicator in dataset.indicators]
    rows = [indicator_row(indicator, settings, register) for indicator in indicators]
    write_table(folder / "indicators.csv", [cell.column for cell in schema.INDICATORS], rows)
    _write_areas(folder, settings, datasets)
    _write_bodies(folder, settings, register, rows)
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


def indicator_row(indicator: Indicator, settings: Settings, register: Register) -> dict[str, object]:
    """A row of indicators.csv, filled with what the source and the nomenclature know."""
    expectation, crosswalk = indicator.expectation, indicator.crosswalk
    target = expectation.target
    reading = national_readings(settings.nation).get(indicator.code)
    headline = parse_dimensions(reading.headline) if reading and reading.headline else ()
    known = register.all()
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
        "owner": "|".join(body for body in owner if body in known or body in register.all()),
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


def _write_texts(folder: Path, settings: Settings) -> None:
    (folder / "text").mkdir()
    for section in ("opening", "highlights", "methodology"):
        for language in settings.languages:
            path = folder / "text" / f"{section}.{language}.md"
            path.write_text(
                f"{PLACEHOLDER} ({section}, {language}); while this line stands nothing is shown -->\n",
                encoding="utf-8", newline="\n",
            )  # fmt: skip
