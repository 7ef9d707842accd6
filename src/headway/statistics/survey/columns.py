"""Arrays, or names of columns of any table that answers `table[name]`."""

import numpy as np

from headway.errors import UsageError


def column(values, data, name: str) -> np.ndarray | None:
    """One column as an array (n,); None stays None."""
    if values is None:
        return None
    if isinstance(values, str):
        values = _of_table(values, data, name)
    array = np.asarray(values)
    if array.ndim != 1:
        raise UsageError(f"{name} has shape {array.shape}; one value a row was expected.")
    return array


def columns(values, data, name: str) -> list[np.ndarray]:
    """One column for each stage; a single column is one stage."""
    if values is None:
        return []
    if isinstance(values, (list, tuple)) and len(values) and _is_stage(values[0], data):
        return [column(part, data, f"{name}[{number}]") for number, part in enumerate(values)]
    return [column(values, data, name)]


def _is_stage(value, data) -> bool:
    return (isinstance(value, str) and data is not None) or (np.ndim(value) == 1)


def _of_table(name: str, data, role: str):
    if data is None:
        raise UsageError(f"{role} is the name {name!r}, and there is no table.", remedy="Give data=, or an array.")
    try:
        return data[name]
    except Exception as error:
        # Polars raises a class of its own that this room does not import.
        raise UsageError(f"The table gives no column {name!r} for {role}: {error}.", remedy="Name one of its columns.") from error
