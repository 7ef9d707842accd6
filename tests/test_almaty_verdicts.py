"""The verdicts on Almaty, worked by hand from the raw file on.

Each case reads its two values from Kazakhstan's CSV with the csv module, so a
changed file is told apart from a changed method; class and score stand written
out, with the working in a comment. In the comments v0 is the base value, v1 the
last one, T the target, E the value expected in the target year,
q = (E - v0) / (T - v0) the share of the required change, g the growth a year in
the desired direction.
"""

import csv
from pathlib import Path

import pytest

from headway.cli import main
from headway.model.address import parse_address

GROUPS = ("SEX", "AGE", "URBANISATION", "SERIES", "COMPOSITE_BREAKDOWN", "EDUCATION_LEV", "ACTIVITY")
NOT_GROUPS = {"Year", "Value", "UNIT_MEASURE", "Units", "SERIES", "REF_AREA", "GeoCode", ""}


def raw_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(line, cells) of a data file, ragged and empty rows left out."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    header = [name.strip() for name in lines[0]]
    width = max(index for index, name in enumerate(header) if name) + 1
    return [
        (line, dict(zip(header, (cell.strip() for cell in cells))))
        for line, cells in enumerate(lines[1:], start=2)
        if len(cells) >= width and any(cells)
    ]


def raw_value(folder: Path, code: str, year: int, area: str = "KZALA", **cells: str) -> tuple[float, int]:
    """The value for an area and year whose groups are all blank but those given, and its line.

    A file may give the same value twice: then the first line.
    """
    found = [
        (float(row["Value"].replace(" ", "")), line)
        for line, row in raw_rows(folder / "data" / f"indicator_{code.replace('.', '-')}.csv")
        if row["Year"] == str(year)
        and row["REF_AREA"] == area
        and all(row.get(group, "") == cells.get(group, "") for group in GROUPS)
    ]
    assert len({value for value, _ in found}) == 1, found
    return found[0]


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def expected(almaty) -> dict[str, dict[str, str]]:
    """Rows of the review's indicators.csv by `1.2.1` or `kz:4.4.1.1`."""
    rows = table(almaty / "indicators.csv", "utf-8-sig")
    return {reference(row): row for row in rows}


@pytest.fixture(scope="module")
def assessed(almaty) -> list[dict[str, str]]:
    """By the headline method."""
    rows = table(almaty / "build" / "data" / "assessments.csv")
    return [row for row in rows if row["method"] == "unsd"]


@pytest.fixture(scope="module")
def of_city(assessed) -> dict[str, dict[str, str]]:
    """The headline rows of assessments.csv for the city."""
    return {reference(row): row for row in assessed if row["ref_area"] == "KZALA" and row["headline"] == "yes"}


@pytest.fixture(scope="module")
def own_reading(kazakhstan) -> dict[str, dict[tuple[str, str], list[int]]]:
    """Code → (SERIES, unit) → years of the city's totals, in the file's order; only codes with values for it."""
    found: dict[str, dict[tuple[str, str], list[int]]] = {}
    for path in sorted((kazakhstan / "data").glob("*.csv")):
        for _, row in raw_rows(path):
            if row.get("REF_AREA") != "KZALA" or not row["Value"]:
                continue
            totals = found.setdefault(path.stem.removeprefix("indicator_").replace("-", "."), {})
            if all(cell in ("", "_T") for name, cell in row.items() if name not in NOT_GROUPS):
                key = row.get("SERIES", ""), row.get("UNIT_MEASURE", "")
                totals.setdefault(key, []).append(int(row["Year"]))
    return found


def reference(row: dict[str, str]) -> str:
    return row["indicator"] if row["framework"] == "global" else f"{row['framework']}:{row['indicator']}"


# Ten verdicts and more, of different kinds


