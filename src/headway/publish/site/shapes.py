"""The outlines of a review's map as SVG paths, and the script that hands them to pages."""

from collections.abc import Callable
from functools import lru_cache

import msgspec
import numpy as np

from headway.model.boundary import Boundary
from headway.publish.site.chunks import script_json
from headway.publish.site.context import Context
from headway.publish.site.projection import projection
from headway.review.boundaries import Outlines

WIDTH = 2000
"""Units across a map; coordinates are whole numbers of them."""
SMALL = 50
"""A shape narrower and lower than this is marked by a circle, or nobody would find it."""


class Shape(msgspec.Struct, frozen=True):
    """One outline on the map."""

    code: str
    """The area's; blank where the outline joins none."""
    name: str
    """As the layer gives it."""
    path: str
    x: int
    y: int
    small: bool


class Drawing(msgspec.Struct, frozen=True):
    """All outlines, the largest first, so that a city lies on the region around it."""

    height: int
    shapes: tuple[Shape, ...]


def draw(outlines: Outlines, parts: list[str]) -> Drawing | None:
    """The regions and cities of the nation where they have outlines, else whatever joins; None where nothing does."""
    joined = {code: outline for code, outline in outlines.by_area.items() if code in parts} or dict(outlines.by_area)
    if not joined:
        return None
    layers = {(outline.source, outline.file) for outline in joined.values()}
    loose = [outline for outline in outlines.loose if (outline.source, outline.file) in layers]
    shown = [*joined.items(), *(("", outline) for outline in loose)]
    return _drawing(shown)


def _drawing(shown: list[tuple[str, Boundary]]) -> Drawing:
    rings = [[np.array(ring) for polygon in outline.polygons for ring in polygon] for _, outline in shown]
    every = np.concatenate([ring for group in rings for ring in group])
    onto = projection(every.min(0), every.max(0))
    flat = [[onto(ring) for ring in group] for group in rings]
    every = np.concatenate([ring for group in flat for ring in group])
    low, size = every.min(0), np.maximum(np.ptp(every, axis=0), 1e-9)
    scale = (WIDTH - 2) / max(size)
    shapes = []
    for (code, outline), group in zip(shown, flat):
        points = [np.round((ring - low) * scale).astype(int) + 1 for ring in group]
        shapes.append((_extent(points), _shape(code, outline.name or outline.code, points)))
    shapes.sort(key=lambda pair: -pair[0])
    return Drawing(int(np.ceil(size[1] * scale)) + 2, tuple(shape for _, shape in shapes))


def _extent(rings: list[np.ndarray]) -> float:
    every = np.concatenate(rings)
    return float(np.prod(np.ptp(every, axis=0)))


def _shape(code: str, name: str, rings: list[np.ndarray]) -> Shape:
    largest = max(rings, key=lambda ring: np.prod(np.ptp(ring, axis=0)))
    middle = (largest.min(0) + largest.max(0)) // 2
    small = bool((np.ptp(np.concatenate(rings), axis=0) < SMALL).all())
    return Shape(code, name, "".join(map(_path, rings)), int(middle[0]), int(middle[1]), small)


def _path(ring: np.ndarray) -> str:
    """A closed path: its first point, then steps; points that fall together are drawn once."""
    steps = np.diff(ring, axis=0)
    steps = steps[np.any(steps != 0, axis=1)].tolist()
    start = f"M{ring[0][0]},{ring[0][1]}"
    return start + "".join(f"l{x},{y}" if place == 0 else f" {x},{y}" for place, (x, y) in enumerate(steps)) + "z"


@lru_cache(maxsize=8)
def drawing(context: Context) -> Drawing | None:
    """The map of one review in one language."""
    return draw(context.finished.outlines, context.parts)


def map_files(context: Context) -> dict[str, Callable[[], str]]:
    """Path below the site's folder → what makes the script with the shapes, where there are any."""
    drawn = drawing(context)
    return {"assets/map-shapes.js": lambda: _chunk(drawn)} if drawn else {}


def _chunk(drawn: Drawing) -> str:
    """A classic script, since pages must work from disk; `assets/scripts/map.js` draws what it hands over."""
    return f"headway.shapes({script_json([shape.path for shape in drawn.shapes])});\n"
