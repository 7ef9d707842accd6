"""What unit records must be before anything is computed from them.

Every fault is a UsageError that names the rows (counted from 0), what was
expected and what to do, so that no missing value travels into a result.
"""

import numpy as np

from headway.errors import UsageError

SHOWN = 5
"""Row numbers named in a message; the rest are counted."""


def listed(items) -> str:
    """The first few items and how many more there are: '3, 8, 9 and 12 more'."""
    items = list(items)
    text = ", ".join(str(item) for item in items[:SHOWN])
    return text if len(items) <= SHOWN else f"{text} and {len(items) - SHOWN} more"


def response(y) -> np.ndarray:
    """`y` as floats (n,), all finite."""
    values = _floats(y, "y")
    if values.ndim != 1 or len(values) == 0:
        raise UsageError(f"y has the shape {values.shape}; it must be one column with at least one row.")
    _all_finite(values, "y")
    return values


def design(x, *, rows: int | None = None) -> np.ndarray:
    """`x` as floats (n, p), all finite; `rows` is the length it must have."""
    values = _floats(x, "x")
    if values.ndim == 1:
        values = values[:, None]
    if values.ndim != 2 or values.shape[1] == 0:
        raise UsageError(f"x has the shape {values.shape}; it must have units in rows and covariates in columns.")
    if rows is not None and len(values) != rows:
        raise UsageError(f"x has {len(values)} rows and y has {rows}; there must be one row for each unit.")
    _all_finite(values, "x")
    return values


def columns_match(x: np.ndarray, beta: np.ndarray) -> None:
    """Prediction needs the covariates of the fit, in its order."""
    if x.shape[1] != len(beta):
        raise UsageError(
            f"x has {x.shape[1]} columns and the model was fitted with {len(beta)}.",
            remedy="Give the same covariates in the same order, the intercept's column included.",
        )


def unit_weights(weights, rows: int) -> np.ndarray:
    """Survey weights as positive floats (n,)."""
    values = _floats(weights, "weights")
    if values.shape != (rows,):
        raise UsageError(f"weights has the shape {values.shape}; it must have one value for each of the {rows} units.")
    _all_finite(values, "weights")
    bad = np.flatnonzero(values <= 0)
    if len(bad):
        raise UsageError(
            f"weights is zero or negative in the rows {listed(bad)}.",
            remedy="Leave those units out, or give them the weight they have.",
        )
    return values


def coded(area, *, rows: int | None = None, name: str = "area") -> tuple[np.ndarray, np.ndarray]:
    """Distinct areas, ascending (m,), and each unit's position among them (n,)."""
    values = np.asarray(area)
    if values.ndim != 1 or len(values) == 0:
        raise UsageError(f"{name} has the shape {values.shape}; it must be one column with at least one row.")
    if rows is not None and len(values) != rows:
        raise UsageError(f"{name} has {len(values)} rows where {rows} are expected.")
    missing = _missing(values)
    if len(missing):
        raise UsageError(
            f"{name} is missing in the rows {listed(missing)}.", remedy="Leave those units out or name their area."
        )
    if values.dtype == object:
        values = values.astype(str)
    areas, codes = np.unique(values, return_inverse=True)
    return areas, codes


def positions(wanted: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Where each wanted area stands among the known ones (ascending); -1 where it is not there."""
    if wanted.dtype.kind != known.dtype.kind and "U" in (wanted.dtype.kind, known.dtype.kind):
        raise UsageError(
            f"Areas are of the type {wanted.dtype} here and {known.dtype} in the fit.",
            remedy="Write the areas' codes in the same way in both files.",
        )
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[place] == wanted, place, -1)


def _floats(values, name: str) -> np.ndarray:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError) as fault:
        raise UsageError(f"{name} holds what is not a number: {fault}.") from None


def _all_finite(values: np.ndarray, name: str) -> None:
    good = np.isfinite(values) if values.ndim == 1 else np.isfinite(values).all(axis=1)
    if not good.all():
        raise UsageError(
            f"{name} is missing or infinite in the rows {listed(np.flatnonzero(~good))}.",
            remedy="Leave those units out or fill them in beforehand.",
        )


def _missing(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind == "f":
        return np.flatnonzero(~np.isfinite(values))
    if values.dtype == object:
        return np.flatnonzero([v is None or v != v for v in values])
    return np.empty(0, dtype=int)
