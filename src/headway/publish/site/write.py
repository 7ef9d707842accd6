"""Renders every page in every language."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from markdown_it import MarkdownIt

from headway.publish.site.context import Context
from headway.publish.site.findings import gaps_view, methods_view, problems_view
from headway.publish.site.indicator import indicator_view
from headway.publish.site.overview import goal_view, overview_view
from headway.publish.site.goal_colors import goal_styles
from headway.publish.site.paths import goal_page, indicator_page
from headway.publish.words.catalogue import NATIVE, capitalised
from headway.review.build import Finished


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Escapes everything; a name that is not there is an error, never a blank."""
    with as_file(files(__package__) / "templates") as folder:
        return Environment(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip


def markdown(text: str) -> Markup:
    """A person's Markdown, in which HTML is shown as text and only web links are links."""
    return Markup(MarkdownIt("commonmark", {"html": False}).render(text))  # noqa: S704


class Pages:
    """Writes the pages of one language."""

    def __init__(self, finished: Finished, folder: Path, language: str) -> None:
        self.context = Context(finished, language)
        self.folder = folder
        self.language = language

    def write(self, template: str, page: str, view: dict) -> None:
        up = "../" * (page.count("/"))
        settings = self.context.settings
        html = environment().get_template(template).render(
            view=view,
            page=page,
            up=up,
            root=f"../{up}",
            t=self.context.words.t,
            tn=self.context.words.tn,
            language=self.language,
            languages=[(code, NATIVE[code]) for code in settings.languages],
            title=settings.title[self.language],
            place=self.context.labels.area(self.context.area),
            nation=self.context.labels.area(self.context.nation),
            has_comparator=self.context.has_comparator,
            fictional=settings.fictional,
            number=self.context.number,
            capitalised=capitalised,
        )
        path = self.folder / self.language / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8", newline="\n")

    def front(self) -> None:
        context = self.context
        view = overview_view(context)
        view["opening"] = markdown(view["opening"]) if view["opening"] else ""
        self.write("overview.html", "index.html", view)
        self.write("gaps.html", "gaps.html", gaps_view(context))
        self.write("problems.html", "problems.html", problems_view(context))
        self.write("methods.html", "methods.html", methods_view(context))
        for goal in context.by_goal:
            self.write("goal.html", goal_page(goal), goal_view(context, goal))

    def indicators(self):
        """Each step writes one indicator's page."""
        for indicator in self.context.finished.indicators.values():
            yield lambda indicator=indicator: self.write(
                "indicator.html", indicator_page(indicator), indicator_view(self.context, indicator)
            )


def write_site(finished: Finished, folder: Path, progress: Callable) -> None:
    assets = folder / "assets"
    assets.mkdir(parents=True)
    style = (files(__package__) / "assets" / "style.css").read_text(encoding="utf-8")
    (assets / "style.css").write_text(style + goal_styles(), encoding="utf-8", newline="\n")
    for language in finished.review.settings.languages:
        pages = Pages(finished, folder, language)
        pages.front()
        for step in progress(list(pages.indicators()), f"site {language}"):
            step()
    _write_entrance(finished, folder)


def _write_entrance(finished: Finished, folder: Path) -> None:
    """The root page leads to the default language, by itself or by hand."""
    settings = finished.review.settings
    html = environment().get_template("entrance.html").render(
        title=settings.title[settings.language], language=settings.language,
        languages=[(code, NATIVE[code]) for code in settings.languages],
    )  # fmt: skip
    (folder / "index.html").write_text(html, encoding="utf-8", newline="\n")
