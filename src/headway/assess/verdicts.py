"""Verdicts on every series, over breaks on both sides of them."""

import msgspec

from headway.assess.breaks import Measure, measure_of, sudden_changes
from headway.assess.peers import Peers
from headway.assess.runs import YearlyRun
from headway.assess.subject import Subject, subject_of
from headway.model.assessment import BREAK_SUSPECTED, Assessment, Progress
from headway.model.edition import Edition
from headway.model.framework import Indicator
from headway.model.series import Series
from headway.model.series_break import Break
from headway.statistics.progress import escap, eurostat, oecd, open_sdg, sdsn, unsd, unsd_ratio
from headway.statistics.progress.peers import since

SUDDEN = 3.0
"""Times the usual change of the years around it that a single series' change must exceed to be named."""
STALE_YEARS = 5
"""A last value older than this many years before the review is marked."""
BREAK_NOT_JUDGED = "BREAK_NOT_JUDGED"
"""After the break there are too few values for a verdict of its own."""

METHODS = {
    "unsd": unsd.assess,
    "unsd-ratio": unsd_ratio.assess,
    "open-sdg": open_sdg.assess,
    "escap": escap.assess,
    "eurostat": eurostat.assess,
    "oecd": oecd.assess,
    "sdsn": sdsn.assess,
    "sdsn-trend": sdsn.pace,
}


class Circumstances(msgspec.Struct, frozen=True):
    """What a verdict depends on besides the values."""

    indicators: dict[tuple[str, str], Indicator]
    declared: tuple[Break, ...]
    suspected: dict[Measure, tuple[Break, ...]]
    peers: Peers
    edition: Edition
    """Of the headline method."""
    review_year: int

    def subject(self, series: Series, run: YearlyRun) -> Subject:
        return subject_of(series, run, self.indicators.get((series.framework, series.indicator)), self.peers)


class Judged(msgspec.Struct, frozen=True):
    """What one edition says of one series."""

    progress: Progress
    """What holds: over a break whose two sides differ, `BREAK_SUSPECTED`."""
    whole: Progress | None = None
    after_break: Progress | None = None
    breaks: tuple[Break, ...] = ()


def assess_series(
    series: Series, run: YearlyRun, *, headline: bool, circumstances: Circumstances
) -> Assessment:
    """The assessment of one series by the headline method."""
    subject = circumstances.subject(series, run)
    judged = judge(subject, circumstances.edition, circumstances)
    return Assessment(
        series=series,
        progress=judged.progress,
        headline=headline,
        whole=judged.whole,
        after_break=judged.after_break,
        breaks=judged.breaks,
        stale=bool(len(run.years)) and circumstances.review_year - int(run.years[-1]) > STALE_YEARS,
        conflicts=run.conflicts,
        sudden=_sudden(subject, judged),
        unused_target=subject.unused_target,
    )


def judge(subject: Subject, edition: Edition, circumstances: Circumstances) -> Judged:
    """What an edition says of a series; over breaks, of the whole and of the part after the last."""
    whole = _said(subject, edition)
    breaks = _breaks_within(subject, whole, edition, circumstances)
    if not breaks:
        return Judged(whole)
    after = _after_break(subject, whole, breaks, edition)
    return Judged(_joined(whole, after), whole, after, breaks)


def _said(subject: Subject, edition: Edition) -> Progress:
    return METHODS[edition.method](
        subject.run.years, subject.run.values,
        expectation=subject.expectation, edition=edition, situation=subject.situation,
    )  # fmt: skip


def _sudden(subject: Subject, judged: Judged) -> tuple[int, ...]:
    """Sudden changes between base and last value that no break explains; an answer by yes or no has none."""
    whole = judged.whole or judged.progress
    if not whole.verdict or whole.base_year is None or subject.expectation.kind == "binary":
        return ()
    explained = {entry.year for entry in judged.breaks}
    years = sudden_changes(subject.run, SUDDEN)
    return tuple(year for year in years if year > whole.base_year and year not in explained)


def _breaks_within(
    subject: Subject, whole: Progress, edition: Edition, circumstances: Circumstances
) -> tuple[Break, ...]:
    """The breaks after the first value that the edition looks at, up to the last one.

    A level rests on the last value alone and knows no breaks.
    """
    if not whole.verdict or whole.base_year is None:
        return ()
    series = subject.series
    declared = [
        entry for entry in circumstances.declared
        if entry.concerns(series.framework, series.indicator, series.ref_area)
    ]  # fmt: skip
    suspected = circumstances.suspected.get(measure_of(series), ())
    if not declared and not suspected:
        return ()
    years = {entry.year for entry in declared}
    both = declared + [entry for entry in suspected if entry.year not in years]
    first = _first_used(subject, whole, edition)
    found = [entry for entry in both if first < entry.year <= whole.last_year]
    return tuple(sorted(found, key=lambda entry: entry.year))


def _first_used(subject: Subject, whole: Progress, edition: Edition) -> int:
    """The year of the first value that enters.

    An edition that extrapolates looks back to its `start_year`; one that judges
    a window of late years may count the required path from the base year.
    """
    start = edition.parameters.get("start_year")
    if edition.choices.get("required_from") == "base" and whole.target_value is not None:
        start = edition.base_year
    if start is None:
        return whole.base_year
    used = subject.run.years[subject.run.years >= start]
    return min(whole.base_year, int(used[0])) if len(used) else whole.base_year


def _after_break(subject: Subject, whole: Progress, breaks: tuple[Break, ...], edition: Edition) -> Progress:
    """The verdict on the part after the last break, which starts anew where the base lies before it.

    The comparison group is seen over the same years: a break of the measure is one of theirs too.
    """
    year, run = breaks[-1].year, subject.run
    later = run.years >= year
    after = msgspec.structs.replace(run, years=run.years[later], values=run.values[later], std_errors=None)
    situation = msgspec.structs.replace(subject.situation, peers=since(subject.situation.peers, year))
    if year > whole.base_year:
        parameters = edition.parameters | {"base_year": float(year)}
        edition = msgspec.structs.replace(edition, parameters=parameters)
    return _said(msgspec.structs.replace(subject, run=after, situation=situation), edition)


def _joined(whole: Progress, after: Progress) -> Progress:
    """Where the two sides of a break differ, neither verdict stands alone."""
    if after.verdict == whole.verdict:
        return whole
    if not after.verdict:
        return msgspec.structs.replace(whole, flags=(*whole.flags, BREAK_NOT_JUDGED))
    return msgspec.structs.replace(whole, verdict=BREAK_SUSPECTED, category="", level=None)
