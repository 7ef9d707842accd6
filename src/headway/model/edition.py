"""An edition of a published method: its dated parameters, as data."""

import msgspec

AGENDA = {"base_year": 2015.0, "target_year": 2030.0}
"""The years of the 2030 Agenda, for methods that know only the last value."""


class Edition(msgspec.Struct, frozen=True):
    """What a method's publisher fixed at a date, and what could not be checked."""

    method: str
    """`unsd`."""
    edition: str
    """`2023`."""
    name: str
    publisher: str
    source: str
    parameters: dict[str, float]
    choices: dict[str, str] = {}
    """Parameters that are words: which side of a border an equal value takes, which statistic stands for a group."""
    exceptions: dict[str, dict[str, float]] = {}
    """Global indicator → parameters that replace the general ones for it."""
    compared: bool = True
    """Whether it stands beside the headline method unless the review says otherwise; of variants of one method, one does."""
    kind: str = "progress"
    """`progress` for a method a review may be judged by; `heuristic` for what only points."""
    unverified: dict[str, str] = {}
    """Parameter → why it could not be read in the source: shown with every verdict."""

    @property
    def base_year(self) -> int:
        """The year that progress is counted from."""
        return int((AGENDA | self.parameters)["base_year"])

    @property
    def target_year(self) -> int:
        """The year by which a target is to be met where it names none."""
        return int((AGENDA | self.parameters)["target_year"])
