"""The name of each line at its end, pushed apart where lines end close together."""

from headway.publish.charts.parts import LABEL_SIZE, Spec, needing, quantity, with_halo

WRAP = "length(datum.line) > (span < 560 ? 14 : 26) ? replace(datum.line, regexp('^(.{10,}?) '), '$1\\n') : datum.line"
"""A long name takes two lines."""

TWO = "indexof(datum.label, '\\n') >= 0"

STEP = LABEL_SIZE + 3
"""Pixels between the middles of two labels of one line of text."""

EARLY = 5
"""Years by which a line ends before the last one and its label has nothing to do with theirs."""


def line_labels(role: str, color: str | Spec, *, bold: bool = False) -> Spec:
    """Labels of the lines of a role; lines of all roles are considered when they are pushed apart."""
    mark = {
        "type": "text", "align": "left", "baseline": "middle", "dx": 7, "lineBreak": "\n", "lineHeight": LABEL_SIZE + 1,
        "dy": {"expr": f"{TWO} ? -{(LABEL_SIZE + 1) / 2} : 0"},
        "fontWeight": "bold" if bold else "normal", "y": {"expr": "datum.at"},
    }  # fmt: skip
    encoding = {"x": quantity("year"), "text": {"field": "label", "type": "nominal"}}
    if isinstance(color, str):
        mark["color"] = color
    else:
        encoding["color"] = color
    transform = [*_spread(), {"filter": f"datum.role === '{role}'"}]
    labels = {"data": {"name": "values"}, "transform": transform, "layer": with_halo(mark, encoding)}
    return needing(labels, "values", role=role)


def _spread() -> list[Spec]:
    """Last point of each line → `at`, its label's height in pixels.

    From the bottom up, each label stands at its line's end or above the label
    below it: with heights p_i and room s_i for all labels up to the i-th, the
    height is min over j ≤ i of (p_j + s_j) less s_i. Labels that this lifts
    above the chart are then moved down again, from the top, as far as needed.
    """
    each = {"groupby": ["column"], "ignorePeers": True}  # lines that end at one value have a label each
    return [
        {"joinaggregate": [{"op": "max", "field": "year", "as": "end"}], "groupby": ["line"]},
        {"filter": "datum.year === datum.end"},
        {"joinaggregate": [{"op": "max", "field": "end", "as": "latest"}]},
        {"calculate": f"datum.latest - datum.end > {EARLY} ? datum.end : datum.latest", "as": "column"},
        {"calculate": WRAP, "as": "label"},
        {"calculate": "scale('y', datum.value)", "as": "end_height"},
        {"calculate": f"{STEP} + ({TWO} ? {LABEL_SIZE + 1} : 0)", "as": "room"},
        {"window": [{"op": "sum", "field": "room", "as": "below"}], "sort": [{"field": "end_height", "order": "descending"}], "frame": [None, 0], **each},
        {"calculate": "datum.below - datum.room / 2", "as": "middle"},
        {"calculate": "datum.end_height + datum.middle", "as": "free"},
        {"window": [{"op": "min", "field": "free", "as": "bound"}], "sort": [{"field": "below"}], "frame": [None, 0], **each},
        {"calculate": "datum.bound - datum.middle", "as": "lifted"},
        {"window": [{"op": "sum", "field": "room", "as": "above"}], "sort": [{"field": "lifted"}], "frame": [None, 0], **each},
        {"calculate": "max(datum.lifted, datum.above - datum.room / 2)", "as": "at"},
    ]  # fmt: skip
