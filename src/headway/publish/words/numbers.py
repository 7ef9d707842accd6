"""Numbers by the rules of a language (CLDR), without more digits than they deserve."""

from functools import lru_cache

from babel import Locale

MOST_DECIMALS = 3


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
    text = text.replace(",", "\0").replace(".", point).replace("\0", group if abs(value) >= 10000 else "")
    return f"−{text}" if value < 0 and text.strip("0.,") else text


@lru_cache(maxsize=65536)
def format_text(value: float, text: str, language: str) -> str:
    """A value with the decimals its source wrote; very small ones keep three digits that count."""
    decimals = decimals_of(text)
    if value and abs(value) < 0.0005:
        return format_small(value, language)
    if decimals > MOST_DECIMALS:
        decimals = 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else MOST_DECIMALS
    return format_number(value, language, decimals)


def format_small(value: float, language: str) -> str:
    text = f"{abs(value):.10f}".rstrip("0")
    return ("−" if value < 0 else "") + text.replace(".", symbols(language)[0])


def decimals_of(text: str) -> int:
    """Decimals of a plain number; of scientific notation, enough to show it."""
    if "e" in text or "E" in text:
        return 6
    whole, point, fraction = text.partition(".")
    return len(fraction.rstrip("0")) if len(fraction) > MOST_DECIMALS else len(fraction) if fraction != "0" else 0
