"""Every file of the site by its path, made when it is asked for: a build writes all, a preview what is looked at."""

from functools import partial

from headway.publish.site.assets import asset_files
from headway.publish.site.chart_specs import chart_files
from headway.publish.site.chunks import chunk_files
from headway.publish.site.context import Context
from headway.publish.site.explorer_words import words_file
from headway.publish.site.pages import Make, Pages, environment
from headway.publish.site.public import public_files
from headway.publish.site.search import search_files
from headway.publish.site.shapes import map_files
from headway.publish.words.catalogue import NATIVE
from headway.review.build import Finished


def site_files(finished: Finished) -> dict[str, dict[str, Make]]:
    """Title of a step → path below the site's folder → what makes the file."""
    steps: dict[str, dict[str, Make]] = {"site": asset_files() | {"index.html": lambda: _entrance(finished)}}
    steps["site chunks"] = chunk_files(finished)
    for language in finished.review.settings.languages:
        steps["site"][f"assets/explorer-{language}.js"] = partial(words_file, language)
        steps["site"] |= chart_files(language)
        pages = Pages(Context(finished, language))
        found = pages.files()
        steps["site"] |= map_files(pages.context)
        found |= search_files(pages, found)
        steps[f"site {language}"] = {f"{language}/{path}": make for path, make in found.items()}
        if language == finished.review.settings.language:
            steps["site"] |= public_files(pages.context, list(found))
    return steps


def _entrance(finished: Finished) -> str:
    """The root page leads to the default language, by itself or by hand."""
    settings = finished.review.settings
    return environment().get_template("entrance.html").render(
        title=settings.title[settings.language], language=settings.language,
        languages=[(code, NATIVE[code]) for code in settings.languages],
    )  # fmt: skip
