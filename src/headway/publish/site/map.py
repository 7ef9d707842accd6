"""Maps: how many indicators have figures in each area, and the last values of one indicator."""

from headway.assess.standings import LEAST, Standing
from headway.model.framework import Indicator
from headway.publish.site.area_pages import area_pages
from headway.publish.site.chart_data.lines import SHORT
from headway.publish.site.context import Context
from headway.publish.site.shapes import WIDTH, Drawing, drawing
from headway.publish.words.numbers import MOST_DECIMALS, series_decimals

MANY = 10
"""From so many areas on there are five classes of colour, below it three."""
CLASSES = {
    1: ("q3",), 2: ("q2", "q4"), 3: ("q1", "q3", "q5"), 4: ("q1", "q2", "q4", "q5"), 5: ("q1", "q2", "q3", "q4", "q5"),
}  # fmt: skip
"""Colours of so many groups; equal values may leave fewer groups than were wanted."""


def coverage_map(context: Context, counts: dict[str, int]) -> dict | None:
    """Area → number of indicators with figures; None where no outline joins."""
    drawn = drawing(context)
    if drawn is None:
        return None
    shown = {area: float(count) for area, count in counts.items() if area in _drawn_areas(drawn)}
    texts = {area: context.number(float(count)) for area, count in counts.items()}
    title = context.words.t("Indicators with figures, by region and city")
    return _map(context, drawn, title, shown, texts, texts, inline=True)


def indicator_map(context: Context, indicator: Indicator) -> dict | None:
    """The values of one year of one series; None where fewer than LEAST areas with an outline have one."""
    drawn, standing = drawing(context), context.finished.standings.get(indicator.key)
    if drawn is None or standing is None or len(_drawn_areas(drawn) & standing.values.keys()) < LEAST:
        return None
    texts = standing_texts(context, indicator, standing)
    unit = _common_unit(context, indicator, standing)
    plain = {area: _without(text, unit) for area, text in texts.items()}
    shown = {area: value for area, value in standing.values.items() if area in _drawn_areas(drawn)}
    title = context.words.t("Regions and cities, {year}", year=standing.year)
    return _map(context, drawn, title, shown, texts, plain, inline=False) | {
        "unit": unit,
        "other_years": [
            {"name": context.labels.area(area), "year": year} for area, year in standing.other_years.items()
        ],
    }


def _common_unit(context: Context, indicator: Indicator, standing: Standing) -> str:
    """A unit of many letters that all the values have: it is said once and not after every number."""
    units = {_unit(context, indicator, compared_series(context, indicator, standing, area)) for area in standing.values}
    unit = next(iter(units))
    return unit if len(units) == 1 and len(unit) > SHORT else ""


def _without(text: str, unit: str) -> str:
    """The number alone; `with_unit` joins the two by a space that does not break, or puts the unit into brackets."""
    return text.removesuffix(f"\u00a0{unit}").removesuffix(f" ({unit})") if unit else text


def _drawn_areas(drawn: Drawing) -> set[str]:
    return {shape.code for shape in drawn.shapes if shape.code}


def standing_texts(context: Context, indicator: Indicator, standing: Standing) -> dict[str, str]:
    """The values by which areas are compared, with their unit, all in the decimals of the finest."""
    ids = {area: compared_series(context, indicator, standing, area) for area in standing.values}
    decimals = max(min(MOST_DECIMALS, series_decimals(context.finished.store.points(one).texts.tolist())) for one in ids.values())
    return {
        area: context.with_unit(context.number(standing.values[area], decimals), _unit(context, indicator, series_id))
        for area, series_id in ids.items()
    }


def standing_text(context: Context, indicator: Indicator, standing: Standing, area: str) -> str:
    """The value by which an area is compared, with its unit, in the decimals of its series."""
    series_id = compared_series(context, indicator, standing, area)
    decimals = series_decimals(context.finished.store.points(series_id).texts.tolist())
    return context.with_unit(context.number(standing.values[area], decimals), _unit(context, indicator, series_id))


def compared_series(context: Context, indicator: Indicator, standing: Standing, area: str) -> int:
    """The series of an area that is compared with others."""
    series, ids = context.finished.store.series, context.finished.groups[indicator.key][area]
    return next(series_id for series_id in ids if series[series_id].dimensions == standing.dimensions)


def _unit(context: Context, indicator: Indicator, series_id: int) -> str:
    return context.labels.unit(context.finished.store.series[series_id], indicator)


def _map(context: Context, drawn: Drawing, title: str, shown: dict[str, float], texts: dict[str, str], plain: dict[str, str], *, inline: bool) -> dict:
    """`shown`: area → value of areas with an outline; `texts`: the values of these and of areas without one; `plain`: the same for the legend."""
    classes = classified(shown)
    pages, labels, outlines = area_pages(context), context.labels, context.finished.outlines
    return {
        "title": title,
        "width": WIDTH,
        "height": drawn.height,
        "inline": inline,
        "shapes": [
            {
                "key": place,
                "name": labels.area(shape.code) if shape.code else shape.name,
                "text": texts.get(shape.code, ""),
                "class": classes.get(shape.code, "none"),
                "href": pages.get(shape.code, ""),
                "here": shape.code == context.area,
                "path": shape.path if inline else "",
                "x": shape.x, "y": shape.y, "small": shape.small,
            }
            for place, shape in enumerate(drawn.shapes)
        ],
        "legend": _legend(context, shown, classes, plain),
        "without": sorted(labels.area(code) for code in _drawn_areas(drawn) if code not in shown),
        "missing": [{"name": labels.area(code), "text": plain.get(code, "")} for code in outlines.missing],
        "loose": [shape.name for shape in drawn.shapes if not shape.code],
        "outdated": "; ".join(
            f"{labels.area(code)} ({', '.join(map(labels.area, carved))})" for code, carved in outlines.outdated.items()
        ),
    }  # fmt: skip


def classified(values: dict[str, float]) -> dict[str, str]:
    """Area → class of colour: groups of about equal number, the lightest for the smallest; equal values share one."""
    ordered = sorted(values.values())
    most = 5 if len(ordered) >= MANY else 3
    groups: dict[float, int] = {}
    for place, value in enumerate(ordered):
        groups.setdefault(value, place * most // len(ordered))
    used = sorted(set(groups.values()))
    return {area: CLASSES[len(used)][used.index(groups[value])] for area, value in values.items()}


def _legend(context: Context, values: dict[str, float], classes: dict[str, str], texts: dict[str, str]) -> list[dict]:
    """Every class with its range and its areas, the largest value first."""
    pages, found = area_pages(context), []
    for name in reversed(CLASSES[5]):
        members = sorted((area for area in values if classes[area] == name), key=lambda area: -values[area])
        if not members:
            continue
        high, low = texts[members[0]], texts[members[-1]]
        text = high if high == low else context.words.t("from {low} to {high}", low=low, high=high)
        areas = [
            {"name": context.labels.area(area), "href": pages.get(area, ""), "text": texts[area], "here": area == context.area}
            for area in members
        ]
        found.append({"class": name, "text": text, "areas": areas})
    return found
