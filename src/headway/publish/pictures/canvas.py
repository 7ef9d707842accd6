"""A picture of few colours: drawn by index, so that it is made and packed in milliseconds.

Edges are softened by an outline one pixel wide whose colour lies between the
stroke and the paper.
"""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
PAPER = "#ffffff"

Point = tuple[float, float]


class Canvas:
    """White paper of 1200 × 630 pixels; colours are given as `#rrggbb`."""

    def __init__(self) -> None:
        self.image = Image.new("P", SIZE, 0)
        self.draw = ImageDraw.Draw(self.image)
        self.colors = {PAPER: 0}

    def ink(self, color: str) -> int:
        return self.colors.setdefault(color, len(self.colors))

    def rectangle(self, x: float, y: float, width: float, height: float, color: str) -> None:
        self.draw.rectangle((x, y, x + width - 1, y + height - 1), fill=self.ink(color))

    def rounded(self, x: float, y: float, width: float, height: float, color: str, radius: int) -> None:
        box = (x, y, x + width - 1, y + height - 1)
        self.draw.rounded_rectangle(box, radius, fill=self.ink(color), outline=self.ink(between(color, PAPER)))

    def frame(self, x: float, y: float, width: float, height: float, color: str, thick: int) -> None:
        self.draw.rectangle((x, y, x + width - 1, y + height - 1), outline=self.ink(color), width=thick)

    def line(self, points: list[Point], color: str, width: int) -> None:
        for shade, thick in ((between(color, PAPER), width + 2), (color, width)):
            self.draw.line(points, fill=self.ink(shade), width=thick, joint="curve" if len(points) < 200 else None)

    def dot(self, x: float, y: float, radius: int, color: str) -> None:
        for shade, reach in ((between(color, PAPER), radius + 1), (color, radius)):
            self.draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=self.ink(shade))

    def polygon(self, points: list[Point], color: str, on: str = PAPER) -> None:
        self.draw.polygon(points, fill=self.ink(color))
        self.draw.line([*points, points[0]], fill=self.ink(between(color, on)), width=1)

    def digits(self, x: float, y: float, text: str, size: int, color: str, on: str = PAPER) -> None:
        """Digits and codes centred on a point, in the font that Pillow carries."""
        edge, core = _glyphs(text, size)
        corner = (round(x - edge.width / 2), round(y - edge.height / 2))
        self.draw.bitmap(corner, edge, fill=self.ink(between(color, on)))
        self.draw.bitmap(corner, core, fill=self.ink(color))

    def png(self) -> bytes:
        self.image.putpalette([part for color in self.colors for part in channels(color)])
        out = io.BytesIO()
        self.image.save(out, "PNG", compress_level=4)
        return out.getvalue()


def channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


@lru_cache(maxsize=512)
def between(one: str, other: str) -> str:
    """The colour half way between two."""
    mixed = ((a + b) // 2 for a, b in zip(channels(one), channels(other)))
    return "#" + "".join(f"{part:02x}" for part in mixed)


@lru_cache(maxsize=32)
def _font(size: int):
    return ImageFont.load_default(size)


@lru_cache(maxsize=512)
def _glyphs(text: str, size: int) -> tuple[Image.Image, Image.Image]:
    """Masks of a text, trimmed: all it touches, and what it fills."""
    left, top, right, bottom = _font(size).getbbox(text)
    tile = Image.new("L", (max(int(right - left), 1), max(int(bottom - top), 1)))
    ImageDraw.Draw(tile).text((-left, -top), text, fill=255, font=_font(size))
    return tile.point([255 * (shade >= 64) for shade in range(256)], "1"), tile.point([255 * (shade >= 160) for shade in range(256)], "1")
