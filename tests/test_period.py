"""A period keeps its label, and says what can be read of it.

Labels are those that offices' own files carry (see the design page on
sources, item 12); what each stands for was read off by hand.
"""

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from headway.model.period import parse_period

READABLE = [
    # label, canonical, start, end, frequency, year
    ("2019", "2019", "2019-01-01", "2019-12-31", "A", 2019),
    (" 2019 ", "2019", "2019-01-01", "2019-12-31", "A", 2019),
    ("2021.0", "2021", "2021-01-01", "2021-12-31", "A", 2021),
    ("2021.00", "2021", "2021-01-01", "2021-12-31", "A", 2021),
    ("1974a", "1974", "1974-01-01", "1974-12-31", "A", 1974),
    ("2019 p", "2019", "2019-01-01", "2019-12-31", "A", 2019),
    ("2019*", "2019", "2019-01-01", "2019-12-31", "A", 2019),
    ("2019 **", "2019", "2019-01-01", "2019-12-31", "A", 2019),
    ("2019 (provisional)", "2019", "2019-01-01", "2019-12-31", "A", 2019),
    ("2019 (p) [Note 1]", "2019", "2019-01-01", "2019-12-31", "A", 2019),
    ("2012/13", "2012-2013", "2012-01-01", "2013-12-31", "A", 2012),
    ("2012-13", "2012-2013", "2012-01-01", "2013-12-31", "A", 2012),
    ("2012–13", "2012-2013", "2012-01-01", "2013-12-31", "A", 2012),
    ("2012 / 13", "2012-2013", "2012-01-01", "2013-12-31", "A", 2012),
    ("2012/2013", "2012-2013", "2012-01-01", "2013-12-31", "A", 2012),
    ("2019/20 [Note 5]", "2019-2020", "2019-01-01", "2020-12-31", "A", 2019),
    ("1999-00", "1999-2000", "1999-01-01", "2000-12-31", "A", 1999),
    ("1999/00", "1999-2000", "1999-01-01", "2000-12-31", "A", 1999),
    ("1999-2000", "1999-2000", "1999-01-01", "2000-12-31", "A", 1999),
    ("2000/01", "2000-2001", "2000-01-01", "2001-12-31", "A", 2000),
    ("2011-12", "2011-2012", "2011-01-01", "2012-12-31", "A", 2011),
    ("1987-1991", "1987-1991", "1987-01-01", "1991-12-31", "O", 1989),
    ("1987-91", "1987-1991", "1987-01-01", "1991-12-31", "O", 1989),
    ("2010–2012", "2010-2012", "2010-01-01", "2012-12-31", "O", 2011),
    ("2018 to 2020", "2018-2020", "2018-01-01", "2020-12-31", "O", 2019),
    ("2018  TO  2020", "2018-2020", "2018-01-01", "2020-12-31", "O", 2019),
    ("2018 по 2020", "2018-2020", "2018-01-01", "2020-12-31", "O", 2019),
    ("2001-2005 (baseline)", "2001-2005", "2001-01-01", "2005-12-31", "O", 2003),
    ("2007/08 to 2008/09", "2007-2009", "2007-01-01", "2009-12-31", "O", 2008),
    ("2012-2012", "2012", "2012-01-01", "2012-12-31", "A", 2012),
    ("2013 Q1", "2013-Q1", "2013-01-01", "2013-03-31", "Q", 2013),
    ("2013Q2", "2013-Q2", "2013-04-01", "2013-06-30", "Q", 2013),
    ("2013-q3", "2013-Q3", "2013-07-01", "2013-09-30", "Q", 2013),
    ("2013/Q4", "2013-Q4", "2013-10-01", "2013-12-31", "Q", 2013),
    ("2013 H1", "2013-S1", "2013-01-01", "2013-06-30", "S", 2013),
    ("2013-S2", "2013-S2", "2013-07-01", "2013-12-31", "S", 2013),
    ("17 May to 11 June 2023", "2023-05-17..2023-06-11", "2023-05-17", "2023-06-11", "O", 2023),
    ("20 Dec 2022 - 5 January 2023", "2022-12-20..2023-01-05", "2022-12-20", "2023-01-05", "O", 2022),
]

