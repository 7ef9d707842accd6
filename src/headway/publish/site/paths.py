"""Where pages are: relative to one another, the same from build to build."""

from headway.model.address import GLOBAL
from headway.model.framework import Indicator
from headway.publish.file_names import file_name

PICTURED = {"indicators": "indicator", "goals": "goal", "areas": "area"}
"""Folder of pages that have a picture of their own → how its name begins; all others show the overview's."""


def indicator_page(indicator: Indicator) -> str:
    """`indicators/1.2.1.html`, `indicators/kz-4.4.1.1.html`."""
    prefix = "" if indicator.framework == GLOBAL else f"{indicator.framework}-"
    return f"indicators/{file_name(prefix + indicator.code)}.html"


def goal_page(goal: str) -> str:
    return f"goals/{file_name(goal)}.html"


def picture_file(page: str) -> str:
    """The picture of a page below the site's folder, one for all languages: `pictures/goal-1.png`."""
    kind = next((kind for folder, kind in PICTURED.items() if page.startswith(f"{folder}/")), "")
    stem = page.removesuffix(".html").rpartition("/")[2]
    return f"pictures/{kind}-{stem}.png" if kind else "pictures/overview.png"
