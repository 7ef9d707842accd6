"""From the data files and the options in the metadata to indicators."""

import msgspec
import numpy as np

from headway.assess.reproduce.open_sdg.components import enter_outcome, scored
from headway.assess.reproduce.open_sdg.ledger import STATUS, Ledger, outcome_text, same, shown, status_of
from headway.assess.reproduce.open_sdg.published import PublishedIndicator, PublishedSeries, find_series
from headway.assess.reproduce.open_sdg.repository import Repository, leaves
from headway.assess.reproduce.result import Result
from headway.model.edition import Edition
from headway.sources.open_sdg.progress_options import Group, ProgressPlan, SeriesOptions
from headway.sources.open_sdg.progress_rows import Run, Selector
from headway.sources.problems import ProblemLog
from headway.statistics.progress.open_sdg import (
    Case,
    Outcome,
    SeriesProgress,
    choose_years,
    indicator_outcome,
    series_progress,
)

INPUTS, VALUES = "from the data: base and last values", "from the data: values"
OUTCOMES, INDICATORS = "from the data: scores and statuses", "from the data: indicators"


class Judged(msgspec.Struct, frozen=True):
    """One option, what the data give for it, and what the method says."""

    tag: str
    options: SeriesOptions
    run: Run
    case: Case | None
    progress: SeriesProgress
    file: str = ""

    @property
    def inputs(self) -> dict[str, object]:
        found: dict[str, object] = {"file": self.file, "direction": self.options.direction}
        if self.case:
            found["base"] = f"{shown(self.case.base_value)} ({self.case.base_year})"
            found["last"] = f"{shown(self.case.last_value)} ({self.case.last_year})"
            found["lines"] = ", ".join(map(str, self.run.lines))
        for name in ("target", "target_year", "limit"):
            if getattr(self.options, name) is not None:
                found[name] = getattr(self.options, name)
        return found | ({"notes": "; ".join(self.run.notes)} if self.run.notes else {})

    @property
    def reason(self) -> str:
        return f"{self.run.reason}: {self.run.detail}" if self.run.reason else self.progress.reason

    @property
    def outcome(self) -> str:
        return outcome_text(self.progress.score, status_of(self.progress))

    def result(self) -> Result:
        texts = {key: shown(value) for key, value in self.inputs.items()}
        return Result("series", self.tag, self.outcome, texts, self.reason)


def judge(tag: str, options: SeriesOptions, selector: Selector, edition: Edition) -> Judged:
    """One option on one data file."""
    run, file = selector.select(options), selector.table.file
    base_year = options.base_year or int(edition.parameters["base_year"])
    chosen = choose_years(np.array(run.years, dtype=int), base_year)
    if isinstance(chosen, str):
        return Judged(tag, options, run, None, SeriesProgress(reason=chosen), file)
    first, last = chosen
    case = Case(
        base_year=run.years[first],
        base_value=run.values[first],
        last_year=run.years[last],
        last_value=run.values[last],
        direction=1 if options.direction == "increase" else -1,
        target=options.target,
        target_year=options.target_year or int(edition.parameters["target_year"]),
        limit=options.limit,
    )
    return Judged(tag, options, run, case, series_progress(case, edition), file)


def judge_plan(plan: ProgressPlan, selector: Selector, edition: Edition) -> tuple[list[Judged], Outcome]:
    """Every series of an indicator, and the indicator."""
    found: list[Judged] = []

    def node(entry: SeriesOptions | Group):
        if isinstance(entry, Group):
            return [node(member) for member in entry.members]
        found.append(judge(entry.tag(plan.indicator), entry, selector, edition))
        return scored(found[-1].progress)

    nodes = [node(entry) for entry in plan.options]
    return found, indicator_outcome(nodes, edition)


def compare_data(
    published: tuple[PublishedIndicator, ...],
    repository: Repository,
    edition: Edition,
    ledger: Ledger,
    log: ProblemLog,
) -> None:
    """Every indicator that is computed automatically and whose data file is there."""
    missing = []
    for indicator in published:
        plan = repository.plans.get(indicator.code)
        if plan is None or not plan.automatic:
            continue
        selector = repository.selector(indicator.code, log)
        if selector is None:
            missing.append(indicator)
            continue
        found, outcome = judge_plan(plan, selector, edition)
        compare_series(indicator, found, ledger)
        differing = {entry.item for entry in ledger.disagreements} & {judged.tag for judged in found}
        reason = f"its series differ: {'; '.join(sorted(differing))}" if differing else ""
        enter_outcome(INDICATORS, indicator, outcome, ledger, reason)
    if missing:
        series = sum(len(indicator.series) for indicator in missing)
        codes = ", ".join(indicator.code for indicator in missing)
        ledger.note(INPUTS, f"Left out for want of a data file: {codes} ({series} series).")


