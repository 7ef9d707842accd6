"""Counts agreements and keeps what differs."""

from headway.assess.reproduce.result import Agreement, Disagreement
from headway.statistics.progress.open_sdg import (
    ACHIEVED,
    DETERIORATION,
    LIMITED,
    MODERATE,
    SUBSTANTIAL,
    SeriesProgress,
)

TOLERANCE = 1e-9
"""Relative; the published numbers have all digits of a double."""
STATUS = {
    ACHIEVED: "target_achieved",
    SUBSTANTIAL: "substantial_progress",
    MODERATE: "moderate_progress",
    LIMITED: "limited_progress",
    DETERIORATION: "deterioration",
    "": "not_available",
}
"""The classes as the components call them."""


class Ledger:
    """Agreements in the order in which their kinds are first met."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.notes: dict[str, str] = {}
        self.disagreements: list[Disagreement] = []

    def enter(
        self, name: str, item: str, agreed: bool, *,
        published: object, ours: object, inputs: dict[str, object], reason: str = "",
    ) -> None:  # fmt: skip
        count = self.counts.setdefault(name, [0, 0])
        count[0] += agreed
        count[1] += 1
        if not agreed:
            texts = {key: shown(value) for key, value in inputs.items()}
            self.disagreements.append(Disagreement(name, item, shown(published), shown(ours), texts, reason))

    def note(self, name: str, text: str) -> None:
        self.counts.setdefault(name, [0, 0])
        self.notes[name] = f"{self.notes[name]} {text}" if name in self.notes else text

    def agreements(self) -> tuple[Agreement, ...]:
        return tuple(
            Agreement(name, agreed, total, self.notes.get(name, ""))
            for name, (agreed, total) in self.counts.items()
        )


def same(ours: float | None, published: float | None) -> bool:
    """Whether two numbers, or two blanks, are the same up to rounding."""
    if ours is None or published is None:
        return ours is published
    return abs(ours - published) <= TOLERANCE * max(1.0, abs(published))


def shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return "–" if value is None else str(value)


def outcome_text(score: float | None, status: str) -> str:
    return f"{shown(score)} {status}".strip()


def status_of(progress: SeriesProgress) -> str:
    return STATUS[progress.category]
