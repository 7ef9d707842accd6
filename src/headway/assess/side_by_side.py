"""The same series judged by several methods, each by its own rule."""

from collections.abc import Iterable

import msgspec

from headway.assess.runs import YearlyRun
from headway.assess.verdicts import Circumstances, Judged, judge
from headway.model.assessment import Assessment, Progress
from headway.model.edition import Edition
from headway.model.series import MEASURE_DIMENSIONS, TOTAL, Series

COMPARED_GROUPS = frozenset({"sex", "age", "urbanisation"})
"""Dimensions by which a series may single out one group and is still judged by every method."""


class SideBySide(msgspec.Struct, frozen=True):
    """What each edition says of the series that pages compare."""

    editions: tuple[Edition, ...]
    """The headline method's first."""
    progress: dict[int, tuple[Progress, ...]]
    """Series id → one Progress for each of `editions`."""
    over_breaks: dict[tuple[int, int], Judged]
    """(series id, place among `editions`) → both verdicts, where the edition's years hold a break."""


def side_by_side(
    ids: Iterable[int], series: list[Series], runs: list[YearlyRun], assessments: list[Assessment],
    editions: tuple[Edition, ...], circumstances: Circumstances,
) -> SideBySide:  # fmt: skip
    """Every edition on every series of `ids`; `assessments` are the headline method's, by series id."""
    progress: dict[int, tuple[Progress, ...]] = {}
    over_breaks: dict[tuple[int, int], Judged] = {}
    for series_id in ids:
        judged = judge_all(series[series_id], runs[series_id], assessments[series_id], editions, circumstances)
        progress[series_id] = tuple(one.progress for one in judged)
        over_breaks |= {(series_id, place): one for place, one in enumerate(judged) if one.breaks}
    return SideBySide(editions, progress, over_breaks)


def judge_all(
    series: Series, run: YearlyRun, assessment: Assessment, editions: tuple[Edition, ...],
    circumstances: Circumstances,
) -> list[Judged]:  # fmt: skip
    """What each edition says of one series, the headline method's verdict as it stands."""
    first = Judged(assessment.progress, assessment.whole, assessment.after_break, assessment.breaks)
    subject = circumstances.subject(series, run)
    return [first, *(judge(subject, edition, circumstances) for edition in editions[1:])]


def compared_series(series: list[Series], headlines: Iterable[int]) -> list[int]:
    """Every headline, and every series that singles out one group by sex, age or urbanisation alone."""
    main = set(headlines)
    return [series_id for series_id, entry in enumerate(series) if series_id in main or _one_group(entry)]


def _one_group(entry: Series) -> bool:
    singled = [key for key, code in entry.dimensions if code != TOTAL and key not in MEASURE_DIMENSIONS]
    return len(singled) == 1 and singled[0] in COMPARED_GROUPS
