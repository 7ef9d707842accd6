"""Each kind of page in a real browser: no fault, both themes, phone and desk, keyboard, no scripts, weight, print."""

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import DESK, PHONE, THEMES, axe_faults, visiting
from site_files import served

from headway.publish.site.write import write_site
from headway.review.build import Finished

KINDS = {
    "almaty": (
        "index.html", "goals.html", "goals/1.html", "indicators/1.2.1.html", "indicators/1.1.1.html", "indicators/17.18.3.html",
        "gaps.html", "gaps/bns.html", "areas.html", "areas/KZALA.html", "data.html", "problems.html", "methods.html", "search.html",
    ),
    "canada": ("index.html", "goals/1.html", "indicators/canada-cif-2.1.1.html", "areas.html", "gaps.html"),
    "demo": ("index.html", "goals/1.html", "indicators/1.2.1.html", "areas.html", "gaps.html", "problems.html"),
}  # fmt: skip
LANGUAGES = {"almaty": ("kk", "ru", "en"), "canada": ("en",), "demo": ("en",)}
CASES = [(review, language) for review, languages in LANGUAGES.items() for language in languages]
BASE = "/some/where"
OVERVIEW_LIMIT, INDICATOR_LIMIT = 150_000, 400_000
"""Bytes that a first view loads at most, compressed."""
ENGINE_DRAWN = ".chart-canvas svg"


