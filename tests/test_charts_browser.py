"""Charts as a browser draws them: from disk and from below a path, in both themes, without scripts and without the engine."""

import gzip
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import msgspec
import pytest
from browser import PHONE, THEMES, axe_faults, visiting
from chart_tables import SVG, line, texts, trend_tables
from site_files import served, write_pages

from headway.publish.charts.drawing import DOCUMENT, fill
from headway.publish.site.chart_specs import chart_specs
from headway.publish.site.context import Context
from headway.publish.site.indicator_charts import charts_view
from headway.review.build import Finished, check_folder

PAGES = {"almaty": ("1.2.1", "3.2.1"), "canada": ("canada-cif-2.1.1", "canada-cif-5.3.1"), "demo": ("9.1.2",)}
HOSTILE = "</script><script>document.title = 'broken'</script><b>$ink</b>"
LIMIT = 400_000
"""Bytes of a page with all it loads, compressed."""


@pytest.fixture(scope="module")
def finished(almaty_finished: Finished, canada_finished: Finished, demo) -> dict[str, Finished]:
    return {"almaty": almaty_finished, "canada": canada_finished, "demo": check_folder(demo)}


@pytest.fixture(scope="module")
def folder(finished, tmp_path_factory) -> Path:
    """Sites below `below/a path`, as they would stand on somebody's server."""
    top = tmp_path_factory.mktemp("charts")
    for name, review in finished.items():
        write_pages(review, PAGES[name], top / "below" / "a path" / name)
    return top


def site(folder: Path, name: str) -> Path:
    return folder / "below" / "a path" / name


def page(folder: Path, name: str, language: str, code: str) -> str:
    return (site(folder, name) / language / "indicators" / f"{code}.html").as_uri()


def see(tab, *ids: str):
    """Scrolls to the charts and waits until each is drawn."""
    for name in ids:
        tab.locator(f"#{name}").scroll_into_view_if_needed()
        tab.wait_for_selector(f"#{name}[data-drawn] svg")
    return tab


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("name", "language", "code"), [("almaty", "kk", "1.2.1"), ("canada", "en", "canada-cif-5.3.1"), ("demo", "en", "9.1.2")])
def test_charts_are_drawn_from_disk(browser, folder, name: str, language: str, code: str, theme: str) -> None:
    with visiting(browser, PHONE, theme) as visit:
        tab = see(visit.goto(page(folder, name, language, code)), "chart")
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        strokes = tab.evaluate("Array.from(document.querySelectorAll('#chart .mark-line path'), line => line.getAttribute('stroke'))")
        assert {"light": "#0b5566", "dark": "#7cc4d4"}[theme] in strokes
        image = tab.locator("#chart [role=img]")
        assert image.get_attribute("aria-label").startswith(tab.locator("#chart").locator("xpath=..").locator("figcaption").inner_text())


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_with_its_charts_is_accessible(browser, folder, theme: str) -> None:
    with served(folder) as address, visiting(browser, PHONE, theme, bypass_csp=True) as visit:
        tab = see(visit.goto(f"{address}/below/a%20path/almaty/ru/indicators/1.2.1.html"), "chart", "dots", "multiples")
        assert axe_faults(tab) == []


def test_charts_are_drawn_below_a_path(browser, folder) -> None:
    with served(folder) as address, visiting(browser) as visit:
        tab = see(visit.goto(f"{address}/below/a%20path/almaty/ru/indicators/1.2.1.html"), "chart", "dots", "multiples")
        assert "город Алматы" in tab.locator("#dots svg").text_content()


def test_the_engine_comes_only_when_a_chart_comes_into_sight(browser, folder) -> None:
    with visiting(browser, (1280, 120)) as visit:
        asked: list[str] = []
        visit.tab.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        tab = visit.goto(page(folder, "almaty", "en", "1.2.1"))
        tab.wait_for_timeout(300)
        assert "charts.js" in asked and "engine.js" not in asked
        see(tab, "chart")
        assert asked.count("engine.js") == 1


def test_the_engine_leaves_nothing_beside_headway(browser, folder) -> None:
    with visiting(browser) as visit:
        tab = visit.goto(page(folder, "demo", "en", "9.1.2"))
        before = set(tab.evaluate("Object.getOwnPropertyNames(window)"))
        see(tab, "chart")
        tab.wait_for_timeout(200)
        assert set(tab.evaluate("Object.getOwnPropertyNames(window)")) - before <= {"VEGA_DEBUG"}


def test_a_page_with_its_engine_is_light(folder) -> None:
    root = site(folder, "almaty")
    parts = [root / "ru/indicators/1.2.1.html", *(root / "assets").glob("*.css")]
    parts += [root / "assets" / f"{name}.js" for name in ("engine", "charts", "charts-ru", "explorer", "explorer-ru", "search")]
    assert sum(len(gzip.compress(part.read_bytes(), 6)) for part in parts) < LIMIT


def test_the_browser_fills_a_specification_as_python_does(browser, folder, finished) -> None:
    with visiting(browser) as visit:
        tab = visit.goto(page(folder, "almaty", "ru", "1.2.1"))
        charts = charts_view(Context(finished["almaty"], "ru"), finished["almaty"].indicators["global", "1.2.1"])
        for name, chart in charts.items():
            for width in (358, 640, 1000):
                options = chart["options"] | {"zero": False}
                ours = fill(chart_specs("ru")["specs"][name], chart["tables"], width=width, unit=options["unit"], zero=False)
                theirs = tab.evaluate("([name, tables, options, width]) => headway.charts.fill(name, tables, options, width, headway.chartSpecs.paper)", [name, chart["tables"], options, width])
                assert theirs.pop("description").startswith(options["title"])
                ours.pop("description")
                assert {table: rows for table, rows in theirs["datasets"].items() if rows} == {table: rows for table, rows in ours.pop("datasets").items() if rows}
                theirs.pop("datasets")
                assert theirs == json.loads(json.dumps(ours))


