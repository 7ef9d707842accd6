"""Outlines with fewer points: borders that neighbours share stay shared.

The outlines are cut into arcs where three borders meet, or where two part; an arc
that two outlines share is simplified once, in one direction, by the rule of
Ramer, Douglas and Peucker (Cartographica 10, 1973). So no gap opens and nothing overlaps.
"""

from collections.abc import Iterable

import numpy as np

GRID = 40_000
"""Steps across the wider side of the layer to which coordinates are rounded."""
FINEST = 1 / 1500
"""First tolerance, as a part of the wider side: less than a pixel of a usual map."""
COARSER = 1.5
SMALL = 0.03
"""A small outline is drawn to this part of the square root of its area at least: a city keeps its shape."""
COARSE = 1 / 50
"""From this part of the wider side on small outlines lose their shape too: nobody draws so many points on purpose."""
LEAST = 12
"""Points that every shape may have, however many shapes there are."""
LONGEST = 1000
"""Points of an arc simplified at once; a long arc is held at every so manieth point."""

Ring = np.ndarray
"""(n, 2) array of longitude and latitude in degrees, open: the last point joins the first."""


def simplify(shapes: list[list[list[Ring]]], most_points: int) -> list[list[list[Ring]]]:
    """Shapes of polygons of rings, with at most about `most_points` points in all.

    Every shape keeps its largest ring; rings too small to be seen are left out. Nothing is
    left of a tangle: outlines that meet and part at more points than may be kept.
    """
    rings = [ring for polygons in shapes for polygon in polygons for ring in polygon]
    if not rings:
        return shapes
    low, high = _extent(rings)
    stretch = np.array([max(0.05, np.cos(np.radians((low[1] + high[1]) / 2))), 1.0])
    wide = max(float((high - low).max()), 1e-6)
    decimals = max(0, int(np.ceil(np.log10(GRID / wide))))
    rings = _rounded(rings, decimals)
    areas = np.array([_area(ring * stretch) for ring in rings])
    arcs = _arcs(rings)
    needed, most_points = _needed(shapes, areas), max(most_points, LEAST * len(shapes))
    if sum(len(parts) for parts, wanted in zip(arcs, needed) if wanted) > most_points:
        return [[] for _ in shapes]
    tolerance = wide * FINEST
    while True:
        last = tolerance > wide
        seen = needed | (areas > (2 * tolerance) ** 2)
        small = SMALL * max(1.0, tolerance / (wide * COARSE)) * np.sqrt(areas)
        fine = np.full(len(rings), tolerance) if last else np.minimum(tolerance, small)
        thinned = _thin(rings, arcs, fine, seen, stretch, sum(map(len, rings)) if last else most_points)
        if last or (thinned and sum(len(ring) for ring in thinned if ring is not None) <= most_points):
            return _regroup(shapes, thinned)
        tolerance *= COARSER


def _extent(rings: list[Ring]) -> tuple[np.ndarray, np.ndarray]:
    return np.min([ring.min(0) for ring in rings], axis=0), np.max([ring.max(0) for ring in rings], axis=0)


def _rounded(rings: list[Ring], decimals: int) -> list[Ring]:
    """Rounded to a grid, without points that repeat the one before."""
    found = []
    for ring in rings:
        ring = np.round(ring, decimals)
        found.append(ring[np.any(ring != np.roll(ring, 1, axis=0), axis=1)])
    return found


def _area(ring: Ring) -> float:
    """The area inside a ring, by the shoelace formula."""
    if len(ring) < 3:
        return 0.0
    x, y = (ring - ring[0]).T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _needed(shapes, areas: np.ndarray) -> np.ndarray:
    """Marks the largest ring of every shape."""
    marks, start = np.zeros(len(areas), dtype=bool), 0
    for polygons in shapes:
        count = sum(len(polygon) for polygon in polygons)
        if count:
            marks[start + int(np.argmax(areas[start : start + count]))] = True
        start += count
    return marks


def _arcs(rings: list[Ring]) -> list[list[tuple[np.ndarray, bool]]]:
    """For every ring its arcs in order: (positions in the ring, whether it is walked against its one direction)."""
    ids = _vertex_ids(rings)
    meets = _junctions(ids)
    return [_arcs_of(ring_ids, meets[ring_ids]) if len(ring_ids) > 2 else [] for ring_ids in ids]


def _vertex_ids(rings: list[Ring]) -> list[np.ndarray]:
    """One number for one place, counted from west to east."""
    if not any(len(ring) for ring in rings):
        return [np.empty(0, dtype=int) for _ in rings]
    _, inverse = np.unique(np.concatenate(rings), axis=0, return_inverse=True)
    return np.split(inverse.ravel(), np.cumsum([len(ring) for ring in rings])[:-1])


