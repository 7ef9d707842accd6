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
    "NO_DATA": N_("There are no usable values."),
    "TOO_FEW_POINTS": N_("There is only one value since the base year; two are needed."),
    "ENDS_BEFORE_BASE": N_("The series ends before the base year."),
    "NO_TOTAL": N_("There are values for groups only and no total; none is invented."),
}

FLAGS = {
    "TARGET_MET": N_("The last value meets the target."),
    "MET_BUT_WORSENING": N_("But it has moved away from the desired side since the base year."),
    "TARGET_NEARLY_MET": N_("The last value is within one percentage point of the target, which counts as met."),
    "AT_BOUND": N_("No target is set; the value is the best that is possible."),
    "BASE_MET_TARGET": N_("The value of the base year met the target, the last one does not."),
    "LINEAR_CHANGE": N_("Because of a zero or a change of sign the yearly change is used instead of compound growth."),
    "NO_TARGET": N_("No number is set for 2030: judged by yearly growth in the desired direction."),
    "GROWTH_RATE": N_("The values are growth rates: judged by their compound mean since the base year. This reading is Headway’s."),
    "BINARY": N_("A yes or no question."),
    "BASE_YEAR_MOVED": N_("There is no value for the base year; the nearest year that leaves two values serves in its place."),
    "TARGET_YEAR_PAST": N_("The target year has gone by; judged up to that year where the values allow."),
    "BASE_IS_ZERO": N_("The target is relative to the base value, which is zero, so no number can be set."),
    "TWO_SIDED": N_("Judged by the distance from the desired interval."),
    "BREAK_NOT_JUDGED": N_("After the break there are too few values for a verdict of their own."),
}

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

PARAMETERS = {
    "base_year": N_("Base year"),
    "target_year": N_("Target year where none is set"),
    "on_track": N_("On track from this share of the required change"),
    "fair": N_("Fair from this share of the required change"),
    "growth_on_track": N_("On track from this growth a year, without a target"),
    "growth_fair": N_("Fair from this growth a year, without a target"),
    "near": N_("Percentage points from 0 or 100 % that count as met"),
    "minimum_points": N_("Values needed"),
    "regression": N_("Wrong way beyond this share of the required change, in the wrong direction"),
    "growth_regression": N_("Wrong way beyond this growth a year, in the wrong direction"),
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
