"""Bad input gets one clear sentence, a status that is not zero, no traceback, and leaves nothing half-made."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from headway.cli import main

INDICATOR = "1.2.1"
META = (
    "indicator_name: global_indicators.1-2-1-title\n"
    "indicator_available: Poverty\n"
    "indicator_definition: Share of people below the national line.\n"
    "reporting_status: complete\n"
)
DATA = (
    "Year,REF_AREA,SEX,Value\n"
    "2015,,,2.6\n"
    "2019,,,4.3\n"
    "2023,,,5.2\n"
    "2023,,F,5.3\n"
    "2015,KZALA,,0.6\n"
    "2019,KZALA,,2.8\n"
    "2023,KZALA,,5.1\n"
)
CLEAN = {"config_data.yml": "languages:\n  - en\n", "data/indicator_1-2-1.csv": DATA, "meta/1-2-1.yml": META}


def write_files(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with a digest of what is in it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Call:
    """Runs one command as the command line does and keeps what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        self.capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = self.capsys.readouterr()
        return status, said.out, said.err

    def refused(self, *arguments: object) -> str:
        """The one sentence of a command that refuses: status 2, nothing on standard output."""
        status, out, err = self(*arguments)
        assert status == 2, f"status {status}: {out}{err}"
        assert out == ""
        return one_sentence(err, str(arguments[0]))


def one_sentence(err: str, command: str) -> str:
    assert err.endswith("\n") and err.count("\n") == 1, err
    assert err.startswith(f"headway {command}: ")
    assert err.rstrip().endswith((".", "!", "?")), err
    assert "Traceback" not in err
    return err


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    return Call(capsys)


# headway new


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with sources of every kind in which a person stands; temporary files go to one beside it."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    place = tmp_path / "desk"
    write_files(place / "repository", CLEAN)
    (place / "empty").mkdir()
    write_files(place / "project", {"pyproject.toml": "[project]\n", "src/thing/__init__.py": "", "data/readme.md": "x"})
    write_files(place, {"plan.csv": "Code,Name,2019,2020\nA,B,1,2\n", "broken.xlsx": b"PK\x03\x04 no workbook"})
    write_files(place, {"notes.csv": "just a note\n", "empty.csv": "", "binary.csv": b"\x00\x01\x02\xff", "letter.docx": b"PK"})
    write_files(place, {"taken/keep.txt": "mine"})
    monkeypatch.chdir(place)
    return place


REPOSITORY = ["--source", "open-sdg=repository"]
KZ = ["--area", "KZALA", "--within", "KZ"]
NEW = {
    "a source that does not exist": ([*KZ, "--source", "open-sdg=nowhere"], ["nowhere", "does not exist"]),
    "a table that does not exist": ([*KZ, "--source", "table=nowhere.xlsx"], ["nowhere.xlsx", "does not exist"]),
    "an empty folder": ([*KZ, "--source", "open-sdg=empty"], ["empty"]),
    "another kind of folder": ([*KZ, "--source", "open-sdg=project"], ["project", "not an Open SDG repository"]),
    "a file for open-sdg": ([*KZ, "--source", "open-sdg=plan.csv"], ["plan.csv", "file", "table=FILE"]),
    "a folder for table": ([*KZ, "--source", "table=repository"], ["repository"]),
    "a damaged workbook": ([*KZ, "--source", "table=broken.xlsx"], ["broken.xlsx", ".xlsx"]),
    "a table without a header": ([*KZ, "--source", "table=notes.csv"], ["notes.csv", "header"]),
    "an empty table": ([*KZ, "--source", "table=empty.csv"], ["empty.csv"]),
    "a table that is no text": ([*KZ, "--source", "table=binary.csv"], ["binary.csv", "UTF-8"]),
    "a letter for a table": ([*KZ, "--source", "table=letter.docx"], ["letter.docx", ".xlsx", ".csv"]),
    "a source without =": ([*KZ, "--source", "repository"], ["repository", "READER=LOCATION"]),
    "a source without a location": ([*KZ, "--source", "open-sdg="], ["READER=LOCATION"]),
    "an unknown reader": ([*KZ, "--source", "open-sgd=repository"], ["open-sgd", "Did you mean open-sdg?"]),
    "a reader like none": ([*KZ, "--source", "q=repository"], ["open-sdg, table"]),
    "an unknown area": (["--area", "KZALMA", "--within", "KZ", *REPOSITORY], ["KZALMA", "KZALA"]),
    "an area by its name": (["--area", "Almaty", "--within", "KZ", *REPOSITORY], ["Almaty", "KZALA"]),
    "an area by its name in Russian": (["--area", "Алматы", "--within", "KZ", *REPOSITORY], ["Алматы", "KZALA"]),
    "an area like none": (["--area", "%%%", "--within", "KZ", *REPOSITORY], ["%%%", "KZALA"]),
    "an unknown --within": (["--area", "KZALA", "--within", "KX", *REPOSITORY], ["KX"]),
    "an unknown language": ([*KZ, *REPOSITORY, "--languages", "en,de"], ["de", "en, ru, kk"]),
    "no language": ([*KZ, *REPOSITORY, "--languages", ","], ["en, ru, kk"]),
    "the second of two sources": ([*KZ, *REPOSITORY, "--source", "table=nowhere.xlsx"], ["nowhere.xlsx"]),
}  # fmt: skip


