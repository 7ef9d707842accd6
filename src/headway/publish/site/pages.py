"""The pages of one language by their paths, each rendered when it is asked for."""

from collections.abc import Callable
from functools import lru_cache, partial
from importlib.resources import as_file, files

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from headway.publish.site.area_pages import area_pages
from headway.publish.site.area_profile import area_view
from headway.publish.site.areas import areas_view
from headway.publish.site.context import Context
from headway.publish.site.data_page import data_view
from headway.publish.site.gaps import NOBODY, bodies_asked, gaps_view, request_csv, request_page, request_view
from headway.publish.site.goals import goal_view, goals_view
from headway.publish.site.indicator import indicator_view
from headway.publish.site.methods import methods_view
from headway.publish.site.overview import overview_view
from headway.publish.site.paths import goal_page, indicator_page
from headway.publish.site.problems import problems_view
from headway.publish.site.sharing import Sharing
from headway.publish.words.catalogue import NATIVE, capitalised

Make = Callable[[], str | bytes]
"""Makes the content of one file."""


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Escapes everything; a name that is not there is an error, never a blank."""
    with as_file(files(__package__) / "templates") as folder:
        return Environment(
            loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip


def markdown(text: str) -> Markup:
    """A person's Markdown, in which HTML is shown as text and only web links are links."""
    return Markup(MarkdownIt("commonmark", {"html": False}).disable("image").render(text))  # noqa: S704


def menu(context: Context) -> list[tuple[str, str, str]]:
    """(section, page, label) of the main menu."""
    t = context.words.t
    return [
        ("overview", "index.html", t("Overview")),
        ("goals", "goals.html", t("Goals")),
        ("areas", "areas.html", t("Areas")),
        ("gaps", "gaps.html", t("Gaps")),
        ("data", "data.html", t("Data")),
        ("methods", "methods.html", t("Methods")),
    ]


class Pages:
    """The pages of one language."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.language = context.language

    def files(self) -> dict[str, Make]:
        """Path below the language's folder → what renders it."""
        context = self.context
        found = {
            "index.html": self._page("overview.html", "overview", self._overview),
            "gaps.html": self._page("gaps.html", "gaps", partial(gaps_view, context)),
            "goals.html": self._page("goals.html", "goals", partial(goals_view, context)),
            "areas.html": self._page("areas.html", "areas", partial(areas_view, context)),
            "data.html": self._page("data.html", "data", partial(data_view, context)),
            "problems.html": self._page("problems.html", "data", partial(problems_view, context)),
            "methods.html": self._page("methods.html", "methods", partial(methods_view, context)),
        }
        for goal in context.by_goal:
            found[goal_page(goal)] = self._page("goal.html", "goals", partial(goal_view, context, goal))
        for area, path in area_pages(context).items():
            found[path] = self._page("area.html", "areas", partial(area_view, context, area))
        for indicator in context.finished.indicators.values():
            view = partial(indicator_view, context, indicator)
            found[indicator_page(indicator)] = self._page("indicator.html", "goals", view)
        return {path: partial(make, path) for path, make in found.items()} | self._requests()

    def _requests(self) -> dict[str, Make]:
        """For each body that could fill gaps, the list of them: as a page and for a spreadsheet."""
        found: dict[str, Make] = {}
        for body in bodies_asked(self.context):
            if body != NOBODY:
                path = request_page(body)
                page = self._page("request.html", "gaps", partial(request_view, self.context, body))
                found[path] = partial(page, path)
                found[path.replace(".html", ".csv")] = partial(request_csv, self.context, body)
        return found

    def _overview(self) -> dict:
        view = overview_view(self.context)
        view["opening"] = markdown(view["opening"]) if view["opening"] else ""
        return view

    def _page(self, template: str, section: str, view: Callable[[], dict]) -> Callable[[str], str]:
        """What renders a page, once it knows its path; `section` is the entry of the menu it belongs to."""
        return lambda path: self.render(template, path, section, view())

    def render(self, template: str, path: str, section: str, view: dict) -> str:
        up = "../" * path.count("/")
        return environment().get_template(template).render(
            view=view, page=path, section=section, up=up, root=f"../{up}", **self._shared
        )  # fmt: skip

    @property
    def _shared(self) -> dict:
        context = self.context
        settings = context.settings
        return {
            "t": context.words.t,
            "tn": context.words.tn,
            "language": self.language,
            "languages": [(code, NATIVE[code]) for code in settings.languages],
            "title": settings.title[self.language],
            "place": context.labels.area(context.area),
            "nation": context.labels.area(context.nation),
            "has_comparator": context.has_comparator,
            "fictional": settings.fictional,
            "number": context.number,
            "capitalised": capitalised,
            "menu": menu(context),
            "share": Sharing(settings, self.language),
        }
