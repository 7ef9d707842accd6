"""The trend: an area's line beside others, with target, projection and breaks."""

from headway.publish.charts.line_labels import line_labels
from headway.publish.charts.parts import (
    AREA, BAND, COMPARATOR, GROUPS, INK, SCHEMA, SOFT, TARGET,
    Spec, config, needing, params, quantity, tooltip, value_axis, with_halo, year_axis,
)  # fmt: skip
from headway.publish.charts.texts import ChartTexts

HORIZON = 2030
"""The year axis reaches at least here, so that the way still to go is seen."""

HEIGHT = 320
"""Pixels."""

KEY = 36
"""Pixels from the axis of years down to what names the projection."""

NAME = {"field": "text", "type": "nominal"}


def trend(texts: ChartTexts) -> Spec:
    """Tables `values`, `target`, `projection` and `breaks`; the area's line lies over all others."""
    return {
        "$schema": SCHEMA,
        "usermeta": {"height": HEIGHT},
        "autosize": {"type": "fit", "contains": "padding"},
        "params": params(),
        "config": config(),
        "encoding": {"x": quantity("year", axis=year_axis(), scale={"zero": False, "nice": False, "padding": 6})},
        "layer": [
            _horizon(), *_projection(texts), *_breaks(), *_target(),
            _lines(texts, "comparator", COMPARATOR, width=1.6, size=14),
            _lines(texts, "group", _group_color(), width=2.2, size=22),
            _lines(texts, "area", AREA, width=3, size=34),
            line_labels("comparator", SOFT),
            line_labels("group", _group_color()),
            line_labels("area", AREA, bold=True),
        ],
    }  # fmt: skip


def _y(field: str = "value") -> Spec:
    return quantity(field, axis=value_axis(), scale={"zero": {"expr": "zero"}, "nice": 6})


def _horizon() -> Spec:
    """Nothing to see: it draws the axis out."""
    mark = {"type": "point", "opacity": 0, "y": 0}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"datum": HORIZON}}}


def _projection(texts: ChartTexts) -> list[Spec]:
    """The interval as a band, the middle dashed; both named below the axis, where no line can be in the way."""
    pointed = tooltip(("year", texts.period), ("text", texts.projection), ("interval", texts.interval))
    data = {"name": "projection"}
    layers = [
        {"data": data, "mark": {"type": "area", "color": BAND}, "encoding": {"y": _y("lower"), "y2": {"field": "upper"}}},
        {"data": data, "mark": {"type": "line", "color": INK, "strokeWidth": 1.6, "strokeDash": [5, 4]}, "encoding": {"y": _y()}},
        {"data": data, "mark": {"type": "point", "opacity": 0, "size": 120}, "encoding": {"y": _y(), "tooltip": pointed}},
        *_projection_key(texts),
    ]
    return [needing(layer, "projection") for layer in layers]


def _projection_key(texts: ChartTexts) -> list[Spec]:
    """A piece of the band and of the dashed line with their name."""
    one, ends = {"values": [{}]}, {"x": {"value": 0}, "x2": {"value": 26}}
    name = {"type": "text", "text": texts.projected, "align": "left", "baseline": "middle", "color": SOFT}
    return [
        {"data": one, "mark": {"type": "rect", "color": BAND}, "encoding": ends | {"y": _down(-7), "y2": _down(7)}},
        {"data": one, "mark": {"type": "rule", "color": INK, "strokeWidth": 1.6, "strokeDash": [5, 4]}, "encoding": ends | {"y": _down(0)}},
        {"data": one, "mark": name, "encoding": {"x": {"value": 34}, "y": _down(0)}},
    ]


def _down(pixels: int) -> Spec:
    """A height below the axis, from the middle of the key."""
    return {"value": {"expr": f"height + {KEY + pixels}"}}


def _breaks() -> list[Spec]:
    """A dotted line from top to bottom; its reason above the picture, on the side that has room."""
    at, order = "scale('x', datum.year)", {"window": [{"op": "row_number", "as": "rank"}], "sort": [{"field": "year"}]}
    late = f"{at} > width * 0.6"
    name = {
        "type": "text", "baseline": "bottom", "color": SOFT, "y": {"expr": "-5 + 16 * (datum.rank - 1)"},
        "align": {"expr": f"{late} ? 'right' : 'left'"}, "dx": {"expr": f"{late} ? -4 : 4"},
        "limit": {"expr": f"({late} ? {at} : width - {at}) - 8"},
    }  # fmt: skip
    line = {"type": "rule", "color": COMPARATOR, "strokeDash": [1.5, 3], "strokeWidth": 1.5, "y": -16, "y2": "height"}
    data = {"name": "breaks"}
    layers = [
        {"data": data, "mark": line},
        {"data": data, "transform": [order], "layer": with_halo(name, {"text": NAME})},
    ]
    return [needing(layer, "breaks") for layer in layers]


def _target() -> list[Spec]:
    """A line from base to target year; its value above it, or below it where `side` says so and there is room."""
    below = "(datum.side === 'below' && scale('y', datum.value) < height - 20)"
    line = {"type": "rule", "color": TARGET, "strokeWidth": 1.8}
    name = {"type": "text", "align": "right", "baseline": "middle", "dy": {"expr": f"{below} ? 10 : -9"}, "color": TARGET}
    data = {"name": "target"}
    layers = [
        {"data": data, "mark": line, "encoding": {"x": quantity("from"), "x2": {"field": "to"}, "y": _y()}},
        {"data": data, "layer": with_halo(name, {"x": quantity("to"), "y": _y(), "text": NAME})},
    ]
    return [needing(layer, "target") for layer in layers]


def _lines(texts: ChartTexts, role: str, color: str | Spec, *, width: float, size: int) -> Spec:
    """The lines of a role, a dot for each value, its interval, and room to point at it."""
    fixed, by_line = ({"color": color}, {}) if isinstance(color, str) else ({}, {"color": color})
    pointed = tooltip(
        ("line", texts.line), ("period", texts.period), ("text", texts.value), ("file", texts.file), ("row", texts.row)
    )  # fmt: skip
    dot = {"type": "point", "filled": True}
    lines = {
        "data": {"name": "values"},
        "transform": [{"filter": f"datum.role === '{role}'"}],
        "encoding": {"detail": {"field": "line", "type": "nominal"}, **by_line},
        "layer": [
            needing(_intervals(fixed), "values", role=role, field="lower"),
            {"mark": {"type": "line", "strokeWidth": width, "strokeJoin": "round", **fixed}, "encoding": {"y": _y()}},
            {"mark": {**dot, "opacity": 1, "size": size, **fixed}, "encoding": {"y": _y()}},
            {"mark": {**dot, "opacity": 0, "size": 220}, "encoding": {"y": _y(), "tooltip": pointed}},
        ],
    }
    return needing(lines, "values", role=role)


def _intervals(fixed: Spec) -> Spec:
    """The interval the source gives with a value."""
    return {
        "transform": [{"filter": "isValid(datum.lower) && isValid(datum.upper)"}],
        "mark": {"type": "rule", "strokeWidth": 1, "opacity": 0.7, **fixed},
        "encoding": {"y": _y("lower"), "y2": {"field": "upper"}},
    }


def _group_color() -> Spec:
    return {"field": "line", "type": "nominal", "scale": {"range": GROUPS}}
