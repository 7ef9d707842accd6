"""Which groups of an indicator are compared, and what is found, read again from the raw files."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from headway.assess.group_gaps import Sources, group_gaps
from headway.assess.headline import Headline, group_series
from headway.assess.runs import YearlyRun
from headway.model.assessment import Assessment, Progress
from headway.model.expectation import Expectation
from headway.model.framework import Indicator
from headway.model.series import Series
from headway.model.series_break import DECLARED, Break

YEARS = np.arange(2015, 2023)
PERCENT = ("unit_measure", "PT")


def sources(lines: dict[tuple, np.ndarray], *, headline=(PERCENT,), kind="share", broken=None, errors=None) -> Sources:
    """`lines`: (area, dimensions) → values of 2015 on; the headline of every area is the one with `headline`."""
    series = [Series("global", "1.1.1", area, tuple(sorted(dimensions))) for area, dimensions in lines]
    runs = [YearlyRun(YEARS[: len(values)], np.asarray(values, dtype=float), (), errors) for values in lines.values()]
    breaks = () if broken is None else (Break(broken, DECLARED, "global", "1.1.1"),)
    heads = {
        (("global", "1.1.1"), entry.ref_area): Headline(number)
        for number, entry in enumerate(series)
        if entry.dimensions == tuple(sorted(headline))
    }
    return Sources(
        series, runs, [Assessment(entry, Progress("m", "e", "pace"), breaks=breaks) for entry in series],
        group_series(series), heads, {("global", "1.1.1"): Indicator("1.1.1", expectation=Expectation("decrease", kind))}, 2015,
    )  # fmt: skip


def gaps(lines, *, areas=("N",), ranked=(), **more):
    return {(gap.ref_area, gap.dimension): gap for gap in group_gaps(areas, "N", list(ranked), sources(lines, **more))}


def test_women_are_compared_with_men_and_the_gap_closes():
    total, women = np.full(8, 20.0), 30 - np.arange(8.0)
    found = gaps({("N", (PERCENT,)): total, ("N", (PERCENT, ("sex", "F"))): women, ("N", (PERCENT, ("sex", "M"))): total})
    gap = found["N", "sex"]
    assert (gap.one, gap.other, gap.first, gap.last, gap.points) == ("F", "M", 10.0, 3.0, 8)
    assert (gap.change, gap.slope) == ("CLOSING", pytest.approx(-1.0))
    assert set(found) == {("N", "sex")}


def test_a_group_within_a_group_is_not_taken_for_the_group():
    total = np.full(8, 20.0)
    found = gaps({
        ("N", (PERCENT,)): total, ("N", (PERCENT, ("sex", "F"), ("age", "Y_GE65"))): total, ("N", (PERCENT, ("sex", "M"))): total,
        ("N", (("sex", "F"), ("unit_measure", "NUMBER"))): total,
    })  # fmt: skip
    assert found == {}


AGES = {"Y15T24": 9.0, "Y_GE15": 8.0, "Y25T64": 5.0, "Y_GE65": 3.0, "M25T28": 1.0, "young": 2.0}


def test_the_youngest_is_compared_with_the_oldest_that_it_does_not_overlap():
    lines = {("N", (PERCENT,)): np.full(8, 6.0)} | {("N", (PERCENT, ("age", code))): value + np.arange(8.0) ** 2 / 9 for code, value in AGES.items()}
    gap = gaps(lines)["N", "age"]
    assert (gap.one, gap.other, gap.first) == ("Y15T24", "Y_GE65", 6.0)


def test_overlapping_ages_are_not_compared():
    lines = {("N", (PERCENT,)): np.full(8, 6.0), ("N", (PERCENT, ("age", "Y_GE15"))): np.full(8, 6.0), ("N", (PERCENT, ("age", "Y15T24"))): np.full(8, 7.0)}
    assert gaps(lines) == {}


def test_after_a_break_only_what_follows_is_compared():
    total, women = np.full(8, 20.0), np.array([90.0, 90, 90, 25, 24, 23, 22, 21])
    lines = {("N", (PERCENT,)): total, ("N", (PERCENT, ("sex", "F"))): women, ("N", (PERCENT, ("sex", "M"))): total}
    gap = gaps(lines, broken=2018)["N", "sex"]
    assert (gap.first_year, gap.first, gap.points) == (2018, 5.0, 5)
    assert gaps(lines)["N", "sex"].first == 70.0


def test_standard_errors_of_the_source_are_used():
    total = np.array([20.0, 20])
    lines = {("N", (PERCENT,)): total, ("N", (PERCENT, ("sex", "F"))): np.array([30.0, 21]), ("N", (PERCENT, ("sex", "M"))): total}
    assert gaps(lines)["N", "sex"].reason == "TOO_FEW_COMMON_YEARS"
    gap = gaps(lines, errors=np.array([0.5, 0.5]))["N", "sex"]
    # a difference of two differences, each with an error of √½: 1 in all
    assert (gap.change, gap.slope, gap.upper) == ("CLOSING", pytest.approx(-9.0), pytest.approx(-9 + 1.959964))


@pytest.mark.parametrize("kind", ["count", "money", "binary"])
def test_numbers_that_grow_with_a_group_are_not_compared(kind):
    total = np.full(8, 20.0)
    assert gaps({("N", (PERCENT,)): total, ("N", (PERCENT, ("sex", "F"))): total, ("N", (PERCENT, ("sex", "M"))): total}, kind=kind) == {}


def test_the_spread_of_the_regions_leaves_out_those_with_few_years():
    lines = {("N", (PERCENT,)): np.full(8, 5.0), ("A", (PERCENT,)): 4 + np.arange(8.0), ("B", (PERCENT,)): np.full(8, 4.0),
             ("C", (PERCENT,)): np.array([9.0, 9])}  # fmt: skip
    gap = gaps(lines, areas=("A", "N"), ranked=("A", "B", "C"))["N", "ref_area"]
    assert (gap.one, gap.other, gap.places, gap.change) == ("", "", 2, "WIDENING")
    assert (gap.first, gap.last, gap.slope) == (0.0, 3.5, pytest.approx(0.5))


# Almaty and Kazakhstan, from the raw file


def raw(folder: Path, code: str, **cells: str) -> dict[str, dict[int, float]]:
    """Area → year → value of the rows with these cells and no other group."""
    found: dict[str, dict[int, float]] = {}
    with (folder / "data" / f"indicator_{code}.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            groups = {name: row.get(name) or "" for name in ("SEX", "AGE", "URBANISATION")}
            if groups == dict.fromkeys(groups, "") | cells and row["Value"]:
                found.setdefault(row["REF_AREA"] or "KZ", {})[int(row["Year"])] = float(row["Value"])
    return found


def of(finished, code: str, area: str, dimension: str):
    (gap,) = [
        gap for gap in finished.group_gaps if (gap.indicator, gap.ref_area, gap.dimension) == (code, area, dimension)
    ]
    return gap


def test_poverty_in_town_and_country(kazakhstan, almaty_finished):
    """Since 2018, from which on the poverty line is another one."""
    town, country = (raw(kazakhstan, "1-2-1", URBANISATION=code)["KZ"] for code in ("U", "R"))
    years = [year for year in sorted(town) if year >= 2018 and year in country]
    differences = [town[year] - country[year] for year in years]
    line = stats.linregress(years, np.abs(differences))
    gap = of(almaty_finished, "1.2.1", "KZ", "urbanisation")
    assert (gap.first_year, gap.last_year, gap.points) == (years[0], years[-1], len(years))
    assert (gap.first, gap.last) == (pytest.approx(differences[0]), pytest.approx(differences[-1]))
    assert gap.slope == pytest.approx(line.slope)
    assert gap.upper - gap.slope == pytest.approx(stats.t.ppf(0.975, len(years) - 2) * line.stderr)
    assert gap.change == "CLOSING"


def test_the_spread_of_poverty_over_the_regions(kazakhstan, almaty_finished):
    values = raw(kazakhstan, "1-2-1")
    years = list(range(2018, 2024))
    full = [area for area, run in values.items() if almaty_finished.areas[area].parent == "KZ" and set(years) <= set(run)]
    spread = {year: float(np.std([values[area][year] for area in full])) for year in years}
    gap = of(almaty_finished, "1.2.1", "KZ", "ref_area")
    assert gap.places == len(full) and gap.points == 6
    assert (gap.first, gap.last) == (pytest.approx(spread[2018]), pytest.approx(spread[2023]))


def test_the_table_has_every_gap(almaty, almaty_finished):
    with (almaty / "build/data/gaps.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(almaty_finished.group_gaps) > 100
    keys = {(row["framework"], row["indicator"], row["ref_area"], row["dimension"]) for row in rows}
    assert len(keys) == len(rows)
    assert {row["ref_area"] for row in rows} == {"KZ", "KZALA"}
    assert all(bool(row["reason"]) != bool(row["slope"]) for row in rows)
