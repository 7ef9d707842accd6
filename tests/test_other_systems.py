"""The same review gives the same output, byte for byte, whatever the machine's language, clock, folders and line endings."""

import ast
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from accidents import ran, tree

import headway

SOURCES = Path(headway.__file__).parent
INDICATORS = ("1-1-1", "1-2-1", "1-3-1")
PLAN = "Indicator,Unit,2021,2022\nТөселген велосипед жолдары,km,12,15\nIstanbul İIıi index,number,1,2\n"
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
LONGEST = 150


@pytest.fixture(scope="module")
def desk(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small source and a table, to be copied to each system."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(demo / "meridia", folder / "meridia", ignore=shutil.ignore_patterns("*.geojson"))
    for path in [path for path in (folder / "meridia").rglob("*") if path.is_file()]:
        if path.parent.name in ("data", "meta", "indicator-config") and path.stem.removeprefix("indicator_") not in INDICATORS:
            path.unlink()
    (folder / "plan.csv").write_text(PLAN, encoding="utf-8")
    return folder


def worked(desk: Path, place: Path, *, cwd: Path | None = None, **env: str) -> tuple[dict, dict, str, str]:
    """A whole review made in another environment: its own files, its output, what `check` and `show` say."""
    shutil.copytree(desk, place)
    name, cwd = ("review", place) if cwd is None else (str(place / "review"), cwd)
    at = "" if name == "review" else f"{place}/"
    for command in (
        ["new", name, "--area", "XMALD", "--within", "XM", "--source", f"open-sdg={at}meridia", "--languages", "kk,ru,en", "--year", "2026"],
        ["add", name, "--source", f"table={at}plan.csv", "--yes"],
        ["build", name],
    ):
        status, out, said = ran(*command, cwd=cwd, env=env)
        assert status == 0 and not said, (command, said)
    checked, shown = (ran(*command, cwd=cwd, env=env) for command in (["check", name], ["show", name, "1.2.1/XMALD"]))
    assert not checked[2] and shown[0] == 0, (checked, shown)
    files = tree(place / "review")
    made = {name: digest for name, digest in files.items() if name.startswith("build/") and not name.endswith("/.built")}
    kept = {name: digest for name, digest in files.items() if not name.startswith(("build/", ".headway/"))}
    return kept, made, checked[1], shown[1]


@pytest.fixture(scope="module")
def usual(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple:
    return worked(desk, tmp_path_factory.mktemp("usual") / "desk")


def language(name: str, folder: Path) -> dict[str, str]:
    """A locale of the system, made where it is not installed."""
    if not shutil.which("localedef"):
        pytest.skip("locales cannot be made here")
    made = subprocess.run(["localedef", "-i", name, "-f", "UTF-8", str(folder / f"{name}.UTF-8")], capture_output=True, text=True, encoding="utf-8")
    if not (folder / f"{name}.UTF-8" / "LC_CTYPE").exists():
        pytest.skip(f"the locale {name} cannot be made here: {made.stderr.strip()[-100:]}")
    return {"LOCPATH": str(folder), "LC_ALL": f"{name}.UTF-8", "LANG": f"{name}.UTF-8"}


PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
SYSTEMS = {
    "plain": PLAIN,
    "russian": "ru_RU",
    "turkish": "tr_TR",
    "far-east": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    "far-west": {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "2"},
    "no-home": {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/proc/nowhere"},
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_review_is_the_same_on_every_system(system: str, desk: Path, usual: tuple, tmp_path: Path) -> None:
    env = SYSTEMS[system]
    env = language(env, tmp_path) if isinstance(env, str) else env
    assert worked(desk, tmp_path / "desk", **env) == usual


def test_a_review_is_the_same_under_a_name_in_kazakh_with_blanks(desk: Path, usual: tuple, tmp_path: Path) -> None:
    assert worked(desk, tmp_path / "Қазақ тілі мен ғылым", **PLAIN) == usual


def test_a_review_is_the_same_from_another_current_folder(desk: Path, usual: tuple, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert worked(desk, tmp_path / "desk", cwd=tmp_path / "elsewhere")[:2] == usual[:2]
    assert not list((tmp_path / "elsewhere").iterdir())


def test_tables_with_other_line_endings_and_a_mark_give_the_same_output(desk: Path, usual: tuple, tmp_path: Path) -> None:
    worked(desk, tmp_path / "desk")
    review = tmp_path / "desk" / "review"
    for path in [*review.glob("*.csv"), *review.glob("*.toml"), *(review / "sources").glob("*.toml"), *(review / "text").glob("*.md")]:
        text = path.read_text(encoding="utf-8-sig")
        path.write_text("\ufeff" + text, encoding="utf-8", newline="\r\n")
    (review / "sources" / "sources.lock").write_text((review / "sources" / "sources.lock").read_text(encoding="utf-8"), encoding="utf-8", newline="\r\n")
    status, _, said = ran("build", review)
    assert (status, said) == (0, "")
    made = {f"build/{name}": digest for name, digest in tree(review / "build").items() if not name.endswith(".built")}
    assert made == usual[1]


def test_a_review_asks_version_control_to_leave_its_sources_as_they_are(desk: Path, tmp_path: Path) -> None:
    """Sources are known by their digest: a checkout on Windows must not change their line endings."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    place = tmp_path / "desk"
    shutil.copytree(desk, place)
    assert ran("new", "review", "--area", "XMALD", "--within", "XM", "--source", "open-sdg=meridia", cwd=place)[0] == 0
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q", "review"], ["-C", "review", "add", "-A"], ["-C", "review", "commit", "-qm", "a"], ["clone", "-q", "review", "clone"]):
        subprocess.run([*git, *command], cwd=place, check=True, capture_output=True)
    assert b"\r\n" in (place / "clone" / "review.toml").read_bytes()
    assert ran("check", "clone", cwd=place)[::2] in ((0, ""), (1, ""))


@pytest.mark.skipif(os.name == "nt", reason="these are places of this system")
@pytest.mark.parametrize("location", ["C:\\data\\plan.csv", "c:/data/plan.csv", "\\\\server\\share\\plan.csv", "//server/share/plan.csv"])
def test_a_place_on_windows_is_refused_clearly(location: str, demo: Path, tmp_path: Path) -> None:
    for command in (["new", tmp_path / "review", "--area", "KZ", "--source", f"table={location}"], ["new", location, "--area", "KZ", "--source", "table=a.csv"]):
        status, _, said = ran(*command, cwd=tmp_path)
        assert status == 2 and "Windows" in said and location in said and len(said.splitlines()) == 1, said
    assert not list(tmp_path.iterdir())


def names_of(build: Path) -> list[str]:
    return [path.relative_to(build).as_posix() for path in build.rglob("*")]


def faults(names: list[str]) -> list[str]:
    """Names that Windows would refuse, or that only case or the way letters are joined tells apart."""
    found = [name for name in names if len(name) >= LONGEST or not name.isascii() or re.search(r'[<>:"\\|?*\x00-\x1f]', name)]
    parts = [(name, part) for name in names for part in name.split("/")]
    found += [name for name, part in parts if RESERVED.match(part) or part.endswith((".", " "))]
    folded: dict[str, str] = {}
    found += [name for name in names if folded.setdefault(name.casefold(), name) != name]
    return found


def test_the_fault_finder_finds() -> None:
    assert faults(["a/b.html", "A/b.html"]) and faults(["con.html"]) and faults(["a./b"]) and faults(["a" * 200]) and faults(["қала"])
    assert not faults(["en/index.html", "kk/data/1-2-1.json"])


def test_names_of_the_demo_are_legal_everywhere(demo: Path) -> None:
    assert not faults(names_of(demo / "build"))


def test_names_of_almaty_are_legal_everywhere(almaty: Path) -> None:
    assert not faults(names_of(almaty / "build"))


@pytest.mark.slow
def test_names_of_canada_are_legal_everywhere(canada_review: Path) -> None:
    assert not faults(names_of(headway.build(canada_review)))


TEXT_CALLS = ("read_text", "write_text")
LOCAL = ("localtime", "mktime", "setlocale", "getlocale", "getpreferredencoding", "strftime", "strcoll")


def careless(path: Path) -> list[str]:
    """Calls whose result depends on the machine: text without its encoding, the machine's own language or zone."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        words = {word.arg for word in node.keywords}
        if name in TEXT_CALLS and "encoding" not in words and isinstance(function, ast.Attribute):
            found.append(f"{path.name}:{node.lineno} {name}")
        if name in ("open", "fdopen", "NamedTemporaryFile") and "encoding" not in words and not _binary(node, name, function):
            found.append(f"{path.name}:{node.lineno} {name}")
        if name in ("run", "Popen", "check_output") and {"text", "universal_newlines"} & words and "encoding" not in words:
            found.append(f"{path.name}:{node.lineno} text without encoding")
        if name in LOCAL or name == "sep":
            found.append(f"{path.name}:{node.lineno} {name}")
    return found


def _binary(node: ast.Call, name: str, function: ast.expr) -> bool:
    """Opened as bytes, or no file at all: `os.open`, an image."""
    owner = getattr(getattr(function, "value", None), "id", "")
    if owner in ("os", "Image", "webbrowser", "self"):
        return owner != "os" or name != "fdopen" or any(isinstance(a, ast.Constant) and "b" in str(a.value) for a in node.args)
    place = 0 if isinstance(function, ast.Attribute) and owner != "io" and name == "open" else 1
    modes = [word.value for word in node.keywords if word.arg == "mode"] or node.args[place : place + 1]
    return bool(modes) and isinstance(modes[0], ast.Constant) and "b" in str(modes[0].value)


def test_the_finder_of_careless_calls_finds(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("open('a')\nopen('a', 'w')\np.open()\np.read_text()\nrun(text=True)\ntime.localtime()\nos.fdopen(1, 'w')\n", encoding="utf-8")
    assert len(careless(path)) == 7
    path.write_text("open('a', 'rb')\np.open('wb')\np.read_text(encoding='utf-8')\nopen('a', encoding='utf-8')\nos.open('a', 1)\n", encoding="utf-8")
    assert careless(path) == []


def test_nothing_in_headway_depends_on_the_language_of_the_machine() -> None:
    assert [fault for path in sorted(SOURCES.rglob("*.py")) for fault in careless(path)] == []


def test_time_zones_differ_here() -> None:
    """Or the tests of far east and far west would say nothing."""
    before = os.environ.get("TZ")
    try:
        days = set()
        for zone in (SYSTEMS["far-east"]["TZ"], SYSTEMS["far-west"]["TZ"]):
            os.environ["TZ"] = zone
            time.tzset()
            days.add(time.localtime().tm_mday)
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()
    assert len(days) == 2
