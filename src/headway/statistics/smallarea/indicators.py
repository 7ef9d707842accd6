"""What is wanted of the incomes of an area's people.

    mean, total
    headcount, gap, severity    Foster-Greer-Thorbecke of order 0, 1, 2: mean of (1 - y/t)^a over all, where y < t
    gini                        2 sum k y_(k) / (N sum y) - (N + 1) / N
    s80s20                      sum of y above the 80 % quantile / sum up to the 20 % quantile
    quantile(level)             R's type 7
    custom(name, function)      any function of the incomes

Sources: Foster, Greer and Thorbecke (1984), Econometrica 52, 761-766; Eurostat's
definitions of the Gini coefficient and the income quintile share ratio.
"""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from headway.errors import UsageError

LINEAR = ("mean", "total", "headcount", "gap", "severity")
"""Means or sums over units of a function of each unit's income."""
POVERTY = ("headcount", "gap", "severity")
ORDERED = ("gini", "s80s20", "quantile")
"""Need the incomes of an area in order."""
SMALLEST_FOR_FIFTHS = 5


class Indicator(msgspec.Struct, frozen=True):
    """One indicator; `quantile` and `custom` make those with a parameter."""

    name: str
    kind: str
    level: float = 0.0
    """Of a quantile, between 0 and 1."""
    function: Callable[[np.ndarray], np.ndarray] | None = None
    """Of a custom one: incomes (draws, units) of one area to values (draws,)."""


def quantile(level: float) -> Indicator:
    """The income below which this share of the area's people lies."""
    if not 0 < level < 1:
        raise UsageError(f"The quantile's level is {level!r}; it must lie between 0 and 1.")
    return Indicator(f"quantile_{100 * level:g}", "quantile", level)


def custom(name: str, function: Callable[[np.ndarray], np.ndarray]) -> Indicator:
    """An indicator of the user's own.

    `function` takes incomes (draws, units) of one area and gives one value a
    draw (draws,): it works along the last axis, as
    `lambda y: np.mean(y > 50_000, axis=-1)`.
    """
    return Indicator(name, "custom", function=function)


COMMON = {kind: Indicator(kind, kind) for kind in (*LINEAR, "gini", "s80s20")}
TEN = (
    *(COMMON[kind] for kind in ("mean", "headcount", "gap", "gini", "s80s20")),
    *(quantile(level) for level in (0.1, 0.25, 0.5, 0.75, 0.9)),
)
"""The ten that poverty maps report most often."""


def chosen(indicators: Sequence[Indicator | str]) -> tuple[Indicator, ...]:
    """Indicators by name or as they are; UsageError on names unknown or given twice."""
    found = []
    for item in indicators:
        if isinstance(item, str) and item not in COMMON:
            raise UsageError(
                f"The indicator {item!r} is not known; by name there are {', '.join(COMMON)}.",
                remedy="Use quantile(level) for quantiles and custom(name, function) for others.",
            )
        found.append(COMMON[item] if isinstance(item, str) else item)
    names = [indicator.name for indicator in found]
    if not names or len(set(names)) < len(names):
        raise UsageError(f"The indicators asked for are {names}; there must be one or more, each once.")
    return tuple(found)


def needs_line(indicators: Sequence[Indicator]) -> bool:
    return any(indicator.kind in POVERTY for indicator in indicators)


def values(incomes: np.ndarray, indicators: Sequence[Indicator], *, line: float | None) -> np.ndarray:
    """Indicators (draws, k) of simulated incomes (draws, units) of one area."""
    ranked = np.sort(incomes, axis=-1) if any(i.kind in ORDERED for i in indicators) else incomes
    return np.stack([_value(ranked, incomes, indicator, line) for indicator in indicators], axis=-1)


def _value(ranked: np.ndarray, incomes: np.ndarray, indicator: Indicator, line: float | None) -> np.ndarray:
    kind = indicator.kind
    if kind == "custom":
        return _custom(incomes, indicator)
    if kind in LINEAR:
        return _linear(incomes, kind, line)
    if kind == "quantile":
        return _quantile(ranked, indicator.level)
    return _gini(ranked) if kind == "gini" else _fifths(ranked)


def _linear(incomes: np.ndarray, kind: str, line: float | None) -> np.ndarray:
    if kind in ("mean", "total"):
        return incomes.mean(axis=-1) if kind == "mean" else incomes.sum(axis=-1)
    if kind == "headcount":
        return (incomes < line).mean(axis=-1)
    short = np.maximum(1 - incomes / line, 0.0)
    return (short if kind == "gap" else short**2).mean(axis=-1)


def _quantile(ranked: np.ndarray, level: float) -> np.ndarray:
    place = level * (ranked.shape[-1] - 1)
    below = int(place)
    above = min(below + 1, ranked.shape[-1] - 1)
    return ranked[..., below] + (place - below) * (ranked[..., above] - ranked[..., below])


def _gini(ranked: np.ndarray) -> np.ndarray:
    n = ranked.shape[-1]
    total = ranked.sum(axis=-1)
    _positive(total, "sum of incomes", "gini")
    return 2 * (ranked @ np.arange(1.0, n + 1)) / (n * total) - (n + 1) / n


def _fifths(ranked: np.ndarray) -> np.ndarray:
    n = ranked.shape[-1]
    # The type-7 quantile lies at or above so many ordered incomes; rounding must not move a whole one.
    low, high = (int(np.floor(level * (n - 1) + 1e-9)) + 1 for level in (0.2, 0.8))
    bottom = ranked[..., :low].sum(axis=-1)
    _positive(bottom, "income of the poorest fifth", "s80s20")
    return ranked[..., high:].sum(axis=-1) / bottom


def _positive(values: np.ndarray, what: str, name: str) -> None:
    if np.any(values <= 0):
        raise UsageError(
            f"The {what} of an area is zero or negative in a simulated population, so {name} has no meaning there.",
            remedy="Use a transformation that keeps incomes positive (log or box-cox with shift 0), or leave it out.",
        )


def _custom(incomes: np.ndarray, indicator: Indicator) -> np.ndarray:
    found = np.asarray(indicator.function(incomes), dtype=float)
    if found.shape != incomes.shape[:-1] or not np.all(np.isfinite(found)):
        raise UsageError(
            f"The indicator {indicator.name!r} gave an array of the shape {found.shape}; "
            f"for incomes {incomes.shape} it must give {incomes.shape[:-1]}, all values finite.",
            remedy="Work along the last axis, as in lambda y: np.mean(y, axis=-1).",
        )
    return found
