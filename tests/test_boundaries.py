"""Outlines of maps: read, simplified without tearing, joined to areas, and what does not join named."""

import csv
import json
import time
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import headway
from headway.model.area import Area, parts_of
from headway.model.boundary import Boundary
from headway.nomenclature.area_names import folded, stem
from headway.nomenclature.problems import sentence
from headway.publish.site.projection import projection
from headway.review.boundaries import join_outlines, outline_problems
from headway.review.build import Finished, check_folder
from headway.sources.geojson import MOST_BYTES, MOST_POINTS, read_geojson
from headway.sources.problems import ProblemLog
from headway.sources.simplify import kept, simplify

CREATED_IN_2022 = {"KZABY", "KZZHS", "KZULU"}


# Kazakhstan


def test_all_outlines_of_kazakhstan_join_and_three_regions_have_none(almaty_finished: Finished):
    outlines = almaty_finished.outlines
    assert len(outlines.by_area) == 17 and not outlines.loose and not outlines.several
    assert set(outlines.missing) == CREATED_IN_2022
    assert all(almaty_finished.areas[code].valid_from.startswith("2022") for code in outlines.missing)
    assert outlines.outdated == {"KZALM": ("KZZHS",), "KZKAR": ("KZULU",), "KZVOS": ("KZABY",)}
    parts = parts_of(almaty_finished.areas, "KZ", 2026)
    assert set(outlines.by_area) | CREATED_IN_2022 == set(parts) and len(parts) == 20


def test_each_outline_of_kazakhstan_is_joined_to_the_region_it_names(almaty_finished: Finished):
    """The Russian names of the layer and of the data say the same, checked by hand: no code is shared."""
    expected = {
        "KZ01": "KZALM", "KZ02": "KZALA", "KZ03": "KZAKM", "KZ04": "KZAKT", "KZ05": "KZNS", "KZ06": "KZATY",
        "KZ07": "KZZAP", "KZ09": "KZMAN", "KZ10": "KZYUZ", "KZ11": "KZPAV", "KZ12": "KZKAR", "KZ13": "KZKUS",
        "KZ14": "KZKZY", "KZ15": "KZVOS", "KZ16": "KZSEV", "KZ17": "KZZHA", "KZ18": "KZSHY",
    }  # fmt: skip
    assert {outline.code: area for area, outline in almaty_finished.outlines.by_area.items()} == expected


def test_what_did_not_join_is_a_problem_in_three_languages(almaty_finished: Finished):
    found = {(problem.code, problem.found): problem for problem in almaty_finished.problems if "BOUNDARY" in problem.code}
    assert {area for code, area in found if code == "AREA_WITHOUT_BOUNDARY"} == CREATED_IN_2022
    assert {area for code, area in found if code == "BOUNDARY_OUTDATED"} == {"KZALM", "KZKAR", "KZVOS"}
    told = found["AREA_WITHOUT_BOUNDARY", "KZABY"]
    assert told.file == "regions.geojson"
    assert [sentence(told, "found", language) for language in ("en", "ru", "kk")] == [
        "The map has no outline for KZABY (Abai Region).",
        "На карте нет контура территории KZABY (область Абай).",
        "Картада KZABY (Абай облысы) аумағының контуры жоқ.",
    ]


def test_sixteen_of_seventeen_join_by_name_alone(almaty_finished: Finished):
    """Without codes and aliases only the name of the capital before 2022 is left over."""
    areas = {code: msgspec.structs.replace(area, aliases=()) for code, area in almaty_finished.areas.items()}
    boundaries = almaty_finished.store.catalogue.boundaries
    found = join_outlines(boundaries, areas, parts_of(areas, "KZ", 2026))
    assert len(found.by_area) == 16 and [outline.name for outline in found.loose] == ["г.Нур-Султан"]
    assert all(found.by_area[area].code == outline.code for area, outline in almaty_finished.outlines.by_area.items() if area in found.by_area)
    (told,) = [problem for problem in outline_problems(found, areas) if problem.code == "BOUNDARY_WITHOUT_AREA"]
    assert told.found == "KZ05" and told.details["name"] == "г.Нур-Султан"


