"""An indicator's page: the sentence, the table, the verdict and how it was reached, the sources."""

from headway.model.framework import SAME_MEASURE, Indicator
from headway.nomenclature import codelists
from headway.publish.site.context import Context
from headway.publish.site.opening import opening
from headway.publish.site.explorer import explorer_view
from headway.publish.site.board import goal_head
from headway.publish.site.gaps import request_page
from headway.publish.site.group_gaps import group_gaps_view
from headway.publish.site.indicator_charts import charts_view
from headway.publish.site.map import indicator_map
from headway.publish.site.side_by_side import rule_view, side_by_side
from headway.publish.site.series_tables import breakdowns, other_totals, regions, series_table
from headway.publish.site.verdict_box import verdict_box
from headway.publish.words import sentences
from headway.publish.words.numbers import series_decimals
from headway.publish.words.score_words import score_phrase
from headway.publish.words.vocabulary import BASES, CLASSES, DIRECTIONS, FLAGS, N_, REASONS, VERDICTS


def indicator_view(context: Context, indicator: Indicator) -> dict:
    """Everything the page shows."""
    finished, key = context.finished, indicator.key
    here = finished.headline(key, context.area)
    target = indicator.target
    assessment = finished.assessment(key, context.area)
    return {
        "goal": goal_head(context, indicator.goal),
        "indicator": indicator,
        "reference": indicator.reference,
        "name": context.labels.indicator(indicator),
        "target": context.labels.target(target),
        "official_target": context.labels.official_target(target),
        "target_code": target,
        "global_name": _likeness(context, indicator),
        "definition": context.labels.definition(indicator),
        "opening": opening(context, indicator),
        "verdict": context.square(indicator),
        "how": how_judged(context, indicator, context.area),
        "nation_how": how_judged(context, indicator, context.nation) if context.has_comparator else None,
        "series": series_table(context, indicator),
        "others": other_totals(context, indicator, here),
        "regions": regions(context, indicator),
        "breakdowns": breakdowns(context, indicator),
        "owners": _bodies(context, indicator),
        "asked": _asked(context, indicator),
        "origins": _origins(context, indicator),
        "cautions": cautions(context, indicator),
        "conflicts": assessment.conflicts if assessment else (),
        "address": f"{indicator.reference}/{context.area}",
        "explorer": explorer_view(context, indicator),
        "charts": charts_view(context, indicator),
        "box": verdict_box(context, indicator),
        "map": indicator_map(context, indicator),
        "methods": side_by_side(context, indicator),
        "gaps": group_gaps_view(context, indicator),
        "rule": rule_view(context),
        "problems": [problem for problem in finished.problems if problem.indicator == indicator.code],
    }


def _likeness(context: Context, indicator: Indicator) -> dict | None:
    """How the indicator relates to the global list."""
    crosswalk = indicator.crosswalk
    if not crosswalk.class_:
        return None
    target = crosswalk.global_indicator
    name = context.labels.global_name(indicator) or context.labels.official_target(target) or context.labels.target(target)
    return {
        "code": crosswalk.global_indicator,
        "name": name,
        "class": context.words.t(CLASSES[crosswalk.class_]),
        "grade": crosswalk.grade,
        "same": crosswalk.class_ in SAME_MEASURE,
        "reason": "",
    }


