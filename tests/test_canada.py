"""Canada's own framework: its codes collide with the global ones and mean something else.

Expected values are read from the raw files with csv and yaml alone, or from the
components of the progress calculation that Statistics Canada publishes beside them.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path

import pytest
import yaml

from headway.nomenclature.frameworks import global_indicators
from headway.publish import publish

FRAMEWORK = "canada-cif"
NOT_GROUPS = {"Year", "Value", "GeoCode", "Units", "Series", "Geography"}


class Raw:
    """A data file: its columns, every row, and those with a value; keys of translations cut to their last part."""

    def __init__(self, path: Path) -> None:
        self.code = path.stem.removeprefix("indicator_").replace("-", ".")
        self.file = f"data/{path.name}"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
        self.header = [plain(name) for name in lines[0]]
        self.groups = [name for name in self.header if name not in NOT_GROUPS]
        rows = [
            (line, dict(zip(self.header, map(plain, cells)))) for line, cells in enumerate(lines[1:], start=2) if any(cells)
        ]
        self.rows = rows
        self.valued = [(line, row) for line, row in rows if row["Value"]]


def plain(cell: str) -> str:
    return cell.strip().removeprefix("data.").strip()


def dimension(column: str) -> str:
    """`Economic family type` as a column of the open data is called: `economic_family_type`."""
    fixed = {"Units": "unit_measure", "Series": "series"}
    return fixed.get(column) or re.sub(r"[\W_]+", "_", column.lower()).strip("_")


def of_nation(row: dict[str, str]) -> bool:
    """Called Canada (some files give it a code, 11124; some leave out the territories), or naming no place at all."""
    place = row.get("Geography", "")
    return bool(re.match(r"Canada($|, | \()", place)) or not place and not row.get("GeoCode")


@pytest.fixture(scope="module")
def raw(canada) -> dict[str, Raw]:
    return {file.code: file for file in map(Raw, sorted((canada / "data").glob("*.csv")))}


@pytest.fixture(scope="module")
def documents(canada) -> dict[str, dict]:
    """Code → front matter, every scalar as text."""
    found = {}
    for path in sorted((canada / "meta").glob("*.md")):
        front = re.split(r"^---\s*$", path.read_text(encoding="utf-8-sig"), flags=re.MULTILINE)[1]
        found[path.stem.replace("-", ".")] = yaml.load(front, yaml.BaseLoader)
    return found


@pytest.fixture(scope="module")
def table(canada_review) -> dict[str, dict[str, str]]:
    """Code → row of the review's indicators.csv."""
    with (canada_review / "indicators.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["indicator"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def built(canada_finished, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("canada") / "build"
    publish(canada_finished, folder)
    return folder


@pytest.fixture(scope="module")
def problems(canada_finished) -> dict[str, list]:
    found = defaultdict(list)
    for problem in canada_finished.problems:
        found[problem.code].append(problem)
    return found


@pytest.fixture(scope="module")
def values(canada_finished):
    """Headline of the nation → year → value."""

    def of(code: str) -> dict[int, float]:
        headline = canada_finished.headline((FRAMEWORK, code), "CA")
        points = canada_finished.store.points(headline.series_id)
        return {int(year): float(value) for year, value in zip(points.years, points.values)}

    return of


# Whose indicators they are


def test_every_indicator_is_of_canadas_own_framework(canada_finished, table, documents):
    assert len(documents) == 86
    assert set(canada_finished.indicators) == {(FRAMEWORK, code) for code in documents}
    assert {row["framework"] for row in table.values()} == {FRAMEWORK}
    assert {series.framework for series in canada_finished.store.series} == {FRAMEWORK}


def test_77_of_the_86_codes_collide_with_global_ones(documents):
    """The trap: were the code all that counted, these would take on another meaning."""
    assert sum(code in global_indicators() for code in documents) == 77


def test_no_crosswalk_is_claimed(table, canada_finished):
    for code, row in table.items():
        assert (row["global_indicator"], row["class"], row["grade"]) == ("", "", ""), code
    for indicator in canada_finished.indicators.values():
        assert indicator.crosswalk.global_indicator == indicator.crosswalk.class_ == ""


def given_names(document: dict) -> set[str]:
    fields = ("national_indicator_available", "indicator_name", "graph_title")
    return {" ".join(document[field].split()) for field in fields if document.get(field, "").strip()}


def test_every_name_is_the_sources_own(documents, table, built, canada_finished):
    """In the table, the endpoints, the page's heading and in whatever language."""
    meta = json.loads((built / "data" / "en" / "meta" / "all.json").read_text(encoding="utf-8"))
    for code, document in documents.items():
        given = given_names(document)
        assert table[code]["name"] in given, code
        assert meta[code.replace(".", "-")]["indicator_name"] in given, code
        assert heading(built, code) in given, code
        assert set(canada_finished.indicators[FRAMEWORK, code].names.values()) <= given, code


def heading(built: Path, code: str) -> str:
    page = (built / "site" / "en" / "indicators" / f"canada-cif-{code}.html").read_text(encoding="utf-8")
    return unescape(re.search(r"<h1>(.*?)</h1>", page)[1])


def test_no_definition_is_a_global_one(documents, canada_finished):
    for code, document in documents.items():
        given = re.sub(r"<br>", " ", document.get("national_indicator_description", ""))
        given = " ".join(re.sub(r"<[^>]*>", "", given).split())
        assert set(canada_finished.indicators[FRAMEWORK, code].definitions.values()) <= {given}, code


def test_1_4_1_is_median_income_everywhere_and_never_access_to_basic_services(built, table):
    page = (built / "site" / "en" / "indicators" / "canada-cif-1.4.1.html").read_text(encoding="utf-8")
    assert "<h1>Median household after-tax income</h1>" in page
    meta = json.loads((built / "data" / "en" / "meta" / "1-4-1.json").read_text(encoding="utf-8"))
    assert meta["indicator_name"] == "Median household after-tax income"
    assert table["1.4.1"]["name"] == "Median household after-tax income"
    assert not (built / "site" / "en" / "indicators" / "1.4.1.html").exists()
    for path in (built / "site").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for link in re.findall(r'<a href="[^"]*indicators/canada-cif-1\.4\.1\.html">([^<]*)</a>', text):
            assert link == "Median household after-tax income", path
    global_name = global_indicators()["1.4.1"].names["en"]
    for text in (page, json.dumps(meta), json.dumps(table["1.4.1"])):
        assert "basic services" not in text.lower() and global_name not in text


def test_no_page_likens_an_indicator_to_a_global_one(built):
    pages = sorted((built / "site" / "en" / "indicators").glob("*.html"))
    assert len(pages) == 86
    for path in pages:
        assert "In the global list" not in path.read_text(encoding="utf-8"), path.name


def test_global_targets_are_not_taken_as_covered_by_codes_that_collide(built):
    """Goal 1: the framework's 1.4.1 is about income, so it does not cover the global target 1.4."""
    page = (built / "site" / "en" / "goals" / "1.html").read_text(encoding="utf-8")
    without = page.partition("Targets without an indicator here")[2]
    assert not without or re.search(r"<li>1\.4 ", without)


# Directions and targets: only what the source says


def options(document: dict) -> list[dict]:
    return document.get("progress_calculation_options") or []


ABOUT_ANOTHER_SERIES = ("5.4.1", "16.4.1")
"""Their one option singles out groups that are not the headline's: a ratio of women to men; a misnamed field."""


def test_directions_come_from_the_progress_options_alone(documents, table):
    """No option and no automatic calculation: no direction. Without a word, Open SDG reads a decrease."""
    words = {"positive": "increase", "negative": "decrease"}
    for code in ABOUT_ANOTHER_SERIES:
        assert table[code]["direction"] == "", code
    for code, document in documents.items():
        if code in ABOUT_ANOTHER_SERIES:
            continue
        automatic = document.get("auto_progress_calculation") == "true"
        given = {words[option.get("direction", "negative")] for option in options(document) or ([{}] if automatic else [])}
        assert table[code]["direction"] == (given.pop() if len(given) == 1 else ""), code
    assert sum(bool(row["direction"]) for row in table.values()) > 70


def test_targets_come_from_the_progress_options_alone(documents, table):
    with_target = set()
    for code, row in table.items():
        found = options(documents[code]) if code not in ABOUT_ANOTHER_SERIES else []
        target = found[0].get("target", "") if len(found) == 1 else ""
        if target:
            with_target.add(code)
            assert float(row["target"]) == float(target), code
            assert row["target_year"] == found[0].get("target_year", "2030"), code
            assert row["target_basis"] == "national", code
        else:
            assert (row["target"], row["target_year"], row["target_basis"]) == ("", "", ""), code
    assert {"1.1.1"} < with_target


def test_no_kind_unit_or_bound_is_borrowed(documents, table):
    for code, row in table.items():
        limits = {option.get("limit") for option in options(documents[code])} - {None}
        assert (row["kind"], row["target_unit"]) == ("", ""), code
        assert {text for text in (row["lower"], row["upper"]) if text} <= limits, code


def test_the_source_of_a_direction_is_its_file(table):
    for code, row in table.items():
        expected = f"meta/{code.replace('.', '-')}.md" if row["direction"] else ""
        assert row["source"] == expected


# Values, rows and periods


def test_every_row_with_a_value_is_one_observation(raw, canada_finished):
    given = [(f"{FRAMEWORK}/{file.file}", line, float(row["Value"])) for file in raw.values() for line, row in file.valued]
    assert len(given) == 189377
    store = canada_finished.store
    told = [
        (origin, int(row), float(value))
        for series_id in range(len(store.series))
        for points in [store.points(series_id)]
        for origin, row, value in zip(points.origins, points.rows, points.values)
    ]
    assert sorted(told) == sorted(given)


def test_rows_without_a_value_are_counted_by_file(raw, problems):
    own = {}
    for file in raw.values():
        blank = len(file.rows) - len(file.valued)
        if blank:
            own[file.file] = str(blank)
    assert {problem.file: problem.details["count"] for problem in problems["VALUE_MISSING"]} == own
    assert sum(map(int, own.values())) == 23188


def test_files_with_untranslated_keys_are_named_with_their_first_row(canada, problems):
    """`data.Canada` where a translation should stand: the last part is shown and the row reported."""
    own = {}
    for path in (canada / "data").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
        rows = [
            line for line, cells in enumerate(lines[1:], start=2)
            if cells[-1].strip() and any(cell.startswith("data.") for cell in cells)
        ]  # fmt: skip
        if rows:
            own[f"data/{path.name}"] = rows[0]
    told = {}
    for problem in problems["KEY_UNTRANSLATED"]:
        told[problem.file] = min(problem.row, told.get(problem.file, problem.row))
    assert len(own) == 17 and told == own


@pytest.mark.parametrize("code, column, count", [("10-1-1", "geography", 100), ("7-3-1", "geography", 128)])
def test_every_cell_with_an_untranslated_key_is_counted(canada, problems, code, column, count):
    with (canada / "data" / f"indicator_{code}.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Value"]]
    assert sum(row["data.Geography"].startswith("data.") for row in rows) == count
    told = {(p.file, p.details["column"]): p.details["count"] for p in problems["KEY_UNTRANSLATED"]}
    assert told[f"data/indicator_{code}.csv", column] == str(count)


