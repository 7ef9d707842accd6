"""An analyst's own table enters a review: a workbook or CSV, wide or tidy, as departments really send them."""

import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import numbers

from headway.cli import main

Rows = list[list[object]]

WIDE: Rows = [
    ["План развития города"],
    [],
    ["№", "Код", "Наименование показателя", "Ед. изм.", 2019, 2020, 2021, 2022, 2023, "Цель 2030"],
    [1, "G-1", "Доля озеленённой территории", "%", "10,5", 10.9, "11,2", "–", 12.4, 20],
    [2, "G-2", "Аварийные дома", "ед.", 120, 110, 100, 95, 90, "60"],
]
WIDE_VALUES = {
    ("G-1", "2019", 10.5, 4), ("G-1", "2020", 10.9, 4), ("G-1", "2021", 11.2, 4), ("G-1", "2023", 12.4, 4),
    ("G-2", "2019", 120, 5), ("G-2", "2020", 110, 5), ("G-2", "2021", 100, 5), ("G-2", "2022", 95, 5), ("G-2", "2023", 90, 5),
}  # fmt: skip

TIDY: Rows = [
    ["Сведения управления"],
    ["Показатель", "Год", "Значение", "Район", "Пол"],
    ["Охват детей дошкольным образованием", 2022, "81,5", "", ""],
    ["Охват детей дошкольным образованием", 2023, 84.25, "", ""],
    ["Охват детей дошкольным образованием", 2023, "79,1", "Алатауский", ""],
    ["Охват детей дошкольным образованием", 2023, 85, "", "девочки"],
]


