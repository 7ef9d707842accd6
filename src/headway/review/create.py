"""Starts a review: pins its sources and writes every table, filled from them."""

import os
import re
from datetime import date
from pathlib import Path

import msgspec

from headway.errors import NotFoundError, UsageError, nearest
from headway.model.address import GLOBAL
from headway.model.area import Area
from headway.model.dataset import Dataset
from headway.model.paths import path_text
from headway.nomenclature import codelists
from headway.nomenclature.frameworks import national_readings
from headway.nomenclature.tables import LANGUAGES
from headway.review.fill import merge_areas, write_tables, write_texts
from headway.review.ingest import mapping_path, read_source
from headway.review.making import making
from headway.review.pins import WINDOWS, Pin, pin_source, refuse_foreign, save_pins
from headway.review.settings import FILE, NAME, Settings, SourceSetting, render_settings
from headway.sources import READERS, reader

IGNORED = "build/\n.headway/\n# Microdata never enter a review.\n*.sav\n*.dta\n*.sas7bdat\nmicrodata/\n"
AS_THEY_ARE = "# The files of sources/ are known by their digest: git changes no line ending of theirs.\nsources/** -text\n"
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")
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
    if os.name != "nt" and WINDOWS.match(str(folder)):
        raise UsageError(f"“{folder}” is a place on a Windows machine, which this machine cannot reach.", remedy="Name a folder of this machine.")
    settings = _settings(folder, area, within, sources, name, languages, year, fictional)
    folder = folder.resolve()
    with making(folder) as fresh:
        _fill(fresh, settings, base=folder)
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
    slug = slug if NAME.fullmatch(slug or "-") and slug != GLOBAL else "source"
    slug = f"{slug}-data" if RESERVED.match(slug) else slug  # no folder on Windows may be called con or nul
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    return name


def _from_folder(location: str, folder: Path) -> str:
    if "://" in location or location.startswith("git@"):
        return location
    refuse_foreign(location)
    path = Path(location).expanduser().resolve()
    try:
        return path_text(Path(os.path.relpath(path, folder.resolve())).as_posix())
    except ValueError:
        return path_text(path.as_posix())


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
    write_texts(partial, settings)
    (partial / ".gitignore").write_text(IGNORED, encoding="utf-8", newline="\n")
    (partial / ".gitattributes").write_text(AS_THEY_ARE, encoding="utf-8", newline="\n")


def propose_mapping(review: Path, source: SourceSetting, pin: Pin) -> Path:
    """Guesses what a table's columns are and writes the guess down for a person to confirm."""
    from headway.sources.table.mapping import guess_mapping, render_mapping

    path = mapping_path(review, source)
    folder = review / "sources" / pin.folder
    path.write_text(render_mapping(guess_mapping(folder, source.framework)), encoding="utf-8", newline="\n")
    return path


def _check_areas(settings: Settings, areas: dict[str, Area], datasets: list[Dataset]) -> dict[str, Area]:
    """The review's area and the one it is within, known to a source, a list, or by --name."""
    declares_none = not any(
        area.declared and area.names and area.code != settings.nation for area in areas.values()
    )
    used = {observation.series.ref_area for dataset in datasets for observation in dataset.observations}
    for code in filter(None, (settings.within, settings.area)):
        known = codelists.area(code) or (areas.get(code) if code in used and code != settings.nation else None)
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
        if area.code == code:
            continue
        for name in (area.code, *area.names.values()):
            labels[name] = f"{area.code} ({area.name('en')})"
    near = list(dict.fromkeys(labels[name] for name in nearest(code, list(labels))))
    others = [area.code for area in areas.values() if area.code != code]
    hint = f"Nearest: {', '.join(near)}." if near else f"There are {len(others)} areas, for example {', '.join(others[:5])}."
    return NotFoundError(f"No source knows an area “{code}”.", remedy=hint)


def _with_names(settings: Settings, areas: dict[str, Area]) -> Settings:
    area = areas[settings.area]
    titles = TITLES[settings.kind]
    title = {
        language: _title(titles[language], settings.name or area.name(language), settings.year)
        for language in settings.languages
    }
    return msgspec.structs.replace(settings, title=title)


def _title(pattern: str, area: str, year: int) -> str:
    text = pattern.format(area=area, year=year)
    return text[:1].upper() + text[1:]