def test_no_key_prefix_is_shown(canada_finished):
    for series in canada_finished.store.series:
        assert not any(value.startswith("data.") or key.startswith("data") for key, value in series.dimensions), series


def test_canada_in_the_column_geography_is_the_nation(raw, canada_finished):
    store = canada_finished.store
    nation = {
        (origin, int(row))
        for series_id, series in enumerate(store.series)
        if series.ref_area == "CA"
        for points in [store.points(series_id)]
        for origin, row in zip(points.origins, points.rows)
    }
    own = {
        (f"{FRAMEWORK}/{file.file}", line)
        for file in raw.values()
        for line, row in file.valued
        if of_nation(row)
    }
    assert nation == own
    assert "Canada" not in {series.ref_area for series in store.series}
    assert "Canada" not in {series.value("geography") for series in store.series}


def test_the_nation_without_its_territories_is_told_apart(canada_finished):
    """11-2-1 speaks of `Canada (provinces only)`."""
    found = {s.ref_area for s in canada_finished.store.series if s.value("geography") == "Canada (provinces only)"}
    assert found == {"CA"}


def test_provinces_go_by_their_code_and_are_called_by_their_name(raw, canada_finished):
    named = Counter(
        (row["GeoCode"], row["Geography"])
        for file in raw.values()
        for _, row in file.valued
        if row.get("GeoCode") in ("10", "24", "35", "48", "59")
    )
    for code, name in (("10", "Newfoundland and Labrador"), ("24", "Quebec"), ("35", "Ontario"), ("59", "British Columbia")):
        assert named[code, name] and canada_finished.areas[code].name("en") == name


