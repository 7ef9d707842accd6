"""Numbers as offices type them, and what had to be mended to read them."""

import re

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
PLAIN = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)$")
SCIENTIFIC = re.compile(r"^[+-]?\d+(\.\d*)?[eE][+-]?\d+$")
COMMA = re.compile(r"^[+-]?\d+,\d+$")
THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3})+\.\d+$")


def read_number(text: str) -> tuple[float, str, str] | None:
    """(value, text cleaned, mended) or None where it is no number.

    `mended` is blank, `blanks`, `comma` or `scientific`: what a plain reading
    would have stumbled over.
    """
    if PLAIN.match(text):
        return float(text), text, ""
    cleaned = SPACES.sub("", text).replace("−", "-")
    mended = "blanks" if cleaned != text else ""
    if COMMA.match(cleaned):
        cleaned, mended = cleaned.replace(",", "."), "comma"
    elif THOUSANDS.match(cleaned):
        cleaned, mended = cleaned.replace(",", ""), "comma"
    if PLAIN.match(cleaned):
        return float(cleaned), cleaned, mended
    if SCIENTIFIC.match(cleaned):
        value = float(cleaned)
        if value not in (float("inf"), float("-inf")):
            return value, cleaned, "scientific"
    return None
