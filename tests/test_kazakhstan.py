"""Kazakhstan's files counted and searched by the csv module alone, against what the review of Almaty says of them.

Nothing here is read through the package's own readers: the raw files are
opened with `csv`, `json` and `yaml`, the output with DuckDB and `json`. The
numbers written out stand in the design (sources.md).
"""

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest
import yaml

from headway.cli import main

MEASURES = {"Year", "Value", "UNIT_MEASURE", "Units", "SERIES", "REF_AREA", "GeoCode", ""}
"""Columns that single out no group of people or things."""
LIFETIMES = {
    "KZONT": (0, 2017), "KZYUZ": (2018, 9999), "KZSHY": (2018, 9999),
    "KZABY": (2022, 9999), "KZZHS": (2022, 9999), "KZULU": (2022, 9999),
}  # fmt: skip
"""First and last year of the areas of the two reforms."""


class Raw:
    """A data file as csv reads it: the header, and every row that is not empty with its line."""

    def __init__(self, path: Path) -> None:
        self.file = f"data/{path.name}"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
        self.header = [name.strip() for name in lines[0]]
        self.width = max(index for index, name in enumerate(self.header) if name) + 1
        self.rows = [(line, cells) for line, cells in enumerate(lines[1:], start=2) if any(c.strip() for c in cells)]

    def ragged(self) -> list[int]:
        return [line for line, cells in self.rows if len(cells) < self.width]

    def whole(self) -> list[tuple[int, dict[str, str]]]:
        """(line, column → cell) of the rows that are not ragged and have a value."""
        rows = [(line, dict(zip(self.header, cells))) for line, cells in self.rows if len(cells) >= self.width]
        return [(line, row) for line, row in rows if row["Value"].strip()]


def number(text: str) -> float:
    return float(text.replace(" ", "").replace("\u00a0", ""))


def area(row: dict[str, str]) -> str:
    return row.get("REF_AREA", "").strip() or "KZ"


@pytest.fixture(scope="module")
def raw(kazakhstan) -> list[Raw]:
    return [Raw(path) for path in sorted((kazakhstan / "data").glob("*.csv"))]


@pytest.fixture(scope="module")
def observations(almaty) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    path = str(almaty / "build" / "data" / "observations.parquet").replace("'", "''")
    database.execute(f"create view observations as select * from read_parquet('{path}')")
    return database


@pytest.fixture(scope="module")
def problems(almaty) -> dict[str, list[dict]]:
    """Code → the problems of the built review, as published."""
    found = defaultdict(list)
    for problem in json.loads((almaty / "build" / "data" / "problems.json").read_text(encoding="utf-8")):
        found[problem["code"]].append(problem)
    return found


def places(found: list[dict]) -> set[tuple[str, int]]:
    return {(problem["file"], problem["row"]) for problem in found}


def files(found: list[dict]) -> set[str]:
    return {problem["file"] for problem in found}


def indicator_files(*codes: str) -> set[str]:
    return {f"data/indicator_{code}.csv" for code in codes}


# Counts


def test_the_raw_files_are_those_the_design_counts(raw):
    assert len(raw) == 273
    assert sum(len(file.rows) for file in raw) == 45585
    assert sum(len(file.whole()) for file in raw) == 45580
    assert sum(bool(file.whole()) for file in raw) == 206


def test_65_indicators_and_1847_values_for_the_city(raw, observations):
    of_city = {file.file: [row for _, row in file.whole() if area(row) == "KZALA"] for file in raw}
    assert (sum(map(bool, of_city.values())), sum(map(len, of_city.values()))) == (65, 1847)
    query = "select count(distinct (framework, indicator)), count(*) from observations where ref_area = 'KZALA'"
    assert observations.sql(query).fetchall() == [(65, 1847)]


def test_206_indicators_and_45580_values_in_the_open_data(observations):
    query = "select count(distinct (framework, indicator)), count(*) from observations"
    assert observations.sql(query).fetchall() == [(206, 45580)]


def test_the_csv_says_the_same_as_the_parquet(almaty, observations):
    with (almaty / "build" / "data" / "observations.csv").open(encoding="utf-8", newline="") as stream:
        told = sorted((row["origin"], int(row["row"]), float(row["obs_value"])) for row in csv.DictReader(stream))
    assert told == sorted(observations.sql("select origin, row, obs_value from observations").fetchall())


