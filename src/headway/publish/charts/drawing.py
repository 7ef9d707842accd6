"""A specification with its tables, size and colours put in: what documents and tests draw.

`assets/scripts/charts.js` does the same in the browser, with the colours of
the page's theme and the width the page has.
"""

from collections.abc import Mapping

from headway.publish.charts.parts import Spec

Tables = Mapping[str, list[dict[str, object]]]

DOCUMENT = {
    "ink": "#16202a", "soft": "#55616d", "line": "#dfe4e8", "paper": "#ffffff", "area": "#0b5566", "comparator": "#7f8b95",
    "target": "#1a7f5a", "band": "#e3e6e9", "font": "sans-serif",
    "group-1": "#2f6db5", "group-2": "#a8540f", "group-3": "#6b4c9a", "group-4": "#4d7a1f", "group-5": "#a12a5e", "group-6": "#5f6a74",
}  # fmt: skip
"""Token → colour on white paper."""


def fill(
    spec: Spec, tables: Tables, *, width: int, unit: str = "", zero: bool = True, description: str = "",
    colors: Mapping[str, str] = DOCUMENT,
) -> Spec:  # fmt: skip
    """A specification ready to be drawn; `width` in pixels."""
    here = next((row["area"] for row in tables["values"] if "area" in row and row["role"] == "area"), "")
    said = {"unit": unit, "zero": zero, "span": width, "here": here}
    filled = _needed(_colored(spec, colors), tables)
    filled |= {
        "params": [param | {"value": said[param["name"]]} for param in spec["params"]],
        "datasets": dict(tables),
        "description": description,
    }
    return filled | _size(filled, tables, width)


def _size(spec: Spec, tables: Tables, width: int) -> Spec:
    """Fixed height, a height that grows with the rows, or columns of small pictures."""
    size = spec["usermeta"]
    if "cell" in size:
        digits = len(str(int(max((abs(row["value"]) for row in tables["values"]), default=0))))
        room = width - size["side"] - size["digit"] * digits + size["gap"]
        groups = len({row["group"] for row in tables["values"]})
        columns = max(1, min(4, groups, room // (size["narrowest"] + size["gap"])))
        cell = min(size["widest"], room // columns - size["gap"])
        heads = spec["facet"] | {"header": spec["facet"]["header"] | {"labelLimit": cell}}
        return {"columns": columns, "facet": heads, "spec": spec["spec"] | {"width": cell}}
    height = size.get("height") or size["around"] + size["row"] * len(tables["values"])
    return {"width": width, "height": height}


def _needed(spec: Spec, tables: Tables) -> Spec:
    """Without the layers whose table has nothing for them."""
    if "layer" not in spec:
        return spec
    kept = [_needed(layer, tables) for layer in spec["layer"] if _has(layer, tables)]
    return spec | {"layer": [{key: value for key, value in layer.items() if key != "needs"} for layer in kept]}


def _has(layer: Spec, tables: Tables) -> bool:
    wanted = layer.get("needs")
    if not wanted:
        return True
    role, field = wanted.get("role"), wanted.get("field")
    rows = [row for row in tables.get(wanted["table"], ()) if role is None or row["role"] == role]
    return any(field is None or row.get(field) is not None for row in rows)


def _colored(part: object, colors: Mapping[str, str]) -> object:
    """The same with every token replaced."""
    if isinstance(part, dict):
        return {key: value if key == "$schema" else _colored(value, colors) for key, value in part.items()}
    if isinstance(part, list):
        return [_colored(entry, colors) for entry in part]
    if isinstance(part, str) and part.startswith("$"):
        return colors[part[1:]]
    return part
