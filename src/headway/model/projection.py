"""Where a series goes if it keeps its pace, and how sure that is."""

import msgspec

MEETS, MISSES, UNCERTAIN = "MEETS", "MISSES", "UNCERTAIN"


class Projection(msgspec.Struct, frozen=True):
    """Values expected after the last one, with an interval for each; or why there are none."""

    method: str
    level: float
    """The share of cases the interval is meant to hold, 0.8 for 80 %."""
    reason: str = ""
    """Reason code where nothing is projected."""
    first_year: int | None = None
    """The first year whose value was used."""
    points: int = 0
    slope: float | None = None
    """Mean change a year, in the unit of the series."""
    years: tuple[int, ...] = ()
    """From the year after the last value to the target year."""
    values: tuple[float, ...] = ()
    lowers: tuple[float, ...] = ()
    uppers: tuple[float, ...] = ()
    outlook: str = ""
    """Whether the interval of the last year meets the target: MEETS, MISSES, UNCERTAIN; blank without a target."""