CASES = {
    # v0 = 5.3 (2015), v1 = 4.8 (2023), no target; g = 1 - (4.8 / 5.3) ** (1 / 8) = 0.01231: 0.5 % <= g < 2 %
    "8.5.2": ("decrease", "", "", {}, 2015, 5.3, 2023, 4.8, "FAIR", 0.0123100, "NO_TARGET"),
    # v1 = 16.3 per 100,000 is below 70: met, although it has risen from 2.4
    "3.1.1": ("decrease", "70", "2030", {}, 2015, 2.4, 2023, 16.3, "ON_TRACK", None, "TARGET_MET|MET_BUT_WORSENING"),
    # T = 0.667 * 5.68 = 3.78856; E = 5.25 * (5.25 / 5.68) ** (11 / 4) = 4.228044; q = -1.451956 / -1.89144 = 0.767646
    "3.4.2": ("decrease", "0.667*base", "2030", {}, 2015, 5.68, 2019, 5.25, "FAIR", 0.767646, ""),
    # To 2020: T = 0.5 * 8.79 = 4.395; E = 11.08 * (11.08 / 8.79) ** (1 / 4) = 11.740254; q = 2.950254 / -4.395
    "3.6.1": ("decrease", "0.5*base", "2020", {}, 2015, 8.79, 2019, 11.08, "REGRESSION", -0.671275, ""),
    # T = 0.674 * 0.12 = 0.08088; E = 0.11 * (0.11 / 0.12) ** (11 / 4) = 0.0865913; q = 0.0334087 / 0.03912
    "7.3.1": ("decrease", "0.674*base", "2030", {}, 2015, 0.12, 2019, 0.11, "FAIR", 0.854006, ""),
    # The line of 3.20 dollars; 2015 is missing, so 2016; v1 = 0.0 meets a target of 0
    "1.1.1": (
        "decrease", "0", "2030", {"SERIES": "_L_KZ_010101_1B"},
        2016, 0.1, 2019, 0.0, "ON_TRACK", None, "BASE_YEAR_MOVED|TARGET_MET",
    ),
    # T = 100; E = 81.4 * (81.4 / 99.8) ** (11 / 4) = 46.476405; q = -53.323595 / 0.2
    "4.2.2": ("increase", "100", "2030", {}, 2015, 99.8, 2019, 81.4, "REGRESSION", -266.617974, ""),
    # T = 50 + 0.5 * 98.2 = 99.1; E = 96.5 * (96.5 / 98.2) ** (8 / 7) = 94.593149; q = -3.606851 / 0.9
    "6.3.1": ("increase", "50+0.5*base", "2030", {}, 2015, 98.2, 2022, 96.5, "REGRESSION", -4.007612, ""),
    # T = 50; E = 42.7 * (42.7 / 35.3) ** (7 / 8) = 50.437018; q = 15.137018 / 14.7
    "5.5.2": ("increase", "50", "2030", {}, 2015, 35.3, 2023, 42.7, "ON_TRACK", 1.029729, ""),
    # No target; from 2016: g = (99.3 / 100) ** (1 / 5) - 1 = -0.001404: neither 0.5 % up nor down
    "11.b.2": (
        "increase", "", "", {}, 2016, 100.0, 2021, 99.3, "STAGNATION", -0.00140394, "BASE_YEAR_MOVED|NO_TARGET",
    ),
    # No target, no change: g = 0
    "15.3.1": ("decrease", "", "", {}, 2015, 0.1, 2023, 0.1, "STAGNATION", 0.0, "NO_TARGET"),
    # No target; g = (0.1 / 0.5) ** (1 / 7) - 1 = -0.205403
    "9.2.2": ("increase", "", "", {}, 2015, 0.5, 2022, 0.1, "REGRESSION", -0.205403, "NO_TARGET"),
    # No target; g = 1 - (2.7 / 5.2) ** (1 / 4) = 0.151132, over 2 %
    "3.9.3": ("decrease", "", "", {}, 2015, 5.2, 2019, 2.7, "ON_TRACK", 0.151132, "NO_TARGET"),
    # v0 = 100 met the target, v1 = 98.6 does not and is more than one point away
    "3.1.2": ("increase", "100", "2030", {}, 2015, 100.0, 2023, 98.6, "REGRESSION", None, "BASE_MET_TARGET"),
    # v1 = 0 is the lower bound and no target is set
    "8.7.1": ("decrease", "", "", {}, 2015, 0.1, 2023, 0.0, "ON_TRACK", None, "NO_TARGET|AT_BOUND"),
    # From 0: no compound growth; (5107508.2 - 0) / 8 years over the larger value = 0.125 a year, losses: the wrong way
    "1.5.2": (
        "decrease", "", "", {"SERIES": "_L_KZ_010502_1A"}, 2015, 0.0, 2023, 5107508.2, "REGRESSION", -0.125,
        "NO_TARGET|LINEAR_CHANGE",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_a_verdict_worked_by_hand(kazakhstan, expected, almaty_finished, of_city, code):
    direction, target, target_year, cells, base_year, base, last_year, last, verdict, score, flags = CASES[code]
    row = expected[code]
    assert (row["direction"], row["target"], row["target_year"]) == (direction, target, target_year)
    assert raw_value(kazakhstan, code, base_year, **cells)[0] == base
    assert raw_value(kazakhstan, code, last_year, **cells)[0] == last
    told = of_city[code]
    progress = almaty_finished.assessments[series_id(almaty_finished, told["address"])].progress
    assert (progress.base_year, progress.base_value) == (base_year, base)
    assert (progress.last_year, progress.last_value) == (last_year, last)
    assert progress.verdict == told["verdict"] == verdict
    assert "|".join(progress.flags) == told["flags"] == flags
    if score is None:
        assert progress.score is None and told["score"] == ""
    else:
        assert progress.score == pytest.approx(score, rel=1e-5, abs=1e-9)
        assert float(told["score"]) == progress.score
    levels = {"ON_TRACK": 3, "FAIR": 2, "STAGNATION": 1, "REGRESSION": 1}
    assert progress.level == levels[verdict]


def series_id(finished, address: str) -> int:
    return next(i for i, series in enumerate(finished.store.series) if str(series.address) == address)


def test_growth_rates_are_judged_by_their_compound_mean(kazakhstan, expected, of_city):
    """8.2.1: output per worker, per cent of the year before, so 100 is no growth.

    0.993 * 1.021 * 1.02 * 1.018 * 0.922 * 1.042 * 1.03 * 1.04 = 1.0834083 over the
    eight years after 2015; its eighth root less 1 is 0.0100643: between 0.5 % and 2 %.
    """
    rates = [raw_value(kazakhstan, "8.2.1", year)[0] for year in range(2016, 2024)]
    assert rates == [99.3, 102.1, 102.0, 101.8, 92.2, 104.2, 103.0, 104.0]
    assert (expected["8.2.1"]["direction"], expected["8.2.1"]["kind"]) == ("increase", "growth_rate")
    told = of_city["8.2.1"]
    assert (told["verdict"], told["flags"], told["base_year"]) == ("FAIR", "GROWTH_RATE", "2015")
    assert float(told["score"]) == pytest.approx(0.0100643, abs=1e-7)


# Poverty: the one everybody will look at


def test_poverty_rose_and_both_sides_of_the_break_say_so(kazakhstan, expected, almaty_finished):
    """1.2.1: 0.6 % (2015), 2.8 % (2018), 5.1 % (2023); the target is half of the base value.

    Whole: E = 5.1 * (5.1 / 0.6) ** (7 / 8) = 33.175065; q = 32.575065 / -0.3 = -108.58354.
    From 2018: E = 5.1 * (5.1 / 2.8) ** (7 / 5) = 11.807207; q = 9.007207 / -1.4 = -6.43372.
    """
    assert raw_value(kazakhstan, "1.2.1", 2015) == (0.6, 130)
    assert raw_value(kazakhstan, "1.2.1", 2018) == (2.8, 198)
    assert raw_value(kazakhstan, "1.2.1", 2023) == (5.1, 311)
    row = expected["1.2.1"]
    assert (row["direction"], row["target"], row["target_year"]) == ("decrease", "0.5*base", "2030")
    assessment = almaty_finished.assessment(("global", "1.2.1"), "KZALA")
    assert assessment.verdict == "REGRESSION"
    assert [(entry.year, entry.kind) for entry in assessment.breaks] == [(2018, "suspected")]
    assert assessment.whole.score == pytest.approx(-108.58354, rel=1e-6)
    assert (assessment.after_break.base_year, assessment.after_break.base_value) == (2018, 2.8)
    assert assessment.after_break.score == pytest.approx(-6.43372, rel=1e-5)
    assert assessment.whole.verdict == assessment.after_break.verdict == "REGRESSION"


def test_show_says_that_poverty_rose_names_2018_and_gives_both_verdicts(almaty, capsys):
    assert main(["show", str(almaty), "1.2.1/KZALA"]) == 0
    printed = capsys.readouterr().out
    assert "the value rose" in printed
    assert "Suspected break in 2018" in printed
    assert "whole series: going the wrong way (base 2015: 0.6)" in printed
    assert "after the break: going the wrong way (base 2018: 2.8)" in printed
    assert "data/indicator_1-2-1.csv:311" in printed and "data/indicator_1-2-1.csv:130" in printed


@pytest.mark.parametrize("language, first, last", [("en", "0.6", "5.1"), ("ru", "0,6", "5,1"), ("kk", "0,6", "5,1")])
def test_the_page_on_poverty_names_both_values_and_the_break_first_of_all(almaty, language, first, last):
    page = (almaty / "build" / "site" / language / "indicators" / "1.2.1.html").read_text(encoding="utf-8")
    lead = page.partition('<div class="lead">')[2].partition("</div>")[0]
    assert all(text in lead for text in (first, "2015", last, "2023", "2018"))


def test_the_nation_jumped_in_the_same_year(kazakhstan, almaty_finished):
    assert raw_value(kazakhstan, "1.2.1", 2017, area="")[0] < raw_value(kazakhstan, "1.2.1", 2018, area="")[0]
    assessment = almaty_finished.assessment(("global", "1.2.1"), "KZ")
    assert 2018 in {entry.year for entry in assessment.breaks}
    assert assessment.whole is not None and assessment.after_break is not None


# The 65 indicators


ONE_VALUE = {"2.2.1", "2.2.2", "3.7.1", "4.2.1", "kz:4.2.2.1", "4.a.1", "16.2.1", "16.9.1"}
NO_TOTAL = {"3.7.2", "4.1.1", "4.4.1", "4.5.1", "4.c.1", "7.2.1"}
ENDS_IN_2012 = {"7.b.1"}


@pytest.fixture(scope="module")
def verdicts(almaty) -> dict[str, tuple[str, str]]:
    """Indicators of the city → (verdict, reason), from coverage.csv."""
    rows = table(almaty / "build" / "data" / "coverage.csv")
    return {reference(row): (row["verdict"], row["reason"]) for row in rows if row["coverage"] == "area"}


def test_at_least_50_of_the_65_have_a_verdict(verdicts):
    assert len(verdicts) == 65
    with_verdict = {code for code, (verdict, _) in verdicts.items() if verdict}
    assert len(with_verdict) >= 50
    assert set(verdicts) - with_verdict == ONE_VALUE | NO_TOTAL | ENDS_IN_2012


def test_the_other_15_carry_the_reason_that_is_true(verdicts, own_reading):
    for code in ONE_VALUE:
        totals = own_reading[code.removeprefix("kz:")]
        first = next(iter(totals.values()))
        assert len([year for year in first if year >= 2015]) == 1
        assert verdicts[code] == ("", "TOO_FEW_POINTS")
    for code in NO_TOTAL:
        assert own_reading[code] == {}
        assert verdicts[code] == ("", "NO_TOTAL")
    for code in ENDS_IN_2012:
        assert max(year for years in own_reading[code].values() for year in years) == 2012
        assert verdicts[code] == ("", "ENDS_BEFORE_BASE")


def test_own_reading_of_the_raw_files_finds_the_same_15(own_reading):
    few = {
        code
        for code, totals in own_reading.items()
        if not totals or len({year for year in next(iter(totals.values())) if year >= 2015}) < 2
    }
    assert few == {code.removeprefix("kz:") for code in ONE_VALUE | NO_TOTAL | ENDS_IN_2012}


def test_the_headline_is_the_first_total_of_the_file(own_reading, of_city, expected):
    """Unless indicators.csv names one."""
    for code, row in of_city.items():
        totals = own_reading[row["indicator"]]
        dimensions = dict(parse_address(row["address"]).dimensions)
        mine = dimensions.get("series", ""), dimensions.get("unit_measure", "")
        if expected[code]["headline"]:
            assert mine in totals, code
        else:
            assert mine == next(iter(totals)), code


def test_36_of_the_65_reach_2021_or_later_and_the_rest_is_marked_old(own_reading, of_city):
    """The review is of 2026: a last value older than 2021 is more than five years old."""
    lasts = {code: max(own_reading[row["indicator"]][next(iter(own_reading[row["indicator"]]))]) for code, row in of_city.items()}
    assert sum(year >= 2021 for year in lasts.values()) == 36
    for code, row in of_city.items():
        assert (row["stale"] == "yes") == (lasts[code] < 2021), code
    assert sum(row["stale"] == "" for row in of_city.values()) == 36


# Beyond the city


REGIONS = (
    "KZAKM", "KZAKT", "KZALM", "KZATY", "KZKAR", "KZKUS", "KZKZY", "KZMAN", "KZPAV", "KZSEV", "KZVOS", "KZYUZ",
    "KZZAP", "KZZHA", "KZABY", "KZZHS", "KZULU", "KZALA", "KZNS", "KZSHY",
)  # fmt: skip
"""The 17 regions and 3 cities of today; KZNS is Astana."""


@pytest.mark.parametrize("area", ["KZ", *REGIONS])
def test_every_region_and_the_nation_have_verdicts(assessed, area):
    found = [row for row in assessed if row["ref_area"] == area and row["headline"] == "yes"]
    with_verdict = [row for row in found if row["verdict"]]
    assert len(with_verdict) >= (100 if area == "KZ" else 10)


def test_one_row_for_each_series_of_the_raw_files(kazakhstan, assessed):
    """The map's code is no dimension of its own: with it the files would have 5,604 series."""
    keys = {
        (path.name, *(cell for name, cell in row.items() if name not in ("Year", "Value", "GeoCode", "")))
        for path in (kazakhstan / "data").glob("*.csv")
        for _, row in raw_rows(path)
    }
    assert len(keys) == 5584
    assert len({row["address"] for row in assessed}) == len(assessed) == 5584


def test_no_row_lacks_both_a_verdict_and_a_reason(assessed):
    for row in assessed:
        assert bool(row["verdict"]) != bool(row["reason"]), row


def test_series_that_are_no_headline_have_verdicts_too(assessed):
    assert sum(bool(row["verdict"]) for row in assessed if row["headline"] == "") > 1000


def test_the_three_regions_that_lost_territory_are_declared_broken_in_2022(almaty):
    rows = table(almaty / "breaks.csv", "utf-8-sig")
    assert {(row["ref_area"], row["year"], row["reason"]) for row in rows} == {
        ("KZVOS", "2022", "TERRITORY"), ("KZALM", "2022", "TERRITORY"), ("KZKAR", "2022", "TERRITORY"),
    }  # fmt: skip
    assert {row["indicator"] for row in rows} == {""}, "the break is one of every indicator"


@pytest.mark.parametrize("area", ["KZVOS", "KZALM", "KZKAR"])
def test_a_change_of_territory_breaks_every_series_that_crosses_it(assessed, area):
    judged = [row for row in assessed if row["ref_area"] == area and row["base_year"]]
    crossing = [row for row in judged if int(row["base_year"]) < 2022 <= int(row["last_year"])]
    assert len(crossing) > 20
    for row in crossing:
        kinds = dict(zip(row["break_years"].split("|"), row["break_kinds"].split("|")))
        assert kinds.get("2022") == "declared", row["address"]
        assert row["verdict_whole"] and row["verdict_after_break"], row["address"]
        if row["verdict_after_break"] not in (row["verdict_whole"], "TOO_FEW_POINTS"):
            assert row["verdict"] == "BREAK_SUSPECTED", row["address"]


def test_no_other_area_has_a_declared_break(assessed):
    declared = {row["ref_area"] for row in assessed if "declared" in row["break_kinds"]}
    assert declared == {"KZVOS", "KZALM", "KZKAR"}
