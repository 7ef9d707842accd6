"""How an office has its own site judge progress: `progress_calculation_options`, as they stand.

Front matter of meta/*.md, meta/*.yml or indicator-config/*.yml. Defaults that
belong to the method (base year, target year) are left open here.
"""

import msgspec

from headway.model.target import number
from headway.sources.open_sdg.quirks import quirks

KNOWN = ("series", "unit", "disaggregation", "direction", "base_year", "target_year", "target", "limit", "group")
NULL = ("", "null", "~")
YES = ("true", "yes", "on")


class SeriesOptions(msgspec.Struct, frozen=True):
    """Which series of an indicator is judged, and by what."""

    series: str = ""
    unit: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    """Pairs (column, value); a blank value asks for a blank cell."""
    direction: str = "decrease"
    base_year: int | None = None
    target_year: int | None = None
    target: float | None = None
    limit: float | None = None
    unreadable: tuple[str, ...] = ()
    """`key: value` of what should be a number and is none."""

    def tag(self, indicator: str) -> str:
        """The name under which the office's program writes the series: `11-1-1 / Number of … / Number`."""
        parts = [indicator, self.series, self.unit]
        return " / ".join([part for part in parts if part] + [value or "None" for _, value in self.cells])


class Group(msgspec.Struct, frozen=True):
    """Series that together weigh as one."""

    members: tuple["SeriesOptions | Group", ...]


class ProgressPlan(msgspec.Struct, frozen=True):
    """What an indicator's metadata say of its progress."""

    indicator: str
    """Code as in the file's name: `11-1-1`."""
    automatic: bool
    manual: str = ""
    """Status that people set, where it is not automatic."""
    options: tuple[SeriesOptions | Group, ...] = ()
    unknown: tuple[str, ...] = ()
    """Keys of the options that nothing here reads."""


def read_plan(indicator: str, document: dict) -> ProgressPlan:
    """The plan of one indicator; where it is automatic and says no more, the headline without a target."""
    automatic = scalar(document, "auto_progress_calculation").lower() in YES
    entries = document.get("progress_calculation_options")
    entries = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    unknown: set[str] = set()
    options = tuple(read_node(entry, unknown) for entry in entries)
    return ProgressPlan(
        indicator=indicator,
        automatic=automatic,
        manual="" if automatic else scalar(document, "progress_status"),
        options=options or (read_node({}, unknown),),
        unknown=tuple(sorted(unknown)),
    )


def read_node(entry: dict, unknown: set[str]) -> SeriesOptions | Group:
    """One series, or a group of them to any depth."""
    unknown |= {str(key) for key in entry if key not in KNOWN}
    members = entry.get("group")
    if isinstance(members, list):
        return Group(tuple(read_node(member, unknown) for member in members if isinstance(member, dict)))
    numbers, unreadable = read_numbers(entry)
    base_year, target_year = numbers["base_year"], numbers["target_year"]
    return SeriesOptions(
        series=scalar(entry, "series"),
        unit=scalar(entry, "unit"),
        cells=read_cells(entry.get("disaggregation")),
        direction=read_direction(entry),
        base_year=None if base_year is None else int(base_year),
        target_year=None if target_year is None else int(target_year),
        target=numbers["target"],
        limit=numbers["limit"],
        unreadable=unreadable,
    )


def read_numbers(entry: dict) -> tuple[dict[str, float | None], tuple[str, ...]]:
    """The numbers of an option, and those that cannot be read."""
    found, unreadable = {}, []
    for key in ("base_year", "target_year", "target", "limit"):
        text, found[key] = scalar(entry, key), None
        try:
            found[key] = number(text) if text else None
        except ValueError:
            unreadable.append(f"{key}: {text}")
    return found, tuple(unreadable)


def read_cells(groups: object) -> tuple[tuple[str, str], ...]:
    return tuple(
        (scalar(entry, "field"), scalar(entry, "value"))
        for entry in (groups if isinstance(groups, list) else ())
        if isinstance(entry, dict) and scalar(entry, "field")
    )


def read_direction(entry: dict) -> str:
    """`positive` is an increase; all else, and silence, is a decrease, as in Open SDG."""
    words = quirks()
    given = scalar(entry, "direction") or words["metadata"]["default_direction"]
    return words["directions"].get(given, "decrease")


def scalar(entry: dict, key: str) -> str:
    """A text, blank where YAML says that there is nothing."""
    value = entry.get(key, "")
    text = value.strip() if isinstance(value, str) else ""
    return "" if text.lower() in NULL else text