def test_every_row_with_a_value_is_one_observation_and_nothing_is_added(raw, observations):
    given = sorted(
        (f"kazakhstan/{file.file}", line, number(row["Value"])) for file in raw for line, row in file.whole()
    )
    assert len(given) == 45580
    assert sorted(observations.sql("select origin, row, obs_value from observations").fetchall()) == given


def test_every_observation_has_the_year_area_and_groups_of_its_row(raw, observations):
    columns = (
        "SERIES", "SEX", "AGE", "URBANISATION", "COMPOSITE_BREAKDOWN", "EDUCATION_LEV", "ACTIVITY",
        "INCOME_WEALTH_QUANTILE",
    )  # fmt: skip
    given = sorted(
        (
            f"kazakhstan/{file.file}", line, row["Year"].strip(), area(row),
            (row.get("UNIT_MEASURE") or row.get("Units") or "").strip(),
            *(row.get(column, "").strip() for column in columns),
        )
        for file in raw
        for line, row in file.whole()
    )  # fmt: skip
    names = ", ".join(f"coalesce({column.lower()}, '')" for column in ("UNIT_MEASURE", *columns))
    query = f"select origin, row, time_period, ref_area, {names} from observations"
    assert sorted(observations.sql(query).fetchall()) == given


# What a loader must survive, and report


def test_1_conflicting_values_17_files_84_keys(raw, problems):
    """Same area, period, unit and every dimension, different values; every row of each key is named."""
    keys = duplicates(raw)
    conflicting = {key: rows for key, rows in keys.items() if len({value for _, value in rows}) > 1}
    assert len({file for file, _ in keys}) == 18
    assert len({file for file, _ in conflicting}) == 17 and len(conflicting) == 84
    own = {(file, tuple(line for line, _ in rows)) for (file, _), rows in conflicting.items()}
    told = {(problem["file"], rows_of(problem)) for problem in problems["CONFLICTING_VALUES"]}
    assert told == own
    assert len(problems["CONFLICTING_VALUES"]) == 84
    assert {problem["severity"] for problem in problems["CONFLICTING_VALUES"]} == {"error"}


def duplicates(raw: list[Raw]) -> dict[tuple, list[tuple[int, float]]]:
    """(file, every cell but the value and the map's code) → rows and values, of keys given more than once."""
    found = defaultdict(list)
    for file in raw:
        for line, row in file.whole():
            key = tuple((name, cell.strip()) for name, cell in row.items() if name not in ("Value", "GeoCode", ""))
            found[file.file, key].append((line, number(row["Value"])))
    return {key: rows for key, rows in found.items() if len(rows) > 1}


def rows_of(problem: dict) -> tuple[int, ...]:
    return tuple(int(row) for row in problem["details"]["rows"].split(", "))


@pytest.mark.parametrize(
    "file, values",
    [
        ("8-3-1-1", {89.6, 48.5, 100.0, 70.9}),
        ("4-1-1", {96.5, 68.5}),
        ("3-3-1-1", {786.0, 686.0}),
    ],
)
def test_1_conflicts_are_named_with_their_values(problems, file, values):
    told = [
        {float(value) for value in problem["found"].split("; ")}
        for problem in problems["CONFLICTING_VALUES"]
        if problem["file"] == f"data/indicator_{file}.csv"
    ]
    assert values in told


def test_1_the_same_value_twice_is_only_a_notice(raw, problems):
    repeated = {
        (file, tuple(line for line, _ in rows))
        for (file, _), rows in duplicates(raw).items()
        if len({value for _, value in rows}) == 1
    }
    assert {(problem["file"], rows_of(problem)) for problem in problems["REPEATED_VALUES"]} == repeated
    assert "data/indicator_15-1-1.csv" in files(problems["REPEATED_VALUES"])
    assert {problem["severity"] for problem in problems["REPEATED_VALUES"]} == {"notice"}


def test_1_conflicting_values_are_kept_marked_and_used_in_no_verdict(raw, observations, almaty_finished):
    conflicting = [rows for rows in duplicates(raw).items() if len({value for _, value in rows[1]}) > 1]
    own = {(f"kazakhstan/{file}", line) for (file, _), rows in conflicting for line, _ in rows}
    marked = observations.sql("select origin, row, time_period, address from observations where mark = 'conflict'")
    found = marked.fetchall()
    assert {(origin, row) for origin, row, _, _ in found} == own
    left_out = {str(a.series.address): set(a.conflicts) for a in almaty_finished.assessments}
    for _, _, period, address in found:
        assert period in left_out[address]
    for assessment in almaty_finished.assessments:
        if assessment.conflicts and assessment.progress.last_year is not None:
            used = {assessment.progress.base_year, assessment.progress.last_year}
            assert not used & {int(period) for period in assessment.conflicts}


