"""Numbers in, as offices type them; numbers out, by the rules of each language."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.publish.words.numbers import format_number, format_value, series_decimals
from headway.sources.numbers import read_number

NBSP = "\u00a0"
MINUS = "\u2212"

READ = [
    # text, value, text cleaned, mended
    ("14.6", 14.6, "14.6", ""),
    ("0", 0.0, "0", ""),
    ("-3", -3.0, "-3", ""),
    ("+3", 3.0, "+3", ""),
    (".5", 0.5, ".5", ""),
    ("5.", 5.0, "5.", ""),
    ("007", 7.0, "007", ""),
    (" 14.6", 14.6, "14.6", "blanks"),
    ("    95.7", 95.7, "95.7", "blanks"),
    ("41.1 ", 41.1, "41.1", "blanks"),
    ("41.1\t", 41.1, "41.1", "blanks"),
    ("12 345", 12345.0, "12345", "blanks"),
    (f"12{NBSP}345.6", 12345.6, "12345.6", "blanks"),
    ("12\u202f345", 12345.0, "12345", "blanks"),
    ("1 234 567", 1234567.0, "1234567", "blanks"),
    ("4,8", 4.8, "4.8", "comma"),
    ("-4,8", -4.8, "-4.8", "comma"),
    ("12 345,6", 12345.6, "12345.6", "comma"),
    (f"12{NBSP}345,6", 12345.6, "12345.6", "comma"),
    ("1,234.5", 1234.5, "1234.5", "comma"),
    ("-1,234,567.5", -1234567.5, "-1234567.5", "comma"),
    ("1e-05", 0.00001, "1e-05", "scientific"),
    ("1E-05", 0.00001, "1E-05", "scientific"),
    ("-1.5e+3", -1500.0, "-1.5e+3", "scientific"),
    (" 2e3 ", 2000.0, "2e3", "scientific"),
]


@pytest.mark.parametrize(("text", "value", "cleaned", "mended"), READ)
def test_what_offices_type_is_read_and_what_was_mended_said(text, value, cleaned, mended):
    assert read_number(text) == (value, cleaned, mended)


@pytest.mark.parametrize(("text", "value"), [(f"{MINUS}5", -5.0), (f"{MINUS}4,8", -4.8), (f"{MINUS} 5.2", -5.2)])
def test_a_true_minus_sign_is_a_minus(text, value):
    found = read_number(text)
    assert found is not None
    assert found[0] == value
    assert found[1].startswith("-")


def test_several_commas_can_only_be_thousands():
    found = read_number("1,234,567")
    assert found is not None
    assert found[:2] == (1234567.0, "1234567")


def test_a_line_end_in_a_cell_is_a_blank():
    assert read_number("12\n") == (12.0, "12", "blanks")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", NBSP, "nan", "NaN", "inf", "-inf", "Infinity", "1_000", "0x10", "1e400", "-1e400", "e5", "1e",
        ".", "-", "+", "--5", "5-", "5-6", "1.2.3", "1,2,3", "1.234,5", "12%", "<5", "~5", "5*", "...", "…", "–",
        "KZALA", "x12", "12x", "(5)", "9" * 400,
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text):
    assert read_number(text) is None


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_none(text):
    found = read_number(text)
    if found is not None:
        value, cleaned, mended = found
        assert math.isfinite(value)
        assert float(cleaned) == value
        assert mended in {"", "blanks", "comma", "scientific"}


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 99),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " ", NBSP]),
)
def test_a_number_is_the_same_in_every_dress(whole, cents, point, blank):
    """Decimal comma or point, thousands apart or together."""
    text = f"{whole:,}".replace(",", blank) + f"{point}{cents:02d}"
    expected = float(f"{whole}.{cents:02d}")
    assert read_number(text)[0] == expected


FORMATTED = [
    # value, decimals, en, ru and kk
    (0, 0, "0", "0"),
    (5.1, 1, "5.1", "5,1"),
    (5.0, 1, "5.0", "5,0"),
    (5.25, 2, "5.25", "5,25"),
    (-5.1, 1, f"{MINUS}5.1", f"{MINUS}5,1"),
    (2023, 0, "2,023", f"2{NBSP}023"),
    (9999, 0, "9,999", f"9{NBSP}999"),
    (10000, 0, "10,000", f"10{NBSP}000"),
    (1847, 0, "1,847", f"1{NBSP}847"),
    (45580, 0, "45,580", f"45{NBSP}580"),
    (-45580, 0, f"{MINUS}45,580", f"{MINUS}45{NBSP}580"),
    (1234567.8, 1, "1,234,567.8", f"1{NBSP}234{NBSP}567,8"),
    (-0.04, 1, "0.0", "0,0"),
    (3.14159, 5, "3.142", "3,142"),
]


@pytest.mark.parametrize(("value", "decimals", "english", "russian"), FORMATTED)
def test_numbers_follow_the_language(value, decimals, english, russian):
    assert format_number(value, "en", decimals) == english
    assert format_number(value, "ru", decimals) == russian
    assert format_number(value, "kk", decimals) == russian


@pytest.mark.parametrize(
    ("value", "expected"),
    [(5.0, "5"), (5.1, "5.1"), (0.25, "0.25"), (2.0005, "2.001"), (100, "100"), (12345.678, "12,345.678")],
)
def test_without_decimals_given_a_number_has_its_own_and_three_at_most(value, expected):
    assert format_number(value, "en") == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (5.0, 1, "5.0"),
        (5.2, 1, "5.2"),
        (5.0, 0, "5"),
        (14.123456, 6, "14.12"),
        (514.123456, 6, "514.1"),
        (0.123456, 6, "0.123"),
        (-14.123456, 6, f"{MINUS}14.12"),
        (0.0, 1, "0.0"),
    ],
)
def test_a_value_has_the_decimals_of_its_series_but_no_false_precision(value, decimals, expected):
    assert format_value(value, decimals, "en") == expected
    assert format_value(value, decimals, "ru") == expected.replace(".", ",")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.00001, 0, "0.00001"),
        (0.00001, 1, "0.00001"),
        (-0.00001, 1, f"{MINUS}0.00001"),
        (0.04, 1, "0.04"),
        (0.0002, 4, "0.0002"),
        (0.00012, 5, "0.00012"),
        (0.00001, 6, "0.00001"),
    ],
)
def test_a_small_value_is_never_shown_as_zero(value, decimals, expected):
    assert format_value(value, decimals, "en") == expected
    assert format_value(value, decimals, "kk") == expected.replace(".", ",")


@pytest.mark.parametrize(
    ("texts", "decimals"),
    [
        (["5.2", "5.0", "4.8"], 1),
        (["5.0", "6.0"], 0),
        (["5", "6"], 0),
        (["53.8", "10", "16.3"], 1),
        (["5.25", "5.10", "5.5"], 2),
        ([], 0),
    ],
)
def test_a_series_is_written_alike(texts, decimals):
    assert series_decimals(texts) == decimals


@given(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 2)),
    st.integers(0, 8),
    st.sampled_from(["en", "ru", "kk"]),
)
def test_what_is_shown_reads_back_near_the_value(value, decimals, language):
    """Within half of the last figure shown; three figures after the point at most."""
    shown = format_value(value, decimals, language)
    plain = shown.replace(",", "") if language == "en" else shown.replace(",", ".").replace(NBSP, "")
    read = float(plain.replace(MINUS, "-"))
    figures = len(plain.partition(".")[2])
    assert abs(read - value) <= 0.5 * 10**-figures + 1e-6
    assert figures <= 3 or abs(value) < 0.01
