"""Chunks hold every value of every indicator, in scripts that no text of a source can break."""

import math

import pytest
from site_files import read_chunk

from headway.publish.site.chunks import chunk_files, chunk_path, script_json, series_ids
from headway.review.build import Finished, check_folder


@pytest.fixture(params=["almaty", "canada", "demo"])
def finished(request) -> Finished:
    if request.param == "demo":
        return check_folder(request.getfixturevalue("demo"))
    return request.getfixturevalue(f"{request.param}_finished")


def rows_of(content: dict) -> list[tuple]:
    """The values of a chunk as rows: area, dimensions, period, label, year, value, file, row, mark and the rest."""
    found, at = [], 0
    comments = dict(content.get("comments", []))
    for area, *codes, _decimals, count in content["series"]:
        cut = {key: table[code] for key, table, code in zip(content["dimensions"], content["codes"], codes)}
        for index in range(at, at + count):
            found.append(
                (
                    content["areas"][area],
                    tuple((key, code) for key, code in cut.items() if code),
                    *content["periods"][content["period"][index]],
                    content["value"][index],
                    content["files"][_at(content, "file", index)][0],
                    content["row"][index],
                    content["marks"][_at(content, "mark", index)],
                    content["statuses"][_at(content, "status", index)],
                    *(content[name][index] if name in content else None for name in ("error", "lower", "upper")),
                    comments.get(index, ""),
                )
            )
        at += count
    assert at == len(content["value"])
    return found


def _at(content: dict, name: str, index: int) -> int:
    return content[name][index] if name in content else 0


def test_every_value_is_there_with_its_file_and_row(finished: Finished) -> None:
    files, seen = chunk_files(finished), 0
    store = finished.store
    for indicator in list(finished.indicators.values())[::5]:
        ids = series_ids(finished, indicator)
        if not ids:
            assert chunk_path(indicator) not in files
            continue
        name, content = read_chunk(files[chunk_path(indicator)]())
        assert chunk_path(indicator) == f"chunks/{name}.js"
        expected = []
        for series_id in ids:
            series, points = store.series[series_id], store.points(series_id)
            for index in range(len(points)):
                expected.append(
                    (
                        series.ref_area, series.dimensions, points.periods[index], points.labels[index],
                        none(points.years[index]), points.values[index], points.origins[index], points.rows[index],
                        points.marks[index], points.statuses[index], none(points.std_errors[index]),
                        none(points.lowers[index]), none(points.uppers[index]), points.comments[index],
                    )
                )  # fmt: skip
        assert rows_of(content) == expected
        seen += len(expected)
    assert seen > 200


def none(number: float) -> float | None:
    return None if math.isnan(number) else number


def test_no_text_of_a_source_ends_the_script() -> None:
    text = "</script><script>alert(1)</script><!-- \u2028 \u2029 & ]]>"
    written = script_json({"label": text, "none": math.nan, "far": math.inf})
    assert not set("<>&\u2028\u2029") & set(written)
    assert read_chunk(f"headway.receive({script_json('1.1.1')},{written});\n") == (
        "1.1.1", {"label": text, "none": None, "far": None},
    )  # fmt: skip


def test_every_indicator_with_data_has_one_chunk(finished: Finished) -> None:
    files = chunk_files(finished)
    with_data = [indicator for indicator in finished.indicators.values() if series_ids(finished, indicator)]
    assert len(files) == len(with_data) > 0
    assert sum(len(series_ids(finished, indicator)) for indicator in with_data) <= len(finished.store.series)
