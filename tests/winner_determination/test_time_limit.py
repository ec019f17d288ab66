"""A time limit holds, and what is left of a solve says of itself that it is not proved."""

import json
from pathlib import Path
from typing import Any

import pytest

from winner_determination import DocumentError, Stage, TimeLimitReached, read_case, result_document, solve, solve_within
from winner_determination.__main__ import main
from winner_determination.cats import cats_case
from winner_determination.progress import Standing

HARD = Path(__file__).parents[1] / "cases" / "cats" / "mid_L7_64x500_s11.txt"
SMALL: dict[str, Any] = {
    "format": "clearband.wdp/1",
    "categories": [{"id": "A", "supply": 1}],
    "bids": [
        {"id": "b1", "bidder": "Alpha", "package": {"A": 1}, "amount": 5},
        {"id": "b2", "bidder": "Beta", "package": {"A": 1}, "amount": 3},
    ],
}


@pytest.fixture(scope="module")
def long_case() -> dict[str, Any]:
    """Shows an allocation within a second and takes many to prove the best: the linear relaxation is far from it."""
    return cats_case(HARD.read_text())


def test_a_solve_that_ends_in_time_is_the_solve_without_a_limit() -> None:
    case = read_case(SMALL)

    assert result_document(solve_within(case, 60)) == result_document(solve(case))


def test_a_solve_stopped_while_deciding_has_a_bound_and_no_prices(long_case: dict[str, Any]) -> None:
    known: list[Standing] = []

    result = solve_within(read_case(long_case), 5, watch=known.append)

    assert result.stopped_while in (Stage.DECIDING, Stage.BREAKING_TIES)
    assert not result.proved_optimal
    assert result.value == known[-1].value <= result.bound
    assert result.revenue is None
    assert {winner.price for winner in result.winners} == {None}


def test_the_command_line_says_that_the_result_is_nothing_to_rely_on(
    long_case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps(long_case))

    status = main([str(case), "--time-limit", "5"])

    out, err = capsys.readouterr()
    document = json.loads(out)
    assert status == 0
    assert document["proved_optimal"] is False
    assert document["bound"] - document["value"] == document["gap"] >= 0
    assert "no result to rely on" in err


def test_no_allocation_in_time_is_an_error_and_not_an_empty_result(long_case: dict[str, Any]) -> None:
    with pytest.raises(TimeLimitReached, match="no allocation was found within the time limit"):
        solve_within(read_case(long_case), 0.01)


@pytest.mark.parametrize("seconds", ["0", "-1", "nan"])
def test_a_time_limit_is_more_than_nothing(seconds: str, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps(SMALL))

    with pytest.raises(DocumentError, match="--time-limit"):
        main([str(case), "--time-limit", seconds])
