"""An output folder is replaced whole: whoever looks finds the old one or the new one, never half of one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from headway.publish.folder_swap import replacing


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An output folder of an earlier build."""
    return write(tmp_path / "build" / "site", old="old", kept="old")


def test_a_folder_that_was_not_there_is_made_with_its_parents(tmp_path: Path) -> None:
    site = tmp_path / "build" / "site"
    with replacing(site) as fresh:
        write(fresh, index="new")
    assert names(site) == ["index"]
    assert names(tmp_path) == ["build"] and names(tmp_path / "build") == ["site"]


def test_a_folder_is_replaced_whole_and_nothing_of_the_old_one_stays(site: Path) -> None:
    with replacing(site) as fresh:
        write(fresh, kept="new", added="new")
    assert names(site) == ["added", "kept"]
    assert (site / "kept").read_text(encoding="utf-8") == "new"
    assert names(site.parent) == ["site"]


def test_the_old_folder_stands_until_the_new_one_is_ready(site: Path) -> None:
    with replacing(site) as fresh:
        write(fresh, index="half")
        assert names(site) == ["kept", "old"]
        assert (site / "old").read_text(encoding="utf-8") == "old"


def test_the_new_folder_grows_beside_the_old_one_hidden_and_empty(site: Path) -> None:
    """On the same file system, or the last step could not be a rename; hidden, for nobody should open it."""
    with replacing(site) as fresh:
        assert fresh.parent == site.parent and fresh != site
        assert fresh.name.startswith(".")
        assert names(fresh) == []


@pytest.mark.parametrize("error", [ValueError, OSError, KeyboardInterrupt, SystemExit])
def test_an_exception_leaves_the_old_folder_and_nothing_else(error: type[BaseException], site: Path) -> None:
    with pytest.raises(error):
        with replacing(site) as fresh:
            write(fresh, index="half")
            raise error
    assert names(site) == ["kept", "old"]
    assert (site / "old").read_text(encoding="utf-8") == "old"
    assert names(site.parent) == ["site"]


def test_an_exception_where_nothing_was_leaves_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with pytest.raises(ValueError):
        with replacing(site) as fresh:
            write(fresh, index="half")
            raise ValueError
    assert names(tmp_path) == []


def test_what_a_killed_run_left_is_cleaned_up(site: Path) -> None:
    """Killed while writing: its half-made folder lies beside the old one."""
    write(site.parent / ".site.new-abc123", index="half")
    write(site.parent / ".site.new-def456", index="half")
    with replacing(site) as fresh:
        assert names(fresh) == []
        write(fresh, index="new")
    assert names(site.parent) == ["site"]
    assert names(site) == ["index"]


def test_what_is_left_of_other_folders_is_left_alone(site: Path) -> None:
    write(site.parent / ".data.new-abc123", index="half")
    write(site.parent / ".data.old", index="old")
    write(site.parent / "data", index="now")
    with replacing(site) as fresh:
        write(fresh, index="new")
    assert names(site.parent) == [".data.new-abc123", ".data.old", "data", "site"]


def test_an_old_folder_that_stood_aside_is_cleared_away_once_replaced(site: Path) -> None:
    """Killed after the new folder took its place: the old one still lies aside."""
    write(site.parent / ".site.old", older="older")
    with replacing(site) as fresh:
        write(fresh, index="new")
    assert names(site.parent) == ["site"] and names(site) == ["index"]


def test_an_old_folder_that_is_all_there_is_is_put_back(site: Path) -> None:
    """Killed between the two renames: the next run begins by restoring what was there."""
    site.rename(site.parent / ".site.old")
    with replacing(site) as fresh:
        assert names(site) == ["kept", "old"]
        write(fresh, index="new")
    assert names(site.parent) == ["site"] and names(site) == ["index"]


def test_an_old_folder_put_back_survives_a_run_that_fails(site: Path) -> None:
    site.rename(site.parent / ".site.old")
    with pytest.raises(ValueError):
        with replacing(site):
            raise ValueError
    assert names(site.parent) == ["site"] and names(site) == ["kept", "old"]


def test_a_later_run_succeeds_after_a_failed_one(site: Path) -> None:
    with pytest.raises(ValueError):
        with replacing(site):
            raise ValueError
    with replacing(site) as fresh:
        write(fresh, index="new")
    assert names(site) == ["index"]


def test_others_may_read_the_new_folder(site: Path) -> None:
    """A temporary folder is private; a web server must be able to read what is published."""
    with replacing(site) as fresh:
        write(fresh, index="new")
    assert site.stat().st_mode & 0o055 == 0o055


def test_a_folder_with_folders_in_it_is_replaced_too(site: Path) -> None:
    write(site / "ru" / "goals", goal="old")
    with replacing(site) as fresh:
        write(fresh / "kk" / "goals", goal="new")
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*")) == ["kk", "kk/goals", "kk/goals/goal"]


def test_two_builds_at_once_take_turns(demo, tmp_path):
    """Both end well and one whole build stands: the second waits for the first."""
    review = tmp_path / "demo"
    shutil.copytree(demo, review, ignore=shutil.ignore_patterns("build", ".headway"))
    command = [sys.executable, "-m", "headway.cli", "build", str(review)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    ended = [(process.communicate(timeout=120)[1].decode(), process.returncode) for process in both]
    assert [status for _, status in ended] == [0, 0]
    assert {said for said, _ in ended} <= {"", "headway build: another build of this review is running; waiting for it.\n"}
    assert sorted(path.name for path in (review / "build").iterdir()) == ["data", "site"]
    assert (review / "build/site/index.html").is_file() and (review / "build/data/datapackage.json").is_file()
