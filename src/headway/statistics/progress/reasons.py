"""Reason codes and flags shared by the progress methods.

A reason says why there is no verdict; a flag says which exception or
circumstance shaped one. Their words in each language live with the pages.
"""

NO_DIRECTION = "NO_DIRECTION"
"""Nobody has said whether more or less is desired."""
NO_DATA = "NO_DATA"
TOO_FEW_POINTS = "TOO_FEW_POINTS"
"""Fewer than two values since the base year."""
ENDS_BEFORE_BASE = "ENDS_BEFORE_BASE"
"""The last value is older than the base year."""

TARGET_MET = "TARGET_MET"
TARGET_NEARLY_MET = "TARGET_NEARLY_MET"
AT_BOUND = "AT_BOUND"
"""No target is set and the value is the best that can be."""
BASE_MET_TARGET = "BASE_MET_TARGET"
"""The base value had met the target, the last one does not."""
LINEAR_CHANGE = "LINEAR_CHANGE"
"""Compound growth does not exist (zero or change of sign): yearly change is used."""
NO_TARGET = "NO_TARGET"
"""No number is set: judged by yearly growth."""
GROWTH_RATE = "GROWTH_RATE"
"""The values are growth rates: judged by their compound mean."""
BINARY = "BINARY"
BASE_YEAR_MOVED = "BASE_YEAR_MOVED"
"""No value in the base year: another year serves."""
TARGET_YEAR_PAST = "TARGET_YEAR_PAST"
BASE_IS_ZERO = "BASE_IS_ZERO"
"""A target relative to the base cannot be set, for the base is zero or negative."""
TWO_SIDED = "TWO_SIDED"
"""Judged by the distance from an interval."""
