"""What spoiled files and a close look found, each as its smallest input."""

import json
from pathlib import Path

import pytest
from test_bad_input import CLEAN, DATA, KZ, Call, write_files

from headway.cli import main
from headway.errors import HeadwayError
from headway.model.dataset import Dataset
from headway.publish.file_names import file_name
from headway.review.ingest import write_new_store
from headway.review.settings import Settings, SourceSetting
from headway.sources.delimited import unclosed_quote
from headway.sources.open_sdg.read import read
from headway.sources.settings import ReadSettings
from headway.sources.table.read import read as read_table
from headway.store.read import Store

FILE = "data/indicator_1-2-1.csv"


def source(root: Path, **files: str) -> Dataset:
    """What the smallest repository gives with one of its files replaced."""
    names = {"data": FILE, "meta": "meta/1-2-1.yml", "config": "config_data.yml"}
    folder = write_files(root / "office", CLEAN | {names.get(name, name): text for name, text in files.items()})
    return read(ReadSettings(folder=folder, name="office", framework="kz", default_area="KZ", country="KZ"))


def told(dataset: Dataset, code: str) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.row, problem.found) for problem in dataset.problems if problem.code == code]


@pytest.mark.parametrize(
    ("data", "code", "row", "found", "values"),
    [
        ("Year,Value\n2019,1\n2020,\"2\n2021,3\n", "QUOTE_UNCLOSED", 3, "", ["1"]),
        ("Year,Comment_obs,Value\n2019,,1\n2020,\"x,2\n2021,,3\n", "QUOTE_UNCLOSED", 3, "", ["1"]),
        ("Year,Value,Value\n2019,1,1\n2020,2,3\n", "COLUMN_TWICE", 3, "3", ["1", "2"]),
        ("Year,Year,Value\n2019,2019,1\n2020,2021,2\n", "COLUMN_TWICE", 3, "2021", ["1", "2"]),
        ("Year,Lower,Value\n2019,0.5,1\n2020,about 1,2\n", "CELL_NOT_A_NUMBER", 3, "about 1", ["1", "2"]),
        (f"Year,SEX,Value\n2019,,1\n2020,{'x' * 1001},2\n", "TEXT_TOO_LONG", 3, "x" * 59 + "…", ["1"]),
    ],
)
def test_what_a_row_holds_besides_is_named(data: str, code: str, row: int, found: str, values: list[str], tmp_path: Path) -> None:
    dataset = source(tmp_path, data=data)
    assert told(dataset, code) == [(FILE, row, found)]
    assert [observation.text for observation in dataset.observations] == values


def test_an_odd_number_of_quotation_marks_is_no_fault_in_itself() -> None:
    assert unclosed_quote('a,b\n5" pipe,1\n', ",") == 0
    assert unclosed_quote('a,b\n"5"" pipe",1', ",") == 0
    assert unclosed_quote('a,b\n"x\ny",1\n\n', ",") == 0
    assert unclosed_quote('a,b\n1,2\n"x,1\n2,3', ",") == 3


@pytest.mark.parametrize("name", ["Origin", "mark", "Row", "Series_ID", "framework", "Obs text", "***", "Year"])
def test_a_dimension_may_have_any_name(name: str, tmp_path: Path) -> None:
    """A column called like one of the store's own, or like nothing, ended the build."""
    dataset = source(tmp_path, data=f"Time_period,{name},Value\n2019,a,1\n2019,b,2\n" if name != "Year" else DATA)
    setting = SourceSetting("office", "open-sdg", "", "kz")
    settings = Settings(title={}, kind="national", area="KZ", year=2026, languages=("en",), sources=(setting,))
    write_new_store([dataset], settings, frozenset(), tmp_path / "store")
    store = Store(tmp_path / "store")
    assert set(store.series) == {observation.series for observation in dataset.observations}
    with store.database() as database:
        rows = database.execute("select count(*), count(distinct origin), min(row) from observations").fetchone()
    assert rows == (len(dataset.observations), 1, 2)


