"""What the columns of a table mean: guessed, written down as TOML, confirmed by a person."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from headway.errors import ReviewError, SourceError
from headway.model.period import parse_period
from headway.model.toml_text import quote
from headway.sources.table.grid import Grid, load_grid
from headway.sources.text import plain_bytes

PRECISION = ("lower", "upper", "std_error")
LAST_HEADER_ROW = 30
LONGEST_HEADING = 300
YEAR_WORDS = re.compile(r"\s*(г\.?|год|года|жыл|ж\.?|факт|fact|actual)\s*$", re.I)
TARGET_YEAR = re.compile(r"\b(20\d\d)\b")


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Column headings by role; a blank role is not in the table."""

    confirmed: bool
    layout: Literal["wide", "tidy"]
    """`wide` with years across, or `tidy` with one value a row."""
    header_row: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
    framework: str
    sheet: str = ""
    indicator: str = ""
    name: str = ""
    unit: str = ""
    ref_area: str = ""
    time_period: str = ""
    obs_value: str = ""
    lower: str = ""
    upper: str = ""
    std_error: str = ""
    """How sure a value is: the ends of its interval, its standard error; of a tidy table only."""
    target: str = ""
    target_year: Annotated[int, msgspec.Meta(ge=1900, le=2200)] = 2030
    owner: str = ""
    periods: tuple[str, ...] = ()
    """Headings that are periods, in a wide table."""
    dimensions: dict[str, str] = {}
    """Dimension → heading."""


@lru_cache(maxsize=1)
def words() -> dict:
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def table_file(folder: Path) -> Path:
    """The one file of a pinned table."""
    found = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".")]
    if len(found) != 1:
        raise SourceError(f"“{folder}” should hold one table, not {len(found)} files.")
    return found[0]


def guess_mapping(folder: Path, framework: str) -> Mapping:
    """The likeliest meaning of a table's columns; SourceError where it has none."""
    path = table_file(folder)
    grid = load_grid(path)
    at = max(range(min(len(grid.rows), LAST_HEADER_ROW)), key=lambda row: _header_score(grid.rows[row]), default=None)
    if at is None or not _header_score(grid.rows[at]):
        raise SourceError(
            f"“{path.name}” has no row that looks like a header.",
            remedy="It needs a column with the indicator (code or name) and years across, or columns for year and value.",
        )
    roles = _roles(grid.rows[at])
    periods = tuple(heading for heading in grid.rows[at] if is_period(heading))
    wide = len(periods) >= 2 or (bool(periods) and "obs_value" not in roles)
    if not ("indicator" in roles or "name" in roles):
        roles["name"] = _first_text_column(grid, at, roles, periods)
    missing = [role for role in ("time_period", "obs_value") if role not in roles]
    if not wide and missing and "target" not in roles:
        raise SourceError(
            f"“{path.name}”, row {grid.lines[at]}: no column for {' and '.join(missing)} was found, and no years across.",
            remedy=f"Headings there: {', '.join(heading for heading in grid.rows[at] if heading)}.",
        )
    target = roles.get("target", "")
    year = TARGET_YEAR.search(target)
    return Mapping(
        confirmed=False,
        layout="wide" if wide else "tidy",
        header_row=grid.lines[at],
        framework=framework,
        sheet=grid.sheet,
        periods=periods if wide else (),
        target_year=int(year[1]) if year else 2030,
        dimensions=_dimensions(grid.rows[at]),
        **{
            role: heading for role, heading in roles.items()
            if role in ("indicator", "name", "unit", "ref_area", "target", "owner")
            or (not wide and role in ("time_period", "obs_value", *PRECISION))
        },
    )  # fmt: skip


def is_period(heading: str) -> bool:
    if len(heading) > LONGEST_HEADING:
        return False
    period = parse_period(YEAR_WORDS.sub("", heading))
    return period.start is not None and bool(re.search(r"\d{4}", heading)) and not _role(heading)


def folded(heading: str) -> str:
    return " ".join(heading.lower().replace("ё", "е").strip(" :*.").split())


def _role(heading: str) -> str:
    """The role of a heading; a target may carry its year: `Цель 2030`."""
    if len(heading) > LONGEST_HEADING:
        return ""
    text = folded(heading)
    bare = folded(TARGET_YEAR.sub("", re.sub(r"(на|к|by|for|in|году|год|жылға|жыл|г\.?)(?=\s|$)", "", text)))
    for role, names in words().items():
        if role == "dimensions":
            continue
        if any(folded(name) in (text, bare if role == "target" else text) for name in names):
            return role
    return ""


def is_note(heading: str) -> bool:
    """Whether a column of that heading holds no values: running numbers, remarks, where it comes from."""
    return _role(heading) == "note"


def _roles(row: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in row:
        if heading and (role := _role(heading)) and role != "note":
            found.setdefault(role, heading)
    return found


def _dimensions(row: list[str]) -> dict[str, str]:
    return {
        dimension: heading
        for dimension, names in words()["dimensions"].items()
        for heading in row
        if folded(heading) in map(folded, names)
    }


def _header_score(row: list[str]) -> int:
    filled = [cell for cell in row if cell]
    if len(filled) < 2:
        return 0
    return sum(3 if _role(cell) else 1 if is_period(cell) else 0 for cell in filled)


def _first_text_column(grid: Grid, at: int, roles: dict[str, str], periods: tuple[str, ...]) -> str:
    taken = {*roles.values(), *periods}
    for heading in grid.rows[at]:
        if heading and heading not in taken:
            return heading
    raise SourceError("The table has no column that names its indicators.", remedy="Head it “Indicator” or “Показатель”.")


def render_mapping(mapping: Mapping) -> str:
    """The TOML a person reads and corrects."""
    lines = [
        "# What the columns of the table mean. Headway guessed it: correct what is wrong, then set confirmed = true.",
        f"confirmed = {'true' if mapping.confirmed else 'false'}",
        f"layout = {quote(mapping.layout)}            # wide: years across; tidy: one value a row",
        f"header_row = {mapping.header_row}",
        f"framework = {quote(mapping.framework)}   # “global” if the codes are those of the global SDG list",
    ]
    if mapping.sheet:
        lines.append(f"sheet = {quote(mapping.sheet)}")
    lines.append("# Headings by what they hold; leave out what the table does not have.")
    for role in ("indicator", "name", "unit", "ref_area", "time_period", "obs_value", *PRECISION, "target", "owner"):
        if heading := getattr(mapping, role):
            lines.append(f"{role} = {quote(heading)}")
    lines.append(f"target_year = {mapping.target_year}")
    if mapping.periods:
        lines.append(f"periods = [{', '.join(quote(period) for period in mapping.periods)}]")
    lines += ["", "[dimensions]"]
    lines += [f"{dimension} = {quote(heading)}" for dimension, heading in mapping.dimensions.items()]
    return "\n".join(lines) + "\n"


def load_mapping(path: Path) -> Mapping:
    """Reads a mapping; ReviewError names what does not fit."""
    try:
        if not path.exists():
            raise ReviewError(f"{path} is missing.", remedy="Run “headway add” again for that table.")
        return msgspec.convert(tomllib.loads(plain_bytes(path).decode("utf-8-sig")), Mapping)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError) as error:
        raise ReviewError(f"{path} cannot be read: {error}.", remedy="Correct that line.") from None
