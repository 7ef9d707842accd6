"""The search as a reader meets it: what a query finds, in three languages, by keyboard, from disk and from a host."""

import functools
import gzip
import http.server
import json
import re
import shutil
import statistics
import threading
from pathlib import Path

import pytest

from headway.publish.words.stems import fold, stems

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine")

HREFS = "[...document.querySelectorAll('.search-results li a')].map(a => a.href)"
READY = ".search-keys:not(:empty)"
"""The index has come."""
ASK = """query => {
  const input = document.querySelector('.search-input');
  input.value = query;
  input.dispatchEvent(new Event('input'));
  return """ + HREFS + "}"

QUERIES = {
    "ru": {
        "1.2.1": "1.2.1", "1-2-1": "1.2.1", "1 2 1": "1.2.1", "121": "1.2.1", "1,2,1": "1.2.1",
        "1.2": "goal 1", "цель 1": "goal 1", "Цель 13": "goal 13", "задача 3.b": "goal 3", "1-а-1": "1.a.1", "1а1": "1.a.1",
        "бедность": "1.2.1", "бедных": "1.2.1", "прожиточный минимум": "1.2.1", "прожиточного минимума": "1.2.1",
        "материнская смертность": "3.1.1", "смертности матерей": "3.1.1", "туберкулёз": "3.3.2", "туберкулезом": "3.3.2",
        "безработица": "8.5.2", "безработицу": "8.5.2", "Энергоёмкость": "7.3.1", "энергоемкостью ввп": "7.3.1",
        "интернетом": "17.8.1", "интирнет": "17.8.1", "безработеца": "8.5.2", "тубиркулез": "3.3.2", "смертнсоть матерей": "3.1.1",
        "коррупция": "kz-16.5.2.1", "женщины в парламенте": "5.5.1", "умышленное убийство": "16.1.1", "лес": "15.2.1",
        "выбросы CO2": "9.4.1", "возобновляемая энергия": "7.2.1", "голод": "goal 2", "неравенством": "goal 10",
        "Методики": "methods.html", "пробелы": "gaps.html", "министерства здравоохранения": "gaps/",
    },
    "kk": {
        "1.2.1": "1.2.1", "1 мақсат": "goal 1", "мақсат 17": "goal 17", "максат 17": "goal 17", "міндет 1.2": "goal 1",
        "кедейлік": "1.2.1", "кедейлігін": "1.2.1", "кедейлиги": "1.2.1", "жұмыссыздық": "8.5.2", "жумыссыздык": "8.5.2",
        "жұмыссыздықтың": "8.5.2", "мұғалімдердің": "4.c.1", "мугалимдер": "4.c.1", "туберкулезбен": "3.3.2",
        "ауыл шаруашылығында": "2.3.1", "ормандардан": "15.4.2", "орманның": "15.2.1", "калдыктарды": "11.6.1",
        "қалдықтардан": "11.6.1", "интернетті": "17.8.1", "инетрнет": "17.8.1", "энергияның": "7.3.1", "халқының": "9.1.1",
        "жол көлік": "3.6.1", "аштықты": "goal 2", "аштык": "goal 2", "теңсіздік": "goal 10", "тенсиздик": "goal 10",
        "әйелдерге қатысты зорлық": "kz-5.2.1.1", "айелдерге катысты зорлык": "kz-5.2.1.1", "ана өлімі": "3.1.1",
        "экспорттың": "kz-9.2.1.2", "туберкулоз": "3.3.2",
    },
    "en": {
        "1.2.1": "1.2.1", "goal 1": "goal 1", "goals 13": "goal 13", "target 1.2": "goal 1", "4.4.1.1": "kz-4.4.1.1",
        "kz 4.4.1.1": "kz-4.4.1.1", "kz:4.4.1.1": "kz-4.4.1.1", "1a1": "1.a.1", "poverty": "1.2.1", "povetry": "1.2.1",
        "unemployed": "8.5.2", "unemploymant": "8.5.2", "maternal deaths": "3.1.1", "suicides": "3.4.2",
        "children's mortality": "3.2.1", "tuberclosis": "3.3.2", "renewble energy": "7.2.1", "energies renewable": "7.2.1",
        "forested areas": "15.2.1", "teachers": "4.c.1", "teaching": "kz-4.c.1.1", "hazardous wastes": "12.4.2",
        "roads traffic": "3.6.1", "homicide": "16.1.1", "hungry": "goal 2", "inequalities": "goal 10", "method": "methods.html",
        "gap": "gaps.html", "Ministry of Health": "gaps/", "internet users": "17.8.1", "intrenet": "17.8.1",
    },
}  # fmt: skip
"""What must be among the first three: an indicator's page, `goal N`, or a part of another page's path."""

PLACES = {
    "ru": {"Алматы": "KZALA", "астаны": "KZNS", "шымкентом": "KZSHY", "KZALA": "KZALA"},
    "kk": {"Алматыда": "KZALA", "астанада": "KZNS", "Шымкенттің": "KZSHY", "kzala": "KZALA"},
    "en": {"almaty": "KZALA", "Almatty": "KZALA", "shymkent": "KZSHY", "kzshy": "KZSHY"},
}


