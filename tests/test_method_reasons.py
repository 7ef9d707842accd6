"""Awkward values: every method answers each with the fitting class, flag or reason, and every code has its sentence.

The table was written beside the rules: a level method asks for one value and a
group, a pace method for two values and a direction, ESCAP for a target, the
OECD and SDSN for peers; compound growth gives way to yearly change (UNSD,
Eurostat), is refused (Statistics Canada) or ends at -100 % (the ratio form).
"""

import msgspec
import pytest
from method_cases import CASES, answer

from headway.assess.rollup import rules, sdsn
from headway.assess.verdicts import BREAK_NOT_JUDGED, METHODS
from headway.nomenclature.methods import edition, progress_editions
from headway.publish.words.catalogue import Words
from headway.publish.words.method_words import CATEGORIES
from headway.publish.words.vocabulary import FLAGS, REASONS, VERDICTS
from headway.statistics.progress import reasons
from headway.statistics.progress.eurostat.status import ABOVE, BELOW, NEAR
from headway.statistics.progress.eurostat.trend import VERDICT as EUROSTAT
from headway.statistics.progress.escap.assess import VERDICT as ESCAP
from headway.statistics.progress.oecd.assess import VERDICT as OECD
from headway.statistics.progress.open_sdg.assess import VERDICTS as OPEN_SDG
from headway.statistics.progress.sdsn.verdict import ARROW_SHOWN, COLOUR_SHOWN
from headway.statistics.progress.unsd_ratio.rates import SHOWN_AS

EDITIONS = (
    "unsd-2023", "unsd-ratio-2022", "open-sdg-2025", "escap-2026", "eurostat-2022", "oecd-2022",
    "oecd-territorial-2020", "sdsn-2023", "sdsn-trend-2023",
)  # fmt: skip

