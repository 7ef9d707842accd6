"""What a reader is told besides where the files are."""

from pathlib import Path

import msgspec


class ReadSettings(msgspec.Struct, frozen=True):
    """The same words for every reader."""

    folder: Path
    """The pinned copy of the source."""
    name: str
    """The source's name in the review; begins every origin."""
    framework: str
    """Framework of the rows the source does not call global."""
    default_area: str
    """Area of rows that name none."""
    country: str
    """ISO 3166-1 code of the country, for Headway's readings and names of it."""
    area_names: dict[str, str] = {}
    """Name in lower case → area code, for sources that name areas in words."""
    retrieved: str = ""
    mapping: Path | None = None
    """For tables: the confirmed mapping of columns."""
