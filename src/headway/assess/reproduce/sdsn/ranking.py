"""Who is ranked, and the index."""

from headway.assess.reproduce.sdsn.region import region_of
from headway.assess.reproduce.sdsn.scored import Scored
from headway.assess.reproduce.sdsn.tally import Tally, same
from headway.assess.reproduce.sdsn.workbook import DataBase, Row
from headway.model.edition import Edition
from headway.statistics.progress.sdsn.score import goal_score, index, may_be_ranked

RANKED, INDEX = "ranked by the 20 % rule", "index"


def compare_index(base: DataBase, areas: list[Scored], edition: Edition, tally: Tally) -> None:
    """Enters whether the rule ranks each area, and the index of those that have one."""
    if ("index", "") not in base.areas.columns:
        return tally.note(INDEX, "The table of areas has no column for the index.")
    _ranked(areas, edition, tally)
    region, means = region_of(base), _means(areas)
    within = tally.within(INDEX, [found for area in areas if (found := area.row.number("index")) is not None])
    for area in areas:
        published = area.row.number("index")
        if published is None:
            continue
        goals, regional = _published_goals(base, area), _regional(base, area.row, region, means)
        ours = index(goals, regional)
        filled = {goal: f"{regional[goal]:.10g} (the region's)" for goal, score in goals.items() if score is None and goal in regional}
        inputs = {f"goal {goal}": filled.get(goal, score) for goal, score in goals.items()}
        name = f"{INDEX} of the region" if area.row is region or area.row.area.startswith("_") else INDEX
        tally.enter(name, area.row.area, same(ours, published, within), published, ours, inputs)


def _ranked(areas: list[Scored], edition: Edition, tally: Tally) -> None:
    """Shares of missing indicators are written as such or in per cent."""
    scale = 0.01 if any((area.row.number("missing") or 0) > 1 for area in areas) else 1.0
    for area in areas:
        published, stated = area.row.number("index") is not None, area.row.number("missing")
        missing = area.missing if stated is None else stated * scale
        ours = may_be_ranked(missing, edition)
        words = ("not ranked", "ranked")
        tally.enter(RANKED, area.row.area, ours == published, words[published], words[ours], {"share of indicators missing": missing})


def _published_goals(base: DataBase, area: Scored) -> dict[int, float | None]:
    """Our goal scores, blank where the publisher leaves the goal blank."""
    columns = base.areas.keys("goal_score")
    return {
        goal: None if str(goal) in columns and area.row.number("goal_score", str(goal)) is None else score
        for goal, score in area.goals.items()
    }  # fmt: skip


def _regional(base: DataBase, row: Row, region: Row | None, means: dict[int, float]) -> dict[int, float]:
    """The goal scores that stand in for missing ones.

    Published beside the area, else those of the row of its own region, else of
    the one region, else the means of the areas.
    """
    member = row.cells.get(("member", ""))
    own = next((other for other in base.areas.rows if member and other.name == member), region)
    found = dict(means)
    for source, role in ((own, "goal_score"), (row, "goal_regional")):
        if source is not None:
            found |= {int(goal): score for goal in base.areas.keys(role) if (score := source.number(role, goal)) is not None}
    return found


def _means(areas: list[Scored]) -> dict[int, float]:
    """The means of the areas' goal scores, marked regions left out."""
    scores: dict[int, list[float]] = {}
    for area in areas:
        for goal, score in area.goals.items():
            if score is not None and not area.row.area.startswith("_"):
                scores.setdefault(goal, []).append(score)
    return {goal: goal_score(found) for goal, found in scores.items()}