def wanted(text: str) -> str:
    if text.startswith("goal "):
        return f"goals/{text.removeprefix('goal ')}.html"
    return text if "/" in text or text.endswith(".html") else f"indicators/{text}.html"


@pytest.fixture(scope="module")
def site(almaty) -> Path:
    return almaty / "build" / "site"


class Reader:
    """One page, with everything it complained about."""

    def __init__(self, browser, **settings) -> None:
        self.page, self.faults = browser.new_page(**settings), []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _note(self, message) -> None:
        if message.type in ("error", "warning") and not message.location["url"].endswith("/favicon.ico"):
            self.faults.append(message.text)

    def open_search(self, address: str) -> "Reader":
        self.page.goto(address)
        self.page.wait_for_selector(READY, state="attached")
        return self

    def ask(self, query: str) -> list[str]:
        return self.page.evaluate(ASK, query)


@pytest.fixture(scope="module")
def readers(browser, site) -> dict[str, Reader]:
    """The page of the search in each language, from disk."""
    return {language: Reader(browser).open_search((site / language / "search.html").as_uri()) for language in QUERIES}


@pytest.fixture(scope="module")
def served(site, tmp_path_factory):
    """The site below a folder of a host."""
    root = tmp_path_factory.mktemp("host")
    (root / "some").mkdir()
    (root / "some" / "folder").symlink_to(site, target_is_directory=True)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/folder"
    server.shutdown()
    server.server_close()


CASES = [(language, query, place) for language, asked in QUERIES.items() for query, place in asked.items()]


@pytest.mark.parametrize(("language", "query", "place"), CASES)
def test_what_is_looked_for_is_among_the_first_three(readers, language, query, place):
    first = readers[language].ask(query)[:3]
    assert any(wanted(place) in href for href in first), first


@pytest.mark.parametrize(("language", "query", "code"), [(l, q, c) for l, asked in PLACES.items() for q, c in asked.items()])
def test_a_place_is_the_first_that_is_found(readers, site, language, query, code):
    if not (site / language / "areas" / f"{code}.html").exists():
        pytest.skip("this site has no pages of areas")
    assert readers[language].ask(query)[0].endswith(f"areas/{code}.html")


def test_enough_is_asked():
    assert len(CASES) >= 60


def test_a_code_comes_before_everything_and_alone_where_nothing_is_below_it(readers):
    assert [href.rpartition("/")[2] for href in readers["en"].ask("1.2.1")] == ["1.2.1.html"]
    below = readers["en"].ask("1.2")
    assert "goals/1.html#target-1.2" in below[0] and {href.rpartition("/")[2] for href in below[1:]} == {"1.2.1.html", "1.2.2.html"}


def test_nothing_is_found_for_nonsense_and_it_is_said(readers):
    reader = readers["en"]
    assert reader.ask("qqxxzzvv") == []
    assert reader.page.inner_text(".search-count") == index_of(reader.page)["texts"]["none"]
    assert reader.ask("") == [] and reader.page.inner_text(".search-count") == ""


def index_of(page) -> dict:
    address = page.url.split("#")[0].replace("search.html", "search-index.js").removeprefix("file://")
    return json.loads(Path(address).read_text("utf-8").removeprefix("headway.search.receive(").rstrip().removesuffix(");"))


def test_every_result_leads_to_a_page(site):
    for language in QUERIES:
        text = (site / language / "search-index.js").read_text("utf-8")
        entries = json.loads(text.removeprefix("headway.search.receive(").rstrip().removesuffix(");"))["entries"]
        assert sum(entry[0] == "indicator" for entry in entries) == 277
        for entry in entries:
            assert (site / language / entry[4].partition("#")[0]).is_file(), entry


def test_an_index_is_small(site):
    for language in QUERIES:
        assert len(gzip.compress((site / language / "search-index.js").read_bytes())) < 60_000


def test_an_index_is_loaded_only_when_the_search_is_opened(browser, site):
    reader, loaded = Reader(browser), []
    reader.page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    reader.page.goto((site / "ru" / "index.html").as_uri())
    assert "search-index.js" not in loaded and "search-match.js" not in loaded
    reader.page.keyboard.press("/")
    reader.page.wait_for_selector(READY, state="attached")
    assert loaded.count("search-index.js") == 1
    reader.page.close()


def test_a_key_press_is_answered_within_50_ms(readers):
    """The middle of the times for each prefix of each query: one alone may meet a busy machine."""
    script = "query => { const before = performance.now(); (" + ASK + ")(query); return performance.now() - before; }"
    times = [
        readers[language].page.evaluate(script, query[:length])
        for language, query, _ in CASES[::6]
        for length in range(1, len(query) + 1)
    ]
    assert statistics.median(times) < 50


