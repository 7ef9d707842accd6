"""Data bases of the Sustainable Development Report beside what the method gives.

One is the publisher's (Benin and West Africa, 2023, headed in French). The
other is written here: five districts' worth of figures worked by hand, headed
in English, of another year, in other sheets, with less in it.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import headway
from conftest import shared
from headway.assess.reproduce.result import Reproduction
from headway.cli import main
from headway.errors import SourceError, UsageError

ROOT = Path(__file__).parent.parent


def counts(found: Reproduction) -> dict[str, tuple[int, int]]:
    return {one.name: (one.agreed, one.total) for one in found.agreements}


def notes(found: Reproduction) -> dict[str, str]:
    return {one.name: one.note for one in found.agreements if one.note}


# The publisher's data base


@pytest.fixture(scope="module")
def workbook() -> Path:
    return next(shared("ecowas-2023").glob("*.xlsx"))


@pytest.fixture(scope="module")
def benin(workbook: Path) -> Reproduction:
    return headway.reproduce("sdsn", workbook)


def test_west_africa_comes_out_as_published(benin: Reproduction) -> None:
    assert counts(benin) == {
        "normalised": (1303, 1303),
        "indicator colours": (1451, 1451),
        "goal scores": (235, 235),
        "goal colours": (272, 272),
        "ranked by the 20 % rule": (16, 16),
        "index": (13, 13),
        "index of the region": (1, 1),
        "indicator arrows": (1010, 1031),
        "goal arrows": (244, 257),
        "regional values, weighted by population": (95, 95),
        "goal scores, other years": (5405, 5405),
        "index, other years": (309, 322),
    }


def test_scores_were_not_compared_as_rounded_numbers(benin: Reproduction) -> None:
    """They are published with all their digits and agree to 1e-9; only the region's raw values are rounded."""
    assert list(notes(benin)) == ["regional values, weighted by population"]


def test_every_cell_that_differs_is_listed_with_what_it_was_computed_from(benin: Reproduction) -> None:
    listed = Counter(one.name for one in benin.disagreements)
    assert listed == {name: total - agreed for name, (agreed, total) in counts(benin).items() if agreed < total}
    assert all(one.inputs and one.published != one.ours for one in benin.disagreements)
    assert sum(not one.reason for one in benin.disagreements) <= 1


