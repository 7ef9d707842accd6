"""What is wrong with an input, where, and how badly.

A problem carries its facts (`found` and named `details`), not its sentence:
sentences stand per code and language in the nomenclature, so that a check, a
page and a report say the same thing in the reader's language.
"""

import msgspec

ERROR, WARNING, NOTICE = "error", "warning", "notice"
SEVERITIES = (ERROR, WARNING, NOTICE)


class Problem(msgspec.Struct, frozen=True):
    """One finding at one place."""

    code: str
    """Stable and documented: `CONFLICTING_VALUES`."""
    file: str
    """Relative to the source or the review: `data/indicator_1-2-1.csv`."""
    row: int = 0
    """Line of the file; 0 where the whole file is meant."""
    found: str = ""
    details: dict[str, str] = {}
    """Slots of the sentence: `{"column": "SEX"}`."""
    source: str = ""
    indicator: str = ""
    """Dotted code of the indicator concerned, where one is."""

    @property
    def place(self) -> str:
        path = f"{self.source}/{self.file}" if self.source else self.file
        return f"{path}:{self.row}" if self.row else path
