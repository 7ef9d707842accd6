"""What is wrong with a survey's arrays, and in which rows.

All faults are gathered first and raised together, so a file is mended once.
"""

import msgspec
import numpy as np

from headway.errors import UsageError

SHOWN = 8
"""Rows named in a sentence; the fault itself carries all of them."""


class Fault(msgspec.Struct, frozen=True, eq=False):
    """One kind of fault and every row that has it (0-based, in the order of the arrays)."""

    code: str
    found: str
    remedy: str
    rows: np.ndarray

    def __str__(self) -> str:
        where = f" ({rows_text(self.rows)})" if len(self.rows) else ""
        return f"{self.found}{where}. {self.remedy}"


class SurveyFault(UsageError):
    """Correct the design: `faults` holds each fault with all its rows."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(str(fault) for fault in faults))

    def __reduce__(self):
        return SurveyFault, (list(self.faults),)


def fault(code: str, found: str, remedy: str, rows=()) -> Fault:
    return Fault(code, found, remedy, np.asarray(rows, dtype=np.intp))


def raise_any(faults: list[Fault]) -> None:
    if faults:
        raise SurveyFault(faults)


def rows_text(rows: np.ndarray) -> str:
    """'row 3', 'rows 3, 5 and 12 more'; rows count from 0."""
    shown = ", ".join(str(int(row)) for row in rows[:SHOWN])
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


def labels_text(labels) -> str:
    """'A, B, C and 4 more'."""
    labels = [str(label) for label in labels]
    more = f" and {len(labels) - SHOWN} more" if len(labels) > SHOWN else ""
    return ", ".join(labels[:SHOWN]) + more


def numbers(values, name: str, *, rows: int | None = None) -> np.ndarray:
    """`values` as floats (n,), or a UsageError that names the rows that are no numbers."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise UsageError(f"{name} has shape {array.shape}; one value a row was expected.")
    if rows is not None and len(array) != rows:
        raise UsageError(f"{name} has {len(array)} rows where the design has {rows}.", remedy="Give one value for each row.")
    try:
        return array.astype(float, copy=False)
    except (TypeError, ValueError):
        bad = [row for row, value in enumerate(array.tolist()) if not _is_number(value)]
        raise SurveyFault(
            [fault("NOT_A_NUMBER", f"{name} holds what is no number", "Give numbers, or NaN where absent.", bad)]
        ) from None


def _is_number(value) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
