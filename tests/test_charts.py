"""Charts: what is drawn from real and from awkward tables, where axes begin, how labels stand apart."""

import json

import msgspec
import pytest
from chart_tables import SVG, drawn, line, marks, place, row, texts, trend_tables
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from headway.publish.charts.axis import from_zero
from headway.publish.charts.drawing import DOCUMENT, fill
from headway.publish.site.assets import asset_files
from headway.publish.site.chart_data.lines import position
from headway.publish.site.chart_specs import LEVEL, SPECS, chart_specs
from headway.publish.site.chunks import stem
from headway.publish.site.context import Context
from headway.publish.site.engine import engine
from headway.publish.site.indicator_charts import charts_view
from headway.publish.site.verdict_box import verdict_box
from headway.review.build import Finished, check_folder

HOSTILE = "</script><script>alert('x')</script>\u2028<!-- $ink & \"quoted\""


@pytest.fixture(scope="module")
def reviews(almaty_finished: Finished, canada_finished: Finished, demo) -> dict[str, Finished]:
    return {"almaty": almaty_finished, "canada": canada_finished, "demo": check_folder(demo)}


def charts_of(finished: Finished, language: str, code: str) -> dict:
    indicator = next(found for found in finished.indicators.values() if stem(found) == code)
    return charts_view(Context(finished, language), indicator)


@pytest.mark.parametrize(("review", "language", "step", "width"), [("almaty", "ru", 6, 358), ("almaty", "kk", 23, 700), ("canada", "en", 7, 358), ("demo", "en", 1, 700)])
def test_charts_of_real_series_are_drawn(reviews, review: str, language: str, step: int, width: int) -> None:
    finished = reviews[review]
    context, count = Context(finished, language), 0
    for indicator in list(finished.indicators.values())[::step]:
        for name, chart in charts_view(context, indicator).items():
            if chart is None:
                continue
            options = chart["options"]
            picture = drawn(name, chart["tables"], language, width, unit=options["unit"], zero=options["zero"])
            count += 1
            assert float(picture.get("width")) <= width + 1, (indicator.code, name)
            assert marks(picture, "mark-symbol"), (indicator.code, name)
            assert options["title"] and options["description"]
    assert count >= 15


def test_poverty_in_almaty(reviews) -> None:
    charts = charts_of(reviews["almaty"], "ru", "1.2.1")
    tables, options = charts["trend"]["tables"], charts["trend"]["options"]
    own = [entry for entry in tables["values"] if entry["role"] == "area"]
    assert (own[0]["year"], own[-1]["text"], own[-1]["file"], own[-1]["row"]) == (2010, "5,1\u00a0%", "indicator_1-2-1.csv", 311)
    assert {entry["line"] for entry in tables["values"]} == {"город Алматы", "Казахстан"}
    assert [entry["year"] for entry in tables["breaks"]] == [2018]
    assert (tables["target"][0]["from"], tables["target"][0]["to"], tables["target"][0]["side"]) == (2015, 2030, "below")
    assert (tables["projection"][0]["year"], tables["projection"][0]["value"], tables["projection"][-1]["year"]) == (2023, 5.1, 2030)
    assert options["zero"] and options["unit"] == "%"
    shown = texts(drawn("trend", tables, "ru", unit="%"))
    assert {"город Алматы", "Казахстан", "2030", "%"} <= set(shown)
    dots = charts["dots"]["tables"]["values"]
    assert {entry["area"]: entry["role"] for entry in dots} | {"город Алматы": "area", "Казахстан": "nation", "город Астана": "peer"} == {
        entry["area"]: entry["role"] for entry in dots
    }
    assert {entry["group"] for entry in charts["multiples"]["tables"]["values"]} == {"мужчины", "женщины"}


def test_every_projection_has_the_level_that_its_key_names(reviews) -> None:
    levels = {round(100 * found.level) for finished in reviews.values() for found in finished.projections.values()}
    assert levels == {LEVEL}


def test_the_box_says_no_more_digits_than_the_interval_allows(reviews) -> None:
    finished = reviews["almaty"]
    box = verdict_box(Context(finished, "en"), finished.indicators["global", "1.2.1"])
    assert box["rows"][:2] == [("2015", "0.6\u00a0%"), ("2023", "5.1\u00a0%")]
    assert [value for _, value in box["rows"][-2:]] == ["8\u00a0%", "2 to 14"]


def test_an_indicator_without_figures_has_no_chart_and_no_box(reviews) -> None:
    finished = reviews["almaty"]
    indicator = finished.indicators["global", "17.18.3"]
    assert set(charts_view(Context(finished, "en"), indicator).values()) == {None}
    assert verdict_box(Context(finished, "en"), indicator) is None


def test_one_point_is_a_dot_with_its_name() -> None:
    picture = drawn("trend", trend_tables(line("Alder city", {2021: 4.2})))
    assert len([mark for mark in marks(picture, "mark-symbol") if mark.get("fill") == DOCUMENT["area"]]) == 1
    assert "Alder city" in texts(picture) and "2030" in texts(picture)


