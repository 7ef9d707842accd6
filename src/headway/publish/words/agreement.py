"""Where methods part: one sentence on what they say together, and why, where they differ.

Methods that judge movement (pace, and the gap that it leaves) are set apart
from those that tell where a place stands today: they answer different
questions, and may differ without contradicting one another.
"""

from headway.model.assessment import BREAK_SUSPECTED, FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress
from headway.publish.words.catalogue import Words
from headway.publish.words.method_words import short_name
from headway.publish.words.vocabulary import N_

RANKS = {REGRESSION: 0, STAGNATION: 1, FAIR: 2, ON_TRACK: 3}
MOVEMENT = ("pace", "gap")
MET = {"TARGET_MET", "TARGET_NEARLY_MET", "TARGET_MISSED_BARELY"}
MOST_REASONS = 2

NONE, ONE, ALIKE, APART = "NONE", "ONE", "ALIKE", "APART"

LEVEL_BESIDE_PACE = {
    (ALIKE, 1): N_("The methods of pace agree. Today’s level looks better than the movement towards it."),
    (ALIKE, -1): N_("The methods of pace agree. Today’s level looks worse than the movement towards it."),
    (ALIKE, 0): N_("The methods of pace agree; those of today’s level differ among themselves."),
    (ONE, 1): N_("Only one method can judge the pace. Today’s level looks better than the movement towards it."),
    (ONE, -1): N_("Only one method can judge the pace. Today’s level looks worse than the movement towards it."),
    (ONE, 0): N_("Only one method can judge the pace; those of today’s level differ among themselves."),
}
"""(what the methods of movement do, how those of level lie beside them) → the sentence."""

BESIDE_DIVIDED = {
    1: N_("Today’s level looks better than any of them says of the pace."),
    -1: N_("Today’s level looks worse than any of them says of the pace."),
}


def agreement(words: Words, found: tuple[Progress, ...]) -> list[str]:
    """Whole sentences on what some methods say of one series; none where there is only one method."""
    if len(found) < 2:
        return []
    judged = [one for one in found if one.verdict in RANKS]
    broken = _broken(words, found)
    return broken if broken and not judged else [*broken, *_said(words, judged, len(found))]


def _broken(words: Words, found: tuple[Progress, ...]) -> list[str]:
    broken = [one for one in found if one.verdict == BREAK_SUSPECTED]
    if not broken:
        return []
    if len(broken) == len(found):
        return [words.t("The series seems broken: by no method does the whole of it say the same as the part after the break.")]
    names = ", ".join(short_name(words, one) for one in broken)
    return [words.t("No verdict because of a break: {names}.", names=names)]


def _said(words: Words, judged: list[Progress], total: int) -> list[str]:
    if len(judged) < 2:
        text = N_("Only one of {total} methods gives a verdict: there is nothing to compare.") if judged else N_("None of the methods can judge this.")
        return [words.t(text, total=total)]
    moving = [one for one in judged if one.concept in MOVEMENT]
    standing = [one for one in judged if one.concept not in MOVEMENT]
    if _state(judged) == ALIKE:
        both = moving and standing
        return [words.t("All that can judge it agree, on the pace and on today’s level.") if both else words.t("All methods that can judge it agree.")]
    if not moving:
        return [words.t("No method can judge the pace. Those of today’s level differ: the best verdict is that of {best}, the worst that of {worst}.", **_named(words, standing))]
    if _state(moving) == APART:
        return [_divided(words, moving), *_why(words, moving), *_beside_divided(words, moving, standing)]
    return [words.t(LEVEL_BESIDE_PACE[_state(moving), _beside(moving, standing)])]


def _state(found: list[Progress]) -> str:
    if len(found) < 2:
        return ONE if found else NONE
    return ALIKE if len({one.verdict for one in found}) == 1 else APART


def _beside(moving: list[Progress], standing: list[Progress]) -> int:
    """+1 where every level is better than every pace, -1 where every one is worse, else 0."""
    low, high = _span(moving)
    worst, best = _span(standing)
    return 1 if worst > high else -1 if best < low else 0


def _span(found: list[Progress]) -> tuple[int, int]:
    ranks = [RANKS[one.verdict] for one in found]
    return min(ranks), max(ranks)


