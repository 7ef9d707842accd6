"""Statuses, base years and levels of UNDP's series, recomputed with the parameters that stand beside each."""

import msgspec
import numpy as np

from headway.assess.reproduce.undp_file import NO_VERDICT, Country, Methodology, Series, number, run_of
from headway.model.assessment import Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress.unsd_ratio import assess
from headway.statistics.progress.unsd_ratio.base import base_place
from headway.statistics.progress.unsd_ratio.levels import assess_level

STATUSES = {
    "ACHIEVED": "Target Achieved",
    "ON_TRACK": "On Track",
    "FAIR": "Fair progress but acceleration needed",
    "LIMITED": "Limited or No Progress",
    "DETERIORATION": "Deterioration",
}
"""Class → the publisher's words."""
COVERED = ("CAGRR", "CAGRA")
UNCOVERED = {
    "AARRR": "log rates (AARRR)",
    "CAGRR+AARRR": "log rates beside the ratio (CAGRR+AARRR)",
    "Halfing": "halving",
    "Doubling": "doubling",
    "Likert": "Likert scales",
    "Parity": "parity",
    "Binary": "binary",
    "SpecialGINI": "the Gini index of 10.4.2 (SpecialGINI)",
}
LESS_IS_BETTER = ("decrease", "not increase")
DIRECTIONS = (*LESS_IS_BETTER, "increase", "not decrease")
PUBLISHED_SIGN = {"negative": "size"}
"""The publisher's program takes the size of negative values: KGZ 10.5.1, from −2.1 to −6.9, is published as on track."""


class Cell(msgspec.Struct, frozen=True):
    """One published class beside ours, both in the publisher's words."""

    kind: str
    item: str
    published: str
    ours: str
    inputs: dict[str, str]
    refusal: bool = False
    """Published as having no class."""


def uncovered_kind(series: Series) -> str:
    """What keeps a series' status from being recomputed; blank where it is."""
    method = series.methodology
    if isinstance(method, str):
        return "no methodology published"
    if method is None:
        return "parameters of another form"
    if method.rule not in COVERED:
        return UNCOVERED.get(method.rule, f"rule {method.rule}")
    if run_of(series) is None:
        return "values that are no run of yearly numbers"
    if method.normativeDirection not in DIRECTIONS:
        return "no direction published"
    return _missing(method)


def _missing(method: Methodology) -> str:
    """What the rule needs and the file does not give; blank where nothing is missing."""
    limits = method.CAGRLimit if method.rule == "CAGRA" else method.CAGRRLimits
    if len(limits) != 3 if limits is not None else method.rule == "CAGRA":
        return "limits that are not three numbers"
    no_aim = method.targetValue is None and method.CAGRRequire is None
    one_way = method.normativeDirection.startswith("not ")
    return "ratio rule without a target" if method.rule == "CAGRR" and (no_aim or one_way) else ""


def series_cells(country: Country, rule: Edition) -> list[Cell]:
    """Status and base year of each series the rule covers, and every level with thresholds."""
    published = msgspec.structs.replace(rule, choices=rule.choices | PUBLISHED_SIGN, exceptions={})
    cells = []
    for series in country.tsData:
        if not uncovered_kind(series):
            cells += _pace_cells(country.countryCode, series, published)
        if _has_level(series):
            cells.append(_level_cell(country.countryCode, series, published))
    return cells


# Pace


def _pace_cells(area: str, series: Series, rule: Edition) -> list[Cell]:
    method = series.methodology
    years, values = (np.array(part) for part in run_of(series))
    with_limits = msgspec.structs.replace(rule, parameters=rule.parameters | _parameters(method))
    found = _judged(years, values, method, with_limits)
    base = base_place(years, values, rule)
    inputs = _inputs(method, years, values, found)
    item = _item(area, series)
    refusal = series.status in NO_VERDICT
    ours = _status(found, rule)
    return [
        Cell(method.rule, item, series.status or "", ours, inputs, refusal=refusal),
        Cell("base", item, _year(method.baseYear), "none" if base is None else str(years[base]), inputs),
    ]


