"""UN ESCAP's indices for one run of values.

`assess` answers whether the target will be reached: its score is the
Anticipated Progress Index (the per cent of the way since the base year that
will be missing in the target year; 0 where it will be reached, 100 where
nothing will have changed), its category the band. `current_status` answers how
much of the way has been gone; ESCAP gives it no bands, so it has no verdict.

A base year without a value is read between the years around it. Without a
target the mean rate of the champion areas among the peers sets one, where the
peers suffice. Values before the edition's `start_year` play no part. A target
year gone by is judged by the last value up to it. Yes or no questions have no
pace, and are not covered.
"""

import msgspec
import numpy as np

from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.statistics.progress import reasons as why
from headway.statistics.progress.case import Case, prepare
from headway.statistics.progress.escap.extrapolate import Extrapolated, extrapolate
from headway.statistics.progress.escap.indices import (
    ACCELERATE,
    MAINTAIN,
    REVERSE,
    CurrentStatus,
    anticipated_progress_index,
    band,
    current_status_index,
    where_we_should_be,
)
from headway.statistics.progress.peers import champion_rate
from headway.statistics.progress.situation import Situation
from headway.statistics.progress.targets import Aim, from_champions

VERDICT = {MAINTAIN: ON_TRACK, ACCELERATE: FAIR, REVERSE: REGRESSION}


def assess(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> Progress:
    """The Anticipated Progress Index of one run and its band; concept "gap".

    `years` integers, strictly ascending, and `values` finite floats, shape (n,),
    in the series' own unit. Raises ValueError on arrays that are not so.
    """
    case = ready(years, values, expectation, edition, situation)
    if case.reason:
        return case.refused("gap", case.reason)
    expected = expected_value(case)
    index = anticipated_progress_index(case.last, expected.value, case.base.value, case.aim)
    parameters, choices = edition.parameters, edition.choices
    category = band(
        index, maintain=parameters["maintain"], accelerate=parameters["accelerate"], equal=choices["equal_to_border"]
    )
    flags = _flags(case) + expected.flags
    return case.said(
        "gap", VERDICT[category], category, score=index, expected_value=expected.value, flags=flags,
        points=int(np.sum(_used(case, case.aim.year))),
    )  # fmt: skip


def current_status(
    years: np.ndarray,
    values: np.ndarray,
    *,
    expectation: Expectation,
    edition: Edition,
    situation: Situation = Situation(),
) -> CurrentStatus:
    """The Current Status Index of one run, beside the line where it should be in the last year."""
    case = ready(years, values, expectation, edition, situation)
    if case.reason:
        return CurrentStatus(reason=case.reason)
    limits = edition.parameters
    index, uncapped = current_status_index(
        case.last, case.base.value, case.aim, floor=limits["status_floor"], cap=limits["status_cap"]
    )
    last_year = int(case.years[-1])
    return CurrentStatus(
        index=index,
        uncapped=uncapped,
        should_be=where_we_should_be(last_year, case.base.year, case.aim.year),
        base_year=case.base.year,
        base_value=case.base.value,
        last_year=last_year,
        last_value=case.last,
        target_year=case.aim.year,
        target_value=case.aim.nearest(case.last),
        target_basis=case.aim.basis,
        flags=_flags(case),
    )


def ready(years, values, expectation: Expectation, edition: Edition, situation: Situation) -> Case:
    """The case with its base and its aim, or with the reason why the indices do not exist for it."""
    case = prepare(years, values, expectation, edition, situation, not_covered=("binary",))
    if case.reason or case.base.reason:
        return msgspec.structs.replace(case, reason=case.reason or case.base.reason)
    aim = case.aim if case.aim.reason != why.NO_TARGET_SET else _champions(case)
    few = aim.year > case.years[-1] and np.sum(_used(case, aim.year)) < 2
    return msgspec.structs.replace(case, aim=aim, reason=aim.reason or (why.TOO_FEW_POINTS if few else ""))


def _used(case: Case, until: int) -> np.ndarray:
    """Which values the extrapolation uses, shape (n,)."""
    return (case.years >= case.edition.parameters["start_year"]) & (case.years <= until)


def _champions(case: Case) -> Aim:
    """The aim that champion areas set; without peers, none."""
    if not case.situation.peers or case.expectation.target is not None or case.expectation.direction == "range":
        return case.aim
    parameters = case.edition.parameters
    found = champion_rate(
        case.situation.peers,
        case.expectation.direction,
        count=int(parameters["champion_count"]),
        minimum=int(parameters["champion_minimum_peers"]),
        fence=parameters["champion_outlier_fence"],
        since=int(parameters["start_year"]),
    )
    lower, upper = natural_range(case)
    bounded = msgspec.structs.replace(case.expectation, lower=lower, upper=upper)
    return from_champions(case.base, found, bounded, year=case.aim.year)


def natural_range(case: Case) -> tuple[float | None, float | None]:
    """The bounds the expectation states; for shares in per cent, 0 and 100 where it states none."""
    lower, upper = case.expectation.lower, case.expectation.upper
    if case.situation.percent and case.expectation.kind == "share":
        return (0.0 if lower is None else lower), (100.0 if upper is None else upper)
    return lower, upper


def expected_value(case: Case) -> Extrapolated:
    """The value expected in the target year, from the record since the edition's `start_year`."""
    used = _used(case, case.aim.year)
    years, values = case.years[used], case.values[used]
    if case.years[-1] >= case.aim.year:
        return Extrapolated(float(values[-1]) if len(values) else case.base.value)
    lower, upper = natural_range(case)
    return extrapolate(
        years, values, case.aim.year, form=case.edition.choices["extrapolation"], lower=lower, upper=upper
    )


def _flags(case: Case) -> tuple[str, ...]:
    """The circumstances of base and target."""
    aim, found = case.aim, [*case.base.flags, *case.aim.flags]
    if aim.value is None:
        found.append(why.TWO_SIDED)
    if aim.year < case.years[-1]:
        found.append(why.TARGET_YEAR_PAST)
    if aim.shortfall(case.last) == 0.0:
        found.append(why.TARGET_MET)
        if aim.value is not None and case.sign * (case.last - case.base.value) < 0:
            found.append(why.MET_BUT_WORSENING)
    elif aim.shortfall(case.base.value) == 0.0:
        found.append(why.BASE_MET_TARGET)
    return tuple(found)
