"""What refresh shows, and that nothing of a review changes before someone accepts it."""

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from headway.cli import main

DATA = "data/indicator_1-2-1.csv"
ROWS = [
    "Year,REF_AREA,SEX,Value",
    "2015,,,2.6",
    "2023,,,5.2",
    "2023,,F,5.3",
    "2015,KZALA,,0.6",
    "2023,KZALA,,5.1",
]


def meta(code: str, name: str) -> str:
    return (
        f"indicator_name: global_indicators.{code}-title\nindicator_available: {name}\n"
        f"indicator_definition: {name}, defined.\nreporting_status: complete\n"
    )


def write_source(root: Path) -> Path:
    for folder in ("data", "meta"):
        (root / folder).mkdir(parents=True)
    (root / "config_data.yml").write_text("languages:\n  - en\n", encoding="utf-8")
    (root / "meta/1-2-1.yml").write_text(meta("1-2-1", "Poverty"), encoding="utf-8")
    write_rows(root, ROWS)
    return root


def write_rows(root: Path, rows: list[str], file: str = DATA) -> None:
    (root / file).write_text("\n".join(rows) + "\n", encoding="utf-8")


def git(root: Path, *arguments: str) -> str:
    identity = {f"GIT_{role}_{part}": "office" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    environment = os.environ | identity | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", "-C", str(root), *arguments], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "data")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_source(tmp_path / "office")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command that ends with `status` and gives what it printed."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object, status: int = 0) -> str:
        capsys.readouterr()
        ended = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert ended == status, said.out + said.err
        return said.err if status == 2 else said.out

    return command


@pytest.fixture
def review(source: Path, run, tmp_path: Path) -> Path:
    return new(run, tmp_path / "review", source)


def new(run, review: Path, location: object, *more: str) -> Path:
    run("new", review, "--area", "KZALA", "--within", "KZ", "--source", f"open-sdg={location}", "--year", 2026, *more)
    return review


def revision(run, review: Path, *more: str) -> dict:
    [found] = json.loads(run("refresh", review, "--json", *more))
    return found


def changes(found: dict) -> set[tuple[str, str, str, str]]:
    listed = [(change["kind"], change["address"], change["before"], change["after"]) for change in found["changes"]]
    assert len(listed) == len(set(listed))
    return set(listed)


def contents(review: Path) -> dict[str, str]:
    """Every file of the review with its digest; the cache beside it is no part of it."""
    return {
        path.relative_to(review).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(review.rglob("*"))
        if path.is_file() and ".headway" not in path.relative_to(review).parts
    }


def lock(review: Path, name: str = "office") -> dict:
    return tomllib.loads((review / "sources/sources.lock").read_text(encoding="utf-8"))[name]


def built_values(run, review: Path) -> dict[tuple[str, str, str], float]:
    """(area, period, sex) → value, as the built package has them."""
    run("build", review, "--only", "data")
    text = (review / "build/data/observations.csv").read_text(encoding="utf-8")
    return {(row["ref_area"], row["time_period"], row.get("sex", "")): float(row["obs_value"]) for row in csv.DictReader(io.StringIO(text))}


# What changed


def test_where_nothing_changed_nothing_is_shown_and_nothing_written(review: Path, run) -> None:
    before = contents(review)
    found = revision(run, review)
    assert found["changed"] is False and found["changes"] == []
    assert run("refresh", review) == "office: nothing changed.\n"
    run("refresh", review, "--accept")
    assert contents(review) == before


def test_a_changed_an_added_and_a_removed_value_are_listed_exactly(review: Path, source: Path, run) -> None:
    write_rows(source, [*ROWS[:3], "2023,,F,5.9", *ROWS[5:], "2022,KZALA,,4.8"])
    found = revision(run, review)
    assert changes(found) == {
        ("changed", "1.2.1/KZ/sex=F@2023", "5.3", "5.9"),
        ("added", "1.2.1/KZALA@2022", "", "4.8"),
        ("removed", "1.2.1/KZALA@2015", "0.6", ""),
    }
    assert (found["source"], found["changed"], found["accepted"]) == ("office", True, False)
    assert found["indicators_added"] == found["indicators_removed"] == []