PERIODS = [
    ("2015 Q4", "2015-Q4", 2015),
    ("2025 Q4", "2025-Q4", 2025),
    ("2020/2022", "2020-2022", 2021),
    ("2017/2019", "2017-2019", 2018),
    ("2016/2017", "2016-2017", 2016),
    ("2016-2018", "2016-2018", 2017),
]
"""Label in the file, spelling in addresses, the year it stands for: the middle of a span, the first of two."""


@pytest.mark.parametrize("label, canonical, year", PERIODS)
def test_periods_keep_their_label_and_get_one_spelling(raw, canada_finished, label, canonical, year):
    given = sum(row["Year"] == label for file in raw.values() for _, row in file.valued)
    store = canada_finished.store
    told = Counter(
        (str(period), float(read))
        for series_id in range(len(store.series))
        for points in [store.points(series_id)]
        for text, period, read in zip(points.labels, points.periods, points.years)
        if text == label
    )
    assert given and told == {(canonical, float(year)): given}


def test_periods_that_are_no_plain_year_are_named_with_their_first_row(raw, problems):
    own: dict[tuple[str, str], list[int]] = defaultdict(list)
    for file in raw.values():
        for line, row in file.valued:
            if not re.fullmatch(r"\d{4}", row["Year"]):
                own[file.file, row["Year"]].append(line)
    told = {(p.file, p.found): (p.row, p.details["count"]) for p in problems["PERIOD_NOT_A_YEAR"]}
    assert told == {key: (rows[0], str(len(rows))) for key, rows in own.items()}
    assert not problems["YEAR_UNREADABLE"]


