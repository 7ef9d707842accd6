"""Tables for charts made by hand, and drawings of them as trees that tests can ask."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping

import vl_convert

from headway.publish.charts.drawing import fill
from headway.publish.site.chart_specs import chart_specs, number_format

SVG = "{http://www.w3.org/2000/svg}"
FAULTS = ("NaN", "undefined", "Infinity", "[object")


def row(line: str, role: str, year: float, value: float, **more: object) -> dict:
    return {
        "line": line, "role": role, "year": year, "period": str(year), "value": value, "text": f"{value}", "file": "a.csv", "row": 2,
        **more,
    }  # fmt: skip


def line(name: str, values: Mapping[float, float], role: str = "area") -> list[dict]:
    return [row(name, role, year, value) for year, value in values.items()]


def trend_tables(*lines: list[dict], **tables: list[dict]) -> dict[str, list[dict]]:
    return {"values": [entry for rows in lines for entry in rows], "target": [], "projection": [], "breaks": []} | tables


def drawn(name: str, tables: Mapping, language: str = "en", width: int = 640, **said: object) -> ElementTree.Element:
    """The picture; AssertionError where a number got lost on the way."""
    spec = fill(chart_specs(language)["specs"][name], tables, width=width, **said)
    text = vl_convert.vegalite_to_svg(spec, format_locale=number_format(language))
    assert not [fault for fault in FAULTS if fault in text], name
    return ElementTree.fromstring(text)


def texts(picture: ElementTree.Element) -> list[str]:
    """Every text of the picture, lines of one label joined by a blank; a halo and its text are one."""
    found = [" ".join(part.strip() for part in element.itertext() if part.strip()) for element in picture.iter(f"{SVG}text")]
    return list(dict.fromkeys(text for text in found if text))


def marks(picture: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    """The visible marks of a kind: `mark-line`, `mark-symbol`, `mark-rule`."""
    groups = [group for group in picture.iter(f"{SVG}g") if kind in group.get("class", "").split() and "role-mark" in group.get("class", "").split()]
    return [path for group in groups for path in group if path.tag != f"{SVG}title" and path.get("opacity") != "0"]


def place(element: ElementTree.Element) -> tuple[float, float]:
    """Where `translate(x,y)` puts an element."""
    inside = element.get("transform", "").partition("translate(")[2].partition(")")[0]
    x, y = (float(part) for part in inside.split(","))
    return x, y