def save_workbook(path: Path, rows: Rows, *, title: str = "Лист1") -> Path:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def save_csv(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


FORMS: dict[str, tuple[str, Callable[[Path, Rows], Path]]] = {
    "workbook": ("plan.xlsx", save_workbook),
    "csv": ("plan.csv", save_csv),
    "csv with a mark": ("plan.csv", lambda path, rows: save_csv(path, rows, encoding="utf-8-sig")),
    "semicolons in Windows Cyrillic": ("plan.csv", lambda path, rows: save_csv(path, rows, delimiter=";", encoding="cp1251")),
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The least an office publishes: one indicator of the nation and the city."""
    root = tmp_path_factory.mktemp("office") / "office"
    (root / "data").mkdir(parents=True)
    (root / "meta").mkdir()
    (root / "config_data.yml").write_text("languages:\n  - ru\n", encoding="utf-8")
    (root / "meta/1-2-1.yml").write_text(
        "indicator_name: global_indicators.1-2-1-title\nindicator_available: Бедность\n"
        "indicator_definition: Доля населения за чертой бедности.\nreporting_status: complete\n",
        encoding="utf-8",
    )
    (root / "data/indicator_1-2-1.csv").write_text(
        "Year,REF_AREA,SEX,Value\n2015,,,2.6\n2023,,,5.2\n2015,KZALA,,0.6\n2023,KZALA,,5.1\n2023,KZALA,F,5.3\n",
        encoding="utf-8",
    )
    return root


@pytest.fixture
def review(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review of a city from its office's repository alone."""
    monkeypatch.chdir(tmp_path)
    arguments = ["new", "review", "--area", "KZALA", "--within", "KZ", "--source", f"open-sdg={repository}"]
    assert main([*arguments, "--languages", "ru,en", "--year", "2026"]) == 0
    return tmp_path / "review"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command that must succeed (or end with `status`) and gives what it printed."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object, status: int = 0) -> str:
        capsys.readouterr()
        ended = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert ended == status, said.out + said.err
        assert "Traceback" not in said.err
        return said.err if status == 2 else said.out

    return command


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def observations(review: Path, source: str) -> list[dict[str, str]]:
    return [row for row in table(review / "build/data/observations.csv") if row["origin"].startswith(f"{source}/")]


def brief(rows: list[dict[str, str]]) -> set[tuple[str, str, float, int]]:
    return {(row["indicator"], row["time_period"], float(row["obs_value"]), int(row["row"])) for row in rows}


def mapping(review: Path, source: str) -> dict:
    return tomllib.loads((review / f"sources/{source}.toml").read_text(encoding="utf-8"))


def problems(run, review: Path, status: int = 0) -> list[dict]:
    return json.loads(run("check", review, "--json", status=status))


def assessment(review: Path, address: str) -> dict[str, str]:
    return next(row for row in table(review / "build/data/assessments.csv") if row["address"] == address)


# Wide


@pytest.mark.parametrize("form", FORMS)
def test_a_wide_table_enters_with_every_value_at_its_row(form: str, review: Path, run, tmp_path: Path) -> None:
    name, save = FORMS[form]
    save(tmp_path / name, WIDE)
    run("add", review, "--source", f"table={name}", "--yes")
    run("build", review)
    found = observations(review, "plan")
    assert brief(found) == WIDE_VALUES and len(found) == len(WIDE_VALUES)
    assert {row["origin"] for row in found} == {f"plan/{name}"}
    assert {row["ref_area"] for row in found} == {"KZALA"}
    assert {row["framework"] for row in found} == {"plan"}
    assert {(row["indicator"], row["unit_measure"]) for row in found} == {("G-1", "PT"), ("G-2", "ед.")}


@pytest.mark.parametrize("form", FORMS)
def test_show_opens_a_number_of_the_table_to_file_and_row(form: str, review: Path, run, tmp_path: Path) -> None:
    name, save = FORMS[form]
    save(tmp_path / name, WIDE)
    run("add", review, "--source", f"table={name}", "--yes")
    lines = [line.split() for line in run("show", review, "plan:G-1/KZALA").splitlines()]
    assert ["2019", "10.5", f"plan/{name}:4"] in lines
    assert ["2023", "12.4", f"plan/{name}:4"] in lines
    shown = json.loads(run("show", review, "plan:G-2/KZALA@2022", "--json"))
    number = shown["series"][0]["numbers"][0]
    assert (number["value"], number["file"], number["row"], number["source"]) == (95, name, 5, "plan")


def test_the_targets_of_the_plan_stand_in_the_table_of_indicators(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    said = run("add", review, "--source", "table=plan.xlsx", "--yes")
    assert "plan:G-1" in said and "plan:G-2" in said
    rows = {row["indicator"]: row for row in table(review / "indicators.csv")}
    told = ("framework", "name", "direction", "target", "target_year", "target_basis")
    assert [rows["G-1"][column] for column in told] == ["plan", "Доля озеленённой территории", "increase", "20", "2030", "local"]
    assert [rows["G-2"][column] for column in told] == ["plan", "Аварийные дома", "decrease", "60", "2030", "local"]
    assert "plan.xlsx" in rows["G-1"]["source"] and "4" in rows["G-1"]["source"]
    assert rows["1.2.1"]["framework"] == "global"


def test_verdicts_on_the_plan_are_those_worked_by_hand(review: Path, run, tmp_path: Path) -> None:
    """No value for 2015, so 2019 is the base and the pace is that of four years, kept up for seven more.

    G-1: 12.4·(12.4/10.5)^(7/4) = 16.589 in 2030; (16.589 − 10.5)/(20 − 10.5) = 0.6410 of the way: fair.
    G-2: 90·(90/120)^(7/4) = 54.400 in 2030; (54.400 − 120)/(60 − 120) = 1.0933 of the way: on track.
    """
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    run("build", review)
    green, houses = (assessment(review, address) for address in ("plan:G-1/KZALA/unit_measure=PT", "plan:G-2/KZALA/unit_measure=ед."))
    told = ("verdict", "headline", "base_year", "last_year", "target_value")
    assert [green[column] for column in told] == ["FAIR", "yes", "2019", "2023", "20.0"]
    assert [houses[column] for column in told] == ["ON_TRACK", "yes", "2019", "2023", "60.0"]
    assert float(green["expected_value"]) == pytest.approx(16.5893, abs=1e-4)
    assert float(green["score"]) == pytest.approx(0.6410, abs=1e-4)
    assert float(houses["score"]) == pytest.approx(1.0933, abs=1e-4)
    assert "fair, but too slow" in run("show", review, "plan:G-1/KZALA")


KAZAKH: Rows = [
    ["Қала көрсеткіштері"],
    ["Көрсеткіш коды", "Көрсеткіш атауы", "Өлшем бірлігі", "2019 жыл", "2020 жыл", "2021 жыл", "Мақсат 2030"],
    ["Ж-1", "Көгалдандырылған аумақтың үлесі", "%", "10,5", "10,9", "11,2", "20"],
]


@pytest.mark.parametrize("form", ["workbook", "csv", "csv with a mark"])
def test_kazakh_headings_are_understood(form: str, review: Path, run, tmp_path: Path) -> None:
    name, save = FORMS[form]
    save(tmp_path / name, KAZAKH)
    run("add", review, "--source", f"table={name}", "--yes")
    run("build", review)
    assert brief(observations(review, "plan")) == {("Ж-1", "2019", 10.5, 3), ("Ж-1", "2020", 10.9, 3), ("Ж-1", "2021", 11.2, 3)}
    row = next(row for row in table(review / "indicators.csv") if row["indicator"] == "Ж-1")
    assert (row["target"], row["target_year"], row["target_basis"], row["direction"]) == ("20", "2030", "local", "increase")
    shown = json.loads(run("show", review, "plan:Ж-1/KZALA", "--json"))
    assert shown["names"]["kk"] == "Көгалдандырылған аумақтың үлесі"


@pytest.mark.parametrize("year", ["2021", "2021 год", "2021 г.", "2021г.", "2021 жыл", "2021 факт", "2021 (факт)", 2021, 2021.0])
def test_a_heading_with_a_year_is_a_period_however_it_is_written(year: object, review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", [["Показатель", "2020", year], ["Охват", 1.5, 2.5]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    run("build", review)
    assert {row["time_period"]: float(row["obs_value"]) for row in observations(review, "plan")} == {"2020": 1.5, "2021": 2.5}


@pytest.mark.parametrize(
    ("heading", "year"),
    [("Цель", 2030), ("Цель 2030", 2030), ("Целевое значение к 2028 году", 2028), ("План на 2027 год", 2027), ("Target 2035", 2035)],
)
def test_the_year_of_a_target_is_read_from_its_heading(heading: str, year: int, review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", [["Показатель", "2020", "2021", heading], ["Охват", 1.5, 2.5, 7]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    row = next(row for row in table(review / "indicators.csv") if row["framework"] == "plan")
    assert (row["target"], row["target_year"]) == ("7", str(year))


# Tidy


@pytest.mark.parametrize("form", FORMS)
def test_a_tidy_table_enters_with_district_and_sex(form: str, review: Path, run, tmp_path: Path) -> None:
    name, save = FORMS[form]
    save(tmp_path / name, TIDY)
    run("add", review, "--source", f"table={name}", "--yes")
    assert mapping(review, "plan")["layout"] == "tidy"
    run("build", review)
    found = observations(review, "plan")
    assert len({row["indicator"] for row in found}) == 1
    city = [row for row in found if row["ref_area"] == "KZALA"]
    assert {(row["time_period"], float(row["obs_value"]), int(row["row"]), row["sex"] == "") for row in city} == {
        ("2022", 81.5, 3, True), ("2023", 84.25, 4, True), ("2023", 85, 6, False),
    }  # fmt: skip
    [district] = [row for row in found if row["ref_area"] != "KZALA"]
    assert (district["time_period"], float(district["obs_value"]), district["row"]) == ("2023", 79.1, "5")
    area = next(row for row in table(review / "areas.csv") if row["code"] == district["ref_area"])
    assert (area["name_ru"], area["level"], area["parent"]) == ("Алатауский", "district", "KZALA")


def test_the_headline_of_a_tidy_table_is_the_row_without_a_group(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", TIDY)
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    code = next(row["indicator"] for row in table(review / "indicators.csv") if row["framework"] == "plan")
    shown = json.loads(run("show", review, f"plan:{code}/KZALA", "--json"))
    [series] = shown["series"]
    assert series["headline"] and [number["value"] for number in series["numbers"]] == [81.5, 84.25]


# The mapping


def test_a_guessed_mapping_waits_for_a_person(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    said = run("add", review, "--source", "table=plan.xlsx")
    guessed = mapping(review, "plan")
    assert guessed["confirmed"] is False
    assert (guessed["layout"], guessed["header_row"], guessed["indicator"]) == ("wide", 3, "Код")
    assert (guessed["name"], guessed["unit"], guessed["target"]) == ("Наименование показателя", "Ед. изм.", "Цель 2030")
    assert guessed["periods"] == ["2019", "2020", "2021", "2022", "2023"]
    assert said.rstrip().endswith("run the same command again.") and "confirmed = true" in said.splitlines()[-1]
    [warning] = problems(run, review)
    assert (warning["code"], warning["file"], warning["row"]) == ("MAPPING_GUESSED", "plan.xlsx", 3)


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["in words", "as data"])
def test_yes_confirms_the_mapping(more: list[str], review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    run("add", review, "--source", "table=plan.xlsx", "--yes", *more)
    assert mapping(review, "plan")["confirmed"] is True
    assert problems(run, review) == []


def test_as_data_says_truly_whether_it_is_confirmed(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    added = json.loads(run("add", review, "--source", "table=plan.xlsx", "--json"))
    assert added["confirmed"] is False and mapping(review, "plan")["confirmed"] is False
    assert (added["values"], added["indicators"], added["targets"]) == (9, ["plan:G-1", "plan:G-2"], ["plan:G-1", "plan:G-2"])


def test_an_edited_mapping_is_applied_when_the_table_is_added_again(review: Path, run, tmp_path: Path) -> None:
    """Codes of the global list count as global once a person says so, with the global direction and name of the place."""
    save_workbook(tmp_path / "plan.xlsx", [["Код", "Показатель", "2019", "2023"], ["8.5.2", "Безработица", "5,2", "4,8"]])
    run("add", review, "--source", "table=plan.xlsx")
    assert next(row for row in table(review / "indicators.csv") if row["indicator"] == "8.5.2")["framework"] == "plan"
    path = review / "sources/plan.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('framework = "plan"', 'framework = "global"').replace("\nconfirmed = false", "\nconfirmed = true")
    path.write_text(text, encoding="utf-8")
    run("add", review, "--source", "table=plan.xlsx")
    [row] = [row for row in table(review / "indicators.csv") if row["indicator"] == "8.5.2"]
    assert (row["framework"], row["direction"], row["global_indicator"], row["class"]) == ("global", "decrease", "8.5.2", "identical")
    assert problems(run, review) == []
    run("build", review)
    assert brief(observations(review, "plan")) == {("8.5.2", "2019", 5.2, 2), ("8.5.2", "2023", 4.8, 2)}
    assert {row["framework"] for row in observations(review, "plan")} == {"global"}
    assert "4.8" in run("show", review, "8.5.2/KZALA")


def test_adding_again_adds_nothing_twice_and_keeps_what_a_person_wrote(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    path = review / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Аварийные дома,,decrease", "Ветхие дома,,none"), encoding="utf-8")
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    rows = [row for row in table(path) if row["indicator"] == "G-2"]
    assert [(row["name"], row["direction"], row["target"]) for row in rows] == [("Ветхие дома", "none", "60")]
    assert (review / "review.toml").read_text(encoding="utf-8").count("[[sources]]") == 2


def test_adding_again_keeps_the_rows_a_person_added(review: Path, run, tmp_path: Path) -> None:
    """Of the plan's own indicators one may have no figures yet: a gap that somebody owns."""
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    path = review / "indicators.csv"
    gap = {"framework": "plan", "indicator": "G-9", "name": "Ещё не измеряется", "class": "gap"}
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(table(path)[0]), lineterminator="\n").writerow(gap)
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    assert [row["name"] for row in table(path) if row["indicator"] == "G-9"] == ["Ещё не измеряется"]
    assert [row["indicator"] for row in table(path)].count("G-1") == 1


@pytest.mark.parametrize("name", ["global.csv", "kz.csv"])
def test_a_table_named_like_a_framework_takes_no_rows_away(name: str, review: Path, run, tmp_path: Path) -> None:
    before = [row for row in table(review / "indicators.csv") if row["framework"] == "global"]
    save_csv(tmp_path / name, WIDE)
    for _ in range(2):
        run("add", review, "--source", f"table={name}", "--yes")
    assert before and [row for row in table(review / "indicators.csv") if row["indicator"] == "1.2.1"] == before


def test_a_second_table_of_the_same_name_gets_a_name_of_its_own(review: Path, run, tmp_path: Path) -> None:
    for folder in ("health", "schools"):
        (tmp_path / folder).mkdir()
        save_workbook(tmp_path / folder / "plan.xlsx", [["Показатель", "2020", "2021"], [f"Охват {folder}", 1, 2]])
        run("add", review, "--source", f"table={folder}/plan.xlsx", "--yes")
    run("build", review)
    assert len(observations(review, "plan")) == len(observations(review, "plan-2")) == 2


BAD_MAPPINGS = {
    "a tab for a quote": ('layout = "wide"', "layout = wide", ["plan.toml", "line"]),
    "an unknown field": ("header_row", "heading_row", ["plan.toml", "heading_row"]),
    "a word for a number": ("header_row = 3", 'header_row = "three"', ["plan.toml", "header_row"]),
}


@pytest.mark.parametrize("case", BAD_MAPPINGS)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_broken_mapping_is_named(case: str, command: str, review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    before, after, words = BAD_MAPPINGS[case]
    path = review / "sources/plan.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    said = run(command, review, status=2)
    assert said.count("\n") == 1 and [word for word in words if word not in said] == []


def test_a_heading_the_table_does_not_have_is_named_and_the_rest_is_read(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    path = review / "sources/plan.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('target = "Цель 2030"', 'target = "Цель 2035"'), encoding="utf-8")
    [problem, unread] = problems(run, review, status=1)
    assert (problem["code"], problem["file"], problem["row"], problem["found"]) == ("TABLE_COLUMN_MISSING", "plan.xlsx", 3, "Цель 2035")
    assert (unread["code"], unread["row"], unread["found"], unread["details"]["count"]) == ("COLUMN_UNUSED", 3, "Цель 2030", "2")
    run("build", review)
    assert brief(observations(review, "plan")) == WIDE_VALUES


# What spreadsheets do


@pytest.mark.parametrize("cell", [datetime(2001, 2, 1), "01.02.2001"], ids=["a date", "a date as text"])
@pytest.mark.parametrize("command", ["add", "new"])
def test_a_code_turned_into_a_date_is_named_with_the_code(cell: object, command: str, review: Path, run, tmp_path: Path) -> None:
    rows: Rows = [["Код", "Показатель", "2019", "2023"], ["G-1", "Парки", 3, 4], [cell, "Бедность", "5,2", "4,8"], ["G-2", "Дома", 1, 2]]
    save_workbook(tmp_path / "plan.xlsx", rows)
    if command == "add":
        run("add", review, "--source", "table=plan.xlsx", "--yes")
    else:
        run("new", "other", "--area", "KZALA", "--within", "KZ", "--source", "table=plan.xlsx", "--year", 2026)
        review = tmp_path / "other"
    found = [problem for problem in problems(run, review, status=1) if problem["severity"] == "error"]
    assert [(problem["code"], problem["file"], problem["row"]) for problem in found] == [("CODE_BECAME_DATE", "plan.xlsx", 3)]
    assert "1.2.1" in found[0]["sentences"]["en"]["found"] and "Код" in found[0]["sentences"]["en"]["found"]
    run("build", review)
    assert {row["indicator"] for row in observations(review, "plan")} == {"G-1", "G-2"}


@pytest.mark.parametrize("gap", ["-", "–", "—", "…", "...", "н/д", "х", "x", "", None, " "])
def test_a_dash_for_a_missing_value_is_no_value_and_no_fault(gap: object, review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", [["Показатель", "2019", "2020", "2021"], ["Охват", 1.5, gap, 2.5]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    assert problems(run, review) == []
    run("build", review)
    assert {row["time_period"]: float(row["obs_value"]) for row in observations(review, "plan")} == {"2019": 1.5, "2021": 2.5}


@pytest.mark.parametrize(
    ("cell", "value"),
    [("10,5", 10.5), ("10.5", 10.5), ("1 200,5", 1200.5), ("1\u00a0200,5", 1200.5), ("-3,2", -3.2), ("−3,2", -3.2), (0, 0), ("0", 0), (1e-5, 1e-5), (1234567890, 1234567890)],
)  # fmt: skip
def test_numbers_are_read_as_they_are_typed(cell: object, value: float, review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", [["Показатель", "2019", "2020"], ["Охват", cell, 1]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    run("build", review)
    assert {row["time_period"]: float(row["obs_value"]) for row in observations(review, "plan")}["2019"] == value


@pytest.mark.parametrize("cell", ["10,5%", "10,5 %", "10.5\u00a0%"])
def test_a_percent_sign_in_a_cell_loses_no_value(cell: str, review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", [["Показатель", "Ед. изм.", "2019", "2020", "Цель 2030"], ["Охват", "%", cell, cell, "20 %"]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    assert problems(run, review) == []
    run("build", review)
    assert {float(row["obs_value"]) for row in observations(review, "plan")} == {10.5}
    assert {row["unit_measure"] for row in observations(review, "plan")} == {"PT"}
    assert next(row for row in table(review / "indicators.csv") if row["framework"] == "plan")["target"] == "20"


def test_a_cell_shown_as_a_percentage_is_not_taken_for_its_hundredth(review: Path, run, tmp_path: Path) -> None:
    """A cell that shows 10.5 % holds 0.105: reading it as 0.105 per cent without a word makes every number wrong."""
    book = Workbook()
    for row in [["Показатель", "Ед. изм.", "2019", "2020"], ["Охват", "%", 0.105, 0.11]]:
        book.active.append(row)
    for column in (3, 4):
        book.active.cell(2, column).number_format = numbers.FORMAT_PERCENTAGE_00
    book.save(tmp_path / "plan.xlsx")
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    run("build", review)
    values = sorted(float(row["obs_value"]) for row in observations(review, "plan"))
    told = json.loads((review / "build/data/problems.json").read_text(encoding="utf-8"))
    assert values == [10.5, 11.0] or any(problem["row"] == 2 for problem in told), values


def test_merged_title_rows_and_an_empty_first_column_do_no_harm(review: Path, run, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet["B1"], sheet["B2"] = "Показатели плана развития, утверждённые маслихатом", "на 1 марта 2024 года, форма 2019"
    sheet.merge_cells("B1:H1")
    sheet.merge_cells("B2:H2")
    for offset, row in enumerate([["Код", "Показатель", "Ед. изм.", 2019, 2020, 2021, "Цель 2030"], ["G-1", "Парки", "га", "10,5", 11, 12, 30]]):
        for column, cell in enumerate(row):
            sheet.cell(5 + offset, 2 + column, cell)
    sheet["B8"] = "Источник: управление экологии"
    book.save(tmp_path / "plan.xlsx")
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    assert mapping(review, "plan")["header_row"] == 5
    run("build", review)
    assert {values for values in brief(observations(review, "plan"))} == {("G-1", "2019", 10.5, 6), ("G-1", "2020", 11, 6), ("G-1", "2021", 12, 6)}


def test_of_two_sheets_the_fuller_one_is_read(review: Path, run, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Обложка"
    book.active.append(["Показатель", "2019", "2020"])
    sheet = book.create_sheet("Данные")
    for row in [["Показатель", "2019", "2020"], ["Охват", 1, 2], ["Парки", 3, 4]]:
        sheet.append(row)
    book.save(tmp_path / "plan.xlsx")
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    assert mapping(review, "plan")["sheet"] == "Данные"
    run("build", review)
    assert sorted(float(row["obs_value"]) for row in observations(review, "plan")) == [1, 2, 3, 4]


@pytest.mark.parametrize("title", ["План развития города, 2026–2030 годы", "План; проект"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_mark_in_the_title_is_not_taken_for_the_delimiter(title: str, delimiter: str, review: Path, run, tmp_path: Path) -> None:
    rows = [[title], ["Код", "Показатель", "2019", "2020"], ["G-1", "Парки", "10,5", "11"]]
    save_csv(tmp_path / "plan.csv", rows, delimiter=delimiter)
    run("add", review, "--source", "table=plan.csv", "--yes")
    run("build", review)
    assert brief(observations(review, "plan")) == {("G-1", "2019", 10.5, 3), ("G-1", "2020", 11, 3)}


def test_text_in_a_cell_is_named_with_its_row_and_heading_and_the_rest_is_read(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", [["Показатель", "2019", "2020", "2021"], ["Охват", 1.5, "около двух", 2.5]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    [problem] = problems(run, review, status=1)
    assert (problem["code"], problem["file"], problem["row"], problem["found"]) == ("CELL_NOT_A_NUMBER", "plan.xlsx", 2, "около двух")
    assert "2020" in problem["sentences"]["en"]["found"]
    run("build", review)
    assert {row["time_period"]: float(row["obs_value"]) for row in observations(review, "plan")} == {"2019": 1.5, "2021": 2.5}


def test_a_row_without_an_indicator_is_named(review: Path, run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", [["Код", "Показатель", "2019", "2020"], ["G-1", "Охват", 1, 2], [None, None, 3, 4]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    [problem] = problems(run, review)
    assert (problem["code"], problem["file"], problem["row"]) == ("ROW_WITHOUT_INDICATOR", "plan.xlsx", 3)


def test_two_columns_of_one_year_are_not_made_one_in_silence(review: Path, run, tmp_path: Path) -> None:
    """Plan and fact of a year side by side: which is meant is for a person to say."""
    save_workbook(tmp_path / "plan.xlsx", [["Показатель", "2019", "2020", "2020"], ["Охват", 1, 2, 7]])
    run("add", review, "--source", "table=plan.xlsx", "--yes")
    run("build", review)
    told = json.loads((review / "build/data/problems.json").read_text(encoding="utf-8"))
    assert [problem for problem in told if problem["file"] == "plan.xlsx"] != []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.xlsx", None, ["gone.xlsx", "does not exist"]),
        ("broken.xlsx", b"PK\x03\x04 no workbook", ["broken.xlsx"]),
        ("note.csv", b"just a note\n", ["note.csv", "header"]),
        ("empty.csv", b"", ["empty.csv"]),
        ("letter.docx", b"PK", ["letter.docx", ".xlsx"]),
    ],
)
def test_a_table_that_cannot_be_used_leaves_the_review_as_it_was(
    name: str, content: bytes | None, words: list[str], review: Path, run, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = digest(review)
    said = run("add", review, "--source", f"table={name}", "--yes", status=2)
    assert said.count("\n") == 1 and [word for word in words if word not in said] == []
    assert digest(review) == before


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
        if ".headway" not in path.parts
    }


# A table alone, of a city nobody knows


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", [WIDE, TIDY], ids=["wide", "tidy with districts"])
def test_a_city_that_no_list_knows_starts_from_a_table_alone(form: str, rows: Rows, run, tmp_path: Path) -> None:
    name, save = FORMS[form]
    save(tmp_path / name, rows)
    run("new", "review", "--area", "GOROD", "--name", "Новый Город", "--source", f"table={name}", "--languages", "ru", "--year", 2026)
    review = tmp_path / "review"
    assert mapping(review, "plan")["confirmed"] is False
    assert {problem["code"] for problem in problems(run, review)} == {"MAPPING_GUESSED"}
    run("build", review)
    assert "GOROD" in {row["ref_area"] for row in observations(review, "plan")}
    assert len(observations(review, "plan")) == (9 if rows is WIDE else 4)
    area = next(row for row in table(review / "areas.csv") if row["code"] == "GOROD")
    assert area["name_ru"] == "Новый Город"
    assert "Новый Город" in (review / "build/site/ru/index.html").read_text(encoding="utf-8")


def test_show_calls_a_city_by_the_name_it_was_given(run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    run("new", "review", "--area", "GOROD", "--name", "Новый Город", "--source", "table=plan.xlsx", "--languages", "ru", "--year", 2026)
    assert "Новый Город" in run("show", "review", "G-1/GOROD")


def test_a_city_that_no_list_knows_needs_a_name(run, tmp_path: Path) -> None:
    save_workbook(tmp_path / "plan.xlsx", WIDE)
    said = run("new", "review", "--area", "GOROD", "--source", "table=plan.xlsx", status=2)
    assert "GOROD" in said and "--name" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.xlsx"]