def test_the_outlines_kept_are_small(almaty_finished: Finished):
    boundaries = almaty_finished.store.catalogue.boundaries
    assert len(msgspec.json.encode(boundaries)) < 60_000
    assert points_of(boundaries) <= MOST_POINTS
    assert all(len(ring) > 2 for outline in boundaries for polygon in outline.polygons for ring in polygon)


def points_of(boundaries) -> int:
    return sum(len(ring) for outline in boundaries for polygon in outline.polygons for ring in polygon)


def shapes_of(path: Path) -> list[list[list[np.ndarray]]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [[[np.array(ring)[:-1] for ring in polygon] for polygon in feature["geometry"]["coordinates"]] for feature in features]


def vertices(shape) -> set[tuple[float, float]]:
    return {(round(x, 6), round(y, 6)) for polygon in shape for ring in polygon for x, y in ring.tolist()}


def test_borders_that_regions_share_stay_shared(kazakhstan: Path):
    """A point of the border of two regions is kept by both or by neither, and no region grows or shrinks much."""
    shapes = shapes_of(kazakhstan / "regions.geojson")
    thin = simplify(shapes, MOST_POINTS)
    before = [vertices([[np.round(ring, 3) for ring in polygon] for polygon in shape]) for shape in shapes]
    after = [vertices(shape) for shape in thin]
    owners = Counter(point for shape in before for point in shape)
    shared = {point for point, count in owners.items() if count > 1}
    assert len(shared) > 5000
    checked = 0
    for one in range(len(shapes)):
        for other in range(one):
            common = before[one] & before[other]
            assert after[one] & common == after[other] & common
            checked += len(after[one] & common)
    assert checked > 300
    for old, new in zip(shapes, thin):
        assert area_of(new) == pytest.approx(area_of(old), rel=0.05)


def area_of(shape) -> float:
    return sum(abs(shoelace(polygon[0])) - sum(abs(shoelace(hole)) for hole in polygon[1:]) for polygon in shape)


def shoelace(ring: np.ndarray) -> float:
    x, y = (ring - ring[0]).T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


# Simplification


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-90, 90)), min_size=3, max_size=60), st.sampled_from([1.0, 7.0, 40.0]))
def test_every_point_left_out_is_near_the_line_that_is_kept(points, tolerance):
    line = np.array(points, dtype=float)
    marks = kept(line, tolerance)
    assert marks[0] and marks[-1]
    corners = line[marks]
    for point in line[~marks]:
        assert min(distance(point, *ends) for ends in zip(corners, corners[1:])) <= tolerance + 1e-9


def distance(point, start, end) -> float:
    along = end - start
    length = along @ along
    share = np.clip((point - start) @ along / length, 0, 1) if length else 0.0
    return float(np.hypot(*(point - start - share * along)))


@settings(max_examples=40)
@given(st.lists(st.floats(-3, 3), min_size=50, max_size=400), st.booleans(), st.integers(0, 300))
def test_two_neighbours_never_part(wiggle, backwards, turn):
    """A border as crooked as one likes, from whichever end and point its neighbour draws it: no gap, no overlap."""
    border = np.column_stack([10 + np.array(wiggle), np.linspace(0, 20, len(wiggle))])
    west = np.concatenate([[[0, 20], [0, 0]], border])
    east = np.concatenate([border[::-1], [[20, 0], [20, 20]]])
    east = np.roll(east[::-1] if backwards else east, turn, axis=0)
    (((one,),), ((other,),)) = simplify([[[west]], [[east]]], 60)
    assert len(one) + len(other) < len(west) + len(east)
    assert abs(shoelace(one)) + abs(shoelace(other)) == pytest.approx(400, rel=1e-6)