def test_all_by_keyboard(browser, site):
    reader = Reader(browser)
    page = reader.page
    page.goto((site / "ru" / "indicators" / "1.2.1.html").as_uri())
    page.keyboard.press("/")
    page.wait_for_selector(READY, state="attached")
    page.keyboard.type("безработица")
    focused = "document.activeElement.className || document.activeElement.href"
    assert page.evaluate(focused) == "search-input"
    hrefs = page.evaluate(HREFS)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") == hrefs[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") == hrefs[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "search-input"
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('dialog').open")
    page.keyboard.press("/")
    assert page.evaluate("document.querySelector('dialog').open") and page.evaluate(focused) == "search-input"
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/8.5.2.html")
    assert reader.faults == []
    page.close()


def test_a_slash_typed_into_a_field_stays_there(readers):
    page = readers["en"].page
    page.fill(".search-input", "")
    page.focus(".search-input")
    page.keyboard.type("a/b")
    assert page.input_value(".search-input") == "a/b"


HOSTILE = (
    "<img src=x onerror=window.hurt=1>", "<script>window.hurt=1</script>", "\"><svg onload=window.hurt=1>", "javascript:hurt",
    "%E0%A4%A", "((((", "\\", "[a-", "*" * 2000, "𐏿\u202e\u0000", "{count}", "__proto__", "constructor",
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_nothing_typed_becomes_markup(browser, site, query):
    reader = Reader(browser).open_search((site / "en" / "search.html").as_uri())
    reader.ask(query + " water")
    reader.ask(query)
    assert reader.page.evaluate("window.hurt") is None
    assert reader.page.locator("#search :is(img, script, svg)").count() == 0
    assert reader.faults == []
    reader.page.close()


def test_a_query_in_the_address_is_asked_whatever_stands_in_it(browser, site):
    address = (site / "en" / "search.html").as_uri()
    reader = Reader(browser).open_search(f"{address}#q=%3Cb%3Ewater%3C/b%3E")
    assert reader.page.input_value(".search-input") == "<b>water</b>"
    assert len(reader.page.evaluate(HREFS)) > 5
    reader.page.goto(f"{address}#q=%E0%A4%A")
    assert reader.faults == []
    reader.page.close()


def test_the_query_stays_in_the_address(readers, site):
    page = readers["ru"].page
    readers["ru"].ask("вода и лес")
    assert page.evaluate("decodeURIComponent(location.hash)") == "#q=вода и лес"


def test_it_works_below_a_folder_of_a_host(browser, served):
    reader = Reader(browser)
    reader.page.goto(f"{served}/kk/goals/1.html")
    reader.page.click("a.search-link")
    reader.page.wait_for_selector(READY, state="attached")
    reader.page.keyboard.type("жұмыссыздық")
    assert reader.page.evaluate(HREFS)[0] == f"{served}/kk/indicators/8.5.2.html"
    reader.page.click("a.search-all")
    reader.page.wait_for_url("**/kk/search.html#q=*")
    reader.page.wait_for_selector(".search-results li")
    assert reader.page.evaluate(HREFS)[0] == f"{served}/kk/indicators/8.5.2.html"
    assert reader.faults == []
    reader.page.close()


def test_the_match_is_marked_and_the_count_is_read_out(readers):
    reader = readers["ru"]
    found = reader.ask("безработицей")
    assert reader.page.inner_text(".search-results mark") == "безработицы"
    assert reader.page.get_attribute(".search-count", "role") == "status"
    assert re.search(r"\d+", reader.page.inner_text(".search-count"))[0] == str(len(found))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_and_the_page_pass_axe_on_a_phone(browser, site, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    reader = Reader(browser, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    reader.open_search((site / "kk" / "search.html").as_uri() + "#q=мектеп")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe.run(reader.page).response["violations"] == []
    reader.page.goto((site / "kk" / "methods.html").as_uri())
    reader.page.keyboard.press("/")
    reader.page.wait_for_selector(READY, state="attached")
    reader.page.keyboard.type("мектеп")
    assert axe.run(reader.page, context="dialog").response["violations"] == []
    reader.page.close()


def test_without_scripts_the_page_lists_every_indicator(site):
    for language in QUERIES:
        text = (site / language / "search.html").read_text("utf-8")
        assert len(set(re.findall(r'href="(indicators/[^"]+)"', text))) == 277
        assert 'href="search.html"' in (site / language / "index.html").read_text("utf-8")


def test_a_stem_is_the_beginning_of_its_word(almaty_finished):
    for language in QUERIES:
        for indicator in almaty_finished.indicators.values():
            name = indicator.names.get(language, "")
            folded = re.findall(r"[^\W_]+", fold(name))
            for stem in stems(name, language):
                assert any(word.startswith(stem) for word in folded), (language, stem, name)


def test_a_browser_folds_as_python_does(readers):
    for text in ("Қазақстан Ңғүұһөі ӘІ", "Ёлка Й", "café naïve", "o’clock d'or", "PM2.5", "ǅ ﬁ"):
        assert readers["en"].page.evaluate("text => headway.search.fold(text)", text) == fold(text)