def test_revisions_are_told_in_words_with_how_to_take_them(review: Path, source: Path, run) -> None:
    write_rows(source, [*ROWS[:5], "2023,KZALA,,5.4", "2022,KZALA,,4.8"])
    said = run("refresh", review)
    assert said.splitlines()[0] == "office: 1 changed, 1 added, 0 removed."
    assert "  1.2.1/KZALA@2023  5.1 → 5.4" in said.splitlines()
    assert "--accept" in said.splitlines()[-1]


def test_a_reordered_file_revises_nothing(review: Path, source: Path, run) -> None:
    """The file is another one, but it says the same."""
    write_rows(source, [ROWS[0], *reversed(ROWS[1:])])
    found = revision(run, review)
    assert found["changed"] is True and found["changes"] == []


def test_a_second_value_for_one_key_is_a_revision_and_a_new_problem(review: Path, source: Path, run) -> None:
    write_rows(source, [*ROWS, "2023,KZALA,,6.6"])
    assert changes(revision(run, review)) == {("changed", "1.2.1/KZALA@2023", "5.1", "5.1; 6.6")}


def test_an_indicator_that_is_new_is_named(review: Path, source: Path, run) -> None:
    (source / "meta/8-5-2.yml").write_text(meta("8-5-2", "Unemployment"), encoding="utf-8")
    write_rows(source, ["Year,REF_AREA,Value", "2023,KZALA,4.8"], "data/indicator_8-5-2.csv")
    found = revision(run, review)
    assert found["indicators_added"] == ["8.5.2"]
    assert changes(found) == {("added", "8.5.2/KZALA@2023", "", "4.8")}
    assert "  new indicator 8.5.2" in run("refresh", review).splitlines()


def test_an_indicator_that_is_gone_is_named(review: Path, source: Path, run) -> None:
    (source / "meta/8-5-2.yml").write_text(meta("8-5-2", "Unemployment"), encoding="utf-8")
    write_rows(source, ["Year,REF_AREA,Value", "2023,KZALA,4.8"], "data/indicator_8-5-2.csv")
    for file in (DATA, "meta/1-2-1.yml"):
        (source / file).unlink()
    found = revision(run, review)
    assert (found["indicators_added"], found["indicators_removed"]) == (["8.5.2"], ["1.2.1"])
    assert [change["kind"] for change in found["changes"]].count("removed") == 5


def test_a_new_fault_of_the_source_is_named_with_its_row(review: Path, source: Path, run) -> None:
    write_rows(source, [*ROWS, "2022,KZALA,,about five"])
    [problem] = revision(run, review)["problems_new"]
    assert (problem["code"], problem["file"], problem["row"], problem["found"]) == ("VALUE_NOT_NUMERIC", DATA, 7, "about five")


# Accepting


def test_nothing_of_the_review_changes_until_the_revisions_are_accepted(review: Path, source: Path, run) -> None:
    assert built_values(run, review)["KZALA", "2023", ""] == 5.1
    before = contents(review)
    write_rows(source, [*ROWS[:5], "2023,KZALA,,5.4"])
    run("refresh", review)
    assert contents(review) == before
    assert built_values(run, review)["KZALA", "2023", ""] == 5.1


def test_after_accepting_the_build_uses_the_new_values(review: Path, source: Path, run) -> None:
    built_values(run, review)
    write_rows(source, [*ROWS[:4], "2023,KZALA,,5.4", "2022,KZALA,,4.8"])
    assert revision(run, review, "--accept")["accepted"] is True
    assert built_values(run, review) == {
        ("KZ", "2015", ""): 2.6, ("KZ", "2023", ""): 5.2, ("KZ", "2023", "F"): 5.3,
        ("KZALA", "2022", ""): 4.8, ("KZALA", "2023", ""): 5.4,
    }  # fmt: skip
    assert revision(run, review)["changed"] is False
    assert run("check", review) == "All is well: no problems.\n"


