"""What a page says of itself to those who share or index it: description, tags, picture, sitemap."""

import io
import re
import shutil
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from PIL import Image

import headway
from headway.errors import ReviewError
from headway.publish.pictures.draw import Goal, board_picture, goal_picture, indicator_picture
from headway.publish.site.sharing import LONGEST, plain_text, shortened, sitemap
from headway.review.folder import open_review
from headway.review.settings import is_public_address, load_settings

URL = "https://example.org/vlr"
LANGUAGES = ("kk", "ru", "en")
GOAL = Goal("1", "#e5243b", "#ffffff")


def with_url(review: Path, url: str, title: str = "") -> None:
    path = review / "review.toml"
    text = re.sub(r"(?m)^url = .*$", f'url = "{url}"', path.read_text("utf-8"))
    if title:
        text = re.sub(r'(?m)^(kk|ru|en) = ".*"$', lambda line: f"{line[1]} = '{title}'", text)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def public(almaty, tmp_path_factory) -> Path:
    """The review of Almaty with a public address, built."""
    folder = tmp_path_factory.mktemp("public") / "almaty"
    shutil.copytree(almaty, folder, ignore=shutil.ignore_patterns("build", ".headway"), symlinks=True)
    with_url(folder, f"{URL}/")
    headway.build(folder)
    return folder / "build" / "site"


@pytest.fixture(scope="module")
def private(almaty) -> Path:
    return almaty / "build" / "site"


class Head(HTMLParser):
    """The meta and link elements of a page, and its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta, self.links, self.title, self.tag = {}, [], "", ""
        self.feed(text.partition("<body")[0])

    def handle_starttag(self, tag, attributes) -> None:
        found, self.tag = dict(attributes), tag
        if tag == "meta" and (key := found.get("name") or found.get("property")):
            self.meta.setdefault(key, []).append(found["content"])
        elif tag == "link":
            self.links.append(found)

    def handle_data(self, data: str) -> None:
        if self.tag == "title":
            self.title += data


def pages(site: Path) -> list[Path]:
    return [path for language in LANGUAGES for path in sorted((site / language).rglob("*.html"))]


def head(path: Path) -> Head:
    return Head(path.read_text("utf-8"))


def local(site: Path, address: str) -> Path:
    assert address.startswith(f"{URL}/"), address
    return site / unquote(address.removeprefix(f"{URL}/"))


# descriptions and tags


def test_every_page_has_a_description_neither_empty_nor_too_long_nor_raw(private):
    for path in pages(private):
        (said,) = head(path).meta["description"]
        assert 10 <= len(said) <= LONGEST, (path, said)
        assert not re.search(r"[{}<>]|&\w+;|\b[A-Z]+_[A-Z_]+\b|\bNone\b", said), (path, said)


def test_the_description_of_an_indicator_is_its_first_sentence_and_its_verdict(private):
    english = head(private / "en" / "indicators" / "1.2.1.html").meta["description"][0]
    assert "5.1" in english and "2023" in english and "going the wrong way" in english
    assert "движется в обратную сторону" in head(private / "ru" / "indicators" / "1.2.1.html").meta["description"][0]
    assert "206" in head(private / "en" / "index.html").meta["description"][0]


def test_indicators_differ_in_what_they_say(private):
    """Those without a figure say the same sentence, those with one do not."""
    said = [head(path).meta["description"][0] for path in (private / "en" / "indicators").glob("*.html")]
    with_verdict = [text for text in said if re.search(r"\d{4}", text)]
    assert len(with_verdict) > 60 and len(set(with_verdict)) > 0.9 * len(with_verdict)


def test_tags_name_the_page_its_language_and_the_others(private):
    found = head(private / "ru" / "goals" / "3.html")
    assert found.meta["og:locale"] == ["ru_RU"] and set(found.meta["og:locale:alternate"]) == {"kk_KZ", "en_GB"}
    assert found.meta["og:title"][0] and found.title.startswith(found.meta["og:title"][0])
    others = {link["hreflang"]: link["href"] for link in found.links if link.get("rel") == "alternate"}
    assert set(others) == {"kk", "ru", "en", "x-default"} and others["x-default"] == others["kk"]
    for href in others.values():
        assert (private / "ru" / "goals" / href).resolve().is_file()


def test_without_a_public_address_nothing_claims_one(private):
    for path in pages(private):
        found = head(path)
        assert not {"og:url", "og:image", "twitter:image"} & set(found.meta)
        assert not any(link.get("rel") == "canonical" for link in found.links)
    assert not (private / "pictures").exists() and not (private / "sitemap.xml").exists()
    assert not (private / "robots.txt").exists()


def test_with_one_every_address_is_absolute_and_leads_to_a_file(public):
    for path in pages(public):
        found = head(path)
        canonical = [link["href"] for link in found.links if link.get("rel") == "canonical"]
        assert canonical == found.meta["og:url"] and local(public, canonical[0]) == path
        for link in found.links:
            if link.get("rel") == "alternate":
                assert local(public, link["href"]).is_file()
        assert found.meta["og:image"] == found.meta["twitter:image"] and found.meta["og:image:alt"][0]
        assert local(public, found.meta["og:image"][0]).is_file()


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ("ru/indicators/1.2.1.html", "pictures/indicator-1.2.1.png"),
        ("kk/indicators/kz-4.4.1.1.html", "pictures/indicator-kz-4.4.1.1.png"),
        ("en/goals/17.html", "pictures/goal-17.png"),
        ("en/index.html", "pictures/overview.png"),
        ("en/methods.html", "pictures/overview.png"),
    ],
)
def test_addresses_stay_the_same_from_build_to_build(public, page, picture):
    """Pinned: links to them stand in other people's texts."""
    found = head(public / page)
    assert found.meta["og:url"] == [f"{URL}/{page}"] and found.meta["og:image"] == [f"{URL}/{picture}"]


