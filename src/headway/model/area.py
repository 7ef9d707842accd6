"""Places: countries, regions, cities, districts."""

import msgspec

LEVELS = ("country", "region", "city", "district", "other")


class Area(msgspec.Struct, frozen=True):
    """A place with a code, as a source or a review knows it."""

    code: str
    """`KZALA`."""
    level: str = "other"
    parent: str = ""
    valid_from: str = ""
    """ISO date or year from which the area exists; blank if it always did."""
    valid_to: str = ""
    successors: tuple[str, ...] = ()
    """Areas that took its territory, whole or in part."""
    aliases: tuple[str, ...] = ()
    """Other codes and names of the same area: boundary codes, ISO 3166-2, former names."""
    names: dict[str, str] = {}
    declared: bool = True
    """Whether a code list of the source or the nomenclature declares the code."""

    def name(self, language: str) -> str:
        """The name in a language, else in English, else in any, else the code."""
        given = next(iter(self.names.values()), self.code)
        return self.names.get(language) or self.names.get("en") or given


def year_of(date: str) -> int | None:
    """The year of an ISO date or year; None where blank."""
    return int(date[:4]) if date[:4].isdigit() else None


def parts_of(areas: dict[str, Area], nation: str, year: int) -> list[str]:
    """The regions and cities of a nation that still exist in a year; where nobody has said which they are, all its parts."""
    inside = [
        area for area in areas.values()
        if area.parent == nation and area.code != nation and (not area.valid_to or (year_of(area.valid_to) or year) >= year)
    ]  # fmt: skip
    regions = [area for area in inside if area.level in ("region", "city")]
    return [area.code for area in regions or inside]


def ranked_parts(areas: dict[str, Area], parts: list[str]) -> list[str]:
    """The parts that may be put in order: those somebody has called a region or a city."""
    return [code for code in parts if areas[code].level in ("region", "city")]