def test_12_files_without_a_total_are_named(raw, problems):
    """No row with every group column blank; Progress is a number beside the value, so 15-3-1 has its totals."""
    own = {
        file.file for file in raw.values() if not any(all(not row[name] for name in file.groups) for _, row in file.valued)
    }
    assert len(own) == 12
    assert {problem.file for problem in problems["NO_TOTAL_ROWS"]} == own - {"data/indicator_15-3-1.csv"}


def test_the_missing_data_file_is_named(problems):
    assert [problem.file for problem in problems["DATA_FILE_MISSING"]] == ["meta/16-5-1.md"]


def test_the_missing_map_is_named(problems):
    assert [problem.file for problem in problems["BOUNDARIES_MISSING"]] == ["maps/georef-canada-province.geojson"]


# data_start_values decide headlines


def wanted(document: dict) -> dict[str, list[str]]:
    """Column → the values the office starts with, in its order; the place left out."""
    found: dict[str, list[str]] = {}
    for entry in document.get("data_start_values") or []:
        if plain(entry["field"]) != "Geography":
            found.setdefault(plain(entry["field"]), []).append(plain(entry["value"]))
    return found


def start_rows(file: Raw, chosen: dict[str, list[str]]) -> list[dict[str, str]]:
    """Rows of the nation with one of the wanted values in each column."""
    return [
        row for _, row in file.valued
        if of_nation(row) and all(row.get(column) in allowed for column, allowed in chosen.items())
    ]  # fmt: skip


CHOSEN_BY_SOURCE = {"13.3.1", "3.10.1", "3.5.1", "3.9.1", "5.1.1", "5.3.1", "5.4.1", "6.4.1"}
"""Their start values stand in the files as they are and single out nothing more."""
TOTAL_BESIDE = {"17.2.1", "3.15.1"}
"""Their start values stand only beside a further group, while a total row has none at all."""


def test_57_metadata_files_have_start_values(documents):
    assert sum(bool(document.get("data_start_values")) for document in documents.values()) == 57


def test_which_start_values_stand_in_the_files(documents, raw):
    """For the rest the office left the cells of just that cut blank: the total row is what it starts with."""
    standing = {
        code for code, document in documents.items()
        if code in raw and wanted(document) and start_rows(raw[code], wanted(document))
    }  # fmt: skip
    assert standing == CHOSEN_BY_SOURCE | TOTAL_BESIDE


