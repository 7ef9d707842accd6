"""The trend of an indicator's headline: the area beside the nation, the target, the way it goes, the breaks."""

from headway.model.assessment import Assessment
from headway.model.framework import Indicator
from headway.model.series_break import DECLARED
from headway.publish.site.chart_specs import LEVEL
from headway.publish.site.chart_data.lines import SHORT, Line, line_of
from headway.publish.site.chunks import series_ids
from headway.publish.site.context import Context
from headway.publish.site.explorer import first_series
from headway.publish.site.opening import Scale


def trend_chart(context: Context, indicator: Indicator) -> dict | None:
    """`name`, `tables` and `options` of the chart; None where nothing can be drawn."""
    lines = shown_lines(context, indicator)
    if not lines:
        return None
    first = lines[0]
    assessment = context.finished.assessments[first.series_id]
    target = _target(first, assessment)
    projection = _projection(first)
    values = [
        row for index, line in enumerate(lines)
        for row in line.rows(line=_name(line, lines), role="comparator" if index else "area")
    ]  # fmt: skip
    reach = [value for line in lines for value in line.values] + [row["value"] for row in target]
    return {
        "name": "trend",
        "tables": {"values": values, "target": target, "projection": projection, "breaks": _breaks(context, assessment)},
        "options": {
            "title": _title(context, indicator, lines),
            "description": _description(context, lines, target, projection),
            "unit": first.unit,
            "zero": first.from_zero(reach),
            "source": source(context, first),
        },
    }


def shown_lines(context: Context, indicator: Indicator) -> list[Line]:
    """The area's line and, of the same series and unit, the nation's; alone, the first that there is."""
    areas = dict.fromkeys((context.area, context.nation) if context.is_comparable(indicator) else (context.area,))
    found = [line_of(context, indicator, context.beside(indicator, area)) for area in areas]
    lines = [line for line in found if line]
    if not lines:
        ids = series_ids(context.finished, indicator)
        line = line_of(context, indicator, first_series(context, indicator, ids)) if ids else None
        return [line] if line else []
    return [line for line in lines if line.unit == lines[0].unit]


def _name(line: Line, lines: list[Line]) -> str:
    """The area; with the group where the lines are of different ones."""
    labels = line.context.labels
    cuts = {labels.cut(other.series, measure=False) for other in lines}
    own = labels.cut(line.series, measure=False)
    return f"{line.area}, {own}" if len(cuts) > 1 and own else line.area


def _title(context: Context, indicator: Indicator, lines: list[Line]) -> str:
    cut = context.labels.cut(lines[0].series)
    places = ", ".join(dict.fromkeys(line.area for line in lines))
    name = context.labels.indicator(indicator)
    return f"{name}: {places}" + (f" ({cut})" if cut else "")


def _target(line: Line, assessment: Assessment) -> list[dict]:
    context, progress = line.context, assessment.progress
    if progress.target_value is None or progress.target_year is None:
        return []
    year = progress.base_year or progress.last_year or progress.target_year
    value = context.number(round(progress.target_value, line.decimals + 1))
    short = context.with_unit(value, line.unit if len(line.unit) <= SHORT else "")
    return [
        {
            "value": progress.target_value, "from": min(year, progress.target_year), "to": progress.target_year,
            "text": context.words.t("target {value}", value=short), "number": value,
            "side": "below" if line.values[-1] > progress.target_value else "above",
        }
    ]  # fmt: skip


def _projection(line: Line) -> list[dict]:
    """From the last value on, so that the way ahead begins where the line ends."""
    found = line.context.finished.projections.get(line.series_id)
    if found is None or not found.years:
        return []
    last = line.values[-1]
    start = {"year": line.rows()[-1]["year"], "value": last, "lower": last, "upper": last, "text": line.text(last), "interval": ""}
    return [start] + [_ahead(line, *entry) for entry in zip(found.years, found.values, found.lowers, found.uppers)]


def _ahead(line: Line, year: int, value: float, lower: float, upper: float) -> dict:
    """A projected value in no more digits than its interval allows."""
    shown = Scale(line.context, line.points, "")
    middle, low, high = (shown.within((upper - lower) / 2, number) for number in (value, lower, upper))
    return {
        "year": year, "value": value, "lower": lower, "upper": upper,
        "text": line.context.with_unit(middle, line.unit), "interval": f"[{low}; {high}]",
    }  # fmt: skip


def _breaks(context: Context, assessment: Assessment) -> list[dict]:
    return [{"year": entry.year, "text": _break_text(context, entry)} for entry in assessment.breaks]


def _break_text(context: Context, entry) -> str:
    """Short: the sentence with the whole reason stands above the chart."""
    t = context.words.t
    if entry.kind != DECLARED:
        return t("suspected break, {year}", year=entry.year)
    if entry.reason == "TERRITORY":
        return t("change of territory, {year}", year=entry.year)
    if entry.reason in ("", "graph_series_breaks"):
        return t("break, {year}", year=entry.year)
    return t("{reason}, {year}", reason=entry.reason.rstrip(". "), year=entry.year)


def _description(context: Context, lines: list[Line], target: list[dict], projection: list[dict]) -> str:
    """The chart in words, for those who do not see it."""
    t = context.words.t
    found = [_course(line) for line in lines]
    found += [t("Target by {year}: {value}.", year=row["to"], value=lines[0].context.with_unit(row["number"], lines[0].unit)) for row in target]
    if projection:
        end = projection[-1]
        found.append(
            t(
                "If the trend goes on: {value} in {year}, {level} % interval {interval}.",
                level=LEVEL, value=end["text"], year=end["year"], interval=end["interval"],
            )
        )  # fmt: skip
    return " ".join(found)


def _course(line: Line) -> str:
    """Where a line begins and ends, its lowest and its highest value."""
    t, points, values = line.context.words.t, line.points, line.points.values
    if len(points) == 1:
        return t("{place}: {value} ({period}).", place=line.area, value=line.text(values[0]), period=points.labels[0])
    low, high = int(values.argmin()), int(values.argmax())
    return t(
        "{place}: {first} ({first_period}), then {last} ({last_period}); lowest {low} ({low_period}), highest {high} ({high_period}).",
        place=line.area, first=line.text(values[0]), first_period=points.labels[0], last=line.text(values[-1]),
        last_period=points.labels[-1], low=line.text(values[low]), low_period=points.labels[low],
        high=line.text(values[high]), high_period=points.labels[high],
    )  # fmt: skip


def source(context: Context, line: Line) -> str:
    """Who published the last value, and the file and row in which it stands."""
    origin = context.finished.store.origins[line.points.origins[-1]]
    return context.words.t(
        "Source: {source}. {place}, {period}: {file}, row {row}.", source=origin.publisher or origin.source, place=line.area,
        period=line.points.labels[-1], file=origin.file.rpartition("/")[2], row=line.points.rows[-1],
    )  # fmt: skip
