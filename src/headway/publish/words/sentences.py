"""The opening sentences of an indicator's page, computed from the data.

Whole patterns with named slots; names from data stand in the nominative, so
that no language needs to inflect them. A period that is a plain year stands in
the sentence ("in 2023"), any other one in brackets ("(2019–2020)").
"""

from headway.model.assessment import BREAK_SUSPECTED, Assessment
from headway.model.projection import MEETS, MISSES, UNCERTAIN
from headway.publish.words.catalogue import Words, capitalised
from headway.publish.words.vocabulary import N_, REASONS, VERDICTS

Dated = tuple[str, str]
"""A value with its unit, and the label of its period."""

IN_YEARS = {
    1: N_("{place}: {value} in {period}, up from {base} in {base_period}."),
    -1: N_("{place}: {value} in {period}, down from {base} in {base_period}."),
    0: N_("{place}: {value} in {period}, the same as in {base_period}."),
}
IN_PERIODS = {
    1: N_("{place}: {value} ({period}), up from {base} ({base_period})."),
    -1: N_("{place}: {value} ({period}), down from {base} ({base_period})."),
    0: N_("{place}: {value} ({period}), the same as in the base year ({base_period})."),
}
OUTLOOKS = {
    MEETS: N_("The whole interval meets the target."),
    MISSES: N_("No part of the interval meets the target."),
    UNCERTAIN: N_("The interval holds both meeting and missing the target: it cannot be told."),
}


def value_sentence(words: Words, place: str, first: Dated | None, last: Dated, change: int) -> str:
    """`change`: the sign of the change from first to last."""
    value, period = last
    if first is None:
        pattern = N_("{place}: {value} in {period}.") if is_year(period) else N_("{place}: {value} ({period}).")
        return capitalised(words.t(pattern, place=place, value=value, period=period))
    base, base_period = first
    patterns = IN_YEARS if is_year(period) and is_year(base_period) else IN_PERIODS
    text = words.t(patterns[change], place=place, value=value, period=period, base=base, base_period=base_period)
    return capitalised(text)


def is_year(period: str) -> bool:
    return len(period) == 4 and period.isascii() and period.isdigit()


def target_sentence(words: Words, target: str, year: int) -> str:
    return words.t("The target for {year} is {target}.", target=target, year=year)


def interval_target_sentence(words: Words, lower: str, upper: str, year: int) -> str:
    return words.t("The target for {year} is between {lower} and {upper}.", lower=lower, upper=upper, year=year)


def projection_sentences(words: Words, value: str, lower: str, upper: str, *, since: int, year: int, level: float, outlook: str) -> list[str]:
    """Where the mean yearly change leads, how sure that is, and what it means for the target."""
    if lower == upper:  # all of it lies at a natural bound
        return [words.t("If the change since {since} goes on as it was: {value} in {year}.", since=since, value=value, year=year)]
    led = words.t(
        "If the change since {since} goes on as it was: {value} in {year} ({level} % interval: {lower} to {upper}).",
        since=since, value=value, year=year, level=round(100 * level), lower=lower, upper=upper,
    )  # fmt: skip
    return [led, words.t(OUTLOOKS[outlook])] if outlook else [led]


def precision_sentence(words: Words, lower: str, upper: str, error: str) -> list[str]:
    """The uncertainty that the source itself gives with the last value."""
    if lower and upper:
        return [words.t("The source gives an interval for the last value: {lower} to {upper}.", lower=lower, upper=upper)]
    return [words.t("The source gives a standard error for the last value: {error}.", error=error)] if error else []


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
        elif entry.reason:
            found.append(words.t("Break in {year}: {reason}", year=entry.year, reason=_whole(entry.reason)))
        else:
            found.append(words.t("Break in {year}.", year=entry.year))
    if assessment.breaks and assessment.after_break and assessment.progress.verdict != BREAK_SUSPECTED:
        found.append(_both(words, assessment))
    return found


def _whole(text: str) -> str:
    """A person's words as the end of a sentence."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _both(words: Words, assessment: Assessment) -> str:
    after = assessment.after_break
    year = assessment.breaks[-1].year
    if not after.verdict:
        return words.t("Since {year} alone there are too few values for a verdict.", year=year)
    return words.t(
        "Over the whole series: {whole}. Since {year} alone: {after}.",
        whole=words.t(VERDICTS[assessment.whole.verdict]), year=year, after=words.t(VERDICTS[after.verdict]),
    )  # fmt: skip
