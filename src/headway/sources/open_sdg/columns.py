"""Decides what each column of a data file is."""

import re

import msgspec

from headway.sources.open_sdg.quirks import column_roles
from headway.sources.problems import ProblemLog


class Columns(msgspec.Struct, frozen=True):
    """Column indices by role; each role may have several columns."""

    names: tuple[str, ...]
    width: int
    """Columns that have a name, up to the last one: what a whole row must reach."""
    time_period: int
    obs_value: int
    area_codes: tuple[int, ...]
    area_names: tuple[int, ...]
    dimensions: tuple[tuple[int, str], ...]
    """Pairs (index, dimension id); an id may stand twice where columns differ in case only."""
    obs_status: int | None = None
    std_error: int | None = None
    lower: int | None = None
    upper: int | None = None
    comments: tuple[int, ...] = ()
    unnamed: tuple[int, ...] = ()
    seconds: tuple[tuple[int, int], ...] = ()
    """Pairs (index, index of the column read): a second column for what a row has once."""


ONCE = ("time_period", "obs_value", "obs_status", "std_error", "lower", "upper")


def dimension_id(column: str) -> str:
    """`Economic family type` → `economic_family_type`; a leading `data.` is a translation key."""
    return re.sub(r"[\W_]+", "_", column.removeprefix("data.").lower()).strip("_")


def classify_columns(header: list[str], row: int, file: str, log: ProblemLog) -> Columns | None:
    """The roles of a header's columns; None, with a problem, where there is no value column."""
    roles = column_roles()
    found: dict[str, list[int]] = {}
    dimensions: list[tuple[int, str]] = []
    for index, name in enumerate(header):
        role = roles.get(" ".join(name.lower().removeprefix("data.").split()), "")
        if not name:
            found.setdefault("unnamed", []).append(index)
        elif role in ("unit_measure", "series"):
            dimensions.append((index, role))
        elif role:
            found.setdefault(role, []).append(index)
        else:
            dimensions.append((index, dimension_id(name) or f"column_{index + 1}"))
    if not _has_value_column(header, found, row, file, log):
        return None
    _report(header, found, dimensions, row, file, log)
    return Columns(
        names=tuple(header),
        width=1 + max(index for index, name in enumerate(header) if name),
        time_period=found.get("time_period", [0])[0],
        obs_value=found["obs_value"][0],
        area_codes=tuple(_by_preference(header, found.get("area_code", []))),
        area_names=tuple(found.get("area_name", [])),
        dimensions=tuple(pair for pair in dimensions if pair[0] != found.get("time_period", [0])[0]),
        comments=tuple(found.get("comment", [])),
        unnamed=tuple(found.get("unnamed", [])),
        seconds=tuple((index, found[role][0]) for role in ONCE for index in found.get(role, [])[1:]),
        **{role: found[role][0] for role in ("obs_status", "std_error", "lower", "upper") if role in found},
    )


def _has_value_column(header, found, row, file, log) -> bool:
    if "obs_value" in found:
        return True
    log.add("NO_VALUE_COLUMN", file, row, found=", ".join(name for name in header if name))
    return False


def _by_preference(header: list[str], indices: list[int]) -> list[int]:
    """REF_AREA before GeoCode: the statistical code before the map's."""
    return sorted(indices, key=lambda index: header[index].lower() == "geocode")


def _report(header, found, dimensions, row, file, log) -> None:
    if found.get("unnamed"):
        log.add("EMPTY_COLUMN", file, row, found=str(len(found["unnamed"])))
    seen: dict[str, str] = {}
    for index, dimension in dimensions:
        if dimension not in seen:
            seen[dimension] = header[index]
        elif dimension == "unit_measure":
            log.add("TWO_UNIT_COLUMNS", file, row, found=f"{seen[dimension]}, {header[index]}")
        else:
            log.add("COLUMN_NAMES_ALIKE", file, row, found=f"{seen[dimension]}, {header[index]}")
    if "time_period" not in found:
        log.add("NO_YEAR_COLUMN", file, row, found=header[0])
