"""The example must stay what it is for: whole, in three languages, and spoiled exactly where it says."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from headway.example import write_example
from headway.example.plan import LANGUAGES, plans
from headway.nomenclature.frameworks import global_indicators
from headway.sources import reader
from headway.sources.settings import ReadSettings
from headway.statistics.level_shift import suspected_shifts
from headway.store.conflicts import mark

REGIONS = ("XMSEL", "XMTOR", "XMHAL", "XMKES", "XMORL", "XMMIR")
REMARKS = {"LABEL_DOUBTFUL", "LABEL_OURS"}
"""Remarks on codes rather than faults of the example."""


def read(folder: Path):
    return reader("open-sdg")(ReadSettings(folder, "meridia", "meridia", "XM", "XM", {"meridia": "XM"}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("example") / "meridia"
    write_example(path)
    return path


@pytest.fixture(scope="module")
def dataset(folder):
    return read(folder)


@pytest.fixture(scope="module")
def indicators(dataset):
    return {indicator.code: indicator for indicator in dataset.indicators}


@pytest.fixture(scope="module")
def values(dataset):
    """(indicator, area, dimensions save the unit) → year → value; of several the first."""
    found: dict[tuple, dict[int, float]] = {}
    for observation in dataset.observations:
        series = observation.series
        dimensions = tuple(pair for pair in series.dimensions if pair[0] != "unit_measure")
        by_year = found.setdefault((series.indicator, series.ref_area, dimensions), {})
        by_year.setdefault(observation.period.year, observation.value)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def problems(dataset, code: str):
    return [problem for problem in dataset.problems if problem.code == code]


def only(found):
    assert len(found) == 1, found
    return found[0]


def test_same_seed_same_bytes(folder, tmp_path):
    write_example(tmp_path)
    assert contents(tmp_path) == contents(folder)


def test_another_seed_changes_the_numbers_and_nothing_else(folder, tmp_path):
    write_example(tmp_path, seed=7)
    first, second = contents(folder), contents(tmp_path)
    assert first.keys() == second.keys()
    changed = {name for name in first if first[name] != second[name]}
    assert changed and all(name.startswith("data/") for name in changed)
    unchanged = {name for name in first if name.startswith("data/")} - changed
    assert unchanged == {f"data/indicator_{code}.csv" for code in ("11-a-1", "12-c-1", "13-2-1")}


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4])
def test_the_cases_do_not_depend_on_the_seed(dataset, tmp_path, seed):
    write_example(tmp_path, seed=seed)
    other = read(tmp_path)
    assert Counter(p.code for p in other.problems) == Counter(p.code for p in dataset.problems)
    assert len(other.observations) == len(dataset.observations)
    assert {o.value for o in other.observations if o.series.indicator == "1.1.1" and o.period.year == 2024} == {0}


def test_covers_all_goals_and_the_city_lacks_some(dataset, indicators):
    assert 38 <= len(indicators) <= 46
    assert {indicator.goal for indicator in indicators.values()} == {str(goal) for goal in range(1, 18)}
    of_city = {o.series.indicator for o in dataset.observations if o.series.ref_area == "XMALD"}
    assert 24 <= len(of_city) <= 28
    years = {o.period.year for o in dataset.observations}
    assert years == set(range(2010, 2025))


def test_codes_are_listed_or_its_own(indicators):
    for code, indicator in indicators.items():
        if indicator.framework == "meridia":
            assert code.count(".") == 3
        else:
            assert global_indicators()[code].status != "withdrawn"
    own = {code for code, indicator in indicators.items() if indicator.framework == "meridia"}
    assert own == {"4.4.1.1", "8.6.1.1", "11.7.1.1", "15.1.1.1"}


def test_all_texts_in_three_languages(dataset, indicators):
    assert set(dataset.languages) == set(LANGUAGES)
    for indicator in indicators.values():
        assert set(indicator.names) == set(indicator.definitions) == set(LANGUAGES), indicator.code
        assert {body.role for body in indicator.bodies} == {"compiler", "data", "implementer"}
        for body in indicator.bodies:
            assert set(body.names) == set(LANGUAGES), indicator.code
    assert not problems(dataset, "TEXT_MISSING")
    for area in dataset.areas:
        assert set(area.names) == set(LANGUAGES) or area.code == "XMQUE"


def test_every_source_says_it_is_fictional(dataset, indicators, folder):
    words = {"en": "fictional", "ru": "вымышлен", "kk": "ойдан шығарылған"}
    for indicator in indicators.values():
        for body in indicator.bodies:
            assert all(words[language] in name for language, name in body.names.items())
    assert (folder / "LICENSE").read_text(encoding="utf-8").startswith("Fictional data, free to use")
    assert {origin.licence for origin in dataset.origins} == {"Fictional data, free to use (CC0 1.0)"}


def test_no_fault_but_those_meant(dataset):
    found = Counter(problem.code for problem in dataset.problems if problem.code not in REMARKS)
    assert found == {
        "NO_TOTAL_ROWS": 1,
        "RAGGED_ROW": 1,
        "NO_DATA_ROWS": 1,
        "BLANK_IN_NUMBER": 1,
        "LABEL_MISSING": 1,
        "AREA_UNDECLARED": 1,
    }


def test_rows_that_a_person_must_mend(dataset):
    ragged = only(problems(dataset, "RAGGED_ROW"))
    assert ragged.indicator == "10.2.1" and ragged.found.startswith("2019,PT,") and ragged.details["expected"] == "5"
    blank = only(problems(dataset, "BLANK_IN_NUMBER"))
    assert blank.indicator == "15.1.1.1"
    mended = [o for o in dataset.observations if o.row == blank.row and o.origin.endswith(blank.file)]
    assert only(mended).value == float(blank.found.replace(" ", ""))
    undeclared = only(problems(dataset, "AREA_UNDECLARED"))
    assert undeclared.found == "XMQUE" and undeclared.file == "data/indicator_11-6-2.csv"


def test_files_without_rows_or_totals(dataset, values):
    assert only(problems(dataset, "NO_DATA_ROWS")).indicator == "12.c.1"
    assert only(problems(dataset, "NO_TOTAL_ROWS")).indicator == "4.4.1"
    of_city = {dimensions for code, area, dimensions in values if (code, area) == ("4.4.1", "XMALD")}
    assert of_city == {(("sex", "F"),), (("sex", "M"),)}


def test_label_missing_in_kazakh_only(dataset):
    missing = only(problems(dataset, "LABEL_MISSING"))
    assert (missing.found, missing.details["dimension"], missing.details["language"]) == ("XM_MATHS", "series", "kk")
    assert set(dataset.labels["series"]["XM_MATHS"]) == {"en", "ru"}


def test_conflicts_and_a_repeat_for_the_store(dataset):
    marks, found = mark(dataset.observations, {"meridia": 0})
    keys = {(problem.code, problem.details["key"]) for problem in found}
    assert keys == {
        ("CONFLICTING_VALUES", "5.5.2/XMALD/unit_measure=PT@2022"),
        ("CONFLICTING_VALUES", "5.5.2/XMTOR/unit_measure=PT@2021"),
        ("REPEATED_VALUES", "8.5.2/XM/unit_measure=PT@2016"),
    }
    assert Counter(marks.values()) == {"conflict": 4, "repeat": 1}


def test_competing_totals(values):
    for code, count in (("4.1.1", 2), ("9.1.2", 2)):
        dimensions = [dims for indicator, area, dims in values if (indicator, area) == (code, "XMALD")]
        assert len(dimensions) == count and all(dict(dims).keys() == {"series"} for dims in dimensions)


def test_level_shift_of_the_nation_and_most_regions(values):
    years = np.arange(2010, 2025)
    nation = np.array([values["1.2.1", "XM", ()][year] for year in years])
    assert 1.35 < nation[8] / nation[7] < 1.65
    regions = [[values["1.2.1", area, ()][year] for year in years] for area in (*REGIONS, "XMALD")]
    found = suspected_shifts(
        years, nation, np.array(regions), threshold=3.0, relative=0.25, majority=0.5, minimum_parts=5
    )
    assert [shift.year for shift in found] == [2018]
    assert 0.5 < only(found).share < 1


def test_region_reform(values):
    for code, area, dimensions in values:
        years = set(values[code, area, dimensions])
        if area == "XMVAL":
            assert max(years) <= 2019
        if area in ("XMVAE", "XMVAW"):
            assert min(years) >= 2020
    assert {2019} <= values["8.5.2", "XMVAL", ()].keys() and {2020} <= values["8.5.2", "XMVAW", ()].keys()


@pytest.mark.parametrize(
    "code, years",
    [
        ("2.1.2", [2011, 2013, 2014, 2019]),
        ("2.2.1", [2010, 2011, 2012]),
        ("16.1.3", list(range(2010, 2018))),
    ],
)
def test_series_that_stop_or_have_gaps(values, code, years):
    for area in ("XM", "XMALD"):
        assert list(values[code, area, ()]) == years


def test_zero_and_targets_met(values, indicators):
    for area in ("XM", "XMALD"):
        assert values["1.1.1", area, ()][2010] > 0 and values["1.1.1", area, ()][2024] == 0
        assert values["3.2.1", area, ()][2024] < 25
        assert values["7.1.1", area, ()][2024] == 100
    target = indicators["11.7.1.1"].expectation.target
    assert values["11.7.1.1", "XM", ()][2024] > target.value > values["11.7.1.1", "XMALD", ()][2024]


def test_parity_misses_on_both_sides(values):
    assert values["4.5.1", "XM", ()][2010] < 0.97 <= values["4.5.1", "XM", ()][2024] <= 1.03
    assert values["4.5.1", "XMALD", ()][2024] > 1.03


def test_yes_and_no(values):
    city = values["11.a.1", "XMALD", ()]
    assert set(city.values()) == {0, 1} and city[2018] == 0 and city[2019] == 1


def test_rising_and_falling(values):
    nation, city = values["8.5.2", "XM", ()], values["8.5.2", "XMALD", ()]
    assert nation[2024] < nation[2010] and city[2024] > city[2010]
    assert values["17.8.1", "XMALD", ()][2024] > values["17.8.1", "XMALD", ()][2010]


def test_units_of_every_kind(dataset):
    units = {(o.series.indicator, dict(o.series.dimensions)["unit_measure"]) for o in dataset.observations}
    assert {
        ("8.5.2", "PT"), ("16.1.1", "PER_100000_POP"), ("15.1.1.1", "UNITS"), ("8.5.1", "XMC"),
        ("8.1.1", "PT_PREV_Y"), ("4.5.1", "RATIO"), ("11.a.1", "BOOL"),
    } <= units  # fmt: skip


def test_breakdowns(values):
    found = {pair for code, _, dimensions in values if code == "8.5.2" for pair in dimensions}
    assert found == {
        ("sex", "F"), ("sex", "M"), ("age", "Y15T24"), ("age", "Y25T64"), ("urbanisation", "U"), ("urbanisation", "R"),
    }  # fmt: skip


def test_directions_of_its_own_indicators(indicators):
    stated = indicators["4.4.1.1"].expectation
    assert (stated.direction, stated.target.value, stated.target.year) == ("increase", 15, 2030)
    assert indicators["8.6.1.1"].expectation.direction == ""
    assert indicators["1.2.1"].crosswalk.class_ == "adapted"


def test_abolished_body_in_english_only(indicators):
    names = only([body for body in indicators["8.5.1"].bodies if body.role == "compiler"]).names
    usual = only([body for body in indicators["8.5.2"].bodies if body.role == "compiler"]).names
    assert names["en"] != usual["en"] and "Committee" in names["en"]
    assert (names["ru"], names["kk"]) == (usual["ru"], usual["kk"])


def test_the_nation_is_the_sum_of_its_areas(values):
    parts = ("XMALD", *REGIONS, "XMVAL")
    total = sum(values["15.1.1.1", area, ()][2015] for area in parts)
    # The region that was split is the sum of two, each rounded.
    assert values["15.1.1.1", "XM", ()][2015] == pytest.approx(total, abs=1)


def test_each_plan_says_what_it_shows():
    shown = {case for plan in plans() for case in plan.shows.split(", ")}
    assert {
        "zero", "level-shift", "one-point-since-2015", "ends-2012", "target-met", "competing-totals",
        "label-missing", "no-total", "own-indicator", "parity", "conflict", "growth-rate", "money",
        "abolished-body", "repeat", "ragged-row", "undeclared-area", "yes-no", "header-only", "count",
        "blank-in-number", "rate-per-100000", "stale", "rising-share", "falling-share", "breakdowns",
    } <= shown  # fmt: skip
