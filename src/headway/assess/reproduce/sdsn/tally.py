"""Counts agreements and keeps what differs."""

from collections.abc import Iterable

from headway.assess.reproduce.result import Agreement, Disagreement

TOLERANCE = 1e-9
"""Of numbers published with all their digits, on a scale of 0 to 100."""
FEW_DECIMALS = 6
"""Numbers with no more decimals than this were rounded for publication."""
MOST = 0.9
"""A column counts as rounded where this share of its numbers has few decimals."""


class Tally:
    """Agreements in the order in which their kinds are first met."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.notes: dict[str, str] = {}
        self.disagreements: list[Disagreement] = []

    def enter(self, name: str, item: str, agreed: bool, published: object, ours: object, inputs: dict, reason: str = "") -> None:
        count = self.counts.setdefault(name, [0, 0])
        count[0] += agreed
        count[1] += 1
        if not agreed:
            texts = {key: shown(value) for key, value in inputs.items()}
            self.disagreements.append(Disagreement(name, item, shown(published), shown(ours), texts, reason))

    def note(self, name: str, text: str) -> None:
        self.counts.setdefault(name, [0, 0])
        self.notes[name] = text

    def within(self, name: str, published: list[float]) -> float:
        """The difference that still counts as the same, with a note where the published numbers are rounded."""
        allowed = tolerance(published)
        if allowed > TOLERANCE:
            self.note(name, f"The published numbers are rounded: differences up to {allowed:.2g} count as none.")
        return allowed

    def agreements(self) -> tuple[Agreement, ...]:
        return tuple(Agreement(name, *count, self.notes.get(name, "")) for name, count in self.counts.items())


def decimals(value: float) -> int:
    """How many decimals a number is written with."""
    text = f"{value:.12f}".rstrip("0")
    return len(text.partition(".")[2])


def tolerance(published: Iterable[float]) -> float:
    """Half a unit of the last published decimal where nearly all numbers were rounded, else TOLERANCE."""
    counts = [decimals(value) for value in published]
    few = [count for count in counts if count <= FEW_DECIMALS]
    if len(few) < MOST * len(counts) or not few:
        return TOLERANCE
    return 0.5 * 10.0 ** -max(few) + TOLERANCE


def same(ours: float | None, published: float | None, within: float = TOLERANCE) -> bool:
    if ours is None or published is None:
        return ours is published
    return abs(ours - published) <= within


def shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "–" if value is None else str(value)
