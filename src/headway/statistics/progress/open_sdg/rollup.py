"""From series to indicators, and from indicators to the line of a goal."""

from collections.abc import Iterator, Sequence

import msgspec

from headway.model.edition import Edition
from headway.statistics.progress.open_sdg.score import ACHIEVED, category_of_score


class Scored(msgspec.Struct, frozen=True):
    """One series' part in an indicator."""

    score: float | None
    """None where the series could not be judged: it is left out."""
    achieved: bool = False


Node = Scored | Sequence["Node"]
"""A series, or a group of nodes that weighs as one."""


class Outcome(msgspec.Struct, frozen=True):
    """An indicator's score and class; neither where no series has a score."""

    score: float | None = None
    category: str = ""


def mean_score(nodes: Sequence[Node]) -> float | None:
    """Mean of the scores, each group averaged first; groups without a score weigh nothing."""
    scores = [node.score if isinstance(node, Scored) else mean_score(node) for node in nodes]
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def indicator_outcome(nodes: Sequence[Node], edition: Edition) -> Outcome:
    """An indicator from its series; "target achieved" only where every judged series is."""
    score = mean_score(nodes)
    if score is None:
        return Outcome()
    if all(series.achieved for series in leaves(nodes) if series.score is not None):
        return Outcome(score, ACHIEVED)
    return Outcome(score, category_of_score(score, edition.parameters))


def leaves(nodes: Sequence[Node]) -> Iterator[Scored]:
    for node in nodes:
        if isinstance(node, Scored):
            yield node
        else:
            yield from leaves(node)


def goal_line(indicators: Sequence[Outcome], edition: Edition) -> Outcome:
    """A goal's mean score and its class, where enough of its indicators have a class.

    `indicators` are all of the goal's, those without a class among them. One
    set by hand counts as having a class; without a score it enters the mean
    only as "target achieved", with the best score.
    """
    classed = [outcome for outcome in indicators if outcome.category]
    if not classed or len(classed) < edition.parameters["goal_share"] * len(indicators) - 1e-9:
        return Outcome()
    best = edition.parameters["score_best"]
    scores = [best if outcome.category == ACHIEVED else outcome.score for outcome in classed]
    known = [score for score in scores if score is not None]
    if not known:
        return Outcome()
    mean = sum(known) / len(known)
    return Outcome(mean, category_of_score(mean, edition.parameters))
