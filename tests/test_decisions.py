"""A person decides which of several conflicting rows stands."""

import csv
import shutil

import duckdb
import pytest

import headway

FILE = "kazakhstan/data/indicator_3-3-1-1.csv"


@pytest.fixture
def review(almaty, tmp_path):
    folder = tmp_path / "almaty"
    shutil.copytree(almaty, folder, ignore=shutil.ignore_patterns("build", ".headway"))
    return folder


def decide(review, *rows: int) -> None:
    with (review / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "reason"])
        writer.writerows([FILE, row, "misprint"] for row in rows)


def marks(review) -> dict[float, str]:
    """Value → mark of the two national values of 2022: 786 in row 14, 686 in row 15."""
    headway.build(review, only="data")
    query = (
        f"select obs_value, coalesce(mark, '') from '{review}/build/data/observations.parquet' "
        "where indicator = '3.3.1.1' and ref_area = 'KZ' and time_period = '2022'"
    )
    with duckdb.connect() as database:
        return dict(database.execute(query).fetchall())


def codes(review) -> list[str]:
    return [problem.code for problem in headway.check(review) if problem.indicator == "3.3.1.1"]


def test_undecided_neither_value_is_used(review):
    assert marks(review) == {786.0: "conflict", 686.0: "conflict"}
    assert "CONFLICTING_VALUES" in codes(review)


def test_the_row_decided_for_is_used_and_the_other_kept(review):
    decide(review, 15)
    assert marks(review) == {786.0: "set-aside", 686.0: ""}
    assert "CONFLICTING_VALUES" not in codes(review) and "CONFLICT_DECIDED" in codes(review)
    [series] = headway.show(review, "kz:3.3.1.1/KZ").series
    progress = series.assessment.progress
    assert (progress.last_year, progress.last_value, series.assessment.conflicts) == (2022, 686.0, ())


def test_deciding_for_both_rows_decides_nothing(review):
    decide(review, 14, 15)
    assert marks(review) == {786.0: "conflict", 686.0: "conflict"}


def test_a_decision_about_no_conflict_is_named(review):
    decide(review, 3)
    [problem] = [problem for problem in headway.check(review) if problem.code == "DECISION_WITHOUT_CONFLICT"]
    assert (problem.file, problem.row, problem.found) == ("decisions.csv", 2, f"{FILE}:3")


def test_a_row_that_is_no_number_is_named_with_its_column(review):
    (review / "decisions.csv").write_text(f"file,row,reason\n{FILE},fifteen,\n", encoding="utf-8")
    [problem] = [problem for problem in headway.check(review) if problem.file == "decisions.csv"]
    assert (problem.code, problem.row, problem.details["column"]) == ("TABLE_VALUE", 2, "row")