EXPECTED = {
    "one point": {
        "unsd-2023": "TOO_FEW_POINTS",
        "unsd-ratio-2022": "NO_BASE_VALUE",
        "open-sdg-2025": "TOO_FEW_POINTS",
        "escap-2026": "TOO_FEW_POINTS",
        "eurostat-2022": "TOO_SHORT",
        "oecd-2022": "MEDIUM",
        "oecd-territorial-2020": "LONG",
        "sdsn-2023": "RED BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "TOO_FEW_POINTS",
    },
    "all equal": {
        "unsd-2023": "STAGNATION",
        "unsd-ratio-2022": "LIMITED",
        "open-sdg-2025": "LIMITED",
        "escap-2026": "ACCELERATE",
        "eurostat-2022": "INSUFFICIENT",
        "oecd-2022": "MEDIUM",
        "oecd-territorial-2020": "LONG",
        "sdsn-2023": "RED BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "STAGNATING",
    },
    "zeros": {
        "unsd-2023": "STAGNATION LINEAR_CHANGE",
        "unsd-ratio-2022": "NO_BASE_VALUE",
        "open-sdg-2025": "DETERIORATION ZERO_REPLACED",
        "escap-2026": "ACCELERATE",
        "eurostat-2022": "INSUFFICIENT LINEAR_CHANGE",
        "oecd-2022": "LONG",
        "oecd-territorial-2020": "LONG",
        "sdsn-2023": "RED BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "STAGNATING",
    },
    "sign change": {
        "unsd-2023": "FAIR LINEAR_CHANGE",
        "unsd-ratio-2022": "LIMITED LINEAR_CHANGE",
        "open-sdg-2025": "OPPOSITE_SIGNS",
        "escap-2026": "ACCELERATE",
        "eurostat-2022": "INSUFFICIENT LINEAR_CHANGE",
        "oecd-2022": "LONG",
        "oecd-territorial-2020": "LONG",
        "sdsn-2023": "RED BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "STAGNATING",
    },
    "target met": {
        "unsd-2023": "ON_TRACK TARGET_MET",
        "unsd-ratio-2022": "ACHIEVED TARGET_MET",
        "open-sdg-2025": "ACHIEVED TARGET_MET",
        "escap-2026": "MAINTAIN TARGET_MET",
        "eurostat-2022": "SIGNIFICANT TARGET_MET",
        "oecd-2022": "MET TARGET_MET",
        "oecd-territorial-2020": "MET TARGET_MET",
        "sdsn-2023": "GREEN BOUNDS_FROM_PEERS TARGET_MET",
        "sdsn-trend-2023": "ON_TRACK_OR_MAINTAINING TARGET_MET",
    },
    "target equal to the base": {
        "unsd-2023": "REGRESSION BASE_MET_TARGET",
        "unsd-ratio-2022": "DETERIORATION BASE_MET_TARGET",
        "open-sdg-2025": "TARGET_IS_BASE",
        "escap-2026": "REVERSE BASE_MET_TARGET",
        "eurostat-2022": "AWAY BASE_MET_TARGET",
        "oecd-2022": "SMALL",
        "oecd-territorial-2020": "SMALL",
        "sdsn-2023": "YELLOW BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "DECREASING",
    },
    "a break": {
        "unsd-2023": "BREAK_SUSPECTED",
        "unsd-ratio-2022": "BREAK_SUSPECTED",
        "open-sdg-2025": "BREAK_SUSPECTED",
        "escap-2026": "BREAK_SUSPECTED",
        "eurostat-2022": "AWAY",
        "oecd-2022": "MEDIUM",
        "oecd-territorial-2020": "MEDIUM",
        "sdsn-2023": "ORANGE BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "BREAK_SUSPECTED",
    },
    "base year missing": {
        "unsd-2023": "FAIR BASE_YEAR_MOVED",
        "unsd-ratio-2022": "FAIR NEXT_BASE_YEAR",
        "open-sdg-2025": "MODERATE BASE_YEAR_MOVED",
        "escap-2026": "ACCELERATE BASE_YEAR_MOVED",
        "eurostat-2022": "MODERATE BASE_YEAR_MOVED",
        "oecd-2022": "MEDIUM",
        "oecd-territorial-2020": "MEDIUM",
        "sdsn-2023": "ORANGE BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "MODERATELY_IMPROVING BASE_YEAR_MOVED",
    },
    "no direction": dict.fromkeys(EDITIONS, "NO_DIRECTION"),
    "neither better": dict.fromkeys(EDITIONS, "NEITHER_BETTER"),
    "ends before base": {
        "unsd-2023": "ENDS_BEFORE_BASE",
        "unsd-ratio-2022": "ENDS_BEFORE_BASE",
        "open-sdg-2025": "ENDS_BEFORE_BASE",
        "escap-2026": "ENDS_BEFORE_BASE",
        "eurostat-2022": "ENDS_BEFORE_BASE",
        "oecd-2022": "ENDS_BEFORE_BASE",
        "oecd-territorial-2020": "ENDS_BEFORE_BASE",
        "sdsn-2023": "ORANGE BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "ENDS_BEFORE_BASE",
    },
    "no target and no peers": {
        "unsd-2023": "ON_TRACK NO_TARGET",
        "unsd-ratio-2022": "ON_TRACK NO_TARGET",
        "open-sdg-2025": "SUBSTANTIAL NO_TARGET",
        "escap-2026": "NO_TARGET_SET",
        "eurostat-2022": "SIGNIFICANT NO_TARGET",
        "oecd-2022": "TOO_FEW_PEERS",
        "oecd-territorial-2020": "TOO_FEW_PEERS",
        "sdsn-2023": "NO_BOUNDS",
        "sdsn-trend-2023": "NO_BOUNDS",
    },
    "no peers": {
        "unsd-2023": "FAIR",
        "unsd-ratio-2022": "LIMITED",
        "open-sdg-2025": "LIMITED",
        "escap-2026": "ACCELERATE",
        "eurostat-2022": "INSUFFICIENT",
        "oecd-2022": "TOO_FEW_PEERS",
        "oecd-territorial-2020": "TOO_FEW_PEERS",
        "sdsn-2023": "NO_BOUNDS",
        "sdsn-trend-2023": "STAGNATING",
    },
    "growth rates": {
        "unsd-2023": "ON_TRACK GROWTH_RATE",
        "unsd-ratio-2022": "ON_TRACK GROWTH_RATE",
        "open-sdg-2025": "SUBSTANTIAL GROWTH_RATE NO_TARGET",
        "escap-2026": "CHAMPIONS_STAND_STILL",
        "eurostat-2022": "SIGNIFICANT GROWTH_RATE",
        "oecd-2022": "LONG BEST_LEVEL_TARGET",
        "oecd-territorial-2020": "LONG BEST_LEVEL_TARGET",
        "sdsn-2023": "RED BOUNDS_FROM_PEERS",
        "sdsn-trend-2023": "DECREASING BOUNDS_FROM_PEERS",
    },
    "binary": {
        "unsd-2023": "ON_TRACK BINARY",
        "unsd-ratio-2022": "ACHIEVED BINARY",
        "open-sdg-2025": "ACHIEVED BINARY",
        "escap-2026": "NOT_COVERED",
        "eurostat-2022": "NOT_COVERED",
        "oecd-2022": "TOO_FEW_PEERS",
        "oecd-territorial-2020": "TOO_FEW_PEERS",
        "sdsn-2023": "GREEN BINARY",
        "sdsn-trend-2023": "ON_TRACK_OR_MAINTAINING BINARY",
    },
}
"""Case → edition → the reason, or the method's own class with its flags."""

