"""One series: from its base and last value to progress value, class and score."""

import msgspec
import numpy as np

from headway.model.edition import Edition
from headway.statistics.progress import reasons as why
from headway.statistics.progress.open_sdg.rates import (
    bounded,
    compound_rate,
    opposite,
    replace_zero,
    scaling,
)
from headway.statistics.progress.open_sdg.score import (
    ACHIEVED,
    growth_category,
    growth_score,
    ratio_category,
    ratio_score,
)


class Case(msgspec.Struct, frozen=True):
    """What one series is judged by."""

    base_year: int
    base_value: float
    last_year: int
    last_value: float
    direction: int
    """+1 where an increase is desired, -1 where a decrease is."""
    target: float | None = None
    target_year: int = 2030
    limit: float | None = None
    """The natural limit on the desired side; of no effect beside a target."""


class SeriesProgress(msgspec.Struct, frozen=True):
    """What the method says of one series."""

    value: float | None = None
    """p: yearly growth, or observed over required growth."""
    score: float | None = None
    category: str = ""
    reason: str = ""
    """Why there is no class; blank where there is one."""
    flags: tuple[str, ...] = ()
    coefficient: float = 1.0
    """C, by which the thresholds above zero were multiplied."""
    base_value: float | None = None
    """As used: 0.001 where it was zero."""
    target: float | None = None
    """As used: 0.001 where it was zero."""

    @property
    def achieved(self) -> bool:
        return self.category == ACHIEVED


def choose_years(years: np.ndarray, base_year: int) -> tuple[int, int] | str:
    """Indices of base and last value; a reason code where there are none.

    The base value is that of the base year, else of the next year with one.
    `years` ascending, shape (n,). One value gives one index twice.
    """
    if len(years) == 0:
        return why.NO_DATA
    if years[-1] < base_year:
        return why.ENDS_BEFORE_BASE
    return int(np.searchsorted(years, base_year)), len(years) - 1


def series_progress(case: Case, edition: Edition) -> SeriesProgress:
    """The method on one series; every refusal has a reason."""
    zero = edition.parameters["zero"]
    base = replace_zero(case.base_value, zero)
    target = None if case.target is None else replace_zero(case.target, zero)
    replaced = base != case.base_value or target != case.target
    found = SeriesProgress(
        flags=(why.ZERO_REPLACED,) if replaced else (), base_value=base, target=target
    )
    achieved = target is not None and case.direction * (case.last_value - target) >= 0
    if case.last_year <= case.base_year:
        judged = achieved and edition.choices.get("one_value") == "achieved"
        return achieved_whatever(found, None, edition) if judged else refused(found, why.TOO_FEW_POINTS)
    value, reason = progress_value(case, base, target)
    if achieved:
        return achieved_whatever(found, value, edition)
    if value is None:
        return refused(found, reason)
    if target is not None:
        return msgspec.structs.replace(
            found,
            value=value,
            score=ratio_score(value, edition.parameters),
            category=ratio_category(value, edition.parameters),
        )
    return by_growth(found, value, case, edition)


def by_growth(found: SeriesProgress, value: float, case: Case, edition: Edition) -> SeriesProgress:
    """Class and score of growth, the thresholds scaled where a natural limit is set."""
    coefficient = scaling(case.base_value, case.limit, edition.parameters["limit_exponent"])
    return msgspec.structs.replace(
        found,
        value=value,
        coefficient=coefficient,
        score=growth_score(value, coefficient, edition.parameters),
        category=growth_category(value, coefficient, edition.parameters),
        flags=(*found.flags, *((why.NATURAL_LIMIT,) if coefficient < 1 else ())),
    )


def progress_value(case: Case, base: float, target: float | None) -> tuple[float | None, str]:
    """(p, blank) or (None, why not); `base` and `target` without zeros."""
    observed = compound_rate(base, case.last_value, case.last_year - case.base_year)
    if observed is None:
        return None, why.OPPOSITE_SIGNS
    toward = -case.direction if base < 0 else case.direction
    if target is None:
        return toward * observed, ""
    if opposite(base, target):
        return None, why.OPPOSITE_SIGNS
    if case.target_year <= case.base_year:
        return None, why.TARGET_YEAR_NOT_AFTER_BASE
    required = compound_rate(base, target, case.target_year - case.base_year)
    if not required:
        return None, why.TARGET_IS_BASE
    return bounded(toward * observed / abs(required)), ""


def achieved_whatever(found: SeriesProgress, value: float | None, edition: Edition) -> SeriesProgress:
    """A last value that meets the target has the best score whatever the trend."""
    return msgspec.structs.replace(
        found, value=value, score=edition.parameters["score_best"], category=ACHIEVED
    )


def refused(found: SeriesProgress, reason: str) -> SeriesProgress:
    return msgspec.structs.replace(found, reason=reason, flags=())
