"""What the assignment tells on its way: which bands are being decided, and how far that is."""

import json
from itertools import groupby
from pathlib import Path

import pytest

from assignment.__main__ import main
from assignment.result_document import result_document
from assignment.stage import solve
from assignment.verification import verify
from tests.assignment.cases import band, bid, case, document
from winner_determination import Stage, Standing

WINNERS = {"X": {"A": 1, "B": 1}, "Y": {"A": 1, "B": 1}}
BANDS = [band(2), band(2, category="B")]
BIDS = [bid("X", "A1", 5), bid("Y", "A1", 3), bid("Y", "B2", 4)]


def test_each_group_of_bands_is_told_as_a_part_with_all_its_stages() -> None:
    standings: list[Standing] = []

    watched = solve(case(BANDS, WINNERS, *BIDS), watch=standings.append)

    parts = [part for part, _ in groupby(standings, key=lambda each: each.part)]
    assert [(part.name, part.number, part.of) for part in parts if part] == [("A", 1, 2), ("B", 2, 2)]
    assert [each.stage for each in standings].count(Stage.PRICING) == 2
    assert result_document(watched) == result_document(solve(case(BANDS, WINNERS, *BIDS)))


def test_the_check_of_a_result_is_told_likewise() -> None:
    given, standings = case(BANDS, WINNERS, *BIDS), list[Standing]()

    checks = verify(given, result_document(solve(given)), watch=standings.append)

    assert all(check.agrees for check in checks)
    assert {str(each.method) for each in standings} == {"second_opinion"}


def test_the_command_line_prints_progress_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(document(BANDS, WINNERS, *BIDS)))

    main([str(file), "--progress"])

    out, err = capsys.readouterr()
    assert json.loads(out)["value"] == 9
    assert err.splitlines()[-1] == "B (2 of 2), pricing"
