"""UNDP's country files come out as published: eight real ones, and one made by hand."""

import json
from pathlib import Path

import msgspec
import pytest
from conftest import shared

from headway.assess.reproduce import undp_cells, unsd
from headway.assess.reproduce.undp_file import Methodology, countries
from headway.assess.reproduce.unsd import reproduce
from headway.errors import HeadwayError, SourceError
from headway.nomenclature.methods import edition

LEVELS = ["Target met or almost met", "Close to Target", "Moderate distance to target", "Far", "Very far"]
INCREASE, DECREASE = [0.01, 0.005, -0.01], [0.01, -0.005, -0.01]


@pytest.fixture(scope="module")
def undp() -> Path:
    return shared("undp")


@pytest.fixture(scope="module")
def found(undp):
    return reproduce(undp)


def counts(found) -> dict[str, tuple[int, int]]:
    return {one.name: (one.agreed, one.total) for one in found.agreements}


# The eight countries


def test_every_class_of_the_eight_countries_comes_out_as_published(found):
    assert counts(found) == {
        "statuses by the ratio rule (CAGRR)": (924, 924),
        "statuses by the rule without a target (CAGRA)": (2669, 2669),
        "base years": (3593, 3593),
        "levels": (286, 286),
        "indicators from series": (1402, 1402),
        "targets from indicators": (1020, 1020),
        "Goals from targets": (136, 136),
    }
    assert found.disagreements == ()


def test_what_the_rule_does_not_cover_is_counted_by_kind(found, undp):
    series = sum(len(country.tsData) for _, country in countries(undp))
    covered = counts(found)["base years"][1]
    assert found.uncovered["log rates (AARRR)"] == 27
    assert found.uncovered["parity"] == 92
    assert sum(found.uncovered.values()) + covered == series == 4610


def test_one_file_is_enough(undp):
    one = reproduce(undp / "KAZ.json")
    assert one.disagreements == ()
    assert counts(one)["indicators from series"] == (179, 179)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("on_track", 0.9), ("fair", 0.6), ("limited", -0.5),
        ("rollup_fair", 1.0), ("rollup_limited", 0.0), ("rollup_deterioration", -1.0),
        ("rollup_on_track_above", 0.4), ("rollup_gap_to", -0.6),
    ],
)  # fmt: skip
def test_other_borders_would_not_come_out(undp, monkeypatch, parameter, value):
    """The agreement is no matter of course: each border is held by published classes."""
    rule = edition("unsd-ratio-2022")
    changed = msgspec.structs.replace(rule, parameters=rule.parameters | {parameter: value})
    monkeypatch.setattr(unsd, "edition", lambda _: changed)
    assert reproduce(undp).disagreements


@pytest.mark.parametrize("choices", [{"negative": "sign"}, {"base_order": "0 1 2 3 -1 -2 -3"}])
def test_other_choices_would_not_come_out(undp, monkeypatch, choices):
    monkeypatch.setattr(undp_cells, "PUBLISHED_SIGN", {"negative": "size"} | choices)
    assert reproduce(undp).disagreements


MAIN_SERIES = {
    "2.1.1": "SN_ITK_DEFC",
    "2.1.2": "AG_PRD_FIESMS",
    "7.3.1": "EG_EGY_PRIM",
    "14.4.1": "ER_H2O_FWTL",
    "15.1.1": "AG_LND_FRST",
    "15.4.2": "ER_MTN_GRNCVI",
}
"""The series whose indicators have borders of their own in the edition."""


def test_the_exceptions_of_the_edition_are_those_of_the_files(undp):
    """What a review uses by the indicator's code is what stands beside the indicator's main series."""
    rule, seen = edition("unsd-ratio-2022"), set()
    for _, country in countries(undp):
        for series in country.tsData:
            if MAIN_SERIES.get(series.indicator) == series.series:
                own = undp_cells._parameters(series.methodology)
                ours = rule.parameters | rule.exceptions[series.indicator]
                assert {name: ours[name] for name in own} == own, series.indicator
                seen.add(series.indicator)
    assert seen == set(MAIN_SERIES)


