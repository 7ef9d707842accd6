"""What a reproduction found: agreements out of totals, and every cell that differs."""

import msgspec


class Agreement(msgspec.Struct, frozen=True):
    """How many cells of one kind come out as published: `normalised 1303/1303`."""

    name: str
    agreed: int
    total: int
    note: str = ""
    """What was left out and why; blank where nothing was."""


class Disagreement(msgspec.Struct, frozen=True):
    """One cell that does not come out as published."""

    name: str
    """The kind of cell: the `name` of its Agreement."""
    item: str
    """Area, series or goal, as the publisher names it."""
    published: str
    ours: str
    inputs: dict[str, str]
    """What ours was computed from."""
    reason: str = ""
    """Why they differ, where that is known."""


class Result(msgspec.Struct, frozen=True):
    """One cell that the method gives where nothing published stands beside it."""

    name: str
    """The kind of cell."""
    item: str
    """Area, series or goal, as the publisher names it."""
    ours: str
    inputs: dict[str, str]
    reason: str = ""
    """Why there is no value, where there is none."""


class Reproduction(msgspec.Struct, frozen=True):
    """A published data set beside what the method gives."""

    method: str
    edition: str
    path: str
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    uncovered: dict[str, int] = {}
    """Kind of case that the method's rule does not cover → how many there are."""
    results: tuple[Result, ...] = ()
    """What the method gives, where the data set publishes nothing to compare it with."""
