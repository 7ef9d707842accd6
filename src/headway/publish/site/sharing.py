"""What a page says of itself where its link is shared: a description, a picture, its other languages.

An absolute address is needed for a picture and for a canonical link, so both
stand only where `review.toml` gives the site's `url`.
"""

import html
import re
from collections.abc import Iterable
from urllib.parse import quote

from headway.publish.site.paths import picture_file
from headway.review.settings import Settings

LONGEST = 200
"""Letters of a description that search engines and messengers show at most."""

OPENING = re.compile(r'<(p|div) class="lead\b[^"]*"[^>]*>(.*?)</\1>', re.DOTALL)
PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
TAG = re.compile(r"<(/?)(\w+)[^>]*>")
INLINE = {"a", "abbr", "b", "code", "em", "i", "mark", "span", "strong"}

LOCALES = {"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ"}
"""Open Graph wants a territory with each language."""


class Sharing:
    """The head of every page of one language, as far as it is for those who share it."""

    def __init__(self, settings: Settings, language: str) -> None:
        self.language, self.languages, self.default = language, settings.languages, settings.language
        self.url = settings.url.rstrip("/")

    @property
    def locale(self) -> str:
        return LOCALES[self.language]

    @property
    def other_locales(self) -> list[str]:
        return [LOCALES[language] for language in self.languages if language != self.language]

    def description(self, content: str, heading: str) -> str:
        """The opening sentences of a page; of one that has none, its heading."""
        found = OPENING.search(content) or PARAGRAPH.search(content)
        text = plain_text(found.group(found.lastindex)) if found else ""
        return shortened(text or plain_text(heading))

    def address(self, page: str, language: str = "") -> str:
        """The absolute address of a page; blank where the review gives no `url`."""
        return page_url(self.url, language or self.language, page) if self.url else ""

    def picture(self, page: str) -> str:
        return f"{self.url}/{quote(picture_file(page))}" if self.url else ""

    def alternates(self, page: str, root: str) -> list[tuple[str, str]]:
        """(hreflang, address) of a page in each language, the default one also for all others."""
        def where(language: str) -> str:
            return self.address(page, language) or f"{root}{language}/{page}"

        if len(self.languages) < 2:
            return []
        return [(language, where(language)) for language in self.languages] + [("x-default", where(self.default))]


def page_url(url: str, language: str, page: str) -> str:
    return f"{url}/{language}/{quote(page)}"


def plain_text(markup: str) -> str:
    """The text of a piece of HTML on one line; where a block ends without a full stop, one is put."""
    text = TAG.sub(lambda tag: "" if tag[2] in INLINE else "\0", markup)
    blocks = [" ".join(html.unescape(block).split()) for block in text.split("\0")]
    return " ".join(block if block[-1] in ".!?…:;" else f"{block}." for block in blocks if block)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut between words, with dots where something is missing."""
    if len(text) <= longest:
        return text
    end = text[:longest].rfind(" ")
    kept = text[:end] if end > 0 else text[: longest - 1]
    return kept.rstrip(" ,;:–-(«“") + "…"


def sitemap(url: str, languages: tuple[str, ...], pages: Iterable[str]) -> str:
    """sitemap.xml: every page in every language, each with its other languages."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page in pages:
        places = [(language, html.escape(page_url(url, language, page))) for language in languages]
        links = [*places, ("x-default", places[0][1])] if len(places) > 1 else []
        others = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{place}"/>' for code, place in links)
        lines += [f"<url><loc>{place}</loc>{others}</url>" for _, place in places]
    return "\n".join([*lines, "</urlset>", ""])


def robots(url: str) -> str:
    return f"User-agent: *\nAllow: /\nSitemap: {url}/sitemap.xml\n"
