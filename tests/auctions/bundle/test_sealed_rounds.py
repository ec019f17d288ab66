"""Sealed rounds in a bundle: what was opened is what was sealed, and every field of it that was changed is named, also
where whoever changed it holds the key and mends chain and manifest.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from nacl.public import PrivateKey

from auctions.bundle.archive import Bundle
from auctions.bundle.asking import refusals
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Outcome
from auctions.bundle.steps import sealing
from auctions.replay.entries import EntryKind
from auctions.sealing.ballots import sealed
from auctions.sealing.passphrases import public_half
from tests.auctions.bundle import sealed as cast
from tests.auctions.bundle import small
from winner_determination.documents import DocumentError

Change = Callable[[dict[str, Any]], None]

OPENING = cast.entries(EntryKind.BALLOTS_OPENED)[0].sequence
ROUND = next(line.sequence for line in cast.record().lines if "key" in line.body and line.kind == "round_opened")
BID = next(line.sequence for line in cast.record().lines if "sealed" in line.body)
NOT_TOLD = {("by", "role"), ("by", "organisation"), ("with", "role"), ("with", "organisation")}
"""Of an opening what no other entry says."""


def findings(files: small.Files, *, quick: bool = True) -> list[str]:
    return [str(finding) for finding in small.checked(files, quick=quick).findings]


def of_the_opened(files: small.Files) -> list[str]:
    """What the step itself finds, whatever else does not hold."""
    return [str(finding) for finding in sealing.sealed(Evidence(Bundle("small.zip", files)))]


def test_an_honest_bundle_with_sealed_rounds_holds_in_every_step() -> None:
    report = small.checked(cast.files())

    assert report.findings == ()
    assert [step.outcome for step in report.steps if step.name == "sealed"] == [Outcome.HOLDS]


def test_what_follows_from_opened_ballots_is_what_follows_from_the_same_ballots_in_clear() -> None:
    sealed_files, in_clear = cast.files(), small.files()

    for name in in_clear:
        if name.startswith("results/"):
            assert sealed_files[name] == in_clear[name]
    acts, others = (
        [{**act, "at": None} for act in json.loads(files["auction.json"])["acts"]] for files in (sealed_files, in_clear)
    )
    assert acts == others


def test_every_field_of_an_opening_that_was_changed_is_named() -> None:
    body = cast.record().lines[OPENING - 1].body
    for path in small.leaves(body):
        if path in NOT_TOLD or path == ("at",):
            continue

        def change(changed: dict[str, Any], path: tuple[str | int, ...] = path) -> None:
            changed.update(small.with_leaf_changed(changed, path))

        assert any(f"entry {OPENING} body" in line for line in findings(cast.changed(OPENING, change))), path


def test_a_box_that_was_altered_is_named() -> None:
    """Some of its bytes, a box to another key, the box of another ballot."""
    other = cast.record().lines[BID].body["sealed"]["round"]
    box = cast.record().lines[BID - 1].body["sealed"]["round"]
    foreign = sealed({"bids": []}, "0" * 64, public_half(PrivateKey.generate()))
    for changed, reason in (
        (box[:-8] + "AAAA" + box[-4:], f"entry {BID} body.sealed.round: This key does not open the sealed ballot"),
        (foreign, f"entry {BID} body.sealed.round: This key does not open the sealed ballot"),
        (other, f"entry {BID} body.commitment: is"),
    ):
        lines = findings(cast.changed(BID, lambda body, box=changed: body["sealed"].update(round=box)))  # type: ignore[misc]

        assert any(reason in line for line in lines), reason


@pytest.mark.parametrize(
    ("sequence", "change", "found"),
    [
        (BID, lambda body: body.update(bidder="Beta"), f"entry {BID} body.commitment"),
        (BID, lambda body: body.update(bidder="Nobody"), f"entry {BID} body.bidder: is Nobody, who does not take part"),
        (BID, lambda body: body.update(nonce="0" * 64), f"entry {BID} body.nonce: is there, and the round is sealed"),
        (ROUND, lambda body: body["key"].update(number=9), "body.key.number: is 9, which was made at no ceremony"),
        (
            ROUND,
            lambda body: body["key"].update(public_key="another"),
            f"entry {ROUND} body.key.public_key: is another",
        ),
        (ROUND, lambda body: body.pop("key"), f"entry {ROUND} body.key: is missing in a sealed round"),
        (2, lambda body: body["custodians"].pop("officer2"), "entry 2 body.custodians"),
        (2, lambda body: body["keys"][1].update(number=7), "entry 2 body.keys[1].number: is 7, expected 2"),
        (2, lambda body: body["keys"][0]["digests"].pop("officer2"), "entry 2 body.keys[0].digests"),
        (2, lambda body: body["by"].update(person="somebody"), "entry 2 body.by.person: is somebody, expected one of"),
        (OPENING, lambda body: body["nonces"].reverse(), f"entry {OPENING} body.nonces[0].entry"),
        (
            OPENING,
            lambda body: body.update(custodians=["officer2"] * 2),
            "expected two of auctioneer, officer2, compli",
        ),
        (OPENING, lambda body: body["by"].update(person="compliance"), "expected officer2, whose share it was"),
        (OPENING, lambda body: body.update(private_key="1" * 64), f"entry {OPENING} body.private_key: makes"),
    ],
)
def test_what_no_host_wrote_is_found_by_the_step(sequence: int, change: Change, found: str) -> None:
    lines = of_the_opened(cast.changed(sequence, change))

    assert any(found in line for line in lines), lines


def test_a_ballot_that_was_left_out_of_the_opening_or_slipped_into_it_is_found() -> None:
    def leave_out(body: dict[str, Any]) -> None:
        del body["acts"][0], body["nonces"][0]

    def slip_in(body: dict[str, Any]) -> None:
        body["acts"].insert(0, body["acts"][0])
        body["nonces"].insert(0, body["nonces"][0])

    for change in (leave_out, slip_in):
        assert any(f"entry {OPENING} body.acts" in line for line in of_the_opened(cast.changed(OPENING, change)))


def test_a_simulated_share_is_named_as_such() -> None:
    def simulate(body: dict[str, Any]) -> None:
        body["by"] = {"system": "clearband"}

    def say_so(body: dict[str, Any]) -> None:
        simulate(body)
        body["simulated"] = True

    assert "expected officer2" in of_the_opened(cast.changed(OPENING, simulate))[0]
    assert of_the_opened(cast.changed(OPENING, say_so)) == []


def test_a_ballot_that_was_never_opened_has_a_line_without_a_value() -> None:
    last = cast.record().bundle(entries=OPENING - 1)  # the round is closed, and its ballots wait

    assert small.checked(last, quick=True).findings == ()
    rows = [line.split(",") for line in last["bids.csv"].decode().splitlines()]
    assert [row[-3:] for row in rows if row[2] == "supplementary"] == [["", "sealed", ""]] * 3


def test_nobody_is_told_that_a_ballot_would_pass_after_the_close_of_a_sealed_round() -> None:
    course = Evidence(Bundle("small.zip", cast.files())).course
    ballot = {"bids": [{"package": {"A": 1}, "amount": 1}]}

    with pytest.raises(DocumentError, match="a sealed round is closed: no ballot is taken"):
        refusals(course, after=OPENING - 1, bidder="Beta", ballot=ballot)
    refusals(course, after=OPENING - 2, bidder="Beta", ballot=ballot)


def test_an_auction_in_clear_has_nothing_to_check() -> None:
    (step,) = [step for step in small.checked(small.files(), quick=True).steps if step.name == "sealed"]

    assert (step.outcome, step.because) == (Outcome.NOT_CHECKED, "the auction has no custodians")