def test_equal_values_keep_an_axis_from_zero() -> None:
    shown = texts(drawn("trend", trend_tables(line("A", dict.fromkeys(range(2010, 2020), 7.0)))))
    assert "0" in shown


def test_negative_values_have_zero_on_their_axis() -> None:
    shown = texts(drawn("trend", trend_tables(line("A", {2010: -3.5, 2015: 2.0, 2020: -8.0}))))
    assert "0" in shown and "−8" in shown


@pytest.mark.parametrize(("language", "number"), [("en", "20,000,000"), ("ru", "20\u00a0000\u00a0000"), ("kk", "20\u00a0000\u00a0000")])
def test_huge_counts_are_grouped_as_the_language_does(language: str, number: str) -> None:
    tables = trend_tables(line("A", {2010: 1_250_000.0, 2020: 19_400_000.0}))
    assert number in texts(drawn("trend", tables, language))


def test_decimal_commas() -> None:
    assert "0,4" in texts(drawn("trend", trend_tables(line("A", {2010: 0.2, 2020: 0.9})), "ru"))


def test_missing_years_have_no_dot() -> None:
    picture = drawn("trend", trend_tables(line("A", {2010: 1.0, 2011: 2.0, 2019: 3.0, 2020: 2.5})))
    dots = [mark for mark in marks(picture, "mark-symbol") if mark.get("fill") == DOCUMENT["area"]]
    assert len(dots) == 4
    assert place(dots[2])[0] - place(dots[1])[0] == pytest.approx(8 * (place(dots[1])[0] - place(dots[0])[0]), rel=1e-3)


@pytest.mark.parametrize(("period", "year", "at"), [("2013", 2013, 2013), ("2013-Q1", 2013, 2013), ("2013-Q3", 2013, 2013.5), ("2013-M04", 2013, 2013.25), ("2013-S2", 2013, 2013.5), ("2012-2014", 2013, 2013)])
def test_parts_of_a_year_stand_in_their_order(period: str, year: int, at: float) -> None:
    assert position(period, year) == at


def test_quarters_of_canada_go_from_left_to_right(reviews) -> None:
    finished = reviews["canada"]
    context = Context(finished, "en")
    found = [
        chart for indicator in finished.indicators.values() for chart in charts_view(context, indicator).values()
        if chart and any("Q" in entry["period"] for entry in chart["tables"]["values"])
    ]  # fmt: skip
    assert found
    for chart in found:
        rows = chart["tables"]["values"]
        for group in {entry.get("line", entry.get("group")) for entry in rows}:
            years = [entry["year"] for entry in rows if entry.get("line", entry.get("group")) == group]
            assert years == sorted(set(years))


def test_intervals_of_a_source_are_drawn() -> None:
    rows = [row("A", "area", year, 5.0 + year % 3, lower=4.0, upper=9.0) for year in range(2010, 2015)]
    rows.append(row("A", "area", 2015, 6.0))
    assert len(marks(drawn("trend", trend_tables(rows)), "mark-rule")) == 5


def test_forty_regions_in_order_and_each_named() -> None:
    rows = [{"area": f"Region with quite a long name {index}", "role": "other", "value": float(index), "text": str(index), "period": "2023"} for index in range(38)]
    rows += [{"area": "Alder", "role": "area", "value": 20.5, "text": "20.5", "period": "2023"}, {"area": "Meridia", "role": "nation", "value": 19.5, "text": "19.5", "period": "2023"}]
    for width in (358, 900):
        picture = drawn("dots", {"values": rows}, width=width)
        assert float(picture.get("height")) >= 40 * 18
        heights = {text: place(element)[1] for element in picture.iter(f"{SVG}text") if (text := element.text) in ("Alder", "Meridia")}
        assert heights["Alder"] < heights["Meridia"]
        assert {"37", "20.5", "19.5"} <= set(texts(picture)) and "12" not in texts(picture)
    regions = sorted((place(element)[1], element.text) for element in picture.iter(f"{SVG}text") if (element.text or "").startswith("Region"))
    assert [int(name.rpartition(" ")[2]) for _, name in regions] == list(range(37, -1, -1))


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    names = ["Almaty", "Kazakhstan", "Astana", "Republic of Somewhere Long"]
    lines = [line(name, {2010: 1.0 + index, 2023: 5.0 + index / 100}, "comparator" if index else "area") for index, name in enumerate(names)]
    picture = drawn("trend", trend_tables(*lines), width=360)
    heights = sorted({place(element)[1] for element in picture.iter(f"{SVG}text") if "".join(element.itertext()).split(" ")[0][:6] in ("Almaty", "Kazakh", "Astana", "Republ")})
    assert len(heights) == 4
    assert min(later - earlier for earlier, later in zip(heights, heights[1:])) >= 14


