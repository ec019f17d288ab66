"""Bids for specific frequencies as a CSV file: down, filled in, up; all or nothing."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portals.ballots.csv_files import FileRefused
from portals.ballots.option_files import read, write
from tests.cast import Cast
from tests.portals.bidder.desk import Desk

LOTS = [{"id": f"A{i + 1}", "start": 791 + 5 * i, "end": 796 + 5 * i} for i in range(3)]
FACTS = {
    "categories": [{"id": "A", "lots": LOTS}, {"id": "=B", "lots": [{"id": "=1"}, {"id": "B2"}]}],
    "own": {
        "assignment": {
            "bands": [{"category": "A"}, {"category": "=B"}],
            "joint": True,
            "options": [{"option": {"A": ["A1", "A2"]}}, {"option": {"A": ["A2", "A3"]}}, {"option": {"=B": ["=1"]}}],
        }
    },
}
APART = {**FACTS, "own": {"assignment": {**FACTS["own"]["assignment"], "joint": False}}}  # type: ignore[index]


@pytest.fixture
def winner(cast: Cast, alpha: Desk) -> Desk:
    """Alpha, who won one lot of A and may say which."""
    cast.play_clock()
    cast.play_supplementary()
    cast.determine()
    cast.open_round()
    return alpha


def upload(desk: Desk, content: bytes) -> Desk:
    return desk.open().send("upload", {"file": SimpleUploadedFile("options.csv", content)})


def test_no_exported_cell_can_be_taken_for_a_formula_and_it_is_read_back() -> None:
    rows = [({"A": ["A1", "A2"]}, 7), ({"A": ["A2", "A3"], "=B": ["=1"]}, 9)]
    text = write(rows, FACTS)

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "791–801 MHz" in text
    assert read(text.encode(), FACTS) == rows


def test_every_row_that_cannot_be_read_is_told_with_its_number() -> None:
    content = b"A,=B,amount\nA1; A2,,7\nA1;A3,,8\n,,5\nA1; A2,,6\nA2;A3,,much\nA2;A3,,\n"

    with pytest.raises(FileRefused) as refused:
        read(content, FACTS)

    assert [(error.row, error.message) for error in refused.value.errors] == [
        (3, "These lots are not one of your options."),
        (4, "These lots are not one of your options."),
        (5, "The same option stands in an earlier row."),
        (6, "amount must be a whole number, such as 2 or 250,000; it reads “much”."),
    ]


def test_r_a4_a_row_over_two_categories_is_refused_where_the_rulebook_takes_no_joint_bids() -> None:
    with pytest.raises(FileRefused):
        read(b"A,=B,amount\nA1; A2,=1,7\n", APART)


def test_the_file_fills_the_page_and_places_nothing(winner: Desk) -> None:
    down = winner.client.get("/bid/two-bands/ballot.csv").content.decode()
    assert down.splitlines()[:2] == ["A,B,amount,frequencies", "A1,,0,791–796 MHz"]

    upload(winner, down.replace("A2,,0", 'A2,,"1,250"').encode())

    assert "options were read from the file. Nothing is placed yet" in winner.text
    assert winner.form("confirm")['option:{"A":["A2"]}'] == "1,250"


def test_a_file_with_an_unknown_lot_is_refused_whole_with_the_row(winner: Desk) -> None:
    upload(winner, b"A,B,amount\nA1,,5\nA9,,7\n")

    assert winner.page.status_code == 422
    assert "3 These lots are not one of your options." in winner.text
