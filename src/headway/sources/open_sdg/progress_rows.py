"""The one series of a data file that an option means, year by year.

Selects as Open SDG does: the column Progress, where there is one, stands for
Value; series and unit by name; the named cells, or else the headline, whose
disaggregation cells are all blank; then nothing but years may differ.
"""

import csv
import re
from pathlib import Path

import msgspec

from headway.sources.delimited import delimiter_of, records, split_header
from headway.sources.numbers import read_number
from headway.sources.open_sdg.progress_labels import Labels
from headway.sources.open_sdg.progress_options import SeriesOptions
from headway.sources.open_sdg.quirks import column_roles, quirks
from headway.sources.problems import ProblemLog
from headway.sources.text import read_text

YEAR = re.compile(r"\s*(\d{4})")
PROGRESS = "progress"

NO_COLUMNS, NOT_FOUND, NO_HEADLINE = "NO_COLUMNS", "NOT_FOUND", "NO_HEADLINE"
MANY_SERIES, SAME_YEAR_TWICE = "MANY_SERIES", "SAME_YEAR_TWICE"


class Table(msgspec.Struct, frozen=True):
    """A data file as it stands: cells without blanks around them."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Pairs (line, cells)."""


class Run(msgspec.Struct, frozen=True):
    """Years and values of one series, ascending; or why there are none."""

    years: tuple[int, ...] = ()
    values: tuple[float, ...] = ()
    lines: tuple[int, ...] = ()
    reason: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


def read_table(path: Path, file: str, log: ProblemLog) -> Table | None:
    """None where the file holds no text or no rows."""
    text = read_text(path, file, log)
    rows = records(text, delimiter_of(text)) if text else iter(())
    try:
        header = split_header(rows)
        found = list(rows)
    except csv.Error as error:
        log.add("FILE_UNREADABLE", file, found=str(error))
        return None
    if header is None:
        return None
    columns = tuple(plain(name) for name in header[1])
    kept = [(line, (cells + [""] * len(columns))[: len(columns)]) for line, cells in found if any(cells)]
    return Table(file, columns, tuple((line, tuple(map(plain, cells))) for line, cells in kept))


def plain(cell: str) -> str:
    """A cell without blanks; of a translation key, its last part."""
    return cell.strip().removeprefix("data.").strip()


class Selector:
    """Picks series out of one table."""

    def __init__(self, table: Table, config: dict, labels: Labels) -> None:
        self.table, self.labels = table, labels
        self.names = {name.casefold(): index for index, name in reversed(list(enumerate(table.columns)))}
        self.year, self.value = self.first_of("time_period", 0), self.first_of("obs_value", None)
        if PROGRESS in self.names:
            self.value = self.names[PROGRESS]
        options = config.get("indicator_options")
        options = options if isinstance(options, dict) else {}
        self.series = self.named(options.get("series_column"), "series")
        self.unit = self.named(options.get("unit_column"), "unit_measure")
        self.beside = self.columns_beside(options)

    def first_of(self, role: str, otherwise: int | None) -> int | None:
        roles = column_roles()
        found = (index for index, name in enumerate(self.table.columns) if roles.get(name.lower()) == role)
        return next(found, otherwise)

    def named(self, name: object, role: str) -> int | None:
        given = self.names.get(plain(name).casefold()) if isinstance(name, str) else None
        return given if given is not None else self.first_of(role, None)

    def columns_beside(self, options: dict) -> set[int]:
        """Columns that single out no group: the year, values, their attributes, map codes, other units."""
        listed = [
            *quirks()["progress"]["beside"],
            *(options.get("non_disaggregation_columns") or ()),
            *(options.get("observation_attributes") or ()),
        ]
        names = {plain(name).casefold() for name in listed if isinstance(name, str)}
        attributes = {"obs_status", "std_error", "lower", "upper", "comment", "time_period", "obs_value"}
        roles = column_roles()
        found = {
            index
            for index, name in enumerate(self.table.columns)
            if not name or name.casefold() in names or roles.get(name.lower()) in attributes
        }
        return found - {self.series, self.unit}

    def select(self, options: SeriesOptions) -> Run:
        if self.value is None:
            return Run(reason=NO_COLUMNS, detail=", ".join(self.table.columns))
        rows, notes = list(self.table.rows), []
        for index, asked in self.wanted(options, notes):
            cell, note = self.labels.find(asked, (cells[index] for _, cells in rows))
            notes += [note] if note else []
            rows = [row for row in rows if row[1][index] == cell]
            if not rows:
                detail = f"{self.table.columns[index]}: {asked or 'blank'}"
                return Run(reason=NOT_FOUND, detail=detail, notes=tuple(notes))
        if not options.cells:
            rows = self.headline(rows)
            if not rows and self.table.rows:
                return Run(reason=NO_HEADLINE, detail=", ".join(self.group_columns()), notes=tuple(notes))
        if several := self.several(rows):
            return Run(reason=MANY_SERIES, detail=several, notes=tuple(notes))
        return msgspec.structs.replace(self.run(rows), notes=tuple(notes))

    def wanted(self, options: SeriesOptions, notes: list[str]) -> list[tuple[int, str]]:
        """Pairs (column index, cell asked for); columns that the file lacks are left out and noted."""
        asked = [(self.series, "Series", options.series)] if options.series else []
        asked += [(self.unit, "Units", options.unit)] if options.unit else []
        for column, value in options.cells:
            name, note = self.labels.find(plain(column), self.table.columns)
            notes += [note] if note else []
            asked.append((None if name is None else self.names[name.casefold()], column, plain(value)))
        notes += [f"there is no column “{column}”" for index, column, _ in asked if index is None]
        return [(index, value) for index, _, value in asked if index is not None]

    def group_indices(self) -> list[int]:
        return [
            index
            for index in range(len(self.table.columns))
            if index not in self.beside and index not in (self.year, self.value, self.series, self.unit)
        ]

    def group_columns(self) -> list[str]:
        return [self.table.columns[index] for index in self.group_indices()]

    def headline(self, rows: list) -> list:
        indices = self.group_indices()
        return [row for row in rows if not any(row[1][index] for index in indices)]

    def several(self, rows: list) -> str:
        """The first column in which rows still differ, with what stands in it."""
        for index in [*self.group_indices(), self.series, self.unit]:
            found = sorted({cells[index] for _, cells in rows}) if index is not None else []
            if len(found) > 1:
                return f"{self.table.columns[index]}: {', '.join(cell or 'blank' for cell in found[:4])}"
        return ""

    def run(self, rows: list) -> Run:
        """The rows with a value, by the first year of their period."""
        points = []
        for line, cells in rows:
            year, value = YEAR.match(cells[self.year]), read_number(cells[self.value])
            if year and value:
                points.append((int(year[1]), value[0], line))
        points.sort()
        years = [year for year, _, _ in points]
        twice = sorted({year for year in years if years.count(year) > 1})
        if twice:
            return Run(reason=SAME_YEAR_TWICE, detail=", ".join(map(str, twice)))
        return Run(tuple(years), tuple(point[1] for point in points), tuple(point[2] for point in points))
