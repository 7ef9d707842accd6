"""The signs of verdicts as shapes, and their colours on white paper."""

from headway.publish.pictures.canvas import PAPER, Canvas

COLORS = {
    "ON_TRACK": "#1a7f5a", "FAIR": "#8a6100", "STAGNATION": "#9a5b13", "REGRESSION": "#b3261e",
    "BREAK_SUSPECTED": "#5f6a74", "UNKNOWN": "#5f6a74", "GAP": "#8b96a0", "NONE": "#dfe4e8",
}  # fmt: skip

SHAPES = {
    "ON_TRACK": [(0.5, 0.08), (0.98, 0.92), (0.02, 0.92)],
    "FAIR": [(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)],
    "STAGNATION": [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)],
    "REGRESSION": [(0.02, 0.08), (0.98, 0.08), (0.5, 0.92)],
    "BREAK_SUSPECTED": [(0.55, 0.0), (0.25, 0.55), (0.47, 0.55), (0.38, 1.0), (0.78, 0.4), (0.53, 0.4), (0.72, 0.0)],
}
"""Corners in a box of side 1, y downwards."""


def sign(canvas: Canvas, code: str, x: float, y: float, side: float, color: str, on: str = PAPER) -> None:
    """The sign of a verdict in a box; a question mark where there is none to give."""
    if code in SHAPES:
        canvas.polygon([(x + side * a, y + side * b) for a, b in SHAPES[code]], color, on)
    elif code == "UNKNOWN":
        canvas.digits(x + side / 2, y + side / 2, "?", round(side * 1.1), color, on)


def square(canvas: Canvas, code: str, x: float, y: float, side: float, *, signed: bool = True) -> None:
    """A square of the goal board: filled with its sign, or only its frame where the area has no figure."""
    if code in ("GAP", "NONE"):
        canvas.frame(x, y, side, side, COLORS[code], 2)
        return
    canvas.rectangle(x, y, side, side, COLORS[code])
    if signed:
        sign(canvas, code, x + side * 0.24, y + side * 0.24, side * 0.52, PAPER, COLORS[code])
