"""What `show` prints of several methods on one series: a small table, a line for each."""

from headway.publish.words.catalogue import Words
from headway.publish.words.method_words import class_phrase
from headway.publish.words.vocabulary import REASONS
from headway.review.lookup import Beside

ENGLISH = Words("en")
HEAD = ("method", "concept", "class", "score", "target", "why")


def methods_lines(beside: tuple[Beside, ...]) -> list[str]:
    """Nothing where only one method is asked."""
    if len(beside) < 2:
        return []
    rows = [HEAD, *map(_cells, beside)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD) - 1)]
    told = ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths)), row[-1]]).rstrip() for row in rows]
    return ["Side by side:", *(f"  {line}" for line in told)]


def _cells(one: Beside) -> tuple[str, ...]:
    said = one.progress
    return (
        f"{said.method} {said.edition}",
        said.concept,
        class_phrase(ENGLISH, said) if said.verdict else "–",
        "" if said.score is None else f"{said.score:.4g}",
        _target(one),
        ENGLISH.t(REASONS[said.reason]) if said.reason else "",
    )


def _target(one: Beside) -> str:
    target = one.target
    if target.value is None:
        return ""
    year = f"{target.year}: " if target.year else ""
    return f"{year}{target.value:.4g}{f' ({target.basis})' if target.basis else ''}"
