"""One file per indicator with all its series, in no language: what the explorer of its page loads when it is used.

A chunk is a classic script, since pages must work from disk, where a script
may load a script but not read a file. It calls `headway.receive` with the stem
of the page and columns of codes; `assets/scripts/explorer/20-data.js` reads it.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import PurePosixPath

import msgspec
import numpy as np

from headway.model.framework import Indicator
from headway.model.series import Origin
from headway.publish.site.paths import indicator_page
from headway.publish.words.numbers import series_decimals
from headway.review.build import Finished
from headway.store.read import Points

ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What ends a script element or a line of JavaScript; outside strings JSON has none of them."""


def stem(indicator: Indicator) -> str:
    """`1.2.1`, as in the path of the indicator's page."""
    return PurePosixPath(indicator_page(indicator)).name.removesuffix(".html")


def chunk_path(indicator: Indicator) -> str:
    return f"chunks/{stem(indicator)}.js"


def chunk_files(finished: Finished) -> dict[str, Callable[[], str]]:
    """Path below the site's folder → what makes the file; indicators without data have none."""
    return {
        chunk_path(indicator): partial(_chunk, finished, indicator)
        for indicator in finished.indicators.values()
        if series_ids(finished, indicator)
    }


def series_ids(finished: Finished, indicator: Indicator) -> list[int]:
    """The series of an indicator in the order in which its chunk has them."""
    return [series_id for ids in finished.groups.get(indicator.key, {}).values() for series_id in ids]


def script_json(content: object) -> str:
    """JSON that may stand in a script, inside a page or a file; no number is NaN."""
    text = msgspec.json.encode(content).decode()
    for letter, escape in ESCAPES.items():
        text = text.replace(letter, escape)
    return text


def _chunk(finished: Finished, indicator: Indicator) -> str:
    content = script_json(chunk(finished, indicator))
    return f"headway.receive({script_json(stem(indicator))},{content});\n"


def chunk(finished: Finished, indicator: Indicator) -> dict:
    """Tables of codes; per series [area, code of each dimension, decimals, points]; per point a column each.

    The points stand series after series, each in the source's order. A column
    that would say nothing (one file, no mark, no error) is left out.
    """
    store = finished.store
    ids = series_ids(finished, indicator)
    entries = [store.series[series_id] for series_id in ids]
    parts = [store.points(series_id) for series_id in ids]
    dimensions = sorted({key for entry in entries for key, _ in entry.dimensions})
    areas = Codes()
    codes = [Codes([""]) for _ in dimensions]
    series = []
    for entry, points in zip(entries, parts):
        own = dict(entry.dimensions)
        cells = [table.index(own.get(key, "")) for key, table in zip(dimensions, codes)]
        series.append([areas.index(entry.ref_area), *cells, series_decimals(points.texts.tolist()), len(points)])
    return {
        "dimensions": dimensions,
        "areas": areas.table,
        "codes": [table.table for table in codes],
        "series": series,
        **_columns(finished, parts),
    }


class Codes:
    """A table of what occurs, in the order of its first occurrence."""

    def __init__(self, first: Iterable[object] = ()) -> None:
        self._known = {entry: index for index, entry in enumerate(first)}

    def index(self, entry: object) -> int:
        return self._known.setdefault(entry, len(self._known))

    @property
    def table(self) -> list:
        return list(self._known)


def _columns(finished: Finished, parts: list[Points]) -> dict[str, object]:
    """The columns of all points, one after the other, and the tables they refer to."""
    joined = {name: np.concatenate([getattr(part, name) for part in parts]).tolist() for name in Points.__struct_fields__}
    periods, origins = Codes(), Codes()
    marks, statuses = Codes([""]), Codes([""])
    found: dict[str, object] = {
        "period": [periods.index(key) for key in zip(joined["periods"], joined["labels"], _years(joined["years"]))],
        "value": joined["values"],
        "row": joined["rows"],
    }
    optional = {
        "file": [origins.index(key) for key in joined["origins"]],
        "mark": [marks.index(mark) for mark in joined["marks"]],
        "status": [statuses.index(status) for status in joined["statuses"]],
    }
    found |= {name: column for name, column in optional.items() if any(column)}
    for name, column in (("error", "std_errors"), ("lower", "lowers"), ("upper", "uppers")):
        if any(number == number for number in joined[column]):
            found[name] = joined[column]
    if any(joined["comments"]):
        found["comments"] = [[index, text] for index, text in enumerate(joined["comments"]) if text]
    known = [finished.store.origins[key] for key in origins.table]
    found["files"] = [_file(origin) for origin in known]
    return found | {"periods": periods.table, "marks": marks.table, "statuses": statuses.table}


def _file(origin: Origin) -> list[str]:
    """Key, name, publisher (the source's name where nobody gives one) and date of retrieval."""
    return [origin.key, origin.file.rpartition("/")[2], origin.publisher or origin.source, origin.retrieved]


def _years(years: list[float]) -> list[int | None]:
    """Whole years; none where the period could not be read."""
    return [int(year) if year == year else None for year in years]
