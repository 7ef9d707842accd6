"""What the command line prints: problems, a series opened, revisions, a mapping."""

from collections import Counter

from headway.model.assessment import Assessment
from headway.model.problem import SEVERITIES, Problem
from headway.nomenclature.codelists import codelists
from headway.nomenclature.problems import sentence, severity
from headway.publish.terminal_methods import methods_lines
from headway.publish.words import sentences
from headway.publish.words.catalogue import Words
from headway.publish.words.vocabulary import FLAGS, REASONS, VERDICTS
from headway.review.add import Added
from headway.review.lookup import Shown, ShownSeries
from headway.review.refresh import Revision

ENGLISH = Words("en")


def problem_lines(problems: list[Problem]) -> list[str]:
    """Their count, then every problem with its place and remedy; many of one kind in a file stand together."""
    if not problems:
        return ["All is well: no problems."]
    counts = Counter(severity(problem) for problem in problems)
    told = ", ".join(_count(counts[level], level) for level in SEVERITIES)
    summary = f"{_count(len(problems), 'problem')}: {told}."
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.source, problem.file), []).append(problem)
    lines = [summary, ""]
    for found in groups.values():
        lines += _alike(found) if len(found) > MOST_ALIKE else [line for problem in found for line in _one(problem)]
    return [*lines, "", summary]


MOST_ALIKE = 4
"""Problems of one kind in one file that are still told one by one."""


def _one(problem: Problem) -> list[str]:
    return [
        f"{severity(problem)} {problem.code} {problem.place}",
        f"  {sentence(problem, 'found')}",
        f"  expected: {sentence(problem, 'expected')}",
        f"  {sentence(problem, 'remedy')}",
    ]


def _alike(found: list[Problem]) -> list[str]:
    """Problems of one kind in one file: each with its row, what to do only once."""
    first = found[0]
    place = f"{first.source}/{first.file}" if first.source else first.file
    lines = [f"{severity(first)} {first.code} {place}: {len(found)} times"]
    lines += [f"  {place}:{problem.row}  {sentence(problem, 'found')}" for problem in found]
    return [*lines, f"  expected: {sentence(first, 'expected')}", f"  {sentence(first, 'remedy')}"]


def _count(count: int, level: str) -> str:
    return f"{count} {level}{'' if count == 1 else 's'}"


def shown_lines(shown: Shown) -> list[str]:
    name = shown.names.get("en") or next(iter(shown.names.values()), "")
    lines = [f"{shown.indicator}  {name}".rstrip()]
    if shown.reason:
        lines += ["", ENGLISH.t(REASONS[shown.reason])]
    for series in shown.series:
        lines += ["", *_series_lines(series, shown)]
    if shown.also:
        lines += ["", f"Other series ({len(shown.also)}):"]
        lines += [f"  {address}" for address in shown.also[:40]]
        if len(shown.also) > 40:
            lines.append(f"  … and {len(shown.also) - 40} more; --json lists all.")
    return lines


def unit_label(code: str) -> str:
    """A unit in words with its code."""
    known = codelists()["unit_measure"].get(code)
    return f"{known.names['en']} ({code})" if known and known.names.get("en") else code


def _series_lines(series: ShownSeries, shown: Shown) -> list[str]:
    head = series.address + ("  (headline)" if series.headline else "")
    source = ", ".join(filter(None, (series.publisher, f"retrieved {series.retrieved}" if series.retrieved else "", series.nature)))
    lines = [head, f"{series.area}{f', {unit_label(series.unit)}' if series.unit else ''}", source, ""]
    width = max((len(number.text) for number in series.numbers), default=0)
    for number in series.numbers:
        mark = f"  [{number.mark}]" if number.mark else ""
        lines.append(f"  {number.label:<10} {number.text:>{width}}  {number.source}/{number.file}:{number.row}{mark}")
        if number.line:
            lines.append(f"  {'':<10} {'':>{width}}  {number.line}")
    return [*lines, "", *assessment_lines(series.assessment, shown), "", *methods_lines(series.side_by_side)]


