"""Words for the parameters of editions, and for those that are words themselves."""

from headway.model.edition import Edition
from headway.publish.words.catalogue import Words
from headway.publish.words.vocabulary import N_

PARAMETERS = {
    "base_year": N_("Base year"),
    "target_year": N_("Target year where none is set"),
    "minimum_points": N_("Values needed"),
    "minimum_peers": N_("Areas needed in the comparison group"),
    "peer_reach": N_("Years by which a value in the comparison group may be older"),
    "growth_on_track": N_("On track from this growth a year, without a target"),
    "growth_fair": N_("Fair from this growth a year, without a target"),
    # unsd
    ("unsd", "on_track"): N_("On track from this share of the required change"),
    ("unsd", "fair"): N_("Fair from this share of the required change"),
    ("unsd", "near"): N_("Percentage points from 0 or 100 % that count as met"),
    "regression": N_("Wrong way beyond this share of the required change, in the wrong direction"),
    "growth_regression": N_("Wrong way beyond this growth a year, in the wrong direction"),
    # unsd-ratio
    ("unsd-ratio", "on_track"): N_("On track from this share of the required yearly rate"),
    ("unsd-ratio", "fair"): N_("Fair from this share of the required yearly rate"),
    ("unsd-ratio", "growth_on_track"): N_("On track above this growth a year, without a target"),
    ("unsd-ratio", "near"): N_("Share of the target by which a value may miss it and count as met"),
    "limited": N_("Limited progress from this share of the required yearly rate"),
    "growth_limited": N_("Limited progress from this growth a year, without a target"),
    "rollup_achieved": N_("What a series that has achieved its target counts towards its indicator"),
    "rollup_on_track": N_("What a series on track counts towards its indicator"),
    "rollup_fair": N_("What a series of fair progress counts towards its indicator"),
    "rollup_limited": N_("What a series of limited progress counts towards its indicator"),
    "rollup_deterioration": N_("What a series that deteriorates counts towards its indicator"),
    "rollup_on_track_above": N_("An indicator, target or Goal is on track above this mean"),
    "rollup_gap_to": N_("An indicator, target or Goal has a gap at this mean or below"),
    "base_order": N_("Order in which years are tried as base"),
    "negative": N_("How negative values are read"),
    "factor": N_("Target as a multiple of the base value"),
    "log_rate": N_("Rates are logarithmic"),
    "required_rate": N_("Required yearly rate"),
    "minimum_fall": N_("Least fall, in points of the index"),
    # escap
    "start_year": N_("First year that shapes the trend"),
    "status_cap": N_("Highest value of the current status index"),
    "status_floor": N_("Lowest value of the current status index"),
    "maintain": N_("Keep going up to this share of the way missing, per cent"),
    "accelerate": N_("Go faster up to this share of the way missing, per cent"),
    "mean_cap": N_("Highest index that enters a mean"),
    "champion_count": N_("Best performers whose pace sets a target"),
    "champion_minimum_peers": N_("Least size of the group that best performers are taken from"),
    "champion_outlier_fence": N_("Interquartile ranges beyond which a pace is an outlier"),
    "selection_share": N_("Share of countries that must have two values"),
    "selection_countries": N_("Number of countries that must have two values"),
    "extrapolation": N_("How the values are carried on to the target year"),
    "equal_to_border": N_("Side that a value on a border belongs to"),
    "missing_base": N_("What serves where the base year has no value"),
    "regional_statistic": N_("Statistic that stands for a group of countries"),
    "regional_order": N_("What comes first for a group of countries"),
    # eurostat
    ("eurostat", "on_track"): N_("Significant from this share of the required growth"),
    ("eurostat", "fair"): N_("Moderate from this share of the required growth"),
    ("eurostat", "growth_on_track"): N_("Significant from this growth a year, without a target"),
    "short_years": N_("Years of the short term"),
    "short_minimum": N_("Least years of the short term"),
    "long_years": N_("Years of the long term"),
    "long_minimum": N_("Least years of the long term"),
    "goal_ratio_top": N_("Share of the required growth that scores +5"),
    "goal_ratio_zero": N_("Share of the required growth that scores 0"),
    "goal_ratio_bottom": N_("Share of the required growth that scores −5"),
    "goal_growth_top": N_("Growth a year that scores +5, without a target"),
    "status_near": N_("Standard deviations that count as about the same"),
    "term": N_("Term by which a trend is judged"),
    "minimum": N_("What the least length of a term counts"),
    "required_from": N_("Where the required growth starts"),
    "group_centre": N_("Centre of the comparison group"),
    "deviation": N_("Standard deviation of the comparison group"),
    # oecd
    ("oecd", "small"): N_("Below this the distance is small"),
    ("oecd", "medium"): N_("Up to this the distance is medium"),
    "best_share": N_("Share of the best whose level is the target where none is set"),
    "trend_start": N_("First year of the trend"),
    "trend_minimum_points": N_("Values needed for a trend"),
    "trend_significance": N_("Level of significance of the trend"),
    "form": N_("Form of the measure"),
    "small_sample": N_("How significance is computed for short records"),
    # open-sdg
    "zero": N_("Stands for a base value or a target of zero"),
    "limit_exponent": N_("How steeply the borders shrink near a natural limit"),
    "growth_substantial": N_("Substantial from this growth a year, without a target"),
    "growth_moderate": N_("Moderate from this growth a year, without a target"),
    ("open-sdg", "growth_limited"): N_("Limited from this growth a year, without a target"),
    "growth_falling_slope": N_("Score of falling growth: slope"),
    "growth_falling_intercept": N_("Score of falling growth: intercept"),
    "growth_limited_slope": N_("Score of limited growth: slope"),
    "growth_limited_intercept": N_("Score of limited growth: intercept"),
    "growth_moderate_slope": N_("Score of moderate growth: slope"),
    "growth_moderate_intercept": N_("Score of moderate growth: intercept"),
    "growth_substantial_slope": N_("Score of substantial growth: slope"),
    "growth_substantial_intercept": N_("Score of substantial growth: intercept"),
    "ratio_substantial": N_("Substantial from this share of the required yearly growth"),
    "ratio_moderate": N_("Moderate from this share of the required yearly growth"),
    "ratio_limited": N_("Limited from this share of the required yearly growth"),
    "ratio_upper_slope": N_("Score towards a target, upper piece: slope"),
    "ratio_upper_intercept": N_("Score towards a target, upper piece: intercept"),
    "ratio_lower_slope": N_("Score towards a target, lower piece: slope"),
    "ratio_lower_intercept": N_("Score towards a target, lower piece: intercept"),
    "score_best": N_("Best score"),
    "score_worst": N_("Worst score"),
    "score_substantial": N_("An indicator’s progress is substantial from this mean score"),
    "score_moderate": N_("An indicator’s progress is moderate from this mean score"),
    "score_limited": N_("An indicator’s progress is limited from this mean score"),
    "goal_share": N_("Share of a Goal’s indicators that need a class before their mean is shown"),
    "parity_lower": N_("Parity from this ratio"),
    "parity_upper": N_("Parity up to this ratio"),
    "one_value": N_("A single value since the base year that meets the target"),
    "centre": N_("Desired value, with either side worse"),
    "least": N_("Lowest value that is judged"),
    "target": N_("Target where none is set"),
    # sdsn and sdsn-trend
    "missing_share": N_("Not ranked above this share of indicators missing"),
    "goal_data_share": N_("A Goal has a colour from this share of its indicators with data"),
    "goal_weakest": N_("How many of its weakest indicators give a Goal its colour"),
    "goal_green": N_("A Goal is green from this mean of its weakest indicators"),
    "goal_yellow": N_("A Goal is yellow from this mean of its weakest indicators"),
    "goal_orange": N_("A Goal is orange from this mean of its weakest indicators"),
    "top": N_("How many best areas give the optimum"),
    "worst_tail": N_("Share of the worst areas that lie below the lower bound"),
    "peer_years": N_("Years back to which a value of another area counts"),
    "green_share": N_("Green threshold: share of the way from the lower bound to the optimum"),
    "red_share": N_("Red threshold: share of the way from the lower bound to the green threshold"),
    "base_first": N_("Earliest year that serves as the base"),
    "stagnating": N_("Stagnating below this share of the pace needed"),
    ("sdsn-trend", "on_track"): N_("On track from this share of the pace needed"),
    "decline_scale": N_("Arrow of a Goal: a decline of so many points a year counts as zero"),
    "on_track_at": N_("Arrow of a Goal: where an indicator on track lies between 0 and 4"),
    "maintained_at": N_("Arrow of a Goal: where a green indicator that holds lies between 0 and 4"),
    "slipping_at": N_("Arrow of a Goal: where a green indicator that declines lies between 0 and 4"),
    # level-shift
    "threshold": N_("A jump exceeds the usual change of the years around it this many times"),
    "relative": N_("A jump is at least this share of the level before"),
    "majority": N_("Share of the regions that must jump along with the nation"),
    "minimum_parts": N_("Regions needed"),
}  # fmt: skip
"""A parameter's name, or (method, name) where methods mean different things by it → what it is."""

