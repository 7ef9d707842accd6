"""The preview's own pages: what is not there, and what keeps the review from being shown."""

from functools import lru_cache
from importlib.resources import as_file, files

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from headway.errors import HeadwayError, ReviewError
from headway.nomenclature.problems import sentence
from headway.publish.preview.state import State
from headway.publish.words.catalogue import Words

LONGEST = 200
"""Letters of a path that are shown."""


@lru_cache(maxsize=1)
def environment() -> Environment:
    with as_file(files(__package__) / "templates") as folder:
        return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def not_found(state: State, path: str) -> str:
    """A page for an address where nothing is."""
    language = language_of(state, path)
    shown = path if len(path) <= LONGEST else f"{path[:LONGEST]}…"
    data = path.startswith("data/")
    return _rendered("not-found.html", state, language, {"path": shown, "data": data})


def faulty(state: State, path: str, fault: HeadwayError) -> str:
    """A page for a review that cannot be shown: each fault with its place and what to do."""
    language = language_of(state, path)
    problems = fault.problems if isinstance(fault, ReviewError) else ()
    told = [
        {"place": problem.place} | {part: sentence(problem, part, language) for part in ("found", "expected", "remedy")}
        for problem in problems
    ]
    return _rendered("fault.html", state, language, {"problems": told, "message": fault.message, "remedy": fault.remedy})


def language_of(state: State, path: str) -> str:
    """The language whose folder the path is in, else the review's default one."""
    first = path.partition("/")[0]
    return first if first in state.languages else next(iter(state.languages), "en")


def _rendered(template: str, state: State, language: str, view: dict) -> str:
    home = f"/{language}/index.html"
    words = Words(language)
    return environment().get_template(template).render(
        view=view, t=words.t, language=language, home=home if home in {f"/{path}" for path in state.files} else ""
    )  # fmt: skip
