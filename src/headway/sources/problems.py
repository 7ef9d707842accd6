"""Collects problems while a source is read; repeated ones are counted, not repeated."""

from headway.model.problem import Problem


class ProblemLog:
    """Problems of one source, in the order of first sight."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._found: list[Problem] = []
        self._counted: dict[tuple, list] = {}

    def add(
        self, kind: str, file: str, row: int = 0, found: str = "", indicator: str = "", **details: object
    ) -> None:
        """One finding at one place."""
        texts = {key: str(value) for key, value in details.items()}
        self._found.append(Problem(kind, file, row, shorten(found), texts, self.source, indicator))

    def count(
        self, kind: str, file: str, row: int, found: str = "", indicator: str = "", **details: object
    ) -> None:
        """One more of a finding that is the same for many rows: told once, with its first row."""
        key = (kind, file, found, tuple(details.items()))
        if key in self._counted:
            self._counted[key][0] += 1
            return
        self._counted[key] = [1, row, indicator]

    def problems(self) -> tuple[Problem, ...]:
        counted = [
            Problem(
                code, file, row, shorten(found),
                {name: str(value) for name, value in details} | {"count": str(times)},
                self.source, indicator,
            )
            for (code, file, found, details), (times, row, indicator) in self._counted.items()
        ]  # fmt: skip
        return tuple(self._found + counted)


MOST_LETTERS = 1_000
"""Of a code, a label, a name or a period: what identifies something is said in fewer."""


def too_long(texts: dict[str, str], file: str, row: int, log: ProblemLog, *, most: int = MOST_LETTERS) -> bool:
    """Whether any text is longer than a reader could want; the first that is becomes a problem."""
    for column, text in texts.items():
        if len(text) > most:
            log.add("TEXT_TOO_LONG", file, row, shorten(text, most=60), column=shorten(column), letters=len(text), most=most)
            return True
    return False


def shorten(text: str, *, most: int = 200) -> str:
    """A cell as found, short enough for a sentence."""
    return text if len(text) <= most else text[: most - 1] + "…"
