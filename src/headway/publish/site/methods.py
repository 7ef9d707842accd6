"""How progress is judged: each method with its formula, its classes, an example of this review and what could not be checked."""

from headway.model.edition import Edition
from headway.nomenclature import frameworks, methods
from headway.publish.site.context import Context
from headway.publish.site.method_examples import example_of, steps_of
from headway.publish.words.method_words import (
    CATEGORIES, CONCEPT_OF, CONCEPT_SENTENCES, CONCEPTS, edition_key, method_name,
)  # fmt: skip
from headway.publish.words.parameter_words import choice_words, is_year, parameter_label
from headway.publish.words.vocabulary import VERDICTS

REPRODUCE = {
    "sdsn": "headway reproduce sdsn Database-Benin-Regional-2023.xlsx",
    "sdsn-trend": "headway reproduce sdsn Database-Benin-Regional-2023.xlsx",
    "open-sdg": "headway reproduce open-sdg canada-cif",
    "unsd-ratio": "headway reproduce unsd undp",
}
"""Method → the command that runs its publisher's own data through it, with the name that docs/reproduce.md gives them."""


def methods_view(context: Context) -> dict:
    """A section for each method of the review, the headline method's first, and the names of those not used."""
    finished = context.finished
    editions = finished.editions or (finished.edition,)
    used = {edition_key(edition) for edition in editions}
    others = [methods.edition(name) for name in methods.progress_editions() if name not in used]
    breaks = methods.edition("level-shift")
    return {
        "sections": [_section(context, edition) for edition in editions],
        "headline": method_name(context.words, finished.edition),
        "others": [context.words.t(edition.name) for edition in others],
        "breaks": _parameters(context, breaks) | {"key": edition_key(breaks)},
        "framework": frameworks.global_framework(),
    }


def _section(context: Context, edition: Edition) -> dict:
    t, finished = context.words.t, context.finished
    concept = CONCEPT_OF[edition.method]
    headline = edition == finished.edition
    return _parameters(context, edition) | {
        "key": edition_key(edition),
        "template": f"methods/{edition.method}.html",
        "name": method_name(context.words, edition),
        "title": t(edition.name),
        "edition": edition.edition,
        "publisher": t(edition.publisher),
        "source": t(edition.source),
        "headline": headline,
        "concept": t(CONCEPTS[concept]),
        "measures": t(CONCEPT_SENTENCES[concept]),
        "numbers": Numbers(context, edition),
        "choices": edition.choices,
        "chosen": {name: choice_words(context.words, edition, name) for name in edition.choices},
        "phrases": {category: t(phrase) for (method, category), phrase in CATEGORIES.items() if method == edition.method}
        | {code: t(word) for code, word in VERDICTS.items() if edition.method == "unsd"},
        "steps": steps_of(context) if headline and edition.method == "unsd" else None,
        "example": example_of(context, edition),
        "reproduce": REPRODUCE.get(edition.method, ""),
    }  # fmt: skip


class Numbers:
    """The numbers of an edition as they are written in a language."""

    def __init__(self, context: Context, edition: Edition) -> None:
        self.context, self.edition = context, edition

    def plain(self, name: str) -> str:
        """A parameter; years without separators."""
        value = self.edition.parameters[name]
        return str(int(value)) if is_year(name) else self.context.number(value)

    def opposite(self, name: str) -> str:
        return self.context.number(-self.edition.parameters[name])

    def percent(self, name: str, sign: int = 1) -> str:
        """A share as per cent."""
        return percent(self.context, sign * self.edition.parameters[name])


def percent(context: Context, share: float, decimals: int | None = None) -> str:
    return context.with_unit(context.number(round(100 * share, 6), decimals), "%")


def _parameters(context: Context, edition: Edition) -> dict:
    """Every number and choice with its label; what could not be checked, once for each reason."""
    words = context.words
    rows = [(name, _written(context, name, value)) for name, value in edition.parameters.items()]
    rows += [(name, choice_words(words, edition, name)) for name in edition.choices]
    exceptions = [
        (code, parameter_label(words, edition.method, name), _written(context, name, value))
        for code, rules in edition.exceptions.items()
        for name, value in rules.items()
    ]
    doubts: dict[str, list[str]] = {}
    for name, why in edition.unverified.items():
        doubts.setdefault(words.t(why), []).append(parameter_label(words, edition.method, name))
    return {
        "parameters": [(parameter_label(words, edition.method, name), value, name in edition.unverified) for name, value in rows],
        "exceptions": exceptions,
        "doubts": list(doubts.items()),
        "unchecked": len(edition.unverified),
    }


def _written(context: Context, name: str, value: float) -> str:
    if name == "log_rate":
        return context.words.t("yes") if value else context.words.t("no")
    return str(int(value)) if is_year(name) else context.number(value)