CHOICES = {
    ("extrapolation", "weighted-linear"): N_("by a straight line through all values, later ones weighing more"),
    ("extrapolation", "linear"): N_("by a straight line through all values"),
    ("extrapolation", "weighted-logit"): N_("by a curve between the lowest and the highest possible value, later values weighing more"),
    ("extrapolation", "logit"): N_("by a curve between the lowest and the highest possible value"),
    ("extrapolation", "weighted-geometric"): N_("by compound growth, later values weighing more"),
    ("extrapolation", "geometric"): N_("by compound growth"),
    ("equal_to_border", "better"): N_("the better one"),
    ("equal_to_border", "worse"): N_("the worse one"),
    ("missing_base", "interpolate"): N_("the straight line between the years around it"),
    ("missing_base", "nearest"): N_("the nearest year"),
    ("regional_statistic", "mean"): N_("the mean"),
    ("regional_statistic", "median"): N_("the median"),
    ("regional_order", "aggregate-first"): N_("values are averaged, then carried on"),
    ("regional_order", "predict-first"): N_("each country is carried on, then all are put together"),
    ("term", "short"): N_("the short term"),
    ("term", "long"): N_("the long term"),
    ("minimum", "years"): N_("years from the first to the last value"),
    ("minimum", "points"): N_("values"),
    ("required_from", "base"): N_("in the base year"),
    ("required_from", "window"): N_("at the first value of the term"),
    ("group_centre", "mean"): N_("the mean"),
    ("group_centre", "median"): N_("the median"),
    ("deviation", "population"): N_("of the group as a whole (divided by n)"),
    ("deviation", "sample"): N_("of the group as a sample (divided by n − 1)"),
    ("form", "distance"): N_("distance in standard deviations"),
    ("form", "territorial"): N_("an index from 0 to 100"),
    ("small_sample", "exact"): N_("by counting all orders of the values"),
    ("small_sample", "t"): N_("by Student’s distribution"),
    ("one_value", "refused"): N_("is not judged"),
    ("one_value", "achieved"): N_("counts as achieved"),
    ("negative", "sign"): N_("a negative value improves as its size shrinks"),
    ("negative", "size"): N_("by their size alone"),
}
"""(choice, what is chosen) → its words; `base_order` is shown as the years it stands for."""

YEARS = ("base_first", "trend_start")
"""Parameters that are years though their names do not end so."""


def parameter_label(words: Words, method: str, name: str) -> str:
    return words.t(PARAMETERS.get((method, name)) or PARAMETERS[name])


def choice_words(words: Words, edition: Edition, name: str) -> str:
    """What an edition chooses, in words."""
    chosen = edition.choices[name]
    if name == "base_order":
        base = int(edition.parameters["base_year"])
        return ", ".join(str(base + int(step)) for step in chosen.split())
    return words.t(CHOICES[name, chosen])


def is_year(name: str) -> bool:
    return name.endswith("_year") or name in YEARS
