"""What a method says of more than one series: a target, a goal, the whole."""

import msgspec


class Rollup(msgspec.Struct, frozen=True):
    """One method's result for a target, a goal or all goals of an area, by the method's own rule."""

    method: str
    edition: str
    ref_area: str
    level: str
    """`target`, `goal` or `whole`."""
    code: str
    """`1.2`, `1`; blank for the whole."""
    concept: str
    verdict: str = ""
    """One of VERDICTS, as for a series; blank where the method gives none, with the reason."""
    category: str = ""
    score: float | None = None
    counts: dict[str, int] = {}
    """Class (the category, else the verdict) → how many of the place's indicators have it."""
    assessed: int = 0
    """Indicators that entered."""
    listed: int = 0
    """Indicators of the review's frameworks at that place: assessed / listed is the evidence strength."""
    reason: str = ""
    """Why there is no verdict."""