@pytest.mark.parametrize("case", NEW)
def test_new_refuses_in_one_sentence_and_leaves_nothing(case: str, desk: Path, call: Call) -> None:
    arguments, words = NEW[case]
    before, around = contents(desk), sorted(desk.iterdir())
    sentence = call.refused("new", "review", *arguments)
    assert [word for word in words if word not in sentence] == [], sentence
    assert sorted(desk.iterdir()) == around and contents(desk) == before
    assert list((desk.parent / "scratch").iterdir()) == []


@pytest.mark.parametrize("name", ["taken", "plan.csv"])
def test_new_never_overwrites(name: str, desk: Path, call: Call) -> None:
    before = contents(desk)
    assert name in call.refused("new", name, *KZ, *REPOSITORY)
    assert contents(desk) == before


def test_new_does_not_offer_what_it_just_refused(desk: Path, call: Call) -> None:
    sentence = call.refused("new", "review", "--area", "KZALA", "--within", "KX", *REPOSITORY)
    assert "Nearest: KX" not in sentence and "KX (KX)" not in sentence


HOSTILE = [
    "--upload-pack=touch MARK",
    "ext::sh -c touch% MARK",
    "ext::sh -c touch% MARK://x",
    "file://--upload-pack=touch MARK",
    "ssh://-oProxyCommand=touch MARK/x",
    "git@-oProxyCommand:touch MARK",
    "https://$(touch MARK)",
    "`touch MARK`",
]


@pytest.mark.parametrize("location", HOSTILE)
@pytest.mark.parametrize("reader", ["open-sdg", "table"])
def test_a_location_can_neither_name_an_option_nor_run_anything(
    location: str, reader: str, desk: Path, call: Call
) -> None:
    mark = desk.parent / "executed"
    around = sorted(desk.iterdir())
    call.refused("new", "review", *KZ, "--source", f"{reader}={location.replace('MARK', str(mark))}")
    assert not mark.exists() and not (desk / "executed").exists()
    assert sorted(desk.iterdir()) == around


