"""Every page of a whole site, all languages: links lead somewhere, and nothing unfinished is said."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from babel.messages.pofile import read_po
from parsed_page import Parsed, parse, plain

from headway.errors import HeadwayError
from headway.model.address import parse_address
from headway.publish.words.catalogue import NATIVE
from headway.publish.words.vocabulary import FLAGS, REASONS

CATALOGUES = Path(__file__).parent.parent / "src/headway/publish/words"
UNFINISHED = re.compile(r"\bundefined\b|\bNone\b(?! of )|\bnan\b|\bNaN\b|\binf\b|\{\w+\}|\[object|<built-in|\bfunction\s*\(")
GAPS = re.compile(r"\(\s*\)|«\s*»|“\s*”|:\s*[.;]|(?:^|[^.])\.\.(?:[^.]|$)|\(\s*,")
"""What a sentence shows where a slot was blank."""
CODES = re.compile(r"\b(" + "|".join(code for code in (*FLAGS, *REASONS) if "_" in code) + r")\b")
EMPTY = re.compile(r"<(p|li|h[1-6]|dd|dt|caption|summary|button|figcaption|th)\b[^>]*>\s*</\1>")
MANY = 12


@pytest.fixture(scope="module")
def site(almaty: Path) -> Path:
    return almaty / "build" / "site"


@pytest.fixture(scope="module")
def sources(site: Path) -> dict[str, str]:
    """Path below the site's folder → the page as it is written."""
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def pages(sources: dict[str, str]) -> dict[str, Parsed]:
    return {path: parse(source) for path, source in sources.items()}


def few(faults: list) -> list:
    """The first of many, so that a fault of every page can still be read."""
    return [*faults[:MANY], f"and {len(faults) - MANY} more"] if len(faults) > MANY else faults


def test_the_whole_of_kazakhstan_is_looked_at(pages: dict[str, Parsed]) -> None:
    counts = Counter(path.partition("/")[0] for path in pages)
    assert set(counts) == {"kk", "ru", "en", "index.html"}
    assert counts["kk"] == counts["ru"] == counts["en"] > 300


def place_of(link: str, page: str) -> tuple[str, str] | None:
    """(file, fragment) of a link inside the site; None for one that leads out."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    steps = page.split("/")[:-1] if parts.path else page.split("/")
    for step in unquote(parts.path).split("/") if parts.path else ():
        if step == "..":
            assert steps, f"{page}: {link} leads out of the site"
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps), parts.fragment


def test_every_link_leads_to_a_file(site: Path, pages: dict[str, Parsed]) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    dead = sorted({(page, link) for page, found in pages.items() for link in found.links if (place := place_of(link, page)) and place[0] not in files})
    assert few(dead) == []


def test_every_fragment_leads_to_its_place(pages: dict[str, Parsed]) -> None:
    """A name on the page, or the address of a series, which the explorer opens."""
    ids = {page: set(found.ids) for page, found in pages.items()}
    dead = set()
    for page, found in pages.items():
        for link in found.links:
            place = place_of(link, page)
            if place and place[1] and unquote(place[1]) not in ids.get(place[0], ()) and not is_address(place[1]):
                dead.add((page, link))
    assert few(sorted(dead)) == []


def is_address(text: str) -> bool:
    try:
        return bool(parse_address(text).ref_area)
    except HeadwayError:
        return False


def test_links_out_of_the_site_are_plain_web_links(pages: dict[str, Parsed]) -> None:
    out = {link for found in pages.values() for link in found.links if urlsplit(link).scheme or urlsplit(link).netloc}
    assert {urlsplit(link).scheme for link in out} <= {"http", "https", "mailto", "data"}


def said(pages: dict[str, Parsed], pattern: re.Pattern) -> list[tuple[str, str, str]]:
    found = {}
    for path, page in pages.items():
        for text in page.texts:
            if match := pattern.search(text):
                found.setdefault(text, (match[0], path, text[max(0, match.start() - 60) : match.end() + 60]))
    return few(list(found.values()))


def test_nothing_unfinished_is_said(pages: dict[str, Parsed]) -> None:
    assert said(pages, UNFINISHED) == []


def test_no_sentence_has_a_blank_where_a_name_belongs(pages: dict[str, Parsed]) -> None:
    assert said(pages, GAPS) == []


def test_no_code_stands_where_a_sentence_belongs(pages: dict[str, Parsed]) -> None:
    assert said(pages, CODES) == []


def test_no_block_is_empty(sources: dict[str, str]) -> None:
    """But for what is a mere picture, and what a script fills and shows."""
    allowed = re.compile(r'aria-hidden="true"|role="status"|id="explorer-')
    assert few([(path, found[0]) for path, source in sources.items() for found in EMPTY.finditer(source) if not allowed.search(found[0])]) == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_text_is_left_in_english(pages: dict[str, Parsed], language: str) -> None:
    """A whole text of a page that is an English key, while its translation is another."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        keys = {str(message.id) for message in read_po(file, locale=language) if isinstance(message.id, str) and message.id != message.string}
    keys = {key for key in keys if re.search(r"[a-z]{3}", key) and "{" not in key}
    left = {text: path for path, page in pages.items() if path.startswith(f"{language}/") for text in page.texts if text in keys}
    assert few(sorted(left.items())) == []


def test_names_on_a_page_are_unique(pages: dict[str, Parsed]) -> None:
    twice = [(path, name) for path, page in pages.items() for name, count in Counter(page.ids).items() if count > 1]
    assert few(twice) == []


def test_every_page_says_its_language(pages: dict[str, Parsed]) -> None:
    assert [path for path, page in pages.items() if page.language not in NATIVE] == []
    assert [path for path, page in pages.items() if "/" in path and not path.startswith(f"{page.language}/")] == []


def test_every_page_has_one_heading_of_its_own(pages: dict[str, Parsed]) -> None:
    assert few([(path, page.headings[:3]) for path, page in pages.items() if [level for level, _ in page.headings].count(1) != 1]) == []


def test_headings_come_in_order(pages: dict[str, Parsed]) -> None:
    """The first is the page's own, and none leaves out a level."""
    wrong = []
    for path, page in pages.items():
        levels = [0, *(level for level, _ in page.headings)]
        wrong += [(path, page.headings[at]) for at, (one, next_) in enumerate(zip(levels, levels[1:])) if next_ > one + 1]
        wrong += [(path, heading) for heading in page.headings if not heading[1]]
    assert few(wrong) == []


def test_titles_tell_pages_of_a_language_apart(pages: dict[str, Parsed]) -> None:
    titles = Counter((page.language, page.title) for path, page in pages.items() if "/" in path)
    assert few([title for title, count in titles.items() if count > 1]) == []
    assert [path for path, page in pages.items() if not plain(page.title)] == []


def test_every_language_has_the_same_pages(pages: dict[str, Parsed]) -> None:
    by_language = {language: {path.partition("/")[2] for path in pages if path.startswith(f"{language}/")} for language in ("kk", "ru", "en")}
    assert by_language["kk"] == by_language["ru"] == by_language["en"]
