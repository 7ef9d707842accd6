"""What a site with a public address has besides: pictures for shared links, sitemap.xml, robots.txt."""

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from headway.model.framework import Indicator
from headway.publish.file_names import file_name
from headway.publish.site.areas import area_squares
from headway.publish.site.board import ORDER, goal_head
from headway.publish.site.context import OWN, Context
from headway.publish.site.paths import goal_page, indicator_page, picture_file
from headway.publish.site.sharing import robots, sitemap

Make = Callable[[], str | bytes]


def public_files(context: Context, paths: Iterable[str]) -> dict[str, Make]:
    """Path below the site's folder → what makes it; none where the review gives no `url`.

    `paths` are the files of one language: every language has the same pages.
    """
    settings, pages = context.settings, [path for path in paths if path.endswith(".html")]
    url = settings.url.rstrip("/")
    if not url:
        return {}
    return picture_files(context, pages) | {
        "sitemap.xml": partial(sitemap, url, settings.languages, pages),
        "robots.txt": partial(robots, url),
    }


def picture_files(context: Context, pages: list[str]) -> dict[str, Make]:
    """A picture for the overview and for each indicator, goal and area that has a page."""
    found: dict[str, Make] = {"index.html": partial(_board, context, context.area)}
    found |= {goal_page(goal): partial(_goal, context, goal) for goal in context.by_goal}
    found |= {
        indicator_page(indicator): partial(_indicator, context, indicator)
        for indicator in context.finished.indicators.values()
    }
    found |= {f"areas/{file_name(code)}.html": partial(_board, context, code) for code in context.finished.areas}
    existing = set(pages)
    return {picture_file(page): make for page, make in found.items() if page in existing}


def _chip(context: Context, goal: str):
    from headway.publish.pictures.draw import Goal

    head = goal_head(context, goal)
    return Goal(head["sign"], head["color"], head["ink"])


def _goal_of(context: Context, indicator: Indicator) -> str:
    return indicator.goal if indicator.goal in context.by_goal else OWN


def _indicator(context: Context, indicator: Indicator) -> bytes:
    from headway.publish.pictures.draw import indicator_picture

    assessment = context.assessment(indicator, context.area)
    target = assessment.progress.target_value if assessment else None
    with_nation = context.has_comparator and context.is_comparable(indicator)
    return indicator_picture(
        _chip(context, _goal_of(context, indicator)), indicator.code, context.squares[indicator.key]["code"],
        _run(context, context.beside(indicator, context.area)),
        _run(context, context.beside(indicator, context.nation)) if with_nation else [],
        target,
    )  # fmt: skip


def _run(context: Context, series_id: int | None) -> list[tuple[float, float]]:
    """The points whose year can be read."""
    points = context.points(series_id)
    if points is None:
        return []
    usable = np.isfinite(points.years) & np.isfinite(points.values)
    return list(zip(points.years[usable].tolist(), points.values[usable].tolist()))


def _goal(context: Context, goal: str) -> bytes:
    from headway.publish.pictures.draw import goal_picture

    return goal_picture(_chip(context, goal), _verdicts(context, goal, context.squares))


def _board(context: Context, area: str) -> bytes:
    from headway.publish.pictures.draw import board_picture

    squares = context.squares if area == context.area else area_squares(context, area)
    goals = [goal for goal, indicators in context.by_goal.items() if indicators]
    return board_picture([(_chip(context, goal), _verdicts(context, goal, squares)) for goal in goals])


def _verdicts(context: Context, goal: str, squares: dict[tuple[str, str], dict]) -> list[str]:
    """The verdicts of a goal's indicators, best first; of those without a figure, that there is none."""
    codes = [squares[key]["code"] if (key := indicator.key) in squares else "GAP" for indicator in context.by_goal[goal]]
    return sorted(codes, key=ORDER.__getitem__)
