"""The gap between two groups, or between places, over time."""

import msgspec

CLOSING, WIDENING, UNCHANGED, REVERSED, CANNOT_TELL = "CLOSING", "WIDENING", "UNCHANGED", "REVERSED", "CANNOT_TELL"


class GroupGap(msgspec.Struct, frozen=True):
    """How far two series of one indicator and area lie apart, and whether that changes."""

    framework: str
    indicator: str
    ref_area: str
    dimension: str
    """`sex`, `age`, `urbanisation`; `ref_area` for the spread of all regions."""
    one: str
    """Code of the first group; blank for a spread."""
    other: str
    change: str
    """CLOSING, WIDENING, UNCHANGED, REVERSED or CANNOT_TELL, of the difference."""
    first_year: int | None = None
    last_year: int | None = None
    first: float | None = None
    """The difference one − other in the first common year; of a spread, its size."""
    last: float | None = None
    slope: float | None = None
    """Change of the size of the difference a year."""
    lower: float | None = None
    upper: float | None = None
    """The 95 % interval of the slope."""
    points: int = 0
    """Years compared."""
    places: int = 0
    """Of a spread: how many places."""
    reason: str = ""
