"""Evidence strength: how much of the framework a statement about a goal rests on.

ESCAP shows it beside its results as a graphic; this definition is Headway's.
"""

from collections.abc import Sequence

import msgspec

from headway.statistics.progress.escap.rollup import Measured

COUNTRY_REPORTED = frozenset({"C", "CA"})
"""Nature of a value in the global database: from the country, or from it and adjusted."""
OTHER_NATURES = frozenset({"E", "M", "G"})
"""Estimated, modelled, and global monitoring values."""


class EvidenceStrength(msgspec.Struct, frozen=True):
    """What a goal's or target's result rests on."""

    assessed: int
    framework: int
    share: float | None
    """Indicators assessed, of those in the framework; None where it lists none."""
    mean_points: float | None
    """Mean number of values of the assessed series."""
    country_reported: float | None
    """Share of values of known nature that the country reported itself (C, CA); None where none is known."""


def evidence_strength(measured: Sequence[Measured], framework: int) -> EvidenceStrength:
    """The evidence behind the series that have a score; `framework` is how many indicators the goal has."""
    used = [entry for entry in measured if entry.score is not None]
    assessed = len({entry.indicator for entry in used})
    natures = [nature for entry in used for nature in entry.natures]
    own = sum(nature in COUNTRY_REPORTED for nature in natures)
    known = own + sum(nature in OTHER_NATURES for nature in natures)
    return EvidenceStrength(
        assessed=assessed,
        framework=framework,
        share=assessed / framework if framework else None,
        mean_points=sum(entry.points for entry in used) / len(used) if used else None,
        country_reported=own / known if known else None,
    )
