"""The trend: an area's line beside others, with target, projection and breaks."""

from headway.publish.charts.line_labels import line_labels
from headway.publish.charts.parts import (
    AREA, BAND, COMPARATOR, GROUPS, INK, SCHEMA, SOFT, TARGET,
    Spec, config, params, quantity, tooltip, value_axis, with_halo, year_axis,
)  # fmt: skip
from headway.publish.charts.texts import ChartTexts

HORIZON = 2030
"""The year axis reaches at least here, so that the way still to go is seen."""

HEIGHT = 320
"""Pixels."""

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
            line_labels("datum.role === 'comparator'", SOFT),
            line_labels("datum.role === 'group'", _group_color()),
            line_labels("datum.role === 'area'", AREA, bold=True),
        ],
    }  # fmt: skip


def _y(field: str = "value") -> Spec:
    return quantity(field, axis=value_axis(), scale={"zero": {"expr": "zero"}, "nice": True})


def _horizon() -> Spec:
    """Nothing to see: it draws the axis out."""
    mark = {"type": "point", "opacity": 0, "y": 0}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": {"datum": HORIZON}}}


def _projection(texts: ChartTexts) -> list[Spec]:
    """The interval as a band, named where it ends, and the middle dashed."""
    last = [
        {"joinaggregate": [{"op": "max", "field": "year", "as": "end"}]},
        {"filter": "datum.year === datum.end && datum.upper > datum.lower"},
    ]
    wide = "scale('y', datum.lower) - scale('y', datum.upper) > 44"
    name = {
        "type": "text", "text": texts.interval, "align": "right", "color": SOFT,
        "dx": -5, "dy": {"expr": f"{wide} ? 22 : -5"},
    }  # fmt: skip
    pointed = tooltip(("year", texts.period), ("text", texts.projection), ("interval", texts.interval))
    data = {"name": "projection"}
    return [
        {"data": data, "mark": {"type": "area", "color": BAND}, "encoding": {"y": _y("lower"), "y2": {"field": "upper"}}},
        {"data": data, "mark": {"type": "line", "color": INK, "strokeWidth": 1.6, "strokeDash": [5, 4]}, "encoding": {"y": _y()}},
        {"data": data, "mark": {"type": "point", "opacity": 0, "size": 120}, "encoding": {"y": _y(), "tooltip": pointed}},
        {"data": data, "transform": last, "mark": name, "encoding": {"y": _y("upper")}},
    ]


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
    return [
        {"data": data, "mark": line},
        {"data": data, "transform": [order], "layer": with_halo(name, {"text": NAME})},
    ]


def _target() -> list[Spec]:
    line = {"type": "rule", "color": TARGET, "strokeWidth": 1.8}
    name = {"type": "text", "align": "right", "baseline": "bottom", "dy": -3, "color": TARGET}
    data = {"name": "target"}
    return [
        {"data": data, "mark": line, "encoding": {"x": quantity("from"), "x2": {"field": "to"}, "y": _y()}},
        {"data": data, "layer": with_halo(name, {"x": quantity("to"), "y": _y(), "text": NAME})},
    ]


def _lines(texts: ChartTexts, role: str, color: str | Spec, *, width: float, size: int) -> Spec:
    """The lines of a role, a dot for each value, its interval, and room to point at it."""
    fixed, by_line = ({"color": color}, {}) if isinstance(color, str) else ({}, {"color": color})
    pointed = tooltip(
        ("line", texts.line), ("period", texts.period), ("text", texts.value), ("file", texts.file), ("row", texts.row)
    )  # fmt: skip
    dot = {"type": "point", "filled": True}
    return {
        "data": {"name": "values"},
        "transform": [{"filter": f"datum.role === '{role}'"}],
        "encoding": {"detail": {"field": "line", "type": "nominal"}, **by_line},
        "layer": [
            _intervals(fixed),
            {"mark": {"type": "line", "strokeWidth": width, "strokeJoin": "round", **fixed}, "encoding": {"y": _y()}},
            {"mark": {**dot, "opacity": 1, "size": size, **fixed}, "encoding": {"y": _y()}},
            {"mark": {**dot, "opacity": 0, "size": 220}, "encoding": {"y": _y(), "tooltip": pointed}},
        ],
    }


def _intervals(fixed: Spec) -> Spec:
    """The interval the source gives with a value."""
    return {
        "transform": [{"filter": "isValid(datum.lower) && isValid(datum.upper)"}],
        "mark": {"type": "rule", "strokeWidth": 1, "opacity": 0.7, **fixed},
        "encoding": {"y": _y("lower"), "y2": {"field": "upper"}},
    }


def _group_color() -> Spec:
    return {"field": "line", "type": "nominal", "scale": {"range": GROUPS}}
