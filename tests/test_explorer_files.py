"""What a reader takes away equals the data; scripts write numbers and addresses as the rest of Headway does."""

import csv
import io
import json
import math

import pytest
from explorer_page import Explorer, needs_browser, points_at
from explorer_sites import indicator_of, page_address, reviews, sites, tab  # noqa: F401

from headway.model.address import encode
from headway.publish.site.chunks import series_ids
from headway.publish.words.numbers import format_value, series_decimals

pytestmark = needs_browser


def downloaded(tab, button: str) -> tuple[str, str]:
    with tab.expect_download() as waiting:
        tab.click(button)
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


def number(text: str) -> float | None:
    return float(text) if text else None


def known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def expected_rows(finished, ids) -> list[dict]:
    """The values of series as `data/observations.csv` has them."""
    found = []
    for series_id in ids:
        series, points = finished.store.series[series_id], finished.store.points(series_id)
        for at in range(len(points)):
            found.append(
                {
                    **dict(series.dimensions), "framework": series.framework, "indicator": series.indicator,
                    "ref_area": series.ref_area, "time_period": points.periods[at], "obs_value": float(points.values[at]),
                    "std_error": known(points.std_errors[at]), "mark": points.marks[at], "comment": points.comments[at],
                    "origin": points.origins[at], "row": int(points.rows[at]), "address": str(series.address),
                }
            )  # fmt: skip
    return found


def as_read(row: dict, like: dict) -> dict:
    """A row of a file with the keys of `like`, numbers read as numbers."""
    numbers = {"obs_value": number, "std_error": number, "row": int}
    return {key: numbers.get(key, str)(row[key]) for key in like}


@pytest.mark.parametrize(("review", "page"), [("almaty", "4.2.1"), ("canada", "canada-cif-2.1.1"), ("demo", "9.1.2")])
def test_csv_of_the_whole_equals_the_data(tab, sites, reviews, review: str, page: str) -> None:
    finished = reviews[review]
    indicator = indicator_of(finished, page)
    Explorer(tab, page_address(sites, review, page))
    name, text = downloaded(tab, "#all-csv")
    assert name == f"{page.removesuffix('.html')}.csv" and text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    expected = expected_rows(finished, series_ids(finished, indicator))
    assert [as_read(row, like) for row, like in zip(rows, expected, strict=True)] == expected
    blanks = [key for key in rows[0] if key not in expected[0]]
    assert {"area_name", "breakdown", "lower", "upper", "obs_status"} <= set(blanks)


def test_json_and_csv_of_a_view_hold_what_is_shown(tab, sites, reviews) -> None:
    explorer = Explorer(tab, page_address(sites, "almaty", "8.5.2"))
    explorer.choose("explorer-area", explorer.enabled("explorer-area")[3])
    finished, indicator = reviews["almaty"], indicator_of(reviews["almaty"], "8.5.2")
    shown = explorer.address
    name, text = downloaded(tab, "#view-json")
    content = json.loads(text)
    own = [row for row in content["observations"] if row["address"] == shown]
    points = points_at(finished, indicator, shown)
    assert [row["obs_value"] for row in own] == points.values.tolist()
    assert [row["row"] for row in own] == points.rows.tolist()
    assert shown in content["cite"] and "2026" in content["cite"]
    assert name.startswith("8.5.2-") and name.endswith(".json")
    _, table = downloaded(tab, "#view-csv")
    assert len(table.splitlines()) == len(content["observations"]) + 1
    addresses = {row["address"] for row in content["observations"]}
    assert len(addresses) == 2, "the area and the nation beside it"


def test_the_chart_can_be_taken_away(tab, sites) -> None:
    Explorer(tab, page_address(sites, "demo", "9.1.2"))
    tab.wait_for_selector("#chart svg", state="attached")
    name, picture = downloaded(tab, "#chart-svg")
    assert name.endswith(".svg") and picture.lstrip().startswith("<svg")


def test_text_that_a_spreadsheet_would_run_is_made_safe(tab, sites) -> None:
    Explorer(tab, page_address(sites, "demo", "1.1.1"))
    cases = {"=1+1": "'=1+1", "+7": "'+7", "-x": "'-x", "@sum": "'@sum", "\tx": "'\tx", "\rx": "\"'\rx\"", "a,b": '"a,b"', 'a"b': '"a""b"'}
    assert tab.evaluate("cells => cells.map(headway.explorer.cell)", list(cases)) == list(cases.values())
    assert tab.evaluate("[-1.5, 0, null].map(headway.explorer.cell)") == ["-1.5", "0", ""]


