"""Spreadsheets of bids, down and up: only plain cells are taken, each other one is named with row and cell."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portals.ballots import sheets
from portals.ballots.csv_files import FileRefused, RowError
from portals.ballots.package_files import read
from portals.ballots.sheets import SheetRefused
from tests.cast import Cast
from tests.portals.bidder.desk import Desk

CATEGORIES = [{"id": "A"}, {"id": "B"}]
Change = Callable[[Any, Any], None]


def book(change: Change = lambda sheet, workbook: None) -> bytes:
    """A list with one package, changed: A 1, B 0, amount 12."""
    workbook = Workbook()
    for row in (["A", "B", "amount"], [1, 0, 12]):
        workbook.active.append(row)  # type: ignore[union-attr]
    change(workbook.active, workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def put(place: str, value: Any) -> Change:
    return lambda sheet, workbook: sheet.__setitem__(place, value)


def refusals(content: bytes) -> list[RowError]:
    with pytest.raises(FileRefused) as refused:
        read(content, CATEGORIES)
    return list(refused.value.errors)


def test_a_plain_sheet_is_read_as_the_csv_file_is() -> None:
    assert read(book(), CATEGORIES) == [({"A": 1}, 12)]
    assert read(book(put("C2", "1,200")), CATEGORIES) == [({"A": 1}, 1200)]
    assert read(book(put("C2", 7.0)), CATEGORIES) == [({"A": 1}, 7)]


@pytest.mark.parametrize(
    ("change", "row", "message"),
    [
        (put("C2", "=1+11"), 2, "C2 is a formula; put the number itself there."),
        (put("B2", date(2026, 1, 2)), 2, "B2 is a date; lots and amounts are whole numbers."),
        (put("C2", 12.5), 2, "C2 has decimals; lots and amounts are whole numbers."),
        (put("B2", True), 2, "B2 is yes or no; lots and amounts are whole numbers."),
        (put("C2", "#REF!"), 2, "C2 shows an error."),
        (lambda sheet, workbook: sheet.merge_cells("A2:B2"), 2, "The cells A2:B2 are merged."),
        (lambda sheet, workbook: setattr(sheet.row_dimensions[2], "hidden", True), 2, "The row is hidden."),
        (lambda sheet, workbook: setattr(sheet.column_dimensions["B"], "hidden", True), 1, "The column B is hidden."),
        (
            lambda sheet, workbook: setattr(workbook.create_sheet("old"), "sheet_state", "hidden"),
            1,
            "The sheet old is hidden.",
        ),
        (
            lambda sheet, workbook: workbook.create_sheet("two"),
            1,
            "The file has more than one sheet; it must have one.",
        ),
        (lambda sheet, workbook: sheet.cell(9_002, 1, 1), 9_002, "The sheet has more than 9001 rows."),
        (lambda sheet, workbook: sheet.cell(1, 101, 1), 1, "The sheet has more than 100 columns."),
    ],
)
def test_what_a_person_does_not_see_as_a_plain_number_is_refused_with_its_place(
    change: Change, row: int, message: str
) -> None:
    assert refusals(book(change)) == [RowError(row, message)]


def test_every_bad_cell_is_named_at_once() -> None:
    def two_bad(sheet: Any, workbook: Any) -> None:
        sheet["A2"], sheet["C2"] = 0.5, "=2"

    assert [error.message.split()[0] for error in refusals(book(two_bad))] == ["A2", "C2"]


def test_a_file_that_unpacks_to_more_than_it_may_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (sheets.LARGEST_UNPACKED + 1))

    assert len(bomb.getvalue()) < 100_000
    assert [error.message for error in refusals(bomb.getvalue())] == [
        "The file unpacks to more than a list of bids can be."
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no archive", book()[:200]], ids=["no archive", "cut off"])
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    assert [error.message for error in refusals(content)] == ["The file is not a spreadsheet that can be read."]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_lead_to_anything_but_a_refusal(tail: bytes) -> None:
    with pytest.raises(SheetRefused):
        sheets.read(sheets.ZIP_BEGINS + tail, most_rows=10)


def test_no_exported_cell_is_a_formula() -> None:
    written = sheets.write([["=SUM(A1)", "amount"], ["+1", "12"]])

    sheet = load_workbook(io.BytesIO(written)).active
    assert sheet is not None
    assert [[cell.data_type for cell in row] for row in sheet.iter_rows()] == [["s", "s"], ["s", "n"]]
    assert sheets.read(written, most_rows=10) == [["=SUM(A1)", "amount"], ["+1", "12"]]


def test_the_template_goes_down_is_filled_in_and_comes_back_as_rows_of_the_form(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()
    workbook = load_workbook(io.BytesIO(alpha.open("sheet").page.content))
    sheet = workbook.active
    assert sheet is not None
    names = [cell.value for cell in sheet[1]]
    sheet.cell(2, names.index("amount") + 1, 29)
    out = io.BytesIO()
    workbook.save(out)
    out.name = "packages.xlsx"
    out.seek(0)

    page = alpha.open().send("upload", {"file": out}).page

    assert page.status_code == 200 and 'value="29"' in page.content.decode()


def test_a_formula_in_an_uploaded_sheet_is_named_on_the_page_and_nothing_is_taken(cast: Cast, alpha: Desk) -> None:
    cast.play_clock()
    cast.open_round()
    file = io.BytesIO(book(put("C2", "=6*2")))
    file.name = "packages.xlsx"

    page = alpha.send("upload", {"file": file})

    assert page.page.status_code == 422 and "C2 is a formula" in page.text
