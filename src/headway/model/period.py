"""Periods of time as statistics offices write them.

Offices write `2019`, `2012/13`, `2013 Q1`, `1993 01`, `2018 to 2020`,
`2001-2005 (baseline)`, `2019/20 [Note 5]`, `2021.0`, `1974a` and whole
sentences. A period keeps its label as given; start, end and frequency are
there where they can be read, and `canonical` is the one spelling used in
addresses.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

import msgspec

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october",
            "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

LONGEST_SPLIT = 20
"""Years that a second half of two figures may lie ahead: `2005/03` is a slip, not a century."""
YEAR = r"(?:1[89]|20|21)\d\d"
NOTE = re.compile(r"\s*(\[[^\]]*\]|\([^)]*\)|\*+)\s*$")
DECIMAL_YEAR = re.compile(rf"^({YEAR})\.0+$")
SINGLE = re.compile(rf"^({YEAR})\s*[a-z]?$", re.I)
QUARTER = re.compile(rf"^({YEAR})[\s\-/]*Q([1-4])$", re.I)
HALF = re.compile(rf"^({YEAR})[\s\-/]*[SH]([12])$", re.I)
MONTH = re.compile(rf"^({YEAR})(?:-|\s+|-?M)(0[1-9]|1[0-2])$")
SPLIT_YEAR = rf"({YEAR})\s*[/\-–]\s*(\d\d)"
FISCAL = re.compile(rf"^{SPLIT_YEAR}$")
FISCAL_RANGE = re.compile(rf"^{SPLIT_YEAR}\s+(?:to|-|–)\s+{SPLIT_YEAR}$", re.I)
RANGE = re.compile(rf"^({YEAR})\s*(?:-|–|/|to|и|до|по)\s*({YEAR})$", re.I)
DAYS = re.compile(
    rf"^(\d\d?)\s+([a-z]+)(?:\s+({YEAR}))?\s+(?:to|-|–)\s+(\d\d?)\s+([a-z]+)\s+({YEAR})$", re.I
)


class Period(msgspec.Struct, frozen=True):
    """A period as given, with what could be read of it."""

    label: str
    """As the source has it: `2012/13`."""
    canonical: str
    """The spelling of addresses: `2012-2013`; the label where nothing could be read."""
    start: date | None = None
    end: date | None = None
    frequency: str = ""
    """SDMX CL_FREQ: `A` year, `S` half, `Q` quarter, `M` month, `O` other span; blank if unreadable."""

    @property
    def year(self) -> int | None:
        """The year the period stands for: the middle of a span, the first of two."""
        if self.start is None or self.end is None:
            return None
        return (self.start.year + self.end.year) // 2


@lru_cache(maxsize=65536)
def parse_period(label: str) -> Period:
    """Reads a label; what cannot be read keeps its label and nothing else."""
    text = " ".join(label.split())
    previous = None
    while previous != text:
        previous, text = text, NOTE.sub("", text)
    for pattern, reader in READERS:
        match = pattern.match(text)
        if match and (period := reader(label, match.groups())):
            return period
    return Period(label, label.strip())


def _span(label: str, canonical: str, start: date, end: date, frequency: str) -> Period | None:
    return Period(label, canonical, start, end, frequency) if start <= end else None


def _year(label: str, groups: tuple[str, ...]) -> Period | None:
    year = int(groups[0])
    return _span(label, str(year), date(year, 1, 1), date(year, 12, 31), "A")


def _part(letter: str, months: int):
    def read(label: str, groups: tuple[str, ...]) -> Period | None:
        year, part = int(groups[0]), int(groups[1])
        last = part * months
        end = date(year, last, monthrange(year, last)[1])
        canonical = f"{year}-M{part:02d}" if letter == "M" else f"{year}-{letter}{part}"
        return _span(label, canonical, date(year, last - months + 1, 1), end, letter)

    return read


def _years(label: str, first: int, last: int) -> Period | None:
    if first == last:
        return _year(label, (str(first),))
    frequency = "A" if last == first + 1 else "O"
    return _span(label, f"{first}-{last}", date(first, 1, 1), date(last, 12, 31), frequency)


def _second_year(first: int, short: str) -> int:
    """`99` after 1998 is 1999; `00` after 1999 is 2000."""
    last = first - first % 100 + int(short)
    return last if last >= first else last + 100


def _fiscal(label: str, groups: tuple[str, ...]) -> Period | None:
    first = int(groups[0])
    last = _second_year(first, groups[1])
    return _years(label, first, last) if last - first <= LONGEST_SPLIT else None


def _consecutive(label: str, groups: tuple[str, ...]) -> Period | None:
    """`2011-12` is a year that begins in 2011, as offices write it, not December 2011."""
    first, short = int(groups[0]), groups[1]
    return _fiscal(label, groups) if (first + 1) % 100 == int(short) else None


def _fiscal_range(label: str, groups: tuple[str, ...]) -> Period | None:
    return _years(label, int(groups[0]), _second_year(int(groups[2]), groups[3]))


def _range(label: str, groups: tuple[str, ...]) -> Period | None:
    return _years(label, int(groups[0]), int(groups[1]))


def _days(label: str, groups: tuple[str, ...]) -> Period | None:
    first_day, first_month, first_year, last_day, last_month, last_year = groups
    months = MONTHS.get(first_month.lower()), MONTHS.get(last_month.lower())
    if None in months:
        return None
    try:
        start = date(int(first_year or last_year), months[0], int(first_day))
        end = date(int(last_year), months[1], int(last_day))
    except ValueError:
        return None
    return _span(label, f"{start}..{end}", start, end, "O")


READERS = (
    (SINGLE, _year),
    (DECIMAL_YEAR, _year),
    (QUARTER, _part("Q", 3)),
    (HALF, _part("S", 6)),
    (RANGE, _range),
    (FISCAL, _consecutive),
    (MONTH, _part("M", 1)),
    (FISCAL, _fiscal),
    (FISCAL_RANGE, _fiscal_range),
    (DAYS, _days),
)