def test_a_link_out_of_a_source_is_not_followed(desk: Path, call: Call) -> None:
    secret = write_files(desk.parent, {"secret.csv": "Year,Value\n2020,42.4242\n"}) / "secret.csv"
    (desk / "repository/data/indicator_9-9-9.csv").symlink_to(secret)
    (desk / "repository/meta/sub").symlink_to(desk.parent / "scratch", target_is_directory=True)
    assert call("new", "review", *KZ, *REPOSITORY)[0] == 0
    copied = [path for path in (desk / "review").rglob("*") if path.is_file() and b"42.4242" in path.read_bytes()]
    assert copied == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "review", "--area", "KZALA", "--source", "open-sdg=nowhere"],
        ["check", "empty"],
        ["build", "nowhere"],
        ["show", "empty", "1.2.1/KZALA"],
        ["demo", "taken"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_process_ends_with_status_2_and_one_line(arguments: list[str], desk: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "headway.cli", *arguments], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert done.stdout == ""
    one_sentence(done.stderr, arguments[0])


# A review with a fault


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small review, built; copied before anything is done to it."""
    root = tmp_path_factory.mktemp("small")
    write_files(root / "repository", CLEAN)
    review = root / "review"
    assert main(["new", str(review), *KZ, "--source", f"open-sdg={root / 'repository'}", "--year", "2026"]) == 0
    assert main(["build", str(review)]) == 0
    return review


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "review"))


@pytest.mark.parametrize("command", ["check", "build", "show", "refresh", "add"])
@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_a_folder_that_is_no_review_is_said_to_be_none(command: str, kind: str, tmp_path: Path, call: Call) -> None:
    place = tmp_path / "place"
    {"missing": lambda: None, "empty": place.mkdir, "file": place.touch}[kind]()
    more = {"show": ["1.2.1/KZALA"], "add": ["--source", "table=plan.csv"]}.get(command, [])
    sentence = call.refused(command, place, *more)
    assert "place" in sentence and "not a review" in sentence
    assert {"missing": not place.exists(), "empty": place.is_dir() and not list(place.iterdir()), "file": place.is_file()}[kind]


SETTINGS = {
    "broken syntax": ('kind = "local"', "kind = local", ["line 1"]),
    "unknown field": ("year = 2026", "yeer = 2026", ["yeer"]),
    "wrong type": ("year = 2026", 'year = "soon"', ["year", "int"]),
    "a yes for a year": ("year = 2026", "year = true", ["year"]),
    "nonsense year": ("year = 2026", "year = 20266", ["year", "20266", "2026"]),
    "unknown kind": ('kind = "local"', 'kind = "regional"', ["kind", "regional", "national or local"]),
    "unknown language": ('languages = ["en"]', 'languages = ["de"]', ["languages", "de", "en, ru, kk"]),
    "no language": ('languages = ["en"]', "languages = []", ["languages"]),
    "unknown method": ('method = "unsd-2023"', 'method = "guess"', ["method", "guess", "unsd-2023"]),
    "unknown reader": ('reader = "open-sdg"', 'reader = "open-sgd"', ["reader", "open-sgd", "open-sdg"]),
    "rank in words": ("rank = 1", 'rank = "first"', ["rank", "int"]),
    "no sources": ("[[sources]]", "[[source]]", ["source"]),
    "a source that is not pinned": ('name = "repository"', 'name = "other"', ["other"]),
}  # fmt: skip


@pytest.mark.parametrize("command", ["check", "build", "show"])
@pytest.mark.parametrize("case", SETTINGS)
def test_nonsense_in_review_toml_is_named(case: str, command: str, review: Path, call: Call) -> None:
    """Where the review's own settings make no sense nothing can be checked: every command refuses."""
    before, after, words = SETTINGS[case]
    path = review / "review.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    standing = contents(review / "build")
    sentence = call.refused(command, review, *["1.2.1/KZALA"][: command == "show"])
    assert [word for word in words if word not in sentence] == [], sentence
    assert "review.toml" in sentence or case == "a source that is not pinned"
    assert contents(review / "build") == standing


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('area = "KZALA"', 'area = "KZALMA"', ["KZALMA", "KZALA"]),
        ('area = "KZALA"', 'area = ""', ["area"]),
        ('within = "KZ"', 'within = "KZZ"', ["KZZ", "within"]),
    ],
)
def test_an_area_that_nobody_knows_is_named(before: str, after: str, words: list[str], review: Path, call: Call) -> None:
    """A review of a place that is not in the data would otherwise be well and empty."""
    path = review / "review.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    status, out, err = call("check", review)
    assert status in (1, 2)
    assert [word for word in ["review.toml", *words] if word not in out + err] == []
    standing = contents(review / "build")
    call.refused("build", review)
    assert contents(review / "build") == standing


LOCKS = {
    "missing": None,
    "broken": "[repository\n",
    "not text": b"\xff\xfe\x00",
    "without the source": "# nothing here\n",
    "without a field": '[repository]\ndigest = "sha256:0"\n',
}


