"""The opening sentence of an indicator's page, computed from the data.

Whole patterns with named slots; names from data stand in the nominative, so
that no language needs to inflect them.
"""

from headway.model.assessment import BREAK_SUSPECTED, Assessment
from headway.publish.words.catalogue import Words, capitalised
from headway.publish.words.vocabulary import REASONS, VERDICTS


def value_sentence(words: Words, place: str, first: tuple[str, str] | None, last: tuple[str, str], change: int) -> str:
    """`first` and `last` are (value with unit, period); `change` the sign of the change between them."""
    value, period = last
    if first is None:
        return words.t("{place}: {value} ({period}).", place=place, value=value, period=period)
    base, base_period = first
    if change > 0:
        pattern = words.t("{place}: {value} ({period}), up from {base} ({base_period}).")
    elif change < 0:
        pattern = words.t("{place}: {value} ({period}), down from {base} ({base_period}).")
    else:
        pattern = words.t("{place}: {value} ({period}), the same as in the base year ({base_period}).")
    return capitalised(pattern.format(place=place, value=value, period=period, base=base, base_period=base_period))


def verdict_sentence(words: Words, assessment: Assessment) -> str:
    """What the method says, or why it says nothing."""
    progress = assessment.progress
    if progress.verdict == BREAK_SUSPECTED:
        return words.t(
            "The whole series says: {whole}; the part after the break says: {after}. So no verdict stands.",
            whole=words.t(VERDICTS[assessment.whole.verdict]),
            after=words.t(VERDICTS[assessment.after_break.verdict]),
        )
    return words.t("No verdict. {reason}", reason=words.t(REASONS[progress.reason]))


def break_sentences(words: Words, assessment: Assessment) -> list[str]:
    """A sentence for each break, and one on both verdicts."""
    found = []
    for entry in assessment.breaks:
        if entry.kind == "suspected":
            found.append(
                words.t(
                    "Suspected break in {year}: the nation and {share} % of its regions shift level together. "
                    "Part of the change may come from a new definition or survey.",
                    year=entry.year, share=round(100 * entry.share),
                )
            )  # fmt: skip
        elif entry.reason == "TERRITORY":
            found.append(words.t("Break in {year}: the territory of the area changed.", year=entry.year))
        else:
            found.append(words.t("Break in {year}: {reason}", year=entry.year, reason=entry.reason or "–"))
    if assessment.breaks and assessment.after_break and assessment.progress.verdict != BREAK_SUSPECTED:
        found.append(_both(words, assessment))
    return found


def _both(words: Words, assessment: Assessment) -> str:
    after = assessment.after_break
    year = assessment.breaks[-1].year
    if not after.verdict:
        return words.t("Since {year} alone there are too few values for a verdict.", year=year)
    return words.t(
        "Over the whole series: {whole}. Since {year} alone: {after}.",
        whole=words.t(VERDICTS[assessment.whole.verdict]), year=year, after=words.t(VERDICTS[after.verdict]),
    )  # fmt: skip
