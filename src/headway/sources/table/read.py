"""Reads an analyst's table by its mapping."""

import re

from headway.model.address import GLOBAL, dimensions_of
from headway.model.area import Area
from headway.model.dataset import Dataset
from headway.model.expectation import Expectation
from headway.model.framework import BodyMention, Crosswalk, Indicator
from headway.model.period import parse_period
from headway.model.series import Observation, Origin, Series
from headway.model.target import Target
from headway.nomenclature import codelists, units
from headway.nomenclature.frameworks import global_indicators
from headway.sources.languages import language_of
from headway.sources.mangled import code_from_date
from headway.sources.numbers import read_number
from headway.sources.problems import ProblemLog, too_long
from headway.sources.settings import ReadSettings
from headway.sources.table.grid import load_grid
from headway.sources.table.mapping import PRECISION, YEAR_WORDS, Mapping, load_mapping, table_file
from headway.sources.table.unread import Unread

BLANK = ("", "-", "–", "—", "...", "…", "н/д", "x", "х")
"""How tables write that there is no value."""
LATIN = dict(
    zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәіңғүұқөһ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya a i n g u u k o h".split())
)  # fmt: skip


def read(settings: ReadSettings) -> Dataset:
    """Everything of a table; raises SourceError or ReviewError where it cannot be read at all."""
    mapping = load_mapping(settings.mapping)
    path = table_file(settings.folder)
    log = ProblemLog(settings.name)
    if not mapping.confirmed:
        where = f"sources/{settings.name}.toml"
        log.add("MAPPING_GUESSED", path.name, mapping.header_row, _guess_in_words(mapping), mapping=where)
    reader = TableReader(settings, mapping, path.name, log)
    grid = load_grid(path, mapping.sheet)
    reader.read(grid.rows, grid.lines)
    origin = Origin(reader.origin, settings.name, path.name, publisher="", retrieved=settings.retrieved)
    return Dataset(
        source=settings.name,
        indicators=tuple(reader.indicators.values()),
        observations=reader.observations,
        origins=(origin,),
        areas=tuple(reader.areas.values()),
        languages=(),
        problems=log.problems(),
    )


def _guess_in_words(mapping: Mapping) -> str:
    roles = ("indicator", "name", "unit", "ref_area", "time_period", "obs_value", *PRECISION, "target")
    parts = [f"{role} = {getattr(mapping, role)}" for role in roles if getattr(mapping, role)]
    return ", ".join([*parts, *(f"{len(mapping.periods)} periods across",) * bool(mapping.periods)])


CITY = re.compile(r"^(г\.?\s+|г\.(?=\S)|город\s+|city of\s+|қ\.?\s+)|\s+(қаласы|қ\.|city)$")


def bare(name: str) -> str:
    """A place's name without the word for city, in which spreadsheets differ."""
    return CITY.sub("", " ".join(name.casefold().split()))


def slug(name: str) -> str:
    """A code from a name: short, Latin, stable while the name is."""
    letters = "".join(LATIN.get(letter, letter) for letter in name.lower())
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40].rstrip("-") or "indicator"