def test_labels_of_lines_that_end_at_one_value_or_at_the_top_stand_apart_inside() -> None:
    names = [f"Place {letter}" for letter in "ABCDEFGH"]
    lines = [line(name, {2010: 1.0, 2023: 9.99 if index % 2 else 10.0}, "group" if index else "area") for index, name in enumerate(names)]
    picture = drawn("trend", trend_tables(*lines), width=700)
    heights = sorted({place(element)[1] for element in picture.iter(f"{SVG}text") if element.text in names})
    assert len(heights) == len(names)
    assert min(later - earlier for earlier, later in zip(heights, heights[1:])) >= 14
    assert heights[0] > 0


def test_breaks_target_and_projection_are_named() -> None:
    tables = trend_tables(
        line("A", {2010: 5.0, 2023: 6.0}),
        target=[{"value": 2.0, "from": 2015, "to": 2030, "text": "target 2 %"}],
        breaks=[{"year": 2018, "text": "new survey, 2018"}],
        projection=[{"year": year, "value": 6.0, "lower": 5.0, "upper": 7.0} for year in range(2023, 2031)],
    )
    shown = texts(drawn("trend", tables))
    assert {"target 2 %", "new survey, 2018", "if the trend goes on, with its 80 % interval"} <= set(shown)
    assert "if the trend goes on, with its 80 % interval" not in texts(drawn("trend", trend_tables(line("A", {2010: 5.0}))))


@pytest.mark.parametrize(
    ("values", "unit", "percent", "zero"),
    [
        ([5.1, 0.6], "PT", True, True), ([60.0, 69.0], "PT", True, True), ([74.6, 75.3], "PT", True, False),
        ([70.1, 75.2], "", False, False), ([40.0, 75.2], "YR", False, False), ([40.0, 75.2], "", False, True),
        ([0.97, 1.03], "", False, False), ([-3.0, 8.0], "", False, True), ([-100.0, -99.0], "", False, False),
        ([7.0], "", False, True), ([], "", False, True), ([5.0, float("nan")], "", False, True), ([1e12, 3e12], "", False, True),
    ],
)  # fmt: skip
def test_where_the_axis_begins(values: list[float], unit: str, percent: bool, zero: bool) -> None:
    assert from_zero(values, unit, percent=percent) is zero


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.sampled_from([0.25, 2.0, 1024.0]), st.booleans())
def test_the_axis_depends_on_shape_alone(values: list[float], factor: float, percent: bool) -> None:
    begins = from_zero(values, percent=percent)
    assert from_zero([value * factor for value in values], percent=percent) is begins
    assert from_zero([-value for value in values], percent=percent) is begins
    assert from_zero(values[::-1], percent=percent) is begins
    assert from_zero([*values, 0.0], percent=percent)


def test_no_token_is_left_and_each_is_a_variable_of_the_page() -> None:
    style = asset_files()["assets/style.css"]()
    for token in DOCUMENT:
        assert token == "font" or f"--chart-{token}:" in style
    for name in SPECS:
        rows = {"trend": trend_tables(line("A", {2010: 1.0})), "dots": {"values": []}, "multiples": {"values": []}}[name]
        filled = json.dumps(fill(chart_specs("en")["specs"][name], rows, width=600))
        assert '"$' not in filled.replace('"$schema"', "") and '"needs"' not in filled


def test_blocks_escape_hostile_text(reviews) -> None:
    finished = reviews["demo"]
    key = ("global", "9.1.2")
    hostile = msgspec.structs.replace(finished.indicators[key], names={"en": HOSTILE})
    chart = charts_view(Context(finished, "en"), hostile)["trend"]
    assert isinstance(chart["block"], Markup)
    assert not set("<>&\u2028") & set(chart["block"])
    assert json.loads(chart["block"])["options"]["title"].startswith(HOSTILE)
    assert json.loads(chart["block"])["tables"]["values"] == chart["tables"]["values"]


def test_hostile_names_are_drawn_as_text() -> None:
    assert HOSTILE.split("\u2028")[0] in " ".join(texts(drawn("trend", trend_tables(line(HOSTILE, {2010: 1.0})), width=2000)))
    groups = [{"group": "$ink", "year": 2010, "period": "2010", "value": 1.0, "text": "$soft"}]
    assert "$ink $soft" in texts(drawn("multiples", {"values": groups}))


def test_the_engine_is_kept_whole_and_made_where_nothing_can_be_kept(tmp_path) -> None:
    first = engine(tmp_path / "cache")
    kept = list((tmp_path / "cache").iterdir())
    assert len(kept) == 1 and kept[0].read_bytes() == first
    kept[0].write_bytes(b"from the cache")
    assert engine(tmp_path / "cache") == b"from the cache"
    (tmp_path / "file").write_text("")
    assert engine(tmp_path / "file" / "no-folder") == first
    assert b"BSD 3-Clause" in first and b"headway.embed" in first
