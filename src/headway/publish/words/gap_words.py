"""Sentences on the gap between two groups, or between the regions: how wide it was and is, and whether it closes.

Groups stand in the nominative; what differs between the patterns is the verdict alone.
"""

import msgspec

from headway.model.group_gap import CANNOT_TELL, CLOSING, REVERSED, UNCHANGED, WIDENING, GroupGap
from headway.publish.words.catalogue import Words
from headway.publish.words.vocabulary import N_, REASONS

NO_DATA = "NO_DATA"
SPREAD = "ref_area"
"""The dimension of a gap between all regions, which has no two sides."""

BETWEEN = {
    CLOSING: N_("{groups}: the gap of {first} in {first_year} is {last} in {last_year}. It is closing."),
    WIDENING: N_("{groups}: the gap of {first} in {first_year} is {last} in {last_year}. It is widening."),
    UNCHANGED: N_("{groups}: the gap of {first} in {first_year} is still {last} in {last_year}."),
    REVERSED: N_("{groups}: the gap of {first} in {first_year} has turned round: it is {last} in {last_year}, on the other side."),
    CANNOT_TELL: N_("{groups}: the gap of {first} in {first_year} is {last} in {last_year}. Whether it closes cannot be told: the change a year may lie anywhere from {lower} to {upper}."),
}  # fmt: skip
OF_REGIONS = {
    CLOSING: N_("The regions: the spread of {first} in {first_year} is {last} in {last_year}. They draw together."),
    WIDENING: N_("The regions: the spread of {first} in {first_year} is {last} in {last_year}. They drift apart."),
    UNCHANGED: N_("The regions: the spread of {first} in {first_year} is still {last} in {last_year}."),
    CANNOT_TELL: N_("The regions: the spread of {first} in {first_year} is {last} in {last_year}. Whether they draw together cannot be told: the change a year may lie anywhere from {lower} to {upper}."),
}  # fmt: skip


class Sizes(msgspec.Struct, frozen=True):
    """The numbers of a gap as they are written."""

    first: str
    last: str
    lower: str
    upper: str


def gap_sentence(words: Words, gap: GroupGap, groups: str, sizes: Sizes | None) -> str:
    """`groups`: "Sex: women – men"; of a spread it is not used. Where nothing can be said, the reason."""
    if gap.reason or sizes is None:
        code = gap.reason or NO_DATA
        reason = words.t(REASONS[code])
        return words.t("{groups}: {reason}", groups=groups or words.t("The regions"), reason=reason)
    patterns = OF_REGIONS if gap.dimension == SPREAD else BETWEEN
    return words.t(
        patterns[gap.change], groups=groups, first=sizes.first, first_year=gap.first_year,
        last=sizes.last, last_year=gap.last_year, lower=sizes.lower, upper=sizes.upper,
    )  # fmt: skip


def higher_sentence(words: Words, group: str, year: int) -> str:
    """Which of the two has the higher value."""
    return words.t("Higher in {year}: {group}.", year=year, group=group)
