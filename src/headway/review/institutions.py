"""Institutions as sources name them, recognised across languages and spellings."""

import re
from functools import lru_cache

import msgspec

from headway.model.framework import BodyMention, Indicator
from headway.model.problem import Problem
from headway.nomenclature.codelists import Body, bodies

SLUG = re.compile(r"[^\w]+")


class Register:
    """The bodies of a country, with those a source names that no list knows."""

    def __init__(self, country: str) -> None:
        self.known = bodies(country)
        self.unknown: dict[str, Body] = {}
        self.patterns = [
            (body.body, re.compile(expression, re.IGNORECASE))
            for body in self.known.values()
            for expression in body.match
        ]
        self.recognised = lru_cache(maxsize=None)(self._recognise)

    def _recognise(self, text: str) -> tuple[str, ...]:
        """The bodies a cell names, in the order of the text; the longest match wins a stretch."""
        spans = sorted(
            (
                (match.start() - match.end(), match.start(), match.end(), body)
                for body, pattern in self.patterns
                for match in pattern.finditer(text)
                if match.end() > match.start()
            )
        )
        taken: list[tuple[int, int, str]] = []
        for _, start, end, body in spans:
            if all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end, body))
        return tuple(dict.fromkeys(body for _, _, body in sorted(taken)))

    def of_mention(self, mention: BodyMention, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The bodies meant: those that still exist where a language names them, else their successors."""
        found = {language: self.recognised(text) for language, text in mention.names.items()}
        named = [found[language] for language in languages if found.get(language)]
        if not named:
            return self._unknown(mention, languages)
        living = [ids for ids in named if all(self.known[body].successors == () for body in ids)]
        return living[0] if living else self.current(named[0])

    def current(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Bodies that exist: an abolished one is replaced by its successors."""
        existing = [successor for body in ids for successor in (self.known[body].successors or (body,))]
        return tuple(dict.fromkeys(existing))

    def _unknown(self, mention: BodyMention, languages: tuple[str, ...]) -> tuple[str, ...]:
        """A country without a register: the cell itself is the body's name."""
        name = next((mention.names[language] for language in languages if mention.names.get(language)), "")
        name = name or next(iter(mention.names.values()), "")
        if not name or (self.known and mention.slot.startswith("source_")):
            return ()
        body = SLUG.sub("-", name.casefold()).strip("-")[:40]
        self.unknown.setdefault(body, Body(body, "", (), "", "", mention.names, ()))
        return (body,)

    def disagreements(self, indicator: Indicator, source: str) -> list[Problem]:
        """Cells that name different institutions in different languages."""
        problems = []
        for mention in indicator.bodies:
            if mention.role == "data":
                continue
            found = {language: self.recognised(text) for language, text in mention.names.items()}
            sets = {frozenset(ids) for ids in found.values() if ids}
            if len(sets) > 1:
                words = "; ".join(f"{language}: {', '.join(ids) or '–'}" for language, ids in found.items())
                details = {"field": mention.slot}
                problems.append(
                    Problem("BODY_LANGUAGES_DIFFER", indicator.file, 0, words, details, source, indicator.code)
                )
        return problems

    def all(self) -> dict[str, Body]:
        return self.known | self.unknown

    def owners(self, indicator: Indicator, role: str, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The bodies named in one role for an indicator."""
        ids = [
            body
            for mention in indicator.bodies
            if mention.role == role
            for body in self.of_mention(mention, languages)
        ]
        return tuple(dict.fromkeys(ids))


class Institution(msgspec.Struct, frozen=True):
    """A row of bodies.csv."""

    body: str
    kind: str
    successor: tuple[str, ...]
    valid_to: str
    names: dict[str, str]

    def name(self, language: str) -> str:
        return self.names.get(language) or next(iter(self.names.values()), self.body)
