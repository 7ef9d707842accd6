"""From a progress value to a class and to a score between -5 and 5."""

from collections.abc import Mapping

from headway.statistics.progress.open_sdg.rates import bounded

ACHIEVED, SUBSTANTIAL, MODERATE = "ACHIEVED", "SUBSTANTIAL", "MODERATE"
LIMITED, DETERIORATION = "LIMITED", "DETERIORATION"
NOT_ACHIEVED = "NOT_ACHIEVED"
"""Of yes or no indicators only."""

TOLERANCE = 1e-12
"""A value on a border takes the better class in spite of rounding."""

Parameters = Mapping[str, float]


def category(value: float, substantial: float, moderate: float, limited: float) -> str:
    """The class of a value among three borders; a value on a border takes the better class."""
    if value >= substantial - TOLERANCE:
        return SUBSTANTIAL
    if value >= moderate - TOLERANCE:
        return MODERATE
    return LIMITED if value >= limited - TOLERANCE else DETERIORATION


def growth_category(growth: float, coefficient: float, parameters: Parameters) -> str:
    """The class of yearly growth in the desired direction; `coefficient` is C."""
    borders = (parameters[f"growth_{name}"] * coefficient for name in ("substantial", "moderate", "limited"))
    return category(growth, *borders)


def ratio_category(ratio: float, parameters: Parameters) -> str:
    """The class of observed over required growth."""
    return category(ratio, *(parameters[f"ratio_{name}"] for name in ("substantial", "moderate", "limited")))


def category_of_score(score: float, parameters: Parameters) -> str:
    """The class of an indicator's mean score."""
    return category(score, *(parameters[f"score_{name}"] for name in ("substantial", "moderate", "limited")))


def growth_score(growth: float, coefficient: float, parameters: Parameters) -> float:
    """Score of yearly growth: linear from -2 % (-5) over 0 (-2.5), 0.5 % C (0) and 1.5 % C (2.5) to 2 % C (5).

    Where the base value lies at the limit itself (C = 0), holding it is 5.
    """
    if growth < parameters["growth_limited"] * coefficient:
        return within(line(growth, "growth_falling", parameters), parameters)
    if coefficient == 0:
        return parameters["score_best"]
    piece = next(
        name
        for name in ("substantial", "moderate", "limited")
        if growth >= parameters[f"growth_{name}"] * coefficient
    )
    return within(line(bounded(growth / coefficient), f"growth_{piece}", parameters), parameters)


def ratio_score(ratio: float, parameters: Parameters) -> float:
    """Score of observed over required growth: linear from -60 % (-5) over 60 % (0) to 130 % (5)."""
    piece = "ratio_upper" if ratio >= parameters["ratio_moderate"] - TOLERANCE else "ratio_lower"
    return within(line(ratio, piece, parameters), parameters)


def line(value: float, piece: str, parameters: Parameters) -> float:
    return bounded(parameters[f"{piece}_slope"] * value + parameters[f"{piece}_intercept"])


def within(score: float, parameters: Parameters) -> float:
    return min(max(score, parameters["score_worst"]), parameters["score_best"])