def test_2_the_five_ragged_rows_are_named_with_file_and_row(raw, problems):
    own = {(file.file, line) for file in raw for line in file.ragged()}
    assert own == {
        ("data/indicator_4-c-1-2.csv", 2),
        ("data/indicator_4-c-1-2.csv", 20),
        ("data/indicator_4-c-1-2.csv", 38),
        ("data/indicator_4-c-1-2.csv", 56),
        ("data/indicator_8-6-1.csv", 1199),
    }
    assert places(problems["RAGGED_ROW"]) == own and len(problems["RAGGED_ROW"]) == 5
    found = {problem["found"] for problem in problems["RAGGED_ROW"]}
    assert {"2019,PT,32.8", "2023,PT,KZSHY,U,18.8"} <= found


def test_3_trailing_empty_header_cells(raw, problems):
    own = {file.file: str(len(file.header) - file.width) for file in raw if len(file.header) > file.width}
    assert own.keys() == indicator_files("1-4-2", "3-1-2", "3-7-2", "5-5-2")
    assert {problem["file"]: problem["found"] for problem in problems["EMPTY_COLUMN"]} == own
    assert {problem["row"] for problem in problems["EMPTY_COLUMN"]} == {1}


def all_texts(root: Path) -> list[Path]:
    return [path for path in sorted(root.rglob("*")) if path.suffix in (".csv", ".yml") and path.name != "_prose.yml"]


def relative(paths: list[Path], root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in paths}


def test_4_byte_order_marks(kazakhstan, problems):
    own = [path for path in all_texts(kazakhstan) if path.read_bytes().startswith(b"\xef\xbb\xbf")]
    assert relative(own, kazakhstan) == {"data/indicator_5-5-2.csv", "indicator-config/1-2-1.yml"}
    assert files(problems["BYTE_ORDER_MARK"]) == relative(own, kazakhstan)


def test_4_windows_line_ends(kazakhstan, problems):
    own = [path for path in all_texts(kazakhstan) if b"\r\n" in path.read_bytes()]
    told = problems["LINE_ENDS_WINDOWS"] + problems["LINE_ENDS_MIXED"]
    assert len(own) == 15 and files(told) == relative(own, kazakhstan)


def test_4_files_without_a_final_line_end(kazakhstan, problems):
    own = [path for path in all_texts(kazakhstan) if path.read_bytes() and not path.read_bytes().endswith(b"\n")]
    assert len(own) == 12 and files(problems["NO_FINAL_NEWLINE"]) == relative(own, kazakhstan)


def test_5_blanks_inside_numbers(raw, problems):
    own = {
        (file.file, line): row["Value"]
        for file in raw
        for line, row in file.whole()
        if re.search(r"[\s\u00a0]", row["Value"])
    }
    assert {"data/indicator_10-7-4.csv", "data/indicator_5-b-1.csv", "data/indicator_5-5-2.csv"} < {f for f, _ in own}
    assert own["data/indicator_10-7-4.csv", 2] == " 14.6"
    told = {(problem["file"], problem["row"]): problem["found"] for problem in problems["BLANK_IN_NUMBER"]}
    assert told == own and len(problems["BLANK_IN_NUMBER"]) == len(own)


def test_5_scientific_notation(raw, problems):
    own = {
        (file.file, line, row["Value"]) for file in raw for line, row in file.whole() if "e" in row["Value"].lower()
    }
    assert ("data/indicator_11-6-2.csv", 269, "1e-05") in own
    told = {(problem["file"], problem["row"], problem["found"]) for problem in problems["SCIENTIFIC_NOTATION"]}
    assert told == own


def test_6_header_only_files_are_no_error(raw, problems):
    own = {file.file for file in raw if not file.rows}
    assert len(own) == 67
    assert files(problems["NO_DATA_ROWS"]) == own
    assert {problem["severity"] for problem in problems["NO_DATA_ROWS"]} == {"notice"}


