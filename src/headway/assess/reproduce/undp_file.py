"""Reads UNDP's country files: series with their parameters and published classes."""

import json
from pathlib import Path
from typing import Any

import msgspec

from headway.errors import SourceError

NO_VERDICT = ("Insufficient Data", "No Data After 2015", "Methodology Unavailable")
REMEDY = "Point to a country file of UNDP's SDG Accelerator data, or a folder of them."


class Point(msgspec.Struct):
    year: float
    value: float | str | None = None


class Methodology(msgspec.Struct, rename={"rule": "trendMethodology"}):
    """The parameters of one series; what the file does not name is None."""

    rule: str
    normativeDirection: str | None = None
    targetValue: float | None = None
    baseYear: float | None = None
    CAGRLimit: list[float] | None = None
    CAGRRLimits: list[float] | None = None
    CAGRRequire: float | None = None
    currentLevelThresholds: list[float] | None = None
    currentLevelThresholdsName: list[str] | None = None


def _methodology(content: Any) -> Methodology | None:
    try:
        return msgspec.convert(content, Methodology)
    except msgspec.ValidationError:
        return None


class Series(msgspec.Struct):
    series: str
    goal: str | int
    target: str
    indicator: str
    values: list[Point]
    methodology: Any
    """Where the file says only that there is none, its text; None where it has another form."""
    status: str | None = None
    currentLevelAssessment: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.methodology, str):
            self.methodology = _methodology(self.methodology)


class IndicatorStatus(msgspec.Struct):
    target: str
    indicator: str
    status: str | None = None


class TargetStatus(msgspec.Struct):
    goal: str | int
    target: str
    status: str | None = None


class GoalStatus(msgspec.Struct):
    goal: str | int
    status: str | None = None


class Country(msgspec.Struct):
    """One file."""

    countryCode: str
    tsData: list[Series]
    indicatorStatus: list[IndicatorStatus]
    targetStatus: list[TargetStatus]
    goalStatus: list[GoalStatus] = []


def countries(path: Path) -> list[tuple[Path, Country]]:
    """The country files at a path, by name. SourceError where there is none or one does not fit."""
    if not path.exists():
        raise SourceError(f"“{path}” does not exist.", remedy=REMEDY)
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise SourceError(f"The folder “{path}” holds no .json file.", remedy=REMEDY)
    return [(file, _country(file)) for file in files]


def _country(path: Path) -> Country:
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda _: None)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise SourceError(f"“{path.name}” cannot be read as JSON: {error}.", remedy=REMEDY) from None
    try:
        return msgspec.convert(content, Country)
    except msgspec.ValidationError as error:
        raise SourceError(
            f"“{path.name}” is no country file of UNDP: {error} (looked for countryCode, tsData with values, "
            "methodology and status, indicatorStatus and targetStatus).",
            remedy=REMEDY,
        ) from None


def run_of(series: Series) -> tuple[list[int], list[float]] | None:
    """Years ascending and their values; None where a value is no number or a year has two. Empty values are left out."""
    found: dict[int, float] = {}
    for point in series.values:
        if point.value is None:
            continue
        value = number(point.value)
        year = int(point.year)
        if value is None or year != point.year or year in found:
            return None
        found[year] = value
    years = sorted(found)
    return years, [found[year] for year in years]


def number(value: Any) -> float | None:
    """A finite number, also where it is written as text; None otherwise."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if abs(found) < float("inf") else None
