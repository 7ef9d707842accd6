"""Series, observations and where each observation came from."""

import msgspec

from headway.model.address import Address, Dimensions
from headway.model.period import Period

TOTAL = "_T"
"""SDMX code of the total over a dimension."""

MEASURE_DIMENSIONS = frozenset({"series", "unit_measure"})
"""What is measured, not a group of people or things: these do not make a row a breakdown."""


class Series(msgspec.Struct, frozen=True):
    """One indicator for one area, unit and every other dimension."""

    framework: str
    indicator: str
    ref_area: str
    dimensions: Dimensions = ()
    """Sorted, blanks left out: `(("sex", "F"), ("unit_measure", "PT"))`."""

    @property
    def address(self) -> Address:
        return Address(self.indicator, self.ref_area, self.dimensions, self.framework)

    @property
    def is_total(self) -> bool:
        """Whether no group is singled out: all dimensions blank or total."""
        return all(
            value == TOTAL or key in MEASURE_DIMENSIONS for key, value in self.dimensions
        )

    @property
    def measure(self) -> Dimensions:
        """SERIES and unit: what is measured, whoever it is about."""
        return tuple(pair for pair in self.dimensions if pair[0] in MEASURE_DIMENSIONS)

    def value(self, dimension: str) -> str:
        """The code of one dimension; blank where the series has none."""
        for key, value in self.dimensions:
            if key == dimension:
                return value
        return ""


class Origin(msgspec.Struct, frozen=True):
    """Where a file's numbers came from. The row is kept with each observation."""

    key: str
    """`kazakhstan/data/indicator_1-2-1.csv`: source and file."""
    source: str
    file: str
    publisher: str = ""
    licence: str = ""
    retrieved: str = ""
    """ISO date of retrieval."""
    nature: str = "official"
    """official, estimated, modelled or proxy."""


class Observation(msgspec.Struct, frozen=True):
    """A series at a period."""

    series: Series
    period: Period
    value: float
    text: str
    """The number as the source wrote it, blanks removed and with a decimal point."""
    origin: str
    row: int
    """Line of the file, the header being line 1."""
    status: str = ""
    """SDMX CL_OBS_STATUS where the source gives one."""
    std_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    comment: str = ""
