"""Clears away what killed runs left in a review, and says so."""

import logging
import shutil
from pathlib import Path

from filelock import FileLock, Timeout

from headway.review.change import CACHE, recover_change
from headway.review.whole import PARTIAL

log = logging.getLogger("headway")
STORE_PARTIAL = ".partial-"


def recover_review(review: Path) -> None:
    """Ends or takes back what was begun; nothing of a run that is still alive is touched."""
    recover_change(review)
    _clear(review, "store.lock", sorted((review / CACHE).glob(f"{STORE_PARTIAL}*")))
    copies = [*review.glob(f".*{PARTIAL}"), *(review / "sources").glob(f".*{PARTIAL}"), *(review / "sources").glob(f"*/.*{PARTIAL}")]
    _clear(review, "change.lock", sorted(copies))


def _clear(review: Path, lock: str, left: list[Path]) -> None:
    if not left:
        return
    try:
        with FileLock(review / CACHE / lock, timeout=0):
            for path in left:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    except (Timeout, OSError):  # it is being written, or this folder can only be read
        return
    log.warning(f"an earlier run was ended half-way; what it left unfinished was cleared away: {', '.join(path.name for path in left)}.")
