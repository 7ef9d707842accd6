"""File names that are stable and legal on every system."""

import hashlib
import re

UNSAFE = re.compile(r"[^\w.-]+")


def file_name(text: str) -> str:
    """A name no system refuses; what had to be replaced is told apart by a short digest."""
    safe = UNSAFE.sub("-", text).strip(".-") or "page"
    if safe == text:
        return safe
    return f"{safe[:80]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"
