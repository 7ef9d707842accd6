"""Reviews that something happens to: children that are killed, full disks, other clocks."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ENOUGH = 120.0
"""Seconds after which a child is given up."""
HEADWAY = (sys.executable, "-m", "headway.cli")


def child(*command: object, env: dict[str, str] | None = None, **options) -> subprocess.Popen:
    """A command of Headway in a process of its own, its words to be read afterwards."""
    return subprocess.Popen(
        [*HEADWAY, *map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", env=os.environ | (env or {}), **options,
    )  # fmt: skip


def ran(*command: object, env: dict[str, str] | None = None, **options) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    process = child(*command, env=env, **options)
    out, complaints = process.communicate(timeout=ENOUGH)
    return process.returncode, out, complaints


def done(*command: object, env: dict[str, str] | None = None, **options) -> str:
    """Standard error of a command that must go well."""
    status, out, complaints = ran(*command, env=env, **options)
    assert status == 0, (status, out, complaints)
    return complaints


def end(process: subprocess.Popen, number: int, after: float) -> tuple[int, str]:
    """Sends a signal after some seconds; the exit status and standard error."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    _, complaints = process.communicate(timeout=ENOUGH)
    return process.returncode, complaints


def killed(process: subprocess.Popen, after: float) -> bool:
    """Kills after some seconds; whether the process was still running."""
    return end(process, signal.SIGKILL, after)[0] == -signal.SIGKILL


def tree(folder: Path) -> dict[str, str]:
    """File → digest of its content, of everything below a folder, hidden files too.

    Left out is the note of what an output was made from: it names the code as
    well, which somebody may be editing while the tests run.
    """
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".built"
    }


def own(review: Path) -> dict[str, str]:
    """The tree of what a person and version control have: without what Headway can make again."""
    return {name: digest for name, digest in tree(review).items() if not name.startswith((".headway/", "build/"))}


def unfinished(folder: Path) -> list[str]:
    """What is left of a run that did not end: nothing, where it cleaned up."""
    marks = (".partial", ".new-", ".old")
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob(".*")
        if any(mark in path.name for mark in marks) and path.name != ".headway"
    )  # fmt: skip


def edit(review: Path, text: str) -> None:
    """A person writes an opening: the next build makes other pages."""
    for path in (review / "text").glob("opening.*.md"):
        path.write_text(f"{text}\n", encoding="utf-8")


def copy_of(review: Path, to: Path) -> Path:
    return Path(shutil.copytree(review, to))


def seconds(call) -> float:
    start = time.monotonic()
    call()
    return time.monotonic() - start


def root_only() -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a disk for this")


def sitecustomize(folder: Path, code: str) -> dict[str, str]:
    """An environment in which every child runs this first."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH", ""))))}


class Zygote:
    """Children of `zygote.py`: they begin at once, for everything is loaded before they are forked."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.words, self.notes = folder / "words", folder / "notes"
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("zygote.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def run(self, *command: object, below: Path, **order) -> tuple[int, str]:
        """Exit status, negative for a signal, and standard error. `at`: the step at which it happens; `after`: the second."""
        order |= {"command": list(map(str, command)), "below": str(below), "words": str(self.words), "notes": str(self.notes)}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        status = json.loads(self.process.stdout.readline())
        return status, self.words.read_text(encoding="utf-8")

    @property
    def steps(self) -> list[str]:
        """What the last command did to the disk, in order."""
        return self.notes.read_text(encoding="utf-8", errors="replace").splitlines()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(ENOUGH)
