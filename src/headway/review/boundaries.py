"""Which outline of a map is which area: by code, by alias, by name, and only where nothing else fits."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import msgspec

from headway.errors import nearest
from headway.model.area import Area, year_of
from headway.model.boundary import Boundary
from headway.model.problem import Problem
from headway.nomenclature.area_names import folded, stem

Key = tuple[str, str]
"""(what is compared, kind of place); a blank kind fits every kind."""


class Outlines(msgspec.Struct, frozen=True):
    """The outlines of a review's maps and the areas they join."""

    by_area: dict[str, Boundary] = {}
    loose: tuple[Boundary, ...] = ()
    """Outlines that join no area."""
    several: dict[str, tuple[str, ...]] = {}
    """Code of a loose outline → the areas it could be."""
    missing: tuple[str, ...] = ()
    """Regions and cities of the nation without an outline, where there is a map at all."""
    outdated: dict[str, tuple[str, ...]] = {}
    """Area → areas carved out of it that have no outline: its own is probably from before."""


def join_outlines(boundaries: Iterable[Boundary], areas: dict[str, Area], parts: list[str]) -> Outlines:
    """Joins every layer by itself; where two draw one area the first stands.

    An outline is tried with the regions and cities of the nation (`parts`) first, then with all areas.
    """
    layers: dict[tuple[str, str], list[Boundary]] = {}
    for boundary in boundaries:
        layers.setdefault((boundary.source, boundary.file), []).append(boundary)
    by_area: dict[str, Boundary] = {}
    loose: list[Boundary] = []
    several: dict[str, tuple[str, ...]] = {}
    for layer in layers.values():
        found, left, doubtful = _join_layer(layer, areas, parts)
        by_area = found | by_area
        loose += left
        several |= doubtful
    if not by_area:
        return Outlines(loose=tuple(loose), several=several)
    missing = tuple(code for code in parts if code not in by_area)
    return Outlines(by_area, tuple(loose), several, missing, _outdated(by_area, areas, missing))


def _outdated(by_area: dict, areas: dict[str, Area], missing: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    carved = {
        code: tuple(successor for successor in areas[code].successors if successor in missing)
        for code in by_area
        if not year_of(areas[code].valid_to)
    }
    return {code: successors for code, successors in carved.items() if successors}


def _join_layer(layer: list[Boundary], areas: dict[str, Area], parts: list[str]):
    """(area → outline, outlines left, code → areas it could be)."""
    found: dict[str, Boundary] = {}
    doubtful: dict[str, tuple[str, ...]] = {}
    left = list(layer)
    for keys_of_boundary, keys_of_area in RULES:
        for candidates in (parts, list(areas)):
            free = [areas[code] for code in candidates if code not in found]
            fits = _fits(left, keys_of_boundary, free, keys_of_area)
            claims = Counter(codes[0] for codes in fits if len(codes) == 1)
            for boundary, codes in zip(left, fits):
                if len(codes) == 1 and claims[codes[0]] == 1:
                    found[codes[0]] = boundary
                elif codes:
                    doubtful.setdefault(boundary.code or boundary.name, tuple(codes))
            joined = set(map(id, found.values()))
            left = [boundary for boundary in left if id(boundary) not in joined]
    names = {boundary.code or boundary.name for boundary in left}
    return found, left, {code: areas_ for code, areas_ in doubtful.items() if code in names}


def _fits(left: list[Boundary], keys_of_boundary: Callable, free: list[Area], keys_of_area: Callable) -> list[list[str]]:
    """For every outline the areas it could be."""
    index: dict[str, dict[str, set[str]]] = {}
    for area in free:
        for text, kind in keys_of_area(area):
            index.setdefault(text, {}).setdefault(area.code, set()).add(kind)
    found = []
    for boundary in left:
        codes = [
            code
            for text, kind in keys_of_boundary(boundary)
            for code, kinds in index.get(text, {}).items()
            if not kind or kind in kinds or "" in kinds
        ]
        found.append(list(dict.fromkeys(codes)))
    return found


def _code(boundary: Boundary) -> set[Key]:
    return {(boundary.code.casefold(), "")} if boundary.code else set()


def _code_or_name(boundary: Boundary) -> set[Key]:
    return {(text.casefold(), "") for text in (boundary.code, boundary.name) if text}


def _name(boundary: Boundary) -> set[Key]:
    return {folded(boundary.name)} if boundary.name else set()


def _stem(boundary: Boundary) -> set[Key]:
    return {(stem(name), kind) for name, kind in _name(boundary)}


def _code_of_area(area: Area) -> set[Key]:
    return {(area.code.casefold(), "")}


def _aliases_of_area(area: Area) -> set[Key]:
    return {(alias.casefold(), "") for alias in area.aliases}


def _names_of_area(area: Area) -> set[Key]:
    level = area.level if area.level in ("region", "city", "district") else ""
    names = [folded(name) for name in (*area.names.values(), *area.aliases) if name]
    return {(name, kind or level) for name, kind in names}


def _stems_of_area(area: Area) -> set[Key]:
    return {(stem(name), kind) for name, kind in _names_of_area(area)}


RULES = (
    (_code, _code_of_area),
    (_code_or_name, _aliases_of_area),
    (_name, _names_of_area),
    (_stem, _stems_of_area),
)
"""What is compared, the surest first."""


def outline_problems(outlines: Outlines, areas: dict[str, Area]) -> Iterator[Problem]:
    """What did not join, on either side."""
    for boundary in outlines.loose:
        code = boundary.code or boundary.name
        details = {"name": boundary.name or "–"}
        if code in outlines.several:
            details["areas"] = ", ".join(outlines.several[code])
            yield Problem("BOUNDARY_SEVERAL_AREAS", boundary.file, 0, code, details, boundary.source)
        else:
            details["near"] = ", ".join(nearest(code, list(areas), most=3)) or "–"
            yield Problem("BOUNDARY_WITHOUT_AREA", boundary.file, 0, code, details, boundary.source)
    first = next(iter(outlines.by_area.values()), None)
    for code in outlines.missing if first else ():
        yield Problem("AREA_WITHOUT_BOUNDARY", first.file, 0, code, _names(areas[code]), first.source)
    for code, successors in outlines.outdated.items():
        boundary = outlines.by_area[code]
        details = _names(areas[code]) | {"successors": ", ".join(successors)}
        yield Problem("BOUNDARY_OUTDATED", boundary.file, 0, code, details, boundary.source)


def _names(area: Area) -> dict[str, str]:
    return {f"name_{language}": area.name(language) for language in ("en", "ru", "kk")}
