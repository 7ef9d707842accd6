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
NO_RULE, SCORE_ONLY = "NO_ROLLUP_RULE", "SCORE_ONLY"
"""The publisher only counts; it gives a number and no class, and the number is there to see."""


def goal_methods(context: Context, goal: str) -> dict | None:
    """A row for each method, in the order of the review's methods; None where nothing was summed up."""
    return _view(context, context.rollups_at.get(("goal", goal), []), "../")


def whole_methods(context: Context) -> dict | None:
    """The same for all Goals together."""
    return _view(context, context.rollups_at.get(("whole", ""), []), "")


def _view(context: Context, found: list[Rollup], up: str) -> dict | None:
    editions = {edition_key(edition): edition for edition in context.finished.editions}
    order = list(editions)
    known = sorted((one for one in found if edition_key(one) in editions), key=lambda one: order.index(edition_key(one)))
    if not any(one.assessed or one.verdict or one.score is not None for one in known):
        return None
    counted = any(one.reason == NO_RULE for one in known)
    return {
        "rows": [_row(context, one, editions[edition_key(one)], up) for one in known],
        "note": context.words.t(REASONS[NO_RULE]) if counted else "",
    }


def _row(context: Context, found: Rollup, edition: Edition, up: str) -> dict:
    words = context.words
    says = bool(found.verdict or found.category)
    silent = says or found.reason in ("", SCORE_ONLY, NO_RULE)
    return {
        "name": method_name(words, edition),
        "href": f"{up}methods.html#{edition_key(edition)}",
        "concept": words.t(CONCEPTS[found.concept]),
        "verdict": class_cell(context, found) if says else None,
        "score": rollup_phrase(words, found, edition, context.number),
        "reason": "" if silent else words.t(REASONS[found.reason]),
        "counts": _counts(context, found),
        "assessed": found.assessed,
        "listed": found.listed,
    }


def _counts(context: Context, found: Rollup) -> list[dict]:
    """How many indicators stand under each colour, best first; codes that are classes are shown under theirs."""
    shown = context.class_colours
    counts = dict.fromkeys(TALLY, 0)
    for code, count in found.counts.items():
        colour = shown.get((found.method, code), code)
        if colour in counts:
            counts[colour] += count
    return [
        {"code": code, "sign": SIGNS[code], "word": context.words.t(VERDICTS[code]), "count": count}
        for code, count in counts.items()
        if count
    ]