def _junctions(ids: list[np.ndarray]) -> np.ndarray:
    """For every vertex whether its neighbours differ from ring to ring, or it is met twice in other company."""
    here = np.concatenate(ids)
    before = np.concatenate([np.roll(ring, 1) for ring in ids])
    after = np.concatenate([np.roll(ring, -1) for ring in ids])
    count = int(here.max()) + 1 if len(here) else 0
    low, high = np.minimum(before, after), np.maximum(before, after)
    meets = np.zeros(count, dtype=bool)
    for neighbour in (low, high):
        least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
        np.minimum.at(least, here, neighbour)
        np.maximum.at(most, here, neighbour)
        meets |= least != most
    return meets


def _arcs_of(ids: np.ndarray, meets: np.ndarray) -> list[tuple[np.ndarray, bool]]:
    """Arcs between junctions; a ring without any is one arc from its westernmost point."""
    cuts = np.flatnonzero(meets)
    if not len(cuts):
        cuts = np.array([int(np.argmin(ids))])
    ends = np.append(cuts[1:], cuts[0] + len(ids))
    found = []
    for start, end in zip(cuts, ends):
        arc = np.arange(start, end + 1) % len(ids)
        ahead, back = ids[arc[:2]], ids[arc[-1:-3:-1]]
        found.append((arc, tuple(back) < tuple(ahead)))
    return found


def _thin(rings, arcs, tolerances, seen, stretch, limit: int) -> list[Ring | None]:
    """Every ring with its arcs simplified; None for a ring that is not seen or has no inside left.

    Nothing at all where more than `limit` points would be kept.
    """
    finest: dict[bytes, float] = {}
    for ring, parts, tolerance, wanted in zip(rings, arcs, tolerances, seen):
        for arc, backward in parts if wanted else ():
            key = _one_way(ring, arc, backward).tobytes()
            finest[key] = min(tolerance, finest.get(key, np.inf))
    known: dict[bytes, Ring] = {}
    found: list[Ring | None] = []
    for ring, parts, wanted in zip(rings, arcs, seen):
        pieces = [_simple_arc(ring, arc, backward, finest, known, stretch, limit) for arc, backward in parts] if wanted else []
        if sum(map(len, known.values())) > limit + len(known):
            return []
        whole = np.concatenate([piece[:-1] for piece in pieces]) if pieces else np.empty((0, 2))
        found.append(whole if len(whole) > 2 else None)
    return found


def _one_way(ring: Ring, arc: np.ndarray, backward: bool) -> Ring:
    return ring[arc[::-1] if backward else arc]


def _simple_arc(ring, arc, backward, finest, known, stretch, limit) -> Ring:
    points = _one_way(ring, arc, backward)
    key = points.tobytes()
    if key not in known:
        known[key] = points[kept(points * stretch, finest[key], limit)]
    return known[key][::-1] if backward else known[key]


def kept(points: np.ndarray, tolerance: float, limit: int | None = None) -> np.ndarray:
    """Which points of a line (n, 2) are needed to stay within `tolerance` of it, in the units of the points.

    It gives up once more than `limit` are: that line needs a coarser tolerance.
    """
    last = len(points) - 1
    marks = np.zeros(last + 1, dtype=bool)
    stops = [*range(0, last, LONGEST), last]
    if np.array_equal(points[0], points[-1]) and last > 1:
        stops = sorted({*stops, int(np.argmax(np.hypot(*(points - points[0]).T)))})
    marks[stops] = True
    stack, count = list(zip(stops, stops[1:])), len(stops)
    while stack and (limit is None or count <= limit + 1):
        start, end = stack.pop()
        if end - start < 2:
            continue
        away = _distances(points[start + 1 : end], points[start], points[end])
        far = int(np.argmax(away))
        if away[far] > tolerance:
            middle = start + 1 + far
            marks[middle] = True
            count += 1
            stack += [(start, middle), (middle, end)]
    return marks


def _distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance of points to a segment."""
    along = end - start
    length = float(along @ along)
    offsets = points - start
    if length > 0:
        offsets = offsets - np.clip(offsets @ along / length, 0, 1)[:, None] * along
    return np.hypot(offsets[:, 0], offsets[:, 1])


def _regroup(shapes, thinned: Iterable[Ring | None]) -> list[list[list[Ring]]]:
    """Rings back into polygons and shapes; a polygon whose outer ring is gone is gone with its holes."""
    rings = iter(thinned)
    found = []
    for polygons in shapes:
        kept_polygons = []
        for polygon in polygons:
            outer, *holes = [next(rings) for _ in polygon]
            if outer is not None:
                kept_polygons.append([outer, *(hole for hole in holes if hole is not None)])
        found.append(kept_polygons)
    return found
