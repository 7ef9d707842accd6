"""One address names any series or number.

`[framework:]indicator/area[/dim=value;dim=value][@period][#source]`, for
example `1.2.1/KZALA`, `1.2.1/KZALA/sex=F;unit_measure=PT@2023` or
`kz:4.4.1.1/KZALA`. The same words serve in text, on the command line, in URLs
and in the data. The framework is left out for the global one. Keys are sorted,
reserved characters percent-encoded, periods canonical, so that equal things
have equal addresses and `parse(str(address)) == address`.
"""

from functools import lru_cache
from urllib.parse import unquote

import msgspec

from headway.errors import UsageError
from headway.model.period import parse_period

Dimensions = tuple[tuple[str, str], ...]
"""Pairs (dimension, value), sorted by dimension, without blank values."""

GLOBAL = "global"
BLANKS = {chr(code) for code in range(0x10000) if code < 32 or chr(code).isspace()}
RESERVED = frozenset("%/;=@#:?&+\"'<>\\\x7f") | BLANKS
GRAMMAR = "[framework:]indicator/area[/dimension=value;…][@period][#source]"


@lru_cache(maxsize=65536)
def encode(text: str) -> str:
    """Percent-encodes what the grammar or a URL reserves; letters of any script stay."""
    if not RESERVED.intersection(text):
        return text
    return "".join(
        "".join(f"%{byte:02X}" for byte in letter.encode()) if letter in RESERVED else letter
        for letter in text
    )


class Address(msgspec.Struct, frozen=True):
    """The parts of an address; `dimensions` empty means none were named."""

    indicator: str
    ref_area: str
    dimensions: Dimensions = ()
    framework: str = GLOBAL
    period: str = ""
    source: str = ""

    def __str__(self) -> str:
        prefix = "" if self.framework == GLOBAL else f"{encode(self.framework)}:"
        text = f"{prefix}{encode(self.indicator)}/{encode(self.ref_area)}"
        if self.dimensions:
            pairs = (f"{encode(key)}={encode(value)}" for key, value in self.dimensions)
            text += "/" + ";".join(pairs)
        if self.period:
            text += f"@{encode(self.period)}"
        if self.source:
            text += f"#{encode(self.source)}"
        return text


def dimensions_of(pairs: dict[str, str]) -> Dimensions:
    """Sorted pairs without blanks: the one form in which keys are compared."""
    return tuple(sorted((key, value) for key, value in pairs.items() if value))


def parse_dimensions(text: str) -> Dimensions:
    """Reads `sex=F;unit_measure=PT`; keys are lower-cased and sorted."""
    pairs: dict[str, str] = {}
    for part in text.split(";"):
        key, equals, value = part.partition("=")
        key = unquote(key).strip().lower()
        if not equals or not key or not value or key in pairs:
            raise UsageError(
                f"“{part}” is not a dimension of an address.",
                remedy="Write each as name=value, once, separated by semicolons: sex=F;unit_measure=PT.",
            )
        pairs[key] = unquote(value)
    return dimensions_of(pairs)


def format_dimensions(dimensions: Dimensions) -> str:
    """The inverse of parse_dimensions."""
    return ";".join(f"{encode(key)}={encode(value)}" for key, value in dimensions)


def parse_address(text: str) -> Address:
    """Reads an address, or raises UsageError naming the part that does not fit."""
    body, _, source = text.strip().partition("#")
    body, _, period = body.partition("@")
    parts = body.split("/")
    if len(parts) not in (2, 3) or not all(parts[:2]):
        raise UsageError(
            f"“{text}” is not an address.",
            remedy=f"Write {GRAMMAR}, for example 1.2.1/KZALA or 1.2.1/KZALA/sex=F@2023.",
        )
    framework, colon, indicator = parts[0].rpartition(":")
    if not indicator or (colon and not framework):
        raise UsageError(
            f"“{text}” names no {'framework before' if indicator else 'indicator after'} the colon.",
            remedy=f"Write {GRAMMAR}, for example kz:4.4.1.1/KZALA.",
        )
    return Address(
        indicator=unquote(indicator),
        ref_area=unquote(parts[1]),
        dimensions=parse_dimensions(parts[2]) if len(parts) == 3 and parts[2] else (),
        framework=unquote(framework) if colon else GLOBAL,
        period=parse_period(unquote(period)).canonical if period else "",
        source=unquote(source),
    )
