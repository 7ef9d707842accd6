"""The pages on survey and small area estimation: their code runs, and the agreement page holds."""

import re
import sys
from pathlib import Path

import pytest

import reference

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT / "tools"))

import agreement_page

BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`([\w.]+\.csv(?:\.gz)?)`")


@pytest.mark.parametrize("name", ["survey.md", "small-area.md"])
def test_code_of_the_page_runs(name):
    """One after another, as the page says; a failure names the page and the line."""
    path = PROJECT / "docs" / name
    text, names = path.read_text(encoding="utf-8"), {}
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) >= 5 and len(blocks) == text.count("```python")
    for block in blocks:
        above = text[: block.start(1)].count("\n")
        exec(compile("\n" * above + block[1], str(path), "exec"), names)


@pytest.fixture(scope="module")
def rows():
    if not (reference.SHARED / "data" / "statistics").is_dir():
        pytest.skip("the reference files (shared/data/statistics) are not beside the checkout")
    return agreement_page.computed()


def test_every_row_is_within_its_tolerance(rows):
    for row in rows:
        assert row.count > 0 and row.difference <= row.tolerance, row
        assert row.gain >= 0, f"{row.file}: the reference has the higher likelihood"


def test_the_page_has_the_rows_made_anew(rows):
    """All but the differences and remarks, whose digits are the machine's."""
    written = cells(agreement_page.PAGE.read_text(encoding="utf-8"))
    assert written == cells(agreement_page.page(rows))
    assert len(written) == len(rows)


def cells(page: str) -> list[tuple[str, ...]]:
    """File, what, values and tolerance of every row of a page."""
    lines = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    return [(parts[0], parts[1], parts[2], parts[4]) for parts in lines]


def test_every_reference_file_is_on_the_page(rows):
    folder = reference.SHARED / "data" / "statistics"
    results = {path.name for path in folder.iterdir() if ".csv" in path.name and not path.name.startswith("data_")}
    assert results == set(FILE.findall(agreement_page.PAGE.read_text(encoding="utf-8")))
    assert {row.file for row in rows} == {name for name in results if not name.startswith("lnob_")}


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.1e-7, "2e-7"), (9.5e-9, "1e-8"), (2e-6, "2e-6"), (0.77, "0.8"), (1.04, "2"), (0.013, "0.02"), (3.2e-12, "4e-12")],
)
def test_numbers_are_rounded_up(value, text):
    assert agreement_page.rounded_up(value) == text
