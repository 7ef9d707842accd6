"""Folder in, finished review out: everything a page or a file shows, computed and frozen."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from headway.assess.aims import UsedTarget, used_targets
from headway.assess.breaks import suspected_breaks
from headway.assess.coverage import Coverage, holding
from headway.assess.group_gaps import Sources, group_gaps
from headway.assess.headline import Headline, choose_headline, group_series
from headway.assess.peers import Peers
from headway.assess.projections import projections
from headway.assess.rollup import rollups
from headway.assess.runs import all_runs, yearly_run
from headway.assess.side_by_side import compared_series, judge_all
from headway.assess.standings import Standing, standings
from headway.assess.standouts import Standouts, standouts
from headway.assess.worked_example import WorkedExample, worked_example
from headway.assess.verdicts import Circumstances, Judged, assess_series
from headway.errors import ReviewError, nearest
from headway.model.area import Area, parts_of, ranked_parts
from headway.model.assessment import Assessment, Progress
from headway.model.edition import Edition
from headway.model.framework import Indicator
from headway.model.group_gap import GroupGap
from headway.model.problem import Problem
from headway.model.projection import Projection
from headway.model.rollup import Rollup
from headway.nomenclature import methods
from headway.nomenclature.problems import order, sentence, severity
from headway.review.applied import applied_indicators
from headway.review.boundaries import Outlines, join_outlines, outline_problems
from headway.review.checks import check_review
from headway.review.folder import Review, open_review
from headway.review.ingest import open_store
from headway.review.reuse import kept
from headway.review.settings import FILE
from headway.store.read import Store

IndicatorKey = tuple[str, str]


class Finished(msgspec.Struct, frozen=True):
    """A review with its numbers and verdicts; what publish receives."""

    review: Review
    store: Store
    indicators: dict[IndicatorKey, Indicator]
    """In the order of goals, targets and codes; the review's own words applied."""
    areas: dict[str, Area]
    groups: dict[IndicatorKey, dict[str, list[int]]]
    """Indicator → area → series ids."""
    headlines: dict[tuple[IndicatorKey, str], Headline]
    assessments: list[Assessment]
    """By series id."""
    coverage: tuple[Coverage, ...]
    """One per indicator, in the same order."""
    problems: tuple[Problem, ...]
    edition: Edition
    projections: dict[int, Projection]
    """By series id: of the headlines of the area and of the nation."""
    standouts: Standouts
    """Of the area's headlines."""
    example: WorkedExample | None
    """A verdict of the area's, else of the nation's, step by step."""
    outlines: Outlines
    """Of the sources' maps, by the areas they join."""
    standings: dict[IndicatorKey, Standing]
    """Of the indicators by which enough regions and cities can be compared."""
    editions: tuple[Edition, ...]
    """Of the methods compared, the headline method's first."""
    side_by_side: dict[int, tuple[Progress, ...]]
    """Series id → what each of `editions` says, in that order; of the series that pages compare."""
    over_breaks: dict[tuple[int, int], Judged]
    """(series id, place among `editions`) → both verdicts over a break."""
    rollups: tuple[Rollup, ...]
    """Of the review's area, the nation and every region, by each method's own rule."""
    group_gaps: tuple[GroupGap, ...]
    """Between groups, and the spread of the regions, in the review's area and the nation."""
    circumstances: Circumstances
    """What verdicts depend on besides the values: with it any series can be judged by any method."""

    def headline(self, key: IndicatorKey, area: str) -> Headline | None:
        return self.headlines.get((key, area))

    def assessment(self, key: IndicatorKey, area: str) -> Assessment | None:
        """The verdict on an indicator is the verdict on its headline."""
        headline = self.headline(key, area)
        if headline is None or headline.series_id is None:
            return None
        return self.assessments[headline.series_id]

    def judged(self, series_id: int) -> list[Judged]:
        """What each of `editions` says of any series, also of one that pages do not compare."""
        run = yearly_run(self.store.points(series_id))
        series, assessment = self.store.series[series_id], self.assessments[series_id]
        return judge_all(series, run, assessment, self.editions, self.circumstances)

    def used_targets(self, key: IndicatorKey, area: str) -> tuple[UsedTarget, ...]:
        """The target that each of `editions` used for an indicator in an area; empty without a headline."""
        headline = self.headline(key, area)
        if headline is None or headline.series_id is None:
            return ()
        return used_targets(self.side_by_side[headline.series_id], self.indicators[key].expectation)


