"""Reads the data files that come with the package, and checks their shape."""

import csv
import tomllib
from functools import lru_cache
from importlib.resources import files

from headway.errors import HeadwayError

LANGUAGES = ("en", "ru", "kk")
"""Languages in which Headway itself speaks."""

DATA = files(__package__) / "data"


def rows(path: str, *, key: str | None) -> list[dict[str, str]]:
    """The rows of a CSV; `key` is the column that names a row and must be unique, if one does."""
    text = (DATA / path).read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(), strict=True)
    found, seen = [], set()
    for row in reader:
        whole = None not in row and None not in row.values()
        if not whole or (key and (not row[key] or row[key] in seen)):
            raise HeadwayError(
                f"nomenclature/{path}, line {reader.line_num}: not one whole row with a {key} of its own."
            )
        if key:
            seen.add(row[key])
        found.append(row)
    return found


def names(row: dict[str, str], prefix: str = "name") -> dict[str, str]:
    """The texts of a row by language; languages without one are left out."""
    return {
        language: row[f"{prefix}_{language}"]
        for language in LANGUAGES
        if row.get(f"{prefix}_{language}")
    }


def several(text: str) -> tuple[str, ...]:
    """A cell with several values, separated by `|`."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


@lru_cache(maxsize=None)
def toml(path: str) -> dict:
    return tomllib.loads((DATA / path).read_text(encoding="utf-8"))


def toml_names(folder: str) -> list[str]:
    """Names without ending of the TOML files of a folder, sorted."""
    entries = (entry.name for entry in (DATA / folder).iterdir())
    return sorted(name.removesuffix(".toml") for name in entries if name.endswith(".toml"))


def csv_names(folder: str) -> list[str]:
    """Names without ending of the CSV files of a folder, sorted."""
    return sorted(
        entry.name.removesuffix(".csv") for entry in (DATA / folder).iterdir()
        if entry.name.endswith(".csv")
    )
