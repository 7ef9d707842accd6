"""Reference data of the unit-level models, and populations with known truth."""

import csv
import gzip
import os
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(os.environ.get("HEADWAY_SHARED", Path(__file__).parent.parent.parent / "shared")) / "data" / "statistics"


def columns(name: str) -> dict[str, list[str]]:
    """Columns of a reference file as text; the test is skipped where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the reference file {name} is not beside the checkout")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt") as file:
        header, *rows = list(csv.reader(file))
    return {column: [row[index] for row in rows] for index, column in enumerate(header)}


def floats(table: dict[str, list[str]], *names: str) -> np.ndarray:
    """One column (n,), or several (n, k)."""
    found = np.column_stack([np.array(table[name], dtype=float) for name in names])
    return found[:, 0] if len(names) == 1 else found


def with_intercept(x: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(x)), x])


def corn() -> dict[str, np.ndarray]:
    """Battese, Harter and Fuller's segments; row 33 (from 1) is the outlier they drop."""
    table = columns("data_cornsoybean.csv")
    kept = np.arange(37) != 32
    return {
        "y": floats(table, "CornHec")[kept],
        "x": with_intercept(floats(table, "CornPix", "SoyBeansPix"))[kept],
        "area": floats(table, "County").astype(int)[kept],
    }


def corn_population() -> dict[str, np.ndarray]:
    table = columns("data_cornsoybeanmeans.csv")
    return {
        "means": with_intercept(floats(table, "MeanCornPixPerSeg", "MeanSoyBeansPixPerSeg")),
        "areas": floats(table, "CountyIndex").astype(int),
        "sizes": floats(table, "PopnSegments"),
    }


INCOME_COVARIATES = ("age2", "age3", "age4", "age5", "nat1", "educ1", "educ3", "labor1", "labor2")


def income() -> dict[str, np.ndarray]:
    """Molina and Rao's synthetic incomes of Spanish provinces, as in R's sae."""
    table = columns("data_incomedata.csv.gz")
    return {
        "y": floats(table, "income"),
        "x": with_intercept(floats(table, *INCOME_COVARIATES)),
        "area": floats(table, "prov").astype(int),
    }


def grouped(seed: int, *, areas: int = 40, units: int = 8, area_sd: float = 0.5, unit_sd: float = 1.0) -> dict:
    """Units with known parameters: beta = (1, 0.5, -1), sizes of areas from 1 up."""
    random = np.random.default_rng(seed)
    area = np.repeat(np.arange(areas), 1 + random.poisson(units - 1, areas))
    x = with_intercept(random.normal(size=(len(area), 2)))
    effects = area_sd * random.normal(size=areas)
    y = x @ [1.0, 0.5, -1.0] + effects[area] + unit_sd * random.normal(size=len(area))
    return {"y": y, "x": x, "area": area}


def incomes(seed: int = 5, *, areas: int = 20, size: int = 120, sample: int = 12, unsampled: int = 2) -> dict:
    """A lognormal population and a sample of it that leaves the last areas out."""
    random = np.random.default_rng(seed)
    area = np.repeat(np.arange(areas), size)
    x = with_intercept(np.column_stack([random.normal(size=len(area)), random.integers(0, 2, len(area))]))
    z = x @ [9.8, 0.25, -0.3] + 0.25 * random.normal(size=areas)[area] + 0.5 * random.normal(size=len(area))
    chosen = np.sort(random.permuted(np.tile(np.arange(size), (areas, 1)), axis=1)[:, :sample], axis=1)
    rows = (chosen + size * np.arange(areas)[:, None])[: areas - unsampled].ravel()
    return {"area": area, "x": x, "y": np.exp(z), "rows": rows}
