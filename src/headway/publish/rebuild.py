"""Builds a review into its `build` folder, leaving alone what is up to date."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from headway.publish import PARTS, publish
from headway.review.build import finish_review
from headway.review.folder import open_review
from headway.review.ingest import code_digest, store_key

STAMP = ".built"


def build_review(folder: Path, *, only: str, progress: Callable) -> Path:
    """Builds the parts whose inputs changed since they were built."""
    target = folder / "build"
    review = open_review(folder)
    stamp = input_digest(review)
    stale = [part for part in ([only] if only else PARTS) if not _is_fresh(target / part, stamp)]
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
    folder = review.folder
    inputs = [*folder.glob("*.csv"), folder / "review.toml", *(folder / "text").glob("*.md")]
    inputs += (folder / "sources").glob("*.toml")
    for path in sorted(inputs):
        total.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()