def test_an_enclave_fills_its_hole():
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    ring = np.column_stack([5 + np.cos(angles) + 0.1 * np.cos(40 * angles), 5 + np.sin(angles)])
    square = np.array([[0, 0], [10, 0], [10, 10], [0, 10]], dtype=float)
    (((outer, hole),), ((city,),)) = simplify([[[square, np.roll(ring[::-1], 200, axis=0)]], [[ring]]], 200)
    assert len(outer) == 4 and len(city) < 200
    assert vertices([[hole]]) == vertices([[city]])


def test_the_projection_keeps_areas():
    """Squares of one degree have the areas that the sphere gives them, north, south and at the equator."""
    for south in (-60.0, -3.0, 1.0, 42.0, 68.0):
        low, high = np.array([40.0, south]), np.array([80.0, south + 13.0])
        onto = projection(low, high)
        for west, base in ((40, south), (79, south), (60, south + 12)):
            side = np.linspace(0, 1, 50)
            edge = np.concatenate([np.column_stack([side, 0 * side]), np.column_stack([0 * side + 1, side]), np.column_stack([1 - side, 0 * side + 1]), np.column_stack([0 * side, 1 - side])])
            true = np.radians(1) * (np.sin(np.radians(base + 1)) - np.sin(np.radians(base)))
            assert abs(shoelace(onto(edge + [west, base]))) == pytest.approx(true, rel=1e-3)
        assert onto(np.array([[60.0, south + 13.0]]))[0, 1] < onto(np.array([[60.0, south]]))[0, 1], "north is up"


# Names


@pytest.mark.parametrize(
    "one, other",
    [
        ("Акмолинская", "Акмолинская область"), ("г.Алматы", "Город АЛМАТЫ"), ("Ақмола обл.", "Ақмола облысы"),
        ("г. Орёл", "город Орел"), ("Québec", "Quebec"), ("Kostanay  Region", "kostanay oblast"), ("Алматы қ.", "Алматы қаласы"),
    ],
)  # fmt: skip
def test_names_of_one_place(one, other):
    (name, kind), (second, second_kind) = folded(one), folded(other)
    assert name == second and (kind == second_kind or not kind)


@pytest.mark.parametrize("adjective, noun", [("Туркестанская", "Туркестан"), ("Акмолинская", "Акмола"), ("Карагандинская", "Караганда"), ("Актюбинский", "Актюба")])
def test_an_adjective_and_its_noun(adjective, noun):
    assert stem(folded(adjective)[0]) == stem(folded(noun)[0])


PLACES = {
    "R": Area("R", "region", "N", aliases=("old-7",), names={"en": "Almaty Region", "ru": "Алматинская область"}),
    "C": Area("C", "city", "N", names={"en": "Almaty city", "ru": "Город Алматы"}),
    "K": Area("K", "region", "N", names={"en": "Kyzylorda Region", "ru": "Кызылординская область"}),
    "T": Area("T", "city", "K", names={"en": "Kyzylorda city", "ru": "город Кызылорда"}),
}
PARTS = ["R", "C", "K"]


def joined(*names: tuple[str, str]) -> dict[str, str]:
    """Area → name of the outline it got."""
    boundaries = [Boundary(code, name, file="map.geojson") for code, name in names]
    return {area: outline.name for area, outline in join_outlines(boundaries, PLACES, PARTS).by_area.items()}


def test_a_name_that_fits_two_areas_joins_none_and_says_so():
    found = join_outlines([Boundary("7", "Almaty", file="map.geojson")], PLACES, PARTS)
    assert not found.by_area and found.several == {"7": ("R", "C")}
    (told,) = outline_problems(found, PLACES)
    assert told.code == "BOUNDARY_SEVERAL_AREAS" and told.details["areas"] == "R, C"


def test_two_outlines_of_one_name_join_none():
    found = join_outlines([Boundary("1", "Kyzylorda Region"), Boundary("2", "Kyzylorda oblast")], PLACES, PARTS)
    assert not found.by_area and set(found.several) == {"1", "2"}


