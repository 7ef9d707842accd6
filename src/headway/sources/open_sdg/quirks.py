"""The words of `quirks.toml`, loaded once."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def quirks() -> dict:
    return tomllib.loads((files(__package__) / "quirks.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def column_roles() -> dict[str, str]:
    """Column name in lower case → role."""
    return {name: role for role, names in quirks()["columns"].items() for name in names}