@pytest.fixture(scope="module")
def sites(almaty: Path, demo: Path, canada_finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which each site lies under a sub-path, and what is served from there."""
    folder = tmp_path_factory.mktemp("sites")
    below = folder / BASE.strip("/")
    below.mkdir(parents=True)
    for name, review in (("almaty", almaty), ("demo", demo)):
        shutil.copytree(review / "build" / "site", below / name, copy_function=_linked)
    write_site(canada_finished, below / "canada", lambda steps, _: steps)
    return folder


def _linked(origin: str, target: str) -> None:
    Path(target).hardlink_to(origin)


@pytest.fixture(scope="module")
def address(sites: Path) -> Iterator[str]:
    with served(sites) as found:
        yield f"{found}{BASE}"


def kinds_of(sites: Path, review: str) -> list[str]:
    """The kinds of pages of a review; a list for a body is taken from those there are."""
    folder = sites / BASE.strip("/") / review
    found = [page for page in KINDS[review] if next(folder.glob(f"*/{page}"), None)]
    assert len(found) >= len(KINDS[review]) - 1
    return found


def wide(tab) -> int:
    """Pixels by which the page is wider than the window."""
    return tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def settle(tab) -> None:
    """The first chart is drawn, the explorer has its data, which it fetches when it comes into sight."""
    if tab.locator("#explorer").count():
        tab.locator("#explorer").scroll_into_view_if_needed()
        tab.wait_for_selector("#explorer[data-ready]", state="attached")
    if tab.locator("[data-chart]").count():
        tab.wait_for_selector(ENGINE_DRAWN, state="attached")


@pytest.mark.parametrize(("review", "language"), CASES)
def test_each_kind_of_page_is_without_fault(sites: Path, address: str, browser, review: str, language: str) -> None:
    """Served from a sub-path; light and dark by axe; no sideways scroll on a phone."""
    wrong = []
    with visiting(browser) as visit:
        for page in kinds_of(sites, review):
            tab = visit.goto(f"{address}/{review}/{language}/{page}")
            settle(tab)
            for theme in THEMES:
                tab.emulate_media(color_scheme=theme)
                settle(tab)
                wrong += [f"{page}, {theme}: {fault}" for fault in axe_faults(tab, colors_only=theme == "dark")]
            tab.emulate_media(color_scheme="light")
            for size in (PHONE, DESK):
                tab.set_viewport_size({"width": size[0], "height": size[1]})
                tab.wait_for_timeout(100)
                wrong += [f"{page}: {wide(tab)} pixels wider than {size[0]}"] if wide(tab) > 0 else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("review", "language"), [("almaty", "kk"), ("canada", "en"), ("demo", "en")])
def test_each_kind_of_page_works_from_disk(sites: Path, browser, review: str, language: str) -> None:
    with visiting(browser, size=PHONE, theme="dark") as visit:
        for page in kinds_of(sites, review):
            tab = visit.goto((sites / BASE.strip("/") / review / language / page).as_uri())
            settle(tab)
            assert tab.inner_text("h1").strip()
            assert wide(tab) == 0, page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_entrance_leads_to_the_default_language(address: str, visit, size) -> None:
    tab = visit.goto(f"{address}/almaty/index.html")
    tab.wait_for_url("**/kk/index.html")


# Keyboard

FOCUSABLE = """() => Array.from(document.querySelectorAll("a[href], button, select, input, textarea, summary, [tabindex]")).filter(each =>
  each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }) && !each.closest("[inert]")
  && !(each.type === "radio" && !each.checked && document.querySelector(`input[name="${each.name}"]:checked`)))"""
LOOK = """(each => [each, ...each.querySelectorAll("path, circle")].map(one => { const s = getComputedStyle(one);
  return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor, s.left, s.stroke, s.strokeWidth].join("|"); }).join())"""
NOTE = f"""() => {{ window.reached = ({FOCUSABLE})(); window.looks = new Map(reached.map(each => [each, {LOOK}(each)])); return reached.length; }}"""
AT = f"""() => {{ const now = document.activeElement; if (!now || now === document.body) return null;
  return {{ at: reached.indexOf(now), name: now.outerHTML.slice(0, 120), shown: looks.get(now) !== {LOOK}(now) }}; }}"""


@pytest.mark.parametrize("page", ["index.html", "goals/1.html", "indicators/1.2.1.html", "gaps.html", "search.html", "areas.html"])
def test_tab_reaches_everything_that_can_be_worked_and_shows_where_it_is(address: str, visit, page: str) -> None:
    tab = visit.goto(f"{address}/almaty/en/{page}")
    settle(tab)
    tab.evaluate("document.body.focus()")
    count = tab.evaluate(NOTE)
    reached, unseen = set(), []
    for _ in range(min(count, 160) + 5):
        tab.keyboard.press("Tab")
        found = tab.evaluate(AT)
        if found is None:
            break
        reached.add(found["at"])
        if not found["shown"] and found["at"] >= 0:
            unseen.append(found["name"])
    assert not unseen, unseen[:5]
    missed = sorted(set(range(min(count, 160))) - reached)
    names = tab.evaluate("all => all.map(at => reached[at].outerHTML.slice(0, 120))", missed[:5])
    assert not missed, names


def test_the_skip_link_comes_first_and_leads_to_the_content(address: str, visit) -> None:
    tab = visit.goto(f"{address}/almaty/ru/index.html")
    tab.keyboard.press("Tab")
    box = tab.locator("a.skip").bounding_box()
    assert box["x"] >= 0 and tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#content")


def test_selects_follow_the_keyboard_and_say_so(address: str, visit) -> None:
    tab = visit.goto(f"{address}/almaty/en/indicators/1.2.1.html")
    settle(tab)
    select = tab.locator("#explorer-controls select").first
    before, said = select.input_value(), tab.inner_text("#explorer-status")
    select.focus()
    tab.keyboard.press("ArrowDown")
    tab.wait_for_function("said => document.getElementById('explorer-status').innerText !== said", arg=said)
    assert select.input_value() != before


def test_details_open_and_close_by_keyboard(address: str, visit) -> None:
    tab = visit.goto(f"{address}/almaty/kk/gaps.html")
    tab.locator("details > summary").first.focus()
    for key, state in (("Enter", True), ("Space", False), ("Enter", True)):
        tab.keyboard.press(key)
        assert tab.locator("details").first.evaluate("each => each.open") is state


def test_a_table_is_sorted_by_keyboard_and_says_so(address: str, visit) -> None:
    tab = visit.goto(f"{address}/almaty/en/goals/1.html")
    button = tab.locator("table.indicators button").nth(1)
    button.focus()
    for order in ("ascending", "descending"):
        tab.keyboard.press("Enter")
        assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == order
        names = tab.locator("table.indicators tbody th").all_inner_texts()
        assert len(names) > 2


def test_the_search_is_opened_worked_and_left_by_keyboard(address: str, visit) -> None:
    tab = visit.goto(f"{address}/almaty/ru/indicators/1.2.1.html")
    tab.locator("a.search-link").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("input[type=search]:focus")
    tab.keyboard.type("безработица")
    tab.wait_for_selector(".search-results a")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.matches('.search-results a')")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/ru/(?!indicators/1\.2\.1\.html)"))
    tab.wait_for_selector("h1")


@pytest.mark.parametrize("page", ["index.html", "indicators/1.2.1.html", "areas/KZALA.html", "gaps.html"])
def test_another_language_shows_the_same_page(address: str, visit, page: str) -> None:
    tab = visit.goto(f"{address}/almaty/kk/{page}")
    for language in ("ru", "en", "kk"):
        tab.click(f"nav.languages a[hreflang={language}]")
        tab.wait_for_url(f"**/almaty/{language}/{page}*")
        assert tab.get_attribute("html", "lang") == language


# Without scripts, weight, print


@pytest.mark.parametrize("language", ["kk", "en"])
def test_without_scripts_the_answer_is_there(address: str, browser, language: str) -> None:
    with visiting(browser, size=PHONE, java_script_enabled=False) as visit:
        tab = visit.goto(f"{address}/almaty/{language}/indicators/1.2.1.html")
        for place in ("h1", ".lead p", ".lead .verdict", "nav.main a", "nav.languages a"):
            assert tab.locator(place).first.is_visible(), place
        rows = tab.locator("table.values tbody tr")
        assert rows.count() >= 5 and rows.first.is_visible()
        assert "indicator_1-2-1.csv" in tab.locator("table.values").inner_text()


@contextmanager
def weighed(browser, address: str) -> Iterator[dict[str, int]]:
    """File → its bytes, compressed, of all that a first view loads."""
    with visiting(browser) as visit:
        answers = []
        visit.tab.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  (playwright writes to the handler)
        visit.goto(address)
        settle(visit.tab)
        visit.tab.wait_for_load_state("networkidle")
        yield {answer.url.rpartition("/")[2]: len(gzip.compress(answer.body(), 6)) for answer in answers}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_overview_is_light(address: str, browser, language: str) -> None:
    with weighed(browser, f"{address}/almaty/{language}/index.html") as sizes:
        assert "style.css" in sizes and sum(sizes.values()) <= OVERVIEW_LIMIT, sizes


@pytest.mark.parametrize("page", ["indicators/1.2.1.html", "indicators/8.5.2.html"])
def test_the_page_of_an_indicator_is_light_with_its_engine(address: str, browser, page: str) -> None:
    with weighed(browser, f"{address}/almaty/ru/{page}") as sizes:
        assert "engine.js" in sizes and sum(sizes.values()) <= INDICATOR_LIMIT, sizes


@pytest.mark.parametrize(("page", "most"), [("index.html", 8), ("indicators/1.2.1.html", 10), ("gaps/bns.html", 12)])
def test_a_page_can_be_printed(sites: Path, address: str, visit, tmp_path: Path, page: str, most: int) -> None:
    if not (sites / BASE.strip("/") / "almaty" / "kk" / page).exists():
        pytest.skip("this review has no such page")
    tab = visit.goto(f"{address}/almaty/kk/{page}")
    settle(tab)
    heading = tab.inner_text("h1")
    printed = tab.pdf(path=tmp_path / "page.pdf", format="A4")
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert printed.startswith(b"%PDF-") and 1 <= sheets <= most
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", str(tmp_path / "page.pdf"), "-"], capture_output=True, check=True).stdout.decode()
        assert "".join(heading.split()[:2]) in "".join(text.split())
        assert "Мазмұнға өту" not in text and "Қазақша" not in text