@pytest.mark.parametrize(
    "files",
    [
        {"config": "languages: en\n"}, {"config": "languages: {en: x}\n"}, {"config": "languages: [[en], {a: b}]\n"}, {"config": "map_layers: [[[x]]]\n"},
        {"config": "src_dir: [x]\n"}, {"config": "x: " + "[" * 3000 + "]" * 3000 + "\n"}, {"meta": "graph_series_breaks: [{value: 1e300}]\n"},
        {"meta": "progress_calculation_options: [{target: 1, target_year: 1e300}]\nauto_progress_calculation: true\n"}, {"meta": "data_start_values: {a: b}\n"},
        {"meta": "a: &a {b: *a}\n"}, {"meta": "? {a: b}\n: c\n"}, {"data": "\ufeff"}, {"data": "Year,Value\n" + "2019," + "9" * 5000 + "\n"},
        {"data": f"Year,Value\n{'[' * 900},1\n"}, {"translations/en/SEX.yml": "[]"}, {"translations/en/SEX.yml": "F: [1]\n"},
    ],
)  # fmt: skip
def test_metadata_of_the_wrong_shape_ends_in_a_data_set_that_can_be_kept(files: dict[str, str], tmp_path: Path) -> None:
    import msgspec

    from headway.store.write import Catalogue, merge_catalogues

    catalogue = merge_catalogues([source(tmp_path, **files)], ())
    assert msgspec.json.decode(msgspec.json.encode(catalogue), type=Catalogue) == catalogue


def test_files_whose_names_differ_in_case_only_are_named(tmp_path: Path) -> None:
    files = {"data/indicator_9-a-1.csv": DATA, "data/indicator_9-A-1.csv": DATA, "meta/9-a-1.yml": "indicator_available: x\n"}
    if len({path.name for path in write_files(tmp_path / "probe", {"a": "", "A": ""}).iterdir()}) == 1:
        pytest.skip("this system holds only one of them")
    dataset = source(tmp_path, **files)
    assert told(dataset, "CODE_CASE_DIFFERS") == [("data/indicator_9-a-1.csv", 0, "9.a.1"), ("meta/9-a-1.yml", 0, "9.a.1")]
    assert {indicator.code for indicator in dataset.indicators} == {"1.2.1", "9.A.1"}


# Tables

MAPPING = 'confirmed = true\nlayout = "wide"\nheader_row = 1\nframework = "plan"\nindicator = "Code"\nperiods = ["2019", "2020"]\n'


def table(root: Path, text: str, mapping: str = MAPPING) -> Dataset:
    write_files(root, {"table/plan.csv": text, "plan.toml": mapping})
    return read_table(ReadSettings(folder=root / "table", name="plan", framework="plan", default_area="KZ", country="KZ", mapping=root / "plan.toml"))


def test_a_column_of_a_table_that_nobody_reads_is_named(tmp_path: Path) -> None:
    dataset = table(tmp_path, "Code,2019,2020,2O21,Note,2020,\nA,1,2,3,n,2,\nB,4,5,6,n,7,8\na,1,,,,,\n,,,,,,,,9\n")
    assert told(dataset, "COLUMN_UNUSED") == [("plan.csv", 1, "2O21")]
    assert told(dataset, "COLUMN_TWICE") == [("plan.csv", 3, "7")]
    assert told(dataset, "CELL_WITHOUT_COLUMN") == [("plan.csv", 3, "8"), ("plan.csv", 5, "9")]
    assert told(dataset, "CODE_CASE_DIFFERS") == [("plan.csv", 4, "a")]
    assert [observation.text for observation in dataset.observations] == ["1", "2", "4", "5", "1"]


@pytest.mark.parametrize("line", ["header_row = 99999999999999999999", "header_row = 0", "target_year = 10", 'layout = "long"', "periods = " + "[" * 2000, "x = " + "9" * 5000])
def test_a_mapping_of_nonsense_is_refused(line: str, tmp_path: Path) -> None:
    key = line.split(" ")[0]
    kept = "\n".join(entry for entry in MAPPING.splitlines() if not entry.startswith(key))
    with pytest.raises(HeadwayError, match="plan.toml"):
        table(tmp_path, "Code,2019,2020\nA,1,2\n", f"{kept}\n{line}\n")


# The review's own files


