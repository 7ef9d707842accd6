"""One series made ready for any method: its values, what is desired of it, its surroundings."""

import msgspec

from headway.assess.peers import Peers
from headway.assess.runs import YearlyRun
from headway.model.address import GLOBAL
from headway.model.expectation import Expectation
from headway.model.framework import Indicator
from headway.model.series import Series
from headway.nomenclature import units
from headway.statistics.progress.situation import Situation


class Subject(msgspec.Struct, frozen=True):
    """What every method is given of one series."""

    series: Series
    run: YearlyRun
    expectation: Expectation
    situation: Situation
    unused_target: bool = False
    """A target stands for the indicator but not for the unit of this series."""


def subject_of(series: Series, run: YearlyRun, indicator: Indicator | None, peers: Peers) -> Subject:
    """The series under what its indicator expects."""
    unit = series.value("unit_measure") or (indicator.unit if indicator else "")
    expectation, unused = _fitting(indicator.expectation if indicator else Expectation(), unit)
    situation = Situation(
        percent=units.is_percent(unit),
        growth_base=units.growth_base(unit),
        indicator=global_code(indicator),
        peers=peers.of(series, indicator, unit),
    )
    return Subject(series, run, expectation, situation, unused)


def global_code(indicator: Indicator | None) -> str:
    """The code of the global indicator that it is; blank where it only stands in for one."""
    if indicator is None or indicator.crosswalk.class_ != "identical":
        return ""
    return indicator.crosswalk.global_indicator or (indicator.code if indicator.framework == GLOBAL else "")


def _fitting(expectation: Expectation, unit: str) -> tuple[Expectation, bool]:
    """The expectation without a target whose unit is not the series' own."""
    target = expectation.target
    if target and target.unit and units.differ(target.unit, unit):
        return msgspec.structs.replace(expectation, target=None, lower=None, upper=None), True
    return expectation, False
