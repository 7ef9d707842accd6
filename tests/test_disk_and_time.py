"""A full or read-only disk, files that change while they are read, clocks set wrong, commands side by side."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from accidents import child, copy_of, done, edit, own, ran, tree, unfinished

import headway
from headway.errors import ReviewError, SourceError
from headway.review import change as changes
from headway.review import ingest, pins
from headway.review.change import Step, changing
from headway.review.pins import load_pins, verified_folder

SERIES = "city:street-trees-planted/XMALD"
PLAN = "Indicator,Unit,2021,2022\nStreet trees planted,number,100,120\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of one table, built. Tests copy it."""
    desk = tmp_path_factory.mktemp("small")
    (desk / "city.csv").write_text(PLAN, encoding="utf-8")
    headway.new(desk / "review", area="XMALD", within="XM", source=f"table={desk / 'city.csv'}", name="Alder", year=2026)
    (desk / "plan.csv").write_text(PLAN.replace("Street trees", "Park trees"), encoding="utf-8")
    headway.build(desk / "review")
    return desk


@pytest.fixture
def desk(small: Path, tmp_path: Path) -> Path:
    return copy_of(small, tmp_path / "desk")


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A disk of its own; skipped where none can be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    if not shutil.which("mount") or subprocess.run(["mount", *options, str(place)], capture_output=True).returncode:
        pytest.skip("this test needs leave to mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Room for a few files and no more."""
    filler, block = disk / "filler", b"0" * 65536
    with filler.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(block)
            except OSError:
                break
    filler.open("r+b").truncate(max(0, filler.stat().st_size - 2 * len(block)))
    yield
    filler.unlink()


def test_a_full_disk_leaves_the_last_good_build(desk: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=24m", "none") as disk:
        review = copy_of(desk / "review", disk / "review")
        before = tree(review / "build")
        edit(review, "Written on a disk that is nearly full.")
        with full(disk):
            status, _, said = ran("build", review)
            assert status == 2 and "No space left on device" in said and "Make room" in said and len(said.splitlines()) == 1
            assert (tree(review / "build"), unfinished(review)) == (before, [])
            shutil.rmtree(next((review / ".headway").glob("store-*")))
            (disk / "more").write_bytes(b"0" * (disk_room(disk) - 8192))
            status, _, said = ran("check", review)
            assert status == 2 and "No space left on device" in said and len(said.splitlines()) == 1
            assert unfinished(review) == []
            (disk / "more").unlink()
        done("build", review)
        assert tree(review / "build") != before


def disk_room(disk: Path) -> int:
    return os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize


def test_a_full_disk_keeps_what_a_person_wrote(desk: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=16m", "none") as disk:
        review = copy_of(desk / "review", disk / "review")
        before = own(review)
        with full(disk):
            (disk / "more").write_bytes(b"0" * disk_room(disk))
            status, _, said = ran("add", review, "--source", f"table={desk / 'plan.csv'}")
            assert status == 2 and "No space left on device" in said and len(said.splitlines()) == 1
            assert (own(review), unfinished(review)) == (before, [])
            (disk / "more").unlink()
        done("add", review, "--source", f"table={desk / 'plan.csv'}")


def test_a_file_no_longer_than_allowed(desk: Path) -> None:
    """The system refuses longer files: also what the database writes ends in one sentence."""
    before = tree(desk / "review" / "build")
    shutil.rmtree(next((desk / "review" / ".headway").glob("store-*")))
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))  # noqa: E731
    process = child("check", desk / "review", preexec_fn=limit)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 2 and "File too large" in said and len(said.splitlines()) == 1
    assert (tree(desk / "review" / "build"), unfinished(desk / "review")) == (before, [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [["check"], ["build"], ["show", SERIES]])
def test_results_that_cannot_be_written_are_no_success(command: list[str], desk: Path) -> None:
    with open("/dev/full", "wb") as sink:
        call = [sys.executable, "-m", "headway.cli", command[0], str(desk / "review"), *command[1:]]
        found = subprocess.run(call, stdout=sink, stderr=subprocess.PIPE, timeout=120)
    assert found.returncode == 2 and b"Traceback" not in found.stderr and len(found.stderr.splitlines()) == 1


def test_a_folder_that_can_only_be_read_can_be_looked_at(desk: Path) -> None:
    review, before = desk / "review", tree(desk / "review")
    with mounted(review, "-o", "bind,ro", str(review)):
        looked = [ran("check", review), ran("show", review, SERIES)]
        assert all(status in (0, 1) and not said for status, _, said in looked), looked
        status, _, said = ran("build", review)
        assert status == 2 and "Read-only file system" in said and len(said.splitlines()) == 1
        status, _, said = ran("add", review, "--source", f"table={desk / 'plan.csv'}")
        assert status == 2 and "Read-only file system" in said and len(said.splitlines()) == 1
    assert tree(review) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_another_user_may_look_and_is_told_what_is_not_his(desk: Path) -> None:
    for folder in [desk, *desk.parents][:4]:
        folder.chmod(0o755)
    other = {"user": 65534, "env": {"HOME": "/nonexistent"}}
    try:
        status, _, said = ran("check", desk / "review", **other)
    except PermissionError:
        pytest.skip("another user cannot run this Python")
    assert status in (0, 1) and not said
    status, _, said = ran("build", desk / "review", **other)
    assert status == 2 and "ermission denied" in said and len(said.splitlines()) == 1


def test_a_store_that_a_disk_damaged_is_read_anew(desk: Path) -> None:
    review, before = desk / "review", tree(desk / "review" / "build")
    store = next((review / ".headway").glob("store-*"))
    for name, content in (("observations.parquet", b""), ("catalogue.json", b"{"), ("whole.json", b"\xff"), ("series.parquet", None)):
        (store / name).unlink()
        if content is not None:
            (store / name).write_bytes(content)
        said = done("show", review, SERIES)
        assert said == f"headway show: the store {store.name} was damaged; the sources are read anew.\n"
    assert done("build", review) == "" and tree(review / "build") == before


def test_an_output_that_is_not_as_it_was_built_is_built_again(desk: Path) -> None:
    review, before = desk / "review", tree(desk / "review" / "build")
    page = review / "build" / "site" / "en" / "index.html"
    for hurt in (page.unlink, lambda: page.write_bytes(b""), lambda: (page.parent / "stray.html").write_text("x", encoding="utf-8")):
        hurt()
        said = done("build", review)
        assert "“site” is not as it was built" in said and len(said.splitlines()) == 1
        assert tree(review / "build") == before


def test_a_source_that_changes_once_while_it_is_read_is_read_again(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, copy, times = desk / "plan.csv", pins.copy_files, []

    def meddled(retrieved, to) -> None:
        copy(retrieved, to)
        times.append(1)
        if len(times) == 1:
            plan.write_text(PLAN.replace("Street trees", "Fruit trees"), encoding="utf-8")

    monkeypatch.setattr(pins, "copy_files", meddled)
    headway.add(desk / "review", source=f"table={plan}")
    pin = load_pins(desk / "review")["plan"]
    folder = verified_folder(desk / "review", "plan", pin)
    assert len(times) == 2 and "Fruit trees" in (folder / "plan.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("vanishes", [True, False])
def test_a_source_that_never_holds_still_is_refused(vanishes: bool, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, copy, before = desk / "plan.csv", pins.copy_files, own(desk / "review")

    def meddled(retrieved, to) -> None:
        copy(retrieved, to)
        if vanishes:
            plan.unlink(missing_ok=True)
        else:
            plan.write_text(plan.read_text(encoding="utf-8") + "Benches,number,1,2\n", encoding="utf-8")

    monkeypatch.setattr(pins, "copy_files", meddled)
    with pytest.raises(SourceError, match="changed while it was read"):
        headway.add(desk / "review", source=f"table={plan}")
    assert (own(desk / "review"), unfinished(desk / "review")) == (before, [])


def test_a_pinned_copy_that_changes_while_it_is_read_gives_no_store(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review, read = desk / "review", ingest.read_sources
    store = next((review / ".headway").glob("store-*"))
    shutil.rmtree(store)
    pinned = next((review / "sources").rglob("city.csv"))

    def meddled(*arguments):
        found = read(*arguments)
        pinned.write_text(PLAN.replace("120", "999"), encoding="utf-8")
        return found

    monkeypatch.setattr(ingest, "read_sources", meddled)
    with pytest.raises(ReviewError, match="changed by hand"):
        headway.check(review)
    assert not store.exists() and unfinished(review) == []


@pytest.mark.parametrize("stamp", [0, 4102444800], ids=["1970", "2100"])
def test_times_of_files_mean_nothing(stamp: int, desk: Path) -> None:
    """A change is told by content: files from the future or from 1970 change no output and hide no change."""
    review, before = desk / "review", tree(desk / "review" / "build")
    edit(review, "First.")
    done("build", review)
    first = tree(review / "build")
    edit(review, "Other.")
    for path in review.rglob("*"):
        os.utime(path, (stamp, stamp))
    done("build", review)
    other = tree(review / "build")
    edit(review, "First.")
    for path in (review / "text").iterdir():
        os.utime(path, (stamp, stamp))
    done("build", review)
    assert before != first != other and tree(review / "build") == first


CLOCK = """
import datetime, time
shift = {shift}
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return real.now(tz) + datetime.timedelta(seconds=shift)
real = datetime.datetime
class Day(datetime.date):
    @classmethod
    def today(cls):
        return (real.now() + datetime.timedelta(seconds=shift)).date()
datetime.datetime, datetime.date = Moved, Day
clock = time.time
time.time = lambda: clock() + shift
"""


@pytest.mark.parametrize("year", [1971, 2099])
def test_a_clock_set_wrong_changes_no_output(year: int, desk: Path, tmp_path: Path) -> None:
    """The day a source was retrieved may lie ahead or far behind: it is noted, and nothing depends on it."""
    (tmp_path / "clock").mkdir()
    shift = (datetime(year, 6, 1) - datetime.now()).total_seconds()
    (tmp_path / "clock" / "sitecustomize.py").write_text(CLOCK.format(shift=shift), encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path / "clock"), os.environ.get("PYTHONPATH", ""))))
    env, review, other = {"PYTHONPATH": path}, desk / "review", copy_of(desk / "review", desk / "other")
    for folder, clock in ((review, {}), (other, env)):
        edit(folder, "Anew.")
        assert done("build", folder, env=clock) == ""
    assert tree(other / "build") == tree(review / "build")
    done("add", other, "--source", f"table={desk / 'plan.csv'}", env=env)
    assert load_pins(other)["plan"].retrieved.startswith(str(year))
    assert ran("refresh", other)[0] == 0 and done("build", other) == ""


def test_commands_side_by_side(desk: Path) -> None:
    """Builds, checks and looks while the sources are read anew: each ends well, and no traceback is seen."""
    review = desk / "review"
    mapping = next((review / "sources").glob("*.toml"))
    for number in range(3):
        mapping.write_text(mapping.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
        edit(review, f"Number {number}.")
        processes = [child(*command) for command in (("build", review), ("check", review), ("show", review, SERIES), ("build", review))]
        for process in processes:
            _, said = process.communicate(timeout=120)
            assert process.returncode in (0, 1) and "Traceback" not in said, said
    once = tree(review / "build")
    shutil.rmtree(review / "build")
    done("build", review)
    assert tree(review / "build") == once and unfinished(review) == []


def test_two_additions_at_once_lose_nothing(desk: Path) -> None:
    review = desk / "review"
    (desk / "bus.csv").write_text(PLAN.replace("Street trees", "Bus stops"), encoding="utf-8")
    both = [child("add", review, "--source", f"table={desk / name}") for name in ("plan.csv", "bus.csv")]
    for process in both:
        assert process.communicate(timeout=120)[1] == "" and process.returncode == 0
    table = (review / "indicators.csv").read_text(encoding="utf-8")
    assert "Park trees" in table and "Bus stops" in table and set(load_pins(review)) == {"city", "plan", "bus"}


def decided(review: Path, *steps: Step) -> None:
    """A change that a killed command had decided on."""
    folder = review / ".headway" / "change"
    folder.mkdir(parents=True)
    (folder / "list.json").write_bytes(msgspec.json.encode(steps))
    (folder / "0").write_text("new", encoding="utf-8")


def test_what_a_person_edited_since_is_left_as_it_is(desk: Path) -> None:
    review = desk / "review"
    with pytest.raises(ZeroDivisionError), changing(review) as change:
        change.write(review / "bodies.csv", "other")
        raise ZeroDivisionError
    assert "other" not in (review / "bodies.csv").read_text(encoding="utf-8")
    decided(review, Step("text/opening.en.md", "0", "0" * 64, "1" * 64))
    said = done("show", review, SERIES)
    assert "text/opening.en.md was edited since and stays as it is" in said
    assert (review / "text/opening.en.md").read_text(encoding="utf-8") != "new"


@pytest.mark.parametrize("step", [Step("../victim", "0", "", "1"), Step("victim", "../../../victim", "", "1")])
def test_a_change_in_a_review_from_others_touches_nothing_outside_it(step: Step, desk: Path) -> None:
    (desk / "victim").write_text("mine", encoding="utf-8")
    decided(desk / "review", step)
    ran("check", desk / "review")
    assert (desk / "victim").read_text(encoding="utf-8") == "mine" and not (desk / "review" / "victim").exists()
    partial = desk / "review" / ".headway" / "change.partial"
    partial.mkdir()
    (partial / "made.json").write_bytes(msgspec.json.encode(["../victim", "indicators.csv", "sources/../../victim"]))
    shutil.rmtree(desk / "review" / ".headway" / changes.DECIDED, ignore_errors=True)
    ran("check", desk / "review")
    assert (desk / "victim").is_file() and (desk / "review" / "indicators.csv").is_file()


def test_a_build_of_a_review_that_changes_meanwhile_is_not_taken_for_finished(desk: Path) -> None:
    review = desk / "review"
    edit(review, "Begun.")
    process, number = child("build", review), 0
    while process.poll() is None:
        number += 1
        edit(review, f"Changed {number} times.")
        time.sleep(0.01)
    assert process.returncode == 0
    edit(review, "At rest.")
    done("build", review)
    assert "At rest." in (review / "build/site/en/index.html").read_text(encoding="utf-8")
