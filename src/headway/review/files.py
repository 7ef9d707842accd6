"""The review's own files: plain, not too large, and inside its folder."""

import tomllib
from pathlib import Path

from headway.errors import ReviewError
from headway.sources.text import plain_bytes


def inside(folder: Path, path: Path) -> Path:
    """The path, where no link leads it out of the review; ReviewError otherwise.

    A review comes from others, by version control or mail: a link in it must
    neither bring a file of this machine onto its pages nor let a build clear
    another folder away.
    """
    try:
        within = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a ring
        within = False
    if not within:
        raise ReviewError(f"{path} is a link out of the review.", remedy="Put the file or folder itself there.")
    return path


def own_bytes(folder: Path, path: Path) -> bytes:
    """The content of a file of the review; ReviewError for a link out of it, a pipe, or a file too large."""
    try:
        return plain_bytes(inside(folder, path))
    except OSError as error:
        raise ReviewError(f"{path} cannot be read: {error.strerror or error}.", remedy="Put a plain file there.") from None


def load_toml(folder: Path, path: Path) -> dict:
    """A TOML file of the review; ReviewError names the line that does not fit."""
    try:
        return tomllib.loads(own_bytes(folder, path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no TOML, no UTF-8, a number too long, brackets too deep
        raise ReviewError(f"{path} cannot be read: {error}.", remedy="Correct that line.") from None
