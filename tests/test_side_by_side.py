"""Several methods on one series: what each says by hand, which series are compared, and what a review may choose."""

import csv
import json
import re
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

import headway
from headway.assess.peers import Peers
from headway.assess.runs import YearlyRun, all_runs
from headway.assess.side_by_side import compared_series, judge_all
from headway.assess.subject import global_code
from headway.cli import main
from headway.errors import ReviewError
from headway.model.area import Area, parts_of, ranked_parts
from headway.model.assessment import BREAK_SUSPECTED
from headway.model.expectation import Expectation
from headway.model.framework import Crosswalk, Indicator
from headway.model.series import Series
from headway.nomenclature import methods
from headway.review.build import Finished, check_folder
from headway.review.settings import load_settings
from headway.statistics.progress import peers as group

DEFAULT = ("unsd", "escap", "eurostat", "oecd", "open-sdg", "sdsn", "unsd-ratio")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def said(finished: Finished, code: str, area: str, framework: str = "global") -> dict[str, object]:
    """Method → its Progress on the headline."""
    series_id = finished.headline((framework, code), area).series_id
    return {one.method: one for one in finished.side_by_side[series_id]}


# Poverty in Almaty, by hand: 0.6 % in 2015, 2.8 in 2018, 5.1 in 2023; to be halved by 2030, so 0.3 %


@pytest.fixture(scope="module")
def poverty(almaty_finished: Finished) -> dict[str, object]:
    return said(almaty_finished, "1.2.1", "KZALA")