def compare_series(indicator: PublishedIndicator, found: list[Judged], ledger: Ledger) -> None:
    """Each option beside the published series of its name; what has no counterpart differs."""
    left = list(indicator.series)
    for judged in found:
        series = find_series(judged.tag, tuple(left))
        if series is None:
            reason = "no published series has this name"
            enter(ledger, INPUTS, judged, False, "no such series", judged.reason or "judged", reason)
            continue
        left.remove(series)
        compare_one(judged, series, ledger)
    for series in left:
        ledger.enter(
            INPUTS, series.tag, False, published=series.status, ours="no such option", inputs={},
            reason="no option of the metadata has this name",
        )  # fmt: skip


def compare_one(judged: Judged, series: PublishedSeries, ledger: Ledger) -> None:
    reason = why_different(judged, series)
    theirs, mine = published_points(series), points(judged)
    agreed = all(same(a, b) for a, b in zip(mine, theirs, strict=True))
    enter(ledger, INPUTS, judged, agreed, points_text(theirs), points_text(mine), reason)
    if series.progress_value is not None:
        agreed = same(judged.progress.value, series.progress_value)
        enter(ledger, VALUES, judged, agreed, series.progress_value, judged.progress.value, reason)
    agreed = same(judged.progress.score, series.score) and status_of(judged.progress) == series.status
    enter(ledger, OUTCOMES, judged, agreed, outcome_text(series.score, series.status), judged.outcome, reason)


def enter(ledger: Ledger, name: str, judged: Judged, agreed: bool, published: object, ours: object, reason: str) -> None:
    ledger.enter(name, judged.tag, agreed, published=published, ours=ours, inputs=judged.inputs, reason=reason)


def points(judged: Judged) -> tuple[float | None, ...]:
    """Base year and value, last year and value; blank where the data give none."""
    case = judged.case
    if case is None:
        return None, None, None, None
    return float(case.base_year), judged.progress.base_value, float(case.last_year), case.last_value


def published_points(series: PublishedSeries) -> tuple[float | None, ...]:
    """As above; a base year without a base value is only the one asked for."""
    year = series.base_year if series.base_value is not None else None
    return year, series.base_value, series.current_year, series.current_value


def points_text(found: tuple[float | None, ...]) -> str:
    return f"{shown(found[1])} ({shown(found[0])}) → {shown(found[3])} ({shown(found[2])})"


def why_different(judged: Judged, series: PublishedSeries) -> str:
    """What is known of the cause, read off the inputs."""
    if judged.run.reason:
        return judged.reason
    used = {"target": judged.progress.target, "limit": judged.options.limit}
    for name, ours in used.items():
        theirs = getattr(series, name)
        if judged.case and not same(ours, theirs):
            return f"the metadata say {name} {shown(ours)}, the published components {shown(theirs)}"
    if judged.case and judged.case.direction != series.direction:
        ours, theirs = judged.options.direction, shown(series.direction)
        return f"the metadata ask for a {ours}, the published components say {theirs}"
    names = ("base year", "base value", "last year", "last value")
    for name, ours, theirs in zip(names, points(judged), published_points(series), strict=True):
        if not same(ours, theirs):
            return f"the {name} is {shown(ours)} in the data file and {shown(theirs)} in the published components"
    return judged.reason


def list_results(repository: Repository, edition: Edition, log: ProblemLog) -> tuple[Result, ...]:
    """What the method gives for every indicator that is computed automatically."""
    results: list[Result] = []
    for code, plan in repository.plans.items():
        if not plan.automatic:
            if plan.manual:
                results.append(Result("set by hand", code, plan.manual, {}))
            continue
        selector = repository.selector(code, log)
        if selector is None:
            results += [Result("series", options.tag(code), "", {}, "no data file") for options in leaves(plan.options)]
            continue
        found, outcome = judge_plan(plan, selector, edition)
        results += [judged.result() for judged in found]
        results.append(Result("indicator", code, outcome_text(outcome.score, STATUS[outcome.category]), {}))
    return tuple(results)
