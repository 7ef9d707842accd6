"""Degrees to a plane on which areas keep their sizes: Albers' conic projection, fitted to what is shown.

Snyder, Map Projections: A Working Manual (USGS 1395, 1987), chapter 14, on a sphere: at the scale of a page the
flattening of the Earth is a fraction of a pixel. Near the equator, where the cone becomes a cylinder, chapter 10.
"""

from collections.abc import Callable

import numpy as np

FLAT = 0.02
"""Constant of the cone below which a cylinder takes its place."""


def projection(low: np.ndarray, high: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """From the corners (longitude, latitude) of what is shown: a function from (n, 2) degrees to (n, 2) on the unit sphere, y downwards."""
    (west, south), (east, north) = np.radians(low), np.radians(high)
    middle, sixth = (west + east) / 2, (north - south) / 6
    first, second = np.sin(south + sixth), np.sin(north - sixth)
    cone = (first + second) / 2
    if abs(cone) < FLAT:
        return lambda points: _cylinder(points, middle, (south + north) / 2)
    squared = 1 + first * second
    return lambda points: _conic(points, middle, cone, squared)


def _conic(points: np.ndarray, middle: float, cone: float, squared: float) -> np.ndarray:
    longitude, latitude = np.radians(points).T
    radius = np.sqrt(np.maximum(squared - 2 * cone * np.sin(latitude), 0)) / cone
    angle = cone * (longitude - middle)
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])


def _cylinder(points: np.ndarray, middle: float, standard: float) -> np.ndarray:
    longitude, latitude = np.radians(points).T
    return np.column_stack([(longitude - middle) * np.cos(standard), -np.sin(latitude) / np.cos(standard)])