def test_the_page_shows_what_the_command_prints(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reproduce", "sdsn", str(workbook)]) == 0
    printed = capsys.readouterr().out.splitlines()
    text = (ROOT / "docs" / "reproduce.md").read_text(encoding="utf-8")
    [page] = re.findall(r"^## [^\n]*\(sdsn\)$(.*?)(?=^## |\Z)", text, flags=re.M | re.S)
    shown = [line for block in re.findall(r"^```text\n(.*?)^```", page, flags=re.M | re.S) for line in block.splitlines()]
    assert len(shown) > 15
    assert [line for line in shown if line not in printed and line.strip() != "…"] == []
    assert [line for line in printed if re.fullmatch(r".* \d+/\d+", line) and line not in shown] == []


# One that is written here

CODEBOOK = [
    ["Indicators and their bounds"],
    [],
    ["Code", "SDG", "Indicator", "Optimum (= 100)", "Green threshold", "Red threshold", "Lower Bound (= 0)", "Source"],
    ["poor", 1, "Poverty rate (%)", 0, 5, 20, 50, "Census"],
    ["slum", 1, "People in slums (%)", 0, 5, 20, 50, "Census"],
    ["school", 4, "School completion (%)", 100, 90, 70, 50, "Ministry"],
    ["read", 4, "Reading (%)", 100, 90, 70, 50, "Ministry"],
    ["maths", 4, "Mathematics (%)", 100, 90, 70, 50, "Ministry"],
    ["jobs", 8, "Employment rate (%)", 100, 80, 60, 0, "Survey"],
    ["later", 9, "Not yet bounded", None, None, None, None, ""],
]
TITLES = {row[0]: row[2] for row in CODEBOOK[3:]}
CODES = ["poor", "slum", "school", "read", "maths", "jobs"]
GOALS = ["1", "4", "8"]

# Values, then by hand: scores, colours, indicator trends; goal scores, colours, trends; index; per cent missing.
DISTRICTS = {
    "R01": dict(
        name="North", population=100, index=(80 + 40 + 70) / 3, missing=0,
        values=[10, 10, 80, 60, 60, 70], scores=[80, 80, 60, 20, 20 * 2, 70],
        colours=["yellow", "yellow", "yellow", "red", "red", "yellow"], trends=["↑", "", "➚", "↓", "", ""],
        goals=[(80, "yellow", "↑"), (40, "red", "→"), (70, "yellow", "")],
    ),
    "R02": dict(
        name="South", population=300, index=(40 + 250 / 3 + 65) / 3, missing=16.7,
        values=[50, 10, 95, 90, 90, None], scores=[0, 80, 90, 80, 80, None],
        colours=["red", "yellow", "green", "green", "green", "grey"], trends=["", "", "→", "", "", ""],
        goals=[(40, "orange", ""), (250 / 3, "green", "→"), (None, "grey", "")],
    ),
    "R03": dict(
        name="West", population=100, index=None, missing=66.7,
        values=[20, None, 65, None, None, None], scores=[None] * 6,
        colours=["orange", "", "red", "", "", ""], trends=[""] * 6,
        goals=[(None, "orange", ""), (None, "grey", ""), (None, "grey", "")],
    ),
    "_ALL": dict(
        name="All districts", population=500, index=None, missing=83.3,
        values=[36, None, None, None, None, None], scores=[None] * 6,
        colours=["red", "", "", "", "", ""], trends=[""] * 6,
        goals=[(None, "red", ""), (None, "grey", ""), (None, "grey", "")],
    ),
}  # fmt: skip
DISTRICTS["R01"]["scores"][4] = 20  # mathematics 60: (60 - 50) / 50
DISTRICTS["R01"]["goals"][1] = ((60 + 20 + 20) / 3, "red", "→")
DISTRICTS["R01"]["index"] = (80 + 100 / 3 + 70) / 3

YEARLY = [
    ["Area code", "Year", *CODES],
    ["R01", 2014, None, None, 75, None, None, None],
    ["R01", 2015, 20, None, None, None, None, None],
    ["R01", 2016, None, None, None, 66, None, None],
    ["R01", 2019, None, None, None, 60, None, None],
    ["R01", 2020, None, None, 80, None, None, None],
    ["R01", 2021, 10, None, None, None, None, None],
    ["R02", 2015, None, None, 97, None, None, 70],
    ["R02", 2020, None, None, 95, None, None, 71],
]


def districts_table() -> list[list]:
    head = ["Area code", "Region", "2022 SDG Index Score", "2022 SDG Index Rank", "Percentage missing values", "Population in 2021"]
    head += [f"Goal {goal} {what}" for goal in GOALS for what in ("Dash", "Trend", "Score", "Regional Score")]
    head += [pattern.format(TITLES[code]) for code in CODES for pattern in ("{}", "Year: {}", "Normalized Score: {}", "Dashboard: {}", "Trend: {}")]
    rows = []
    for code, area in DISTRICTS.items():
        row = [code, area["name"], area["index"], None, area["missing"], area["population"]]
        for (score, colour, arrow), regional in zip(area["goals"], (60, 62, 65), strict=True):
            row += [colour, arrow, score, regional]
        for cells in zip(area["values"], [2021] * 6, area["scores"], area["colours"], area["trends"], strict=True):
            row += cells
        rows.append(row)
    return [["Data of the districts"], head, *rows]


def write(path: Path, sheets: dict[str, list[list]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def districts(tmp_path: Path) -> Path:
    sheets = {"About": [["A regional index"]], "Trend data": YEARLY, "Everything": districts_table(), "Bounds": CODEBOOK}
    return write(tmp_path / "districts-2022.xlsx", sheets)


def test_districts_under_english_headings_come_out(districts: Path) -> None:
    found = headway.reproduce("sdsn", districts)
    assert counts(found) == {
        "normalised": (11, 11),
        "indicator colours": (14, 14),
        "goal scores": (5, 5),
        "goal colours": (12, 12),
        "ranked by the 20 % rule": (4, 4),
        "index": (2, 2),
        "indicator arrows": (4, 4),
        "goal arrows": (3, 3),
        "regional values, weighted by population": (1, 1),
        "goal scores, other years": (0, 0),
        "index, other years": (0, 0),
    }
    assert found.disagreements == () and found.results == ()
    assert found.uncovered == {
        "indicator of the codebook without usable bounds": 1,
        "arrow left blank though the yearly values allow one": 1,
    }
    assert notes(found)["index, other years"] == "The workbook has no sheet of yearly scores."


def changed(path: Path, sheet: str, heading: str, area: str, value: object) -> Path:
    """The workbook with another value in one cell of the column and the row named."""
    book = load_workbook(path)
    cells = book[sheet]
    [column] = [cell.column for row in cells.iter_rows() for cell in row if cell.value == heading]
    [row] = [cell.row for cell in cells["A"] if cell.value == area]
    cells.cell(row, column).value = value
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("heading", "value", "name", "item", "published", "ours"),
    [
        ("Normalized Score: Reading (%)", 21, "normalised", "R01 read", "21", "20"),
        ("Dashboard: Reading (%)", "orange", "indicator colours", "R01 read", "ORANGE", "RED"),
        ("Trend: Poverty rate (%)", "→", "indicator arrows", "R01 poor", "STAGNATING", "ON_TRACK_OR_MAINTAINING"),
        ("Goal 1 Score", 79, "goal scores", "R01 goal 1", "79", "80"),
        ("Goal 4 Dash", "yellow", "goal colours", "R01 goal 4", "YELLOW", "RED"),
        ("Goal 4 Trend", "↑", "goal arrows", "R01 goal 4", "ON_TRACK_OR_MAINTAINING", "STAGNATING"),
        ("2022 SDG Index Score", 61, "index", "R01", "61", "61.11111111"),
    ],
)
def test_a_cell_that_was_changed_is_the_one_that_is_found(districts, heading, value, name, item, published, ours) -> None:
    found = headway.reproduce("sdsn", changed(districts, "Everything", heading, "R01", value))
    [one] = found.disagreements
    assert (one.name, one.item, one.published, one.ours) == (name, item, published, ours) and one.inputs
    agreed, total = counts(found)[name]
    assert agreed == total - 1


def test_an_area_ranked_in_spite_of_the_rule_is_told(districts: Path) -> None:
    found = headway.reproduce("sdsn", changed(districts, "Everything", "Percentage missing values", "R02", 21))
    [one] = found.disagreements
    assert (one.name, one.published, one.ours) == ("ranked by the 20 % rule", "ranked", "not ranked")
    assert counts(found)["index"] == (2, 2)


def test_without_optional_sheets_and_columns_what_needs_them_is_left_out(tmp_path: Path) -> None:
    table = [[cell for place, cell in enumerate(row) if place not in (2, 3)] for row in districts_table()]
    found = headway.reproduce("sdsn", write(tmp_path / "less.xlsx", {"Bounds": CODEBOOK, "Everything": table}))
    assert counts(found)["goal scores"] == (5, 5)
    assert {name for name, (_, total) in counts(found).items() if not total} == {
        "index", "indicator arrows", "goal arrows", "goal scores, other years", "index, other years",
    }  # fmt: skip
    assert notes(found)["goal arrows"] == "The workbook has no sheet of yearly values."
    assert found.disagreements == ()


def test_areas_of_several_regions_take_the_goal_of_their_own(tmp_path: Path) -> None:
    """As in the global edition: a row for each region, and a column that says to which an area belongs."""
    head, first, second, _, whole = districts_table()[1:]
    regional = [place for place, heading in enumerate(head) if heading.endswith("Regional Score")]
    goals = [head.index(f"Goal {goal} Score") for goal in GOALS]
    hills, coast = list(whole), list(whole)
    hills[:2], coast[:2] = ["_H", "Hills"], ["_C", "Coast"]
    for place, one, other in zip(goals, (50, 55, 20), (51, 56, 68), strict=True):
        hills[place], coast[place] = one, other
    second = list(second)
    second[head.index("2022 SDG Index Score")] = (40 + 250 / 3 + 68) / 3
    rows = [[*row, group] for row, group in ((first, "Hills"), (second, "Coast"), (hills, ""), (coast, ""))]
    table = [[cell for place, cell in enumerate(row) if place not in regional] for row in ([*head, "Regions used for the index"], *rows)]
    found = headway.reproduce("sdsn", write(tmp_path / "regions.xlsx", {"Bounds": CODEBOOK, "Everything": table}))
    assert counts(found)["index"] == (2, 2)
    assert not [one for one in found.disagreements if one.name == "index"]


def test_areas_may_have_names_only(tmp_path: Path) -> None:
    names = {code: area["name"] for code, area in DISTRICTS.items()}
    table = [row[1:] for row in districts_table()]
    yearly = [["Region", *YEARLY[0][1:]], *([names[row[0]], *row[1:]] for row in YEARLY[1:])]
    found = headway.reproduce("sdsn", write(tmp_path / "names.xlsx", {"Trends": yearly, "All": table, "Bounds": CODEBOOK}))
    assert counts(found)["indicator arrows"] == (4, 4) and counts(found)["index"] == (2, 2)


def test_codes_that_are_numbers_and_notes_below_a_table(districts: Path) -> None:
    book = load_workbook(districts)
    for sheet, codes in (("Everything", {"R01": 101.0, "R02": "102"}), ("Trend data", {"R01": "101", "R02": 102})):
        for cell in book[sheet]["A"]:
            cell.value = codes.get(cell.value, cell.value)
    book["Everything"].append(["Source: the districts' own figures."])
    book.save(districts)
    found = headway.reproduce("sdsn", districts)
    assert found.disagreements == ()
    assert counts(found)["ranked by the 20 % rule"] == (4, 4) and counts(found)["indicator arrows"] == (4, 4)


def test_scores_published_with_one_decimal_are_compared_so(districts: Path) -> None:
    path = changed(districts, "Everything", "Goal 4 Score", "R01", 33.3)
    path = changed(path, "Everything", "Goal 4 Score", "R02", 83.3)
    found = headway.reproduce("sdsn", path)
    assert counts(found)["goal scores"] == (5, 5)
    assert notes(found)["goal scores"] == "The published numbers are rounded: differences up to 0.05 count as none."


# What cannot be used


@pytest.mark.parametrize("missing", ["Bounds", "Everything"])
def test_a_workbook_without_the_sheets_is_refused_in_a_sentence(districts: Path, missing: str) -> None:
    book = load_workbook(districts)
    del book[missing]
    book.save(districts)
    with pytest.raises(SourceError, match={"Bounds": "no codebook", "Everything": "no table of areas"}[missing]):
        headway.reproduce("sdsn", districts)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be opened as a workbook"):
        headway.reproduce("sdsn", tmp_path / "notes.xlsx")
    with pytest.raises(SourceError, match="not a file"):
        headway.reproduce("sdsn", tmp_path)
    with pytest.raises(UsageError, match="There is no file"):
        headway.reproduce("sdsn", tmp_path / "absent.xlsx")
    with pytest.raises(UsageError, match="Did you mean sdsn"):
        headway.reproduce("sdns", tmp_path)


# The command


def test_the_command_lists_and_ends_well_whatever_differs(districts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(districts, "Everything", "Goal 1 Score", "R01", 79)
    assert main(["reproduce", "sdsn", str(districts)]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert "normalised 11/11" in lines and "goal scores 4/5" in lines and said.err == ""
    assert "goal scores: 1 differs" in lines and "    R01 goal 1: published 79, here 80" in lines
    assert main(["reproduce", "sdsn", str(districts), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["disagreements"] == [
        {"name": "goal scores", "item": "R01 goal 1", "published": "79", "ours": "80", "inputs": {"scores": "poor 80, slum 80"}, "reason": ""}
    ]


def test_many_cells_of_a_kind_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, *rows = districts_table()[1:]
    place = head.index("Dashboard: Poverty rate (%)")
    many = [[f"D{number:02}", *rows[0][1:place], "red", *rows[0][place + 1 :]] for number in range(25)]
    path = write(tmp_path / "many.xlsx", {"Bounds": CODEBOOK, "Everything": [head, *many]})
    assert main(["reproduce", "sdsn", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "indicator colours: 25 differ" in lines and "  … and 5 more; --json lists all." in lines
    assert sum("published RED, here YELLOW" in line for line in lines) == 20


@pytest.mark.parametrize("arguments", [["sdns", "x.xlsx"], ["sdsn", "x.xlsx"]])
def test_a_call_that_cannot_be_used_ends_with_2_and_a_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reproduce", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("headway reproduce: ") and "Traceback" not in said.err
