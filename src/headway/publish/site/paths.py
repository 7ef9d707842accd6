"""Where pages are: relative to one another, the same from build to build."""

from headway.model.address import GLOBAL
from headway.model.framework import Indicator
from headway.publish.file_names import file_name


def indicator_page(indicator: Indicator) -> str:
    """`indicators/1.2.1.html`, `indicators/kz-4.4.1.1.html`."""
    prefix = "" if indicator.framework == GLOBAL else f"{indicator.framework}-"
    return f"indicators/{file_name(prefix + indicator.code)}.html"


def goal_page(goal: str) -> str:
    return f"goals/{file_name(goal)}.html"