def test_the_indicators_judged_by_log_rates_halving_and_doubling_are_those_of_the_files(undp):
    ways = {"AARRR": "log_rate", "CAGRR+AARRR": "log_rate", "Halfing": "factor", "Doubling": "factor",
            "SpecialGINI": "minimum_fall"}  # fmt: skip
    published = {
        (series.indicator, ways[series.methodology.rule])
        for _, country in countries(undp)
        for series in country.tsData
        if isinstance(series.methodology, Methodology) and series.methodology.rule in ways
    }
    exceptions = edition("unsd-ratio-2022").exceptions
    ours = {(code, name) for code, own in exceptions.items() for name in own if name in ways.values()}
    assert ours == published


# A country made by hand


def series(code, values, rule="CAGRA", status="On Track", indicator="1.1.1", level=None, **method):
    """One series as UNDP writes it; its target is that of its indicator."""
    goal, target, _ = indicator.split(".")
    return {
        "series": code, "goal": goal, "target": f"{goal}.{target}", "indicator": indicator, "Sex": "BOTHSEX",
        "values": [{"year": float(year), "value": value} for year, value in values.items()],
        "methodology": {"trendMethodology": rule, "baseYear": 2015, **method},
        "currentLevelAssessment": level, "status": status,
    }  # fmt: skip


def country(*rows, indicators=(), targets=(), goals=()):
    return {
        "countryCode": "XYZ",
        "tsData": list(rows),
        "indicatorStatus": list(indicators),
        "targetStatus": list(targets),
        "goalStatus": list(goals),
    }


def made_up():
    """100 to 200 in five years; 800 in fifteen asks for just that. Poverty falls by 12.9 % a year."""
    up = dict(normativeDirection="increase")
    down = dict(normativeDirection="decrease")
    steps = dict(currentLevelThresholds=[99, 75, 50, 25], currentLevelThresholdsName=LEVELS)
    rows = [
        series("RATIO", {2015: 100, 2020: 200}, "CAGRR", targetValue=800, **up),
        series("FALL", {2015: 10, 2020: 5}, CAGRLimit=DECREASE, **down),
        series("RISE", {2015: 10, 2020: 12}, status="Deterioration", CAGRLimit=DECREASE, **down),
        series("SHARE", {2015: 40, 2020: 75}, level="Moderate distance to target", indicator="1.2.1",
               CAGRLimit=INCREASE, **steps, **up),
        series("MET", {2021: 97}, status="Target Achieved", indicator="1.2.1", CAGRLimit=INCREASE,
               targetValue=95, **up) | {},
        series("LATE", {2010: 1, 2014: 2}, status="No Data After 2015", indicator="1.2.1", CAGRLimit=INCREASE, **up),
        series("YES", {2020: 1}, "Binary", status="Target Not Achieved", indicator="1.2.1", value=1),
        series("NONE", {2020: 1}, status="Methodology Unavailable", indicator="1.2.1") | {"methodology": "NA"},
    ]  # fmt: skip
    for row in rows:
        if row["series"] in ("MET", "LATE"):
            row["methodology"]["baseYear"] = None
    # 1.1.1: (1 + 1 − 2) / 3 = 0; 1.2.1: (1 + 1 − 1) / 3 = 1/3
    indicators = [
        {"goal": "1", "target": "1.1", "indicator": "1.1.1", "status": "For Review"},
        {"goal": "1", "target": "1.2", "indicator": "1.2.1", "status": "For Review"},
    ]
    targets = [
        {"goal": "1", "target": "1.1", "status": "For Review"},
        {"goal": "1", "target": "1.2", "status": "For Review"},
    ]
    return country(*rows, indicators=indicators, targets=targets, goals=[{"goal": 1, "status": "For Review"}])


def written(folder: Path, content, name="XYZ.json") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_country_made_by_hand_comes_out(tmp_path):
    found = reproduce(written(tmp_path, made_up()))
    assert found.disagreements == ()
    assert counts(found) == {
        "statuses by the ratio rule (CAGRR)": (1, 1),
        "statuses by the rule without a target (CAGRA)": (5, 5),
        "base years": (6, 6),
        "levels": (1, 1),
        "indicators from series": (2, 2),
        "targets from indicators": (2, 2),
        "Goals from targets": (1, 1),
    }
    assert found.uncovered == {"binary": 1, "no methodology published": 1}
    note = {one.name: one.note for one in found.agreements}
    assert note["statuses by the rule without a target (CAGRA)"] == "4 with a class, 1 published without one"


