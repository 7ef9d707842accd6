"""Rows of a data file to observations: nothing is dropped without a problem."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from headway.model.address import dimensions_of
from headway.model.period import parse_period
from headway.model.series import Observation, Series
from headway.sources.delimited import delimiter_of, records, split_header, unclosed_quote
from headway.sources.numbers import read_number
from headway.sources.open_sdg.areas import AreaResolver
from headway.sources.open_sdg.columns import Columns, classify_columns
from headway.sources.problems import MOST_LETTERS, ProblemLog, too_long
from headway.sources.text import read_text

MENDED = {"blanks": "BLANK_IN_NUMBER", "comma": "DECIMAL_COMMA", "scientific": "SCIENTIFIC_NOTATION"}


KEY = "data."
"""Group of Open SDG's translations under which an office may keep its labels."""


def is_data_key(cell: str) -> bool:
    return cell.lstrip().startswith(KEY)


def plain(cell: str) -> str:
    """A cell without blanks; of an untranslated key, its last part."""
    return cell.strip().removeprefix(KEY)


class FileReader:
    """Reads the data file of one indicator."""

    def __init__(
        self, path: Path, file: str, framework: str, indicator: str, origin: str,
        areas: AreaResolver, log: ProblemLog,
    ) -> None:  # fmt: skip
        self.path, self.file, self.origin = path, file, origin
        self.framework, self.indicator = framework, indicator
        self.areas, self.log = areas, log
        self.series: dict[tuple[str, ...], Series] = {}
        self.columns: dict[str, str] = {}
        self.untranslated: dict[tuple[str, ...], tuple[str, ...]] = {}

    def read(self) -> list[Observation]:
        text = read_text(self.path, self.file, self.log)
        if text is None:
            return []
        try:
            return self.read_rows(text, delimiter_of(text))
        except csv.Error as error:
            self.log.add("FILE_UNREADABLE", self.file, found=str(error))
            return []

    def read_rows(self, text: str, delimiter: str) -> list[Observation]:
        rows = records(text, delimiter)
        if broken := unclosed_quote(text, delimiter):
            self.log.add("QUOTE_UNCLOSED", self.file, broken, indicator=self.indicator)
            rows = ((row, cells) for row, cells in rows if row < broken)
        header = split_header(rows)
        if header is None:
            self.log.add("NO_DATA_ROWS", self.file, 1, indicator=self.indicator)
            return []
        if header[0] > 1:
            self.log.add("HEADER_NOT_FIRST", self.file, header[0], found=str(header[0]))
        columns = classify_columns(header[1], header[0], self.file, self.log)
        if columns is None:
            return []
        self.columns = {dimension: columns.names[index] for index, dimension in columns.dimensions}
        if columns.area_codes:
            self.columns["ref_area"] = columns.names[columns.area_codes[0]]
        observations = list(self.observations(rows, columns))
        if not observations:
            self.log.add("NO_DATA_ROWS", self.file, header[0], indicator=self.indicator)
        elif not any(series.is_total for series in self.series.values()):
            self.log.add("NO_TOTAL_ROWS", self.file, header[0], indicator=self.indicator)
        return observations

    def observations(
        self, rows: Iterable[tuple[int, list[str]]], columns: Columns
    ) -> Iterator[Observation]:
        names = len(columns.names)
        key_cells = [index for index, _ in columns.dimensions]
        key_cells += [*columns.area_codes, *columns.area_names]
        value_at, time_at = columns.obs_value, columns.time_period
        for row, cells in rows:
            if len(cells) != names:
                cells = self.whole(cells, row, columns)
                if cells is None:
                    continue
            text = cells[value_at]
            if not text.strip():
                self.no_value(cells, row)
                continue
            number = read_number(text)
            if number is None:
                self.log.add("VALUE_NOT_NUMERIC", self.file, row, found=text, indicator=self.indicator)
                continue
            if number[2]:
                self.log.add(MENDED[number[2]], self.file, row, found=text, indicator=self.indicator)
            key = tuple([cells[index] for index in key_cells])
            series = self.series.get(key)
            if series is None or len(cells[time_at]) > MOST_LETTERS:
                texts = {columns.names[index]: cells[index] for index in (*key_cells, time_at)}
                if too_long(texts, self.file, row, self.log):
                    continue
            if series is None:
                series = self.series[key] = self.new_series(cells, row, columns)
                if keys := self.key_columns(cells, columns):
                    self.untranslated[key] = keys
            for column in self.untranslated.get(key, ()):
                self.log.count("KEY_UNTRANSLATED", self.file, row, column=column)
            self.row_checks(cells, row, columns, series)
            yield Observation(
                series, self.period(cells[time_at], row), number[0], number[1], self.origin, row,
                **self.attributes(cells, columns, row),
            )  # fmt: skip

    def whole(self, cells: list[str], row: int, columns: Columns) -> list[str] | None:
        """A row with the header's number of cells; None, with a problem, where cells are missing."""
        names = len(columns.names)
        if not any(cell.strip() for cell in cells):
            if cells:
                self.log.count("BLANK_ROW", self.file, row)
            return None
        if len(cells) >= columns.width and not any(cell.strip() for cell in cells[names:]):
            return (cells + [""] * names)[:names]
        self.log.add(
            "RAGGED_ROW", self.file, row, found=",".join(cells),
            indicator=self.indicator, cells=len(cells), expected=names,
        )  # fmt: skip
        return None

    def no_value(self, cells: list[str], row: int) -> None:
        code = "VALUE_MISSING" if any(cell.strip() for cell in cells) else "BLANK_ROW"
        self.log.count(code, self.file, row, indicator=self.indicator if code == "VALUE_MISSING" else "")

    def new_series(self, cells: list[str], row: int, columns: Columns) -> Series:
        pairs: dict[str, str] = {}
        for index, dimension in columns.dimensions:
            value = plain(cells[index])
            if value and pairs.setdefault(dimension, value) != value:
                self.log.count("CELLS_DISAGREE", self.file, row, found=value, other=pairs[dimension], column=dimension)
        area, qualifier = self.area(cells, row, columns)
        if qualifier:
            pairs.setdefault("geography", qualifier)
        return Series(self.framework, self.indicator, area, dimensions_of(pairs))

    def key_columns(self, cells: list[str], columns: Columns) -> tuple[str, ...]:
        """The columns whose cell is a key that no translation resolves."""
        found = [dimension for index, dimension in columns.dimensions if is_data_key(cells[index])]
        found += ["geography" for index in columns.area_names if is_data_key(cells[index])]
        return tuple(found)

    def area(self, cells: list[str], row: int, columns: Columns) -> tuple[str, str]:
        names = [plain(cells[index]) for index in columns.area_names]
        name = next((name for name in names if name), "")
        for index in columns.area_codes:
            if code := cells[index].strip():
                return self.areas.of_code(code, name, self.file, row), ""
        if name:
            return self.areas.of_name(name)
        return self.areas.settings.default_area, ""

    def row_checks(self, cells: list[str], row: int, columns: Columns, series: Series) -> None:
        if len(columns.area_codes) > 1:
            for index in columns.area_codes[1:]:
                if cells[index].strip():
                    self.areas.check_map_code(series.ref_area, cells[index].strip(), self.file, row)
        for index in columns.unnamed:
            if cells[index].strip():
                self.log.add("CELL_WITHOUT_COLUMN", self.file, row, found=cells[index])
        for index, first in columns.seconds:
            if cells[index].strip() not in ("", cells[first].strip()):
                self.log.add("COLUMN_TWICE", self.file, row, found=cells[index], column=columns.names[index])
        self.areas.check_declared(series.ref_area, self.file, row)

    def period(self, label: str, row: int):
        period = parse_period(label)
        if period.start is None:
            self.log.count("YEAR_UNREADABLE", self.file, row, found=label, indicator=self.indicator)
        elif label != period.canonical or period.frequency != "A":
            self.log.count("PERIOD_NOT_A_YEAR", self.file, row, found=label, read=period.canonical)
        return period

    def attributes(self, cells: list[str], columns: Columns, row: int) -> dict:
        found = {}
        if columns.obs_status is not None:
            found["status"] = cells[columns.obs_status].strip()
        for name in ("std_error", "lower", "upper"):
            index = getattr(columns, name)
            if index is None or not cells[index].strip():
                continue
            if number := read_number(cells[index]):
                found[name] = number[0]
            else:
                self.log.add("CELL_NOT_A_NUMBER", self.file, row, found=cells[index], column=columns.names[index])
        comments = [cells[index].strip() for index in columns.comments]
        if any(comments):
            found["comment"] = "; ".join(comment for comment in comments if comment)
        return found
