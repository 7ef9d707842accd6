"""A page of the site read for tests: its links, names, headings and visible text."""

import html
import re
from typing import NamedTuple

SCRIPT = re.compile(r"<(script|style)\b([^>]*)>.*?</\1>", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*)>")
"""Templates escape > inside attributes, so a tag ends at the first one."""
ATTRIBUTE = re.compile(r"([\w:-]+)(?:=\"([^\"]*)\")?")
HEADING = re.compile(r"h[1-6]")
LINKS = ("href", "src")
SAID = ("alt", "title", "aria-label", "content", "placeholder")
INLINE = {"a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "text", "tspan"}


class Parsed(NamedTuple):
    """What a page holds."""

    language: str
    title: str
    headings: list[tuple[int, str]]
    """(level, text) in their order."""
    ids: list[str]
    links: list[str]
    texts: list[str]
    """What stands between the tags, blanks made one, and what attributes say; blocks apart."""


def parse(page: str) -> Parsed:
    """A page as Headway writes it."""
    ids, links, said, headings, language = [], [], [], [], ""
    for script in SCRIPT.finditer(page):
        found = attributes(script[2])
        links += [found["src"]] if "src" in found else []
        ids += [found["id"]] if "id" in found else []
    body = SCRIPT.sub(" ", page)
    for tag in TAG.finditer(body):
        if tag[1]:
            continue
        found = attributes(tag[3])
        links += [found[name] for name in LINKS if name in found and tag[2] != "image"]
        ids += [found["id"]] if "id" in found else []
        said += [found[name] for name in SAID if found.get(name) and not (tag[2] == "meta" and "http-equiv" in found)]
        if tag[2] == "html":
            language = found.get("lang", "")
        if HEADING.fullmatch(tag[2]):
            end = body.index(f"</{tag[2]}>", tag.end())
            headings.append((int(tag[2][1]), plain(body[tag.end() : end])))
    title = plain(body.partition("<title>")[2].partition("</title>")[0])
    return Parsed(language, title, headings, ids, links, [*blocks(body), *said])


def attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in ATTRIBUTE.findall(text)}


def blocks(body: str) -> list[str]:
    """Runs of text that no block parts; what belongs to one line stays on it."""
    marked = TAG.sub(lambda tag: "" if tag[2] in INLINE else "\x00", body)
    lines = (" ".join(html.unescape(part).split()) for part in marked.split("\x00"))
    return [line for line in lines if line]


def plain(markup: str) -> str:
    return " ".join(html.unescape(TAG.sub("", markup)).split())
