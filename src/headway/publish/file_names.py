"""File names that are stable and legal on every system."""

import hashlib
import re

UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
"""Everything but what a system whose locale knows no letters beyond ASCII can write too."""
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
"""Names of devices on Windows, with any ending."""
LONGEST = 80
"""Bytes of a name, before a digest and an ending."""


def file_name(text: str) -> str:
    """A name no system refuses; what had to be replaced is told apart by a short digest."""
    safe = UNSAFE.sub("-", text).strip(".-")[:LONGEST].strip(".-") or "page"
    if safe == text and not RESERVED.match(safe):
        return safe
    return f"{'of-' if RESERVED.match(safe) else ''}{safe}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
