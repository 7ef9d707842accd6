"""Whatever ends a command half-way, the last good output stands or the new one is whole, and the next run puts things right."""

import errno
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from accidents import Zygote, copy_of, done, edit, own, tree, unfinished

import headway

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no processes are forked here")
FEW, MANY = 8, pytest.param(100, marks=pytest.mark.slow)
INDICATORS = ("1-1-1", "1-2-1", "1-3-1")
PLAN = "Indicator,Unit,2021,2022\nStreet trees planted,number,100,120\nBuses with low floor,per cent,40,45\n"


@pytest.fixture(scope="module")
def source(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small Open SDG source: three indicators of the demo."""
    folder = tmp_path_factory.mktemp("small") / "meridia"
    shutil.copytree(demo / "meridia", folder, ignore=shutil.ignore_patterns("*.geojson"))
    for path in [path for path in folder.rglob("*") if path.is_file() and path.parent.name in ("data", "meta", "indicator-config")]:
        if path.stem.removeprefix("indicator_") not in INDICATORS:
            path.unlink()
    return folder


@pytest.fixture(scope="module")
def small(source: Path) -> Path:
    """A small review, built. Tests copy it."""
    folder = source.parent / "review"
    headway.new(folder, area="XMALD", within="XM", source=f"open-sdg={source}", languages="en", year=2026)
    headway.build(folder)
    return folder


@pytest.fixture
def review(small: Path, source: Path, tmp_path: Path) -> Path:
    """A copy to be hurt, its source and a table beside it."""
    shutil.copytree(source, tmp_path / "meridia")
    (tmp_path / "plan.csv").write_text(PLAN, encoding="utf-8")
    return copy_of(small, tmp_path / "review")


@pytest.fixture(scope="module")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    made = Zygote(tmp_path_factory.mktemp("zygote"))
    yield made
    made.end()


class Twice:
    """A review with two openings, and the whole output of each."""

    def __init__(self, review: Path, zygote: Zygote) -> None:
        self.review, self.zygote, self.now = review, zygote, 0
        self.parts = []
        for number in range(2):
            self.write(number)
            assert zygote.run("build", review, below=review)[0] == 0
            self.parts.append(self.built())
        assert self.parts[0] != self.parts[1]
        self.now = 1

    def write(self, number: int) -> None:
        edit(self.review, f"The opening of version {number}.")

    def built(self) -> dict[str, dict[str, str]]:
        return {part: tree(self.review / "build" / part) for part in ("data", "site")}

    def hurt(self, **order) -> tuple[int, str]:
        """A build of the other opening that something happens to, then a look, then the build again."""
        old, new = self.now, 1 - self.now
        self.write(new)
        if order.pop("afresh", False):
            for store in (self.review / ".headway").glob("store-*"):
                shutil.rmtree(store)
        status, said = self.zygote.run("build", self.review, below=self.review, **order)
        assert "Traceback" not in said, said
        for part, files in self.built().items():
            assert files in (self.parts[old][part], self.parts[new][part], *([{}] if not order.get("exchange", True) else [])), part
        left = unfinished(self.review)
        again, words = self.zygote.run("build", self.review, below=self.review)
        assert (again, self.built(), unfinished(self.review)) == (0, self.parts[new], [])
        assert len(words.splitlines()) <= 2 and bool(left) <= ("an earlier" in words), (left, words)
        self.now = new
        return status, said


@pytest.mark.parametrize("times", [FEW, MANY])
def test_a_build_killed_at_any_moment(times: int, review: Path, zygote: Zygote) -> None:
    """Also while the sources are read, which every other time are read anew."""
    twice, chance = Twice(review, zygote), random.Random(times)
    start = time.monotonic()
    twice.hurt(afresh=True)
    whole = (time.monotonic() - start) / 2
    statuses = [twice.hurt(after=chance.uniform(0, whole * 1.1), afresh=number % 2 == 0)[0] for number in range(times)]
    assert statuses.count(-signal.SIGKILL) >= times / 2


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two-renames"])
@pytest.mark.parametrize("times", [2, MANY])
def test_a_build_killed_at_any_step(times: int, exchange: bool, review: Path, zygote: Zygote) -> None:
    """Every rename, the first and the last step, and others by chance; where folders can be exchanged and where not."""
    twice = Twice(review, zygote)
    twice.hurt(afresh=True, exchange=exchange)
    assert zygote.run("build", review, below=review)[0] == 0
    twice.write(1 - twice.now)
    twice.now = 1 - twice.now
    zygote.run("build", review, below=review, exchange=exchange)
    steps = zygote.steps
    renames = [number for number, step in enumerate(steps, 1) if step.startswith("os.rename")]
    assert exchange or len(renames) >= 4
    chance = random.Random(times)
    for at in [1, *renames, len(steps), *chance.sample(range(1, len(steps)), min(times, len(steps) - 1))]:
        assert twice.hurt(at=at, exchange=exchange)[0] == -signal.SIGKILL


@pytest.mark.parametrize(("number", "status", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "ended by the system")])
def test_an_interrupted_build_says_so_and_leaves_nothing(number: int, status: int, word: str, review: Path, zygote: Zygote) -> None:
    twice = Twice(review, zygote)
    twice.hurt(afresh=True)
    steps, old = len(zygote.steps), twice.now
    before = twice.built()
    for share in (0.05, 0.5, 0.9):
        twice.write(1 - old)
        at = max(3, int(steps * share))
        ended, said = zygote.run("build", review, below=review, at=at, signal=int(number))
        assert ended == status and said == f"headway build: {word}; nothing half-made was left.\n"
        assert (twice.built(), unfinished(review)) == (before, [])


@pytest.mark.parametrize("times", [4, MANY])
def test_a_disk_that_refuses_at_any_step(times: int, review: Path, zygote: Zygote) -> None:
    twice, chance = Twice(review, zygote), random.Random(times)
    twice.hurt(afresh=True)
    twice.write(1 - twice.now)
    twice.now = 1 - twice.now
    zygote.run("build", review, below=review)
    steps = len([step for step in zygote.steps if "build.lock" not in step])
    for at in chance.sample(range(3, steps), min(times, steps - 3)):
        status, said = twice.hurt(at=at, errno=errno.ENOSPC)
        assert status in (0, 2) and (status == 0 or "No space left on device" in said), said


def every_end(zygote: Zygote, command: list, review: Path, again: list, most: int) -> Iterator[tuple[str, int]]:
    """Hurts a copy of the review at steps of a command, each time from the start; the tree must be the old or the new one."""
    before = own(review)
    model = copy_of(review, review.with_name("model"))
    shutil.move(review, review.with_name("kept"))
    shutil.move(model, review)
    assert zygote.run(*command, below=review)[0] == 0
    after, steps = own(review), zygote.steps
    assert after != before
    renames = [number for number, step in enumerate(steps, 1) if step.startswith("os.rename")]
    chosen = sorted({1, len(steps), *renames, *random.Random(1).sample(range(1, len(steps)), min(most, len(steps) - 1))})
    for at in chosen:
        shutil.rmtree(review)
        copy_of(review.with_name("kept"), review)
        assert zygote.run(*command, below=review, at=at)[0] == -signal.SIGKILL
        _, words = zygote.run(*again, below=review)
        assert own(review) in (before, after), (at, steps[at - 1])
        assert unfinished(review) == [], (at, steps[at - 1])
        assert zygote.run(*command, below=review)[0] == 0
        assert own(review) == after, (at, steps[at - 1])
        yield words, at


@pytest.mark.parametrize("most", [4, pytest.param(1000, marks=pytest.mark.slow)])
def test_an_add_killed_at_any_step_is_done_or_undone(most: int, review: Path, zygote: Zygote) -> None:
    """What a person wrote into the tables is never lost, and the same command then goes well."""
    command = ["add", review, "--source", f"table={review.parent / 'plan.csv'}"]
    words = [word for word, _ in every_end(zygote, command, review, ["check", review], most)]
    assert any("taken back" in word for word in words) and any("completed" in word for word in words)


@pytest.mark.parametrize("most", [4, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_refresh_killed_at_any_step_is_done_or_undone(most: int, review: Path, zygote: Zygote) -> None:
    data = review.parent / "meridia" / "data" / "indicator_1-2-1.csv"
    data.write_text(data.read_text(encoding="utf-8") + "2031,,,,,,1\n", encoding="utf-8")
    words = [word for word, _ in every_end(zygote, ["refresh", review, "--accept"], review, ["check", review], most)]
    assert any("taken back" in word for word in words) and any("completed" in word for word in words)


@pytest.mark.parametrize("command", ["new", "demo"])
def test_a_review_that_was_killed_in_the_making_is_made_by_the_next_run(command: str, review: Path, zygote: Zygote) -> None:
    desk = review.parent / "desk"
    desk.mkdir()
    made = desk / "made"
    more = [] if command == "demo" else ["--area", "XMALD", "--within", "XM", "--source", f"open-sdg={review.parent / 'meridia'}", "--year", "2026"]
    assert zygote.run(command, made, *more, below=desk)[0] == 0
    whole, steps = own(made), zygote.steps
    at = next(number for number, step in enumerate(steps, 1) if "indicators.csv" in step)
    shutil.rmtree(made)
    assert zygote.run(command, made, *more, below=desk, at=at)[0] == -signal.SIGKILL
    assert not made.exists()
    status, words = zygote.run(command, made, *more, below=desk)
    assert (status, own(made), [path.name for path in desk.iterdir()]) == (0, whole, ["made"])
    assert "was cleared away" in words and len(words.splitlines()) == 1


@pytest.mark.slow
def test_a_demo_killed_while_it_replaces_another_leaves_one_that_can_be_replaced(tmp_path: Path, zygote: Zygote) -> None:
    made = tmp_path / "made"
    assert zygote.run("demo", made, below=tmp_path)[0] == 0
    whole = own(made)
    assert zygote.run("demo", made, below=tmp_path)[0] == 0
    renames = [number for number, step in enumerate(zygote.steps, 1) if step.startswith("os.rename") and "/build" not in step]
    for at in (number + late for number in renames[-3:] for late in (0, 1)):
        assert zygote.run("demo", made, below=tmp_path, at=at)[0] == -signal.SIGKILL
        assert zygote.run("demo", made, below=tmp_path)[0] == 0
        assert (own(made), [path.name for path in tmp_path.iterdir()]) == (whole, ["made"])
