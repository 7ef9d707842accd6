"""The tables of what the methods say: of series, of targets and goals, of groups."""

from collections.abc import Iterator
from pathlib import Path

from headway.assess.aims import basis_used
from headway.assess.verdicts import Judged
from headway.model.assessment import Assessment, Progress
from headway.model.expectation import Expectation
from headway.publish.package.tables import cell, write_rows
from headway.review.build import Finished

ASSESSMENT = (
    "address", "framework", "indicator", "ref_area", "headline", "method", "edition", "concept", "verdict",
    "category", "level", "score", "reason", "flags", "base_year", "base_value", "last_year", "last_value",
    "target_year", "target_value", "target_basis", "expected_value", "points", "break_years", "break_kinds",
    "verdict_whole", "verdict_after_break", "sudden", "stale", "conflicts", "unused_target", "unverified",
)  # fmt: skip


def write_assessments(finished: Finished, folder: Path) -> None:
    """One row per series and method: the headline method's on every series first, then the others'."""
    write_rows(folder / "assessments.csv", ASSESSMENT, _assessment_rows(finished))


def _assessment_rows(finished: Finished) -> Iterator[list[object]]:
    unverified = ["|".join(edition.unverified) for edition in finished.editions]
    addresses = [str(series.address) for series in finished.store.series]
    for series_id, assessment in enumerate(finished.assessments):
        judged = Judged(assessment.progress, assessment.whole, assessment.after_break, assessment.breaks)
        yield _assessment_row(addresses[series_id], assessment, judged, finished, unverified[0])
    for number, about in list(enumerate(unverified))[1:]:
        for series_id, said in finished.side_by_side.items():
            judged = finished.over_breaks.get((series_id, number)) or Judged(said[number])
            yield _assessment_row(addresses[series_id], finished.assessments[series_id], judged, finished, about)


def _assessment_row(
    address: str, assessment: Assessment, judged: Judged, finished: Finished, unverified: str
) -> list[object]:
    """What the series is and what holds for any method stand in `assessment`, the verdict in `judged`."""
    series, progress = assessment.series, judged.progress
    indicator = finished.indicators.get((series.framework, series.indicator))
    basis = basis_used(progress, indicator.expectation if indicator else Expectation())
    return [
        address, series.framework, series.indicator, series.ref_area, _flag(assessment.headline),
        progress.method, progress.edition, progress.concept, progress.verdict, progress.category,
        cell(progress.level), cell(progress.score), progress.reason, "|".join(progress.flags),
        cell(progress.base_year), cell(progress.base_value), cell(progress.last_year), cell(progress.last_value),
        cell(progress.target_year), cell(progress.target_value), basis, cell(progress.expected_value),
        progress.points, "|".join(str(entry.year) for entry in judged.breaks),
        "|".join(entry.kind for entry in judged.breaks), _verdict(judged.whole), _verdict(judged.after_break),
        "|".join(map(str, assessment.sudden)), _flag(assessment.stale), "|".join(assessment.conflicts),
        _flag(assessment.unused_target), unverified,
    ]  # fmt: skip


def _verdict(progress: Progress | None) -> str:
    return (progress.verdict or progress.reason) if progress else ""


def _flag(value: bool) -> str:
    return "yes" if value else ""


ROLLUP = (
    "ref_area", "level", "code", "method", "edition", "concept", "verdict", "category", "score", "assessed",
    "listed", "counts", "reason",
)  # fmt: skip


def write_rollups(finished: Finished, folder: Path) -> None:
    """One row per area, target, goal or whole, and method."""
    rows = (
        [
            entry.ref_area, entry.level, entry.code, entry.method, entry.edition, entry.concept, entry.verdict,
            entry.category, cell(entry.score), entry.assessed, entry.listed,
            "|".join(f"{name}={count}" for name, count in entry.counts.items()), entry.reason,
        ]
        for entry in finished.rollups
    )  # fmt: skip
    write_rows(folder / "rollups.csv", ROLLUP, rows)


GAP = (
    "framework", "indicator", "ref_area", "dimension", "one", "other", "change", "first_year", "last_year", "first",
    "last", "slope", "slope_lower", "slope_upper", "points", "places", "reason",
)  # fmt: skip


def write_gaps(finished: Finished, folder: Path) -> None:
    """One row per indicator, area and pair of groups, or spread of regions."""
    rows = (
        [
            entry.framework, entry.indicator, entry.ref_area, entry.dimension, entry.one, entry.other, entry.change,
            cell(entry.first_year), cell(entry.last_year), cell(entry.first), cell(entry.last), cell(entry.slope),
            cell(entry.lower), cell(entry.upper), entry.points, entry.places or "", entry.reason,
        ]
        for entry in finished.group_gaps
    )  # fmt: skip
    write_rows(folder / "gaps.csv", GAP, rows)
