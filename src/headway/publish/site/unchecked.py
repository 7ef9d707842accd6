"""Whether a result rests on numbers of its edition that nobody could check in the source."""

from headway.model.assessment import REGRESSION, STAGNATION, Progress
from headway.model.edition import Edition

SUMS = {
    "goal_share", "goal_ratio_top", "goal_ratio_zero", "goal_ratio_bottom", "goal_growth_top", "missing_share", "mean_cap",
    "decline_scale", "on_track_at", "maintained_at", "slipping_at", "status_cap", "status_floor",
    "status_near", "group_centre", "selection_share", "trend_start", "trend_minimum_points", "trend_significance", "small_sample",
}  # fmt: skip
"""Parameters of sums, of groups of countries and of side results: none enters the class of a series."""

ONLY_WHERE = {
    "regression": lambda found: found.verdict in (STAGNATION, REGRESSION),
    "growth_regression": lambda found: found.verdict in (STAGNATION, REGRESSION),
    "near": lambda found: "TARGET_MISSED_BARELY" in found.flags,
    "negative": lambda found: min(found.base_value or 0.0, found.last_value or 0.0) < 0,
    "one_value": lambda found: found.points == 1,
    "champion_count": lambda found: "CHAMPION_TARGET" in found.flags,
    "champion_minimum_peers": lambda found: "CHAMPION_TARGET" in found.flags,
    "champion_outlier_fence": lambda found: "CHAMPION_TARGET" in found.flags,
    "best_share": lambda found: "BEST_LEVEL_TARGET" in found.flags,
    "missing_base": lambda found: "BASE_ESTIMATED" in found.flags,
}
"""Parameters that enter some results only."""


def rests_on_unchecked(found: Progress, edition: Edition, indicator: str) -> bool:
    """`indicator`: the code of the global indicator, to which the edition may make exceptions. A set target that is met needs no more than that."""
    derived = {"CHAMPION_TARGET", "BEST_LEVEL_TARGET"} & set(found.flags)
    if not found.verdict or ("TARGET_MET" in found.flags and not derived):
        return False
    exceptions = edition.exceptions.get(indicator, {})
    return any(_enters(name, found, edition, exceptions) for name in edition.unverified)


def _enters(name: str, found: Progress, edition: Edition, exceptions: dict[str, float]) -> bool:
    if name in SUMS or (name.startswith("long_") and edition.choices.get("term") == "short"):
        return False
    if name not in edition.parameters and name not in edition.choices:
        return name in exceptions
    holds = ONLY_WHERE.get(name)
    return holds is None or holds(found)
