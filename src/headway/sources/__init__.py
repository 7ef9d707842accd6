"""One module per format; each yields a Dataset whose observations know their origin."""

from collections.abc import Callable

from headway.errors import UsageError, nearest
from headway.model.dataset import Dataset
from headway.sources.settings import ReadSettings

READERS = ("open-sdg", "table")


def reader(name: str) -> Callable[[ReadSettings], Dataset]:
    """The reading function of a format, or UsageError naming those there are."""
    if name == "open-sdg":
        from headway.sources.open_sdg.read import read
    elif name == "table":
        from headway.sources.table.read import read
    else:
        close = nearest(name, list(READERS), most=1)
        hint = f"Did you mean {close[0]}? " if close else ""
        raise UsageError(
            f"There is no reader “{name}”.", remedy=f"{hint}Readers: {', '.join(READERS)}."
        )
    return read
