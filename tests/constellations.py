"""What methods may say of one series together: constellations, each under a name."""

from headway.model.assessment import BREAK_SUSPECTED, FAIR, ON_TRACK, REGRESSION, STAGNATION, Progress

EDITIONS = {"unsd": "2023", "unsd-ratio": "2022", "open-sdg": "2025", "eurostat": "2022", "escap": "2026", "sdsn": "2023", "oecd": "territorial-2020"}
CONCEPTS = {"escap": "gap", "sdsn": "level", "oecd": "level"}
CATEGORY = {
    "unsd-ratio": {ON_TRACK: "ON_TRACK", FAIR: "FAIR", STAGNATION: "LIMITED", REGRESSION: "DETERIORATION"},
    "open-sdg": {ON_TRACK: "SUBSTANTIAL", FAIR: "MODERATE", STAGNATION: "LIMITED", REGRESSION: "DETERIORATION"},
    "eurostat": {ON_TRACK: "SIGNIFICANT", FAIR: "MODERATE", STAGNATION: "INSUFFICIENT", REGRESSION: "AWAY"},
    "escap": {ON_TRACK: "MAINTAIN", FAIR: "ACCELERATE", REGRESSION: "REVERSE"},
    "sdsn": {ON_TRACK: "GREEN", FAIR: "YELLOW", STAGNATION: "ORANGE", REGRESSION: "RED"},
    "oecd": {ON_TRACK: "MET", FAIR: "SMALL", STAGNATION: "MEDIUM", REGRESSION: "LONG"},
}  # fmt: skip


def says(method: str, verdict: str = "", *, base: int | None = 2015, target: float | None = 1.0, flags: tuple = (), reason: str = "") -> Progress:
    """One method's word; of a level neither base nor pace."""
    concept = CONCEPTS.get(method, "pace")
    return Progress(
        method, EDITIONS[method], concept, verdict, CATEGORY.get(method, {}).get(verdict, ""), reason=reason or ("" if verdict else "TOO_FEW_POINTS"),
        base_year=base if concept != "level" else None, target_value=target, flags=flags,
    )  # fmt: skip


CASES: dict[str, tuple[Progress, ...]] = {
    "nobody": (says("unsd"), says("eurostat"), says("sdsn")),
    "one alone": (says("unsd", FAIR), says("eurostat"), says("sdsn")),
    "all of pace agree": (says("unsd", FAIR), says("eurostat", FAIR), says("escap", FAIR)),
    "pace and level agree": (says("unsd", ON_TRACK), says("eurostat", ON_TRACK), says("sdsn", ON_TRACK)),
    "level is better": (says("unsd", REGRESSION), says("eurostat", REGRESSION), says("sdsn", FAIR), says("oecd", FAIR)),
    "level is worse": (says("unsd", ON_TRACK), says("eurostat", ON_TRACK), says("sdsn", STAGNATION), says("oecd", REGRESSION)),
    "levels differ": (says("unsd", STAGNATION), says("eurostat", STAGNATION), says("sdsn", ON_TRACK), says("oecd", REGRESSION)),
    "one pace, level better": (says("unsd", STAGNATION), says("eurostat"), says("sdsn", ON_TRACK)),
    "one pace, level worse": (says("unsd", ON_TRACK), says("eurostat"), says("oecd", REGRESSION)),
    "one pace, levels differ": (says("unsd", FAIR), says("sdsn", ON_TRACK), says("oecd", REGRESSION)),
    "no pace, levels agree": (says("unsd"), says("sdsn", FAIR), says("oecd", FAIR)),
    "no pace, levels differ": (says("unsd"), says("sdsn", FAIR), says("oecd", REGRESSION)),
    "degree, other base": (says("unsd", FAIR), says("eurostat", ON_TRACK, base=2018), says("open-sdg", FAIR)),
    "direction, other base": (says("unsd", ON_TRACK), says("eurostat", REGRESSION, base=2018)),
    "a target only for one": (says("unsd", ON_TRACK, target=None), says("open-sdg", STAGNATION)),
    "all values or two": (says("unsd", FAIR), says("escap", ON_TRACK)),
    "no class for standing still": (says("unsd", STAGNATION), says("escap", FAIR)),
    "met by a hair": (says("unsd", ON_TRACK, flags=("TARGET_NEARLY_MET",)), says("eurostat", FAIR)),
    "at the best value": (says("unsd", ON_TRACK, target=None, flags=("AT_BOUND",)), says("eurostat", STAGNATION, target=None)),
    "a natural limit": (says("unsd", FAIR, target=None), says("open-sdg", ON_TRACK, target=None, flags=("NATURAL_LIMIT",))),
    "borders alone": (says("unsd", FAIR), says("unsd-ratio", STAGNATION)),
    "pace differs, level below all": (says("unsd", ON_TRACK), says("open-sdg", FAIR), says("oecd", REGRESSION)),
    "pace differs, level above all": (says("unsd", STAGNATION), says("open-sdg", REGRESSION), says("sdsn", ON_TRACK)),
    "some see a break": (says("unsd", BREAK_SUSPECTED), says("eurostat", FAIR), says("open-sdg", FAIR)),
    "all see a break": (says("unsd", BREAK_SUSPECTED), says("open-sdg", BREAK_SUSPECTED)),
    "only one method": (says("unsd", FAIR),),
}  # fmt: skip
