"""Outlines of places, as a map layer draws them."""

import msgspec

Ring = tuple[tuple[float, float], ...]
"""(longitude, latitude) in degrees; the last point joins the first and is not repeated."""


class Boundary(msgspec.Struct, frozen=True):
    """The outline of one place in a map layer, simplified for drawing, under the layer's own code and name."""

    code: str
    """As the layer gives it, which need not be a code of the data: `KZ03`."""
    name: str
    """`Акмолинская`."""
    polygons: tuple[tuple[Ring, ...], ...] = ()
    """Each polygon is its outer ring and the rings of its holes."""
    source: str = ""
    file: str = ""
    """`regions.geojson`."""
