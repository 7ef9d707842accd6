"""Changes several files of a review together: all of them or none, also where the run is killed.

New contents are laid down under `.headway/change.partial`. One rename, to
`.headway/change`, decides: what was killed before it is undone by the next
run, what was killed after it is completed by the next run.
"""

import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from headway.errors import UsageError
from headway.model.paths import path_text, text_path
from headway.review.files import inside
from headway.review.whole import content_digest, write_through

CACHE = ".headway"
DECIDED, PARTIAL = "change", "change.partial"
LIST, MADE = "list.json", "made.json"
CONTENT = re.compile(r"[0-9]{1,6}")
"""A review comes from others, its `.headway` too: a list in it names only files laid down beside it."""
PATIENCE = 60
"""Seconds to wait for another command that changes the same review."""
log = logging.getLogger("headway")


class Step(msgspec.Struct, frozen=True):
    """One file to replace: by the file `content` of the change, where it still is what it was `before`."""

    path: str
    content: str
    before: str
    after: str


class Change:
    """What one command changes in a review."""

    def __init__(self, review: Path) -> None:
        self.review = review
        self._folder = review / CACHE / PARTIAL
        self._steps: list[Step] = []
        self._made: list[str] = []
        self._written = 0
        self._folder.mkdir()

    def making(self, *paths: Path) -> None:
        """These are about to be made; where the change comes to nothing they are taken away again."""
        self._made += [path_text(path.relative_to(self.review).as_posix()) for path in paths if not path.exists()]
        write_through(self._folder / MADE, msgspec.json.encode(self._made))

    def write(self, path: Path, text: str) -> None:
        """From now on the file shall have this content; the last word on a file holds."""
        place = path_text(path.relative_to(self.review).as_posix())
        content = str(self._written)
        self._written += 1
        self._steps = [step for step in self._steps if step.path != place]
        write_through(self._folder / content, text)
        after = content_digest(self._folder / content)
        self._steps.append(Step(place, content, content_digest(path), after))

    def decide(self) -> None:
        write_through(self._folder / LIST, msgspec.json.encode(self._steps))
        os.replace(self._folder, self._folder.with_name(DECIDED))
        _complete(self.review)

    def undo(self) -> None:
        _undo(self.review)


@contextmanager
def changing(review: Path) -> Iterator[Change]:
    """One change at a time. Raises UsageError where another command changes the review and does not end."""
    inside(review, review / CACHE).mkdir(exist_ok=True)
    try:
        with FileLock(review / CACHE / "change.lock", timeout=PATIENCE):
            _recover(review)
            change = Change(review)
            try:
                yield change
                change.decide()
            except BaseException:
                change.undo()
                raise
    except Timeout:
        raise UsageError("Another command is changing this review.", remedy="Try again when it is done.") from None


def recover_change(review: Path) -> None:
    """Ends what a killed command began; waits where a living one is about to end it."""
    cache = review / CACHE
    decided = (cache / DECIDED).is_dir()
    if not decided and not (cache / PARTIAL).is_dir():
        return
    try:
        with FileLock(cache / "change.lock", timeout=PATIENCE if decided else 0):
            _recover(review)
    except OSError:  # it is being made at this moment, or this folder can only be read
        return


def _recover(review: Path) -> None:
    if (review / CACHE / PARTIAL).is_dir():
        _undo(review)
        log.warning("an earlier command was ended half-way; what it had begun in the review was taken back.")
    if (review / CACHE / DECIDED).is_dir():
        kept = _complete(review)
        also = f" {', '.join(kept)} was edited since and stays as it is: run that command again." if kept else ""
        log.warning(f"an earlier command was ended half-way; its change of the review was completed.{also}")


def _complete(review: Path) -> list[str]:
    """Returns the files left alone because a person edited them meanwhile."""
    folder = review / CACHE / DECIDED
    kept = []
    for step in _listed(folder / LIST, Step):
        path, content = _own(review, step.path), folder / step.content
        now = content_digest(path)
        if now == step.before and now != step.after and CONTENT.fullmatch(step.content) and content.is_file():
            if path.exists():
                shutil.copymode(path, content)
            os.replace(content, path)
        elif now != step.after:
            kept.append(step.path)
    _clear(folder)
    return kept


def _undo(review: Path) -> None:
    folder = review / CACHE / PARTIAL
    for place in _listed(folder / MADE, str):
        path = _own(review, place)
        if path.is_relative_to(review.resolve() / "sources") and path != review.resolve() / "sources":
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    _clear(folder)


def _listed(path: Path, kind: type) -> list:
    """Empty where there is no list: killed before there was anything to list."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[kind])
    except (OSError, msgspec.DecodeError):
        return []


def _own(review: Path, place: str) -> Path:
    return inside(review, review / text_path(place)).resolve()


def _clear(folder: Path) -> None:
    """First out of sight, so that a run killed here leaves nothing that looks like a change."""
    gone = folder.with_name(".partial-change")
    shutil.rmtree(gone, ignore_errors=True)
    if folder.is_dir():
        os.replace(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)
