"""Several values for one key: which may be used, and what must be decided.

A key is a series at a period. The best-ranked source's value is used. If that
source itself gives different values for a key, none is used until someone
decides which row stands; the same value twice is only repeated. Every value is
kept.
"""

from collections.abc import Iterable

from headway.model.problem import Problem
from headway.model.series import Observation

CONFLICT, REPEAT, OUTRANKED, SET_ASIDE = "conflict", "repeat", "outranked", "set-aside"

Place = tuple[str, int]
"""(origin, row) of one observation."""


def mark(
    observations: list[Observation], ranks: dict[str, int], decided: frozenset[Place] = frozenset()
) -> tuple[dict[int, str], list[Problem]]:
    """Marks by position, for those not to be used, and the problems that say why.

    `ranks`: source → rank, 0 the best; unknown sources come last. `decided`:
    the rows that a person let stand against others with the same key.
    """
    by_key: dict[tuple, list[int]] = {}
    for position, observation in enumerate(observations):
        key = (observation.series, observation.period.canonical)
        by_key.setdefault(key, []).append(position)
    marks: dict[int, str] = {}
    problems: list[Problem] = []
    for positions in by_key.values():
        if len(positions) > 1:
            problems += _judge(positions, observations, ranks, decided, marks)
    return marks, problems


def _judge(positions, observations, ranks, decided, marks) -> Iterable[Problem]:
    def rank(position: int) -> int:
        return ranks.get(_source(observations[position]), len(ranks))

    best = min(map(rank, positions))
    leading = [position for position in positions if rank(position) == best]
    others = [position for position in positions if rank(position) != best]
    for position in others:
        marks[position] = OUTRANKED
    chosen = [position for position in leading if _place(observations[position]) in decided]
    differ = len({observations[position].value for position in leading}) > 1
    if differ and len(chosen) == 1:
        for position in leading:
            if position != chosen[0]:
                marks[position] = SET_ASIDE
        yield _problem("CONFLICT_DECIDED", chosen + [p for p in leading if p != chosen[0]], observations)
    elif differ:
        for position in leading:
            marks[position] = CONFLICT
        yield _problem("CONFLICTING_VALUES", leading, observations)
    elif len(leading) > 1:
        for position in leading[1:]:
            marks[position] = REPEAT
        yield _problem("REPEATED_VALUES", leading, observations)
    if any(observations[position].value != observations[leading[0]].value for position in others):
        yield _problem("SOURCES_DISAGREE", leading[:1] + others, observations)


def _place(observation: Observation) -> Place:
    return observation.origin, observation.row


def _source(observation: Observation) -> str:
    return observation.origin.partition("/")[0]


def _problem(code: str, positions: list[int], observations: list[Observation]) -> Problem:
    first = observations[positions[0]]
    source, _, file = first.origin.partition("/")
    rows = ", ".join(str(observations[position].row) for position in positions)
    files = sorted({observations[position].origin for position in positions})
    return Problem(
        code=code,
        file=file,
        row=first.row,
        found="; ".join(observations[position].text for position in positions),
        details={
            "key": f"{first.series.address}@{first.period.canonical}",
            "rows": rows,
            "files": ", ".join(files),
        },
        source=source,
        indicator=first.series.indicator,
    )