def _ends(found: list[Progress]) -> tuple[Progress, Progress]:
    """The first of the methods that see it best, and the first of those that see it worst."""
    return max(found, key=lambda one: RANKS[one.verdict]), min(found, key=lambda one: RANKS[one.verdict])


def _divided(words: Words, moving: list[Progress]) -> str:
    worst, best = _span(moving)
    opposite = worst == RANKS[REGRESSION] and best >= RANKS[FAIR]
    pattern = (
        N_("The methods of pace differ even on the direction: the best verdict is that of {best}, the worst that of {worst}.")
        if opposite
        else N_("The methods of pace differ in degree: the best verdict is that of {best}, the worst that of {worst}.")
    )
    return words.t(pattern, **_named(words, moving))


def _named(words: Words, found: list[Progress]) -> dict[str, str]:
    """Who sees it best and who sees it worst."""
    best, worst = _ends(found)
    return {"best": short_name(words, best), "worst": short_name(words, worst)}


def _beside_divided(words: Words, moving: list[Progress], standing: list[Progress]) -> list[str]:
    beside = _beside(moving, standing) if standing else 0
    return [words.t(BESIDE_DIVIDED[beside])] if beside else []


# Why two methods of movement differ


def _why(words: Words, moving: list[Progress]) -> list[str]:
    """What the two ends do differently, of what can be read off their results."""
    best, worst = _ends(moving)
    reasons = [reason for find in (_bound, _target, _met, _no_still, _base, _line, _limit) if (reason := find(words, best, worst))]
    return reasons[:MOST_REASONS] or [words.t("They measure differently, and draw the borders between classes at different places.")]


def _target(words: Words, one: Progress, other: Progress) -> str:
    """One measures the way to a number, the other growth alone."""
    with_target, without = _pair(one, other, lambda found: found.target_value is not None)
    if with_target is None:
        return ""
    return words.t(
        "{one} measures the way to a target, {other} only the growth a year.",
        one=short_name(words, with_target), other=short_name(words, without),
    )  # fmt: skip


def _met(words: Words, one: Progress, other: Progress) -> str:
    """To one the target is as good as met."""
    near, _ = _pair(one, other, lambda found: bool({"TARGET_NEARLY_MET", "TARGET_MISSED_BARELY"} & set(found.flags)))
    return words.t("{name} counts a value so near to the target as met.", name=short_name(words, near)) if near else ""


def _no_still(words: Words, one: Progress, other: Progress) -> str:
    """A method of the gap has no class between going too slowly and going back."""
    gap, pace = _pair(one, other, lambda found: found.concept == "gap")
    if gap is None or pace.verdict != STAGNATION or gap.verdict == ON_TRACK:
        return ""
    return words.t("{name} has no class of its own for standing still.", name=short_name(words, gap))


def _base(words: Words, one: Progress, other: Progress) -> str:
    if one.base_year is None or other.base_year is None or one.base_year == other.base_year:
        return ""
    return words.t(
        "{one} counts from {one_year}, {other} from {other_year}.",
        one=short_name(words, one), one_year=one.base_year, other=short_name(words, other), other_year=other.base_year,
    )  # fmt: skip


def _line(words: Words, one: Progress, other: Progress) -> str:
    """A method of the gap carries all values on, the others the first and the last."""
    gap, pace = _pair(one, other, lambda found: found.concept == "gap")
    if gap is None or MET & set(gap.flags):
        return ""
    return words.t(
        "{one} carries on the trend of all values, {other} only the change from the first to the last.",
        one=short_name(words, gap), other=short_name(words, pace),
    )  # fmt: skip


def _limit(words: Words, one: Progress, other: Progress) -> str:
    near, _ = _pair(one, other, lambda found: "NATURAL_LIMIT" in found.flags)
    return words.t("{name} asks for less growth where a natural limit is near.", name=short_name(words, near)) if near else ""


def _bound(words: Words, one: Progress, other: Progress) -> str:
    """To one a value that cannot be better needs no growth."""
    best, _ = _pair(one, other, lambda found: "AT_BOUND" in found.flags)
    return words.t("{name} counts the best value that is possible as on track.", name=short_name(words, best)) if best else ""


def _pair(one: Progress, other: Progress, holds) -> tuple[Progress | None, Progress | None]:
    """The one for which something holds and the one for which it does not; nothing where they are alike."""
    for first, second in ((one, other), (other, one)):
        if holds(first) and not holds(second):
            return first, second
    return None, None
