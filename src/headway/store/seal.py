"""Tells a whole store from one that a disk, a power cut or a half-done removal damaged."""

import hashlib
from pathlib import Path

import msgspec

SEAL = "whole.json"


def seal(folder: Path) -> None:
    """Written last: name and digest of every file of the store."""
    (folder / SEAL).write_bytes(msgspec.json.encode(_digests(folder)))


def is_whole(folder: Path) -> bool:
    """Whether every file is there as it was written."""
    try:
        return msgspec.json.decode((folder / SEAL).read_bytes(), type=dict[str, str]) == _digests(folder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return False


def _digests(folder: Path) -> dict[str, str]:
    """File → SHA-256."""
    files = sorted(path for path in folder.iterdir() if path.name != SEAL)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
