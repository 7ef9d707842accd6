"""Text in a table that a spreadsheet program must not take for a formula.

Such a program runs what begins like a formula, whoever wrote it. An apostrophe
before it makes it text; reading takes the apostrophe away again, so that what
was written is what is read.
"""

import re

STARTS = "=+\\-@\t\r\n＝＋－＠"
"""What a program may take for the beginning of a formula, in both widths of letters."""
FORMULA = re.compile(f"'*[{STARTS}]")
GUARDED = re.compile(f"'+[{STARTS}]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")


def guarded(text: str) -> str:
    """The text as it may stand in a table; a number stays as it is."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The inverse of `guarded`."""
    return cell[1:] if GUARDED.match(cell) else cell