def finish_review(folder: Path, *, strict: bool = True, before: Finished | None = None) -> Finished:
    """Computes everything; with `strict`, faults in the review's own tables raise ReviewError.

    What an earlier result `before` found of series whose inputs are the same is taken from it.
    """
    review = open_review(folder)
    if strict:
        refuse_faults(review.problems)
    store = open_store(folder, review.settings, review.pins, frozenset(review.decisions))
    catalogue = store.catalogue
    indicators = applied_indicators(catalogue.indicators, review)
    areas = {area.code: area for area in catalogue.areas} | review.areas
    require_areas(review)
    parts = parts_of(areas, review.settings.nation, review.settings.year)
    groups = group_series(store.series)
    runs = all_runs(store)
    headlines = _headlines(groups, store, indicators, review)
    editions = methods.compared_editions(review.settings.method, review.settings.compare)
    edition, ranked = editions[0], ranked_parts(areas, parts)
    circumstances = Circumstances(
        indicators=indicators,
        declared=review.breaks,
        suspected=suspected_breaks(
            store.series, runs, areas, review.settings.nation, methods.edition("level-shift")
        ),
        peers=Peers(store.series, runs, areas, ranked),
        edition=edition,
        review_year=review.settings.year,
    )
    main = {headline.series_id for headline in headlines.values()} - {None}
    known = kept(before, store, review, areas, editions, indicators, main)
    assessments = [
        known.assessments[series_id] if series_id in known.ids
        else assess_series(series, runs[series_id], headline=series_id in main, circumstances=circumstances)
        for series_id, series in enumerate(store.series)
    ]  # fmt: skip
    coverage = tuple(_coverage(key, indicators, groups, headlines, store, review) for key in indicators)
    found = check_review(review, catalogue, indicators, areas, groups, headlines, circumstances.suspected, store)
    if strict:
        refuse_faults(found)
    outlines = join_outlines(catalogue.boundaries, areas, parts)
    problems = [*review.problems, *catalogue.problems, *found, *outline_problems(outlines, areas)]
    shown = _shown(headlines, groups, store, review)
    own = (review.settings.area, review.settings.nation)
    of_area, of_nation = (_judged(area, headlines, assessments) for area in own)
    compared = compared_series(store.series, main | set(shown))
    beside = known.beside(compared, store.series, runs, assessments, editions, circumstances)
    return Finished(
        review, store, indicators, areas, groups, headlines, assessments, coverage,
        tuple(sorted(problems, key=order)), edition,
        projections(shown, assessments, runs, indicators, edition), standouts(of_area, indicators, edition),
        worked_example(of_area) or worked_example(of_nation),
        outlines,
        standings(
            groups, store.series, runs, headlines, indicators, ranked,
            own,
        ),
        editions, beside.progress, beside.over_breaks,
        rollups(list(dict.fromkeys([*own, *parts])), own, headlines, beside, store.series, runs, circumstances),
        group_gaps(
            own, own[1], ranked,
            Sources(store.series, runs, assessments, groups, headlines, indicators, edition.base_year),
        ),
        circumstances,
    )  # fmt: skip


def _judged(area: str, headlines, assessments: list[Assessment]) -> dict[IndicatorKey, Assessment]:
    """Indicator → the assessment of its headline in an area."""
    return {
        key: assessments[headline.series_id]
        for (key, place), headline in headlines.items()
        if place == area and headline.series_id is not None
    }


def _shown(headlines, groups, store: Store, review: Review) -> list[int]:
    """The headlines of the area and the nation, and the nation's series like the area's own."""
    places = (review.settings.area, review.settings.nation)
    found = {headline.series_id for (_, area), headline in headlines.items() if area in places}
    for key, by_area in groups.items():
        headline = headlines.get((key, places[0]))
        if headline and headline.series_id is not None:
            own = store.series[headline.series_id].dimensions
            found |= {i for i in by_area.get(places[1], ()) if store.series[i].dimensions == own}
    return sorted(found - {None})


def require_areas(review: Review) -> None:
    """The review's area and the one it is within stand in areas.csv; ReviewError otherwise."""
    areas = review.areas
    if any(problem.file == "areas.csv" for problem in review.problems):
        return  # the check names the fault of the table itself
    for field in ("area", "within"):
        code = getattr(review.settings, field)
        if (code or field == "area") and code not in areas:
            near = ", ".join(nearest(code, list(areas))) or ", ".join(list(areas)[:5])
            raise ReviewError(
                f"{review.folder / FILE}: {field} is “{code}”, which areas.csv lacks.",
                remedy=f"Nearest: {near}. Correct it, or add the area there.",
            )


def refuse_faults(problems: Iterable[Problem]) -> None:
    """A build on tables with faults would show what nobody meant."""
    faults = [problem for problem in problems if severity(problem) == "error"]
    if not faults:
        return
    first = faults[0]
    more = f" And {len(faults) - 1} more." if len(faults) > 1 else ""
    raise ReviewError(
        f"{first.place}: {sentence(first, 'found')} Expected: {sentence(first, 'expected')}",
        remedy=f"{sentence(first, 'remedy')}{more} “headway check” lists all.",
        problems=faults,
    )


def _headlines(groups, store: Store, indicators, review: Review) -> dict[tuple[IndicatorKey, str], Headline]:
    found = {}
    for key, by_area in groups.items():
        row = review.indicators.get(key)
        source = indicators[key].headline if key in indicators else ()
        for area, ids in by_area.items():
            found[key, area] = choose_headline(
                ids, store.series, review=row.headline if row else None, source=source
            )
    return found


def _coverage(key, indicators, groups, headlines, store: Store, review: Review) -> Coverage:
    settings = review.settings
    by_area = groups.get(key, {})
    row = review.indicators.get(key)
    return Coverage(
        indicator=indicators[key],
        area=holding(store, by_area.get(settings.area, [])),
        within=holding(store, by_area.get(settings.nation, [])),
        headline=headlines.get((key, settings.area)),
        owner=row.owner if row else (),
    )


def check_folder(folder: Path) -> Finished:
    """As finish_review, with the faults of the tables among the problems instead of raised."""
    return finish_review(folder, strict=False)
