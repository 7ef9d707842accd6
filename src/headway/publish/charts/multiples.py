"""Small multiples: a picture a group, all on the same scale."""

from headway.publish.charts.parts import AREA, SCHEMA, Spec, config, params, quantity, tooltip, value_axis, year_axis
from headway.publish.charts.texts import ChartTexts

HEIGHT = 110
"""Pixels of one picture."""


def multiples(texts: ChartTexts) -> Spec:
    """Table `values`; the groups stand in the order of the table, each headed by its last value."""
    x = quantity("year", axis=year_axis(48), scale={"zero": False, "nice": False, "padding": 6})
    y = quantity("value", axis=value_axis() | {"title": None, "tickCount": 3}, scale={"zero": {"expr": "zero"}, "nice": 4})
    pointed = tooltip(("group", texts.group), ("period", texts.period), ("text", texts.value))
    return {
        "$schema": SCHEMA,
        "usermeta": {"cell": HEIGHT, "narrowest": 120, "widest": 280, "gap": 22, "side": 46, "digit": 9},
        "params": params(),
        "config": config(),
        "data": {"name": "values"},
        "transform": [
            {"window": [{"op": "row_number", "as": "place"}]},
            {"joinaggregate": [{"op": "min", "field": "place", "as": "first"}, {"op": "argmax", "field": "year", "as": "last"}], "groupby": ["group"]},
            {"calculate": "datum.group + '\\n' + datum.last.text", "as": "heading"},
        ],
        "facet": {
            "field": "heading", "type": "nominal", "sort": {"field": "first", "op": "min"},
            "header": {"title": None, "labelAnchor": "start", "labelExpr": "split(datum.label, '\\n')", "labelLineHeight": 15, "labelLimit": 180},
        },
        "bounds": "flush",
        "columns": 3,
        "spacing": {"row": 58, "column": 22},
        "spec": {
            "width": 180, "height": HEIGHT,
            "encoding": {"x": x, "y": y},
            "layer": [
                {"mark": {"type": "line", "color": AREA, "strokeWidth": 2.2, "strokeJoin": "round"}},
                {"mark": {"type": "point", "filled": True, "opacity": 1, "size": 20, "color": AREA}},
                {"mark": {"type": "point", "filled": True, "opacity": 0, "size": 200}, "encoding": {"tooltip": pointed}},
            ],
        },
    }  # fmt: skip