def test_kinds_tell_places_of_one_name_apart():
    assert joined(("1", "Almaty oblast"), ("2", "г.Алматы")) == {"R": "Almaty oblast", "C": "г.Алматы"}
    assert joined(("1", "Kyzylorda")) == {"K": "Kyzylorda"}, "a region of the nation before a town in it"
    assert joined(("1", "г.Кызылорда")) == {"T": "г.Кызылорда"}


def test_code_goes_before_alias_and_alias_before_name():
    assert joined(("R", "Kyzylorda"), ("K", "Almaty Region")) == {"R": "Kyzylorda", "K": "Almaty Region"}
    assert joined(("old-7", "anything")) == {"R": "anything"}


def test_the_first_of_two_layers_stands():
    layers = [Boundary("K", "new", file="a.geojson"), Boundary("K", "old", file="b.geojson")]
    found = join_outlines(layers, PLACES, PARTS)
    assert found.by_area["K"].name == "new" and not found.loose


# A review whose source has a map


SQUARE = [[[60, 40], [61, 40], [61, 41], [60, 41], [60, 40]]]
ROWS = "Year,REF_AREA,Value\n" + "".join(f"{year},{area},{value}\n" for year in (2015, 2020, 2023) for area, value in (("", 5), ("N1", 4), ("N2", 6)))


def feature(code: object, name: object = "", geometry: object = None) -> dict:
    return {"type": "Feature", "properties": {"id": code, "name": name}, "geometry": geometry or {"type": "Polygon", "coordinates": SQUARE}}


def layer(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def repository(folder: Path, geojson: str | bytes | None, config: str = "map_layers:\n  - geojson_file: map.geojson\n") -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "indicator_1-2-1.csv").write_text(ROWS, encoding="utf-8")
    (folder / "config_data.yml").write_text(f"languages:\n  - en\n{config}", encoding="utf-8")
    if geojson is not None:
        (folder / "map.geojson").write_bytes(geojson.encode() if isinstance(geojson, str) else geojson)
    return folder


def finished_with(tmp_path: Path, geojson: str | bytes | None, **settings) -> Finished:
    source = repository(tmp_path / "source", geojson, **settings)
    headway.new(tmp_path / "review", area="KZ", source=f"open-sdg={source}", languages="en", year=2026)
    return check_folder(tmp_path / "review")


def codes_of(finished: Finished) -> set[str]:
    return {problem.code for problem in finished.problems if "BOUNDAR" in problem.code or "MAP" in problem.code}


def test_a_join_is_stated_by_hand_in_areas_csv(tmp_path: Path):
    before = finished_with(tmp_path, layer(feature("X-1", "Nowhere"), feature("N2", "Second")))
    assert set(before.outlines.by_area) == {"N2"} and [outline.code for outline in before.outlines.loose] == ["X-1"]
    assert {"BOUNDARY_WITHOUT_AREA", "AREA_WITHOUT_BOUNDARY"} <= codes_of(before)
    table = tmp_path / "review" / "areas.csv"
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    for row in rows:
        row["aliases"] = "X-1" if row["code"] == "N1" else row["aliases"]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    after = check_folder(tmp_path / "review")
    assert {area: outline.code for area, outline in after.outlines.by_area.items()} == {"N1": "X-1", "N2": "N2"}
    assert not {"BOUNDARY_WITHOUT_AREA", "AREA_WITHOUT_BOUNDARY"} & codes_of(after)