def test_accepting_leaves_the_tables_as_people_wrote_them(review: Path, source: Path, run) -> None:
    tables = {name: digest for name, digest in contents(review).items() if not name.startswith("sources/")}
    write_rows(source, [*ROWS[:5], "2023,KZALA,,5.4"])
    run("refresh", review, "--accept")
    assert {name: digest for name, digest in contents(review).items() if not name.startswith("sources/")} == tables


def test_the_lock_says_what_was_retrieved_and_the_copy_is_what_it_says(review: Path, source: Path, run) -> None:
    """The copy is named by its content: the same content is the same name, another content another."""
    first = lock(review)
    assert first["digest"].startswith("sha256:") and first["files"] == 3 and first["commit"] == ""
    assert first["folder"] == "office/" + first["digest"].removeprefix("sha256:")[:12]
    write_rows(source, [*ROWS[:5], "2023,KZALA,,5.4"])
    run("refresh", review, "--accept")
    second = lock(review)
    assert second["digest"] != first["digest"] and second["folder"] != first["folder"]
    copy = review / "sources" / second["folder"]
    for file in (DATA, "meta/1-2-1.yml", "config_data.yml"):
        assert (copy / file).read_bytes() == (source / file).read_bytes()
    write_rows(source, ROWS)
    run("refresh", review, "--accept")
    assert lock(review)["folder"] == first["folder"]


def test_a_missing_lock_is_made_anew_by_accepting(review: Path, run) -> None:
    """As the error message of a missing lock advises."""
    before = lock(review)
    (review / "sources/sources.lock").unlink()
    run("refresh", review, "--accept")
    assert lock(review) == before
    assert run("check", review) == "All is well: no problems.\n"


@pytest.mark.parametrize("revised", [False, True], ids=["as it was", "revised since"])
def test_a_missing_copy_is_retrieved_anew_by_accepting(revised: bool, review: Path, source: Path, run) -> None:
    """As the error message of a missing copy advises."""
    before = contents(review)
    shutil.rmtree(review / "sources/office")
    assert "refresh --accept" in run("check", review, status=2)
    if revised:
        write_rows(source, [*ROWS[:5], "2023,KZALA,,5.4"])
    run("refresh", review, "--accept")
    assert revised or contents(review) == before
    assert run("check", review) == "All is well: no problems.\n"
    assert built_values(run, review)["KZALA", "2023", ""] == (5.4 if revised else 5.1)


@pytest.mark.parametrize("accept", [[], ["--accept"]], ids=["looking", "accepting"])
def test_a_source_that_is_gone_leaves_the_review_as_it_was(accept: list[str], review: Path, source: Path, run) -> None:
    before = contents(review)
    source.rename(source.with_name("moved"))
    said = run("refresh", review, *accept, status=2)
    assert said.count("\n") == 1 and "office" in said and "does not exist" in said
    assert contents(review) == before
    assert run("check", review) == "All is well: no problems.\n"


@pytest.mark.parametrize("accept", [[], ["--accept"]], ids=["looking", "accepting"])
def test_of_two_sources_none_is_taken_when_one_fails(accept: list[str], source: Path, run, tmp_path: Path) -> None:
    """Half a refresh would be a review that stands on data of two dates."""
    other = write_source(tmp_path / "other")
    review = new(run, tmp_path / "review", source, "--source", f"open-sdg={other}")
    before = (review / "sources/sources.lock").read_bytes()
    write_rows(source, [*ROWS[:5], "2023,KZALA,,5.4"])
    other.rename(tmp_path / "moved")
    assert "other" in run("refresh", review, *accept, status=2)
    assert (review / "sources/sources.lock").read_bytes() == before


