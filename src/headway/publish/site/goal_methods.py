"""How each method sums up a Goal, or the whole: its class or its number, and on how many indicators that rests."""

from headway.model.assessment import BREAK_SUSPECTED, FAIR, ON_TRACK, REGRESSION, STAGNATION
from headway.model.edition import Edition
from headway.model.rollup import Rollup
from headway.publish.site.context import Context
from headway.publish.site.side_by_side import class_cell
from headway.publish.words.method_words import CONCEPTS, edition_key, method_name
from headway.publish.words.score_words import rollup_phrase
from headway.publish.words.vocabulary import REASONS, SIGNS, VERDICTS

TALLY = (ON_TRACK, FAIR, STAGNATION, REGRESSION, BREAK_SUSPECTED)
SCORE_ONLY = "SCORE_ONLY"
"""The publisher gives a number and no class: the number is there to see."""


def goal_methods(context: Context, goal: str) -> list[dict]:
    """A row for each method that sums up goals, in the order of the review's methods."""
    return _rows(context, context.rollups_at.get(("goal", goal), []), "../")


def whole_methods(context: Context) -> list[dict]:
    """The same for all Goals together."""
    return _rows(context, context.rollups_at.get(("whole", ""), []), "")


def _rows(context: Context, found: list[Rollup], up: str) -> list[dict]:
    editions = {edition_key(edition): edition for edition in context.finished.editions}
    order = list(editions)
    known = sorted((one for one in found if edition_key(one) in editions), key=lambda one: order.index(edition_key(one)))
    return [_row(context, one, editions[edition_key(one)], up) for one in known]


def _row(context: Context, found: Rollup, edition: Edition, up: str) -> dict:
    words = context.words
    says = bool(found.verdict or found.category)
    return {
        "name": method_name(words, edition),
        "href": f"{up}methods.html#{edition_key(edition)}",
        "concept": words.t(CONCEPTS[found.concept]),
        "verdict": class_cell(context, found) if says else None,
        "score": rollup_phrase(words, found, edition, context.number),
        "counts": _counts(context, found),
        "reason": "" if says or found.reason in ("", SCORE_ONLY) else words.t(REASONS[found.reason]),
        "assessed": found.assessed,
        "listed": found.listed,
    }


def _counts(context: Context, found: Rollup) -> list[dict]:
    """How many indicators stand under each colour, best first; codes that are classes are shown under theirs."""
    shown = context.class_colours
    counts = dict.fromkeys(TALLY, 0)
    for code, count in found.counts.items():
        counts[shown.get((found.method, code), code)] += count
    return [
        {"code": code, "sign": SIGNS[code], "word": context.words.t(VERDICTS[code]), "count": count}
        for code, count in counts.items()
        if count
    ]
