"""Cells of a table that no role reads: told, so that nothing is left out in silence."""

from collections import Counter

from headway.sources.problems import ProblemLog
from headway.sources.table.mapping import is_note


class Unread:
    """Watches the columns beside those of the mapping."""

    def __init__(self, header: list[str], wanted: set[str], file: str, log: ProblemLog) -> None:
        self.header, self.file, self.log = header, file, log
        self.first = {heading: index for index, heading in reversed(list(enumerate(header))) if heading in wanted}
        self.notes = {heading for heading in header if heading and is_note(heading)}
        self.counts: Counter[str] = Counter()

    def row(self, line: int, cells: list[str]) -> None:
        for index, cell in enumerate(cells):
            heading = self.header[index] if index < len(self.header) else ""
            first = self.first.get(heading)
            if not cell or index == first:
                continue
            if first is not None:
                if cell != (cells[first] if first < len(cells) else ""):
                    self.log.add("COLUMN_TWICE", self.file, line, cell, column=heading)
            elif heading and heading not in self.notes:
                self.counts[heading] += 1
            elif not heading:
                self.log.add("CELL_WITHOUT_COLUMN", self.file, line, cell)

    def tell(self, line: int, mapping: str) -> None:
        for heading, count in self.counts.items():
            self.log.add("COLUMN_UNUSED", self.file, line, heading, count=count, mapping=mapping)
