"""The last values of all regions, the nation among them."""

from collections import Counter

from headway.model.framework import Indicator
from headway.publish.site.chart_data.lines import Line, line_of
from headway.publish.site.context import Context

FEWEST = 3
"""Areas beside the nation below which a plot says no more than the table."""


def dots_chart(context: Context, indicator: Indicator) -> dict | None:
    """`name`, `tables` and `options`; None where too few areas have a value in one unit."""
    lines = _lines(context, indicator)
    if len(lines) - (context.nation in lines) < FEWEST:
        return None
    first = next(iter(lines.values()))
    usual = Counter(line.points.labels[-1] for line in lines.values()).most_common(1)[0][0]
    names = _names(context, lines, usual)
    values = [
        {
            "area": names[code], "role": _role(context, code), "value": line.values[-1], "text": line.short(line.values[-1]),
            "period": line.points.labels[-1],
        }
        for code, line in lines.items()
    ]  # fmt: skip
    return {
        "name": "dots",
        "tables": {"values": values},
        "options": {
            "title": context.words.t("{name}: all regions, {period}", name=context.labels.indicator(indicator), period=usual),
            "description": _description(context, values),
            "unit": first.unit,
            "zero": first.from_zero(row["value"] for row in values),
        },
        "peers": any(row["role"] == "peer" for row in values),
        "nation": context.has_comparator and context.nation in lines,
        "period": usual,
        "others": any(line.points.labels[-1] != usual for line in lines.values()),
    }


def _lines(context: Context, indicator: Indicator) -> dict[str, Line]:
    """Area → its line, in the unit of the review's own area, else of the first; the nation only where it has the same series."""
    nation = [context.nation] if context.is_comparable(indicator) else []
    codes = dict.fromkeys([context.area, *context.parts, *nation])
    found = {code: line_of(context, indicator, context.beside(indicator, code)) for code in codes}
    lines = {code: line for code, line in found.items() if line}
    unit = next(iter(lines.values())).unit if lines else ""
    return {code: line for code, line in lines.items() if line.unit == unit}


def _role(context: Context, code: str) -> str:
    """`peer`: another area of the same level as the review's own."""
    if code == context.area:
        return "area"
    if code == context.nation:
        return "nation"
    own, other = (context.finished.areas.get(area) for area in (context.area, code))
    return "peer" if own and other and own.level == other.level and own.level == "city" else "other"


def _names(context: Context, lines: dict[str, Line], usual: str) -> dict[str, str]:
    """Code → name, one row each; with the period where it is not the usual one."""
    plain = {code: context.labels.area(code) for code in lines}
    twice = {name for name, count in Counter(plain.values()).items() if count > 1}
    found = {}
    for code, name in plain.items():
        if name in twice:
            name = f"{name} ({code})"
        period = lines[code].points.labels[-1]
        found[code] = name if period == usual else f"{name} ({period})"
    return found


def _description(context: Context, values: list[dict]) -> str:
    t = context.words.t
    ordered = sorted(values, key=lambda row: -row["value"])
    found = [
        t("Highest: {area}, {value}. Lowest: {other}, {other_value}.", area=ordered[0]["area"], value=ordered[0]["text"],
          other=ordered[-1]["area"], other_value=ordered[-1]["text"])
    ]  # fmt: skip
    found += [t("{place}: {value}.", place=row["area"], value=row["text"]) for row in values if row["role"] in ("area", "nation")]
    return " ".join(found)
