"""Colours of indicators and goals: GREEN, YELLOW, ORANGE, RED, and GREY for too few data."""

from collections.abc import Sequence

import numpy as np

from headway.model.edition import Edition
from headway.statistics.progress.sdsn.bounds import Bounds

GREEN, YELLOW, ORANGE, RED, GREY = "GREEN", "YELLOW", "ORANGE", "RED", "GREY"
BANDS = {RED: (0.0, 1.0), ORANGE: (1.0, 1.5), YELLOW: (1.5, 2.0), GREEN: (2.0, 3.0)}
"""Where the colours lie on the scale on which the indicators of a goal are compared."""


def indicator_colour(value: float, bounds: Bounds) -> str:
    """Green from the green threshold on, red beyond the red one, yellow and orange halfway between.

    With s = +1 where more is better, else -1: green s·x >= s·green, yellow
    s·x >= s·(green + red)/2, orange s·x >= s·red, else red. A value on a border
    takes the better colour.
    """
    sign = bounds.sign
    if sign * value >= sign * bounds.green:
        return GREEN
    if sign * value >= sign * (bounds.green + bounds.red) / 2:
        return YELLOW
    return ORANGE if sign * value >= sign * bounds.red else RED


def rescaled(value: float, bounds: Bounds, *, clamp: bool = False) -> float:
    """The value on the scale lower bound 0, red 1, green 2, optimum 3, straight between them, cut at 0 and 3.

    Where two of the four coincide the better one counts. `clamp` keeps the value
    within the band of its own colour.
    """
    position = _position(value, bounds)
    if not clamp:
        return position
    low, high = BANDS[indicator_colour(value, bounds)]
    return min(max(position, low), high if high == 3.0 else float(np.nextafter(high, low)))


def _position(value: float, bounds: Bounds) -> float:
    sign = bounds.sign
    marks = (bounds.lower, bounds.red, bounds.green, bounds.optimum)
    if sign * value >= sign * bounds.optimum:
        return 3.0
    for place in (2, 1, 0):
        start, end = marks[place], marks[place + 1]
        if sign * value >= sign * start and start != end:
            return min(place + (value - start) / (end - start), place + 1.0)
    return 0.0


def goal_colour(colours: Sequence[str], positions: Sequence[float], expected: int, edition: Edition) -> str:
    """The colour of a goal: that of its two weakest indicators, on the mean of their positions.

    `colours` and `positions` are those of the indicators with data, `expected`
    how many indicators the goal has. Green, yellow and orange from 2, 1.5 and 1
    on, but red only where both are red and green only where both are green; grey
    where fewer than half of the indicators have data. One indicator gives its
    own colour.
    """
    parameters = edition.parameters
    if not colours or len(colours) < parameters["goal_data_share"] * expected:
        return GREY
    weakest = sorted(zip(positions, colours, strict=True))[: int(parameters["goal_weakest"])]
    seen = {colour for _, colour in weakest}
    if len(weakest) == 1:
        return seen.pop()
    mean = float(np.mean([position for position, _ in weakest]))
    if mean >= parameters["goal_green"]:
        return GREEN if seen == {GREEN} else YELLOW
    if mean >= parameters["goal_yellow"]:
        return YELLOW
    return RED if mean < parameters["goal_orange"] and seen == {RED} else ORANGE
