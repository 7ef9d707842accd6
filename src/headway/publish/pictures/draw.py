"""What the pictures show: an indicator's lines with its verdict, a goal's squares, the board of all goals."""

import math
from typing import NamedTuple

from headway.publish.pictures.canvas import SIZE, Canvas
from headway.publish.pictures.signs import COLORS, sign, square

INK, SOFT, LINE, AREA, NATION, TARGET = "#16202a", "#55616d", "#dfe4e8", "#0b5566", "#9aa5ae", "#1a7f5a"
HORIZON = 2030
MARGIN = 60
CHART = (MARGIN + 10, 250, SIZE[0] - MARGIN - 10, 530)
"""Left, top, right, bottom of the lines, in pixels."""

Run = list[tuple[float, float]]
"""(year, value) in the order of time."""


class Goal(NamedTuple):
    """What its chip shows."""

    sign: str
    color: str
    ink: str


def indicator_picture(goal: Goal, code: str, verdict: str, area: Run, nation: Run, target: float | None) -> bytes:
    """The area's line over the nation's, with the target across; the verdict's sign at the right."""
    canvas = Canvas()
    _chip(canvas, goal, MARGIN, 50, 140)
    canvas.digits(MARGIN + 170 + 17 * len(code), 120, code, 64, INK)
    if verdict in ("GAP", "NONE"):
        canvas.frame(SIZE[0] - MARGIN - 140, 50, 140, 140, COLORS["GAP"], 6)
    else:
        sign(canvas, verdict, SIZE[0] - MARGIN - 140, 50, 140, COLORS[verdict])
    _lines(canvas, area, nation, target)
    canvas.rectangle(0, SIZE[1] - 14, SIZE[0], 14, goal.color)
    return canvas.png()


def goal_picture(goal: Goal, verdicts: list[str]) -> bytes:
    """The goal's chip and a square for each of its indicators."""
    canvas = Canvas()
    _chip(canvas, goal, MARGIN, 50, 200)
    side = _side(len(verdicts), SIZE[0] - 2 * MARGIN, 280)
    columns = max(1, (SIZE[0] - 2 * MARGIN) // side)
    for at, code in enumerate(verdicts):
        x, y = MARGIN + side * (at % columns), 300 + side * (at // columns)
        square(canvas, code, x, y, side - max(4, side // 8))
    canvas.rectangle(0, SIZE[1] - 14, SIZE[0], 14, goal.color)
    return canvas.png()


def board_picture(rows: list[tuple[Goal, list[str]]]) -> bytes:
    """The goal board: a row a goal, a square an indicator."""
    canvas = Canvas()
    step = min(60, (SIZE[1] - 60) // max(len(rows), 1))
    longest = max((len(verdicts) for _, verdicts in rows), default=0)
    across = max(3, min(step, (SIZE[0] - 2 * MARGIN - step) // max(longest, 1)))
    gap = max(1, min(5, across // 4))
    for at, (goal, verdicts) in enumerate(rows):
        y = (SIZE[1] - step * len(rows)) // 2 + step * at
        _chip(canvas, goal, MARGIN, y, step - 5)
        for place, code in enumerate(verdicts):
            square(canvas, code, MARGIN + step + 12 + across * place, y, across - gap, signed=across > 24)
    return canvas.png()


def _chip(canvas: Canvas, goal: Goal, x: float, y: float, side: int) -> None:
    canvas.rounded(x, y, side, side, goal.color, max(3, side // 12))
    if goal.sign.isascii():
        canvas.digits(x + side / 2, y + side / 2, goal.sign, round(side * 0.6), goal.ink, goal.color)
    else:
        canvas.dot(x + side / 2, y + side / 2, side // 8, goal.ink)


def _side(count: int, width: int, height: int) -> int:
    """The largest square of which `count` fit into a box."""
    side = min(100, int(math.sqrt(width * height / max(count, 1))))
    while side > 12 and (width // side) * (height // side) < count:
        side -= 1
    return side


def _lines(canvas: Canvas, area: Run, nation: Run, target: float | None) -> None:
    """Years run to 2030; the value axis begins at zero unless that would flatten the lines."""
    runs = [(nation, NATION, 6), (area, AREA, 10)]
    points = [point for run, *_ in runs for point in run]
    left, top, right, bottom = CHART
    canvas.rectangle(left, bottom + 16, right - left, 3, LINE)
    if not points:
        return
    years = (min(year for year, _ in points), max(HORIZON, *(year for year, _ in points)))
    low, high = _span([value for _, value in points] + ([target] if target is not None else []))

    def place(year: float, value: float) -> tuple[float, float]:
        across = (year - years[0]) / ((years[1] - years[0]) or 1)
        return left + across * (right - left), bottom - (value - low) / (high - low) * (bottom - top)

    if target is not None:
        canvas.line([place(years[0], target), place(years[1], target)], TARGET, 4)
    for run, color, width in runs:
        if len(run) > 1:
            canvas.line([place(*point) for point in run], color, width)
        if run:
            canvas.dot(*place(*run[-1]), width + 3, color)
    for year in sorted({years[0], years[1]}):
        x = place(year, low)[0]
        canvas.digits(min(max(x, left + 40), right - 40), bottom + 48, str(int(year)), 34, SOFT)


def _span(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if low >= 0 and low < 0.6 * high:
        low = 0.0
    room = (high - low) * 0.05 or abs(high) * 0.5 or 1.0
    return (low if low == 0 else low - room), high + room
