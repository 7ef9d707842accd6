"""How progress is judged: the rule with the numbers of its edition, an example worked with the review's own values."""

from headway.nomenclature import frameworks
from headway.publish.site.context import Context
from headway.publish.site.paths import indicator_page
from headway.publish.words.numbers import series_decimals
from headway.publish.words.vocabulary import PARAMETERS


def methods_view(context: Context) -> dict:
    """The method with its parameters and what could not be checked in its source."""
    edition = context.finished.edition
    cuts = edition.parameters
    return {
        "edition": edition,
        "parameters": [
            (name, context.words.t(PARAMETERS.get(name, name)), str(int(value)) if name.endswith("_year") else context.number(value))
            for name, value in cuts.items()
        ],
        "years": {"base": int(cuts["base_year"]), "target": int(cuts["target_year"])},
        "percents": {name: percent(context, value) for name, value in cuts.items() if abs(value) < 1},
        "near": context.number(cuts["near"]),
        "minimum": int(cuts["minimum_points"]),
        "framework": frameworks.global_framework(),
        "example": _example(context),
    }


def percent(context: Context, share: float, decimals: int | None = None) -> str:
    return context.with_unit(context.number(round(100 * share, 6), decimals), "%")


def _example(context: Context) -> dict | None:
    """The steps of one real verdict, each number as the rule used it."""
    found = context.finished.example
    if found is None:
        return None
    indicator, progress = context.finished.indicators[found.indicator], found.progress
    area = context.area if context.finished.assessment(indicator.key, context.area) else context.nation
    headline = context.points(context.finished.headline(indicator.key, area).series_id)
    decimals = series_decimals(headline.texts.tolist()) + 1
    return {
        "code": indicator.reference,
        "name": context.labels.indicator(indicator),
        "href": indicator_page(indicator),
        "base": context.number(progress.base_value), "base_year": progress.base_year,
        "last": context.number(progress.last_value), "last_year": progress.last_year,
        "span": progress.last_year - progress.base_year, "ahead": progress.target_year - progress.last_year,
        "target": context.number(progress.target_value, decimals), "target_year": progress.target_year,
        "growth": percent(context, found.growth, 2), "factor": context.number(1 + found.growth, 4),
        "expected": context.number(progress.expected_value, decimals),
        "share": percent(context, progress.score, 0 if abs(progress.score) >= 0.1 else 1),
        "verdict": context.verdict(context.finished.assessment(indicator.key, area)),
    }  # fmt: skip
