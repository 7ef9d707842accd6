"""Targets: a number, a rule relative to the base value, or an interval.

Written as people write them in a table: `0`, `100`, `0.5*base`,
`50+0.5*base`, `0.97..1.03`.
"""

import re

import msgspec

BASES = ("universal", "relative", "convention", "champion", "national", "local", "proxy")
NUMBER = r"-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?"
RELATIVE = re.compile(rf"^(?:({NUMBER})\s*\+\s*)?({NUMBER})\s*[*×]\s*base$", re.I)
INTERVAL = re.compile(rf"^({NUMBER})\s*\.\.\s*({NUMBER})$", re.I)


class Target(msgspec.Struct, frozen=True):
    """What should be reached, and by when.

    Exactly one of `value`, `factor` and the pair `lower`, `upper` is given.
    """

    year: int = 2030
    value: float | None = None
    factor: float | None = None
    offset: float = 0.0
    """Added to factor times base: halving what is left of 100 is `50+0.5*base`."""
    lower: float | None = None
    upper: float | None = None
    unit: str = ""
    """Unit in which a number holds (`PT`); blank where any."""
    basis: str = ""
    """Where it comes from: one of BASES."""

    def text(self) -> str:
        """As people write it; the inverse of parse_target."""
        if self.factor is not None:
            return (f"{plain(self.offset)}+" if self.offset else "") + f"{plain(self.factor)}*base"
        if self.lower is not None:
            return f"{plain(self.lower)}..{plain(self.upper)}"
        return plain(self.value) if self.value is not None else ""


def plain(value: float) -> str:
    """The shortest text that reads back as the same number, without `.0`."""
    return repr(float(value)).removesuffix(".0")


def number(text: str) -> float:
    """A number with a decimal point or comma; ValueError otherwise."""
    cleaned = text.strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    value = float(cleaned)
    if value != value or value in (float("inf"), float("-inf")) or "_" in cleaned:
        raise ValueError(text)
    return value


def parse_target(text: str, *, year: int = 2030, unit: str = "", basis: str = "") -> Target | None:
    """Reads a target; None where blank; ValueError where it is none of the three forms."""
    text = text.strip()
    if not text:
        return None
    if match := RELATIVE.match(text):
        offset = number(match[1]) if match[1] else 0.0
        return Target(year, factor=number(match[2]), offset=offset, unit=unit, basis=basis)
    if match := INTERVAL.match(text):
        lower, upper = number(match[1]), number(match[2])
        if lower > upper:
            raise ValueError(text)
        return Target(year, lower=lower, upper=upper, unit=unit, basis=basis)
    return Target(year, value=number(text), unit=unit, basis=basis)