@pytest.mark.parametrize(
    ("place", "change", "name", "published", "ours"),
    [
        (0, {"status": "Deterioration"}, "statuses by the ratio rule (CAGRR)", "Deterioration", "On Track"),
        (1, {"status": "Insufficient Data"}, "statuses by the rule without a target (CAGRA)", "Insufficient Data", "On Track"),
        (3, {"currentLevelAssessment": None}, "levels", "none", "Moderate distance to target"),
    ],
)
def test_a_wrong_class_is_named_with_its_inputs(tmp_path, place, change, name, published, ours):
    content = made_up()
    content["tsData"][place] |= change
    found = reproduce(written(tmp_path, content))
    wrong = next(one for one in found.disagreements if one.name == name)
    assert (wrong.published, wrong.ours) == (published, ours)
    assert wrong.item.startswith("XYZ 1.")
    assert wrong.inputs["last year"] == "2020"
    assert counts(found)[name][0] == counts(found)[name][1] - 1


def test_limits_are_taken_as_they_stand_in_the_file(tmp_path):
    """Unmirrored limits of a falling series: from −1 % to +0.5 % is fair there."""
    limits = dict(normativeDirection="decrease", CAGRLimit=[0.01, 0.005, -0.01])
    rows = [
        series("A", {2015: 1000, 2016: 1004}, status="Fair progress but acceleration needed", **limits),
        series("B", {2015: 1000, 2016: 1006}, status="Limited or No Progress", **limits),
        series("C", {2015: 1000, 2016: 989}, status="On Track", **limits),
        series("D", {2015: 1000, 2016: 1011}, status="Deterioration", **limits),
    ]
    assert reproduce(written(tmp_path, country(*rows))).disagreements == ()


def test_odd_series_are_counted_and_spoil_nothing(tmp_path):
    up = dict(normativeDirection="increase", CAGRLimit=INCREASE)
    rows = [
        series("GOOD", {2020: 12, 2015: 10}, **up),
        series("GAP", {2015: 10, 2018: None, 2020: 12}, **up),
        series("TEXT", {2015: 10, 2020: "<5"}, **up),
        series("LIMITS", {2015: 10, 2020: 12}, normativeDirection="increase", CAGRLimit=[0.01]),
        series("UNSAID", {2015: 10, 2020: 12}, CAGRLimit=INCREASE),
        series("AIMLESS", {2015: 10, 2020: 12}, "CAGRR", normativeDirection="increase"),
        series("NEW", {2015: 10, 2020: 12}, "Guess"),
        series("FORM", {2015: 10, 2020: 12}, targetValue=[1], **up),
    ]
    found = reproduce(written(tmp_path, country(*rows)))
    assert found.disagreements == ()
    assert counts(found)["base years"] == (2, 2)
    assert found.uncovered == {
        "limits that are not three numbers": 1,
        "no direction published": 1,
        "parameters of another form": 1,
        "ratio rule without a target": 1,
        "rule Guess": 1,
        "values that are no run of yearly numbers": 1,
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "JSON"),
        ("[1, 2]", "country file"),
        ('{"countryCode": "XYZ"}', "tsData"),
        (country(series("NONE", {2020: 1}) | {"methodology": "NA"}), "trendMethodology"),
        (country(), "trendMethodology"),
    ],
)
def test_a_file_that_does_not_fit_says_what_was_looked_for(tmp_path, content, said):
    with pytest.raises(SourceError) as caught:
        reproduce(written(tmp_path, content))
    assert said in str(caught.value)
    assert caught.value.remedy


def test_a_folder_without_files_and_a_path_to_nothing_are_named(tmp_path):
    for path in (tmp_path, tmp_path / "absent.json"):
        with pytest.raises(HeadwayError) as caught:
            reproduce(path)
        assert str(path) in str(caught.value)


def test_one_bad_file_among_many_is_named(tmp_path):
    written(tmp_path, made_up())
    written(tmp_path, "[]", "ZZZ.json")
    with pytest.raises(SourceError, match="ZZZ.json"):
        reproduce(tmp_path)


def test_a_method_s_parameters_are_read_whole():
    assert msgspec.convert({"trendMethodology": "CAGRR", "targetValue": 3}, Methodology).targetValue == 3
