"""Breaks: years from which a series no longer compares with its past."""

import msgspec

DECLARED, SUSPECTED = "declared", "suspected"


class Break(msgspec.Struct, frozen=True):
    """From `year` on, values are on another footing than before."""

    year: int
    kind: str
    """declared (by a source, a person, or a change of territory) or suspected from the data."""
    framework: str = ""
    indicator: str = ""
    """Blank: every indicator of the area."""
    ref_area: str = ""
    """Blank: every area."""
    reason: str = ""
    """`TERRITORY`, `LEVEL_SHIFT`, or a person's words."""
    share: float | None = None
    """Of a suspected break: the share of regions that shift level in that year."""

    def concerns(self, framework: str, indicator: str, ref_area: str) -> bool:
        return (
            (not self.indicator or (self.framework, self.indicator) == (framework, indicator))
            and (not self.ref_area or self.ref_area == ref_area)
        )