@pytest.mark.parametrize("command", ["check", "build", "show"])
@pytest.mark.parametrize("case", LOCKS)
def test_a_missing_or_broken_lock_is_named(case: str, command: str, review: Path, call: Call) -> None:
    path = review / "sources/sources.lock"
    path.unlink()
    if LOCKS[case] is not None:
        write_files(review, {"sources/sources.lock": LOCKS[case]})
    standing = contents(review / "build")
    sentence = call.refused(command, review, *["1.2.1/KZALA"][: command == "show"])
    assert "sources.lock" in sentence
    assert contents(review / "build") == standing


def pinned(review: Path, file: str) -> Path:
    return next((review / "sources/repository").glob(f"*/{file}"))


def change(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("5.1", "1.5"), encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "build", "show"])
@pytest.mark.parametrize(
    "tamper",
    [change, Path.unlink, lambda path: path.with_name("indicator_9-9-9.csv").write_text("Year,Value\n2020,1\n")],
    ids=["changed", "removed", "added"],
)
def test_pinned_data_changed_by_hand_are_refused(tamper, command: str, review: Path, call: Call) -> None:
    """Otherwise a number could be shown that no source ever gave."""
    tamper(pinned(review, "data/indicator_1-2-1.csv"))
    sentence = call.refused(command, review, *["1.2.1/KZALA"][: command == "show"])
    assert "repository" in sentence and "changed by hand" in sentence and "refresh" in sentence


