"""A whole auction in one file, and its command line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from auctions.formats.auction_file import auction_document, read_auction, replay
from auctions.formats.contract import RecordResult
from tests.rulebooks import BIDDERS, SEED, small_rulebook
from winner_determination.documents import DocumentError


def an_auction(**changes: Any) -> dict[str, Any]:
    """Two clock rounds, two supplementary lists, nobody bids for particular lots."""
    acts: list[dict[str, Any]] = [
        {"act": "open_round"},
        {"act": "bid", "bidder": "Alpha", "ballot": {"package": {"A": 2}}},
        {"act": "bid", "bidder": "Beta", "ballot": {"package": {"A": 2}}},
        {"act": "close_round"},
        {"act": "open_round", "prices": {"A": 12, "B": 5}},
        {"act": "bid", "bidder": "Alpha", "ballot": {"package": {"A": 2}}},
        {"act": "bid", "bidder": "Beta", "ballot": {"package": {"A": 1}}},
        {"act": "close_round"},
        {"act": "open_round"},
        {"act": "bid", "bidder": "Alpha", "ballot": {"bids": [{"package": {"A": 2}, "amount": 60}]}},
        {"act": "close_round"},
        {"act": "decide", "decision": "reveal_seed", "body": {"seed": SEED}},
        {"act": "open_round"},
        {"act": "close_round"},
    ]
    document = {"format": "clearband.auction/1", "rulebook": small_rulebook(), "acts": acts}
    return {**document, "bidders": [bidder.model_dump() for bidder in BIDDERS], **changes}


def test_a_replay_does_every_computation_that_falls_due() -> None:
    replayed = replay(read_auction(an_auction()))
    assert [winner["bidder"] for winner in replayed.state.principal["winners"]] == ["Alpha", "Beta"]
    assert set(replayed.state.plan["assignments"]) == {"Alpha", "Beta"}


def test_a_refused_bid_is_reported_and_counts_as_no_bid() -> None:
    document = an_auction()
    document["acts"][2]["ballot"] = {"package": {"A": 3, "B": 1}}  # 7 points, eligibility 6
    replayed = replay(read_auction({**document, "acts": document["acts"][:4]}))
    assert [(refused.index, refused.refusals[0]["rule"]) for refused in replayed.refused] == [(2, "R-C3")]
    assert replayed.state.clock[0].demand == (2, 0)


def test_an_act_of_the_auctioneer_that_cannot_be_is_an_error_naming_it() -> None:
    document = an_auction()
    document["acts"].insert(1, {"act": "open_round"})
    with pytest.raises(DocumentError) as error:
        replay(read_auction(document))
    assert str(error.value) == "acts[1]: a round is open already (R-C6)"


def test_a_result_in_the_file_must_equal_the_one_computed() -> None:
    document = an_auction()
    document["acts"].insert(12, {"act": "result", "stage": "principal", "result": {"winners": []}})
    with pytest.raises(DocumentError, match=r"acts\[12\].result: differs from the result computed"):
        replay(read_auction(document))


def test_the_right_result_in_the_file_is_taken() -> None:
    computed = replay(read_auction(an_auction())).state.principal
    document = an_auction()
    document["acts"].insert(12, {"act": "result", "stage": "principal", "result": computed})
    assert replay(read_auction(document)).state.principal == computed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "clearband.auction/2"}, "format: "),
        ({"surprise": 1}, "surprise: unknown field"),
        ({"rulebook": {"format": "lottery"}}, "rulebook.format: should be one of cca (given 'lottery')"),
        ({"rulebook": small_rulebook(categories=[])}, "rulebook.categories: "),
        ({"rulebook": small_rulebook(surprise=1)}, "rulebook.surprise: unknown field"),
        ({"bidders": [{"id": "Alpha", "eligibility": -1}]}, "bidders[0].eligibility: "),
        ({"bidders": [{"id": "Alpha"}, {"id": "Alpha"}]}, "bidders[1].id: Alpha is listed twice"),
        ({"acts": [{"act": "dance"}]}, "acts[0]"),
        ({"acts": [{"act": "bid", "bidder": "Alpha"}]}, "acts[0].ballot: "),
        (
            {"acts": [{"act": "open_round"}, {"act": "bid", "bidder": "Alpha", "ballot": {"package": {"C": 1}}}]},
            "acts[1].package.C: unknown category; there are A, B",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as error:
        replay(read_auction(an_auction(**changes)))
    assert str(error.value).startswith(message)


def test_a_written_file_reads_back_as_the_same_acts_without_results() -> None:
    auction = read_auction(an_auction())
    acts = (*auction.acts, RecordResult(stage="principal", result={}))
    written = auction_document(rulebook=small_rulebook(), bidders=auction.bidders, acts=acts)
    assert read_auction(json.loads(json.dumps(written))).acts == auction.acts


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "auctions.formats", *arguments], capture_output=True, text=True, check=False
    )


def test_the_command_prints_rounds_winners_prices_and_assignment(tmp_path: Path) -> None:
    file = tmp_path / "auction.json"
    file.write_text(json.dumps(an_auction()))
    result = json.loads(command(str(file)).stdout)
    assert [played["prices"] for played in result["rounds"]] == [{"A": 10, "B": 5}, {"A": 12, "B": 5}]
    assert result["total"] == {"base": 30, "assignment": 0, "credits": {}, "total": 30}
    assert result["assignment"]["assignments"]["Alpha"]["A"] in (["A1", "A2"], ["A2", "A3"])


def test_the_summary_is_for_people(tmp_path: Path) -> None:
    file = tmp_path / "auction.json"
    file.write_text(json.dumps(an_auction()))
    assert "Total 30 (base 30, assignment 0); unsold: 2 B" in command(str(file), "--summary").stdout


def test_bad_input_ends_with_status_2_and_one_line(tmp_path: Path) -> None:
    file = tmp_path / "auction.json"
    file.write_text(json.dumps(an_auction(surprise=1)))
    ended = command(str(file))
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "surprise: unknown field\n")


def test_the_schemas_are_published() -> None:
    assert "acts" in json.loads(command("--schema").stdout)["properties"]
    assert "increments" in json.loads(command("--rulebook-schema", "cca").stdout)["properties"]
