"""What can go wrong, sorted by what the user can do about it.

Every error says in one sentence what was found, what was expected and what to
do. The command line prints that sentence and exits with status 2; nothing
raises another class on bad input, so no user ever meets a traceback.
"""


from collections.abc import Iterable


class HeadwayError(Exception):
    """Base of all errors a user can mend.

    The message is a whole sentence; `remedy` is what to do, as a second one.
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageError(HeadwayError):
    """Correct the call: an argument does not fit."""


class SourceError(HeadwayError):
    """Correct the source or point to another one: it cannot be read at all."""


class ReviewError(HeadwayError):
    """Correct a file of the review's folder: it says which, and where.

    `problems` are the faults of its tables, where it is about these.
    """

    def __init__(self, message: str, *, remedy: str = "", problems: Iterable = ()) -> None:
        super().__init__(message, remedy=remedy)
        self.problems = tuple(problems)


class NotFoundError(HeadwayError):
    """Name something else: an area, indicator or series that is not there."""


def nearest(word: str, words: list[str], *, most: int = 5) -> list[str]:
    """The words most like `word`, best first: for 'did you mean'."""
    from difflib import get_close_matches

    folded = {candidate.casefold(): candidate for candidate in words}
    found = get_close_matches(word.casefold(), list(folded), n=most, cutoff=0.5)
    return [folded[match] for match in found]