@pytest.fixture(scope="module")
def regions(kazakhstan: Path, almaty_finished: Finished) -> dict[str, dict[int, float]]:
    """Region → year → share of poor people, read from the raw file."""
    found: dict[str, dict[int, float]] = {}
    with (kazakhstan / "data" / "indicator_1-2-1.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            groups = [row.get(name) for name in ("SEX", "AGE", "URBANISATION")]
            if row["REF_AREA"] in almaty_finished.areas and not any(groups) and row["Value"]:
                found.setdefault(row["REF_AREA"], {})[int(row["Year"])] = float(row["Value"])
    parts = {code for code, area in almaty_finished.areas.items() if area.parent == "KZ"}
    return {area: values for area, values in found.items() if area in parts}


RATE = (5.1 / 0.6) ** (1 / 8) - 1
NEEDED = 0.5 ** (1 / 15) - 1


def test_pace_by_the_three_rules_of_growth(poverty):
    expected = 5.1 * (1 + RATE) ** 7
    assert poverty["unsd"].score == pytest.approx((expected - 0.6) / (0.3 - 0.6))
    assert poverty["unsd-ratio"].score == pytest.approx(RATE / NEEDED)
    # −RATE / |NEEDED| is far below −60 %, where the score ends
    assert (poverty["open-sdg"].score, poverty["open-sdg"].category) == (-5.0, "DETERIORATION")
    # the last five years: 2018 to 2023
    recent = (5.1 / 2.8) ** (1 / 5) - 1
    assert poverty["eurostat"].score == pytest.approx(recent / NEEDED)
    assert {poverty[name].verdict for name in ("unsd", "unsd-ratio", "open-sdg", "eurostat")} == {"REGRESSION"}


def test_the_gap_by_weighted_extrapolation(poverty, regions):
    values = regions["KZALA"]
    years = np.array(sorted(year for year in values if year >= 2000))
    weights = (2030 - years[0]) / (2030 - years)
    slope, constant = np.polyfit(years, [values[year] for year in years], 1, w=np.sqrt(weights))
    expected = slope * 2030 + constant
    assert poverty["escap"].expected_value == pytest.approx(expected)
    assert poverty["escap"].score == pytest.approx(100 - 100 * (expected - 0.6) / (0.3 - 0.6))


def test_levels_beside_the_regions(poverty, regions):
    """The last values of the regions of 2018 to 2023, from the raw file."""
    group = np.array([
        values[max(year for year in values if year <= 2023)] for values in regions.values() if max(values) >= 2018
    ])  # fmt: skip
    assert len(group) >= 17
    low = np.quantile(group, 0.95)
    assert poverty["oecd"].score == pytest.approx(max(100 * (5.1 - low) / (0.3 - low), 0.0))
    lower, best = np.quantile(group, 0.975), np.mean(np.sort(group)[:5])
    assert poverty["sdsn"].score == pytest.approx(100 * (5.1 - lower) / (best - lower))
    assert poverty["sdsn"].target_value == pytest.approx(lower + 0.85 * (best - lower))


def test_the_target_each_method_used_has_its_basis(almaty_finished):
    used = {one.method: one for one in almaty_finished.used_targets(("global", "1.2.1"), "KZALA")}
    assert {name: one.basis for name, one in used.items()} == dict.fromkeys(DEFAULT, "relative") | {"sdsn": "champion"}
    assert {one.value for name, one in used.items() if name != "sdsn"} == {0.3}
    assert almaty_finished.used_targets(("global", "1.2.1"), "nowhere") == ()


# Which series, in which order


@pytest.mark.parametrize("review", ["almaty_finished", "canada_finished"])
def test_the_headline_method_stands_first_on_every_headline(review, request):
    finished = request.getfixturevalue(review)
    assert tuple(edition.method for edition in finished.editions) == DEFAULT
    heads = {headline.series_id for headline in finished.headlines.values()} - {None}
    assert heads <= set(finished.side_by_side)
    for series_id, progress in finished.side_by_side.items():
        assert progress[0] == finished.assessments[series_id].progress
        assert tuple(one.method for one in progress) == DEFAULT


def test_one_group_by_sex_age_or_place_is_compared_two_groups_are_not():
    def series(*dimensions):
        return Series("global", "1.1.1", "R", dimensions)

    given = [
        series(("sex", "F"), ("unit_measure", "PT")), series(("age", "Y_GE65"), ("sex", "_T")),
        series(("urbanisation", "U")), series(("age", "Y_GE65"), ("sex", "F")), series(("education_lev", "1"),),
        series(("unit_measure", "PT")),
    ]  # fmt: skip
    assert compared_series(given, []) == [0, 1, 2]
    assert compared_series(given, [5]) == [0, 1, 2, 5]


def test_over_a_break_whose_sides_differ_no_class_stands(almaty_finished):
    found = almaty_finished.over_breaks
    assert found
    for (series_id, number), judged in found.items():
        progress = almaty_finished.side_by_side[series_id][number]
        assert progress == judged.progress
        differ = judged.after_break.verdict not in ("", judged.whole.verdict)
        assert (progress.verdict == BREAK_SUSPECTED) == differ
        assert not (differ and progress.category)
        if judged.after_break.base_year:
            assert judged.after_break.base_year >= judged.breaks[-1].year
    levels = {number for number, edition in enumerate(almaty_finished.editions) if edition.method in ("oecd", "sdsn")}
    assert not levels & {number for _, number in found}


# The situation


def test_only_what_is_the_global_indicator_is_judged_as_such():
    same = Indicator("1.2.1", crosswalk=Crosswalk("", "identical"))
    assert global_code(same) == "1.2.1"
    assert global_code(Indicator("4.4.1.1", "kz", crosswalk=Crosswalk("4.4.1", "identical"))) == "4.4.1"
    assert global_code(Indicator("4.4.1.1", "kz", crosswalk=Crosswalk("4.4.1", "adapted"))) == ""
    assert global_code(Indicator("1.2.1")) == global_code(None) == ""


def surroundings(areas: dict[str, str], kind: str = "share") -> tuple[Peers, Indicator, list[Series]]:
    """`areas`: code → level; those called region or city can be put in order."""
    series = [Series("global", "1.1.1", area, (("sex", "F"),)) for area in areas]
    runs = [YearlyRun(np.array([2020]), np.array([float(number)]), ()) for number in range(len(areas))]
    known = {code: Area(code, level, "N") for code, level in areas.items()}
    ranked = [code for code, level in areas.items() if level in ("region", "city")]
    return Peers(series, runs, known, ranked), Indicator("1.1.1", expectation=Expectation("increase", kind)), series


def of(place: str, areas: dict[str, str], kind: str = "share") -> list[float]:
    peers, indicator, series = surroundings(areas, kind)
    own = next(entry for entry in series if entry.ref_area == place)
    return [float(values[0]) for _, values in peers.of(own, indicator, "PT")]


PLACES = {"N": "country", "A": "region", "B": "city", "D": "district", "E": "district", "X": "other"}


def test_regions_and_cities_are_compared_with_each_other_and_others_within_their_level():
    assert of("A", PLACES) == of("B", PLACES) == [1, 2]
    assert of("N", PLACES) == [0]
    assert of("D", PLACES) == of("E", PLACES) == [3, 4]
    assert of("X", PLACES) == []


@pytest.mark.parametrize("kind", ["count", "money", "binary"])
def test_by_numbers_that_grow_with_a_place_nobody_is_compared(kind):
    assert of("A", PLACES, kind) == []


def test_a_group_that_remembers_answers_as_one_that_does_not():
    random = np.random.default_rng(7)
    plain = tuple(
        (years := np.sort(random.choice(np.arange(2000, 2024), 12, replace=False)), random.uniform(1, 9, len(years)))
        for _ in range(14)
    )
    kept = group.Group(plain)
    options = dict(count=5, minimum=10, fence=1.5, since=2005)
    for _ in range(2):
        for year in (2003, 2015, 2023):
            assert np.array_equal(group.levels(kept, year, 5), group.levels(plain, year, 5))
        assert group.champion_rate(kept, "increase", **options) == group.champion_rate(plain, "increase", **options)
        assert group.champion_rate(kept, "decrease", **options) == group.champion_rate(plain, "decrease", **options)
        later = group.since(kept, 2012)
        assert all(np.all(years >= 2012) for years, _ in later)
        assert np.array_equal(group.levels(later, 2015, 9), group.levels(group.since(plain, 2012), 2015, 9))
    with pytest.raises(ValueError, match="read-only"):
        group.levels(kept, 2015, 5)[0] = 0.0


def test_no_answer_depends_on_who_asked_before(almaty_finished):
    """One series in three hundred judged alone, with a comparison group of its own."""
    finished, runs = almaty_finished, all_runs(almaty_finished.store)
    ranked = ranked_parts(finished.areas, parts_of(finished.areas, "KZ", 2026))
    for series_id in list(finished.side_by_side)[::300]:
        fresh = Peers(finished.store.series, runs, finished.areas, ranked)
        alone = msgspec.structs.replace(finished.circumstances, peers=fresh)
        series, assessment = finished.store.series[series_id], finished.assessments[series_id]
        again = judge_all(series, runs[series_id], assessment, finished.editions, alone)
        assert tuple(one.progress for one in again) == finished.side_by_side[series_id]


# What a review may choose


@pytest.fixture
def example(demo: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "review"
    shutil.copytree(demo, copy, ignore=shutil.ignore_patterns("build"))
    return copy


def choose(folder: Path, method: str = "unsd-2023", compare: str = "") -> Path:
    path = folder / "review.toml"
    text = re.sub(r'^method = .*$', f'method = "{method}"\n{compare}', path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(text, encoding="utf-8")
    return folder


def names(finished: Finished) -> list[str]:
    return [f"{edition.method}-{edition.edition}" for edition in finished.editions]


def test_a_review_chooses_what_stands_beside_its_method(example):
    chosen = choose(example, compare='compare = ["oecd-2022", "sdsn-trend-2023", "unsd-2023", "oecd-2022"]')
    assert names(check_folder(chosen)) == ["unsd-2023", "oecd-2022", "sdsn-trend-2023"]


def test_a_review_may_compare_nothing(example):
    finished = check_folder(choose(example, compare="compare = []"))
    assert names(finished) == ["unsd-2023"]
    assert {len(progress) for progress in finished.side_by_side.values()} == {1}


@pytest.mark.parametrize("name", ["unsd-1999", "level-shift"])
def test_an_unknown_edition_is_refused_with_those_there_are(example, name):
    with pytest.raises(ReviewError, match=f"compare is “{name}”, expected escap-2026 or"):
        load_settings(choose(example, compare=f'compare = ["{name}"]'))


def test_of_variants_of_one_method_one_stands_beside_another_by_default():
    for name in methods.progress_editions():
        found = methods.compared_editions(name, None)
        assert found[0] == methods.edition(name)
        assert len({edition.method for edition in found}) == len(found)


@pytest.mark.parametrize("name", methods.progress_editions())
def test_any_edition_may_be_the_headline_method(example, name):
    finished = check_folder(choose(example, name))
    assert {assessment.progress.method for assessment in finished.assessments} == {methods.edition(name).method}
    assert any(assessment.verdict for assessment in finished.assessments)


@pytest.mark.slow
@pytest.mark.parametrize("name", methods.progress_editions())
@pytest.mark.parametrize("review", ["almaty", "canada_review", "demo"])
def test_any_edition_builds_the_whole_review(review, name, request, tmp_path):
    copy = tmp_path / "review"
    shutil.copytree(request.getfixturevalue(review), copy, ignore=shutil.ignore_patterns("build"))
    assert (headway.build(choose(copy, name)) / "site" / "index.html").is_file()


# Files and the terminal


def test_the_table_has_the_class_the_target_and_where_it_comes_from(almaty):
    rows = table(almaty / "build" / "data" / "assessments.csv")
    columns = list(rows[0])
    assert columns[columns.index("verdict") + 1] == "category"
    own = {row["method"]: row for row in rows if row["address"] == "1.2.1/KZALA/unit_measure=PT"}
    assert {name: row["target_basis"] for name, row in own.items()} == dict.fromkeys(DEFAULT, "relative") | {"sdsn": "champion"}
    assert {name: row["category"] for name, row in own.items()} == {
        "unsd": "", "unsd-ratio": "DETERIORATION", "open-sdg": "DETERIORATION", "escap": "REVERSE", "eurostat": "AWAY",
        "oecd": "LONG", "sdsn": "ORANGE",
    }  # fmt: skip


def test_show_prints_the_methods_side_by_side(almaty, capsys):
    assert main(["show", str(almaty), "1.2.1/KZALA"]) == 0
    printed = capsys.readouterr().out
    lines = printed[printed.index("Side by side:") :].splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["method", *DEFAULT]
    assert all(f" {concept} " in printed for concept in ("pace", "gap", "level"))
    assert "3.846 (champion)" in printed


def test_show_judges_a_series_that_pages_do_not_compare(almaty, almaty_finished, capsys):
    series = almaty_finished.store.series
    beyond = next(number for number in range(len(series)) if number not in almaty_finished.side_by_side)
    assert main(["show", str(almaty), str(series[beyond].address), "--json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)["series"]
    assert [one["progress"]["method"] for one in shown["side_by_side"]] == list(DEFAULT)
    assert all(one["progress"]["verdict"] or one["progress"]["reason"] for one in shown["side_by_side"])