def test_theme_and_width_are_followed(browser, folder) -> None:
    with visiting(browser) as visit:
        tab = see(visit.goto(page(folder, "almaty", "en", "1.2.1")), "chart")
        width = tab.evaluate("document.querySelector('#chart svg').clientWidth")
        tab.emulate_media(color_scheme="dark")
        tab.wait_for_selector("#chart .mark-line path[stroke='#7cc4d4']")
        tab.set_viewport_size({"width": 420, "height": 900})
        tab.wait_for_function("most => document.querySelector('#chart svg').clientWidth < most", arg=width / 1.4)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 420


def test_what_was_asked_for_last_is_seen(browser, folder) -> None:
    tables = [trend_tables(line(f"Line {index}", {2010: 1.0, 2020: float(index)})) for index in range(4)]
    with visiting(browser) as visit:
        tab = visit.goto(page(folder, "almaty", "en", "1.2.1"))
        draw = "all => Promise.all(all.map(tables => headway.charts.draw(document.getElementById('chart'), 'trend', tables, { title: 'T', unit: '%' })))"
        tab.evaluate(draw, tables)
        assert tab.locator("#chart svg").count() == 1 and "Line 3" in tab.locator("#chart svg").text_content()


def test_drawing_anew_and_a_mark_that_is_pointed_at(browser, folder) -> None:
    tables = trend_tables(line("Somewhere", {2010: 1.0, 2020: 3.0}), line("Elsewhere", {2010: 2.0, 2020: 2.5}, "group"))
    with visiting(browser) as visit:
        tab = see(visit.goto(page(folder, "almaty", "en", "1.2.1")), "chart")
        draw = "tables => headway.charts.draw(document.getElementById('chart'), 'trend', tables, { title: 'Another', description: 'In words.', unit: '%' })"
        tab.evaluate(draw, tables)
        shown = tab.locator("#chart svg")
        assert shown.count() == 1 and "Somewhere" in shown.text_content() and "Elsewhere" in shown.text_content()
        assert "Almaty" not in shown.text_content()
        assert tab.locator("#chart [role=img]").get_attribute("aria-label") == "Another. In words."
        box = tab.locator("#chart .mark-symbol path").last.bounding_box()
        tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        tab.wait_for_selector(".chart-tooltip:not([hidden])")
        assert {"a.csv", "Period"} <= set(tab.locator(".chart-tooltip").inner_text().split("\n"))


def test_downloads(browser, folder) -> None:
    with visiting(browser, accept_downloads=True, theme="dark") as visit:
        tab = see(visit.goto(page(folder, "almaty", "ru", "1.2.1")), "chart", "dots", "multiples")
        for name in ("chart", "dots", "multiples"):
            with tab.expect_download() as waiting:
                tab.evaluate("name => headway.charts.download(document.getElementById(name), 'svg', name + '.svg')", name)
            assert waiting.value.suggested_filename == f"{name}.svg"
            picture = ElementTree.fromstring(Path(waiting.value.path()).read_text(encoding="utf-8"))
            assert picture.tag == f"{SVG}svg" and picture.find(f"{SVG}title").text
            assert "прожиточного" in " ".join(texts(picture))
            assert DOCUMENT["paper"] in ElementTree.tostring(picture, encoding="unicode")
        with tab.expect_download() as waiting:
            tab.evaluate("headway.charts.download(document.getElementById('chart'), 'png', 'chart.png')")
        content = Path(waiting.value.path()).read_bytes()
        assert content[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(content[16:20]) == 2 * 860


def test_without_scripts_the_table_has_everything(browser, folder) -> None:
    with visiting(browser, PHONE, java_script_enabled=False) as visit:
        tab = visit.goto(page(folder, "almaty", "en", "1.2.1"))
        assert tab.locator(".values tbody tr").count() == 14
        assert tab.locator("figure.chart:visible").count() == 0
        assert "indicator_1-2-1.csv, row 311" in tab.locator(".values").inner_text()
        assert tab.locator(".source").inner_text().endswith("row 311.")


def test_without_the_engine_the_page_says_so(browser, finished, tmp_path) -> None:
    root = write_pages(finished["demo"], ("9.1.2",), tmp_path)
    (root / "assets" / "engine.js").unlink()
    context = browser.new_context()
    tab = context.new_page()
    tab.goto((root / "en/indicators/9.1.2.html").as_uri())
    tab.locator("#chart").scroll_into_view_if_needed()
    tab.wait_for_selector(".chart-failed")
    assert "could not be drawn" in tab.locator("#chart").inner_text()
    assert tab.locator("#chart [role=img]").count() == 0
    context.close()


def test_hostile_names_stay_text_on_the_page(browser, finished, tmp_path) -> None:
    review, key = finished["demo"], ("global", "9.1.2")
    named = msgspec.structs.replace(review.indicators[key], names={"en": HOSTILE})
    hostile = msgspec.structs.replace(review, indicators=review.indicators | {key: named})
    write_pages(hostile, ("9.1.2",), tmp_path)
    with visiting(browser) as visit:
        tab = see(visit.goto((tmp_path / "en/indicators/9.1.2.html").as_uri()), "chart")
        assert HOSTILE in tab.title() and tab.locator("main script:not([src]):not([type='application/json'])").count() == 0
        assert tab.locator("figcaption.chart-title").first.inner_text().startswith(HOSTILE)
