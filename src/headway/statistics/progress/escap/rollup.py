"""From sub-indicators to indicators, targets and goals.

Sub-indicators (series, disaggregations) weigh 1/(their number) inside their
indicator, and every indicator of a target or goal weighs the same. A goal is
the mean of its indicators, not of its targets.
"""

from collections.abc import Iterable

import msgspec

LEVELS = ("indicator", "target", "goal")


class Measured(msgspec.Struct, frozen=True):
    """One sub-indicator's index and where it belongs."""

    goal: str
    target: str
    indicator: str
    series: str
    score: float | None
    """None where there is no index."""
    points: int = 0
    natures: tuple[str, ...] = ()
    """The nature of each of its values, as the database codes it (C, CA, E, M, G)."""


class Mean(msgspec.Struct, frozen=True):
    """An index over several sub-indicators."""

    score: float
    indicators: int
    series: int


def roll_up(
    measured: Iterable[Measured], level: str, *, lower: float | None = None, upper: float | None = None
) -> dict[str, Mean]:
    """The mean index of every indicator, target or goal that has one, by name.

    Each score is put between `lower` and `upper` first, where they are given:
    the edition's `mean_cap` for the Anticipated Progress Index. Entries without
    a score play no part. Raises ValueError on an unknown level.
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {LEVELS}, not {level!r}")
    by_indicator: dict[tuple[str, str], list[float]] = {}
    for entry in measured:
        if entry.score is not None:
            key = (getattr(entry, level), entry.indicator)
            by_indicator.setdefault(key, []).append(_between(entry.score, lower, upper))
    groups: dict[str, list[list[float]]] = {}
    for (name, _), scores in sorted(by_indicator.items()):
        groups.setdefault(name, []).append(scores)
    return {name: _mean(indicators) for name, indicators in groups.items()}


def _mean(indicators: list[list[float]]) -> Mean:
    means = [sum(sorted(scores)) / len(scores) for scores in indicators]
    return Mean(sum(means) / len(means), len(means), sum(map(len, indicators)))


def _between(score: float, lower: float | None, upper: float | None) -> float:
    score = score if lower is None else max(score, lower)
    return score if upper is None else min(score, upper)
