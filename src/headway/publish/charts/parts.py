"""Pieces that the charts share: tokens of colour, axes, tooltips, labels with a halo."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

INK, SOFT, LINE, PAPER = "$ink", "$soft", "$line", "$paper"
AREA, COMPARATOR, TARGET, BAND = "$area", "$comparator", "$target", "$band"
GROUPS = ["$group-1", "$group-2", "$group-3", "$group-4", "$group-5", "$group-6"]
"""Tokens; a page puts its theme's colours in their places, a document `DOCUMENT`."""

LABEL_SIZE = 12
"""Pixels."""

Spec = dict[str, object]


def config() -> Spec:
    """What every chart looks like: no frame, thin horizontal lines, soft numbers.

    Vega's own descriptions of marks and axes are English and are left out:
    a chart is one image with a name and a description in its page's language.
    """
    axis = {
        "labelColor": SOFT, "titleColor": SOFT, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE,
        "labelFontSize": LABEL_SIZE, "titleFontSize": LABEL_SIZE, "titleFontWeight": "normal",
    }  # fmt: skip
    return {
        "aria": False, "font": "$font", "background": PAPER, "view": {"stroke": None}, "axis": axis, "legend": {"disable": True},
        "title": {"color": INK, "subtitleColor": SOFT, "anchor": "start", "fontSize": 15, "subtitleFontSize": LABEL_SIZE, "subtitlePadding": 6},
        "header": {"labelColor": INK, "labelFontSize": LABEL_SIZE, "labelFontWeight": "bold", "titleColor": SOFT},
        "text": {"fontSize": LABEL_SIZE},
    }  # fmt: skip


def params() -> list[Spec]:
    """What is said of one drawing: the unit at the axis, whether the axis begins at zero, the pixels it has across."""
    return [{"name": "unit", "value": ""}, {"name": "zero", "value": True}, {"name": "span", "value": 600}]


def value_axis() -> Spec:
    """Numbers by the language's rules; the unit lies flat above them."""
    return {
        "title": {"expr": "unit"}, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleBaseline": "bottom",
        "titleX": 0, "titleY": -22, "titleLimit": {"expr": "width"},
        "format": ",f", "tickCount": 5, "ticks": False, "domain": False, "labelPadding": 6,
    }  # fmt: skip


def year_axis(pixels: int = 56) -> Spec:
    """Whole years without a group sign, one label at most every so many pixels."""
    return {
        "title": None, "format": "d", "tickMinStep": 1, "tickCount": {"expr": f"max(2, floor(width / {pixels}))"},
        "labelExpr": "datum.value === floor(datum.value) ? datum.label : ''", "grid": False, "tickSize": 4, "labelFlush": True, "labelOverlap": True,
    }  # fmt: skip


def needing(layer: Spec, table: str, **wanted: object) -> Spec:
    """A layer that is left out where its table has no row with these values; `field=name` asks for any value in it.

    Layers without rows would spoil the domains of the scales with infinities.
    """
    return {"needs": {"table": table, **wanted}, **layer}


def quantity(field: str, **more: object) -> Spec:
    return {"field": field, "type": "quantitative", **more}


def tooltip(*fields: tuple[str, str]) -> list[Spec]:
    """(field, heading) pairs; every field is a text made beforehand or a row number that wants no group sign."""
    return [{"field": field, "type": "nominal", "title": title} for field, title in fields]


def with_halo(mark: Spec, encoding: Spec) -> list[Spec]:
    """A text over a rim in the colour of the paper, so that lines below it do not disturb it."""
    rim = {key: value for key, value in encoding.items() if key != "color"}
    return [
        {"mark": mark | {"stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round", "color": PAPER}, "encoding": rim},
        {"mark": mark, "encoding": encoding},
    ]
