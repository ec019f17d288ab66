"""Text in exported cells: never a formula, and the same text when the file comes back."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.spreadsheets import FORMULA_STARTS, bare, without_formula


@pytest.mark.parametrize("text", ["=1+1", "+A", "-A", "@A", "\tA", "\rA", "\nA", "＝1", " =1", "'=1"])
def test_text_that_would_start_a_formula_gets_an_apostrophe(text: str) -> None:
    assert without_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["A", "A=1", "12", "800 MHz", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_formula(text) == text


@settings(max_examples=200)
@given(st.text(st.sampled_from("=+-@'\t a1,\"；＝"), max_size=6))
def test_no_cell_starts_a_formula_and_every_text_comes_back_from_the_file(text: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerow([without_formula(text)])

    (cell,) = next(csv.reader(io.StringIO(file.getvalue())), [""])

    assert not cell.lstrip(" ").startswith(FORMULA_STARTS)
    assert bare(cell) == text.strip()
