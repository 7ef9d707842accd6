"""Numbers as offices type them, and what had to be mended to read them."""

import re

LONGEST = 300
"""A text with more digits is no number anyone meant."""
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
PLAIN = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)$")
SCIENTIFIC = re.compile(r"^[+-]?\d+(\.\d*)?[eE][+-]?\d+$")
COMMA = re.compile(r"^[+-]?\d+,\d+$")
THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3})+\.\d+$|^[+-]?\d{1,3}(,\d{3}){2,}$")


def read_number(text: str) -> tuple[float, str, str] | None:
    """(value, text cleaned, mended) or None where it is no number.

    `mended` is blank, `blanks`, `comma` or `scientific`: what a plain reading
    would have stumbled over.
    """
    if PLAIN.fullmatch(text) and len(text) < LONGEST:
        return float(text), text, ""
    cleaned = SPACES.sub("", text).replace("−", "-")
    mended = "blanks" if cleaned != text else ""
    if COMMA.match(cleaned):
        cleaned, mended = cleaned.replace(",", "."), "comma"
    elif THOUSANDS.match(cleaned):
        cleaned, mended = cleaned.replace(",", ""), "comma"
    if len(cleaned) >= LONGEST:
        return None
    if PLAIN.fullmatch(cleaned):
        return float(cleaned), cleaned, mended
    if SCIENTIFIC.match(cleaned):
        value = float(cleaned)
        if value not in (float("inf"), float("-inf")):
            return value, cleaned, "scientific"
    return None
