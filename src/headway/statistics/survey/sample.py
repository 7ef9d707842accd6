"""The rows an estimator works on: values checked, areas coded, absences treated."""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.codes import code
from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.estimates import Note
from headway.statistics.survey.faults import fault, labels_text, numbers, raise_any


class Sample(msgspec.Struct, frozen=True, eq=False):
    """Values by row, and the area each row counts for."""

    values: tuple[np.ndarray, ...]
    """(n,) each, finite; 0 in rows left out."""
    area: np.ndarray
    """(n,) code of the area, -1 for rows outside all."""
    labels: np.ndarray
    """(m,) of the areas."""
    count: np.ndarray
    """(m,) rows."""
    everyone: np.ndarray
    """(n,) 0 for every row with values, whatever its area, -1 for the others."""
    missing: int
    notes: tuple[Note, ...] = ()

    @property
    def size(self) -> int:
        return len(self.labels)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """(m,) sums of `values` (n,) over each area."""
        if self.size == 1 and self.missing == 0 and self.count[0] == len(values):
            return np.array([values.sum()])
        if self.area.min() >= 0:
            return np.bincount(self.area, values, self.size)
        return np.bincount(self.area + 1, values, self.size + 1)[1:]

    def spread(self, per_area: np.ndarray) -> np.ndarray:
        """(n,) each row's own area's value, 0 outside."""
        if self.area.min() >= 0:
            return per_area[self.area]
        return np.append(per_area, 0.0)[self.area]


def sample(design: SurveyDesign, values: dict[str, np.ndarray], *, area=None, areas=None, missing: str = "error") -> Sample:
    """The sample for `values` by name, (n,) each.

    `area` (n,) labels; `areas` those wanted, in their order, all in the sample.
    `missing`: "error" refuses absent values with their rows, "omit" leaves the
    rows out of the estimate and keeps them in the design.
    """
    if missing not in ("error", "omit"):
        raise UsageError(f"There is no treatment {missing!r} of missing values.", remedy='Use missing="error" or "omit".')
    arrays = {name: numbers(value, name, rows=design.rows) for name, value in values.items()}
    absent = _absent(arrays, missing)
    labels, codes = _areas(design.rows, area, areas)
    if absent is not None:
        arrays = {name: np.where(absent, 0.0, array) for name, array in arrays.items()}
        codes = np.where(absent, -1, codes)
    inside = codes if codes.min() >= 0 else codes[codes >= 0]
    count = np.bincount(inside, minlength=len(labels))
    if not count.all():
        raise UsageError(
            f"Areas {labels_text(labels[count == 0])} have no row with a value in the sample.",
            remedy="Leave them out of `areas`: a direct estimate needs respondents; small area estimation serves the others.",
        )
    everyone = np.zeros(design.rows, dtype=np.intp) if absent is None else -absent.astype(np.intp)
    return Sample(
        tuple(arrays.values()), codes, labels, count, everyone, 0 if absent is None else int(absent.sum()), _notes(labels, count)
    )


def _absent(arrays: dict[str, np.ndarray], missing: str) -> np.ndarray | None:
    """(n,) True where a value is absent; None where none is."""
    found, absent = [], None
    for name, array in arrays.items():
        if np.isfinite(array.sum()):
            continue
        infinite = np.isinf(array)
        if infinite.any():
            found.append(fault("VALUE_INFINITE", f"{name} is infinite", "Correct the values.", np.flatnonzero(infinite)))
        empty = np.isnan(array)
        if empty.any() and missing == "error":
            remedy = 'Fill them, or say missing="omit" to leave the rows out of the estimate.'
            found.append(fault("VALUE_ABSENT", f"{name} is absent", remedy, np.flatnonzero(empty)))
        absent = empty if absent is None else absent | empty
    raise_any(found)
    return absent if absent is not None and absent.any() else None


def _areas(rows: int, area, areas) -> tuple[np.ndarray, np.ndarray]:
    if area is None:
        if areas is not None:
            raise UsageError("There are areas to estimate, and no area of the rows.", remedy="Give area=, one label a row.")
        return np.array(["all"]), np.zeros(rows, dtype=np.intp)
    area = np.asarray(area)
    if area.shape != (rows,):
        raise UsageError(f"area has shape {area.shape} where the design has {rows} rows.", remedy="Give one label for each row.")
    coded = code(area)
    if len(coded.absent):
        raise_any([fault("AREA_ABSENT", "Rows without an area", "Fill the area, or give it a label of its own.", coded.absent)])
    if areas is None:
        return coded.labels, coded.codes
    return _chosen(coded, list(areas))


def _chosen(coded, wanted: list) -> tuple[np.ndarray, np.ndarray]:
    known = {label: place for place, label in enumerate(coded.labels.tolist())}
    unknown = [label for label in wanted if label not in known]
    if unknown or len(set(wanted)) < len(wanted) or not wanted:
        what = f"Areas {labels_text(unknown)} are not in the sample." if unknown else "`areas` is empty or names an area twice."
        raise UsageError(what, remedy="Name areas of the sample, once each; small area estimation serves the others.")
    place = np.full(len(coded.labels), -1, dtype=np.intp)
    chosen = np.array([known[label] for label in wanted])
    place[chosen] = np.arange(len(wanted))
    return coded.labels[chosen], place[coded.codes]


def _notes(labels: np.ndarray, count: np.ndarray) -> tuple[Note, ...]:
    alone = labels[count == 1]
    if len(alone) == 0:
        return ()
    text = f"One row in {labels_text(alone)}: its error is not seen in the sample, and stands as the design gives it."
    return (Note("SINGLE_ROW", text, tuple(alone.tolist())),)
