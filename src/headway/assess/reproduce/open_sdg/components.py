"""From the published base and last values to value, score and status, and on to indicators."""

from headway.assess.reproduce.open_sdg.ledger import STATUS, Ledger, outcome_text, same, status_of
from headway.assess.reproduce.open_sdg.published import PublishedIndicator, PublishedSeries, find_series
from headway.assess.reproduce.open_sdg.repository import Repository
from headway.model.edition import Edition
from headway.sources.open_sdg.progress_options import Group, ProgressPlan, SeriesOptions
from headway.statistics.progress import reasons as why
from headway.statistics.progress.open_sdg import (
    Case,
    Outcome,
    Scored,
    SeriesProgress,
    indicator_outcome,
    series_progress,
)

VALUES, REFUSALS, SCORES, STATUSES = "values", "refusals", "scores", "series statuses"
NO_RATE = "target achieved without a rate"
INDICATORS, UNJUDGED, BY_HAND = "indicators", "indicators that cannot be judged", "set by hand"


def compare_components(
    published: tuple[PublishedIndicator, ...], repository: Repository, edition: Edition, ledger: Ledger
) -> None:
    """Every published series recomputed from its own base and last value."""
    for indicator in published:
        found = {series.tag: recompute(series, edition) for series in indicator.series}
        for series in indicator.series:
            compare_series(series, found[series.tag], ledger)
    silent = []
    for indicator in published:
        plan = repository.plans.get(indicator.code)
        found = {series.tag: recompute(series, edition) for series in indicator.series}
        if found or (plan and plan.automatic):
            outcome = indicator_outcome(nodes_of(indicator, found, plan), edition)
            enter_outcome(UNJUDGED if indicator.score is None else INDICATORS, indicator, outcome, ledger)
        elif plan and (indicator.status or plan.manual):
            compare_by_hand(indicator, plan, ledger)
        else:
            silent.append(indicator.code)
    if silent:
        ledger.note(BY_HAND, f"Left out, with neither series nor a status to compare: {', '.join(silent)}.")


def recompute(series: PublishedSeries, edition: Edition) -> SeriesProgress:
    if None in (series.base_value, series.base_year, series.current_value, series.current_year):
        return SeriesProgress(reason=why.NO_DATA)
    return series_progress(published_case(series, edition), edition)


def published_case(series: PublishedSeries, edition: Edition) -> Case:
    return Case(
        base_year=int(series.base_year),
        base_value=series.base_value,
        last_year=int(series.current_year),
        last_value=series.current_value,
        direction=1 if series.direction == 1 else -1,
        target=series.target,
        target_year=int(series.target_year or edition.parameters["target_year"]),
        limit=series.limit,
    )


def compare_series(series: PublishedSeries, ours: SeriesProgress, ledger: Ledger) -> None:
    inputs = inputs_of(series)

    def enter(name: str, agreed: bool, theirs: object, mine: object) -> None:
        ledger.enter(name, series.tag, agreed, published=theirs, ours=mine, inputs=inputs, reason=ours.reason)

    if series.progress_value is not None:
        agreed = same(ours.value, series.progress_value)
        enter(VALUES, agreed, series.progress_value, ours.value)
    elif series.score is None:
        enter(REFUSALS, ours.value is None and ours.score is None, "refused", ours.reason or ours.score)
    else:
        enter(NO_RATE, ours.value is None and ours.achieved, "no rate", ours.value)
    if series.score is not None:
        enter(SCORES, same(ours.score, series.score), series.score, ours.score)
    enter(STATUSES, status_of(ours) == series.status, series.status, status_of(ours))


def inputs_of(series: PublishedSeries) -> dict[str, object]:
    return {
        "base": f"{series.base_value} ({series.base_year})",
        "last": f"{series.current_value} ({series.current_year})",
        "target": f"{series.target} ({series.target_year})",
        "direction": series.direction,
        "limit": series.limit,
    }


def enter_outcome(name: str, indicator: PublishedIndicator, outcome: Outcome, ledger: Ledger, reason: str = "") -> None:
    status = STATUS[outcome.category]
    unjudged = indicator.score is None and outcome.score is None
    theirs = indicator.status or (STATUS[""] if unjudged else "")
    ledger.enter(
        name,
        indicator.code,
        same(outcome.score, indicator.score) and status == theirs,
        published=outcome_text(indicator.score, indicator.status),
        ours=outcome_text(outcome.score, status),
        inputs={series.tag: outcome_text(series.score, series.status) for series in indicator.series},
        reason=reason,
    )


def compare_by_hand(indicator: PublishedIndicator, plan: ProgressPlan, ledger: Ledger) -> None:
    """A status that people set is kept as it is."""
    ledger.enter(
        BY_HAND, indicator.code, plan.manual == indicator.status,
        published=indicator.status, ours=plan.manual, inputs={"auto_progress_calculation": "false"},
    )  # fmt: skip


def nodes_of(
    indicator: PublishedIndicator, found: dict[str, SeriesProgress], plan: ProgressPlan | None
) -> list[Scored | list]:
    """The series in the groups that the metadata make; those that no option names stand alone."""
    left = dict(found)

    def node(entry: SeriesOptions | Group) -> Scored | list:
        if isinstance(entry, Group):
            return [node(member) for member in entry.members]
        published = tuple(series for series in indicator.series if series.tag in left)
        series = find_series(entry.tag(indicator.code), published)
        return scored(left.pop(series.tag)) if series else Scored(None)

    nodes = [node(entry) for entry in plan.options] if plan else []
    return nodes + [scored(progress) for progress in left.values()]


def scored(progress: SeriesProgress) -> Scored:
    return Scored(progress.score, progress.achieved)
