"""Cells of CSV: no text is a formula to a spreadsheet, and every text comes back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.http.csv_lines import csv_lines, read_cell, shown_cell

FORMULAS = ["=1+1", '=HYPERLINK("https://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''@x", "+", "-"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_shown_as_text(text: str) -> None:
    assert shown_cell(text) == "'" + text


@pytest.mark.parametrize("value", ["1042", "m-1", "-5", "+12125550100", "'tis", "", None, 3, -3.5, "a=b", "mbr_0x"])
def test_what_is_no_formula_stays_as_it_is(value: object) -> None:
    assert shown_cell(value) == value


@given(st.text(alphabet="'=+-@\t\r\na1 ,\"", max_size=6) | st.text(max_size=10))
def test_every_text_comes_back(text: str) -> None:
    assert read_cell(str(shown_cell(text))) == text


def test_lines_are_csv_that_says_the_same_cells() -> None:
    lines = csv_lines([("=a", 'b"c', None), (-1, "d,\ne", "-5")])
    assert list(csv.reader(io.StringIO(lines.decode(), newline=""))) == [["'=a", 'b"c', ""], ["-1", "d,\ne", "-5"]]
