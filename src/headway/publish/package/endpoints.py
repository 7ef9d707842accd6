"""The files existing consumers of an Open SDG site ask for: `{language}/data/{id}.json` and the like."""

import json
from pathlib import Path

from headway.model.address import GLOBAL
from headway.model.framework import Indicator
from headway.publish.file_names import file_name
from headway.publish.package.tables import write_json
from headway.publish.words.labels import Labels
from headway.review.build import Finished, IndicatorKey


def endpoint_ids(finished: Finished) -> dict[IndicatorKey, str]:
    """Indicator → `1-2-1`, as Open SDG has it; a code taken by another framework gets its own before it."""
    found: dict[IndicatorKey, str] = {}
    in_order = sorted(finished.indicators, key=lambda key: key[0] != GLOBAL)
    for key in in_order:
        name = file_name(key[1].replace(".", "-"))
        found[key] = name if name not in found.values() else file_name(f"{key[0]}-{name}")
    return found


def write_endpoints(finished: Finished, folder: Path, language: str) -> None:
    labels = Labels(finished, language)
    everything, names = {}, endpoint_ids(finished)
    for key, indicator in finished.indicators.items():
        name = names[key]
        meta = everything[name] = _metadata(indicator, labels, language)
        write_json(folder / language / "meta" / f"{name}.json", meta)
        ids = [series_id for area in finished.groups.get(key, {}).values() for series_id in area]
        _write_columns(folder / language / "data" / f"{name}.json", finished, indicator, ids, labels)
        headline = finished.headline(key, finished.review.settings.nation)
        chosen = [headline.series_id] if headline and headline.series_id is not None else []
        _write_columns(folder / language / "headline" / f"{name}.json", finished, indicator, chosen, labels)
    write_json(folder / language / "meta" / "all.json", everything)


def _metadata(indicator: Indicator, labels: Labels, language: str) -> dict[str, str]:
    known = {
        "indicator_number": indicator.code,
        "indicator_name": labels.indicator(indicator),
        "goal_number": indicator.goal,
        "target_number": indicator.target,
        "reporting_status": indicator.status,
        "framework": indicator.framework,
    }
    return indicator.metadata.get(language, {}) | known


def _write_columns(path: Path, finished: Finished, indicator: Indicator, ids: list[int], labels: Labels) -> None:
    """Column by column, as Open SDG publishes: Year, the dimensions, Value."""
    store = finished.store
    dimensions = {key for series_id in ids for key, _ in store.series[series_id].dimensions}
    names = {key: indicator.columns.get(key, key) for key in sorted(dimensions)}
    area_column = indicator.columns.get("ref_area", "GeoCode")
    years, values, areas = [], [], []
    cells: dict[str, list[str]] = {key: [] for key in names}
    for series_id in ids:
        series, points = store.series[series_id], store.points(series_id)
        count = len(points)
        years += [int(label) if label.isdigit() else label for label in points.labels]
        values += points.values.tolist()
        areas += ["" if series.ref_area == finished.review.settings.nation else series.ref_area] * count
        for key in names:
            cells[key] += [labels.code(key, series.value(key)) if series.value(key) else ""] * count
    columns: dict[str, list] = {"Year": years}
    columns |= {labels.column(key, names[key]): cells[key] for key in names}
    if any(areas):
        columns[area_column] = areas
    columns["Value"] = values
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(columns, ensure_ascii=False, separators=(",", ":"), allow_nan=False), encoding="utf-8")
