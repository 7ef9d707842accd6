"""What a unit means for arithmetic."""

import re

from headway.nomenclature import tables

CODE = re.compile(r"^[A-Z0-9_]+$")


def is_percent(unit: str) -> bool:
    return unit.strip().lower() in tables.toml("units.toml")["percent"]


def is_size(unit: str) -> bool:
    """Whether a number in the unit grows with the place it is about."""
    return unit.strip().lower() in tables.toml("units.toml")["size"]


def growth_base(unit: str) -> float:
    """What no growth is written as: 100 where the unit is per cent of the previous year."""
    return float(tables.toml("units.toml")["growth_base"].get(unit.strip().lower(), 0.0))


def differ(one: str, other: str) -> bool:
    """Whether two units are known to be different; a unit in free words is not known."""
    if is_percent(one) or is_percent(other):
        return bool(one and other) and is_percent(one) != is_percent(other)
    return bool(CODE.match(one) and CODE.match(other)) and one != other