@pytest.mark.parametrize(("review", "page", "language"), [("almaty", "4.4.1", "kk"), ("almaty", "8.5.2", "ru"), ("canada", "canada-cif-2.1.1", "en"), ("demo", "9.1.2", "en")])
def test_numbers_are_written_as_elsewhere(tab, sites, reviews, review: str, page: str, language: str) -> None:
    finished = reviews[review]
    Explorer(tab, page_address(sites, review, page, language))
    cases = [(0.125, 2), (2.5, 0), (0.5, 0), (1234567.891, 1), (-0.04, 1), (-1234.5, 0), (0.00012, 2), (1e-7, 3), (99.995, 6), (0.0, 2)]
    for series_id in series_ids(finished, indicator_of(finished, page))[:300]:
        points = finished.store.points(series_id)
        decimals = series_decimals(points.texts.tolist())
        cases += [(float(value), decimals) for value in points.values]
    expected = [format_value(value, decimals, language) for value, decimals in cases]
    assert tab.evaluate("cases => cases.map(([value, decimals]) => headway.explorer.view.words.number(value, decimals))", cases) == expected


@pytest.mark.parametrize(("review", "page"), [("almaty", "4.4.1"), ("almaty", "kz-4.2.2.1"), ("canada", "canada-cif-5.2.1")])
def test_addresses_are_those_of_the_data(tab, sites, reviews, review: str, page: str) -> None:
    """Every series has the address the data give it, and its address leads back to it."""
    finished = reviews[review]
    Explorer(tab, page_address(sites, review, page))
    written = tab.evaluate("""() => {
      const { data, words, measures, home } = headway.explorer.view;
      return data.series.map((entry) => {
        const address = headway.explorer.address(data, entry, words.page.prefix);
        const found = headway.explorer.locate(data, measures, headway.explorer.parse(address), home);
        return [address, entry.usable ? found.exact && found.entry.id === entry.id : true];
      });
    }""")
    assert written == [[str(finished.store.series[each].address), True] for each in series_ids(finished, indicator_of(finished, page))]


def test_texts_are_encoded_as_in_addresses(tab, sites) -> None:
    Explorer(tab, page_address(sites, "demo", "1.1.1"))
    texts = ["a b", "x;y=z", "қала", "100%", "a\u00a0b", "\u3000", "a/b@c#d:e?f&g+h", "\"'<>\\", "\u200b", "\x85", "😀"]
    assert tab.evaluate("texts => texts.map(headway.explorer.encode)", texts) == [encode(text) for text in texts]


def test_all_series_sorted_and_kept(tab, sites, reviews) -> None:
    """The table of all series holds every value, in pieces; a heading sorts it and a select keeps a part."""
    finished = reviews["almaty"]
    ids = series_ids(finished, indicator_of(finished, "8.5.2"))
    values = [float(value) for each in ids for value in finished.store.points(each).values]
    Explorer(tab, page_address(sites, "almaty", "8.5.2"))
    tab.click("#explorer-all")
    rows = tab.locator("#explorer-all-table tbody tr")
    assert rows.count() == 200 and f"of {len(values):,}" in tab.text_content("#all-count")
    tab.click("#all-more")
    assert rows.count() == 400
    tab.click("#explorer-all-table th.number button")
    largest = sorted(values, reverse=True)[:20]
    cells = tab.eval_on_selector_all("#explorer-all-table td.number", "all => all.slice(0, 20).map(each => parseFloat(each.textContent))")
    assert cells == largest
    tab.select_option("#all-area", index=1)
    area = tab.eval_on_selector("#all-area", "select => select.options[select.selectedIndex].text")
    assert set(tab.eval_on_selector_all("#explorer-all-table tbody th", "all => all.map(each => each.textContent)")) == {area}
    own = sum(len(finished.store.points(each)) for each in finished.groups["global", "8.5.2"]["KZALA"])
    assert f"of {own}" in tab.text_content("#all-count")
