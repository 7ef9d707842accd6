"""Delimited text to rows with their line numbers."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

csv.field_size_limit(16 * 1024 * 1024)

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
    """Pairs (line on which the row begins, cells); blank lines give no cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def split_header(
    rows: Iterator[tuple[int, list[str]]],
) -> tuple[int, list[str]] | None:
    """The first row that says anything; an empty line may stand before it."""
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            return line, [cell.strip() for cell in cells]
    return None
