"""Delimited text to rows with their line numbers."""

import csv
import io
from collections.abc import Iterator

csv.field_size_limit(16 * 1024 * 1024)

DELIMITERS = ",;\t|"


def delimiter_of(text: str) -> str:
    """The delimiter most frequent in the first line that has any."""
    for line in text.splitlines()[:20]:
        counts = {mark: line.count(mark) for mark in DELIMITERS}
        best = max(counts, key=counts.get)
        if counts[best]:
            return best
    return ","


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
