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
