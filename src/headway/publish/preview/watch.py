"""Notices that a person has changed the review.

Watched are the files a person changes: the tables, `review.toml`, `text/`, the
mappings in `sources/`, and `sources.lock`, which names the data. The pinned
copies themselves never change (another content has another folder and another
line in the lock), and what Headway makes (`build/`, `.headway/`) is left out.

The system's notices only wake the watcher; what changed is told by comparing
the files before and after. So a file that is replaced by renaming, a folder
that is made later and a disk that sends no notices are all the same to it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from headway.publish.rebuild import input_files

FOLDERS = (".", "text", "sources")
PAUSE = 0.05
"""Seconds without a change until a file counts as saved: some editors write in several steps."""
MOST_PAUSES = 20
LOOK = 1.0
"""Seconds after which the files are looked at without a notice."""

Signature = dict[str, tuple[int, int, int]]
"""File → time of change, size, number on the disk."""


def signature(folder: Path) -> Signature:
    """What tells one state of the review's files from another."""
    found = {}
    for path in input_files(folder):
        try:
            status = path.stat()
        except OSError:  # it went between being listed and being looked at
            continue
        found[path.relative_to(folder).as_posix()] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def watch_review(folder: Path, before: Signature, changed: Callable[[list[str]], None], stop: Event) -> None:
    """Calls `changed` with the names of the files that changed, several quick saves together, until `stop`."""
    for _ in _wakings(folder, stop):
        now = _settled(folder, before, stop)
        if now != before:
            names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
            before = now
            changed(names)


def _settled(folder: Path, before: Signature, stop: Event) -> Signature:
    """The files once they have stopped changing."""
    now = signature(folder)
    for _ in range(MOST_PAUSES if now != before else 0):
        if stop.wait(PAUSE) or (later := signature(folder)) == now:
            break
        now = later
    return now


def _wakings(folder: Path, stop: Event) -> Iterator[None]:
    """Something may have changed."""
    from watchfiles import watch

    while not stop.is_set():
        watched = _watched(folder)
        try:
            notices = watch(
                *watched, recursive=False, watch_filter=None, stop_event=stop, step=int(1000 * PAUSE),
                rust_timeout=int(1000 * LOOK), yield_on_timeout=True, raise_interrupt=False,
            )  # fmt: skip
            for _ in notices:
                yield
                if _watched(folder) != watched:
                    break  # a folder came, went or was replaced: notices of the old one say nothing of the new
        except (OSError, RuntimeError):  # too many watches, or the folder is gone: look without notices
            stop.wait(LOOK / 4)
            yield


def _watched(folder: Path) -> dict[Path, int]:
    """Folder that is there → its number on the disk."""
    found = {}
    for path in (folder / name for name in FOLDERS):
        try:
            found[path] = path.stat().st_ino
        except OSError:
            continue
    return found
