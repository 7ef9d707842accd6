"""Reads the outlines of a GeoJSON file (RFC 7946), and names those that cannot be used."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from headway.model.boundary import Boundary
from headway.sources.problems import ProblemLog, shorten
from headway.sources.simplify import simplify

MOST_BYTES = 50_000_000
MOST_SHAPES = 5_000
MOST_POINTS = 3_000
"""Points kept of a whole layer: some 45 kB of numbers, and finer than a screen shows."""

Polygons = list[list[np.ndarray]]


class Unusable(Exception):
    """Says that a file, or one shape of it, cannot be used."""


def read_geojson(path: Path, file: str, id_property: str, name_property: str, log: ProblemLog) -> tuple[Boundary, ...]:
    """The simplified outlines of a file, of one code and name one each; none, with a problem, where it is unusable."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            log.add("BOUNDARIES_TOO_LARGE", file, size=round(size / 1e6), most=round(MOST_BYTES / 1e6))
            return ()
        features = _features(path.read_bytes(), id_property, name_property)
    except (Unusable, OSError):
        log.add("BOUNDARIES_UNREADABLE", file)
        return ()
    shapes: dict[tuple[str, str], Polygons] = {}
    for code, name, geometry in features:
        try:
            shapes.setdefault((code, name), []).extend(_polygons(geometry))
        except Unusable:
            log.add("BOUNDARY_UNUSABLE", file, found=code or name)
    shapes = {key: polygons for key, polygons in shapes.items() if polygons}
    thinned = simplify(_on_one_side(list(shapes.values())), MOST_POINTS)
    return tuple(_boundaries(shapes, thinned, file, log))


def _features(content: bytes, id_property: str, name_property: str) -> list[tuple[str, str, object]]:
    """(code, name, geometry) of every feature; raises Unusable."""
    try:
        document = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Unusable from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or len(features) > MOST_SHAPES:
        raise Unusable
    found = [_feature(feature, id_property, name_property) for feature in features]
    if not any(code or name for code, name, _ in found):
        raise Unusable
    return found


def _feature(feature: object, id_property: str, name_property: str) -> tuple[str, str, object]:
    if not isinstance(feature, dict):
        return "", "", None
    given = feature.get("properties")
    properties = given if isinstance(given, dict) else {}
    code = _text(properties.get(id_property)) or _text(feature.get("id"))
    return code, _text(properties.get(name_property)), feature.get("geometry")


def _text(value: object) -> str:
    """A code or name on one line; a number as its digits; anything else is none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return shorten(" ".join(str(value).split())) if plain else ""


def _polygons(geometry: object) -> Polygons:
    """Polygons of rings, each ring an (n, 2) array; raises Unusable."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Unusable
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not all(isinstance(rings, list) for rings in polygons):
        raise Unusable
    found = [[_ring(ring) for ring in rings] for rings in polygons if rings]
    if not found:
        raise Unusable
    return found


def _ring(points: object) -> np.ndarray:
    """A ring without its repeated end; raises Unusable."""
    try:
        ring = np.array([point[:2] for point in points]) if isinstance(points, list) else np.empty(0)
    except (ValueError, TypeError, OverflowError, KeyError):
        raise Unusable from None
    if ring.ndim != 2 or ring.shape[1] != 2 or ring.dtype.kind not in "iuf":
        raise Unusable
    ring = ring.astype(float)
    if not (np.abs(ring) <= (360, 90)).all():
        raise Unusable
    if np.array_equal(ring[0], ring[-1]):
        ring = ring[:-1]
    if len(ring) < 3:
        raise Unusable
    return ring


def _on_one_side(shapes: list[Polygons]) -> list[Polygons]:
    """Outlines on both sides of the 180th meridian brought together, where that makes the layer narrower."""
    rings = [ring for polygons in shapes for polygon in polygons for ring in polygon]
    if not rings:
        return shapes
    east = np.concatenate([ring[:, 0] for ring in rings])
    turned = np.where(east < 0, east + 360, east)
    if np.ptp(east) <= 180 or np.ptp(turned) >= np.ptp(east):
        return shapes
    shift = np.array([360.0, 0.0])
    return [[[ring + shift * (ring[:, :1] < 0) for ring in polygon] for polygon in polygons] for polygons in shapes]


def _boundaries(shapes: dict, thinned: list[Polygons], file: str, log: ProblemLog) -> Iterator[Boundary]:
    for (code, name), polygons in zip(shapes, thinned):
        if not polygons:
            log.add("BOUNDARY_UNUSABLE", file, found=code or name)
            continue
        yield Boundary(code, name, tuple(tuple(map(_plain, polygon)) for polygon in polygons), log.source, file)


def _plain(ring: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Points as numbers that are written short."""
    return tuple((round(x, 6), round(y, 6)) for x, y in ring.tolist())
