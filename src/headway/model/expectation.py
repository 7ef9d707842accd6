"""What is desired of an indicator: a direction, natural bounds, a target."""

import msgspec

from headway.model.target import Target

DIRECTIONS = ("increase", "decrease", "range", "none")
KINDS = (
    "share", "rate", "ratio", "count", "money", "index", "growth_rate", "binary", "parity",
)  # fmt: skip


class Expectation(msgspec.Struct, frozen=True):
    """Data that experts own, with its source and, where it is a judgement, its reason."""

    direction: str = ""
    """One of DIRECTIONS; blank where nobody has said."""
    kind: str = ""
    """What sort of number it is: one of KINDS; blank where unknown."""
    lower: float | None = None
    upper: float | None = None
    target: Target | None = None
    source: str = ""
    reason: str = ""
