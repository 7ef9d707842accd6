"""The methods side by side on an indicator's page: what each says of the area's main series, and where they part."""

from headway.model.assessment import Progress
from headway.model.edition import Edition
from headway.model.framework import Indicator
from headway.publish.site.context import Context
from headway.publish.site.unchecked import rests_on_unchecked
from headway.publish.words.agreement import agreement
from headway.publish.words.method_words import (
    CONCEPT_OF, CONCEPT_SENTENCES, CONCEPTS, class_phrase, edition_key, method_name,
)  # fmt: skip
from headway.publish.words.numbers import series_decimals
from headway.publish.words.score_words import score_phrase
from headway.publish.words.vocabulary import FLAGS, REASONS, SIGNS

PAGE = "../methods.html"


def side_by_side(context: Context, indicator: Indicator) -> dict | None:
    """Groups of rows by what is measured, the headline method's first; None where one method alone is compared."""
    series_id = context.beside(indicator, context.area)
    found = context.finished.side_by_side.get(series_id, ())
    if len(found) < 2:
        return None
    show = Shown(context, series_id)
    code = indicator.crosswalk.global_indicator or indicator.code
    rows = [show.row(one, edition, code) for one, edition in zip(found, context.finished.editions, strict=True)]
    groups: dict[str, list[dict]] = {}
    for row in rows:
        groups.setdefault(row["concept"], []).append(row)
    return {
        "count": len(rows),
        "rows": rows,
        "groups": [{"concept": context.words.t(CONCEPTS[concept]), "rows": group} for concept, group in groups.items()],
        "sentences": agreement(context.words, found),
        "unchecked": any(row["unchecked"] for row in rows),
    }


class Shown:
    """Results on one series, in the decimals and the unit of its values."""

    def __init__(self, context: Context, series_id: int) -> None:
        self.context = context
        points = context.points(series_id)
        self.decimals = 0 if points is None else series_decimals(points.texts.tolist())

    def row(self, found: Progress, edition: Edition, code: str = "") -> dict:
        """One method: its class or why there is none, and the numbers it rests on; `code`: of the global indicator."""
        words = self.context.words
        return {
            "name": method_name(words, edition),
            "href": f"{PAGE}#{edition_key(edition)}",
            "concept": found.concept,
            "verdict": class_cell(self.context, found),
            "reason": words.t(REASONS[found.reason]) if found.reason else "",
            "unchecked": f"{PAGE}#{edition_key(edition)}-unchecked" if rests_on_unchecked(found, edition, code) else "",
            "base": self.dated(found.base_value, found.base_year),
            "last": self.dated(found.last_value, found.last_year),
            "target": self.dated(found.target_value, found.target_year, more=1),
            "expected": self.dated(found.expected_value, found.target_year, more=1),
            "score": score_phrase(words, found, edition, self.context.number),
            "flags": [words.t(FLAGS[flag]) for flag in found.flags],
        }

    def dated(self, value: float | None, year: int | None, *, more: int = 0) -> str:
        """A value with its year in brackets; a computed one may have a decimal more than the series."""
        if value is None:
            return ""
        number = self.context.number(round(value, self.decimals + more))
        return f"{number} ({year})" if year else number


def class_cell(context: Context, found) -> dict:
    """Colour, sign and phrase of what a method says of a series or a goal."""
    code = found.verdict
    return {"code": code or "UNKNOWN", "sign": SIGNS[code], "word": class_phrase(context.words, found), "stale": False}


def rule_view(context: Context) -> dict:
    """By which rule the verdicts are reached, what it measures, and whether Headway split its lowest class."""
    edition, t = context.finished.edition, context.words.t
    rule = t("By the rule: {method}, edition {edition}.", method=method_name(context.words, edition), edition=edition.edition)
    return {
        "sentence": f"{rule} {t(CONCEPT_SENTENCES[CONCEPT_OF[edition.method]])}",
        "href": f"{PAGE}#{edition_key(edition)}",
        "split": "regression" in edition.unverified,
    }
