"""Labels become integer codes, and pairs of codes become cells, in one pass.

Everything the room sums is summed by `numpy.bincount` over such codes, so no
copy of the data is made for a domain, a stratum or a cluster.
"""

import msgspec
import numpy as np

SPREAD = 4
"""Integers are coded by a look-up table up to this many places a row."""

PRESENCE = 16
"""Cells are numbered by a table of those present up to this many places a row, and by sorting beyond."""


class Coded(msgspec.Struct, frozen=True, eq=False):
    """Rows as integer codes into ascending labels; -1 where the label is absent."""

    labels: np.ndarray
    """(k,) in ascending order."""
    codes: np.ndarray
    """(n,) of `intp`."""

    @property
    def absent(self) -> np.ndarray:
        """Rows without a label."""
        return np.flatnonzero(self.codes < 0)


class Cells(msgspec.Struct, frozen=True, eq=False):
    """Pairs of codes that occur, numbered."""

    index: np.ndarray
    """(n,) the cell of each row."""
    first: np.ndarray
    """(c,) the first code of each cell."""
    second: np.ndarray
    """(c,) the second code of each cell."""

    @property
    def size(self) -> int:
        return len(self.first)


def code(values) -> Coded:
    """Codes of any one-dimensional array: integers, floats, booleans, text or objects.

    None, NaN, NaT and empty text are absent.
    """
    values = np.asarray(values)
    if values.dtype.kind in "iub":
        return _code_integers(values)
    if values.dtype.kind in "fM":
        return _code_sorted(values)
    return _code_objects(values)


def pair(first: np.ndarray, second: np.ndarray, second_size: int) -> Cells:
    """Cells of two runs of codes (n,), the second in 0 … second_size - 1; rows of -1 are not allowed."""
    key = first * second_size + second
    places = (int(key.max()) + 1) if len(key) else 0
    if places <= PRESENCE * len(key):
        numbers, index = _number_present(key, places)
    else:
        numbers, index = np.unique(key, return_inverse=True)
    return Cells(index, numbers // second_size, numbers % second_size)


def _number_present(key: np.ndarray, places: int) -> tuple[np.ndarray, np.ndarray]:
    present = np.zeros(places, dtype=bool)
    present[key] = True
    numbers = np.flatnonzero(present)
    if len(numbers) == places:
        return numbers, key
    rank = np.empty(places, dtype=np.int32)
    rank[numbers] = np.arange(len(numbers), dtype=np.int32)
    return numbers, rank[key].astype(np.intp)


def _code_integers(values: np.ndarray) -> Coded:
    if len(values) == 0:
        return Coded(values, np.empty(0, dtype=np.intp))
    if values.dtype == bool:
        values = values.astype(np.int8)
    low, high = int(values.min()), int(values.max())
    if high - low >= SPREAD * len(values) + 64:
        return _code_sorted(values)
    numbers, index = _number_present(values.astype(np.intp) - low, high - low + 1)
    return Coded(numbers + low, index)


def _code_sorted(values: np.ndarray) -> Coded:
    absent = np.isnat(values) if values.dtype.kind == "M" else values != values
    if not absent.any():
        labels, index = np.unique(values, return_inverse=True)
        return Coded(labels, index.astype(np.intp, copy=False))
    codes = np.full(len(values), -1, dtype=np.intp)
    labels, codes[~absent] = np.unique(values[~absent], return_inverse=True)
    return Coded(labels, codes)


def _code_objects(values: np.ndarray) -> Coded:
    items = values.tolist()
    known = [item for item in dict.fromkeys(items) if not _is_absent(item)]
    labels = sorted(known) if len({type(item) for item in known}) <= 1 else sorted(known, key=str)
    number = {label: place for place, label in enumerate(labels)}
    codes = np.fromiter((number.get(item, -1) for item in items), dtype=np.intp, count=len(items))
    return Coded(_as_array(labels), codes)


def _as_array(labels: list) -> np.ndarray:
    if all(isinstance(label, str) for label in labels):
        return np.array(labels, dtype=str)
    array = np.empty(len(labels), dtype=object)
    array[:] = labels
    return array


def _is_absent(item) -> bool:
    return item is None or item != item or item == ""
