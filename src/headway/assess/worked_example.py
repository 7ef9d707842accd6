"""One real verdict step by step, for the page that explains the method."""

import msgspec

from headway.model.assessment import Assessment, Progress


class WorkedExample(msgspec.Struct, frozen=True):
    """A headline judged towards a number, with the growth between its values."""

    indicator: tuple[str, str]
    progress: Progress
    growth: float
    """Compound yearly growth from base to last value."""


def worked_example(headlines: dict[tuple[str, str], Assessment]) -> WorkedExample | None:
    """The first of an area's headlines that goes through every step of the rule with a target; None without one."""
    for key, assessment in headlines.items():
        progress = assessment.progress
        plain = progress.expected_value is not None and progress.base_value and progress.last_value
        if plain and not progress.flags and not assessment.breaks and progress.base_value * progress.last_value > 0:
            span = progress.last_year - progress.base_year
            return WorkedExample(key, progress, (progress.last_value / progress.base_value) ** (1 / span) - 1)
    return None
