"""Profiles of areas and maps: what they say is what the data say, and a reader without scripts or mouse gets it too."""

import csv
import re
import shutil
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

import pytest

from headway.publish.site.area_pages import area_pages
from headway.publish.site.area_profile import area_view
from headway.publish.site.areas import areas_view
from headway.publish.site.context import Context
from headway.publish.site.map import classified, indicator_map
from headway.publish.site.shapes import drawing
from headway.publish.site.site import site_files
from headway.review.build import Finished, check_folder

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine")
POVERTY = ("global", "1.2.1")


@pytest.fixture(scope="module")
def context(almaty_finished: Finished) -> Context:
    return Context(almaty_finished, "en")


@pytest.fixture(scope="module")
def canada_context(canada_finished: Finished) -> Context:
    return Context(canada_finished, "en")


@pytest.fixture(scope="module")
def pages(almaty_finished: Finished) -> dict:
    return {path: make for files in site_files(almaty_finished).values() for path, make in files.items()}


def figures_by_area(folder: Path) -> dict[str, set[str]]:
    """Area → indicators with a row of its own, straight from the files."""
    found = defaultdict(set)
    for path in sorted((folder / "data").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if (row.get("Value") or "").strip():
                    found[(row.get("REF_AREA") or "").strip() or "KZ"].add(path.stem)
    return found


# Numbers


def test_every_area_of_the_files_has_a_profile_with_its_number_of_indicators(context: Context, kazakhstan: Path):
    own = figures_by_area(kazakhstan)
    rows = {row["code"]: row["figures"] for group in areas_view(context)["groups"] for row in group["rows"]}
    assert set(rows) == set(area_pages(context))
    for area in ("KZALA", "KZNS", "KZSHY", "KZABY", "KZULU", "KZAKM", "KZKUS", "KZMAN", "KZTRZ"):
        assert rows[area] == len(own[area]), area


def test_the_reviews_area_comes_first_then_the_nation_then_the_regions_by_what_they_have(context: Context):
    first, regions, others = areas_view(context)["groups"]
    assert [row["code"] for row in first["rows"]] == ["KZALA", "KZ"]
    counts = [row["figures"] for row in regions["rows"]]
    assert len(counts) == 19 and counts == sorted(counts, reverse=True)
    assert {row["code"] for row in regions["rows"]} | {"KZALA"} == set(context.parts)
    assert next(row for row in others["rows"] if row["code"] == "KZONT")["level"] == "Region, until 2017"


def test_verdicts_of_an_area_are_counted_once_each(context: Context):
    for area in ("KZALA", "KZ", "KZAKM", "KZULU"):
        view = area_view(context, area)
        assert sum(part["count"] for part in view["tally"]) == view["figures"] == len(view["rows"])
        assert sum(goal["figures"] for goal in view["board"]) == view["figures"]
        assert sum(goal["total"] for goal in view["board"]) == 277


def test_the_reviews_own_profile_agrees_with_the_overview(context: Context):
    squares = [square for square in context.squares.values() if square["where"] == "area"]
    view = area_view(context, "KZALA")
    assert view["figures"] == len(squares)
    for part in view["tally"]:
        assert part["count"] == sum(square["code"] == part["code"] for square in squares)


def poverty_of_2023(folder: Path) -> dict[str, float]:
    with (folder / "data" / "indicator_1-2-1.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            row["REF_AREA"]: float(row["Value"]) for row in csv.DictReader(file)
            if row["Year"] == "2023" and row["REF_AREA"] and not any(value for key, value in row.items() if key in ("SEX", "AGE", "URBANISATION", "Sex", "Age"))
        }  # fmt: skip


def test_a_place_is_counted_over_the_same_series_and_year(context: Context, kazakhstan: Path):
    values = {area: value for area, value in poverty_of_2023(kazakhstan).items() if area in context.parts}
    assert len(values) == 20
    for area in ("KZALA", "KZNS", "KZYUZ"):
        row = next(row for row in area_view(context, area)["rows"] if row["code"] == "1.2.1")
        assert (row["place"], row["of"], row["year"]) == (1 + sum(value < values[area] for value in values.values()), 20, 2023)
    assert "1.2.1" not in str(area_view(context, "KZALA")["best"]) and min(values, key=values.get) == "KZNS"
    named = [row["href"] for row in area_view(context, "KZNS")["best"]["rows"]]
    assert any(href.startswith("indicators/1.2.1.html#1.2.1/KZNS") for href in named)


def test_sums_and_counts_put_no_place_in_order(context: Context):
    """Damage in tenge, numbers of people, direct investment in dollars: they say how large a region is."""
    standings = context.finished.standings
    for key in standings:
        assert context.finished.indicators[key].expectation.kind not in ("count", "money", "binary")
    assert ("global", "1.5.2") not in standings and ("global", "17.3.1.2") not in standings
    for standing in standings.values():
        assert len(standing.values) >= 5
        for area, place in standing.places.items():
            better = [value for value in standing.values.values() if standing.places and value != standing.values[area]]
            assert 1 <= place <= 1 + len(better)


def test_equal_values_share_a_place_and_nobody_alone_is_best(context: Context):
    standing = next(one for one in context.finished.standings.values() if list(one.places.values()).count(1) > 1)
    assert standing.best == ""
    assert all(not area_view(context, area)["best"]["rows"] or standing.best != area for area in standing.places)


def test_every_value_of_a_map_is_of_its_year(context: Context):
    for key, standing in context.finished.standings.items():
        for area in list(standing.values)[:4]:
            ids = [one for one in context.finished.groups[key][area] if context.finished.store.series[one].dimensions == standing.dimensions]
            points = context.points(ids[0])
            assert standing.values[area] in points.values[points.years == standing.year]


# Maps


def test_a_map_has_every_outline_and_names_what_it_lacks(context: Context):
    view = indicator_map(context, context.finished.indicators[POVERTY])
    assert len(view["shapes"]) == 17 and not view["loose"] and not view["without"]
    assert {area["name"] for area in view["missing"]} == {"Abai Region", "Zhetisu Region", "Ulytau Region"}
    assert {area["text"] for area in view["missing"]} == {"8.0\u00a0%", "7.8\u00a0%", "4.9\u00a0%"}
    assert view["outdated"] == "Almaty Region (Zhetisu Region); Karaganda Region (Ulytau Region); East Kazakhstan Region (Abai Region)"
    listed = [area["name"] for entry in view["legend"] for area in entry["areas"]]
    assert sorted(listed) == sorted(shape["name"] for shape in view["shapes"])
    assert [shape["name"] for shape in view["shapes"] if shape["here"]] == ["Almaty city"]


def test_cities_lie_on_the_regions_around_them(context: Context):
    codes = [shape.code for shape in drawing(context).shapes]
    assert codes.index("KZNS") > codes.index("KZAKM") and codes.index("KZALA") > codes.index("KZALM")
    assert {shape.code for shape in drawing(context).shapes if shape.small} == {"KZNS", "KZALA", "KZSHY"}


def test_a_map_is_drawn_for_nothing_that_fewer_than_five_areas_have(context: Context):
    with_map = [key for key, one in context.finished.indicators.items() if indicator_map(context, one)]
    assert 40 < len(with_map) <= len(context.finished.standings)
    for key in with_map:
        assert len(context.finished.standings[key].values.keys() & context.finished.outlines.by_area.keys()) >= 5


def test_classes_hold_about_equally_many_and_never_part_equal_values():
    values = {str(number): float(number) for number in range(20)}
    classes = classified(values)
    assert [list(classes.values()).count(f"q{number}") for number in range(1, 6)] == [4] * 5
    tied = classified({"a": 1.0, "b": 1.0, "c": 1.0, "d": 2.0, "e": 9.0})
    assert tied["a"] == tied["b"] == tied["c"] != tied["d"]
    assert set(classified(dict.fromkeys("abcde", 3.0)).values()) == {"q3"}
    ordered = sorted(values, key=values.get)
    assert [classes[area] for area in ordered] == sorted(classes.values()), "darker is more"


def test_shapes_are_written_once_and_small(pages: dict):
    assert len(pages["assets/map-shapes.js"]()) < 60_000
    page = pages["en/indicators/1.2.1.html"]()
    assert page.count("data-shape") == 17 and not re.search(r'<path class="q\d" d=', page)
    assert len(re.findall(r'<path class="(?:q\d|none)"[^>]* d="M', pages["ru/areas.html"]())) == 17, "readable without scripts"


def test_no_style_attribute_and_no_inline_script(pages: dict):
    for path in ("en/areas.html", "ru/areas/KZALA.html"):
        text = pages[path]()
        assert not re.search(r"<[^>]+ style=", text) and "<script>" not in text


# Pages


def test_links_of_area_pages_lead_to_files(pages: dict):
    for path in ("kk/areas.html", "ru/areas/KZALA.html", "en/areas/KZ.html", "en/areas/KZULU.html", "en/areas/KZTRZ.html", "en/indicators/1.2.1.html"):
        folder = Path(path).parent
        for target in re.findall(r'(?:href|src)="([^"#]+)[^"]*"', pages[path]()):
            parts: list[str] = []
            for part in (folder / unquote(target)).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            found = "/".join(parts)
            assert found in pages or found.startswith("data/"), (path, target)


def test_what_a_profile_says(pages: dict):
    text = " ".join(re.sub(r"<[^>]+>", " ", pages["en/areas/KZABY.html"]()).split())
    assert "Abai Region: figures for 32 of 277 indicators." in text
    assert "Region, since 2022" in text and "The map has no outline of it." in text
    assert "19 of 20 (2023)" in text, "poverty among the regions"
    text = pages["en/areas/KZALM.html"]()
    assert "borders from before these were carved out of it: Zhetisu Region" in text


def test_a_place_with_one_figure_has_no_board(context: Context):
    assert area_view(context, "KZTRZ")["figures"] == 1 and area_view(context, "KZTRZ")["board"] is None


def test_canada_has_no_boundaries_and_no_ranks_and_says_why(canada_context: Context):
    view = areas_view(canada_context)
    assert view["map"] is None and view["unsorted"] and drawing(canada_context) is None
    assert not canada_context.finished.standings
    files = {path: make for step in site_files(canada_context.finished).values() for path, make in step.items()}
    page = files["en/areas.html"]()
    assert "<figure" not in page and "none is put in order; state it in areas.csv" in page
    assert "assets/map-shapes.js" not in files
    assert "Alberta" in page and "figures for 53 of 86 indicators" in files["en/areas/48.html"]()


def test_codes_that_differ_in_case_only_get_files_of_their_own(canada_context: Context):
    paths = list(area_pages(canada_context).values())
    assert len({path.casefold() for path in paths}) == len(paths) == 233
    assert area_pages(canada_context)["Atlantic-Region"].casefold() != area_pages(canada_context)["Atlantic-region"].casefold()


def test_the_demo_ranks_its_regions_without_a_map(demo: Path):
    context = Context(check_folder(demo), "ru")
    view = areas_view(context)
    assert view["map"] is None and view["regions"] == 9
    assert any(area_view(context, area)["best"]["count"] for area in context.parts)


# A browser


SITE = (
    "areas.html", "areas/KZALA.html", "areas/KZNS.html", "areas/KZKAR.html", "indicators/1.2.1.html", "indicators/11.6.1.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(pages: dict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages looked at and all they load."""
    folder = tmp_path_factory.mktemp("areas")
    for path, make in pages.items():
        if path.startswith(("assets/", "chunks/1.2.1", "chunks/11.6.1")) or path.partition("/")[2] in SITE:
            content = make()
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def page(browser):
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


@needs_browser
def test_the_map_of_an_indicator_is_drawn_from_disk(page, site: Path):
    page.goto((site / "ru/indicators/1.2.1.html").as_uri())
    page.wait_for_selector(".map > svg:not([hidden])")
    boxes = page.evaluate("[...document.querySelectorAll('.map > svg path[data-shape]')].map(p => p.getBBox().width)")
    assert len(boxes) == 17 and min(boxes) > 5
    fills = page.evaluate("[...new Set([...document.querySelectorAll('.map > svg path[data-shape]')].map(p => getComputedStyle(p).fill))]")
    assert len(fills) == 5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@needs_browser
def test_without_scripts_the_map_is_away_and_the_list_says_it(browser, site: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "en/indicators/1.2.1.html").as_uri())
    assert not page.is_visible(".map > svg")
    assert "Almaty city 5.1" in page.inner_text(".classes").replace("\u00a0", " ")
    page.goto((site / "en/areas.html").as_uri())
    assert page.is_visible(".map > svg") and page.is_visible(".map > svg path.q5")
    context.close()


@needs_browser
def test_the_map_is_walked_by_keyboard(page, site: Path):
    page.goto((site / "en/areas.html").as_uri())
    names = []
    page.evaluate("document.querySelector('.map > svg a').focus()")
    for _ in range(17):
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("Tab")
    assert len(set(names)) == 17 and "Almaty city: 65" in names
    page.evaluate("[...document.querySelectorAll('.map > svg a')].find(a => a.getAttribute('aria-label').startsWith('Karaganda')).focus()")
    outline = "getComputedStyle(document.activeElement.querySelector('path')).strokeWidth"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate(outline) == "4px", "the focus can be seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/KZKAR.html")
    assert page.inner_text("h1") == "Karaganda Region"


@needs_browser
def test_a_profile_opens_an_indicator_with_its_area_chosen(page, site: Path):
    page.goto((site / "en/areas/KZNS.html").as_uri())
    page.click("table.profile a[href*='indicators/1.2.1.html']")
    page.wait_for_url(re.compile(r"indicators/1\.2\.1\.html#1\.2\.1/KZNS"))
    page.wait_for_function("[...document.querySelectorAll('select')].some(list => list.selectedOptions[0]?.textContent.includes('Astana'))")


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["kk/areas.html", "ru/areas/KZALA.html"])
def test_area_pages_pass_axe_on_a_phone(browser, site: Path, scheme: str, path: str):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto((site / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    faults = axe.run(page).response["violations"]
    context.close()
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in faults] == []
