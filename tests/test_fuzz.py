"""Thousands of spoiled files, the same ones every time: see fuzzer.py for what is asked of each."""

import sys

import pytest
from fuzz_count import digits, unaccounted
from fuzz_worker import faults_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the worker measures itself in the Unix way")


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_two_hundred_spoiled_files_end_well(first: int) -> None:
    assert list(faults_of(range(first, first + 100))) == []


@pytest.mark.slow
@pytest.mark.parametrize("first", range(200, 2000, 450))
def test_two_thousand_spoiled_files_end_well(first: int) -> None:
    assert list(faults_of(range(first, first + 450))) == []


DATA = b"Year,Value\n2019,1.5\n2020,2.5\n2021,x\n"


def test_the_count_sees_a_value_that_is_left_out() -> None:
    """A guard that could see nothing would be worth nothing."""
    read, named = [(2, "1.5"), (3, "2.5")], [("VALUE_NOT_NUMERIC", 4)]
    assert unaccounted(DATA, read, named) == []
    assert unaccounted(DATA, read[:1], named) == ["line 3: '2.5'"]
    assert unaccounted(DATA, read, []) == ["line 4: 'x'"]
    assert unaccounted(DATA, [*read, (4, "9")], named) == ["line 4: read 9, which is not there"]
    assert unaccounted(DATA, [(2, "1.5"), (3, "3.5")], named)
    assert digits("−1 234,5") == "12345"