class TableReader:
    """Walks the rows below the header."""

    def __init__(self, settings: ReadSettings, mapping: Mapping, file: str, log: ProblemLog) -> None:
        self.settings, self.mapping, self.file, self.log = settings, mapping, file, log
        self.origin = f"{settings.name}/{file}"
        self.indicators: dict[str, Indicator] = {}
        self.spellings: dict[str, str] = {}
        self.observations: list[Observation] = []
        self.areas: dict[str, Area] = {}
        self.names = {
            bare(name): area.code for area in codelists.areas().values() for name in (area.code, *area.names.values())
        }

    def read(self, rows: list[list[str]], lines: list[int]) -> None:
        if self.mapping.header_row not in lines:
            self.log.add("NO_VALUE_COLUMN", self.file, self.mapping.header_row, found="–")
            return
        at = lines.index(self.mapping.header_row)
        self.columns = {heading: index for index, heading in reversed(list(enumerate(rows[at]))) if heading}
        for heading in self._wanted():
            if heading not in self.columns:
                found = ", ".join(self.columns)
                self.log.add("TABLE_COLUMN_MISSING", self.file, self.mapping.header_row, heading, near=found)
        below = [(line, cells) for line, cells in zip(lines[at + 1 :], rows[at + 1 :]) if any(cells)]
        unread = Unread(rows[at], set(self._wanted()), self.file, self.log)
        for line, cells in below:
            unread.row(line, cells)
            self.row(line, cells)
        unread.tell(self.mapping.header_row, f"sources/{self.settings.name}.toml")

    def _wanted(self) -> list[str]:
        mapping = self.mapping
        roles = ("indicator", "name", "unit", "ref_area", "time_period", "obs_value", *PRECISION, "target", "owner")
        named = [getattr(mapping, role) for role in roles]
        return [heading for heading in [*named, *mapping.periods, *mapping.dimensions.values()] if heading]

    def cell(self, cells: list[str], heading: str) -> str:
        index = self.columns.get(heading, -1) if heading else -1
        return cells[index].strip() if 0 <= index < len(cells) else ""

    def row(self, line: int, cells: list[str]) -> None:
        if too_long({heading: self.cell(cells, heading) for heading in self.columns}, self.file, line, self.log):
            return
        indicator = self.indicator(line, cells)
        if indicator is None:
            return
        series = self.series(indicator, cells)
        given: list[tuple[str, str, str]] = [
            (heading, YEAR_WORDS.sub("", heading), self.cell(cells, heading)) for heading in self.mapping.periods
        ]
        if self.mapping.layout == "tidy":
            heading = self.mapping.obs_value
            given = [(heading, self.cell(cells, self.mapping.time_period), self.cell(cells, heading))]
        precision = {role: self.precision(line, cells, getattr(self.mapping, role)) for role in PRECISION}
        for heading, label, text in given:
            self.observe(line, series, heading, label, text, precision)
        self.target(line, indicator.code, cells)

    def indicator(self, line: int, cells: list[str]) -> Indicator | None:
        code, name = self.cell(cells, self.mapping.indicator), self.cell(cells, self.mapping.name)
        if mangled := code_from_date(code):
            self.log.add("CODE_BECAME_DATE", self.file, line, code, column=self.mapping.indicator, code=mangled)
            return None
        if not code and not name:
            self.log.add("ROW_WITHOUT_INDICATOR", self.file, line, "; ".join(filter(None, cells)))
            return None
        code = self._as_before(code or slug(name), line)
        if code not in self.indicators:
            self.indicators[code] = self._new_indicator(code, name, cells)
        return self.indicators[code]

    def _as_before(self, code: str, line: int) -> str:
        """The spelling of the first row with a code; no two files may differ in case only."""
        first = self.spellings.setdefault(code.casefold(), code)
        if first != code:
            self.log.count("CODE_CASE_DIFFERS", self.file, line, code, first=first)
        return first

    def _new_indicator(self, code: str, name: str, cells: list[str]) -> Indicator:
        framework = self.mapping.framework
        known = global_indicators().get(code) if framework == GLOBAL else None
        owner = self.cell(cells, self.mapping.owner)
        return Indicator(
            code=code,
            framework=framework,
            names={language_of(name): name} if name else {},
            status="complete",
            expectation=known.expectation if known else Expectation(),
            crosswalk=Crosswalk(code, "identical") if known else Crosswalk(),
            bodies=(BodyMention("compiler", self.mapping.owner, {language_of(owner): owner}),) if owner else (),
            file=self.file,
        )

    def series(self, indicator: Indicator, cells: list[str]) -> Series:
        unit = self.cell(cells, self.mapping.unit)
        pairs = {dimension: self.cell(cells, heading) for dimension, heading in self.mapping.dimensions.items()}
        pairs["unit_measure"] = "PT" if units.is_percent(unit) else unit
        return Series(indicator.framework, indicator.code, self.area(cells), dimensions_of(pairs))

    def area(self, cells: list[str]) -> str:
        name = self.cell(cells, self.mapping.ref_area)
        default = self.settings.default_area
        code = self.names.get(bare(name), "") if name else default
        if not code:
            code = slug(name)
            self.areas.setdefault(code, Area(code, "district", default, names={language_of(name): name}, declared=False))
        known = codelists.area(code)
        if known:
            self.areas.setdefault(code, known)
        return code

    def precision(self, line: int, cells: list[str], heading: str) -> float | None:
        """An end of the interval or the standard error; None where the table has none."""
        text = self.cell(cells, heading)
        if text in BLANK:
            return None
        number = read_number(text.rstrip("% \u00a0"))
        if number is None:
            self.log.add("CELL_NOT_A_NUMBER", self.file, line, text, column=heading)
        return number[0] if number else None

    def observe(
        self, line: int, series: Series, heading: str, label: str, text: str, precision: dict[str, float | None]
    ) -> None:
        if text in BLANK:
            return
        number = read_number(text.rstrip("% \u00a0"))
        if number is None:
            self.log.add("CELL_NOT_A_NUMBER", self.file, line, text, column=heading)
            return
        period = parse_period(label)
        if period.start is None:
            self.log.count("YEAR_UNREADABLE", self.file, line, label)
        self.observations.append(Observation(series, period, number[0], number[1], self.origin, line, **precision))

    def target(self, line: int, code: str, cells: list[str]) -> None:
        """The target of a city plan; the side on which it lies says what is desired."""
        text = self.cell(cells, self.mapping.target)
        if not text:
            return
        side, bound = read_bound(text)
        number = read_number(bound)
        if number is None:
            self.log.add("CELL_NOT_A_NUMBER", self.file, line, text, column=self.mapping.target)
            return
        indicator = self.indicators[code]
        target = Target(self.mapping.target_year, value=number[0], basis="local")
        expectation = indicator.expectation
        own = [observation.value for observation in self.observations if observation.series.indicator == code]
        direction = expectation.direction or side or (("increase" if number[0] >= own[0] else "decrease") if own else "")
        self.indicators[code] = _with(indicator, direction, target, f"{self.file}, row {line}", expectation)


AT_MOST = re.compile(r"^(≤|<=|<|не более|не больше|не выше|до|at most|no more than|up to)\s*", re.I)
AT_LEAST = re.compile(r"^(≥|>=|>|не менее|не меньше|не ниже|at least|no less than|кемінде)\s*", re.I)


def read_bound(text: str) -> tuple[str, str]:
    """(direction, number) of a target such as `≤ 100` or `не менее 15 %`; blank direction where none is said."""
    text = text.strip().rstrip("% \u00a0")
    for direction, pattern in (("decrease", AT_MOST), ("increase", AT_LEAST)):
        if pattern.match(text):
            return direction, pattern.sub("", text)
    return "", text


def _with(indicator: Indicator, direction: str, target: Target, source: str, known: Expectation) -> Indicator:
    from msgspec.structs import replace

    reason = known.reason if known.direction else "The target says on which side better lies."
    return replace(indicator, expectation=replace(known, direction=direction, target=target, source=source, reason=reason))
