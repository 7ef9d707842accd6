"""Writes data sets into a store: a folder of Parquet tables and a catalogue."""

from pathlib import Path

import msgspec
import numpy as np

from headway.model.area import Area
from headway.model.boundary import Boundary
from headway.model.dataset import Dataset
from headway.model.framework import Indicator
from headway.model.problem import Problem
from headway.model.series import Observation, Series
from headway.model.series_break import Break
from headway.store.conflicts import Place, mark
from headway.store.database import connect, quoted

SERIES = ("series_id", "framework", "indicator", "ref_area", "address")
POINTS = (
    "time_period", "period_label", "year", "obs_value", "obs_text", "obs_status", "std_error", "lower", "upper",
    "comment", "mark", "origin", "row",
)  # fmt: skip
FIXED = (*SERIES, *POINTS)
"""Columns that a source's dimension cannot take the name of."""


class Catalogue(msgspec.Struct, frozen=True):
    """What the tables do not hold: indicators, areas, labels."""

    indicators: tuple[Indicator, ...]
    areas: tuple[Area, ...]
    breaks: tuple[Break, ...]
    labels: dict[str, dict[str, dict[str, str]]]
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    problems: tuple[Problem, ...]
    boundaries: tuple[Boundary, ...] = ()


def write_store(
    datasets: list[Dataset], folder: Path, ranks: dict[str, int], decided: frozenset[Place] = frozenset()
) -> None:
    """Writes `series`, `observations` and `origins` as Parquet and `catalogue.json` into `folder`."""
    observations = [observation for dataset in datasets for observation in dataset.observations]
    marks, problems = mark(observations, ranks, decided)
    ids = {
        series: position
        for position, series in enumerate(dict.fromkeys(o.series for o in observations))
    }
    with connect() as database:
        _write(database, folder / "series.parquet", series_columns(list(ids)))
        _write(database, folder / "observations.parquet", observation_columns(observations, ids, marks))
        _write(database, folder / "origins.parquet", _origin_columns(datasets))
    catalogue = merge_catalogues(datasets, tuple(problems))
    (folder / "catalogue.json").write_bytes(msgspec.json.encode(catalogue))


def _write(database, path: Path, columns: dict[str, np.ndarray]) -> None:
    database.execute(f"copy (select * from columns) to {quoted(path)} (format parquet, compression zstd)")


def _texts(values) -> np.ndarray:
    """Strings for DuckDB; blanks are nulls, as SDMX leaves them out."""
    return np.array([value or None for value in values], dtype=object)


def series_columns(series: list[Series]) -> dict[str, np.ndarray]:
    """One row a series, a column a dimension."""
    dimensions = sorted({key for entry in series for key, _ in entry.dimensions})
    columns = {
        "series_id": np.arange(len(series), dtype=np.int32),
        "framework": _texts(entry.framework for entry in series),
        "indicator": _texts(entry.indicator for entry in series),
        "ref_area": _texts(entry.ref_area for entry in series),
        "address": _texts(str(entry.address) for entry in series),
    }
    for dimension in dimensions:
        columns[_column(dimension)] = np.full(len(series), None, dtype=object)
    for position, entry in enumerate(series):
        for key, value in entry.dimensions:
            columns[_column(key)][position] = value
    return columns


def _column(dimension: str) -> str:
    """A dimension that is called like a fixed column gets a name of its own."""
    return f"{dimension}_" if dimension in FIXED else dimension


def observation_columns(
    observations: list[Observation], ids: dict[Series, int], marks: dict[int, str]
) -> dict[str, np.ndarray]:
    years = [o.period.year for o in observations]
    return {
        "series_id": np.array([ids[o.series] for o in observations], dtype=np.int32),
        "time_period": _texts(o.period.canonical for o in observations),
        "period_label": _texts(o.period.label for o in observations),
        "year": np.ma.masked_invalid(
            np.array([np.nan if year is None else year for year in years], dtype=float)
        ),
        "obs_value": np.array([o.value for o in observations], dtype=float),
        "obs_text": _texts(o.text for o in observations),
        "obs_status": _texts(o.status for o in observations),
        "std_error": _numbers(o.std_error for o in observations),
        "lower": _numbers(o.lower for o in observations),
        "upper": _numbers(o.upper for o in observations),
        "comment": _texts(o.comment for o in observations),
        "mark": _texts(marks.get(position) for position in range(len(observations))),
        "origin": _texts(o.origin for o in observations),
        "row": np.array([o.row for o in observations], dtype=np.int32),
    }


def _numbers(values) -> np.ma.MaskedArray:
    return np.ma.masked_invalid(
        np.array([np.nan if value is None else value for value in values], dtype=float)
    )


def _origin_columns(datasets: list[Dataset]) -> dict[str, np.ndarray]:
    origins = [origin for dataset in datasets for origin in dataset.origins]
    return {
        field: _texts(getattr(origin, field) for origin in origins)
        for field in ("key", "source", "file", "publisher", "licence", "retrieved", "nature")
    }


def merge_catalogues(datasets: list[Dataset], problems: tuple[Problem, ...]) -> Catalogue:
    """The catalogues of all sources as one; the first source's word on an indicator or area stands."""
    indicators: dict[tuple[str, str], Indicator] = {}
    areas: dict[str, Area] = {}
    labels: dict[str, dict[str, dict[str, str]]] = {}
    for dataset in datasets:
        for indicator in dataset.indicators:
            indicators.setdefault(indicator.key, indicator)
        for area in dataset.areas:
            areas.setdefault(area.code, area)
        for dimension, codes in dataset.labels.items():
            for code, texts in codes.items():
                labels.setdefault(dimension, {}).setdefault(code, {}).update(texts)
    return Catalogue(
        indicators=tuple(indicators.values()),
        areas=tuple(areas.values()),
        breaks=tuple(entry for dataset in datasets for entry in dataset.breaks),
        labels=labels,
        languages=tuple(dict.fromkeys(lang for dataset in datasets for lang in dataset.languages)),
        sources=tuple(dataset.source for dataset in datasets),
        problems=tuple(p for dataset in datasets for p in dataset.problems) + problems,
        boundaries=tuple(boundary for dataset in datasets for boundary in dataset.boundaries),
    )