CLASSES = {
    "unsd": {}, "unsd-ratio": SHOWN_AS, "open-sdg": OPEN_SDG, "escap": ESCAP, "eurostat": EUROSTAT, "oecd": OECD,
    "sdsn": COLOUR_SHOWN, "sdsn-trend": ARROW_SHOWN,
}  # fmt: skip
"""Method → its own classes and the class each is shown under."""


def test_the_table_asks_every_method_every_case():
    assert {edition(name).method for name in EDITIONS} == set(METHODS) == set(CLASSES)
    assert set(EXPECTED) == set(CASES)
    assert all(set(row) == set(EDITIONS) for row in EXPECTED.values())


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("case", CASES)
def test_the_fitting_answer(case, name):
    found = answer(case, edition(name))
    expected = EXPECTED[case][name]
    if not found.verdict:
        assert (found.reason, found.category, found.flags) == (expected, "", ())
    else:
        assert " ".join([found.category or found.verdict, *found.flags]) == expected
        assert found.reason == ""


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("case", CASES)
def test_an_own_class_is_shown_under_one_of_the_five(case, name):
    found = answer(case, edition(name))
    assert found.verdict in VERDICTS
    if found.category:
        assert CLASSES[found.method][found.category] == found.verdict


@pytest.mark.parametrize("name", progress_editions())
@pytest.mark.parametrize("case", [name for name in CASES if name not in ("no direction", "neither better")])
def test_without_a_direction_nothing_is_judged_whatever_the_values(case, name):
    for direction, reason in (("", "NO_DIRECTION"), ("none", "NEITHER_BETTER")):
        kept = CASES[case]
        turned = msgspec.structs.replace(kept, expectation=msgspec.structs.replace(kept.expectation, direction=direction))
        assert answer(turned, edition(name)).reason == reason


# Words

CODES = sorted(
    {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    | {BREAK_NOT_JUDGED, rules.NO_RULE, rules.NOTHING_ASSESSED, rules.SCORE_ONLY, rules.TOO_FEW_INDICATORS}
    | {rules.NEEDS_TARGETS, sdsn.TOO_MANY_MISSING, sdsn.GOAL_WITHOUT_SCORE}
)
OWN = sorted({(method, category) for method, classes in CLASSES.items() for category in classes})
ROLLED = [("unsd-ratio", rules.FOR_REVIEW), ("unsd-ratio", rules.GAP), ("sdsn", "GREY")]


def test_codes_are_their_own_names():
    named = {name: value for name, value in vars(reasons).items() if name.isupper()}
    assert all(name == value for name, value in named.items())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_code_has_a_sentence(code, language):
    said = Words(language).t((REASONS | FLAGS)[code])
    assert said.endswith(".")
    assert language == "en" or said != (REASONS | FLAGS)[code]


@pytest.mark.parametrize(("method", "category"), OWN + ROLLED)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_class_has_a_phrase(method, category, language):
    text = CATEGORIES[method, category]
    assert language == "en" or Words(language).t(text) != text


def test_the_relative_status_has_classes_apart():
    assert len({ABOVE, NEAR, BELOW} - set(EUROSTAT)) == 3
