"""Targets as people write them in a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.target import Target, number, parse_target

FORMS = [
    ("0", Target(value=0)),
    ("100", Target(value=100)),
    (" 100 ", Target(value=100)),
    ("-5.5", Target(value=-5.5)),
    ("7,25", Target(value=7.25)),
    ("12 000", Target(value=12000)),
    ("12\u00a0000,5", Target(value=12000.5)),
    ("0.5*base", Target(factor=0.5)),
    ("0,5 × base", Target(factor=0.5)),
    ("2*BASE", Target(factor=2)),
    ("50+0.5*base", Target(factor=0.5, offset=50)),
    ("50 + 0,5 * base", Target(factor=0.5, offset=50)),
    ("-50+0.5*base", Target(factor=0.5, offset=-50)),
    ("0.97..1.03", Target(lower=0.97, upper=1.03)),
    ("0,97 .. 1,03", Target(lower=0.97, upper=1.03)),
    ("-1..1", Target(lower=-1, upper=1)),
    ("5..5", Target(lower=5, upper=5)),
]


@pytest.mark.parametrize(("text", "target"), FORMS)
def test_each_form_is_read(text, target):
    assert parse_target(text) == target


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_blank_is_no_target(text):
    assert parse_target(text) is None


def test_year_unit_and_basis_are_kept():
    found = parse_target("0.5*base", year=2025, unit="PT", basis="relative")
    assert found == Target(2025, factor=0.5, unit="PT", basis="relative")
    assert parse_target("1..2", year=2025, unit="PT", basis="local") == Target(
        2025, lower=1, upper=2, unit="PT", basis="local"
    )
    assert parse_target("1").year == 2030


@pytest.mark.parametrize(
    "text",
    [
        "nan", "inf", "-inf", "infinity", "1_000", "half", "50 %", "3..1", "1..", "..3", "base", "*base",
        "0.5*", "0.5*bases", "1.2.3", "1,000.5", "1,2,3*base", "a..b", "1.2.3..4", "≥ 5", "1;2",
    ],
)  # fmt: skip
def test_what_is_no_target_is_refused(text):
    with pytest.raises(ValueError):
        parse_target(text)


@pytest.mark.parametrize("text", ["nan", "NaN", "inf", "-Infinity", "1_000", "", "x", "1e999"])
def test_what_is_no_finite_number_is_refused(text):
    with pytest.raises(ValueError):
        number(text)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (Target(value=0), "0"),
        (Target(value=7.25), "7.25"),
        (Target(factor=0.5), "0.5*base"),
        (Target(factor=0.5, offset=50), "50+0.5*base"),
        (Target(lower=0.97, upper=1.03), "0.97..1.03"),
        (Target(lower=-1, upper=1), "-1..1"),
    ],
)
def test_a_target_is_written_as_people_do(target, text):
    assert target.text() == text


@pytest.mark.parametrize(
    "target",
    [
        Target(value=1234567.89),
        Target(lower=1_000_000, upper=2_500_000),
        Target(lower=0.0000125, upper=1),
        Target(factor=0.3333333),
        Target(factor=0.00001),
        Target(factor=0.5, offset=1_234_567),
    ],
)
def test_large_and_fine_targets_read_back_as_themselves(target):
    """A count of inhabitants has more than six figures, and a third has no end."""
    assert parse_target(target.text()) == target


FIGURES = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False).map(float)
FACTORS = st.decimals(min_value=0, max_value=100, places=4).map(float)
TARGETS = st.one_of(
    st.builds(lambda value: Target(value=value), FIGURES),
    st.builds(lambda factor, offset: Target(factor=factor, offset=offset), FACTORS, FIGURES),
    st.builds(lambda ends: Target(lower=min(ends), upper=max(ends)), st.tuples(FIGURES, FIGURES)),
)


@given(TARGETS)
def test_every_target_reads_back_as_itself(target):
    assert parse_target(target.text()) == target


@given(st.text(max_size=30))
def test_any_text_is_a_target_none_or_a_value_error(text):
    try:
        target = parse_target(text)
    except ValueError:
        return
    assert (target is None) == (not text.strip())
    if target:
        given_forms = [target.value is not None, target.factor is not None, target.lower is not None]
        assert sum(given_forms) == 1
