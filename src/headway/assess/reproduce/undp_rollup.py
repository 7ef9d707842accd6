"""UNDP's classes of indicators, targets and Goals, recomputed each from the published classes one step below."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from headway.assess.reproduce.undp_cells import STATUSES, Cell
from headway.assess.reproduce.undp_file import Country
from headway.model.edition import Edition
from headway.statistics.progress.unsd_ratio.rollup import group_class, indicator_class

CATEGORIES = {words: category for category, words in STATUSES.items()} | {"Target Not Achieved": "LIMITED"}
"""The publisher's words → class; a yes/no target not achieved counts as limited progress does."""
CLASSES = {"On Track": "ON_TRACK", "For Review": "FOR_REVIEW", "Identified Gap": "GAP"}
WORDS = {name: words for words, name in CLASSES.items()} | {"": "none"}


def rollup_cells(country: Country, rule: Edition) -> list[Cell]:
    """One cell for each published indicator, target and Goal."""
    area = country.countryCode
    series = _grouped((one.indicator, one.status) for one in country.tsData)
    indicators = _grouped((one.target, one.status) for one in country.indicatorStatus)
    targets = _grouped((str(one.goal), one.status) for one in country.targetStatus)
    cells = []
    for one in country.indicatorStatus:
        below = series[one.indicator]
        ours = indicator_class([CATEGORIES[word] for word in below if word in CATEGORIES], rule)
        cells.append(_cell("indicator", f"{area} {one.indicator}", one.status, ours, below))
    for one in country.targetStatus:
        ours = _group(indicators[one.target], rule)
        cells.append(_cell("target", f"{area} {one.target}", one.status, ours, indicators[one.target]))
    for one in country.goalStatus:
        ours = _group(targets[str(one.goal)], rule)
        cells.append(_cell("goal", f"{area} {one.goal}", one.status, ours, targets[str(one.goal)]))
    return cells


def _grouped(pairs: Iterable[tuple[str, str | None]]) -> defaultdict[str, list[str]]:
    found = defaultdict(list)
    for key, words in pairs:
        found[key].append(words or "none")
    return found


def _group(words: list[str], rule: Edition) -> str:
    return group_class([CLASSES[word] for word in words if word in CLASSES], rule)


def _cell(kind: str, item: str, published: str | None, ours: str, below: list[str]) -> Cell:
    inputs = {words: str(count) for words, count in sorted(Counter(below).items())}
    return Cell(kind, item, published or "none", WORDS[ours], inputs, refusal=published is None)