# Tables


@pytest.mark.parametrize("alone", [True, False], ids=["alone in its folder", "among other files"])
def test_a_table_is_refreshed_like_any_source(alone: bool, run, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    if not alone:
        (desk / "letter.txt").write_text("see the table", encoding="utf-8")
    plan = desk / "plan.csv"
    plan.write_text("Код,Показатель,2022,2023\nG-1,Парки,3,4\n", encoding="utf-8")
    run("new", "review", "--area", "KZALA", "--within", "KZ", "--source", f"table={plan}", "--year", 2026)
    review = tmp_path / "review"
    before = contents(review)
    plan.write_text("Код,Показатель,2022,2023\nG-1,Парки,3,5\nG-2,Дома,7,\n", encoding="utf-8")
    found = revision(run, review)
    assert changes(found) == {("changed", "plan:G-1/KZALA@2023", "4", "5"), ("added", "plan:G-2/KZALA@2022", "", "7")}
    assert found["indicators_added"] == ["plan:G-2"]
    assert contents(review) == before
    run("refresh", review, "--accept")
    assert built_values(run, review)["KZALA", "2023", ""] == 5


# Git


@pytest.fixture
def repository(source: Path) -> Path:
    """The source as a git repository with one commit."""
    git(source, "init", "--quiet", "--initial-branch=main")
    commit(source)
    return source


@pytest.mark.parametrize("kind", ["path", "file URL", "bare repository"])
def test_the_commit_of_a_git_repository_is_in_the_lock(kind: str, repository: Path, run, tmp_path: Path) -> None:
    head = git(repository, "rev-parse", "HEAD")
    location = {"path": str(repository), "file URL": repository.as_uri()}.get(kind)
    if location is None:
        git(tmp_path, "clone", "--quiet", "--bare", str(repository), str(tmp_path / "bare" / "office.git"))
        location = str(tmp_path / "bare" / "office.git")
    review = new(run, tmp_path / "review", location)
    assert lock(review)["commit"] == head and len(head) == 40
    assert not list((review / "sources").rglob(".git"))
    assert run("check", review) == "All is well: no problems.\n"


def test_the_same_content_has_the_same_digest_wherever_it_came_from(repository: Path, run, tmp_path: Path) -> None:
    by_path = lock(new(run, tmp_path / "by-path", repository))
    by_url = lock(new(run, tmp_path / "by-url", repository.as_uri()))
    assert by_path == by_url


@pytest.mark.parametrize("kind", ["path", "file URL"])
def test_a_new_commit_is_shown_and_taken(kind: str, repository: Path, run, tmp_path: Path) -> None:
    review = new(run, tmp_path / "review", repository if kind == "path" else repository.as_uri())
    first = lock(review)
    write_rows(repository, [*ROWS[:5], "2023,KZALA,,5.4"])
    head = commit(repository)
    assert changes(revision(run, review)) == {("changed", "1.2.1/KZALA@2023", "5.1", "5.4")}
    assert lock(review) == first
    run("refresh", review, "--accept")
    assert lock(review)["commit"] == head and lock(review)["digest"] != first["digest"]
    assert built_values(run, review)["KZALA", "2023", ""] == 5.4


def test_of_a_url_only_what_is_committed_counts(repository: Path, run, tmp_path: Path) -> None:
    review = new(run, tmp_path / "review", repository.as_uri())
    write_rows(repository, [*ROWS[:5], "2023,KZALA,,5.4"])
    assert revision(run, review)["changed"] is False


def test_a_commit_that_touches_no_data_changes_nothing_in_the_review(repository: Path, run, tmp_path: Path) -> None:
    review = new(run, tmp_path / "review", repository)
    before = contents(review)
    (repository / "NEWS.md").write_text("A new logo.\n", encoding="utf-8")
    commit(repository)
    assert revision(run, review)["changed"] is False
    assert contents(review) == before
