"""The two data sets of the area-level references, and one simulated design.

milk: sae 1.3, 43 small areas of the US (Arora and Lahiri 1997). eusilcA: emdi
2.2.2, 94 Austrian districts. Results were made with R 4.2.2.
"""

from typing import NamedTuple

import numpy as np

from reference import columns


class Areas(NamedTuple):
    y: np.ndarray
    x: np.ndarray
    variance: np.ndarray
    areas: tuple = ()


def values(name: str) -> dict[str, float]:
    """The rows of a `*_fit.csv`, by name."""
    table = columns(name)
    return dict(zip(table["name"].tolist(), table["value"].tolist()))


def milk() -> Areas:
    table = columns("data_milk.csv")
    major = table["MajorArea"]
    x = np.column_stack([np.ones(len(major))] + [(major == code).astype(float) for code in (2, 3, 4)])
    return Areas(table["yi"], x, table["SD"] ** 2, tuple(table["SmallArea"].tolist()))


def eusilc(names: tuple[str, ...] = ("cash", "self_empl"), outcome: str = "Mean") -> Areas:
    sample, population = columns("data_eusilcA_smpAgg.csv"), columns("data_eusilcA_popAgg.csv")
    assert sample["Domain"].tolist() == population["Domain"].tolist()
    x = np.column_stack([np.ones(len(population["cash"]))] + [population[name] for name in names])
    return Areas(sample[outcome], x, sample[f"Var_{outcome}"], tuple(sample["Domain"].tolist()))


def in_order(table: dict, areas: tuple, column: str) -> np.ndarray:
    """A column of a result in the order of `areas`: R sorted 14 districts by another locale."""
    found = dict(zip(table["Domain"].tolist(), table[column].tolist()))
    return np.array([found[area] for area in areas])


def simulated(m: int, ratio: float, samples: int, seed: int, *, equal: bool = False):
    """A design with A / mean D = `ratio`, and `samples` draws: x, D, truth's mean given y, y."""
    generator = np.random.default_rng(seed)
    variance = np.ones(m) if equal else np.resize([0.5, 0.75, 1.0, 1.25, 1.5], m)
    x = np.column_stack([np.ones(m), generator.standard_normal(m)])
    centre = x @ [2.0, 1.0]
    y = centre + np.sqrt(ratio + variance) * generator.standard_normal((samples, m))
    best = centre + ratio / (ratio + variance) * (y - centre)
    return x, variance, best, y
