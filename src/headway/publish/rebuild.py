"""Builds a review into its `build` folder, leaving alone what is up to date."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from headway.errors import UsageError
from headway.publish import PARTS, publish
from headway.publish.folder_swap import recover
from headway.review.build import finish_review
from headway.review.change import CACHE
from headway.review.files import inside
from headway.review.folder import open_review
from headway.review.ingest import code_digest, store_key
from headway.review.pins import LOCK
from headway.review.settings import FILE

STAMP = ".built"
SILENCE, PATIENCE = 2, 300
"""Seconds to wait for another build of the same review before saying so, and after."""
TRIES = 3
"""How often a review that is changed while it is read is read again."""
log = logging.getLogger("headway")


def build_review(folder: Path, *, only: str, progress: Callable) -> Path:
    """Builds the parts whose inputs changed since they were built, or that are not as they were built."""
    open_review(folder)  # what is no review is refused before anything is written into it
    with one_at_a_time(folder):
        return _build(folder, only, progress)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Builds of one review take turns; the system frees the lock of one that was killed."""
    lock = FileLock(inside(folder, folder / CACHE) / "build.lock")
    (folder / CACHE).mkdir(exist_ok=True)
    try:
        _acquire(lock)
    except Timeout:
        raise UsageError("Another build of this review is still running.", remedy="Try again when it is done.") from None
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock) -> None:
    try:
        lock.acquire(timeout=SILENCE)
    except Timeout:
        log.warning("another build of this review is running; waiting for it.")
        lock.acquire(timeout=PATIENCE)


def _build(folder: Path, only: str, progress: Callable) -> Path:
    target = inside(folder, folder / "build")
    if done := [what for part in PARTS for what in recover(target / part)]:
        log.warning(f"an earlier build was ended half-way; {', '.join(done)}.")
    wanted = ("data",) if only == "data" else PARTS  # the site carries the data with it
    for _ in range(TRIES):
        digest = input_digest(open_review(folder))
        stale = [part for part in wanted if not _is_fresh(target / part, digest)]
        if not stale:
            return target
        finished = finish_review(folder)
        if input_digest(finished.review) == digest:
            break
    else:
        log.warning("the review was changed again and again while it was built; build it once more when it rests.")
        digest = ""
    one = stale[0] if len(stale) == 1 else ""
    publish(finished, target, only=one, progress=progress, stamp=lambda part: _stamp(part, digest))
    return target


def _stamp(part: Path, digest: str) -> None:
    (part / STAMP).write_text(f"{digest}\n{listing(part)}\n", encoding="utf-8", newline="\n")


def _is_fresh(part: Path, digest: str) -> bool:
    path = part / STAMP
    made_from, _, files = path.read_text(encoding="utf-8").partition("\n") if path.is_file() else ("", "", "")
    if made_from != digest:
        return False
    if files.strip() == listing(part):
        return True
    log.warning(f"“{part.name}” is not as it was built: a file is missing, new or of another size; it is built again.")
    return False


def listing(part: Path) -> str:
    """A digest of the names and sizes of a part's files: tells a whole output from one that a disk damaged."""
    total = hashlib.sha256()
    for path in sorted(part.rglob("*")):
        if path.is_file() and path.name != STAMP:
            total.update(f"{path.relative_to(part).as_posix()}\0{path.stat().st_size}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def input_digest(review) -> str:
    """Changes with anything a build depends on: tables, texts, pins, mappings, Headway itself."""
    total = hashlib.sha256(code_digest().encode())
    total.update(store_key(review.folder, review.settings, review.pins, frozenset(review.decisions)).encode())
    for path in input_files(review.folder):
        if path.name == LOCK:
            continue  # the pins in it are part of the store's key
        total.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def input_files(folder: Path) -> list[Path]:
    """The files of a review by which a person changes what is built; the pinned data are named in `sources.lock`."""
    found = [*folder.glob("*.csv"), *folder.glob(FILE), *(folder / "text").glob("*.md")]
    found += [*(folder / "sources").glob("*.toml"), *(folder / "sources").glob(LOCK)]
    return sorted(found)
