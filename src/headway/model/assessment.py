"""Verdicts and why there is none.

A `Progress` is what a method says of one run of values; an `Assessment` ties
it to a series and, over a break, keeps the verdict on the whole series and on
the part after the break side by side.
"""

import msgspec

from headway.model.series import Series
from headway.model.series_break import Break

ON_TRACK, FAIR, STAGNATION, REGRESSION = "ON_TRACK", "FAIR", "STAGNATION", "REGRESSION"
BREAK_SUSPECTED = "BREAK_SUSPECTED"
NO_VERDICT = ""
VERDICTS = (ON_TRACK, FAIR, STAGNATION, REGRESSION, BREAK_SUSPECTED)

CONCEPTS = ("pace", "level", "gap", "relative")


class Progress(msgspec.Struct, frozen=True):
    """What one method says, with all it used to say it."""

    method: str
    edition: str
    concept: str
    """What is measured: one of CONCEPTS."""
    verdict: str = NO_VERDICT
    """One of VERDICTS: the colour and sign under which any method's class is shown."""
    category: str = ""
    """The method's own class, as a code with words of its own; blank where the verdict says it all."""
    level: int | None = None
    """The method's own class as a number (UNSD: 3, 2, 1)."""
    score: float | None = None
    """The method's own number (UNSD: share of the required change expected by the target year, or yearly growth)."""
    reason: str = ""
    """Reason code where there is no verdict, or an exception decided it."""
    flags: tuple[str, ...] = ()
    base_year: int | None = None
    base_value: float | None = None
    last_year: int | None = None
    last_value: float | None = None
    target_year: int | None = None
    target_value: float | None = None
    expected_value: float | None = None
    """The value the method expects in the target year."""
    points: int = 0
    """Points used, from the base year on."""


class Assessment(msgspec.Struct, frozen=True):
    """The verdict of one method on one series."""

    series: Series
    progress: Progress
    """What holds: over a break whose two sides differ, `BREAK_SUSPECTED`."""
    headline: bool = False
    """Whether it stands for the indicator in its area."""
    whole: Progress | None = None
    after_break: Progress | None = None
    breaks: tuple[Break, ...] = ()
    stale: bool = False
    """The last value is more than five years older than the review."""
    conflicts: tuple[str, ...] = ()
    """Periods left out because the source gives different values for one key."""
    sudden: tuple[int, ...] = ()
    """Years since the base in which this series alone changes by more than half of its level."""
    unused_target: bool = False
    """A target stands for the indicator but not for the unit of this series."""

    @property
    def verdict(self) -> str:
        return self.progress.verdict