@pytest.mark.parametrize("code", sorted(CHOSEN_BY_SOURCE, key=lambda code: [int(part) for part in code.split(".")]))
def test_the_headline_is_the_cut_the_office_starts_with(documents, raw, canada_finished, code):
    """Of several values for one column the first stands (of the list or of the file), the others are offered beside it."""
    headline = canada_finished.headline((FRAMEWORK, code), "CA")
    series = canada_finished.store.series
    assert headline.chosen_by == "source"
    for column, allowed in wanted(documents[code]).items():
        if dimension(column) == "geography":
            continue
        in_file = next(row[column] for row in start_rows(raw[code], wanted(documents[code])))
        assert series[headline.series_id].value(dimension(column)) in (allowed[0], in_file), column
        offered = {series[other].value(dimension(column)) for other in (headline.series_id, *headline.others)}
        assert set(allowed) <= offered, column


@pytest.mark.parametrize("code", sorted(TOTAL_BESIDE))
def test_a_cut_that_needs_a_further_group_does_not_displace_the_total(canada, raw, values, code):
    """3-15-1 starts with all genders, which the file has by age group only; the office's own progress uses the total."""
    totals = {
        int(row["Year"]): float(row["Value"])
        for _, row in raw[code].valued
        if of_nation(row) and all(not row[name] for name in raw[code].groups)
    }
    component = components(canada)[code]
    assert totals[int(component["base_year"])] == component["base_value"]
    assert totals[int(component["current_year"])] == component["current_value"]
    assert values(code) == totals


@pytest.mark.parametrize("kind", ["blank cells", "no match at all"])
def test_every_other_headline_is_the_total_row_and_none_is_invented(documents, raw, canada_finished, kind):
    """Where no total row stands either there is no headline: 12-2-1, 16-4-1 and 3-11-1 name columns the files lack."""
    without = {"12.2.1", "16.4.1", "3.11.1", "16.5.1"}
    for code, document in documents.items():
        if not document.get("data_start_values") or code in CHOSEN_BY_SOURCE | TOTAL_BESIDE:
            continue
        headline = canada_finished.headline((FRAMEWORK, code), "CA")
        if kind == "no match at all":
            assert (headline is None or headline.series_id is None) == (code in without), code
        elif code not in without:
            series = canada_finished.store.series[headline.series_id]
            groups = [pair for pair in series.dimensions if pair[0] not in ("series", "unit_measure")]
            assert headline.chosen_by == "total" and groups == [], code


def components(canada: Path) -> dict[str, dict]:
    """Code → the one series of which Statistics Canada computes progress; of indicators with one only."""
    path = canada / "indicator_calculation_components.yml"
    found = {}
    for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        series = [part for part in entry.values() if isinstance(part, dict)] if isinstance(entry, dict) else []
        if len(series) == 1 and series[0].get("base_value") is not None:
            found[name.replace("-", ".")] = series[0]
    return found


def test_headlines_are_the_series_the_office_computes_progress_of(canada, canada_finished, values):
    """The published base and current values stand in the headline, but where the office takes another cut."""
    elsewhere = {
        "11.3.1", "9.1.1",  # published with a year that stands for a span of years
        "15.3.1", "16.4.1", "16.5.1", "6.3.1",  # no total here, or another of several series
        "5.4.1",  # a ratio computed from two series
    } | TOTAL_BESIDE  # fmt: skip
    checked = 0
    for code, component in components(canada).items():
        if code in elsewhere or component["base_year"] is None:
            continue
        told = values(code)
        assert told[int(component["base_year"])] == component["base_value"], code
        assert told[int(component["current_year"])] == component["current_value"], code
        checked += 1
    assert checked > 50


# The build


def test_it_builds_whole(built):
    for name in ("observations.parquet", "observations.csv", "assessments.csv", "coverage.csv", "problems.json"):
        assert (built / "data" / name).stat().st_size > 0
    with (built / "data" / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 86
    assert (built / "site" / "en" / "index.html").is_file()


def test_each_endpoint_has_as_many_values_as_its_file(raw, built):
    for code, file in raw.items():
        data = json.loads((built / "data" / "en" / "data" / f"{code.replace('.', '-')}.json").read_text(encoding="utf-8"))
        assert len(data["Year"]) == len(data["Value"]) == len(file.valued), code
        assert Counter(data["Value"]) == Counter(float(row["Value"]) for _, row in file.valued), code
