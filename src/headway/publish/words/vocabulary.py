"""Words for verdicts, reasons and flags. Each is a whole phrase, translated as one."""

from headway.model.assessment import BREAK_SUSPECTED, FAIR, ON_TRACK, REGRESSION, STAGNATION


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for a text to be translated later)
    return text


SIGNS = {ON_TRACK: "▲", FAIR: "◆", STAGNATION: "■", REGRESSION: "▼", BREAK_SUSPECTED: "↯", "": "?"}

VERDICTS = {
    ON_TRACK: N_("on track"),
    FAIR: N_("fair, but too slow"),
    STAGNATION: N_("standing still"),
    REGRESSION: N_("going the wrong way"),
    BREAK_SUSPECTED: N_("cannot be told: the series seems broken"),
    "": N_("not enough data to judge"),
}

REASONS = {
    "NO_DIRECTION": N_("Nobody has said whether more or less of this is desired."),
    "NEITHER_BETTER": N_("Neither more nor less of this is desired, so there is nothing to judge."),
    "NO_DATA": N_("There are no usable values."),
    "TOO_FEW_POINTS": N_("There is only one value since the base year; two are needed."),
    "ENDS_BEFORE_BASE": N_("The series ends before the base year."),
    "NO_TOTAL": N_("There are values for groups only and no total; none is invented."),
    "NO_TARGET_SET": N_("This method needs a target, and none is set."),
    "CHAMPIONS_STAND_STILL": N_("No target is set, and even the best of the comparison group do not improve."),
    "TOO_FEW_PEERS": N_("There is no comparison group, or too few of it have values."),
    "PEERS_ALIKE": N_("All of the comparison group have the same value, so there is no spread to measure by."),
    "GROUP_BEYOND_TARGET": N_("Even the worst of the comparison group meet the target, so no scale leads up to it."),
    "TOO_SHORT": N_("The values do not span the years that this method needs."),
    "NOT_COVERED": N_("This method has no rule for this kind of number."),
    "TOO_FEW_COMMON_YEARS": N_("What is compared has values for too few years in common."),
    "OPPOSITE_SIGNS": N_("The base value, the last value and the target are not all above zero or all below it, so yearly growth does not exist."),
    "TARGET_IS_BASE": N_("The target equals the base value and is not met: no growth is required, so none can be compared with it."),
    "TARGET_YEAR_NOT_AFTER_BASE": N_("The target year is not after the base year, so the growth required cannot be computed."),
    "BELOW_LEAST": N_("A value is lower than the method judges for this indicator."),
    "NO_BOUNDS": N_("No best and worst level is known for this series, nor a comparison group to take them from."),
    "NO_BASE_VALUE": N_("None of the years that may serve as base has a value other than zero."),
    "RATIO_UNDEFINED": N_("A value is zero or negative, so there is no ratio."),
    "NO_ROLLUP_RULE": N_("The publisher of this method has no rule that puts indicators together here; they are only counted."),
    "NOTHING_ASSESSED": N_("No indicator here can be judged by this method."),
    "SCORE_ONLY": N_("The publisher of this method gives a number here and no class."),
    "TOO_FEW_INDICATORS": N_("Too small a share of the indicators can be judged by this method to say something of them together."),
    "ROLLUP_NEEDS_TARGETS": N_("This method goes by the targets of the 2030 Agenda, and nobody has said which of them these indicators belong to."),
    "TOO_MANY_MISSING": N_("Too many indicators are missing for an index by this method."),
    "GOAL_WITHOUT_SCORE": N_("A goal has no score by this method, and the nation has none that could stand in for it."),
}  # fmt: skip

