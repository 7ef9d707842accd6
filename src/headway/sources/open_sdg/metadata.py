"""Metadata files to indicators: names, definitions, headline, direction, institutions."""

import re
from math import ceil

from markupsafe import Markup

from headway.model.address import GLOBAL, Dimensions, dimensions_of
from headway.model.expectation import Expectation
from headway.model.framework import SAME_MEASURE, BodyMention, Crosswalk, Indicator
from headway.model.series_break import DECLARED, Break
from headway.model.target import Target, number
from headway.nomenclature.frameworks import NationalReading, global_indicators, national_readings
from headway.sources.open_sdg.columns import dimension_id
from headway.sources.open_sdg.layout import Layout
from headway.sources.open_sdg.quirks import column_roles, quirks
from headway.sources.open_sdg.translations import Translations, is_key, translate
from headway.sources.problems import MOST_LETTERS, ProblemLog, too_long
from headway.sources.settings import ReadSettings

MOST_OF_A_TEXT = 100_000
NUMBERED = re.compile(r"_(\d+)$")


def read_indicator(
    code: str, document: dict, file: str, layout: Layout, translations: Translations,
    settings: ReadSettings, log: ProblemLog,
) -> Indicator:  # fmt: skip
    """The indicator of one code from its merged metadata."""
    words = quirks()["metadata"]
    is_global = _text(document, "indicator_name").startswith(words["global_prefix"])
    framework = GLOBAL if is_global else settings.framework
    reading = national_readings(settings.country).get(code)
    if reading and reading.is_global != is_global:
        reading = None
    languages = layout.languages
    document = _of_length(document, file, log)
    headline = _headline(document, settings)
    crosswalk = _crosswalk(code, is_global, document, reading)
    return Indicator(
        code=code,
        framework=framework,
        names=_first_texts(document, words["names"], translations, languages, reading),
        definitions=_first_texts(document, words["definitions"], translations, languages, None),
        status=quirks()["status"].get(_text(document, "reporting_status").strip(), ""),
        headline=headline,
        expectation=_expectation(
            code, document, file, headline[0] if headline else (), crosswalk, is_global, reading, log
        ),
        crosswalk=crosswalk,
        unit=_unit(_text(document, "computation_units"), translations, languages),
        bodies=_bodies(document, translations, languages),
        metadata=_metadata(document, translations, languages),
        file=file,
    )


def _of_length(document: dict, file: str, log: ProblemLog) -> dict:
    """The document without texts that are too long for what they are: names on every page, definitions on one."""
    names = {*quirks()["metadata"]["names"], "computation_units"}
    return {
        field: value
        for field, value in document.items()
        if not isinstance(value, str)
        or not too_long({field: value}, file, 1, log, most=MOST_LETTERS if field in names else MOST_OF_A_TEXT)
    }


def _unit(text: str, translations: Translations, languages: tuple[str, ...]) -> str:
    """The code of `UNIT_MEASURE.PT`, else the unit in words."""
    group, dot, code = text.strip().partition(".")
    if dot and group == "UNIT_MEASURE":
        return code
    return _words(next(iter(translate(text.removeprefix("data."), translations, languages).values()), ""))


def _text(document: dict, field: str) -> str:
    """A text field; YAML's words for nothing are nothing."""
    value = document.get(field, "")
    return value if isinstance(value, str) and value.strip().lower() not in ("null", "~") else ""


def _words(text: str) -> str:
    """A text without HTML tags and runs of blanks: it is shown as text."""
    return " ".join(Markup(text.replace("<br>", " ")).striptags().split()) if "<" in text else " ".join(text.split())


def _first_texts(document, fields, translations, languages, reading: NationalReading | None) -> dict[str, str]:
    """Per language the first field that has a text; Headway's reading where none has."""
    found: dict[str, str] = {}
    for field in fields:
        for language, text in translate(_text(document, field), translations, languages).items():
            if text and not text.startswith(("global_indicators.", "national_indicators.")):
                found.setdefault(language, _words(text))
    for language, text in (reading.names if reading else {}).items():
        found.setdefault(language, text)
    return found


def _headline(document: dict, settings: ReadSettings) -> tuple[Dimensions, ...]:
    """`data_start_values`, the area left out: which cut the office shows first.

    Where it starts with several values of a field, the first is the headline
    and each other one stands beside it.
    """
    chosen = document.get("data_start_values")
    wanted: dict[str, list[str]] = {}
    for entry in chosen if isinstance(chosen, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("field"), str):
            dimension, value = _start_value(entry["field"], str(entry.get("value", "")), settings)
            if dimension:
                wanted.setdefault(dimension, []).append(value)
    first = {dimension: values[0] for dimension, values in wanted.items()}
    others = [first | {dimension: value} for dimension, values in wanted.items() for value in values[1:]]
    return tuple(dimensions_of(pairs) for pairs in (first, *others)) if first else ()


