"""Pins sources: copies named by their content, with `sources.lock` saying what was retrieved when."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from headway.errors import ReviewError, SourceError
from headway.model.paths import text_path
from headway.model.toml_text import quote
from headway.review.files import inside, load_toml
from headway.review.settings import SourceSetting
from headway.review.whole import PARTIAL, write_whole
from headway.sources.retrieve import Retrieved, copy_files, retrieve

LOCK = "sources.lock"
FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]*/[0-9a-f]{12}")
"""Two names and nothing that leads out of `sources/`: `refresh` clears such a folder away."""
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
WINDOWS = re.compile(r"[A-Za-z]:([\\/]|$)|\\\\|//[^/]+/")
"""A drive letter or a server: `C:\\data`, `\\\\server\\share`."""
MOST_FILES = 1_000_000
TRIES = 3


class Pin(msgspec.Struct, frozen=True):
    """One pinned source."""

    digest: str
    """SHA-256 over the relative paths and contents of all its files."""
    folder: str
    """Relative to the review's `sources/`: `kazakhstan/1f2e3d4c5b6a`."""
    files: int
    retrieved: str
    commit: str = ""


def digest_of(root: Path, files: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for file in files:
        content = hashlib.sha256((root / file).read_bytes()).hexdigest()
        total.update(os.fsencode(f"{file}\0{content}\n"))
    return total.hexdigest()


def pin_source(review: Path, source: SourceSetting, *, base: Path, making: Callable[..., None] = lambda *paths: None) -> Pin:
    """Copies a source into the review; a copy of the same content is not made twice.

    `making` is told of the folders before they are made. Raises SourceError
    where the source does not hold still.
    """
    with retrieve(source.reader, resolve(source.location, base)) as retrieved, scratch(review) as folder:
        pin = copy_steadily(source, retrieved, folder)
        keep_copy(review, pin, folder, making)
    return pin


@contextmanager
def scratch(review: Path | None) -> Iterator[Path]:
    """A folder to copy into: in the review, from where a rename keeps it, or among the system's temporary ones."""
    if review:
        (review / "sources").mkdir(exist_ok=True)
    with TemporaryDirectory(prefix=".", suffix=PARTIAL, dir=review / "sources" if review else None) as folder:
        yield Path(folder) / "copy"


def copy_steadily(source: SourceSetting, retrieved: Retrieved, to: Path) -> Pin:
    """Copies the files as they stand together; SourceError where they change while they are read."""
    for _ in range(TRIES):
        shutil.rmtree(to, ignore_errors=True)
        try:
            copy_files(retrieved, to)
            pin = make_pin(source, msgspec.structs.replace(retrieved, root=to))
            if pin.digest == f"sha256:{digest_of(retrieved.root, retrieved.files)}":
                return pin
        except FileNotFoundError:  # a file went between being listed and being read
            pass
    raise SourceError(
        f"The source “{source.name}” changed while it was read, {TRIES} times.",
        remedy="Wait until nothing writes to it, and run the same command again.",
    )


def make_pin(source: SourceSetting, retrieved: Retrieved) -> Pin:
    """The day is that of Greenwich, so that it is the same wherever it is written."""
    digest = digest_of(retrieved.root, retrieved.files)
    return Pin(
        digest=f"sha256:{digest}",
        folder=f"{source.name}/{digest[:12]}",
        files=len(retrieved.files),
        retrieved=datetime.now(UTC).date().isoformat(),
        commit=retrieved.commit,
    )


def keep_copy(review: Path, pin: Pin, folder: Path, making: Callable[..., None]) -> None:
    """Gives a whole copy its place, by one rename."""
    target = inside(review, review / "sources" / pin.folder)
    if not target.is_dir():
        making(target.parent, target)
        target.parent.mkdir(exist_ok=True)
        os.replace(folder, target)


def resolve(location: str, base: Path) -> str:
    """A location as seen from the review's folder; URLs and absolute paths as they are."""
    if "://" in location or location.startswith("git@"):
        return location
    refuse_foreign(location)
    return str((base / Path(text_path(location)).expanduser()).resolve())


def refuse_foreign(location: str) -> None:
    """SourceError for a place on a drive or server of Windows, where this is another system."""
    if os.name != "nt" and WINDOWS.match(location):
        raise SourceError(
            f"“{location}” is a place on a Windows machine, which this machine cannot reach.",
            remedy="Copy the source here and give its path with forward slashes, such as ../data.",
        )


def load_pins(review: Path) -> dict[str, Pin]:
    path = review / "sources" / LOCK
    if not path.is_file():
        raise ReviewError(
            f"{path} is missing, so it is unknown which data the review stands on.",
            remedy="Restore it from version control, or run “headway refresh --accept”.",
        )
    try:
        pins = msgspec.convert(load_toml(review, path), dict[str, Pin])
    except msgspec.ValidationError as error:
        raise ReviewError(f"{path} cannot be read: {error}.", remedy="Restore it from version control.") from None
    for name, pin in pins.items():
        if not FOLDER.fullmatch(pin.folder) or not DIGEST.fullmatch(pin.digest) or not 0 <= pin.files < MOST_FILES:
            raise ReviewError(f"{path}: the pin of “{name}” is none that headway wrote.", remedy="Restore it from version control.")
    return pins


def pin_of(pins: dict[str, Pin], name: str) -> Pin:
    """The pin of a source; ReviewError where review.toml names a source that was never retrieved."""
    if name not in pins:
        raise ReviewError(
            f"review.toml names the source “{name}”, which sources/{LOCK} does not have.",
            remedy="Run “headway refresh --accept” to retrieve it, or correct the name.",
        )
    return pins[name]


def save_pins(review: Path, pins: dict[str, Pin]) -> None:
    write_whole(review / "sources" / LOCK, pins_text(pins))


def pins_text(pins: dict[str, Pin]) -> str:
    lines = ["# Which data the review stands on. Written by headway; do not edit."]
    for name, pin in sorted(pins.items()):
        lines += ["", f"[{name}]"]
        for field, value in msgspec.structs.asdict(pin).items():
            lines.append(f"{field} = {value if isinstance(value, int) else quote(value)}")
    return "\n".join(lines) + "\n"


def verified_folder(review: Path, name: str, pin: Pin) -> Path:
    """The pinned copy, after checking that nobody changed it."""
    folder = inside(review, review / "sources" / pin.folder)
    if not folder.is_dir():
        raise ReviewError(
            f"The pinned copy {folder} of source “{name}” is missing.",
            remedy="Restore it from version control, or run “headway refresh --accept”.",
        )
    found = [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]
    for path in found:
        if path.is_symlink() or not path.is_file():
            raise ReviewError(f"{path} is a link or a device.", remedy="A pinned copy holds plain files: restore it from version control.")
    files = tuple(sorted(path.relative_to(folder).as_posix() for path in found))
    if f"sha256:{digest_of(folder, files)}" != pin.digest:
        raise ReviewError(
            f"The pinned copy {folder} of source “{name}” was changed by hand.",
            remedy="Correct the source itself and run “headway refresh”, or restore the copy from version control.",
        )
    return folder