@pytest.fixture
def review(tmp_path: Path) -> Path:
    write_files(tmp_path / "office", CLEAN)
    assert main(["new", str(tmp_path / "review"), *KZ, "--source", f"open-sdg={tmp_path / 'office'}", "--year", "2026"]) == 0
    return tmp_path / "review"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("breaks.csv", "framework,indicator,ref_area,year,reason\n,,KZ,2018,x,extra\n", [("CELL_WITHOUT_COLUMN", 2, "extra")]),
        ("breaks.csv", "framework,indicator,ref_area,year,reason,year\n,,KZ,2018,x,2019\n", [("COLUMN_TWICE", 2, "2019")]),
        ("breaks.csv", 'framework,indicator,ref_area,year,reason\n,,KZ,2018,"x\n', [("TABLE_UNREADABLE", None, "A quotation mark on line 2 is not closed.")]),
        ("decisions.csv", "file,row,reason\noffice/x,²,\n", [("TABLE_VALUE", 2, "²")]),
        ("decisions.csv", f"file,row,reason\noffice/x,{'9' * 30},\n", [("TABLE_VALUE", 2, "9" * 30)]),
        ("decisions.csv", "file,row,reason\na,1,\na,1,\n", [("TABLE_ROW_TWICE", 3, "a:1")]),
        ("bodies.csv", "body,kind,successor,valid_to,name_en\nx,,,²²²²,\n", [("TABLE_VALUE", 2, "²²²²")]),
        ("bodies.csv", "body,kind,successor,valid_to,name_en\nx,,,2018-99-99,\n", [("TABLE_VALUE", 2, "2018-99-99")]),
        ("bodies.csv", "body,kind,successor,valid_to,name_en\nx,,,,a\nx,,,,b\n", [("TABLE_ROW_TWICE", 3, "x")]),
        ("bodies.csv", f"body,kind,successor,valid_to,name_en\nx,,,,{'a' * 5001}\n", [("TABLE_VALUE", 2, "a" * 199 + "…")]),
    ],
)
def test_a_row_of_a_review_table_is_used_or_named(file: str, text: str, expected: list, review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (review / file).write_text(text, encoding="utf-8")
    found = {(p["code"], p["row"], p["found"]) for p in checked(review, capsys) if p["file"] == file}
    assert set(expected) <= found


def checked(review: Path, capsys: pytest.CaptureFixture[str]) -> list[dict]:
    capsys.readouterr()
    assert main(["check", str(review), "--json"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("blank", [" ", "\x0b", "\u00a0", " , ,"])
def test_a_row_of_blanks_is_no_row(blank: str, review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (review / "areas.csv").open("a", encoding="utf-8", newline="") as stream:
        stream.write(f"{blank}\n")
    assert [problem for problem in checked(review, capsys) if problem["file"] == "areas.csv"] == []


@pytest.mark.parametrize(
    "text",
    [
        "year = " + "9" * 5000, "x = " + "[" * 3000, "rank = 99999999999999999999", "rank = -1", 'name = "office\\n"', "[a" + ".a" * 3000 + "]\nb = 1", "kind = 1\nkind = 2",
        "\x00", "year = 2026-01-01", "year = nan", "languages = [[]]",
    ],
)  # fmt: skip
def test_settings_of_nonsense_are_refused(text: str, review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = review / "review.toml"
    key = text.split(" ")[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next((place for place, line in enumerate(lines) if line.startswith(f"{key} =")), None)
    lines[at if at is not None else 0 : at + 1 if at is not None else 0] = text.splitlines()
    path.write_text("\n".join(lines), encoding="utf-8")
    call = Call(capsys)
    assert "review.toml" in call.refused("check", review)


@pytest.mark.parametrize(
    ("text", "name"),
    [("1.2.1", "1.2.1"), ("KZALA", "KZALA"), ("console", "console"), ("CON", "of-CON-"), ("nul.txt", "of-nul.txt-"), ("com1", "of-com1-"), ("a.", "a-"), ("..", "page-"), ("a/b", "a-b-")],
)
def test_a_file_name_is_legal_on_windows(text: str, name: str) -> None:
    found = file_name(text)
    assert found == name if text == name else found.startswith(name)


@pytest.mark.parametrize("text", ["x" * 400, "Ω" * 400, "𝔸" * 100])
def test_a_file_name_is_never_too_long(text: str) -> None:
    assert len(file_name(text).encode()) < 100 and file_name(text) != file_name(text + text[0])