def _judged(years: np.ndarray, values: np.ndarray, method: Methodology, rule: Edition) -> Progress:
    """A target beside the rule without a target only says when it is achieved: the pace is judged without it."""
    expectation = _expectation(method)
    found = assess(years, values, expectation=expectation, edition=rule)
    if method.rule == "CAGRR" or found.category == "ACHIEVED":
        return found
    return assess(years, values, expectation=msgspec.structs.replace(expectation, target=None), edition=rule)


def _expectation(method: Methodology) -> Expectation:
    """Only "increase" and "decrease" have a target that can be met, and zero as the best of a decrease."""
    direction = "decrease" if method.normativeDirection in LESS_IS_BETTER else "increase"
    if method.normativeDirection != direction:
        return Expectation(direction)
    target = None if method.targetValue is None else Target(value=method.targetValue)
    return Expectation(direction, lower=0.0 if direction == "decrease" else None, target=target)


def _parameters(method: Methodology) -> dict[str, float]:
    """The limits of the file, as they stand, as the edition's parameters."""
    found = {}
    if method.rule == "CAGRA":
        found = dict(zip(("growth_on_track", "growth_fair", "growth_limited"), _growth_limits(method), strict=True))
    elif method.CAGRRLimits is not None:
        found = dict(zip(("on_track", "fair", "limited"), method.CAGRRLimits, strict=True))
    return found if method.CAGRRequire is None else found | {"required_rate": method.CAGRRequire}


def _growth_limits(method: Methodology) -> list[float]:
    """Growth in the desired direction from which a series is on track, fair, limited.

    Limits descend on the scale of the value's own growth: where less is better
    the first parts limited progress from deterioration, the last on track from
    fair.
    """
    if method.normativeDirection in LESS_IS_BETTER:
        return [-limit for limit in reversed(method.CAGRLimit)]
    return method.CAGRLimit


def _status(found: Progress, rule: Edition) -> str:
    if found.category:
        return STATUSES[found.category]
    late = found.last_year is not None and found.last_year > rule.parameters["base_year"]
    return "Insufficient Data" if late else "No Data After 2015"


def _inputs(method: Methodology, years: np.ndarray, values: np.ndarray, found: Progress) -> dict[str, str]:
    values_of = dict(zip(years.tolist(), values.tolist(), strict=True))
    shown = {
        "direction": method.normativeDirection,
        "target": method.targetValue,
        "base year": found.base_year,
        "base value": values_of.get(found.base_year),
        "last year": found.last_year,
        "last value": found.last_value,
        "score": found.score,
        "limits": method.CAGRLimit if method.rule == "CAGRA" else method.CAGRRLimits,
        "required rate": method.CAGRRequire,
        "reason": found.reason or None,
        "flags": " ".join(found.flags) or None,
    }
    return {name: str(value) for name, value in shown.items() if value is not None}


def _year(year: float | None) -> str:
    return "none" if year is None else str(int(year))


def _item(area: str, series: Series) -> str:
    return f"{area} {series.indicator} {series.series}"


# Levels


def _has_level(series: Series) -> bool:
    method = series.methodology
    if not isinstance(method, Methodology) or not method.currentLevelThresholds or run_of(series) is None:
        return False
    return len(method.currentLevelThresholdsName or ()) == len(method.currentLevelThresholds) + 1


def _level_cell(area: str, series: Series, rule: Edition) -> Cell:
    method, (years, values) = series.methodology, run_of(series)
    direction = _level_direction(method)
    found = assess_level(
        np.array(years), np.array(values), expectation=Expectation(direction), edition=rule,
        thresholds=method.currentLevelThresholds,
    )  # fmt: skip
    names = method.currentLevelThresholdsName
    ours = names[len(names) - found.level] if found.level else "none"
    published = series.currentLevelAssessment or "none"
    inputs = {
        "direction": direction,
        "thresholds": str(method.currentLevelThresholds),
        "last year": str(found.last_year),
        "last value": str(found.last_value),
        "reason": found.reason,
    }
    return Cell("level", _item(area, series), published, ours, inputs, refusal=published == "none")


def _level_direction(method: Methodology) -> str:
    """As the thresholds run, which is also how they stand where the file names no direction."""
    ascending = method.currentLevelThresholds[0] < method.currentLevelThresholds[-1]
    return "decrease" if ascending else "increase"