def test_a_hostile_title_is_escaped_in_every_tag(demo, tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree(demo, folder, ignore=shutil.ignore_patterns("build", ".headway"), symlinks=True)
    title = '"><script>hurt()</script><meta name="x" content="'
    with_url(folder, URL, title)
    assert title in tomllib.loads((folder / "review.toml").read_text("utf-8"))["title"].values()
    headway.build(folder)
    for path in sorted((folder / "build" / "site").rglob("*.html")):
        text = path.read_text("utf-8")
        assert "<script>hurt" not in text and "x" not in head(path).meta
    found = head(next((folder / "build" / "site").glob("*/index.html")))
    assert found.meta["og:site_name"] == [title]


# pictures


def test_pictures_are_small_valid_and_of_the_size_that_previews_want(public):
    found = sorted((public / "pictures").glob("*.png"))
    assert len(found) >= 277 + 17 + 1
    for path in found:
        assert path.stat().st_size < 15_000, path
        with Image.open(path) as picture:
            picture.load()
            assert (picture.size, picture.mode, picture.format) == ((1200, 630), "P", "PNG")
            assert len(picture.getcolors()) > 3, path


def test_pictures_differ_by_indicator(public):
    contents = [path.read_bytes() for path in (public / "pictures").glob("indicator-*.png")]
    assert len(set(contents)) == len(contents) == 277


def colors(png: bytes) -> set[tuple[int, int, int]]:
    with Image.open(io.BytesIO(png)) as picture:
        return {color for _, color in picture.convert("RGB").getcolors(1000)}


RED, GREEN, ACCENT, GREY = (179, 38, 30), (26, 127, 90), (11, 85, 102), (154, 165, 174)


def test_a_picture_shows_the_goal_the_verdict_the_lines_and_the_target():
    area, nation = [(2015, 1.0), (2020, 3.0)], [(2015, 2.0), (2020, 2.5)]
    full = colors(indicator_picture(GOAL, "1.2.1", "REGRESSION", area, nation, 0.5))
    assert {(229, 36, 59), RED, ACCENT, GREY, GREEN} <= full
    alone = colors(indicator_picture(GOAL, "1.2.1", "FAIR", area, [], None))
    assert ACCENT in alone and not {RED, GREY, GREEN} & alone


@pytest.mark.parametrize(
    ("area", "target"),
    [
        ([], None), ([], 3.0), ([(2020, 5.0)], None), ([(2020, 0.0)], 0.0), ([(2020, -4.0), (2021, -4.0)], -4.0),
        ([(2020, 1e15), (2021, 1e-15)], None), ([(2035, 1.0), (2040, 2.0)], 1e9), ([(2000 + i / 12, i % 7) for i in range(2700)], 3),
    ],
)  # fmt: skip
def test_any_series_can_be_drawn(area, target):
    for verdict in ("ON_TRACK", "FAIR", "STAGNATION", "REGRESSION", "BREAK_SUSPECTED", "UNKNOWN", "GAP", "NONE"):
        assert indicator_picture(GOAL, "a-long-code-of-somebody", verdict, area, [], target)


@pytest.mark.parametrize("count", [0, 1, 9, 200])
def test_any_number_of_squares_can_be_drawn(count):
    verdicts = (["ON_TRACK", "NONE", "UNKNOWN", "GAP"] * count)[:count]
    assert goal_picture(GOAL, verdicts) and board_picture([(GOAL, verdicts), (Goal("•", "#55616d", "#ffffff"), [])])
    assert board_picture([])


# sitemap and robots


def test_the_sitemap_lists_every_page_once_and_no_other(public):
    root = ElementTree.fromstring((public / "sitemap.xml").read_text("utf-8"))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    listed = [entry.text for entry in root.findall("s:url/s:loc", space)]
    assert len(listed) == len(set(listed))
    assert {local(public, address) for address in listed} == set(pages(public))
    for entry in root.findall("s:url", space):
        links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", space)}
        assert set(links) == {*LANGUAGES, "x-default"} and entry.find("s:loc", space).text in links.values()
    assert f"Sitemap: {URL}/sitemap.xml" in (public / "robots.txt").read_text("utf-8")


def test_a_sitemap_is_escaped():
    root = ElementTree.fromstring(sitemap("https://example.org/a&b", ("en",), ["indicators/қала & co.html"]))
    assert root[0][0].text == "https://example.org/a&b/en/indicators/%D2%9B%D0%B0%D0%BB%D0%B0%20%26%20co.html"


# the setting


@pytest.mark.parametrize("url", ["https://example.org", "http://stat.example.org:8080/vlr/2026/", "https://xn--80a.xn--p1ai/%D0%B0"])
def test_addresses_that_can_be_public(url):
    assert is_public_address(url)


BAD = (
    "example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https://user:secret@example.org",
    "https://example.org/?a=1", "https://example.org/#a", "https://exa mple.org", "https://example.org:port", "//example.org",
    "https://қала.kz", "https://example.org/\\\"><script>",
)  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_any_other_is_refused_with_what_was_expected(demo, tmp_path, url):
    review = tmp_path / "demo"
    review.mkdir()
    shutil.copy(demo / "review.toml", review)
    with_url(review, url)
    with pytest.raises(ReviewError, match="url is .*https://example.org/review"):
        load_settings(review)


def test_a_new_review_has_the_field_blank_and_one_without_it_opens(demo, tmp_path):
    assert re.search(r'(?m)^url = ""', (demo / "review.toml").read_text("utf-8"))
    older = tmp_path / "demo"
    shutil.copytree(demo, older, ignore=shutil.ignore_patterns("build", ".headway"), symlinks=True)
    text = (older / "review.toml").read_text("utf-8")
    (older / "review.toml").write_text(re.sub(r"(?m)^url = .*\n", "", text), encoding="utf-8")
    assert open_review(older).settings.url == ""


# cutting


def test_a_text_is_cut_between_words():
    assert shortened("one two three", 20) == "one two three"
    assert shortened("one two three", 9) == "one two…"
    assert shortened("x" * 300) == "x" * (LONGEST - 1) + "…"
    assert all(len(shortened("слово, " * 60, longest)) <= longest for longest in range(3, 200))


def test_markup_becomes_text_without_gluing_blocks_or_parting_words():
    assert plain_text("<p>Almaty: <b>5</b>.1&nbsp;%</p><p>a\n&amp; b!</p>") == "Almaty: 5.1 %. a & b!"