def how_judged(context: Context, indicator: Indicator, area: str) -> dict | None:
    """How a verdict was reached: every number that entered it."""
    series_id = context.beside(indicator, area)
    if series_id is None:
        return None
    assessment = context.finished.assessments[series_id]
    words, progress = context.words, assessment.progress
    expectation = indicator.expectation

    headline = context.points(series_id)
    decimals = series_decimals(headline.texts.tolist()) if headline is not None else None

    def shown(value: float | None) -> str:
        return "" if value is None else context.number(value, decimals)

    def exact(value: float | None) -> str:
        return "" if value is None else context.number(value)

    return {
        "place": context.labels.area(assessment.series.ref_area),
        "verdict": context.verdict(assessment),
        "reason": words.t(REASONS[progress.reason]) if progress.reason else "",
        "rows": [
            (words.t("Base"), f"{shown(progress.base_value)} ({progress.base_year})" if progress.base_year else ""),
            (words.t("Last"), f"{shown(progress.last_value)} ({progress.last_year})" if progress.last_year else ""),
            (words.t("Target"), f"{exact(progress.target_value)} ({progress.target_year})" if progress.target_year else ""),
            (words.t("Expected in the target year"), shown(progress.expected_value)),
            _score_row(context, progress),
            (words.t("Desired"), words.t(DIRECTIONS[expectation.direction])),
            (words.t("Origin of the target"), words.t(BASES[expectation.target.basis]) if expectation.target and progress.target_year else ""),
        ],
        "flags": [words.t(FLAGS[flag]) for flag in progress.flags if flag in FLAGS],
        "whole": words.t(VERDICTS[assessment.whole.verdict]) if assessment.whole else "",
        "after": words.t(VERDICTS[assessment.after_break.verdict]) if assessment.after_break else "",
        "breaks": sentences.break_sentences(words, assessment),
        "address": str(assessment.series.address),
        "cut": context.labels.cut(assessment.series),
        "judgement": context.labels.reason(expectation.reason),
        "source": context.labels.reason(expectation.source),
    }  # fmt: skip


def _score_row(context: Context, progress) -> tuple[str, str]:
    """What the rule's number is, and the number in words."""
    edition = context.finished.edition
    if edition.method == "unsd":
        return context.words.t(_score_label(progress)), _score(context, progress.score)
    return context.words.t("The method’s number"), score_phrase(context.words, progress, edition, context.number)


def _score_label(progress) -> str:
    """What the rule's number is, in words."""
    if progress.target_value is not None:
        return N_("Share of the required change expected by then")
    return N_("Growth a year in the desired direction")


def _score(context: Context, score: float | None) -> str:
    """As per cent; beyond ten times what is required the digits say nothing."""
    if score is None:
        return ""
    if abs(score) > 10:
        return context.words.t("more than ten times, in the wrong direction") if score < 0 else context.words.t("more than ten times")
    percent = 100 * score
    return context.with_unit(context.number(percent, 0 if abs(percent) >= 10 else 1), "%")


def cautions(context: Context, indicator: Indicator) -> list[str]:
    """What is known to be doubtful about the unit or the series shown."""
    series_id = context.beside(indicator, context.area)
    if series_id is None:
        series_id = context.beside(indicator, context.nation)
    if series_id is None:
        return []
    series = context.finished.store.series[series_id]
    name = f"({indicator.code.replace('.', '-')}"
    texts = [
        codelists.doubts(context.nation).get(pair, {}).get(context.language, "") for pair in series.dimensions
    ]
    return [text for text in texts if text and (name in text or indicator.code.replace(".", "-") in text)]


def _bodies(context: Context, indicator: Indicator) -> dict[str, list[str]]:
    row = context.finished.review.indicators.get(indicator.key)
    return {
        "owner": [context.labels.body(body) for body in row.owner] if row else [],
        "implementer": [context.labels.body(body) for body in row.implementer] if row else [],
    }


def _asked(context: Context, indicator: Indicator) -> list[dict]:
    """The bodies on whose list of missing figures the indicator stands."""
    row = context.coverage[indicator.key]
    if row not in context.missing:
        return []
    return [{"name": context.labels.body(body), "href": request_page(body)} for body in row.owner]


def _origins(context: Context, indicator: Indicator) -> list[dict]:
    """The files the indicator's numbers come from."""
    keys = dict.fromkeys(
        str(origin)
        for ids in context.finished.groups.get(indicator.key, {}).values()
        for series_id in ids
        for origin in context.finished.store.points(series_id).origins
    )
    origins = context.finished.store.origins
    return [{"file": origins[key].file, "source": origins[key].source, "retrieved": origins[key].retrieved} for key in keys]