CONFIGS = {
    "remote": ("map_layers:\n  - geojson_file: https://example.org/map.geojson\n", "BOUNDARIES_REMOTE"),
    "absent": ("map_layers:\n  - geojson_file: other.geojson\n", "BOUNDARIES_MISSING"),
    "outside": ("map_layers:\n  - geojson_file: ../../../etc/hostname\n", "BOUNDARIES_MISSING"),
    "absolute": ("map_layers:\n  - geojson_file: /etc/hostname\n", "BOUNDARIES_MISSING"),
    "a folder": ("map_layers:\n  - geojson_file: data\n", "BOUNDARIES_MISSING"),
    "a null": ('map_layers:\n  - geojson_file: "a\\0b"\n', "BOUNDARIES_MISSING"),
    "no file named": ("map_layers:\n  - id_property: id\n", "MAP_LAYER_MALFORMED"),
    "a word": ("map_layers: regions\n", "MAP_LAYER_MALFORMED"),
    "a list in a list": ("map_layers:\n  - [map.geojson]\n", "MAP_LAYER_MALFORMED"),
    "another property": ("map_layers:\n  - geojson_file: map.geojson\n    id_property: a\n    name_property: b\n", "BOUNDARIES_UNREADABLE"),
}


@pytest.mark.parametrize("case", CONFIGS)
def test_a_layer_that_cannot_be_read_is_named_and_the_rest_goes_on(case: str, tmp_path: Path):
    config, code = CONFIGS[case]
    found = finished_with(tmp_path, layer(feature("N1")), config=config)
    assert codes_of(found) == {code} and not found.outlines.by_area
    assert len(found.store) == 9
    (problem,) = [problem for problem in found.problems if problem.code == code]
    assert all(sentence(problem, "remedy", language) for language in ("en", "ru", "kk"))


