"""Awkward runs of values, each with what is expected of it: what a method must answer to with a reason, a flag or a class."""

import msgspec
import numpy as np

from headway.assess.peers import Peers
from headway.assess.runs import YearlyRun
from headway.assess.subject import Subject
from headway.assess.verdicts import Circumstances, judge
from headway.model.assessment import Progress
from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.series import Series
from headway.model.series_break import DECLARED, Break
from headway.model.target import Target
from headway.statistics.progress.situation import Situation


class AwkwardCase(msgspec.Struct, frozen=True):
    """A run, what is desired of it, what surrounds it."""

    points: dict[int, float]
    expectation: Expectation
    peers: int = 12
    """Places of the comparison group: 2, 10, 18 … in every year."""
    broken: int | None = None
    """Year of a declared break."""


def wanted(direction: str = "increase", target: float | None = None, kind: str = "rate", **bounds) -> Expectation:
    return Expectation(direction, kind, target=None if target is None else Target(value=target), **bounds)


def yearly(first: int, values: list[float]) -> dict[int, float]:
    return dict(enumerate(values, start=first))


CASES = {
    "one point": AwkwardCase({2020: 40.0}, wanted(target=80.0)),
    "all equal": AwkwardCase(yearly(2015, [40.0] * 9), wanted(target=80.0)),
    "zeros": AwkwardCase(yearly(2015, [0.0] * 9), wanted(target=80.0)),
    "sign change": AwkwardCase(yearly(2015, [-8.0, -6, -4, -2, 0, 2, 4, 6, 8]), wanted(target=80.0)),
    "target met": AwkwardCase(yearly(2015, [80.0, 81, 82, 83, 84, 85, 86, 87, 88]), wanted(target=80.0)),
    "target equal to the base": AwkwardCase(yearly(2015, [80.0, 79, 78, 77, 76, 75, 74, 73, 72]), wanted(target=80.0)),
    "a break": AwkwardCase(yearly(2010, [20.0, 22, 24, 26, 28, 30, 32, 34, 60, 58, 56, 54, 52, 50]), wanted(target=80.0), broken=2018),
    "base year missing": AwkwardCase(yearly(2017, [40.0, 42, 44, 46, 48, 50, 52]), wanted(target=80.0)),
    "no direction": AwkwardCase(yearly(2015, [40.0, 41, 42, 43, 44, 45, 46, 47, 48]), wanted("", 80.0)),
    "neither better": AwkwardCase(yearly(2015, [40.0, 41, 42, 43, 44, 45, 46, 47, 48]), wanted("none", 80.0)),
    "ends before base": AwkwardCase(yearly(2008, [40.0, 41, 42, 43, 44, 45]), wanted(target=80.0)),
    "no target and no peers": AwkwardCase(yearly(2015, [40.0, 41, 42, 43, 44, 45, 46, 47, 48]), wanted(), peers=0),
    "no peers": AwkwardCase(yearly(2015, [40.0, 41, 42, 43, 44, 45, 46, 47, 48]), wanted(target=80.0), peers=0),
    "growth rates": AwkwardCase(yearly(2015, [4.0, 3, 5, -1, 2, 3, 4, 5, 3]), wanted(kind="growth_rate")),
    "binary": AwkwardCase(yearly(2015, [0.0, 0, 0, 0, 1, 1, 1, 1, 1]), wanted(kind="binary"), peers=0),
}  # fmt: skip


def answer(case: AwkwardCase | str, edition: Edition) -> Progress:
    """What an edition says of a case, or of the one with a name, breaks considered."""
    case = CASES[case] if isinstance(case, str) else case
    series = Series("global", "1.1.1", "R", ())
    years, values = np.array(list(case.points)), np.array(list(case.points.values()))
    peers = tuple((np.arange(2000, 2024), np.full(24, 2.0 + 8 * place)) for place in range(case.peers))
    subject = Subject(series, YearlyRun(years, values, ()), case.expectation, Situation(peers=peers))
    breaks = () if case.broken is None else (Break(case.broken, DECLARED, "global", "1.1.1"),)
    return judge(subject, edition, Circumstances({}, breaks, {}, Peers([], [], {}, []), edition, 2026)).progress
