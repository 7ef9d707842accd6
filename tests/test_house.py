"""The house keeps its rooms apart: what may import what, and that the guard sees a breach."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
LINTER = Path(sys.executable).parent / "lint-imports"
ROOMS = "Rooms import only from the rooms above them"


@pytest.fixture(scope="module", autouse=True)
def linter():
    """Beside the interpreter that runs the tests, with or without the ending that Windows gives it."""
    if not LINTER.exists() and not LINTER.with_suffix(".exe").exists():
        pytest.skip("import-linter is not installed beside this interpreter")


def copied(folder: Path) -> Path:
    """The Python files of the project and its contracts, free to be spoiled."""
    skipped = shutil.ignore_patterns("__pycache__", "*.csv", "*.html", "*.css", "*.po")
    shutil.copytree(PROJECT / "src", folder / "src", ignore=skipped)
    shutil.copy(PROJECT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


def lint(folder: Path) -> tuple[bool, str]:
    """(whether every contract is kept, what the linter prints) for the project in a folder."""
    done = subprocess.run(
        [str(LINTER), "--config", "pyproject.toml", "--no-cache", "--no-logo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "COLUMNS": "400", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def plant(folder: Path, room: str, statement: str, name: str = "planted") -> str:
    """Writes a module with one import into a room; its dotted name."""
    (folder / "src" / "headway" / room / f"{name}.py").write_text(f"{statement}\n", encoding="utf-8")
    return f"headway.{room}.{name}"


def test_every_contract_is_kept():
    kept, printed = lint(PROJECT)
    assert kept, printed
    assert "0 broken" in printed


def test_a_copy_is_judged_as_the_project_is(copy):
    """Or the breaches below would prove nothing."""
    kept, printed = lint(copy)
    assert kept, printed


@pytest.mark.parametrize(("room", "imported"), [("statistics", "headway.store"), ("publish", "headway.statistics")])
def test_one_planted_import_breaks_the_house_and_is_named(copy, room, imported):
    module = plant(copy, room, f"import {imported}")
    kept, printed = lint(copy)
    assert not kept
    assert f"{module} -> {imported}" in printed


BREACHES = [
    # statistics knows only the model and the errors
    ("statistics", "headway.store"),
    ("statistics", "headway.nomenclature"),
    ("statistics", "headway.sources"),
    ("statistics", "headway.assess"),
    ("statistics", "duckdb"),
    ("statistics", "csv"),
    ("statistics", "urllib"),
    # a page shows statistics and computes none
    ("publish", "headway.statistics"),
    ("publish", "headway.statistics.progress.unsd"),
    ("publish", "headway.sources"),
    # sources and store do not know each other
    ("sources", "headway.store"),
    ("store", "headway.sources"),
    # nobody looks down the house
    ("review", "headway.publish"),
    ("assess", "headway.review"),
    ("store", "headway.assess"),
    ("nomenclature", "headway.store"),
    ("model", "headway.nomenclature"),
    ("model", "headway.cli"),
]


@pytest.fixture(scope="module")
def breached(tmp_path_factory) -> str:
    """What the linter says of a house in which every breach of the table stands, each in a module of its own."""
    folder = copied(tmp_path_factory.mktemp("house"))
    for number, (room, imported) in enumerate(BREACHES):
        plant(folder, room, f"import {imported}", f"planted{number}")
    kept, printed = lint(folder)
    assert not kept
    return printed


@pytest.mark.parametrize(("number", "room", "imported"), [(number, *breach) for number, breach in enumerate(BREACHES)])
def test_every_breach_of_the_design_is_named(breached, number, room, imported):
    assert f"headway.{room}.planted{number} -> {imported} " in breached, "no contract forbids it"


def test_an_import_inside_a_function_is_caught_too(copy):
    module = plant(copy, "statistics", "def late():\n    from headway.store import read")
    kept, printed = lint(copy)
    assert not kept
    assert module in printed


def test_what_the_design_allows_passes(copy):
    """The guard is not right only because it always shouts."""
    for room in ("statistics", "publish", "store", "sources"):
        plant(copy, room, "import headway.model.series\nimport headway.errors")
    kept, printed = lint(copy)
    assert kept, printed


def test_a_new_module_that_no_layer_names_is_caught(copy):
    (copy / "src" / "headway" / "drawer.py").write_text('"""Odds and ends."""\n', encoding="utf-8")
    kept, printed = lint(copy)
    assert not kept
    assert "drawer" in printed


def test_a_new_room_that_no_layer_names_is_caught(copy):
    room = copy / "src" / "headway" / "attic"
    room.mkdir()
    (room / "__init__.py").write_text("", encoding="utf-8")
    kept, printed = lint(copy)
    assert not kept
    assert "attic" in printed
    assert ROOMS in printed
