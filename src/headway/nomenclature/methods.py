"""Editions of the progress methods, loaded as frozen parameters."""

from functools import lru_cache

import msgspec

from headway.model.edition import Edition
from headway.nomenclature import tables


@lru_cache(maxsize=1)
def progress_editions() -> tuple[str, ...]:
    """The editions a review may name as its headline method."""
    return tuple(name for name in tables.toml_names("editions") if edition(name).kind == "progress")


@lru_cache(maxsize=None)
def edition(name: str) -> Edition:
    """An edition by its file's name, `unsd-2023`."""
    return msgspec.convert(tables.toml(f"editions/{name}.toml"), Edition)


def compared_editions(headline: str, chosen: tuple[str, ...] | None) -> tuple[Edition, ...]:
    """The headline edition and those beside it: the ones chosen, else those compared by default.

    By default no other variant of the headline method stands beside it.
    """
    first = edition(headline)
    if chosen is None:
        others = (edition(name) for name in progress_editions() if name != headline)
        return first, *(other for other in others if other.compared and other.method != first.method)
    return first, *(edition(name) for name in dict.fromkeys(chosen) if name != headline)