FLAGS = {
    "TARGET_MET": N_("The last value meets the target."),
    "MET_BUT_WORSENING": N_("But it has moved away from the desired side since the base year."),
    "TARGET_NEARLY_MET": N_("The last value is within one percentage point of the target, which counts as met."),
    "TARGET_MISSED_BARELY": N_("The last value misses the target by so little that the method counts it as met."),
    "AT_BOUND": N_("No target is set; the value is the best that is possible."),
    "BASE_MET_TARGET": N_("The value of the base year met the target, the last one does not."),
    "LINEAR_CHANGE": N_("Because of a zero or a change of sign the yearly change is used instead of compound growth."),
    "NO_TARGET": N_("No target is set: judged by yearly growth in the desired direction."),
    "GROWTH_RATE": N_("The values are growth rates: judged by their compound mean since the base year. This reading is Headway’s."),
    "BINARY": N_("A yes or no question."),
    "BASE_YEAR_MOVED": N_("There is no value for the base year; the nearest year that leaves two values serves in its place."),
    "NEXT_BASE_YEAR": N_("There is no value for the base year; the next year in the method’s order serves in its place."),
    "ZERO_BASE_SKIPPED": N_("The year that comes first as base has the value zero, from which no rate of change starts; another year serves."),
    "BASE_ESTIMATED": N_("There is no value for the base year; it is read on the straight line between the years around it."),
    "TARGET_YEAR_PAST": N_("The target year has gone by; judged up to that year where the values allow."),
    "BASE_IS_ZERO": N_("The target is relative to the base value, which is zero, so no number can be set."),
    "TWO_SIDED": N_("Judged by the distance from the desired interval."),
    "BREAK_NOT_JUDGED": N_("After the break there are too few values for a verdict of their own."),
    "PLAIN_SCALE": N_("The scale of this method cannot take these values; they are carried on as they stand."),
    "CLIPPED": N_("The value expected lay beyond what is possible and was put to the limit."),
    "CHAMPION_TARGET": N_("No number is set; the target is what the mean pace of the best performers would give."),
    "BEST_LEVEL_TARGET": N_("No number is set; the target is a level that the best of the comparison group have reached."),
    "METHOD_TARGET": N_("No number is set: the target is the one that the method’s documentation names."),
    "ZERO_REPLACED": N_("The base value or the target is zero and was replaced by a very small number, as the method asks."),
    "NATURAL_LIMIT": N_("The value can go no further than a natural limit, so less growth is asked near it."),
    "BOUNDS_FROM_PEERS": N_("The levels it is read against are taken from the comparison group."),
    "LOWER_BOUND_NATURAL": N_("Without a comparison group the worst value that is possible counts as zero, which is lenient."),
    "SIGN_CHANGED": N_("The value has changed sign; it counts as having lost all it was."),
    "LOG_RATE": N_("Judged by logarithmic rates, as the method asks for this indicator."),
    "REQUIRED_RATE": N_("The method itself fixes the yearly rate that is required."),
}  # fmt: skip

REASONS, FLAGS = FLAGS | REASONS, REASONS | FLAGS
"""A code that says why one method gives no verdict may be a mere circumstance to another: each has words in both places."""

CLASSES = {
    "identical": N_("the global indicator itself"),
    "adapted": N_("the global indicator, adapted"),
    "territorial-proxy": N_("stands in: the same measure for another territory"),
    "thematic-proxy": N_("stands in: another measure of the same subject"),
    "modelled": N_("modelled"),
    "survey": N_("from a survey"),
    "qualitative": N_("qualitative"),
    "not-applicable": N_("does not apply here"),
    "gap": N_("no measure yet"),
}

SEVERITIES = {"error": N_("errors"), "warning": N_("warnings"), "notice": N_("notices")}

BREAK_REASONS = {
    "TERRITORY": N_("a change of territory"),
    "LEVEL_SHIFT": N_("the nation and most regions shift level together"),
    "graph_series_breaks": N_("declared by the source"),
}

DIRECTIONS = {
    "increase": N_("more is better"),
    "decrease": N_("less is better"),
    "range": N_("within an interval is best"),
    "none": N_("neither more nor less is better"),
    "": N_("not stated"),
}

BASES = {
    "universal": N_("a number in the 2030 Agenda"),
    "relative": N_("relative to the base value, as in the 2030 Agenda"),
    "convention": N_("a usual reading, not a number in the 2030 Agenda"),
    "champion": N_("from the best performers"),
    "national": N_("set by the nation"),
    "local": N_("set by the city or region"),
    "proxy": N_("borrowed from a similar measure"),
    "": N_("origin not stated"),
}
