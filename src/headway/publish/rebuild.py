"""Builds a review into its `build` folder, leaving alone what is up to date."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from headway.errors import UsageError
from headway.publish import PARTS, publish
from headway.review.build import finish_review
from headway.review.folder import Review, open_review
from headway.review.ingest import CACHE, code_digest, store_key
from headway.review.pins import LOCK
from headway.review.settings import FILE

STAMP = ".built"
PATIENCE = 300
"""Seconds to wait for another build of the same review."""


def build_review(folder: Path, *, only: str, progress: Callable) -> Path:
    """Builds the parts whose inputs changed since they were built."""
    review = open_review(folder)
    with one_at_a_time(folder):
        return _build(folder, review, only, progress)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Builds of one review take turns; the system frees the lock of one that was killed."""
    lock = FileLock(folder / CACHE / "build.lock", timeout=PATIENCE)
    (folder / CACHE).mkdir(exist_ok=True)
    try:
        with lock:
            yield
    except Timeout:
        raise UsageError("Another build of this review is still running.", remedy="Try again when it is done.") from None


def _build(folder: Path, review: Review, only: str, progress: Callable) -> Path:
    target = folder / "build"
    stamp = input_digest(review)
    wanted = ("data",) if only == "data" else PARTS  # the site carries the data with it
    stale = [part for part in wanted if not _is_fresh(target / part, stamp)]
    if stale:
        finished = finish_review(folder)
        for part in stale:
            publish(finished, target, only=part, progress=progress, stamp=(STAMP, stamp))
    return target


def _is_fresh(part: Path, stamp: str) -> bool:
    path = part / STAMP
    return path.is_file() and path.read_text(encoding="utf-8") == stamp


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
