"""One address names any series or number, and reads back as itself."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from headway.errors import UsageError
from headway.model.address import (
    Address,
    dimensions_of,
    format_dimensions,
    parse_address,
    parse_dimensions,
)

KNOWN = [
    # text, the address it is
    ("1.2.1/KZALA", Address("1.2.1", "KZALA")),
    ("kz:4.4.1.1/KZALA", Address("4.4.1.1", "KZALA", framework="kz")),
    ("1.2.1/KZALA@2023", Address("1.2.1", "KZALA", period="2023")),
    ("1.2.1/KZALA#kazakhstan", Address("1.2.1", "KZALA", source="kazakhstan")),
    (
        "1.2.1/KZALA/sex=F;unit_measure=PT@2023",
        Address("1.2.1", "KZALA", (("sex", "F"), ("unit_measure", "PT")), period="2023"),
    ),
    (
        "kz:1.a.1/KZ/age=Y15T24@2012-2013#plan",
        Address("1.a.1", "KZ", (("age", "Y15T24"),), framework="kz", period="2012-2013", source="plan"),
    ),
    ("1.1.1/қала", Address("1.1.1", "қала")),
    ("1.1.1/KZ/city=Алматы%20қ.", Address("1.1.1", "KZ", (("city", "Алматы қ."),))),
    ("1.1.1/KZ/share=%3E50%25", Address("1.1.1", "KZ", (("share", ">50%"),))),
    ("1.1.1/KZ/note=a%2Fb%3Bc%3Dd%40e%23f", Address("1.1.1", "KZ", (("note", "a/b;c=d@e#f"),))),
]


@pytest.mark.parametrize(("text", "address"), KNOWN)
def test_an_address_reads_as_its_parts_and_is_written_so(text, address):
    assert parse_address(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("1.2.1/KZALA/unit_measure=PT;sex=F", "1.2.1/KZALA/sex=F;unit_measure=PT"),
        ("1.2.1/KZALA/UNIT_MEASURE=PT;Sex=F", "1.2.1/KZALA/sex=F;unit_measure=PT"),
        ("  1.2.1/KZALA\n", "1.2.1/KZALA"),
        ("global:1.2.1/KZALA", "1.2.1/KZALA"),
        ("1.2.1/KZALA/", "1.2.1/KZALA"),
        ("1.2.1/KZALA@2012%2F13", "1.2.1/KZALA@2012-2013"),
        ("1.2.1/KZALA@2012-13", "1.2.1/KZALA@2012-2013"),
        ("1.2.1/KZALA@2021.0", "1.2.1/KZALA@2021"),
        ("1.2.1/KZALA@2013 Q1", "1.2.1/KZALA@2013-Q1"),
        ("1.2.1/KZALA@2018%20to%202020", "1.2.1/KZALA@2018-2020"),
    ],
)
def test_equal_things_have_one_address(given, written):
    assert str(parse_address(given)) == written


def test_a_fiscal_year_may_be_typed_as_offices_write_it():
    """Someone who copies `2012/13` from a table does not think of percent signs."""
    assert parse_address("1.2.1/KZALA@2012/13").period == "2012-2013"


def test_case_of_codes_and_values_counts():
    assert parse_address("1.a.1/kz/sex=f") == Address("1.a.1", "kz", (("sex", "f"),))


def test_only_the_global_framework_has_no_prefix():
    assert str(Address("1.2.1", "KZ")) == "1.2.1/KZ"
    assert str(Address("1.2.1", "KZ", framework="global")) == "1.2.1/KZ"
    assert str(Address("1.2.1", "KZ", framework="Global")) == "Global:1.2.1/KZ"
    assert parse_address("1.2.1/KZ").framework == "global"


def test_a_colon_inside_a_part_is_no_framework():
    address = Address("a:b", "KZ", framework="c:d")
    assert str(address) == "c%3Ad:a%3Ab/KZ"
    assert parse_address(str(address)) == address


def test_the_same_code_in_two_frameworks_is_two_addresses():
    assert str(Address("1.4.1", "CA", framework="ca")) != str(Address("1.4.1", "CA"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "1.2.1",
        "/",
        "1.2.1/",
        "/KZALA",
        "1.2.1//sex=F",
        "@2023",
        "#kazakhstan",
        "1.2.1@2023",
        "kz:/KZALA",
        "1.2.1/KZALA/sex=F/age=Y",
        "1.2.1/KZALA/sex",
        "1.2.1/KZALA/sex=",
        "1.2.1/KZALA/=F",
        "1.2.1/KZALA/sex=F;",
        "1.2.1/KZALA/;sex=F",
        "1.2.1/KZALA/sex=F;sex=M",
        "1.2.1/KZALA/sex=F;SEX=M",
    ],
)
def test_what_is_no_address_is_refused_with_a_remedy(text):
    with pytest.raises(UsageError) as caught:
        parse_address(text)
    assert "/KZALA" in caught.value.remedy or "sex=F" in caught.value.remedy
    assert caught.value.message.endswith(".")


def test_dimensions_are_sorted_and_without_blanks():
    assert dimensions_of({"unit": "PT", "age": "", "sex": "F"}) == (("sex", "F"), ("unit", "PT"))
    assert format_dimensions((("sex", "F"), ("unit", "PT"))) == "sex=F;unit=PT"
    assert parse_dimensions("unit=PT;sex=F") == (("sex", "F"), ("unit", "PT"))


RESERVED = "%/;=@#:?&+\"'<> \t\n"
KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"
PARTS = st.one_of(
    st.text(min_size=1),
    st.text(alphabet=RESERVED + KAZAKH + "aZ1._-", min_size=1),
    st.sampled_from(["\u00a0", "\u2028", "a\u3000", "\x85b", "%2F", "%", "..", "global", "ЖАҢА қала"]),
)
KEYS = PARTS.map(lambda text: text.strip().lower()).filter(lambda text: text and text == text.strip().lower())
PERIODS = st.sampled_from(["", "2023", "2012-2013", "2013-Q1", "2013-S2", "1987-1991", "latest year"])


@given(
    st.builds(
        Address,
        indicator=PARTS,
        ref_area=PARTS,
        dimensions=st.dictionaries(KEYS, PARTS, max_size=4).map(lambda pairs: tuple(sorted(pairs.items()))),
        framework=PARTS,
        period=PERIODS,
        source=st.one_of(st.just(""), PARTS),
    )
)
@example(Address("1.2.1", "KZ", source="plan\u00a0"))
@example(Address("1.2.1", "KZ", dimensions=(("note", "\u00a0"),)))
def test_every_address_reads_back_as_itself(address):
    """Also where a part ends in a no-break space, as cells copied from a web page do."""
    assert parse_address(str(address)) == address


@given(st.dictionaries(KEYS, PARTS, min_size=1, max_size=4).map(dimensions_of))
def test_dimensions_read_back_as_themselves(dimensions):
    assert parse_dimensions(format_dimensions(dimensions)) == dimensions


@given(st.text())
def test_any_text_is_an_address_or_a_usage_error(text):
    try:
        address = parse_address(text)
    except UsageError as error:
        assert error.remedy
    else:
        assert address.indicator and address.ref_area


@given(st.lists(st.tuples(PARTS, PARTS, PARTS), min_size=2, max_size=2, unique=True))
def test_different_things_have_different_addresses(parts):
    one, other = (Address(code, area, framework=framework) for framework, code, area in parts)
    assert str(one) != str(other)
