"""The dot plot: the last value of every area, in order, with one area marked."""

from headway.publish.charts.parts import (
    AREA, COMPARATOR, INK, PAPER, SCHEMA, SOFT, Spec, config, needing, params, quantity, tooltip, with_halo,
)  # fmt: skip
from headway.publish.charts.texts import ChartTexts

ROW = 20
"""Pixels an area takes."""

NAMES = 0.54
"""The names take at most this share of the width; a longer one is cut, and stands whole in the table."""

HERE = "indexof(['area', 'nation'], datum.role) >= 0"


def dots(texts: ChartTexts) -> Spec:
    """Table `values`; the largest value comes first."""
    return {
        "$schema": SCHEMA,
        "usermeta": {"row": ROW, "around": 56},
        "autosize": {"type": "fit", "contains": "padding"},
        "params": [*params(), {"name": "here", "value": ""}],
        "config": config(),
        "data": {"name": "values"},
        "transform": [
            {"window": [{"op": "row_number", "as": "rank"}], "sort": [{"field": "value", "order": "descending"}]},
            {"joinaggregate": [{"op": "count", "as": "count"}]},
        ],
        "layer": [
            _nation(),
            _dots(texts, "other", COMPARATOR, size=60),
            _dots(texts, "peer", SOFT, size=75, shape="square"),
            _dots(texts, "nation", INK, size=85, shape="diamond"),
            _dots(texts, "area", AREA, size=150),
            *_values(),
        ],
    }


def _x() -> Spec:
    axis = {
        "title": {"expr": "unit"}, "titleAnchor": "start", "titleLimit": {"expr": "width"}, "orient": "top", "format": ",f",
        "tickCount": {"expr": "max(2, floor(width / 70))"}, "ticks": False, "domain": False, "grid": False, "labelFlush": True,
    }  # fmt: skip
    return quantity("value", axis=axis, scale={"zero": {"expr": "zero"}, "nice": True})


def _y() -> Spec:
    axis = {
        "title": None, "labelLimit": {"expr": f"span * {NAMES}"}, "labelPadding": 8, "ticks": False, "domain": False,
        "grid": True, "gridDash": [1, 3], "labelColor": {"condition": {"test": "datum.value === here", "value": AREA}, "value": INK},
        "labelFontWeight": {"condition": {"test": "datum.value === here", "value": "bold"}, "value": "normal"},
    }  # fmt: skip
    return {"field": "area", "type": "nominal", "sort": {"field": "value", "op": "max", "order": "descending"}, "axis": axis}


def _nation() -> Spec:
    """The nation's value as a line through all rows."""
    line = {
        "transform": [{"filter": "datum.role === 'nation'"}],
        "mark": {"type": "rule", "color": INK, "opacity": 0.35, "strokeWidth": 1},
        "encoding": {"x": _x()},
    }
    return needing(line, "values", role="nation")


def _dots(texts: ChartTexts, role: str, color: str, *, size: int, shape: str = "circle") -> Spec:
    pointed = tooltip(("area", texts.area), ("period", texts.period), ("text", texts.value))
    marked = {
        "transform": [{"filter": f"datum.role === '{role}'"}],
        "mark": {"type": "point", "filled": True, "opacity": 1, "color": color, "size": size, "shape": shape, "stroke": PAPER, "strokeWidth": 1},
        "encoding": {"x": _x(), "y": _y(), "tooltip": pointed},
    }
    return needing(marked, "values", role=role)


def _values() -> list[Spec]:
    """The values of the first, the last, the area and the nation, on the side that has room."""
    late = "scale('x', datum.value) > width * 0.65"
    mark = {
        "type": "text", "baseline": "middle",
        "align": {"expr": f"{late} ? 'right' : 'left'"}, "dx": {"expr": f"{late} ? -11 : 11"},
    }  # fmt: skip
    encoding = {"x": _x(), "y": _y(), "text": {"field": "text", "type": "nominal"}}
    ends = "(datum.rank === 1 || datum.rank === datum.count)"
    looks = {"area": {"color": AREA, "fontWeight": "bold"}, "nation": {"color": INK}}
    named = [
        needing({"transform": [{"filter": f"datum.role === '{role}'"}], "layer": with_halo(mark | look, encoding)}, "values", role=role)
        for role, look in looks.items()
    ]
    others = [{"filter": f"{ends} && !({HERE})"}]
    return [*named, {"transform": others, "layer": with_halo(mark | {"color": SOFT}, encoding)}]
