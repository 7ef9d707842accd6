"""Pins sources: copies named by their content, with `sources.lock` saying what was retrieved when."""

import hashlib
import os
import re
import shutil
from datetime import date
from pathlib import Path

import msgspec

from headway.errors import ReviewError
from headway.model.paths import text_path
from headway.model.toml_text import quote
from headway.review.files import inside, load_toml
from headway.review.settings import SourceSetting
from headway.sources.retrieve import Retrieved, copy_files, retrieve

LOCK = "sources.lock"
FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]*/[0-9a-f]{12}")
"""Two names and nothing that leads out of `sources/`: `refresh` clears such a folder away."""
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
MOST_FILES = 1_000_000


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


def pin_source(review: Path, source: SourceSetting, *, base: Path) -> Pin:
    """Copies a source into the review; a copy of the same content is not made twice."""
    with retrieve(source.reader, resolve(source.location, base)) as retrieved:
        pin = make_pin(source, retrieved)
        target = inside(review, review / "sources" / pin.folder)
        if not target.is_dir():
            _copy_whole(retrieved, target)
    return pin


def make_pin(source: SourceSetting, retrieved: Retrieved) -> Pin:
    digest = digest_of(retrieved.root, retrieved.files)
    return Pin(
        digest=f"sha256:{digest}",
        folder=f"{source.name}/{digest[:12]}",
        files=len(retrieved.files),
        retrieved=date.today().isoformat(),
        commit=retrieved.commit,
    )


def _copy_whole(retrieved: Retrieved, target: Path) -> None:
    """A copy that is there whole or not at all."""
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    copy_files(retrieved, partial)
    os.replace(partial, target)


def resolve(location: str, base: Path) -> str:
    """A location as seen from the review's folder; URLs and absolute paths as they are."""
    if "://" in location or location.startswith("git@"):
        return location
    return str((base / Path(text_path(location)).expanduser()).resolve())


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
    lines = ["# Which data the review stands on. Written by headway; do not edit."]
    for name, pin in sorted(pins.items()):
        lines += ["", f"[{name}]"]
        for field, value in msgspec.structs.asdict(pin).items():
            lines.append(f"{field} = {value if isinstance(value, int) else quote(value)}")
    path = review / "sources" / LOCK
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    os.replace(partial, path)


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