MONTHS = [
    # label, start, end
    ("1993 01", "1993-01-01", "1993-01-31"),
    ("1993-01", "1993-01-01", "1993-01-31"),
    ("1993M12", "1993-12-01", "1993-12-31"),
    ("2000 02", "2000-02-01", "2000-02-29"),
    ("1900 02", "1900-02-01", "1900-02-28"),
    ("2015-11", "2015-11-01", "2015-11-30"),
]

SENTENCES = [
    "",
    "   ",
    "n.a.",
    "latest year available",
    "Data for this indicator are not yet available, work began in 2019",
    "не публикуется",
    "31 February to 3 March 2023",
    "11 June to 17 May 2023",
    "17 Brumaire to 11 June 2023",
    "2019-2018",
    "2013 Q5",
    "2013 Q0",
    "2013 H3",
    "1993 13",
    "2021.5",
    "3019",
    "20190",
    "[Note 5]",
]


@pytest.mark.parametrize(("label", "canonical", "start", "end", "frequency", "year"), READABLE)
def test_what_offices_write_is_read(label, canonical, start, end, frequency, year):
    period = parse_period(label)
    assert period.label == label
    assert period.canonical == canonical
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert period.frequency == frequency
    assert period.year == year


@pytest.mark.parametrize(("label", "start", "end"), MONTHS)
def test_months_are_read(label, start, end):
    period = parse_period(label)
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert period.frequency == "M"
    assert period.year == period.start.year


@pytest.mark.parametrize("label", SENTENCES)
def test_what_cannot_be_read_keeps_its_label_and_nothing_else(label):
    period = parse_period(label)
    assert period.label == label
    assert period.canonical == label.strip()
    assert (period.start, period.end, period.frequency, period.year) == (None, None, "", None)


@pytest.mark.parametrize("label", ["2005/03", "2016/15", "2020/11"])
def test_two_figures_that_go_back_are_no_span_of_a_century(label):
    """`2005/03` is March 2005 or a slip, never 2005 to 2103, which would count as the year 2054."""
    assert parse_period(label).year in (None, int(label[:4]))


@pytest.mark.parametrize(("one", "other"), [("2012/13", "2012-2013"), ("2013 Q1", "2013Q1"), ("1974a", "1974")])
def test_different_spellings_of_one_period_have_one_canonical(one, other):
    assert parse_period(one).canonical == parse_period(other).canonical


LABELS = st.one_of(
    st.text(),
    st.sampled_from([label for label, *_ in READABLE + MONTHS] + SENTENCES),
    st.builds(
        "{}{}{}{}".format,
        st.integers(1850, 2120),
        st.sampled_from(["", " ", "-", "/", "–", "M", " Q", "-S", " to ", " - ", "."]),
        st.one_of(st.just(""), st.integers(0, 9), st.integers(0, 99).map("{:02d}".format), st.integers(1850, 2120)),
        st.sampled_from(["", " ", "a", " (note)", " [5]", "*", " to 2019/20"]),
    ),
    st.builds(
        "{} {} to {} {} {}".format,
        st.integers(0, 32),
        st.sampled_from(["May", "feb", "December", "sept", "Brumaire"]),
        st.integers(0, 32),
        st.sampled_from(["June", "mar", "Jan"]),
        st.integers(1850, 2120),
    ),
)


@given(LABELS)
def test_any_text_gives_a_period_that_keeps_its_label(label):
    period = parse_period(label)
    assert period.label == label
    assert bool(period.start) == bool(period.end) == bool(period.frequency) == (period.year is not None)
    if period.start:
        assert period.start <= period.end
        assert period.start.year <= period.year <= period.end.year
        assert period.frequency in {"A", "S", "Q", "M", "O"}


@given(LABELS)
@example("2009M10")
@example("1999-00")
@example("17 May to 11 June 2023")
def test_a_canonical_is_its_own_canonical(label):
    period = parse_period(label)
    assume(period.start)
    assert parse_period(period.canonical).canonical == period.canonical


@pytest.mark.parametrize("month", range(1, 13))
def test_the_address_of_a_month_is_not_that_of_a_fiscal_year(month):
    """October 2009 (`2009 10`) and the year 2009/10 are different times and need different addresses."""
    year = 1999 + month
    period = parse_period(f"{year} {month:02d}")
    assert period.start == date(year, month, 1)
    again = parse_period(period.canonical)
    assert (again.start, again.frequency) == (period.start, "M")
