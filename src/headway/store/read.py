"""Opens a store: series with their points, and questions in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import duckdb
import msgspec
import numpy as np

from headway.model.address import Dimensions, dimensions_of
from headway.model.series import Origin, Series
from headway.store.database import connect, quoted
from headway.store.write import FIXED, Catalogue


class Points(msgspec.Struct, frozen=True):
    """The observations of one series in the source's order; arrays of equal length n."""

    periods: np.ndarray
    """Canonical periods, str."""
    labels: np.ndarray
    years: np.ndarray
    """Year each period stands for, float with NaN where unreadable."""
    values: np.ndarray
    texts: np.ndarray
    """Numbers as the source wrote them."""
    marks: np.ndarray
    """Blank, `conflict`, `repeat` or `outranked`."""
    origins: np.ndarray
    rows: np.ndarray
    statuses: np.ndarray
    std_errors: np.ndarray
    lowers: np.ndarray
    uppers: np.ndarray
    comments: np.ndarray

    def used(self) -> "Points":
        """Only what may be used in a verdict: one value a period, none in conflict."""
        return self.where(self.marks == "")

    def where(self, mask: np.ndarray) -> "Points":
        return Points(*(getattr(self, field)[mask] for field in self.__struct_fields__))

    def __len__(self) -> int:
        return len(self.values)


class Store:
    """A folder written by write_store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def database(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Views `series`, `points`, `observations` (both joined, dimensions as columns) and `origins`."""
        with connect() as database:
            for table in ("series", "points", "origins"):
                file = "observations" if table == "points" else table
                path = self.folder / f"{file}.parquet"
                database.execute(f"create view {table} as select * from read_parquet({quoted(path)})")
            database.execute(
                "create view observations as select series.*, points.* exclude (series_id) "
                "from points join series using (series_id)"
            )
            yield database

    def _columns(self, query: str) -> dict[str, np.ndarray]:
        with self.database() as database:
            return database.sql(query).fetchnumpy()

    @cached_property
    def catalogue(self) -> Catalogue:
        return msgspec.json.decode((self.folder / "catalogue.json").read_bytes(), type=Catalogue)

    @cached_property
    def series(self) -> list[Series]:
        """Every series, in the sources' order; its position is its id."""
        columns = self._columns("select * exclude (series_id, address) from series order by series_id")
        dimensions = {
            name: _plain(column) for name, column in columns.items() if name not in FIXED
        }
        fixed = zip(*(_plain(columns[name]) for name in ("framework", "indicator", "ref_area")))
        pairs = self._dimension_pairs(dimensions, len(columns["framework"]))
        return [Series(*names, pairs[row]) for row, names in enumerate(fixed)]

    @staticmethod
    def _dimension_pairs(dimensions: dict[str, np.ndarray], count: int) -> list[Dimensions]:
        rows: list[dict[str, str]] = [{} for _ in range(count)]
        for name, column in dimensions.items():
            key = name[:-1] if name.endswith("_") and name[:-1] in FIXED else name
            for row in np.flatnonzero(column != ""):
                rows[row][key] = column[row]
        return [dimensions_of(row) for row in rows]

    @cached_property
    def origins(self) -> dict[str, Origin]:
        columns = self._columns("select * from origins")
        fields = [_plain(columns[field]) for field in Origin.__struct_fields__]
        return {row[0]: Origin(*row) for row in zip(*fields)}

    @cached_property
    def _points(self) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """All points sorted by series, kept in source order within each, and where each series begins."""
        columns = self._columns("select * from points")
        order = np.argsort(np.asarray(columns["series_id"]), kind="stable")
        arranged = {name: _plain(column)[order] for name, column in columns.items()}
        starts = np.searchsorted(arranged["series_id"], np.arange(len(self.series) + 1))
        return arranged, starts

    def points(self, series_id: int) -> Points:
        """The observations of a series."""
        columns, starts = self._points
        part = slice(starts[series_id], starts[series_id + 1])
        return Points(
            *(
                columns[name][part]
                for name in (
                    "time_period", "period_label", "year", "obs_value", "obs_text", "mark", "origin",
                    "row", "obs_status", "std_error", "lower", "upper", "comment",
                )
            )
        )  # fmt: skip

    def timeline(self, series_id: int) -> Points:
        """The observations of a series that may be used, in the order of time; kept once asked for."""
        if series_id not in self._timelines:
            points = self.points(series_id).used()
            order = np.lexsort((points.periods.astype(str), np.nan_to_num(points.years, nan=-1)))
            self._timelines[series_id] = points.where(order)
        return self._timelines[series_id]

    @cached_property
    def _timelines(self) -> dict[int, Points]:
        return {}

    def __len__(self) -> int:
        """Number of observations."""
        return len(self._points[0]["obs_value"])


def _plain(column: np.ndarray) -> np.ndarray:
    """Masked text to blanks, masked numbers to NaN."""
    if isinstance(column, np.ma.MaskedArray):
        return column.filled("" if column.dtype == object else np.nan)
    return column
