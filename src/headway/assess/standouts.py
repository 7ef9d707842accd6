"""What stands out among the judged headlines of an area: what improved and worsened most, what is furthest from its target."""

import msgspec

from headway.model.assessment import BREAK_SUSPECTED, ON_TRACK, Assessment, Progress
from headway.model.edition import Edition
from headway.model.framework import Indicator

MOST = 5
FAST = {"LINEAR_CHANGE", "GROWTH_RATE", "BINARY"}
"""Flags of verdicts whose yearly growth means nothing beside that of others."""


class Standout(msgspec.Struct, frozen=True):
    """One indicator and the number it is ranked by."""

    indicator: tuple[str, str]
    score: float


class Standouts(msgspec.Struct, frozen=True):
    """At most five of each, first the one that stands out most."""

    improved: tuple[Standout, ...]
    """By compound yearly change in the desired direction since the base year."""
    worsened: tuple[Standout, ...]
    """By the same, in the other direction."""
    furthest: tuple[Standout, ...]
    """By the score of the headline method, worst first (UNSD: the share of the change required that is expected); what is on track is left out."""


def standouts(
    headlines: dict[tuple[str, str], Assessment], indicators: dict[tuple[str, str], Indicator], edition: Edition
) -> Standouts:
    """`headlines`: indicator → its assessment. Old values are left out; of changes, also series that are broken or jump."""
    fit = {key: assessment for key, assessment in headlines.items() if assessment.verdict and not assessment.stale}
    smooth = {key: assessment.progress for key, assessment in fit.items() if not assessment.breaks and not assessment.sudden}
    grown = [(key, _growth(progress, indicators[key])) for key, progress in smooth.items()]
    changed = sorted(((key, growth) for key, growth in grown if growth), key=lambda pair: pair[1])
    sign = -1 if counts_what_is_missing(edition) else 1
    short = [
        (key, sign * assessment.progress.score) for key, assessment in fit.items()
        if assessment.progress.target_value is not None and assessment.progress.score is not None
        and assessment.verdict not in (ON_TRACK, BREAK_SUSPECTED)
    ]  # fmt: skip
    return Standouts(
        improved=_first([pair for pair in reversed(changed) if pair[1] > 0]),
        worsened=_first([pair for pair in changed if pair[1] < 0]),
        furthest=_first(sorted(short, key=lambda pair: pair[1])),
    )


def counts_what_is_missing(edition: Edition) -> bool:
    """Whether a larger score is a larger distance: ESCAP's share of the way that will be missing, the OECD's distance."""
    return edition.method == "escap" or edition.choices.get("form") == "distance"


def _growth(progress: Progress, indicator: Indicator) -> float | None:
    """Compound yearly change, positive where it is desired; None where it means nothing, as for sums of money at current prices."""
    first, last = progress.base_value, progress.last_value
    sign = {"increase": 1, "decrease": -1}.get(indicator.expectation.direction)
    if indicator.expectation.kind == "money" or not sign or first is None or last is None or first <= 0 or last <= 0 or FAST & set(progress.flags):
        return None
    return sign * ((last / first) ** (1 / (progress.last_year - progress.base_year)) - 1)


def _first(pairs: list[tuple[tuple[str, str], float]]) -> tuple[Standout, ...]:
    return tuple(Standout(key, float(score)) for key, score in pairs[:MOST])
