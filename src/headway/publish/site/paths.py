"""Where pages are: stable, legal on every system, relative to one another."""

import hashlib
import re

from headway.model.address import GLOBAL
from headway.model.framework import Indicator

UNSAFE = re.compile(r"[^\w.-]+")


def file_name(text: str) -> str:
    """A name no system refuses; what had to be replaced is told apart by a short digest."""
    safe = UNSAFE.sub("-", text).strip(".-") or "page"
    if safe == text:
        return safe
    return f"{safe[:80]}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def indicator_page(indicator: Indicator) -> str:
    """`indicators/1.2.1.html`, `indicators/kz-4.4.1.1.html`."""
    prefix = "" if indicator.framework == GLOBAL else f"{indicator.framework}-"
    return f"indicators/{file_name(prefix + indicator.code)}.html"


def goal_page(goal: str) -> str:
    return f"goals/{file_name(goal)}.html"