HOSTILE = {
    "empty": b"",
    "cut off": layer(feature("N1"))[:-20],
    "not a number": layer(feature("N1")).replace("41", "NaN"),
    "nested without end": '{"features":' + "[" * 200_000 + "]" * 200_000 + "}",
    "a list": "[1, 2]",
    "no features": '{"type": "FeatureCollection"}',
    "features of the wrong kind": '{"features": {"a": 1}}',
    "nothing in the list": layer(),
    "words for features": layer("a", None, 3),
    "Latin-1": layer(feature("N1", "é")).encode().replace(b"\\u00e9", b"\xe9"),
    "zeros": bytes(1000),
    "too many": layer(*[feature(str(number)) for number in range(6000)]),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_is_no_map_is_one_problem(case: str, tmp_path: Path):
    content = HOSTILE[case]
    path = tmp_path / "map.geojson"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    log = ProblemLog("source")
    assert read_geojson(path, "map.geojson", "id", "name", log) == ()
    assert [problem.code for problem in log.problems()] == ["BOUNDARIES_UNREADABLE"]


def test_a_file_too_large_is_not_opened(tmp_path: Path):
    path, log = tmp_path / "map.geojson", ProblemLog("source")
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert read_geojson(path, "map.geojson", "id", "name", log) == ()
    assert [problem.code for problem in log.problems()] == ["BOUNDARIES_TOO_LARGE"]


GEOMETRIES = {
    "none": None, "a text": "Polygon", "a point": {"type": "Point", "coordinates": [1, 2]},
    "no coordinates": {"type": "Polygon"}, "a kind that is a list": {"type": ["Polygon"], "coordinates": SQUARE},
    "texts": {"type": "Polygon", "coordinates": [[["60", "40"], ["61", "40"], ["61", "41"]]]},
    "truths": {"type": "Polygon", "coordinates": [[[True, False], [False, True], [True, True]]]},
    "nulls": {"type": "Polygon", "coordinates": [[[None, 1], [2, 3], [4, 5]]]},
    "one number a point": {"type": "Polygon", "coordinates": [[[1], [2], [3]]]},
    "uneven points": {"type": "Polygon", "coordinates": [[[1, 2], [3], [4, 5]]]},
    "too deep": {"type": "Polygon", "coordinates": [[[[[1, 2]]], [[[3, 4]]], [[[5, 6]]]]]},
    "too flat": {"type": "MultiPolygon", "coordinates": SQUARE[0]},
    "objects": {"type": "Polygon", "coordinates": [[{"x": 1}, {"x": 2}, {"x": 3}]]},
    "two points": {"type": "Polygon", "coordinates": [[[60, 40], [61, 40]]]},
    "an empty ring": {"type": "Polygon", "coordinates": [[]]},
    "no polygons": {"type": "MultiPolygon", "coordinates": []},
    "metres": {"type": "Polygon", "coordinates": [[[6.6e6, 4.8e6], [6.7e6, 4.8e6], [6.7e6, 4.9e6]]]},
    "beyond numbers": {"type": "Polygon", "coordinates": [[[10**400, 1], [2, 2], [3, 3]]]},
    "one place only": {"type": "Polygon", "coordinates": [[[60, 40]] * 9]},
}  # fmt: skip


@pytest.mark.parametrize("case", GEOMETRIES)
def test_an_outline_that_cannot_be_drawn_is_named_and_the_others_are(case: str, tmp_path: Path):
    path, log = tmp_path / "map.geojson", ProblemLog("source")
    path.write_text(layer({"properties": {"id": "bad"}, "geometry": GEOMETRIES[case]}, feature("N1")), encoding="utf-8")
    found = read_geojson(path, "map.geojson", "id", "name", log)
    assert [outline.code for outline in found] == ["N1"]
    assert [(problem.code, problem.found) for problem in log.problems()] == [("BOUNDARY_UNUSABLE", "bad")]


CODES = {
    "7": "7", "7.0": "7", '" a\\n b "': "a b", "true": "", "null": "", "[1]": "", f'"{"x" * 999}"': "x" * 199 + "…",
}  # fmt: skip


@pytest.mark.parametrize("given_code, expected", CODES.items())
def test_codes_of_any_kind_become_a_line_of_text(given_code: str, expected: str, tmp_path: Path):
    path, log = tmp_path / "map.geojson", ProblemLog("source")
    path.write_text(layer(feature("PLACE", "name")).replace('"PLACE"', given_code), encoding="utf-8")
    (found,) = read_geojson(path, "map.geojson", "id", "name", log)
    assert (found.code, found.name) == (expected, "name")


def test_a_code_of_five_thousand_digits_does_no_harm(tmp_path: Path):
    path, log = tmp_path / "map.geojson", ProblemLog("source")
    path.write_text(layer(feature("PLACE", "name")).replace('"PLACE"', "1" + "0" * 5000), encoding="utf-8")
    found = read_geojson(path, "map.geojson", "id", "name", log)
    assert all(len(outline.code) <= 200 for outline in found) and (found or log.problems())


def zigzag(step: float) -> np.ndarray:
    """A line that swings wider and wider: every point is the farthest, the worst case of the rule."""
    steps = np.arange(100_000)
    line = np.column_stack([steps * step, (-1.0) ** steps * (1 + steps * 1e-4)])
    return np.concatenate([line, [[line[-1, 0], 60.0], [0.0, 60.0]]])


def test_a_line_made_to_be_slow_is_not():
    start = time.process_time()
    (((found,),),) = simplify([[[zigzag(3e-3)]]], MOST_POINTS)
    assert 2 < len(found) <= MOST_POINTS
    assert simplify([[[zigzag(1e-5)]]], MOST_POINTS) == [[]], "on the grid it is a tangle"
    assert time.process_time() - start < 20


def test_both_sides_of_the_date_line_come_together(tmp_path: Path):
    path, log = tmp_path / "map.geojson", ProblemLog("source")
    sides = [[[[179, 60], [180, 60], [180, 61]]], [[[-180, 60], [-179, 60], [-180, 61]]]]
    path.write_text(layer(feature("N1", geometry={"type": "MultiPolygon", "coordinates": sides}), feature("N2", geometry={"type": "Polygon", "coordinates": [[[150, 60], [152, 60], [151, 61]]]})), encoding="utf-8")
    found = read_geojson(path, "map.geojson", "id", "name", log)
    east = [x for outline in found for polygon in outline.polygons for ring in polygon for x, _ in ring]
    assert 149 < min(east) and max(east) < 182
