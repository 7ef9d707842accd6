"""The tables of `build/data`: observations, assessments, coverage, problems."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from headway.model.problem import Problem
from headway.model.spreadsheet_text import STARTS
from headway.nomenclature.problems import sentence, severity
from headway.nomenclature.tables import LANGUAGES
from headway.publish.package.spreadsheet import safe
from headway.review.build import Finished
from headway.store.database import identifier, quoted

FIRST = (
    "framework", "indicator", "series", "ref_area", "time_period", "obs_value", "unit_measure",
    "sex", "age", "urbanisation",
)  # fmt: skip
LAST = ("obs_status", "std_error", "lower", "upper", "comment", "mark", "origin", "row", "address")
HIDDEN = ("year", "period_label", "obs_text")


def write_observations(finished: Finished, folder: Path) -> None:
    """`observations.parquet` and `.csv`: every value, SDMX concepts as columns."""
    with finished.store.database() as database:
        have = [name for name, *_ in database.execute("describe observations").fetchall()]
        middle = sorted(set(have) - {*FIRST, *LAST, *HIDDEN, "series_id"})
        columns = [name for name in (*FIRST, *middle, *LAST) if name in have]
        plain = ", ".join(identifier(name) for name in columns)
        safe_text = ", ".join(_spreadsheet_column(name) for name in columns)
        parquet, csv_file = quoted(folder / "observations.parquet"), quoted(folder / "observations.csv")
        database.execute(f"copy (select {plain} from observations) to {parquet} (format parquet, compression zstd)")
        database.execute(f"copy (select {safe_text} from observations) to {csv_file} (format csv, header)")


def _spreadsheet_column(name: str) -> str:
    """Text that a spreadsheet would run as a formula is led by an apostrophe."""
    column = identifier(name)
    if name in ("obs_value", "std_error", "lower", "upper", "row"):
        return column
    return f"case when regexp_matches({column}, '^''*[{STARTS}]') then '''' || {column} else {column} end as {column}"


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe(cell) for cell in row] for row in rows)


def cell(value: object) -> object:
    return "" if value is None else value


COVERAGE = (
    "framework", "indicator", "global_indicator", "class", "grade", "coverage", "headline", "area_values",
    "area_first", "area_last", "area_dimensions", "within_values", "within_first", "within_last",
    "within_dimensions", "verdict", "reason", "owner",
)  # fmt: skip


def write_coverage(finished: Finished, folder: Path) -> None:
    """One row per indicator: what the area has, what the area it is within has, who could fill a gap."""
    write_rows(folder / "coverage.csv", COVERAGE, (_coverage_row(finished, row) for row in finished.coverage))


def _coverage_row(finished: Finished, row) -> list[object]:
    indicator, area = row.indicator, finished.review.settings.area
    assessment = finished.assessment(indicator.key, area)
    progress = assessment.progress if assessment else None
    reason = progress.reason if progress else (row.headline.reason if row.headline else "NO_DATA")
    return [
        indicator.framework, indicator.code, indicator.crosswalk.global_indicator, indicator.crosswalk.class_,
        indicator.crosswalk.grade, row.where, str(assessment.series.address) if assessment else "",
        row.area.values, cell(row.area.first), cell(row.area.last), "|".join(row.area.dimensions),
        row.within.values, cell(row.within.first), cell(row.within.last), "|".join(row.within.dimensions),
        progress.verdict if progress else "", reason, "|".join(row.owner),
    ]  # fmt: skip


def problem_record(problem: Problem, languages: Iterable[str] = LANGUAGES) -> dict[str, object]:
    """A problem as data, with its sentences."""
    return {
        "severity": severity(problem),
        "code": problem.code,
        "source": problem.source,
        "file": problem.file,
        "row": problem.row or None,
        "indicator": problem.indicator,
        "found": problem.found,
        "details": problem.details,
        "sentences": {
            language: {part: sentence(problem, part, language) for part in ("found", "expected", "remedy")}
            for language in languages
        },
    }


def write_problems(finished: Finished, folder: Path) -> None:
    languages = finished.review.settings.languages
    records = [problem_record(problem, languages) for problem in finished.problems]
    write_json(folder / "problems.json", records)


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
