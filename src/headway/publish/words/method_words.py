"""Words for the methods: what people call them, what they measure, the classes they give.

A class is a whole phrase that is understood without its method, translated as one.
"""

from headway.model.assessment import BREAK_SUSPECTED, Progress
from headway.model.edition import Edition
from headway.model.rollup import Rollup
from headway.publish.words.catalogue import Words
from headway.publish.words.vocabulary import N_, VERDICTS

METHODS = {
    "unsd": N_("UN Statistics Division"),
    "unsd-ratio": N_("UN Statistics Division, older rule"),
    "escap": N_("ESCAP: effort needed"),
    "escap-unece-2023": N_("UNECE: effort needed"),
    "eurostat": N_("Eurostat"),
    "open-sdg": N_("Statistics Canada (Open SDG)"),
    "sdsn": N_("SDSN: level"),
    "sdsn-trend": N_("SDSN: pace"),
    "oecd": N_("OECD: distance to the target"),
    "oecd-territorial-2020": N_("OECD: regions and cities"),
    "level-shift": N_("Suspected breaks"),
}
"""By method; an edition that goes by another name has an entry of its own."""

SHORT = {
    "unsd": N_("the UN Statistics Division"),
    "unsd-ratio": N_("the UN Statistics Division (older rule)"),
    "escap": N_("ESCAP"),
    "escap-unece-2023": N_("UNECE"),
    "open-sdg": N_("Statistics Canada"),
    "sdsn": "SDSN",
    "sdsn-trend": "SDSN",
    "oecd": N_("OECD"),
    "oecd-territorial-2020": N_("OECD"),
}
"""Names within a sentence, of which they are the subject; of others, that of METHODS."""

CONCEPTS = {
    "pace": N_("How fast it moves"),
    "gap": N_("How much will be left by the target year"),
    "level": N_("Where it stands today"),
    "relative": N_("Where it stands beside others"),
}

CONCEPT_SENTENCES = {
    "pace": N_("It measures pace: whether the change so far is fast enough."),
    "gap": N_("It measures the gap: how much of the way will be left in the target year if things go on as they were."),
    "level": N_("It measures the level: how near the last value is to where it should be. Nothing is said of change."),
    "relative": N_("It measures the place beside others: how the last value compares with those of other areas. Nothing is said of change or of a target."),
}  # fmt: skip

CONCEPT_OF = {
    "unsd": "pace", "unsd-ratio": "pace", "open-sdg": "pace", "eurostat": "pace", "sdsn-trend": "pace",
    "escap": "gap", "sdsn": "level", "oecd": "level",
}  # fmt: skip
"""What a method's judgement of a series measures."""

CATEGORIES = {
    ("unsd-ratio", "ACHIEVED"): N_("target achieved"),
    ("unsd-ratio", "ON_TRACK"): N_("on track"),
    ("unsd-ratio", "FAIR"): N_("fair progress, but acceleration is needed"),
    ("unsd-ratio", "LIMITED"): N_("limited progress or none"),
    ("unsd-ratio", "DETERIORATION"): N_("deterioration"),
    ("unsd-ratio", "LEVEL_MET"): N_("target met or almost met"),
    ("unsd-ratio", "LEVEL_CLOSE"): N_("close to the target"),
    ("unsd-ratio", "LEVEL_MODERATE"): N_("a moderate distance from the target"),
    ("unsd-ratio", "LEVEL_FAR"): N_("far from the target"),
    ("unsd-ratio", "LEVEL_VERY_FAR"): N_("very far from the target"),
    ("unsd-ratio", "FOR_REVIEW"): N_("mixed: to be looked at"),
    ("unsd-ratio", "GAP"): N_("behind: a gap"),
    ("escap", "MAINTAIN"): N_("keep going: the target will be reached, or nearly, at the present pace"),
    ("escap", "ACCELERATE"): N_("go faster: at the present pace the target will be missed"),
    ("escap", "REVERSE"): N_("turn round: at the present pace it will be further from the target than at the start"),
    ("eurostat", "SIGNIFICANT"): N_("significant progress"),
    ("eurostat", "MODERATE"): N_("moderate progress"),
    ("eurostat", "INSUFFICIENT"): N_("insufficient progress"),
    ("eurostat", "NONE"): N_("no progress"),
    ("eurostat", "AWAY"): N_("movement away from the target"),
    ("eurostat", "MODERATE_AWAY"): N_("moderate movement in the wrong direction"),
    ("eurostat", "SIGNIFICANT_AWAY"): N_("significant movement in the wrong direction"),
    ("eurostat", "ABOVE_GROUP"): N_("better than the comparison group"),
    ("eurostat", "NEAR_GROUP"): N_("about the same as the comparison group"),
    ("eurostat", "BELOW_GROUP"): N_("worse than the comparison group"),
    ("open-sdg", "ACHIEVED"): N_("target achieved"),
    ("open-sdg", "NOT_ACHIEVED"): N_("target not achieved"),
    ("open-sdg", "SUBSTANTIAL"): N_("substantial progress: on track"),
    ("open-sdg", "MODERATE"): N_("moderate progress: it must speed up"),
    ("open-sdg", "LIMITED"): N_("limited progress: much too slow"),
    ("open-sdg", "DETERIORATION"): N_("deterioration: moving away from what is desired"),
    ("sdsn", "GREEN"): N_("the goal is achieved"),
    ("sdsn", "YELLOW"): N_("challenges remain"),
    ("sdsn", "ORANGE"): N_("significant challenges remain"),
    ("sdsn", "RED"): N_("major challenges remain"),
    ("sdsn", "GREY"): N_("too few indicators with data for a colour"),
    ("sdsn-trend", "ON_TRACK_OR_MAINTAINING"): N_("on track, or what is achieved is being kept"),
    ("sdsn-trend", "MODERATELY_IMPROVING"): N_("improving, but not fast enough"),
    ("sdsn-trend", "STAGNATING"): N_("stagnating: far below the pace needed"),
    ("sdsn-trend", "DECREASING"): N_("getting worse"),
    ("oecd", "MET"): N_("the target is met"),
    ("oecd", "SMALL"): N_("a small distance from the target"),
    ("oecd", "MEDIUM"): N_("a medium distance from the target"),
    ("oecd", "LONG"): N_("a long distance from the target"),
    ("oecd", "PROGRESSING"): N_("moving the right way"),
    ("oecd", "MOVING_AWAY"): N_("moving away from where it should go"),
    ("oecd", "NO_TREND"): N_("no trend that can be told from chance"),
}  # fmt: skip
"""(method, class) → its phrase."""


def edition_key(edition: Edition | Progress | Rollup) -> str:
    """The name of an edition's file, which is its anchor on the page of methods: `unsd-2023`."""
    return f"{edition.method}-{edition.edition}"


def method_name(words: Words, edition: Edition | Progress | Rollup) -> str:
    """What people call the method."""
    return words.t(METHODS.get(edition_key(edition)) or METHODS[edition.method])


def short_name(words: Words, found: Progress) -> str:
    """The name of a method within a sentence."""
    return words.t(SHORT.get(edition_key(found)) or SHORT.get(found.method) or METHODS[found.method])


def class_phrase(words: Words, found: Progress | Rollup) -> str:
    """The method's own class, else the verdict, as a phrase; over a break no class stands."""
    own = "" if found.verdict == BREAK_SUSPECTED else found.category
    return words.t(CATEGORIES[found.method, own] if own else VERDICTS[found.verdict])
