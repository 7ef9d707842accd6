"""Checks on a repository as a whole: codes, keys, areas, maps.

They find what the incumbent's own checker passes over in silence.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from headway.model.address import GLOBAL
from headway.model.area import Area, year_of
from headway.model.framework import Indicator
from headway.model.series import Observation
from headway.nomenclature import codelists
from headway.nomenclature.frameworks import global_indicators
from headway.sources.open_sdg.translations import Translations
from headway.sources.problems import ProblemLog

CODE = re.compile(r"^[A-Za-z0-9_]+$")
LOOKALIKE = re.compile(r"^\d+-.*[\u0400-\u04ff]")


def check_keys(root: Path, translations: Translations, log: ProblemLog) -> None:
    """Keys that look like a code but hold a Cyrillic letter: nothing will ever find them."""
    for language, groups in translations.items():
        for group, texts in groups.items():
            for key in filter(LOOKALIKE.match, texts):
                file = f"translations/{language}/{group}.yml"
                log.add("KEY_LOOKALIKE", file, line_of(root / file, key), found=key)


def line_of(path: Path, key: str) -> int:
    """The line on which a key of a YAML file stands."""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return next((row for row, line in enumerate(lines, 1) if line.lstrip("\"'").startswith(key)), 0)


def check_indicators(indicators: dict[str, Indicator], languages: tuple[str, ...], log: ProblemLog) -> None:
    """Global codes no longer listed, and texts that are keys without text."""
    listed = global_indicators()
    for code, indicator in indicators.items():
        known = listed.get(code)
        if indicator.framework == GLOBAL and (known is None or known.status == "withdrawn"):
            log.add("INDICATOR_NOT_LISTED", indicator.file, 1, found=code, indicator=code)
    for language in languages:
        count = sum(not indicator.definitions.get(language) for indicator in indicators.values())
        if count:
            log.add("TEXT_MISSING", "meta", count=count, of=len(indicators), language=language)


def _first_uses(observations: list[Observation]) -> Iterator[tuple[str, str, Observation]]:
    """(dimension, code, first observation that uses it)."""
    seen = set()
    for observation in observations:
        if observation.series in seen:
            continue
        seen.add(observation.series)
        for pair in observation.series.dimensions:
            if pair not in seen:
                seen.add(pair)
                yield *pair, observation


def check_codes(observations, labels, languages, country: str, log: ProblemLog) -> None:
    """Codes no list declares, labels that are missing, labels that mislead."""
    for dimension, code, first in _first_uses(observations):
        own = labels.get(dimension)
        if own is None:
            continue
        ours = codelists.codelists().get(dimension, {}).get(code)
        file = first.origin.partition("/")[2]
        if dimension == "unit_measure" and code not in own and not CODE.match(code):
            log.add("UNIT_FREE_TEXT", file, first.row, found=code)
        if code not in own and ours is None:
            log.add("CODE_UNDECLARED", file, first.row, found=code, dimension=dimension)
        for language in languages:
            if own.get(code, {}).get(language):
                continue
            given = bool(ours and ours.names.get(language))
            log.add(
                "LABEL_OURS" if given else "LABEL_MISSING", file, first.row,
                found=code, dimension=dimension, language=language,
            )  # fmt: skip
        if doubt := codelists.doubts(country).get((dimension, code)):
            log.add("LABEL_DOUBTFUL", file, first.row, found=code, dimension=dimension, **_by_language("doubt", doubt))


def _by_language(slot: str, texts: dict[str, str]) -> dict[str, str]:
    """A slot of a problem's sentence that is a text itself, in every language."""
    return {f"{slot}_{language}": text for language, text in texts.items()}


def check_validity(observations: list[Observation], areas: dict[str, Area], log: ProblemLog) -> None:
    """Values of an area before it existed or after it ceased to."""
    for observation in observations:
        area, year = areas[observation.series.ref_area], observation.period.year
        if year is None:
            continue
        first, last = year_of(area.valid_from), year_of(area.valid_to)
        if (first and year < first) or (last and year > last):
            file = observation.origin.partition("/")[2]
            log.count(
                "AREA_OUTSIDE_VALIDITY", file, observation.row, found=area.code,
                valid=f"{area.valid_from or '…'}–{area.valid_to or '…'}",
            )  # fmt: skip