def test_7_geocodes_that_disagree_with_the_area(raw, problems):
    """17-3-1-2 pairs each map code with one area throughout; every other pair in any file is a mismatch."""
    right = {}
    for file in raw:
        if file.file == "data/indicator_17-3-1-2.csv":
            right = {row["GeoCode"]: row["REF_AREA"] for _, row in file.whole() if row["GeoCode"]}
    assert len(right) == 17
    own = defaultdict(list)
    for file in raw:
        for line, row in file.whole():
            if row.get("GeoCode") and row.get("REF_AREA") and right[row["GeoCode"]] != row["REF_AREA"]:
                own[file.file, row["GeoCode"], row["REF_AREA"]].append(line)
    assert "data/indicator_17-3-1-3.csv" in {file for file, _, _ in own}
    told = {
        (problem["file"], problem["found"], problem["details"]["area"]): (problem["row"], problem["details"]["count"])
        for problem in problems["GEOCODE_MISMATCH"]
    }
    assert told == {key: (rows[0], str(len(rows))) for key, rows in own.items()}


UNDECLARED = {
    "KZLIS": "data/indicator_11-6-2.csv", "KZUKK": "data/indicator_11-6-2.csv",
    "KZDMB": "data/indicator_11-6-2.csv", "KZAYB": "data/indicator_11-6-2.csv",
    "KZAP": "data/indicator_8-3-1-1.csv",
}  # fmt: skip


def rows_of_area(raw: list[Raw], file: str, code: str) -> list[int]:
    return [line for one in raw if one.file == file for line, row in one.whole() if area(row) == code]


def test_8_areas_that_no_code_list_declares(kazakhstan, raw, problems):
    lists = [
        yaml.load((kazakhstan / "translations" / language / "REF_AREA.yml").read_text(encoding="utf-8-sig"), yaml.BaseLoader)
        for language in ("ru", "kk", "en")
    ]
    used = {area(row) for file in raw for _, row in file.whole()} - {"KZ"}
    assert {code for code in used if not all(code in declared for declared in lists)} == UNDECLARED.keys()
    told = {problem["found"]: (problem["file"], problem["row"]) for problem in problems["AREA_UNDECLARED"]}
    assert told == {code: (file, rows_of_area(raw, file, code)[0]) for code, file in UNDECLARED.items()}


@pytest.mark.parametrize("code, file", UNDECLARED.items())
def test_8_the_rows_of_an_undeclared_area_are_counted_once_each(raw, problems, code, file):
    told = {problem["found"]: problem["details"]["count"] for problem in problems["AREA_UNDECLARED"]}
    assert told[code] == str(len(rows_of_area(raw, file, code)))


def test_8_boundaries_that_join_nothing_are_named_with_what_joins_by_alias(kazakhstan, raw, problems):
    features = json.loads((kazakhstan / "regions.geojson").read_text(encoding="utf-8-sig"))["features"]
    codes = {feature["properties"]["kzCode"] for feature in features}
    assert len(codes) == 17 and not codes & {area(row) for file in raw for _, row in file.whole()}
    (problem,) = problems["BOUNDARIES_NOT_MATCHED"]
    assert problem["file"] == "regions.geojson"
    assert set(problem["found"].split(", ")) == codes
    assert (problem["details"]["unmatched"], problem["details"]["joined"]) == ("17", "17")
    without = set(problem["details"]["without"].split(", "))
    assert without - {"KZONT"} == {"KZABY", "KZZHS", "KZULU"}, "of the regions of today, these three lack a boundary"


def test_9_values_outside_the_lifetime_of_an_area(raw, problems):
    own = defaultdict(list)
    for file in raw:
        for line, row in file.whole():
            first, last = LIFETIMES.get(area(row), (0, 9999))
            if not first <= int(row["Year"]) <= last:
                own[file.file, area(row)].append(line)
    assert {"KZABY", "KZZHS", "KZULU", "KZYUZ", "KZSHY"} <= {code for _, code in own}
    told = {
        (problem["file"], problem["found"]): (problem["row"], problem["details"]["count"])
        for problem in problems["AREA_OUTSIDE_VALIDITY"]
    }
    assert told == {key: (rows[0], str(len(rows))) for key, rows in own.items()}


def test_9_areas_have_lifetimes_and_successors(almaty):
    with (almaty / "areas.csv").open(encoding="utf-8-sig", newline="") as stream:
        areas = {row["code"]: row for row in csv.DictReader(stream)}
    assert areas["KZONT"]["valid_to"][:4] == "2017"
    assert set(areas["KZONT"]["successors"].split("|")) == {"KZYUZ", "KZSHY"}
    assert {areas[code]["valid_from"][:4] for code in ("KZYUZ", "KZSHY")} == {"2018"}
    assert {areas[code]["valid_from"][:4] for code in ("KZABY", "KZZHS", "KZULU")} == {"2022"}
    carved = {"KZVOS": "KZABY", "KZALM": "KZZHS", "KZKAR": "KZULU"}
    assert {code: areas[code]["successors"] for code in carved} == carved