def read_table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def write_table(path: Path, rows: list[list[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def set_cell(path: Path, row: int, column: str, value: str) -> None:
    """Sets a cell of a table as a person would; the header is row 1, a row below the last is added."""
    rows = read_table(path)
    while len(rows) < row:
        rows.append([""] * len(rows[0]))
    rows[row - 1][rows[0].index(column)] = value
    write_table(path, rows)


CELLS = [
    ("indicators.csv", 2, "direction", "upwards", "TABLE_VALUE", "increase"),
    ("indicators.csv", 2, "kind", "sort of", "TABLE_VALUE", "share"),
    ("indicators.csv", 2, "lower", "low", "TABLE_VALUE", "a number"),
    ("indicators.csv", 2, "target", "half", "TABLE_VALUE", "0.5*base"),
    ("indicators.csv", 2, "target", "nan", "TABLE_VALUE", "a number"),
    ("indicators.csv", 2, "target", "9..3", "TABLE_VALUE", "0.97..1.03"),
    ("indicators.csv", 2, "target_year", "soon", "TABLE_VALUE", "2030"),
    ("indicators.csv", 2, "target_year", "20300", "TABLE_VALUE", "2030"),
    ("indicators.csv", 2, "target_basis", "hearsay", "TABLE_VALUE", "local"),
    ("indicators.csv", 2, "class", "same-ish", "TABLE_VALUE", "identical"),
    ("indicators.csv", 2, "grade", "E", "TABLE_VALUE", "A"),
    ("indicators.csv", 2, "headline", "sex", "TABLE_VALUE", "dimension=code"),
    ("indicators.csv", 2, "framework", "", "TABLE_VALUE", "global"),
    ("indicators.csv", 2, "indicator", "", "TABLE_VALUE", "1.2.1"),
    ("indicators.csv", 2, "indicator", "01.02.2001", "CODE_BECAME_DATE", "1.2.1"),
    ("indicators.csv", 2, "indicator", "2001-02-01", "CODE_BECAME_DATE", "1.2.1"),
    ("indicators.csv", 2, "global_indicator", "10.07.2004", "CODE_BECAME_DATE", "10.7.4"),
    ("indicators.csv", 2, "owner", "nobody-knows", "UNKNOWN_OWNER", "bodies.csv"),
    ("indicators.csv", 2, "implementer", "nobody-knows", "UNKNOWN_OWNER", "bodies.csv"),
    ("breaks.csv", 2, "year", "recently", "TABLE_VALUE", "2018"),
    ("areas.csv", 2, "level", "town", "TABLE_VALUE", "country, region, city, district, other"),
    ("areas.csv", 3, "valid_from", "long ago", "TABLE_VALUE", "ISO date"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "row", "column", "value", "code", "expected"), CELLS)
def test_a_bad_cell_is_named_with_file_row_column_and_what_was_expected(
    file: str, row: int, column: str, value: str, code: str, expected: str, review: Path, call: Call
) -> None:
    set_cell(review / file, row, column, value)
    refused_by_check(review, call, f"error {code} {file}:{row}", column, value, expected)
    refused_by_build(review, call, f"{file}:{row}")


def refused_by_check(review: Path, call: Call, place: str, *words: str) -> None:
    status, out, err = call("check", review)
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert place in lines, out
    told = "\n".join(lines[lines.index(place) : lines.index(place) + 4])
    assert [word for word in words if word not in told] == [], told


def refused_by_build(review: Path, call: Call, place: str) -> None:
    """One sentence that names the place; what was built before stays as it was."""
    standing = contents(review / "build")
    assert place in call.refused("build", review)
    assert contents(review / "build") == standing
    assert sorted(path.name for path in (review / "build").iterdir()) == ["data", "site"]


def test_a_missing_column_is_named(review: Path, call: Call) -> None:
    path = review / "indicators.csv"
    rows = read_table(path)
    at = rows[0].index("direction")
    write_table(path, [row[:at] + row[at + 1 :] for row in rows])
    refused_by_check(review, call, "error TABLE_COLUMN_MISSING indicators.csv:1", "direction")
    refused_by_build(review, call, "indicators.csv:1")


def test_a_column_that_means_nothing_is_named_and_does_no_harm(review: Path, call: Call) -> None:
    path = review / "indicators.csv"
    rows = read_table(path)
    write_table(path, [[*rows[0], "colour"], *([*row, "green"] for row in rows[1:])])
    status, out, _ = call("check", review)
    assert status == 0
    assert "TABLE_COLUMN_UNKNOWN indicators.csv:1" in out and "colour" in out
    assert call("build", review)[0] == 0


def test_the_same_row_twice_is_named_with_both_lines(review: Path, call: Call) -> None:
    path = review / "indicators.csv"
    rows = read_table(path)
    write_table(path, [*rows, rows[1]])
    refused_by_check(review, call, "error TABLE_ROW_TWICE indicators.csv:3", "global 1.2.1", "line 2")
    refused_by_build(review, call, "indicators.csv:3")


@pytest.mark.parametrize("file", ["indicators.csv", "areas.csv", "bodies.csv", "breaks.csv"])
@pytest.mark.parametrize("kind", ["missing", "empty", "not text"])
def test_a_table_that_is_gone_or_unreadable_is_named(file: str, kind: str, review: Path, call: Call) -> None:
    (review / file).unlink()
    if kind != "missing":
        (review / file).write_bytes({"empty": b"", "not text": b"a,b\n\x00\x01,2\n"}[kind])
    code = "TABLE_MISSING" if kind == "missing" else "TABLE_UNREADABLE"
    refused_by_check(review, call, f"error {code} {file}")
    refused_by_build(review, call, file)


def test_every_fault_is_listed_not_only_the_first(review: Path, call: Call) -> None:
    set_cell(review / "indicators.csv", 2, "direction", "upwards")
    set_cell(review / "indicators.csv", 2, "grade", "E")
    set_cell(review / "breaks.csv", 2, "year", "recently")
    status, out, _ = call("check", review, "--json")
    found = {(problem["file"], problem["row"], problem["details"].get("column")) for problem in json.loads(out)}
    assert status == 1
    assert found >= {("indicators.csv", 2, "direction"), ("indicators.csv", 2, "grade"), ("breaks.csv", 2, "year")}


def test_a_semicolon_table_with_decimal_commas_in_windows_cyrillic_is_accepted(review: Path, call: Call) -> None:
    """As a spreadsheet program set to Russian saves it."""
    path = review / "indicators.csv"
    set_cell(path, 2, "name", "Доля населения за чертой бедности")
    set_cell(path, 2, "target", "1,25")
    set_cell(path, 2, "target_basis", "local")
    write_table(path, read_table(path), delimiter=";", encoding="cp1251")
    assert call("check", review)[0] == 0
    assert call("build", review)[0] == 0
    with (review / "build/data/assessments.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["address"] == "1.2.1/KZALA")
    assert float(row["target_value"]) == 1.25
    shown = json.loads(call("show", review, "1.2.1/KZALA", "--json")[1])
    assert "Доля населения за чертой бедности" in shown["names"].values()


@pytest.mark.parametrize("file", ["indicators.csv", "areas.csv", "bodies.csv", "breaks.csv", "review.toml"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
def test_a_byte_order_mark_is_accepted_and_not_needed(file: str, mark: bytes, review: Path, call: Call) -> None:
    path = review / file
    path.write_bytes(mark + path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    status, out, _ = call("check", review)
    assert (status, out) == (0, "All is well: no problems.\n")


def test_windows_line_ends_and_capital_headings_are_accepted(review: Path, call: Call) -> None:
    path = review / "indicators.csv"
    rows = read_table(path)
    write_table(path, [[heading.upper() for heading in rows[0]], *rows[1:]])
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert call("check", review)[:2] == (0, "All is well: no problems.\n")


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\u2028", "\x85"], ids=ascii)
def test_a_line_mark_inside_a_cell_ends_no_row(mark: str, review: Path, call: Call) -> None:
    """Text pasted from a word processor brings vertical tabs and line separators; in CSV they are letters."""
    set_cell(review / "indicators.csv", 2, "name", f"Poverty{mark}in the city")
    set_cell(review / "indicators.csv", 2, "target", "1.25")
    status, out, _ = call("check", review)
    assert (status, out) == (0, "All is well: no problems.\n")


# headway show


SHOW = {
    "no address": ("poverty", ["poverty", "1.2.1/KZALA"]),
    "blank": ("", ["indicator/area"]),
    "too many parts": ("1.2.1/KZALA/sex=F/x", ["1.2.1/KZALA/sex=F/x"]),
    "a dimension without a value": ("1.2.1/KZALA/sex=", ["sex=", "name=value"]),
    "a dimension twice": ("1.2.1/KZ/sex=F;sex=M", ["sex=M", "once"]),
    "an unknown indicator": ("1.2.9/KZALA", ["1.2.9", "1.2.1"]),
    "an unknown framework": ("city:1.2.1/KZALA", ["city:1.2.1", "1.2.1"]),
    "an unknown area": ("1.2.1/KZALMA", ["KZALMA", "KZALA"]),
    "an area without values": ("1.2.1/KZAST", ["KZAST", "KZALA"]),
    "an unknown period": ("1.2.1/KZALA@1999", ["1999", "2015", "2019", "2023"]),
    "an unknown dimension": ("1.2.1/KZ/age=Y15", ["1.2.1", "1.2.1/KZ/sex=F"]),
    "an unknown code": ("1.2.1/KZ/sex=Q", ["1.2.1", "1.2.1/KZ/sex=F"]),
    "an unknown source": ("1.2.1/KZALA#elsewhere", ["elsewhere", "repository"]),
}


@pytest.mark.parametrize("case", SHOW)
def test_show_refuses_what_is_not_there_and_names_what_is(case: str, built: Path, call: Call) -> None:
    address, words = SHOW[case]
    sentence = call.refused("show", built, address)
    assert [word for word in words if word not in sentence] == [], sentence


@pytest.mark.parametrize("part", ["report", "SITE", "site,data"])
def test_build_refuses_a_part_there_is_not(part: str, built: Path, call: Call) -> None:
    assert "data, site" in call.refused("build", built, "--only", part)


# Faults inside a source


def good(*rows: str, header: str = "Year,SEX,Value") -> str:
    return "\n".join([header, *rows]) + "\n"


def meta(name: str) -> str:
    return f"indicator_available: {name}\nindicator_definition: {name}, defined.\nreporting_status: complete\n"


FAULTY = {
    "config_data.yml": "languages:\n  - en\n",
    "data/indicator_1-1-1.csv": good("2019,,1.5", "2020,,2.5"),
    "data/indicator_2-1-1.csv": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfa",
    "data/indicator_2-1-2.csv": b"Year,SEX,Value\n2019,\x98\x81\x8d\x8f\x90\x9d\x01\x02,1\n",
    "data/indicator_2-2-1.csv": good("2019,,3.5"),
    "data/indicator_2-2-2.csv": good("2019,,4.5"),
    "data/indicator_3-1-1.csv": good("2019,,1", header="Year,SEX,Wert"),
    "data/indicator_3-2-1.csv": good("2019,,1.5", "2020,,about two", "2021,,2.5"),
    "data/indicator_3-3-1.csv": good("2019,,1.5", "2020,2.0", "2021,,2.5"),
    "data/indicator_3-3-2.csv": good("2019,,1.5", "2020,,2.0,,7", "2021,,2.5"),
    "data/indicator_3-4-1.csv": good("2019,,1.5", ",,", ",,", "2020,,2.5"),
    "data/indicator_3-5-1.csv": "\n" + good("2019,,1.5", "2020,,2.5"),
    "data/indicator_3-6-1.csv": good("2019,F,,1.5", "2020,,M,2.5", header="Year,Local Authority,Local authority,Value"),
    "data/indicator_3-7-1.csv": good("2019,,1.5", "No data are available before the census,,2.5"),
    "data/indicator_3-8-1.csv": good("2019,,1.5", '2020,,"2.5', "2021,,3.5"),
    "data/indicator_3-9-1.csv": good(),
    "data/indicator_4-1-1.csv": good("2019,,1.5", "2019,,2.5", "2020,,3.5", "2020,,3.5"),
    "data/indicator_4-2-1.csv": good("2019,,infinity", "2020,,nan", "2021,,1e400", "2022,,2.5"),
    "meta/2-2-1.yml": "indicator_available: Tab\n\treporting_status: complete\n",
    "meta/2-2-2.yml": "indicator_available: Broken\nreporting_status: [complete\nindicator_definition: x\n",
}
CODES = [name[len("data/indicator_") : -4] for name in FAULTY if name.startswith("data/")]
FAULTY |= {f"meta/{code}.yml": meta(code) for code in CODES if f"meta/{code}.yml" not in FAULTY}

NAMED = [
    ("error", "FILE_UNREADABLE", "data/indicator_2-1-1.csv", None),
    ("error", "FILE_UNREADABLE", "data/indicator_2-1-2.csv", None),
    ("error", "YAML_TAB", "meta/2-2-1.yml", 2),
    ("error", "YAML_BROKEN", "meta/2-2-2.yml", 3),
    ("error", "NO_VALUE_COLUMN", "data/indicator_3-1-1.csv", 1),
    ("error", "VALUE_NOT_NUMERIC", "data/indicator_3-2-1.csv", 3),
    ("error", "RAGGED_ROW", "data/indicator_3-3-1.csv", 3),
    ("error", "RAGGED_ROW", "data/indicator_3-3-2.csv", 3),
    ("notice", "BLANK_ROW", "data/indicator_3-4-1.csv", 3),
    ("notice", "HEADER_NOT_FIRST", "data/indicator_3-5-1.csv", 2),
    ("warning", "COLUMN_NAMES_ALIKE", "data/indicator_3-6-1.csv", 1),
    ("warning", "YEAR_UNREADABLE", "data/indicator_3-7-1.csv", 3),
    ("error", "QUOTE_UNCLOSED", "data/indicator_3-8-1.csv", 3),
    ("notice", "NO_DATA_ROWS", "data/indicator_3-9-1.csv", 1),
    ("error", "CONFLICTING_VALUES", "data/indicator_4-1-1.csv", 2),
    ("notice", "REPEATED_VALUES", "data/indicator_4-1-1.csv", 4),
    ("error", "VALUE_NOT_NUMERIC", "data/indicator_4-2-1.csv", 2),
    ("error", "VALUE_NOT_NUMERIC", "data/indicator_4-2-1.csv", 3),
    ("error", "VALUE_NOT_NUMERIC", "data/indicator_4-2-1.csv", 4),
]

LOADED = {
    # indicator: (row of the file, value) of every value that a person would count as good
    "1.1.1": [(2, 1.5), (3, 2.5)],
    "2.2.1": [(2, 3.5)],
    "2.2.2": [(2, 4.5)],
    "3.2.1": [(2, 1.5), (4, 2.5)],
    "3.3.1": [(2, 1.5), (4, 2.5)],
    "3.3.2": [(2, 1.5), (4, 2.5)],
    "3.4.1": [(2, 1.5), (5, 2.5)],
    "3.5.1": [(3, 1.5), (4, 2.5)],
    "3.6.1": [(2, 1.5), (3, 2.5)],
    "3.7.1": [(2, 1.5), (3, 2.5)],
    "3.8.1": [(2, 1.5)],
    "4.1.1": [(2, 1.5), (3, 2.5), (4, 3.5), (5, 3.5)],
    "4.2.1": [(5, 2.5)],
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("faulty")
    write_files(root / "repository", FAULTY)
    review = root / "review"
    assert main(["new", str(review), "--area", "CA", "--source", f"open-sdg={root / 'repository'}", "--year", "2026"]) == 0
    return review


def test_check_names_every_fault_of_a_source_with_file_and_row(faulty: Path, call: Call) -> None:
    status, out, _ = call("check", faulty)
    assert status == 1
    told = out.splitlines()
    wanted = [f"{level} {code} repository/{file}{f':{row}' if row else ''}" for level, code, file, row in NAMED]
    assert [line for line in wanted if line not in told] == [], out


def test_check_accuses_nothing_else(faulty: Path, call: Call) -> None:
    """An alarm about what is right is as bad as silence about what is wrong."""
    status, out, _ = call("check", faulty, "--json")
    found = {(problem["code"], problem["file"], problem["row"]) for problem in json.loads(out)}
    consequences = {
        ("NO_METADATA", "meta/2-2-1.yml", None), ("NO_METADATA", "meta/2-2-2.yml", None),
        ("TEXT_MISSING", "meta", None), ("NO_TOTAL_ROWS", "data/indicator_3-6-1.csv", 1),
    }  # fmt: skip
    assert found - {named[1:] for named in NAMED} - consequences == set()


def test_no_good_value_is_lost_to_a_fault_beside_it(faulty: Path, call: Call) -> None:
    assert call("build", faulty, "--only", "data")[0] == 0
    found: dict[str, list[tuple[int, float]]] = {}
    with (faulty / "build/data/observations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["indicator"], []).append((int(row["row"]), float(row["obs_value"])))
    assert {code: sorted(values) for code, values in found.items()} == LOADED


def test_conflicting_values_are_kept_and_none_is_used(faulty: Path, call: Call) -> None:
    shown = json.loads(call("show", faulty, "4.1.1/CA", "--json")[1])
    marks = {(number["row"], number["mark"]) for number in shown["series"][0]["numbers"]}
    assert marks == {(2, "conflict"), (3, "conflict"), (4, ""), (5, "repeat")}
    assert shown["series"][0]["assessment"]["progress"]["verdict"] == ""


# A clean data set


@pytest.mark.parametrize("kind", ["with a dimension", "without a dimension", "year and value only"])
def test_a_clean_repository_is_well(kind: str, tmp_path: Path, call: Call) -> None:
    files = dict(CLEAN)
    if kind == "without a dimension":
        files["data/indicator_1-2-1.csv"] = good("2015,,2.6", "2023,,5.2", "2015,KZALA,0.6", "2023,KZALA,5.1", header="Year,REF_AREA,Value")
    elif kind == "year and value only":
        files["data/indicator_1-2-1.csv"] = good("2015,2.6", "2023,5.2", header="Year,Value")
    write_files(tmp_path / "repository", files)
    review = tmp_path / "review"
    assert call("new", review, "--area", "KZ", "--source", f"open-sdg={tmp_path / 'repository'}")[0] == 0
    assert call("check", review) == (0, "All is well: no problems.\n", "")
    assert call("build", review)[0] == 0
    assert [number["value"] for number in json.loads(call("show", review, "1.2.1/KZ", "--json")[1])["series"][0]["numbers"]][-1] == 5.2
