"""Finishing a review again after a change gives what finishing it from nothing gives, and works out only what changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from preview_process import copy_of, replace_in

from headway.publish.site.site import site_files
from headway.review import build
from headway.review.build import Finished, finish_review


def row(folder: Path, start: str, old: str, new: str) -> None:
    """Changes the row of indicators.csv that begins so."""
    path = folder / "indicators.csv"
    line = next(each for each in path.read_text(encoding="utf-8").splitlines() if each.startswith(start))
    assert old in line
    replace_in(path, line, line.replace(old, new, 1))


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda folder: None,
    "a title": lambda folder: replace_in(folder / "review.toml", 'en = "', 'en = "Anew: '),
    "a direction": lambda folder: row(folder, "global,1.2.1,", ",decrease,", ",increase,"),
    "a target": lambda folder: row(folder, "global,1.2.1,", "0.5*base", "0.7*base"),
    "a headline": lambda folder: row(folder, "global,1.2.1,People below the national poverty line,", "line,,", "line,sex=F,"),
    "a row that goes": lambda folder: row(folder, "global,1.2.1,", "global,1.2.1,", "global,1.2.9,"),
    "a break": lambda folder: append(folder / "breaks.csv", "2019,global,1.2.1,,another survey\n"),
    "the year": lambda folder: replace_in(folder / "review.toml", "year = 2026", "year = 2031"),
    "an area": lambda folder: replace_in(folder / "areas.csv", ",region,", ",district,"),
}


def append(path: Path, line: str) -> None:
    """A row below the others, in the order of the table's own columns."""
    text = path.read_text(encoding="utf-8")
    columns = text.lstrip("\ufeff").splitlines()[0].split(",")
    given = dict(zip(("year", "framework", "indicator", "ref_area", "reason"), line.strip().split(",")))
    path.write_text(text.rstrip("\n") + "\n" + ",".join(given[column] for column in columns) + "\n", encoding="utf-8")


def pages(finished: Finished) -> dict[str, str | bytes]:
    return {path: make() for files in site_files(finished).values() for path, make in files.items() if path.endswith((".html", ".csv"))}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_all_is_as_from_nothing(demo: Path, tmp_path: Path, change: Callable[[Path], None]) -> None:
    folder = copy_of(demo, tmp_path / "review")
    before = finish_review(folder)
    change(folder)
    after, anew = finish_review(folder, before=before), finish_review(folder)
    for field in Finished.__struct_fields__:
        if field not in ("store", "circumstances"):
            assert getattr(after, field) == getattr(anew, field), field


def test_the_pages_are_the_same_too(demo: Path, tmp_path: Path) -> None:
    folder = copy_of(demo, tmp_path / "review")
    before = finish_review(folder)
    CHANGES["a direction"](folder)
    assert pages(finish_review(folder, before=before)) == pages(finish_review(folder))


def test_only_the_series_of_the_changed_indicator_are_judged_again(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_of(demo, tmp_path / "review")
    before = finish_review(folder)
    judged = []
    whole = build.assess_series

    def noting(series, *arguments, **named):
        judged.append((series.framework, series.indicator))
        return whole(series, *arguments, **named)

    monkeypatch.setattr(build, "assess_series", noting)
    CHANGES["a direction"](folder)
    finish_review(folder, before=before)
    assert set(judged) == {("global", "1.2.1")}
