"""A method's own number as a phrase: a share, a growth, a distance, points on its scale."""

from collections.abc import Callable

from headway.model.assessment import Progress
from headway.model.edition import Edition
from headway.model.rollup import Rollup
from headway.publish.words.catalogue import Words
from headway.publish.words.vocabulary import N_

SHARE_OF_CHANGE = N_("{score} % of the change required")
SHARE_OF_PACE = N_("{score} % of the yearly pace required")
SHARE_OF_NEED = N_("{score} % of the pace needed")
GROWTH = N_("{score} % a year in the desired direction")
SCALE = N_("{score} on a scale from −5 to 5")
MISSING = N_("{score} % of the way will be missing")
POINTS = N_("{score} of 100 points")
SIGMA = N_("{score} standard deviations from the target")
BESIDE = N_("{score} standard deviations from the middle of the group")
MEAN = N_("mean score {score}")
HUGE = 10.0
"""Times what is required, beyond which the digits say nothing."""

Number = Callable[[float], str]
"""A number as it is written in the language of the page."""


def score_phrase(words: Words, found: Progress, edition: Edition, number: Number) -> str:
    """The score of one series; blank where the method gives none."""
    if found.score is None:
        return ""
    pattern, factor = _series_pattern(found, edition)
    if factor == 100 and abs(found.score) > HUGE:
        return words.t("more than ten times, in the wrong direction") if found.score < 0 else words.t("more than ten times")
    if pattern == MISSING and found.score > 100 * HUGE:
        return words.t("more than ten times the way will be missing")
    return _filled(words, pattern, factor * found.score, number)


def rollup_phrase(words: Words, found: Rollup, edition: Edition, number: Number) -> str:
    """The score of a target, a Goal or the whole; blank where the method gives none."""
    if found.score is None:
        return ""
    kinds = {"escap": MISSING, "eurostat": SCALE, "open-sdg": SCALE, "sdsn": POINTS}
    pattern = _oecd(edition) if found.method == "oecd" else kinds.get(found.method, MEAN)
    return _filled(words, BESIDE if found.concept == "relative" else pattern, found.score, number)


def _series_pattern(found: Progress, edition: Edition) -> tuple[str, float]:
    """(the phrase, what the score is multiplied by to fit it)."""
    if found.concept == "relative":
        return BESIDE, 1
    fixed = {"escap": MISSING, "open-sdg": SCALE, "sdsn": POINTS}
    if found.method in fixed or found.method == "oecd":
        return fixed.get(found.method) or _oecd(edition), 1
    if found.target_value is None and "REQUIRED_RATE" not in found.flags:
        return GROWTH, 100
    shares = {"unsd": SHARE_OF_CHANGE, "sdsn-trend": SHARE_OF_NEED}
    return shares.get(found.method, SHARE_OF_PACE), 100


def _oecd(edition: Edition) -> str:
    return POINTS if edition.choices["form"] == "territorial" else SIGMA


def _filled(words: Words, pattern: str, value: float, number: Number) -> str:
    return words.t(pattern, score=number(round(value, 0 if abs(value) >= 10 else 1 if pattern in PERCENTS else 2)))


PERCENTS = (SHARE_OF_CHANGE, SHARE_OF_PACE, SHARE_OF_NEED, GROWTH, MISSING)
