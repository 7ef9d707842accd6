"""Delimited text to rows with their line numbers."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import chain

MOST_LETTERS = 1_000_000
"""Letters of one cell; a longer one is a quotation mark that nobody closed, or no table."""

csv.field_size_limit(MOST_LETTERS)

DELIMITERS = ",;\t"


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most of the first rows into equally many cells.

    Titles, quoted text and decimal commas do not mislead it.
    """
    sample = "\n".join(text[:65536].split("\n")[:40])
    best, support = ",", (0, 0)
    for mark in DELIMITERS:
        widths = Counter(len(cells) for _, cells in records(sample, mark) if len(cells) > 1)
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (rows, width) > support:
                best, support = mark, (rows, width)
    return best


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Pairs (line on which the row begins, cells); blank lines give no cells.

    Raises csv.Error where a cell is longer than MOST_LETTERS.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


END = "\0end\0"


def unclosed_quote(text: str, delimiter: str) -> int:
    """The line of the row in which a quotation mark opens a cell and none closes it: the rest of the file lies in it.

    0 where there is no such row.
    """
    if '"' not in text:
        return 0
    reader = csv.reader(chain(io.StringIO(text, newline=""), [END]), delimiter=delimiter)
    line, last, cells = 1, 1, []
    for cells in reader:
        last, line = line, reader.line_num + 1
    return 0 if cells == [END] else last


def split_header(
    rows: Iterator[tuple[int, list[str]]],
) -> tuple[int, list[str]] | None:
    """The first row that says anything; an empty line may stand before it."""
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            return line, [cell.strip() for cell in cells]
    return None
