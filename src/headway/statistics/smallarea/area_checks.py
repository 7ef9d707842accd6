"""Faults of area-level data, found with their rows before any number is made."""

from collections.abc import Sequence

import numpy as np

from headway.errors import UsageError

SHOWN = 8
"""How many faulty rows a message names."""


def rows(mask: np.ndarray, areas: Sequence | np.ndarray | None = None) -> str:
    """The rows where `mask` holds, named for a message: 'rows 2, 5 (areas B, E)'."""
    found = np.flatnonzero(mask)
    shown = ", ".join(str(int(row)) for row in found[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    word = "row" if len(found) == 1 else "rows"
    if areas is None:
        return f"{word} {shown}{more}"
    labels = ", ".join(str(areas[row]) for row in found[:SHOWN])
    return f"{word} {shown}{more} ({labels})"


def vector(values, name: str, size: int | None = None) -> np.ndarray:
    """`values` as a new float array of shape (size,), or a UsageError."""
    array = np.array(values, dtype=float)
    if array.ndim != 1 or array.size == 0:
        raise UsageError(f"{name} has shape {array.shape}.", remedy="Give one value for each area.")
    if size is not None and array.size != size:
        raise UsageError(
            f"{name} has {array.size} values where there are {size} areas.", remedy="Give one for each area."
        )
    return array


def matrix(x, size: int | None = None) -> np.ndarray:
    """Covariates as a new float array (areas, coefficients); one column may come as a vector."""
    array = np.array(x, dtype=float)
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] == 0:
        raise UsageError(
            f"x has shape {array.shape}.", remedy="Give a row for each area and a column for each coefficient."
        )
    if size is not None and array.shape[0] != size:
        raise UsageError(
            f"x has {array.shape[0]} rows where there are {size} areas.", remedy="Give a row for each area."
        )
    return array


def labels(areas, size: int) -> tuple:
    """The names of the areas, 0 to size - 1 where none are given; each name once."""
    if areas is None:
        return tuple(range(size))
    names = tuple(areas.tolist() if isinstance(areas, np.ndarray) else areas)
    if len(names) != size:
        raise UsageError(f"areas has {len(names)} names where there are {size} rows.", remedy="Name every area once.")
    if len(set(names)) != size:
        seen: set = set()
        twice = np.array([name in seen or seen.add(name) is not None for name in names])
        raise UsageError(f"An area is named twice: {rows(twice, names)}.", remedy="Give one row for each area.")
    return names


def finite(values: np.ndarray, name: str, areas: tuple) -> None:
    """Refuse missing or infinite entries, by row."""
    bad = ~np.isfinite(values)
    bad = bad if bad.ndim == 1 else bad.any(axis=1)
    if bad.any():
        raise UsageError(
            f"{name} is missing or infinite in {rows(bad, areas)}.",
            remedy="Fill it in, or leave those areas out; an area without y is predicted as unsampled.",
        )


def positive(values: np.ndarray, name: str, areas: tuple) -> None:
    """Refuse sampling variances of zero or less, by row."""
    bad = ~(values > 0)
    if bad.any():
        raise UsageError(
            f"{name} is not above zero in {rows(bad, areas)}.",
            remedy="Smooth the sampling variances (smallarea.smoothing), or set y of those areas missing to "
            "predict them as unsampled.",
        )


def level(value: float) -> float:
    """A coverage between 0 and 1, as 0.95."""
    if not 0 < value < 1:
        raise UsageError(f"level is {value}.", remedy="Give a coverage between 0 and 1, as 0.95.")
    return float(value)
