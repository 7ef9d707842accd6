"""`datapackage.json`: what each file is, for programs (Frictionless Data Package 1.0)."""

import csv
import hashlib
from pathlib import Path

from headway.publish.package.tables import write_json
from headway.review.build import Finished

NUMBERS = {
    "obs_value", "std_error", "lower", "upper", "score", "base_value", "last_value", "target_value", "expected_value",
    "first", "last", "slope", "slope_lower", "slope_upper",
}
INTEGERS = {
    "row", "level", "base_year", "last_year", "target_year", "points", "area_values", "area_first", "area_last",
    "within_values", "within_first", "within_last", "assessed", "listed", "first_year", "last_year", "places",
}
WORDS = {("rollups.csv", "level")}
"""Columns that are words in one table and numbers in another."""
TABLES = {
    "observations.csv": "Every value with its file and row.",
    "assessments.csv": "The verdict on every series, by every method compared.",
    "rollups.csv": "Targets, goals and the whole, by each method's own rule.",
    "gaps.csv": "Gaps between groups and between regions, and whether they close.",
    "coverage.csv": "What the area has, what the area it is within has, and who could fill a gap.",
}


def write_datapackage(finished: Finished, folder: Path) -> None:
    settings = finished.review.settings
    resources = [_table(folder, name, text) for name, text in TABLES.items()]
    resources += [
        _file(folder, "observations.parquet", "Every value, as Parquet.", "application/vnd.apache.parquet"),
        _file(folder, "problems.json", "What is wrong with the inputs, and where.", "application/json"),
    ]
    write_json(
        folder / "datapackage.json",
        {
            "name": f"{settings.area}-{settings.year}".lower(),
            "title": settings.title[settings.language],
            "profile": "data-package",
            "fictional": settings.fictional,
            "sources": [
                {"title": source.name, "path": source.location, "digest": pin.digest, "retrieved": pin.retrieved}
                for source in settings.sources
                if (pin := finished.review.pins.get(source.name))
            ],
            "resources": resources,
        },
    )


def _file(folder: Path, name: str, text: str, mediatype: str) -> dict[str, object]:
    content = (folder / name).read_bytes()
    return {
        "name": name.replace(".", "-"),
        "path": name,
        "description": text,
        "mediatype": mediatype,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _table(folder: Path, name: str, text: str) -> dict[str, object]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    fields = [{"name": column, "type": _type(name, column)} for column in columns]
    resource = _file(folder, name, text, "text/csv")
    return resource | {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": {"fields": fields}}


def _type(table: str, column: str) -> str:
    if (table, column) in WORDS:
        return "string"
    return "number" if column in NUMBERS else "integer" if column in INTEGERS else "string"
