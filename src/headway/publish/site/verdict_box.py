"""The box beside the chart: the verdict and the few numbers it rests on."""

from headway.model.framework import Indicator
from headway.publish.site.chart_data.lines import SHORT, Line, line_of
from headway.publish.site.context import Context
from headway.publish.site.opening import Scale


def verdict_box(context: Context, indicator: Indicator) -> dict | None:
    """Place, verdict, a long unit, and (label, value) pairs: base, last, target, where it goes.

    Of the review's own area, else of the nation; None where neither has values.
    """
    for area in dict.fromkeys((context.area, context.nation)):
        if line := line_of(context, indicator, context.beside(indicator, area)):
            unit = line.unit if len(line.unit) <= SHORT else ""
            return {
                "place": line.area, "verdict": context.verdict(context.assessment(indicator, area)),
                "unit": "" if unit else line.unit, "rows": _told(context, line, unit) + _ahead(context, line, unit),
            }  # fmt: skip
    return None


def _told(context: Context, line: Line, unit: str) -> list[tuple[str, str]]:
    """Base, last value and target."""
    t, progress = context.words.t, context.finished.assessments[line.series_id].progress
    rows = []
    if progress.base_year and progress.base_year != progress.last_year:
        rows.append((str(progress.base_year), line.number(progress.base_value)))
    rows.append((str(line.points.labels[-1]), line.number(line.values[-1])))
    if progress.target_value is not None and progress.target_year:
        target = context.number(round(progress.target_value, line.decimals + 1))
        rows.append((t("Target by {year}", year=progress.target_year), target))
    return [(label, context.with_unit(value, unit)) for label, value in rows]


def target_text(context: Context, indicator: Indicator) -> str:
    """The target of the review's own area as a sentence; empty where there is none."""
    line = line_of(context, indicator, context.beside(indicator, context.area))
    progress = context.finished.assessments[line.series_id].progress if line else None
    if progress is None or progress.target_value is None or not progress.target_year:
        return ""
    value = context.with_unit(context.number(round(progress.target_value, line.decimals + 1)), line.unit)
    return context.words.t("Target by {year}: {value}.", year=progress.target_year, value=value)


def _ahead(context: Context, line: Line, unit: str) -> list[tuple[str, str]]:
    """What the trend leads to, with its interval, in no more digits than that allows."""
    found = context.finished.projections.get(line.series_id)
    if found is None or not found.years:
        return []
    t, lowest, highest = context.words.t, found.lowers[-1], found.uppers[-1]
    scale = Scale(context, line.points, "")
    value, lower, upper = (scale.within((highest - lowest) / 2, number) for number in (found.values[-1], lowest, highest))
    return [
        (t("{year}, if the trend goes on", year=found.years[-1]), context.with_unit(value, unit)),
        (t("{level} % interval", level=round(100 * found.level)), t("{lower} to {upper}", lower=lower, upper=upper)),
    ]