def test_10_two_unit_columns(raw, problems):
    """Most files call the unit UNIT_MEASURE; those that call it Units are named."""
    own = {file.file for file in raw if "Units" in file.header}
    assert own and files(problems["TWO_UNIT_COLUMNS"]) == own


def test_10_units_in_free_text(raw, problems):
    own = {
        row.get("UNIT_MEASURE", "").strip()
        for file in raw
        for _, row in file.whole()
        if re.search(r"[\u0400-\u04ff]", row.get("UNIT_MEASURE", ""))
    }
    assert len(own) == 3
    assert {problem["found"] for problem in problems["UNIT_FREE_TEXT"]} == own
    first = {(file.file, line) for file in raw for line, row in file.whole()[:1] if row.get("UNIT_MEASURE") in own}
    assert places(problems["UNIT_FREE_TEXT"]) == first


def test_11_files_without_a_total_row(raw, problems):
    """No row of any area whose group columns are all blank or `_T`."""

    def is_total(row: dict[str, str]) -> bool:
        return all(cell.strip() in ("", "_T") for name, cell in row.items() if name not in MEASURES)

    own = {file.file for file in raw if file.whole() and not any(is_total(row) for _, row in file.whole())}
    assert indicator_files("3-7-2", "4-4-1", "4-5-1", "4-c-1", "7-2-1") <= own
    assert files(problems["NO_TOTAL_ROWS"]) == own


def test_13_stray_files(kazakhstan, problems):
    read = {"data": (".csv",), "meta": (".yml",), "indicator-config": (".yml",)}
    own = {
        path.relative_to(kazakhstan).as_posix()
        for folder, endings in read.items()
        for path in (kazakhstan / folder).rglob("*")
        if path.is_file() and path.suffix not in endings
    }
    assert {"data/indicator_3-1-1.xlsx", "meta/2.3.1.docx", "meta/kz/1"} <= own
    assert files(problems["STRAY_FILE"]) == own


# Metadata and translations


def labels_missing(kazakhstan: Path, raw: list[Raw], column: str, language: str) -> int:
    path = kazakhstan / "translations" / language / f"{column}.yml"
    texts = yaml.load(path.read_text(encoding="utf-8-sig"), yaml.BaseLoader)
    used = {row.get(column, "").strip() for file in raw for _, row in file.whole()} - {""}
    return sum(not (texts.get(code) or "").strip() for code in used)


@pytest.mark.parametrize(
    "column, language, missing",
    [
        ("SERIES", "en", 56), ("SERIES", "ru", 2), ("SERIES", "kk", 53),
        ("COMPOSITE_BREAKDOWN", "en", 27), ("COMPOSITE_BREAKDOWN", "ru", 0), ("COMPOSITE_BREAKDOWN", "kk", 25),
        ("AGE", "en", 18), ("AGE", "ru", 0), ("AGE", "kk", 17),
    ],
)  # fmt: skip
def test_labels_missing_are_named(kazakhstan, raw, problems, column, language, missing):
    assert labels_missing(kazakhstan, raw, column, language) == missing
    told = {
        problem["found"]
        for problem in problems["LABEL_OURS"] + problems["LABEL_MISSING"]
        if problem["details"]["dimension"] == column.lower() and problem["details"]["language"] == language
    }
    assert len(told) == missing


def test_labels_missing_point_to_the_first_row_that_uses_the_code(raw, problems):
    for problem in problems["LABEL_OURS"] + problems["LABEL_MISSING"]:
        file = next(file for file in raw if file.file == problem["file"])
        row = dict(file.whole())[problem["row"]]
        assert problem["found"] in {cell.strip() for cell in row.values()}, problem


def test_what_has_no_label_at_all_is_one_misplaced_code(problems):
    """`R` (rural) stands once in the column of sex; every other code has a label of the source or of ours."""
    assert {(problem["found"], problem["details"]["dimension"]) for problem in problems["LABEL_MISSING"]} == {("R", "sex")}
    assert {problem["details"]["language"] for problem in problems["LABEL_MISSING"]} == {"ru", "kk", "en"}


