"""The tables of an indicator's page: by period, by region, by group, each value with its file and row."""

from headway.model.framework import Indicator
from headway.publish.site.area_pages import area_pages
from headway.publish.site.context import Context
from headway.publish.words.numbers import series_decimals

MOST_BREAKDOWNS = 60
"""Rows of the breakdown table; the rest is in the data."""


def series_table(context: Context, indicator: Indicator) -> dict | None:
    """The headline by period: the area beside the nation, each value with its row."""
    areas = list(dict.fromkeys((context.area, context.nation)))
    columns, by_period = [], {}
    for area in areas:
        series_id = context.beside(indicator, area)
        if series_id is None:
            continue
        series, points = context.finished.store.series[series_id], context.finished.store.points(series_id)
        unit = context.labels.unit(series, indicator)
        column, decimals = len(columns), series_decimals(points.texts.tolist())
        columns.append({"area": context.labels.area(area), "unit": unit, "cut": context.labels.cut(series), "address": str(series.address)})
        for index in range(len(points)):
            year = points.years[index]
            order = (year if year == year else -1.0, points.periods[index])
            cell = {
                "value": context.number(float(points.values[index]), decimals),
                "row": int(points.rows[index]),
                "file": points.origins[index].rpartition("/")[2],
                "mark": points.marks[index],
                "interval": _interval(context, points, index, decimals),
            }
            by_period.setdefault(order, {"label": points.labels[index], "cells": {}})["cells"].setdefault(column, []).append(cell)
    if not columns:
        return None
    return {"columns": columns, "rows": [by_period[order] for order in sorted(by_period)]}


def _interval(context: Context, points, index: int, decimals: int) -> str:
    """The interval or standard error the source gives with a value."""
    lower, upper, error = points.lowers[index], points.uppers[index], points.std_errors[index]
    if lower == lower and upper == upper:
        return f"[{context.number(float(lower), decimals)}; {context.number(float(upper), decimals)}]"
    return f"± {context.number(float(error), decimals + 1)}" if error == error else ""


def other_totals(context: Context, indicator: Indicator, headline) -> list[dict]:
    """Series that could have been the headline, offered beside it."""
    if headline is None:
        return []
    return [_latest_row(context, indicator, series_id) for series_id in headline.others]


def regions(context: Context, indicator: Indicator) -> list[dict]:
    """The headline of every region and city of the nation, largest value first."""
    rows, pages = [], area_pages(context)
    for code in context.parts:
        series_id = context.beside(indicator, code)
        if series_id is None:
            continue
        row = _latest_row(context, indicator, series_id)
        rows.append(row | {"area": context.labels.area(code), "href": pages[code], "here": code == context.area})
    rows = sorted((row for row in rows if row["value"]), key=lambda row: -row["sort"])
    decimals = max((row["decimals"] for row in rows), default=0)
    for row in rows:
        row["value"] = context.with_unit(context.number(row["sort"], decimals), row["unit"])
    return rows


def breakdowns(context: Context, indicator: Indicator) -> dict:
    """The other series of the area, or of the nation where the area has none."""
    by_area = context.finished.groups.get(indicator.key, {})
    place = context.area if context.area in by_area else context.nation
    ids = by_area.get(place, [])
    headline = context.finished.headline(indicator.key, place)
    told = {headline.series_id, *headline.others} if headline else set()
    rest = [series_id for series_id in ids if series_id not in told]
    rows = [_latest_row(context, indicator, series_id) for series_id in rest[:MOST_BREAKDOWNS]]
    return {"place": context.labels.area(place), "rows": rows, "more": max(0, len(rest) - MOST_BREAKDOWNS)}


def _latest_row(context: Context, indicator: Indicator, series_id: int) -> dict:
    series = context.finished.store.series[series_id]
    points = context.points(series_id)
    row = {
        "cut": context.labels.cut(series) or context.words.t("total"),
        "address": str(series.address),
        "verdict": context.verdict(context.finished.assessments[series_id]),
        "value": "", "period": "", "row": "", "file": "", "sort": 0.0, "decimals": 0, "unit": "",
    }  # fmt: skip
    if points is not None:
        unit = context.labels.unit(series, indicator)
        row |= {
            "value": context.last_value(points, unit), "period": points.labels[-1], "row": int(points.rows[-1]),
            "file": points.origins[-1].rpartition("/")[2], "sort": float(points.values[-1]),
            "decimals": min(3, series_decimals(points.texts.tolist())), "unit": unit,
        }  # fmt: skip
    return row
