"""Reference values beside the checkout: `shared/data/statistics`.

Made with R 4.2.2 and survey 4.1-1 (sae 1.3, emdi 2.2.2, rpart 4.1.19 for the
others). HEADWAY_SHARED names the shared folder where it lies elsewhere; tests
are skipped where it is absent.
"""

import csv
import gzip
import os
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(os.environ.get("HEADWAY_SHARED", Path(__file__).parent.parent.parent / "shared"))


def columns(name: str) -> dict[str, np.ndarray]:
    """A file's columns by name: floats where all values are numbers (NA is NaN), text otherwise."""
    path = SHARED / "data" / "statistics" / name
    if not path.exists():
        pytest.skip(f"the reference {name} is not beside the checkout")
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as file:
        rows = list(csv.DictReader(file))
    return {column: _typed([row[column] for row in rows]) for column in rows[0]}


def api_estimates() -> dict[tuple[str, str], tuple[float, float, float]]:
    """(what, term) to (estimate, standard error, design effect or NaN): survey_api_estimates.csv."""
    table = columns("survey_api_estimates.csv")
    effects = [np.nan if value in ("NA", "") else float(value) for value in table["deff"].tolist()]
    keys = zip(table["what"].tolist(), [str(term) for term in table["term"].tolist()])
    return dict(zip(keys, zip(table["est"].tolist(), table["se"].tolist(), effects)))


def _typed(values: list[str]) -> np.ndarray:
    try:
        return np.array([np.nan if value == "NA" else float(value) for value in values])
    except ValueError:
        return np.array(values)