def test_keys_with_a_cyrillic_letter(kazakhstan, problems):
    own = {
        (path.relative_to(kazakhstan).as_posix(), line)
        for path in sorted((kazakhstan / "translations").rglob("*.yml"))
        for line, text in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1)
        if re.match(r"\d+-[^:]*[\u0400-\u04ff][^:]*:", text)
    }
    assert len(own) >= 3
    assert places(problems["KEY_LOOKALIKE"]) == own
    assert "7-а-1-title" in {problem["found"] for problem in problems["KEY_LOOKALIKE"]}


def test_institutions_that_differ_by_language(kazakhstan, problems):
    """The abolished Committee in English beside its successor, the Bureau, in Russian."""
    texts = {
        language: yaml.load(
            (kazakhstan / "translations" / language / "sources.yml").read_text(encoding="utf-8-sig"), yaml.BaseLoader
        )
        for language in ("ru", "en")
    }
    own = {
        key.removesuffix("-source_compilation_1")
        for key, russian in texts["ru"].items()
        if key.endswith("-source_compilation_1")
        and "Бюро национальной статистики" in " ".join(russian.split())
        and re.search("Committee on Statistics|Комитет по статистике", " ".join(texts["en"].get(key, "").split()))
    }
    assert "1-2-1" in own and len(own) >= 8
    told = {
        problem["file"] for problem in problems["BODY_LANGUAGES_DIFFER"]
        if problem["details"]["field"] == "source_compilation_1"
    }  # fmt: skip
    assert {f"meta/{code}.yml" for code in own if (kazakhstan / "meta" / f"{code}.yml").is_file()} <= told


def test_an_indicator_called_complete_has_no_data_file(kazakhstan, problems):
    own = {
        path.stem
        for path in (kazakhstan / "indicator-config").glob("*.yml")
        if "reporting_status: complete" in path.read_text(encoding="utf-8-sig")
        and not (kazakhstan / "data" / f"indicator_{path.stem}.csv").is_file()
    }
    assert own == {"16-8-1"}
    assert [problem["file"] for problem in problems["DATA_FILE_MISSING"]] == ["meta/16-8-1.yml"]


def test_an_english_definition_is_not_taken_for_a_russian_one(kazakhstan, almaty_finished):
    """The metadata hold plain English text; Russian, the repository's first language, has none of its own."""
    documents = [
        yaml.load(path.read_text(encoding="utf-8-sig"), yaml.BaseLoader) for path in (kazakhstan / "meta").glob("*.yml")
    ]
    given = [(document.get("indicator_definition") or "").strip() for document in documents]
    assert sum(map(bool, given)) == 40
    for indicator in almaty_finished.indicators.values():
        russian = indicator.definitions.get("ru", "")
        assert not russian or re.search(r"[\u0400-\u04ff]", russian), (indicator.code, russian)


def test_definitions_missing_are_counted_by_language(problems):
    """No key has a text in any language; 40 plain texts are English, but one that is Kazakh (2-1-1)."""
    told = {
        problem["details"]["language"]: int(problem["details"]["count"])
        for problem in problems["TEXT_MISSING"]
    }
    assert told["ru"] in (276, 277) and told["kk"] in (276, 277) and told["en"] in (277 - 40, 277 - 39)


# As a user meets it


def test_check_names_every_problem_with_its_place_and_fails(almaty, problems, capsys):
    assert main(["check", str(almaty)]) == 1
    printed = capsys.readouterr().out
    for line in (
        "error RAGGED_ROW kazakhstan/data/indicator_4-c-1-2.csv:2",
        "error RAGGED_ROW kazakhstan/data/indicator_8-6-1.csv:1199",
        "warning AREA_UNDECLARED kazakhstan/data/indicator_8-3-1-1.csv:1536",
        "notice STRAY_FILE kazakhstan/data/indicator_3-1-1.xlsx",
    ):
        assert f"{line}\n" in printed
    counts = Counter(problem["severity"] for found in problems.values() for problem in found)
    total = sum(counts.values())
    assert printed.rstrip().endswith(
        f"{total} problems: {counts['error']} errors, {counts['warning']} warnings, {counts['notice']} notices."
    )


def test_no_problem_leaves_a_slot_of_its_sentence_unfilled(problems):
    for found in problems.values():
        for problem in found:
            for language in ("kk", "ru", "en"):
                for text in problem["sentences"][language].values():
                    assert text and not re.search(r"\{\w*\}", text), problem