def assessment_lines(assessment: Assessment, shown: Shown) -> list[str]:
    """The verdict and every number that entered it."""
    progress = assessment.progress
    if not progress.verdict:
        return [f"No verdict ({progress.reason}). {ENGLISH.t(REASONS[progress.reason])}"]
    lines = [f"Verdict: {VERDICTS[progress.verdict]}  ({shown.method})"]
    if progress.base_year is not None:
        lines.append(f"  base {progress.base_year}: {progress.base_value:g}, last {progress.last_year}: {progress.last_value:g}")
        rose = (progress.last_value > progress.base_value) - (progress.last_value < progress.base_value)
        lines.append(f"  the value {('is the same', 'rose', 'fell')[rose]}")
    if progress.target_value is not None:
        lines.append(f"  target {progress.target_year}: {progress.target_value:g}")
    if progress.expected_value is not None:
        lines.append(f"  expected {progress.target_year} at this pace: {progress.expected_value:.4g}")
    if progress.score is not None:
        lines.append(f"  score: {progress.score:.4g}")
    lines += [f"  {ENGLISH.t(FLAGS[flag])}" for flag in progress.flags]
    lines += [f"  {text}" for text in sentences.break_sentences(ENGLISH, assessment)]
    if assessment.whole:
        lines.append(f"  whole series: {_said(assessment.whole)}")
        lines.append(f"  after the break: {_said(assessment.after_break)}")
    if assessment.sudden:
        lines.append(f"  Sudden change of this series in {', '.join(map(str, assessment.sudden))}: look whether it still measures the same.")
    if assessment.stale:
        lines.append("  The last value is more than five years older than the review.")
    if assessment.conflicts:
        lines.append(f"  Left out, conflicting: {', '.join(assessment.conflicts)}")
    if "regression" in shown.unverified and progress.verdict in ("STAGNATION", "REGRESSION"):
        lines.append("  Unverified: the split of this class into stagnation and regression is Headway’s.")
    return lines


def _said(progress) -> str:
    if not progress.verdict:
        return REASONS[progress.reason]
    return f"{VERDICTS[progress.verdict]} (base {progress.base_year}: {progress.base_value:g})"


def revision_lines(revisions: list[Revision]) -> list[str]:
    lines = []
    for revision in revisions:
        if not revision.changed:
            lines.append(f"{revision.source}: nothing changed.")
            continue
        counts = Counter(change.kind for change in revision.changes)
        told = ", ".join(f"{counts[kind]} {kind}" for kind in ("changed", "added", "removed"))
        lines.append(f"{revision.source}: {told}{' (accepted)' if revision.accepted else ''}.")
        for change in revision.changes[:50]:
            words = {"changed": f"{change.before} → {change.after}", "added": f"new: {change.after}", "removed": f"gone: {change.before}"}
            lines.append(f"  {change.address}  {words[change.kind]}")
        if len(revision.changes) > 50:
            lines.append(f"  … and {len(revision.changes) - 50} more; --json lists all.")
        lines += [f"  new indicator {code}" for code in revision.indicators_added]
        lines += [f"  indicator gone: {code}" for code in revision.indicators_removed]
        lines += [f"  new problem {problem.code} {problem.place}" for problem in revision.problems_new[:20]]
    if any(revision.changed and not revision.accepted for revision in revisions):
        lines.append("Nothing was changed in the review. Add --accept to take these revisions.")
    return lines


def added_lines(added: Added) -> list[str]:
    lines = [f"Source “{added.source}”: {added.values} values, {len(added.indicators)} new indicators."]
    lines += [f"  {reference}" for reference in added.indicators[:20]]
    if added.targets:
        lines.append(f"Targets set for {', '.join(added.targets)}.")
    if added.mapping:
        lines += ["", f"The columns were understood like this ({added.mapping}):", ""]
        lines += [f"  {line}" for line in added.mapping_text.splitlines()]
    return lines
