"""One indicator as a row of a table: last value, value of the base year, trend, verdict, the nation beside it."""

from headway.model.framework import Indicator
from headway.publish.site.context import Context
from headway.publish.site.paths import indicator_page
from headway.publish.site.spark import spark


def indicator_row(context: Context, indicator: Indicator, area: str = "") -> dict:
    """As seen from an area, that of the review where none is given."""
    area = area or context.area
    series_id = context.beside(indicator, area)
    latest = context.latest(indicator, area)
    nation = context.latest(indicator, context.nation) if context.has_comparator else None
    return {
        "anchor": "",
        "code": indicator.reference,
        "name": context.labels.indicator(indicator),
        "href": indicator_page(indicator),
        "goal": indicator.goal,
        "area": latest,
        "unit": next((cell["unit"] for cell in (latest, nation) if cell and cell["unit"] not in ("", "%")), ""),
        "base": base_value(context, indicator, series_id),
        "spark": spark(context.points(series_id)),
        "nation": nation,
        "verdict": context.square(indicator) if area == context.area else context.square_of(indicator, area),
        "nation_verdict": context.square_of(indicator, context.nation),
    }


def base_value(context: Context, indicator: Indicator, series_id: int | None) -> dict | None:
    """The value of the base year and whether the last one is above or below it; None where nothing was judged or no value is of that year."""
    points = context.points(series_id)
    if points is None:
        return None
    assessment = context.finished.assessments[series_id]
    progress = assessment.progress
    if progress.base_year is None or progress.base_year == progress.last_year:
        return None
    found = [index for index, year in enumerate(points.years) if year == progress.base_year]
    if not found:
        return None  # the method read its base between two years
    at = found[-1]
    unit = context.labels.unit(assessment.series, indicator)
    first, last = points.values[at], points.values[-1]
    return {
        "value": context.last_value(points, unit, at),
        "plain": context.last_value(points, unit if unit == "%" else "", at),
        "period": points.labels[at],
        "number": float(first),
        "sign": "↑" if last > first else "↓" if last < first else "→",
    }