def _start_value(field: str, value: str, settings: ReadSettings) -> tuple[str, str]:
    """(dimension, value) of one start value; no dimension where it only names the nation."""
    value = value.removeprefix("data.")
    role = column_roles().get(field.removeprefix("data.").lower(), "")
    if role == "area_name":
        return ("", "") if value.casefold() in settings.area_names else ("geography", value)
    if role == "area_code":
        return "", ""
    return role or dimension_id(field), value


def _crosswalk(code: str, is_global: bool, document: dict, reading: NationalReading | None) -> Crosswalk:
    if reading:
        return reading.crosswalk
    stated = quirks()["customisation"].get(_text(document, "customisation"), "")
    if is_global:
        return Crosswalk(code, stated or "identical")
    return Crosswalk()


def _expectation(code, document, file, headline, crosswalk, is_global, reading, log) -> Expectation:
    """The source's own direction and target, else Headway's reading, else the global default."""
    own = _own_expectation(document, file, headline, log)
    if own.direction:
        return own
    if reading and reading.expectation.direction:
        return reading.expectation
    known = global_indicators().get(code)
    if is_global and known and crosswalk.class_ in SAME_MEASURE:
        return known.expectation
    return Expectation()


def _is_about(option: dict, headline: Dimensions) -> bool:
    """Whether an option that singles out groups singles out those of the headline."""
    groups = option.get("disaggregation")
    if not isinstance(groups, list):
        return True
    wanted = {
        (dimension_id(str(entry.get("field", ""))), str(entry.get("value", "")).removeprefix("data."))
        for entry in groups
        if isinstance(entry, dict) and column_roles().get(str(entry.get("field", "")).lower()) != "area_name"
    }  # fmt: skip
    return wanted <= set(headline)


def _own_expectation(document: dict, file: str, headline: Dimensions, log: ProblemLog) -> Expectation:
    """`progress_calculation_options`; of several, what they agree on.

    Where the office has progress calculated and gives no direction, Open SDG
    reads a decrease as desired, and so does the office on its own site.
    """
    options = [entry for entry in document.get("progress_calculation_options") or [] if isinstance(entry, dict)]
    automatic = _text(document, "auto_progress_calculation")
    if not options and automatic != "true":
        return Expectation()
    if len(options) == 1 and not _is_about(options[0], headline):
        return Expectation()
    options = options or [{}]
    default = quirks()["metadata"]["default_direction"]
    directions = {quirks()["directions"].get(str(entry.get("direction", default)).strip(), "") for entry in options}
    if len(directions) != 1 or "" in directions:
        return Expectation()
    target = _own_target(options[0], file, log) if len(options) == 1 else None
    limit = _number(options[0].get("limit")) if len(options) == 1 else None
    direction = directions.pop()
    return Expectation(
        direction=direction,
        upper=limit if direction == "increase" else None,
        lower=limit if direction == "decrease" else None,
        target=target,
        source=file,
    )


def _own_target(option: dict, file: str, log: ProblemLog) -> Target | None:
    text = str(option.get("target") or "").strip()
    if not text:
        return None
    value = _number(text)
    if value is None:
        log.add("TARGET_UNREADABLE", file, found=text)
        return None
    return Target(_year(option.get("target_year")) or 2030, value=value, basis="national")


def _number(value: object) -> float | None:
    try:
        return number(str(value)) if value not in (None, "") else None
    except ValueError:
        return None


def _year(value: object) -> int | None:
    """The year, for a break the one that begins after it; None for what is no year."""
    given = _number(value)
    return ceil(given) if given is not None and 1800 <= given <= 2200 else None


def _bodies(document: dict, translations: Translations, languages: tuple[str, ...]) -> tuple[BodyMention, ...]:
    words = quirks()["metadata"]
    found = []
    for role in ("compiler", "implementer", "data"):
        for field in document:
            prefix = NUMBERED.sub("_", field)
            if prefix not in words[role] or not NUMBERED.search(field):
                continue
            names = translate(_text(document, field), translations, languages)
            names = {language: " ".join(text.split()) for language, text in names.items()}
            if names and not all(text.startswith("sources.") for text in names.values()):
                found.append(BodyMention(role, field, names))
    return tuple(found)


def _metadata(document: dict, translations: Translations, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Every text field by language, translated where it is a key."""
    texts: dict[str, dict[str, str]] = {language: {} for language in languages}
    for field, value in document.items():
        if not isinstance(value, str) or not value.strip():
            continue
        given = {language: value.strip() for language in languages}
        if is_key(value, translations):
            given = translate(value, translations, languages)
        for language, text in given.items():
            texts[language][field] = text
    return texts


def declared_breaks(code: str, framework: str, document: dict) -> tuple[Break, ...]:
    """`graph_series_breaks`: years from which the office itself draws a break."""
    found = []
    for entry in document.get("graph_series_breaks") or []:
        year = _year(entry.get("value")) if isinstance(entry, dict) else None
        if year is not None:
            found.append(Break(year, DECLARED, framework, code, reason="graph_series_breaks"))
    return tuple(found)
