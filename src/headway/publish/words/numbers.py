"""Numbers by the rules of a language (CLDR), without more digits than they deserve."""

import math
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

MOST_DECIMALS = 3
MOSTLY = 0.9
TWO_DIGITS = 3.55


@lru_cache(maxsize=None)
def symbols(language: str) -> tuple[str, str]:
    """(decimal, group) separators."""
    latn = Locale(language).number_symbols["latn"]
    return latn["decimal"], latn["group"]


@lru_cache(maxsize=65536)
def format_number(value: float, language: str, decimals: int | None = None) -> str:
    """With the decimals given, else as many as the value has, three at most."""
    if decimals is None:
        decimals = decimals_of(repr(value))
    point, group = symbols(language)
    text = f"{abs(value):,.{min(decimals, MOST_DECIMALS)}f}"
    text = text.replace(",", "\0").replace(".", point).replace("\0", group if abs(value) >= 1000 else "")
    return f"−{text}" if value < 0 and text.strip("0.,") else text


@lru_cache(maxsize=65536)
def format_value(value: float, decimals: int, language: str) -> str:
    """A value with the decimals of its series; a very small one keeps the digits that count."""
    if decimals > MOST_DECIMALS:
        if value and abs(value) < 10.0 ** (1 - MOST_DECIMALS):
            return format_small(value, language)
        decimals = 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else MOST_DECIMALS
    if value and abs(value) < 0.5 * 10**-decimals:
        return format_small(value, language)
    return format_number(value, language, decimals)


def digits_for(error: float, otherwise: int) -> int:
    """Decimals that an error of this size allows, fewer than none for large ones; `otherwise` where there is no error.

    An error whose leading digits are below 355 deserves two digits, any other
    one (rounding rule of the Particle Data Group).
    """
    if not error > 0:
        return otherwise
    size = math.floor(math.log10(error))
    return (1 if error < TWO_DIGITS * 10.0**size else 0) - size


def series_decimals(texts: Iterable[str]) -> int:
    """The fewest decimals that write nine in ten of a series' numbers in full, `.0` everywhere being none."""
    return _decimals(tuple(texts))


@lru_cache(maxsize=65536)
def _decimals(texts: tuple[str, ...]) -> int:
    found = sorted(decimals_of(text) for text in texts)
    if not any(found):
        return 0
    enough = found[math.ceil(MOSTLY * len(found)) - 1]
    written = [len(text.partition(".")[2]) for text in texts]
    return max(enough, max(set(written), key=lambda count: (written.count(count), count)))


def format_small(value: float, language: str) -> str:
    text = f"{abs(value):.12f}"
    digits = next((index for index, letter in enumerate(text) if letter not in "0."), len(text))
    text = text[: digits + 2].rstrip("0")
    return ("−" if value < 0 else "") + text.replace(".", symbols(language)[0])


def decimals_of(text: str) -> int:
    """Decimals of a plain number; of scientific notation, enough to show it."""
    if "e" in text or "E" in text:
        return 6
    return len(text.partition(".")[2].rstrip("0"))
