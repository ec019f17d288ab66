"""The CSV file itself."""

import csv
import io

import pytest

from portals.ballots.csv_files import FileRefused
from portals.ballots.package_files import read, write

FORMULA = [{"id": "=SUM(A1)"}, {"id": "B"}]


def test_no_exported_cell_can_be_taken_for_a_formula_and_it_is_read_back() -> None:
    text = write([{"package": {"=SUM(A1)": 2}, "amount": 7, "cap_rule": "@cmd"}], FORMULA)

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert read(text.encode(), FORMULA) == [({"=SUM(A1)": 2}, 7)]


def test_rows_without_an_amount_are_left_out_and_thousands_may_be_separated() -> None:
    assert read(b'B,=SUM(A1),amount\n1,0,"250,000"\n2,0,\n', FORMULA) == [({"B": 1}, 250000)]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(b"\xff\xfe\x00", FORMULA)

    assert [error.message for error in refused.value.errors] == [
        "The file is neither a CSV file in UTF-8 nor an XLSX file."
    ]
