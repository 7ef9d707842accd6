"""`review.toml`: what the review is about."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from headway.errors import ReviewError, nearest
from headway.model.toml_text import quote
from headway.nomenclature import methods
from headway.nomenclature.tables import LANGUAGES
from headway.review.files import inside, load_toml
from headway.review.leftovers import recover_review
from headway.sources import READERS

FILE = "review.toml"
OWN = ("sources", "text", "build", ".headway")
"""Folders of a review."""
KINDS = ("national", "local")
HOST = re.compile(r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")
PLAIN_URL = re.compile(r"^[A-Za-z0-9._~:/%@!$&'()*+,;=-]+$")
"""What may stand in an address; other letters are written as `%D0%B0` there, and hosts as `xn--…`."""
NAME = re.compile(r"^[a-z0-9][a-z0-9_-]*$")


class SourceSetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source: where it is, how it is read, which wins."""

    name: str
    reader: str
    location: str
    framework: str
    rank: int = 1
    """1 is the best: where several sources give one number, its value is used."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of review.toml, checked."""

    title: dict[str, str]
    kind: str
    area: str
    year: int
    """Year of the review: staleness is counted from it, never from the clock."""
    languages: tuple[str, ...]
    sources: tuple[SourceSetting, ...]
    within: str = ""
    name: str = ""
    """Name of the area, where no source or list knows it."""
    method: str = "unsd-2023"
    compare: tuple[str, ...] | None = None
    """Editions that stand beside the headline method; left out, those that editions say of themselves."""
    fictional: bool = False
    url: str = ""
    """Public address of the site, where it has one: pages then name it, and have pictures for those who share them."""

    @property
    def nation(self) -> str:
        """The country the review lies in: the area it is within, or the area itself."""
        return self.within or self.area

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]


def load_settings(folder: Path) -> Settings:
    """Reads and checks review.toml; ReviewError names what does not fit."""
    path = folder / FILE
    if not path.is_file():
        raise ReviewError(
            f"“{folder}” is not a review: it has no {FILE}.",
            remedy="Name the folder that “headway new” made.",
        )
    for name in OWN:
        inside(folder, folder / name)
    recover_review(folder)
    raw = load_toml(folder, path)
    try:
        settings = msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        raise ReviewError(f"{path}: {error}.", remedy="Correct or remove that field.") from None
    _check(settings, path)
    return settings


def _check(settings: Settings, path: Path) -> None:
    def refuse(field: str, found: object, expected: str) -> None:
        raise ReviewError(f"{path}: {field} is “{found}”, expected {expected}.", remedy="Correct it.")

    if settings.kind not in KINDS:
        refuse("kind", settings.kind, " or ".join(KINDS))
    if not settings.languages:
        refuse("languages", "", f"one or more of {', '.join(LANGUAGES)}")
    for language in settings.languages:
        if language not in LANGUAGES:
            refuse("languages", language, f"one of {', '.join(LANGUAGES)}")
    if not 1990 <= settings.year <= 2100:
        refuse("year", settings.year, "a year such as 2026")
    if not settings.sources:
        refuse("sources", "", "at least one [[sources]]")
    for source in settings.sources:
        if not NAME.fullmatch(source.name):
            refuse("sources.name", source.name, "small letters, digits and hyphens")
        if source.reader not in READERS:
            close = nearest(source.reader, list(READERS), most=1)
            refuse("sources.reader", source.reader, close[0] if close else " or ".join(READERS))
        if not 0 <= source.rank <= 1000:
            refuse("sources.rank", source.rank, "1 for the best, 2 for the next")
    names = [source.name for source in settings.sources]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        refuse("sources.name", twice, "a name for each source")
    if settings.method not in methods.progress_editions():
        refuse("method", settings.method, " or ".join(methods.progress_editions()))
    for name in settings.compare or ():
        if name not in methods.progress_editions():
            refuse("compare", name, " or ".join(methods.progress_editions()))
    if settings.url and not is_public_address(settings.url):
        refuse("url", settings.url, "the site’s public address such as https://example.org/review, or blank")


def is_public_address(url: str) -> bool:
    """Whether a site can stand there: http or https, a host, perhaps a folder, nothing else."""
    try:
        parts = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = parts.scheme in ("http", "https") and not (parts.query or parts.fragment or parts.username or parts.password)
    return plain and port_is_right and bool(HOST.match(parts.hostname or "")) and bool(PLAIN_URL.match(url))


def render_settings(settings: Settings) -> str:
    """review.toml as `new` writes it, with a word on each field."""
    languages = ", ".join(quote(language) for language in settings.languages)
    lines = [
        f"kind = {quote(settings.kind)}            # national or local",
        f"area = {quote(settings.area)}",
        f"within = {quote(settings.within)}             # the area it is compared with; blank for a country",
        f"year = {settings.year}                # year of the review: staleness is counted from it",
        f"languages = [{languages}]   # the first is the default one",
        f"method = {quote(settings.method)}      # the headline method of progress",
    ]
    if settings.compare is not None:
        lines.append(f"compare = [{', '.join(map(quote, settings.compare))}]   # editions beside it")
    lines.append(f"url = {quote(settings.url)}                   # the site’s public address; blank where it has none yet")
    if settings.name:
        lines.append(f"name = {quote(settings.name)}")
    if settings.fictional:
        lines.append("fictional = true           # every page says so")
    lines += ["", "[title]"]
    lines += [f"{language} = {quote(title)}" for language, title in settings.title.items()]
    for source in settings.sources:
        lines += ["", *render_source(source)]
    return "\n".join(lines) + "\n"


def render_source(source: SourceSetting) -> list[str]:
    return [
        "[[sources]]",
        f"name = {quote(source.name)}",
        f"reader = {quote(source.reader)}",
        f"location = {quote(source.location)}   # from here; “headway refresh” looks again",
        f"framework = {quote(source.framework)}   # of rows the source does not call global",
        f"rank = {source.rank}   # 1 is the best where sources disagree",
    ]
