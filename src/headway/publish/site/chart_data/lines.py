"""Points of a series as rows of a chart's table."""

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from headway.model.framework import Indicator
from headway.model.series import Series
from headway.publish.charts.axis import from_zero
from headway.publish.site.context import Context
from headway.publish.words.numbers import series_decimals
from headway.store.read import Points

PART = re.compile(r"-(S|Q|M)(\d\d?)$")
SHORT = 4
"""Letters of a unit that may stand after every number."""

IN_A_YEAR = {"S": 2, "Q": 4, "M": 12}


class Line:
    """A series with its points that can be drawn, its unit and the way its numbers are written."""

    def __init__(self, context: Context, indicator: Indicator, series_id: int, points: Points) -> None:
        self.context, self.series_id, self.points = context, series_id, points
        self.series: Series = context.finished.store.series[series_id]
        self.unit = context.labels.unit(self.series, indicator)
        self.code = self.series.value("unit_measure") or indicator.unit
        self.decimals = series_decimals(points.texts.tolist())

    @property
    def area(self) -> str:
        return self.context.labels.area(self.series.ref_area)

    def text(self, value: float) -> str:
        """A value with its unit."""
        return self.context.with_unit(self.number(value), self.unit)

    def number(self, value: float) -> str:
        return self.context.number(value, self.decimals)

    def short(self, value: float) -> str:
        """A value with a unit of a few letters; a longer one stands at the axis alone."""
        return self.context.with_unit(self.number(value), self.unit if len(self.unit) <= SHORT else "")

    def from_zero(self, values: Iterable[float]) -> bool:
        """Whether an axis for values in the line's unit begins at zero."""
        return from_zero(list(values), self.code, percent=self.unit == "%")

    @property
    def values(self) -> list[float]:
        return self.points.values.tolist()

    def rows(self, **same: object) -> list[dict]:
        """A row per point: year, period, value, text, file, row and, where the source gives one, its interval."""
        points = self.points
        columns = zip(
            points.periods.tolist(), points.years.tolist(), points.labels.tolist(), self.values, points.origins.tolist(),
            points.rows.tolist(), points.lowers.tolist(), points.uppers.tolist(),
        )  # fmt: skip
        found = []
        for period, year, label, value, origin, row, lower, upper in columns:
            entry = same | {
                "year": position(period, year), "period": label, "value": value, "text": self.text(value),
                "file": origin.rpartition("/")[2], "row": row,
            }  # fmt: skip
            if lower == lower and upper == upper:
                entry |= {"lower": lower, "upper": upper, "text": f"{entry['text']} [{self.number(lower)}; {self.number(upper)}]"}
            found.append(entry)
        return found


def line_of(context: Context, indicator: Indicator, series_id: int | None) -> Line | None:
    """None where the series has no point with a year."""
    points = context.points(series_id)
    if points is None:
        return None
    dated = ~np.isnan(points.years)
    if not dated.any():
        return None
    return Line(context, indicator, series_id, points if dated.all() else points.where(dated))


@lru_cache(maxsize=4096)
def position(period: str, year: float) -> float:
    """Where a period stands on the axis of years: parts of a year in their order, whole years at their number."""
    match = PART.search(period)
    if not match:
        return int(year)
    return round(year + (int(match[2]) - 1) / IN_A_YEAR[match[1]], 4)
