"""Counts with the csv module alone whether every value of a file was read or named.

A value is a cell that is not blank under the heading of the values, in a row
below the header. It is accounted for where an observation of its line has its
digits, or a problem names its line or the whole file. Nothing here is read
through the package's own readers.
"""

import csv
import io
from collections import Counter, defaultdict

WHOLE_FILE = {"FILE_UNREADABLE", "NO_VALUE_COLUMN", "STRAY_FILE", "TABLE_UNREADABLE", "TABLE_COLUMN_MISSING", "TABLE_MISSING"}
ROW = {
    "VALUE_NOT_NUMERIC", "RAGGED_ROW", "TEXT_TOO_LONG", "CELL_NOT_A_NUMBER", "ROW_WITHOUT_INDICATOR", "CODE_BECAME_DATE",
    "CELL_WITHOUT_COLUMN", "COLUMN_TWICE", "TABLE_VALUE", "TABLE_ROW_TWICE",
}  # fmt: skip
BLANK = {"", "-", "–", "—", "...", "…", "н/д", "x", "х"}


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def text_of(data: bytes) -> str | None:
    names = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1251"]
    for name in names:
        try:
            return data.decode(name).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return None


def rows_of(text: str, mark: str) -> list[tuple[int, list[str]]]:
    reader, found, line = csv.reader(io.StringIO(text, newline=""), delimiter=mark), [], 1
    for cells in reader:
        found.append((line, cells))
        line = reader.line_num + 1
    return [(line, cells) for line, cells in found if any(cell.strip() for cell in cells)]


def unaccounted(data: bytes, observed: list[tuple[int, str]], problems: list[tuple[str, int]]) -> list[str]:
    """Values of an Open SDG data file that are neither read nor named; `observed` are (row, text), `problems` (code, row).

    The delimiter is the one under which a heading is that of the values.
    """
    codes, text = {code for code, _ in problems}, text_of(data)
    if text is None or codes & WHOLE_FILE:
        return [] if codes & WHOLE_FILE else ["no text, and no problem says so"]
    best: list[str] | None = None
    for mark in ",;\t":
        rows = rows_of(text, mark)
        heads = [" ".join(name.strip().lower().removeprefix("data.").split()) for name in rows[0][1]] if rows else []
        place = next((index for index, name in enumerate(heads) if name in ("value", "obs_value")), None)
        if place is not None:
            missed = _missed(rows[1:], place, observed, problems)
            best = missed if best is None or len(missed) < len(best) else best
    if best is None:
        return [] if "NO_DATA_ROWS" in codes or not text.strip() else ["no heading of values, and no problem says so"]
    return best


def _missed(rows, place: int, observed, problems) -> list[str]:
    unread = defaultdict(list)
    for row, written in observed:
        unread[row].append(digits(written))
    named = {row for code, row in problems if code in ROW}
    cut = min((row for code, row in problems if code == "QUOTE_UNCLOSED"), default=1 << 60)
    missed = []
    for line, cells in rows:
        value = cells[place].strip() if place < len(cells) else ""
        if value and digits(value) in unread[line]:
            unread[line].remove(digits(value))
        elif value and line not in named and line < cut:
            missed.append(f"line {line}: {value[:40]!r}")
    invented = [f"line {row}: read {text}, which is not there" for row, texts in unread.items() for text in texts]
    return missed + invented


def uncounted_rows(data: bytes, entries: int, problems: list[tuple[str, int]]) -> str:
    """For a table of the review: filled rows against entries read and rows named in a problem."""
    if {code for code, _ in problems} & WHOLE_FILE:
        return ""
    text = text_of(data)
    named = {row for code, row in problems if code in ROW - {"CELL_WITHOUT_COLUMN", "COLUMN_TWICE"}}
    counts = Counter(max(0, len(rows_of(text or "", mark)) - 1) for mark in ",;\t")
    return "" if entries + len(named) in counts else f"{entries} entries and {len(named)} rows named of {sorted(counts)}"


def unread_cells(rows: list[list[str]], header: int, periods: tuple[str, ...], silent: set[str], observed, problems) -> list[str]:
    """For an analyst's wide table as a grid of text: cells below the header that are neither read, named nor roles.

    `silent` are headings that hold no values; `problems` are (code, row, found).
    """
    if any(code == "NO_VALUE_COLUMN" for code, *_ in problems) or header > len(rows):
        return []
    heads = rows[header - 1]
    named = {row for code, row, _ in problems if code in ROW}
    told = {found for code, _, found in problems if code == "COLUMN_UNUSED"}
    silent = silent | {heading for heading in heads if len(heading) > 200 and f"{heading[:199]}…" in told}
    unread = defaultdict(list)
    for row, written in observed:
        unread[row].append(digits(written))
    missed = []
    for line, cells in enumerate(rows[header:], header + 1):
        for index, cell in enumerate(cells):
            heading = heads[index] if index < len(heads) else ""
            if cell in BLANK or heading in silent or line in named or heading in told:
                continue
            first = heads.index(heading) if heading in heads else index
            if index != first and cell == (cells[first] if first < len(cells) else ""):
                continue  # the same again says nothing new
            if heading in periods and digits(cell) in unread[line]:
                unread[line].remove(digits(cell))
            else:
                missed.append(f"line {line}, {heading!r}: {cell[:40]!r}")
    return missed
