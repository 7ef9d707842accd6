"""The calculation components that an office's build writes beside its data."""

import re
from pathlib import Path

import msgspec

from headway.errors import SourceError
from headway.sources.open_sdg.documents import load_document
from headway.sources.open_sdg.progress_options import scalar
from headway.sources.problems import ProblemLog

COMPONENTS = "indicator_calculation_components"
ELIDED = "..."
"""The office's program shortens long names in the middle of a series' name."""


class PublishedSeries(msgspec.Struct, frozen=True):
    """One series; None where nothing is published."""

    tag: str
    base_year: float | None
    base_value: float | None
    current_year: float | None
    current_value: float | None
    direction: float | None
    target: float | None
    target_year: float | None
    limit: float | None
    progress_value: float | None
    score: float | None
    status: str


class PublishedIndicator(msgspec.Struct, frozen=True):
    code: str
    status: str
    score: float | None
    series: tuple[PublishedSeries, ...]


def read_published(path: Path, log: ProblemLog) -> tuple[PublishedIndicator, ...]:
    """Raises SourceError where the file holds no indicators with their status."""
    document = load_document(path, path.name, log)
    found = tuple(
        PublishedIndicator(
            code=code,
            status=scalar(entry, "progress_status"),
            score=number_of(entry, "score"),
            series=tuple(read_series(tag, parts) for tag, parts in entry.items() if isinstance(parts, dict)),
        )
        for code, entry in document.items()
        if isinstance(entry, dict) and "progress_status" in entry
    )
    if not found:
        raise SourceError(
            f"“{path.name}” holds no calculation components: no indicator with a “progress_status” was found.",
            remedy=f"Point to a repository whose {COMPONENTS}.yml was written by the build of Open SDG.",
        )
    return found


def read_series(tag: str, parts: dict) -> PublishedSeries:
    fields = [name for name in PublishedSeries.__struct_fields__ if name not in ("tag", "status")]
    return PublishedSeries(tag=tag, status=scalar(parts, "status"), **{name: number_of(parts, name) for name in fields})


def number_of(entry: dict, key: str) -> float | None:
    """A finite number; None where there is none."""
    try:
        value = float(scalar(entry, key))
    except ValueError:
        return None
    return value if abs(value) != float("inf") and value == value else None


def find_series(tag: str, series: tuple[PublishedSeries, ...]) -> PublishedSeries | None:
    """The published series of a name, shortened or not."""
    exact = next((entry for entry in series if entry.tag == tag), None)
    return exact or next((entry for entry in series if is_short_for(entry.tag, tag)), None)


def is_short_for(short: str, tag: str) -> bool:
    if ELIDED not in short:
        return False
    return bool(re.fullmatch(".*?".join(map(re.escape, short.split(ELIDED))), tag))
