"""Diagnostics as charts: Vega-Lite specifications, plain dictionaries with their data inside.

No sizes, colours or words beyond the axes: the page that draws them has those,
and puts its own language in the place of `titles`.
"""

import numpy as np

from headway.statistics.smallarea.diagnostics import AreaResiduals, Comparison
from headway.statistics.smallarea.normality import normal_scores

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
TITLES = {
    "direct": "Direct estimate",
    "estimate": "Model estimate",
    "area": "Area",
    "score": "Normal quantile",
    "standardised": "Standardised residual",
    "cv": "Coefficient of variation",
    "cook": "Cook's distance",
}


def direct_against_model(found: Comparison, titles: dict[str, str] | None = None) -> dict:
    """Scatter of direct on model estimates with the line of equality."""
    words = {**TITLES, **(titles or {})}
    points = [
        {"area": str(area), "direct": float(y), "estimate": float(theta)}
        for area, y, theta in zip(found.areas, found.direct, found.estimate, strict=True)
    ]
    both = np.concatenate([found.direct, found.estimate])
    ends = [{"direct": float(value), "estimate": float(value)} for value in (both.min(), both.max())]
    encoding = {"x": quantity("estimate", words), "y": quantity("direct", words)}
    return {
        "$schema": SCHEMA,
        "layer": [
            {"data": {"values": ends}, "mark": "line", "encoding": encoding},
            {"data": {"values": points}, "mark": "point", "encoding": {**encoding, "tooltip": nominal("area", words)}},
        ],
    }


def intervals_by_area(found: Comparison, titles: dict[str, str] | None = None) -> dict:
    """Direct and model intervals, areas in order of the direct estimate's uncertainty."""
    words = {**TITLES, **(titles or {})}
    values = []
    for row in np.argsort(found.direct_upper - found.direct_lower, kind="stable"):
        area = str(found.areas[row])
        for kind, value, low, high in (
            ("direct", found.direct, found.direct_lower, found.direct_upper),
            ("estimate", found.estimate, found.lower, found.upper),
        ):
            ends = {"lower": float(low[row]), "upper": float(high[row])}
            values.append({"area": area, "kind": words[kind], "value": float(value[row]), **ends})
    shared = {
        "y": {**nominal("area", words), "sort": None},
        "yOffset": {"field": "kind"},
        "color": {"field": "kind", "type": "nominal", "title": None},
    }
    interval = {"x": {"field": "lower", "type": "quantitative", "title": None}, "x2": {"field": "upper"}, **shared}
    point = {"x": {"field": "value", "type": "quantitative", "title": None}, **shared}
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "layer": [{"mark": "rule", "encoding": interval}, {"mark": "point", "encoding": point}],
    }


def normal_plot(found: AreaResiduals, titles: dict[str, str] | None = None) -> dict:
    """Ordered standardised residuals against normal quantiles, with the line of equality."""
    words = {**TITLES, **(titles or {})}
    order = np.argsort(found.standardised, kind="stable")
    scores = normal_scores(len(order))
    points = [
        {"area": str(found.areas[row]), "score": float(score), "standardised": float(found.standardised[row])}
        for row, score in zip(order, scores, strict=True)
    ]
    ends = [{"score": float(value), "standardised": float(value)} for value in (scores[0], scores[-1])]
    encoding = {"x": quantity("score", words), "y": quantity("standardised", words)}
    return {
        "$schema": SCHEMA,
        "layer": [
            {"data": {"values": ends}, "mark": "line", "encoding": encoding},
            {"data": {"values": points}, "mark": "point", "encoding": {**encoding, "tooltip": nominal("area", words)}},
        ],
    }


def variation_by_area(found: Comparison, titles: dict[str, str] | None = None) -> dict:
    """Coefficients of variation before and after; areas whose estimate is 0 have none and are left out."""
    words = {**TITLES, **(titles or {})}
    values = [
        {"area": str(area), "kind": words[kind], "cv": float(cv)}
        for kind, column in (("direct", found.cv_direct), ("estimate", found.cv))
        for area, cv in zip(found.areas, column, strict=True)
        if np.isfinite(cv)
    ]
    return {
        "$schema": SCHEMA,
        "data": {"values": values},
        "mark": "point",
        "encoding": {
            "x": quantity("cv", words),
            "y": {**nominal("area", words), "sort": None},
            "color": {"field": "kind", "type": "nominal", "title": None},
        },
    }


def influence_by_area(found: AreaResiduals, titles: dict[str, str] | None = None) -> dict:
    """Cook's distance of every area."""
    words = {**TITLES, **(titles or {})}
    values = [{"area": str(area), "cook": float(cook)} for area, cook in zip(found.areas, found.cook, strict=True)]
    encoding = {"x": quantity("cook", words), "y": {**nominal("area", words), "sort": "-x"}}
    return {"$schema": SCHEMA, "data": {"values": values}, "mark": "bar", "encoding": encoding}


def quantity(field: str, words: dict[str, str]) -> dict:
    return {"field": field, "type": "quantitative", "title": words[field], "scale": {"zero": False}}


def nominal(field: str, words: dict[str, str]) -> dict:
    return {"field": field, "type": "nominal", "title": words[field]}
