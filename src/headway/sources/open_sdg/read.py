"""Reads an Open SDG repository whole."""

from msgspec import structs

from headway.model.area import Area, year_of
from headway.model.dataset import Dataset
from headway.model.framework import Indicator, code_order
from headway.model.series import Observation, Origin
from headway.model.series_break import DECLARED, Break
from headway.nomenclature import codelists
from headway.sources.open_sdg.areas import AreaResolver
from headway.sources.open_sdg.boundaries import check_boundaries, read_boundaries
from headway.sources.open_sdg.checks import (
    check_codes,
    check_indicators,
    check_keys,
    check_validity,
)
from headway.sources.open_sdg.documents import load_document
from headway.sources.open_sdg.layout import Layout, find_layout
from headway.sources.open_sdg.metadata import declared_breaks, read_indicator
from headway.sources.open_sdg.rows import FileReader
from headway.sources.open_sdg.translations import (
    Translations,
    code_labels,
    load_translations,
    official_names,
)
from headway.sources.problems import ProblemLog
from headway.sources.settings import ReadSettings


def read(settings: ReadSettings) -> Dataset:
    """Everything of a repository; raises SourceError where the folder is none."""
    log = ProblemLog(settings.name)
    layout = find_layout(settings.folder, log)
    translations = load_translations(layout.root, "translations", log)
    areas = AreaResolver(settings, code_labels(translations, "ref_area"), layout.languages, log)
    indicators, breaks = _indicators(layout, translations, settings, log)
    observations, origins = _observations(layout, indicators, settings, areas, log)
    labels = _labels(translations, observations)
    check_keys(layout.root, translations, log)
    check_indicators(indicators, layout.languages, log)
    check_codes(observations, labels, layout.languages, settings.country, log)
    check_validity(observations, areas.areas, log)
    boundaries = read_boundaries(layout, log)
    check_boundaries(boundaries, areas, observations, log)
    return Dataset(
        source=settings.name,
        indicators=tuple(indicators.values()),
        observations=observations,
        origins=origins,
        areas=tuple(areas.areas.values()),
        breaks=breaks + _territory_breaks(areas.areas),
        labels=labels | official_names(translations),
        languages=layout.languages,
        boundaries=boundaries,
        problems=log.problems(),
    )


def _indicators(
    layout: Layout, translations: Translations, settings: ReadSettings, log: ProblemLog
) -> tuple[dict[str, Indicator], tuple[Break, ...]]:
    found, breaks = {}, []
    for code in sorted({*layout.documents, *layout.data}, key=code_order):
        document: dict = {}
        file = ""
        for path in layout.documents.get(code, ()):
            file = path.relative_to(layout.root).as_posix()
            document |= load_document(path, file, log)
        if not document:
            data = layout.data.get(code)
            file = file or (data.relative_to(layout.root).as_posix() if data else "")
            log.add("NO_METADATA", file, indicator=code)
        found[code] = read_indicator(code, document, file, layout, translations, settings, log)
        breaks += declared_breaks(code, found[code].framework, document)
        if code not in layout.data and found[code].status == "complete":
            log.add("DATA_FILE_MISSING", file, indicator=code)
    return found, tuple(breaks)


def _observations(layout, indicators, settings, areas, log) -> tuple[list[Observation], tuple[Origin, ...]]:
    observations: list[Observation] = []
    origins = []
    for code, path in sorted(layout.data.items(), key=lambda item: code_order(item[0])):
        file = path.relative_to(layout.root).as_posix()
        indicator = indicators[code]
        origin = Origin(
            key=f"{settings.name}/{file}",
            source=settings.name,
            file=file,
            publisher=_publisher(indicator, layout.languages),
            licence=_licence(layout),
            retrieved=settings.retrieved,
            nature="proxy" if "proxy" in indicator.crosswalk.class_ else "official",
        )
        origins.append(origin)
        reader = FileReader(path, file, indicator.framework, code, origin.key, areas, log)
        observations += reader.read()
        indicators[code] = structs.replace(indicator, columns=reader.columns)
    _check_unit_columns(indicators, layout, log)
    return observations, tuple(origins)


def _check_unit_columns(indicators: dict[str, Indicator], layout: Layout, log: ProblemLog) -> None:
    """A repository in which the unit stands in differently named columns: the rarer ones are named."""
    used: dict[str, list[str]] = {}
    for code, indicator in indicators.items():
        if name := indicator.columns.get("unit_measure"):
            used.setdefault(name, []).append(code)
    usual = max(used, key=lambda name: len(used[name]), default="")
    for name, codes in used.items():
        for code in codes if name != usual else ():
            file = layout.data[code].relative_to(layout.root).as_posix()
            log.add("TWO_UNIT_COLUMNS", file, 1, found=f"{usual}, {name}", indicator=code)


def _publisher(indicator: Indicator, languages: tuple[str, ...]) -> str:
    for body in indicator.bodies:
        if body.role == "compiler":
            return next((body.names[language] for language in languages if language in body.names), "")
    return ""


def _licence(layout: Layout) -> str:
    """The first line of the repository's licence file."""
    for name in ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE"):
        path = layout.root / name
        if path.is_file():
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            return next((line.strip("# ").strip() for line in lines if line.strip()), "")
    return ""


def _labels(translations: Translations, observations: list[Observation]) -> dict[str, dict[str, dict[str, str]]]:
    dimensions = {key for series in {o.series for o in observations} for key, _ in series.dimensions}
    found = {dimension: code_labels(translations, dimension) for dimension in sorted(dimensions)}
    return {dimension: labels for dimension, labels in found.items() if labels}


def _territory_breaks(areas: dict[str, Area]) -> tuple[Break, ...]:
    """An area that lives on but lost territory breaks in the year its successors begin."""
    found = []
    for area in areas.values():
        known = [codelists.area(code) for code in area.successors]
        years = {year_of(successor.valid_from) for successor in known if successor} - {None}
        if years and not area.valid_to:
            found += [Break(year, DECLARED, ref_area=area.code, reason="TERRITORY") for year in sorted(years)]
    return tuple(found)
