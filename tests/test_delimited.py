"""Delimited text and its encodings, as offices save them."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.sources.delimited import delimiter_of, records, split_header
from headway.sources.problems import ProblemLog
from headway.sources.text import decode, read_text


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Year,SEX,Value\n2015,F,1\n", ","),
        ("Year;SEX;Value\n2015;F;1,5\n", ";"),
        ("Year\tSEX\tValue\n", "\t"),
        ("\n\nYear;SEX;Value\n", ";"),
        ("Уровень бедности\nГод;Алматы;Астана\n2015;0,6;1,2\n", ";"),
        ("Year\n2015\n", ","),
        ("", ","),
        ("Год;Город;Доля, %\n2015;Алматы;0,6\n", ";"),
    ],
)
def test_the_delimiter_is_found(text, delimiter):
    assert delimiter_of(text) == delimiter


def test_a_comma_in_a_quoted_name_is_no_delimiter():
    assert delimiter_of('Год;"Доля, все, %"\n2015;0,6\n') == ";"


def test_a_comma_in_the_title_row_is_no_delimiter():
    """Analysts put a title above the header, and titles have commas."""
    text = "Уровень бедности, доля населения, %\nГод;Алматы\n2015;0,6\n2016;0,8\n"
    assert delimiter_of(text) == ";"


def test_rows_carry_the_line_on_which_they_begin():
    text = 'Year,Note,Value\n2015,plain,1\n2016,"two\nlines",2\n2017,"three\r\nwhole\r\nlines",3\n2018,last,4\n'
    assert list(records(text, ",")) == [
        (1, ["Year", "Note", "Value"]),
        (2, ["2015", "plain", "1"]),
        (3, ["2016", "two\nlines", "2"]),
        (5, ["2017", "three\r\nwhole\r\nlines", "3"]),
        (8, ["2018", "last", "4"]),
    ]


def test_blank_lines_are_counted():
    assert [(line, cells) for line, cells in records("a,b\n\n\n1,2\n", ",") if cells] == [
        (1, ["a", "b"]),
        (4, ["1", "2"]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(end):
    text = end.join(["a,b", "1,2", "3,4"]) + end
    assert list(records(text, ",")) == [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", "4"])]


def test_mixed_line_ends_and_a_missing_last_one():
    assert list(records("a,b\r\n1,2\n3,4", ",")) == [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", "4"])]


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_other_separators_inside_a_cell_end_no_row(odd):
    """Text pasted from a web page or a word processor carries them; an editor shows one line."""
    text = f"Year,Note,Value\n2015,one{odd}two,1\n2016,x,2\n"
    assert list(records(text, ",")) == [
        (1, ["Year", "Note", "Value"]),
        (2, ["2015", f"one{odd}two", "1"]),
        (3, ["2016", "x", "2"]),
    ]


def test_quotes_and_delimiters_inside_cells():
    assert list(records('a,b\n"x,y","say ""yes"""\n', ",")) == [(1, ["a", "b"]), (2, ["x,y", 'say "yes"'])]


def test_an_empty_first_line_leaves_the_header_on_the_second():
    rows = records("\nYear, SEX ,Value\n2015,F,1\n", ",")
    assert split_header(rows) == (2, ["Year", "SEX", "Value"])
    assert list(rows) == [(3, ["2015", "F", "1"])]


def test_a_line_of_commas_is_no_header():
    rows = records(",,\n , ,\nYear,SEX,Value\n", ",")
    assert split_header(rows) == (3, ["Year", "SEX", "Value"])


@pytest.mark.parametrize("text", ["", "\n", "\n\n,,\n"])
def test_a_file_that_says_nothing_has_no_header(text):
    assert split_header(records(text, ",")) is None


CELLS = st.text(alphabet=st.sampled_from("ab1қ ,;\"'\n\r.-"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_is_quoted_reads_back_and_lines_are_counted(rows):
    """Every cell quoted: rows come back whole, each with the line on which a person finds it."""
    text, lines, line = "", [], 1
    for cells in rows:
        written = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
        lines.append(line)
        line += 1 + written.replace("\r\n", "\n").replace("\r", "\n").count("\n")
        text += written + "\n"
    assert list(records(text, ",")) == list(zip(lines, rows, strict=True))


TABLE = "Год;Мәні;Қала\n2015;0,6;Алматы\n"
RUSSIAN = "Год;Значение;Город\n2015;0,6;Алматы № 1\n"


def test_utf8_is_read():
    assert decode(TABLE.encode()) == (TABLE, "utf-8")


def test_utf8_with_a_mark_is_read():
    content, encoding = decode(codecs.BOM_UTF8 + TABLE.encode())
    assert encoding == "utf-8"
    assert content.removeprefix("\ufeff") == TABLE


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf16_as_spreadsheets_save_it_is_read(mark, encoding):
    content, found = decode(mark + TABLE.encode(encoding))
    assert content.removeprefix("\ufeff") == TABLE
    assert found == "utf-16"


def test_windows_cyrillic_is_read():
    assert decode(RUSSIAN.encode("cp1251")) == (RUSSIAN, "cp1251")


def test_plain_figures_need_no_guess():
    assert decode(b"Year,Value\n2015,1\n") == ("Year,Value\n2015,1\n", "utf-8")


def test_an_empty_file_is_empty_text():
    assert decode(b"") == ("", "utf-8")


BINARY = [
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
    b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00",
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
    b"a,b\n1,\x00\n",
    bytes(range(128, 256)),
    b"\x01\x02\x03\xff\xfa\xf3\x01\x02",
    "Город;\x01\x02Значение\n2015;0,6\n".encode("cp1251"),
]


@pytest.mark.parametrize("data", BINARY)
def test_what_is_no_text_is_refused(data):
    assert decode(data) is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_saved_as_utf8_is_read_back(text):
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary())
def test_any_bytes_are_text_or_refused(data):
    found = decode(data)
    assert found is None or found[1] in {"utf-8", "utf-16", "cp1251"}


def codes(tmp_path, data: bytes) -> tuple[str | None, set[str]]:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    log = ProblemLog("source")
    content = read_text(path, "data/file.csv", log)
    assert all(problem.file == "data/file.csv" for problem in log.problems())
    return content, {problem.code for problem in log.problems()}


def test_a_clean_file_has_no_problem(tmp_path):
    assert codes(tmp_path, TABLE.encode()) == (TABLE, set())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (codecs.BOM_UTF8 + b"a,b\n1,2\n", {"BYTE_ORDER_MARK"}),
        (RUSSIAN.encode("cp1251"), {"ENCODING_GUESSED"}),
        (b"a,b\r\n1,2\r\n", {"LINE_ENDS_WINDOWS"}),
        (b"a,b\r\n1,2\n", {"LINE_ENDS_MIXED"}),
        (b"a,b\n1,2", {"NO_FINAL_NEWLINE"}),
    ],
)
def test_what_was_mended_is_said(tmp_path, data, expected):
    content, found = codes(tmp_path, data)
    assert content is not None and not content.startswith("\ufeff")
    assert found == expected


@pytest.mark.parametrize("data", BINARY)
def test_a_binary_file_is_a_problem_and_not_a_table(tmp_path, data):
    assert codes(tmp_path, data) == (None, {"FILE_UNREADABLE"})


def test_an_absent_file_is_a_problem(tmp_path):
    log = ProblemLog("source")
    assert read_text(tmp_path / "none.csv", "none.csv", log) is None
    assert [problem.code for problem in log.problems()] == ["FILE_UNREADABLE"]
