"""Every series of the real data: its address reads back as itself, and opens it."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from headway.errors import NotFoundError, UsageError
from headway.model.address import GLOBAL, Address, parse_address
from headway.model.period import parse_period
from headway.review.build import Finished
from headway.review.lookup import _area, _choose, _indicator, look_up

RESERVED = set("%/;=@#?&+\"'<>\\ \t\r\n")
"""What an address cannot hold but as its separators; the colon stands after the framework only."""


@pytest.fixture(scope="module", params=["almaty_finished", "canada_finished"])
def finished(request) -> Finished:
    return request.getfixturevalue(request.param)


def test_every_series_reads_back_as_itself(finished):
    for series in finished.store.series:
        assert parse_address(str(series.address)) == series.address


def test_the_parts_survive_the_trip_one_by_one(finished):
    """Against a grammar that writes and reads equally wrongly: the parts are compared with the series."""
    for series in finished.store.series:
        read = parse_address(str(series.address))
        assert (read.framework, read.indicator, read.ref_area) == (series.framework, series.indicator, series.ref_area)
        assert read.dimensions == series.dimensions == tuple(sorted(series.dimensions))
        assert (read.period, read.source) == ("", "")


def test_no_two_series_share_an_address(finished):
    counts = Counter(str(series.address) for series in finished.store.series)
    assert not [address for address, count in counts.items() if count > 1]


def test_addresses_hold_reserved_characters_only_as_separators(finished):
    for series in finished.store.series:
        text = str(series.address)
        assert not RESERVED - set("/;=%") & set(text), text
        assert text.count("/") == (2 if series.dimensions else 1), text
        assert text.count("=") == len(series.dimensions), text
        assert text.count(";") == max(len(series.dimensions) - 1, 0), text
        assert text.count(":") == (series.framework != GLOBAL), text


def test_every_series_is_found_by_its_address(finished):
    """The series itself is opened; where the address names no dimension, beside the headline at most."""
    for series_id, series in enumerate(finished.store.series):
        address = parse_address(str(series.address))
        key = _indicator(finished, address)
        area = _area(finished, key, address)
        assert (key, area) == ((series.framework, series.indicator), series.ref_area)
        chosen, also = _choose(finished, key, area, finished.groups[key][area], address)
        assert series_id in chosen and series_id not in also
        if series.dimensions:
            assert chosen == [series_id]
        else:
            assert len(chosen) <= 2


def test_every_series_of_an_area_is_offered_by_the_short_address(finished):
    """What `1.2.1/KZALA` opens and what it offers beside are together everything."""
    for key, by_area in finished.groups.items():
        for area, ids in by_area.items():
            chosen, also = _choose(finished, key, area, ids, Address(key[1], area, framework=key[0]))
            assert sorted(chosen + also) == sorted(ids)


def test_every_number_has_an_address_of_its_own_save_repeats_and_conflicts(finished):
    store = finished.store
    for series_id, series in enumerate(store.series):
        points = store.points(series_id)
        unmarked = [period for period, mark in zip(points.periods, points.marks) if not mark]
        assert len(unmarked) == len(set(unmarked)), str(series.address)


def test_every_period_reads_back_as_itself(finished):
    store = finished.store
    periods = {str(period) for series_id in range(len(store.series)) for period in store.points(series_id).periods}
    for period in periods:
        assert parse_period(period).canonical == period
        address = Address("1.2.1", "KZALA", period=period)
        assert parse_address(str(address)) == address


# Opened whole, as on the command line


def line_of(folder: Path, file: str, row: int) -> str:
    return (folder / file).read_text(encoding="utf-8-sig").splitlines()[row - 1]


@pytest.mark.parametrize(
    "text, file, row, value",
    [
        ("1.2.1/KZALA@2023", "data/indicator_1-2-1.csv", 311, 5.1),
        ("8.5.2/KZALA/unit_measure=PT@2021#kazakhstan", "data/indicator_8-5-2.csv", 2086, 5.2),
    ],
)
def test_a_number_opens_with_its_file_row_and_line(almaty, kazakhstan, text, file, row, value):
    shown = look_up(almaty, text)
    (series,) = shown.series
    (number,) = series.numbers
    assert (number.file, number.row, number.value) == (file, row, value)
    assert number.line == line_of(kazakhstan, file, row)
    assert next(csv.reader([number.line]))[-1] == f"{value:g}"


def test_a_breakdown_opens_by_its_dimensions_in_any_order_and_case(almaty):
    shown = look_up(almaty, "4.2.2/KZALA/Unit_Measure=PT;SEX=F")
    (series,) = shown.series
    assert series.address == "4.2.2/KZALA/sex=F;unit_measure=PT"
    assert not series.headline and shown.also == ()


def test_without_a_total_the_groups_are_offered(almaty):
    shown = look_up(almaty, "4.4.1/KZALA")
    assert shown.reason == "NO_TOTAL" and shown.series == () and shown.also


def test_a_canadian_number_of_a_quarter_opens(canada_review, canada):
    shown = look_up(canada_review, "canada-cif:1.3.1/CA@2015-Q4")
    (series,) = shown.series
    (number,) = series.numbers
    assert (number.label, number.file, number.row) == ("2015 Q4", "data/indicator_1-3-1.csv", 2)
    assert number.line == line_of(canada, number.file, number.row)


def meant(finished: Finished, text: str):
    """(indicator, area, series opened) of an address."""
    address = parse_address(text)
    key = _indicator(finished, address)
    area = _area(finished, key, address)
    chosen, _ = _choose(finished, key, area, finished.groups[key][area], address)
    return key, area, chosen


def test_a_national_code_needs_no_framework_where_only_one_has_it(almaty_finished):
    short, whole = meant(almaty_finished, "4.4.1.1/KZALA"), meant(almaty_finished, "kz:4.4.1.1/KZALA")
    assert short == whole and short[0] == ("kz", "4.4.1.1")


def test_an_alias_of_an_area_opens_it(almaty_finished):
    """KZ02 is the city on the map."""
    assert meant(almaty_finished, "1.2.1/KZ02") == meant(almaty_finished, "1.2.1/KZALA")


@pytest.mark.parametrize("text, word", [("1.2.1", "not an address"), ("1.2.1/KZALA/sex", "dimension"), ("", "address")])
def test_what_is_no_address_gets_a_sentence(text, word):
    with pytest.raises(UsageError, match=word):
        parse_address(text)


@pytest.mark.parametrize(
    "text, word",
    [
        ("1.2.11/KZALA", "1.2.1"),
        ("1.2.1/KZALE", "KZALA"),
        ("1.2.1/KZALA/sex=X", "no such series"),
        ("1.2.2/KZALA", "no values"),
        ("10.1.1/KZALA", "KZALA"),
    ],
)
def test_what_is_not_there_gets_a_sentence_with_what_is_near(almaty_finished, text, word):
    with pytest.raises(NotFoundError) as caught:
        meant(almaty_finished, text)
    assert word in str(caught.value)


def test_a_period_that_is_not_there_names_those_that_are(almaty):
    with pytest.raises(NotFoundError, match="2015"):
        look_up(almaty, "1.2.1/KZALA@1999")
