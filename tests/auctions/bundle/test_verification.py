"""Every step of a verification: an honest bundle holds in each, and each finds what it is there for, even where
whoever changed the record holds the key and mends chain and signatures."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auctions.bundle.archive import Bundle, archive_of
from auctions.bundle.contents import MANIFEST
from auctions.bundle.documents import Scope
from auctions.bundle.evidence import Evidence
from auctions.bundle.findings import Outcome
from auctions.bundle.steps import outcomes
from auctions.bundle.verification import QUESTIONS
from auctions.formats.__main__ import result_document
from auctions.formats.contract import OpenRound, PlaceBid
from auctions.replay.entries import EntryKind
from journal.receipts import Receipt
from tests.auctions.bundle import small
from tests.auctions.bundle.recording import ANOTHER_KEY, KEY, Record, public_key
from tests.rulebooks import BIDDERS
from winner_determination.documents import DocumentError

JOURNAL = "journal.jsonl"
EXAMPLES = Path(__file__).parents[3] / "examples"
Change = Callable[[dict[str, Any]], None]


def number_of(kind: EntryKind, which: int = 1) -> int:
    """Sequence of the journal's ``which``-th entry of a kind."""
    return [line.sequence for line in small.record().lines if line.kind == kind][which - 1]


def forged(sequence: int, change: Change) -> small.Files:
    """The bundle of a journal with one body changed; chain and manifest fit it."""
    journal = small.journal_file(small.changed_entry(sequence, change))
    return small.signed_again({**small.files(), JOURNAL: journal})


def findings(files: small.Files, step: str, *, quick: bool = True) -> list[str]:
    report = small.checked(files, quick=quick)
    return [str(finding) for each in report.steps if each.name == step for finding in each.findings]


def test_an_honest_bundle_holds_in_every_step() -> None:
    report = small.checked(small.files())

    assert report.findings == ()
    assert {step.name for step in report.steps if step.outcome is Outcome.HOLDS} == {
        question.name for question in QUESTIONS
    } - {"held receipts", "sealed"}
    assert report.text().endswith("HOLDS: 0 findings\n")


def test_the_same_auction_gives_the_same_bytes() -> None:
    again = Record.of(json.loads(json.dumps(small.DOCUMENT)))

    assert archive_of(again.bundle()) == archive_of(small.files())


def test_the_demonstration_auction_of_the_united_kingdom_holds() -> None:
    document = json.loads((EXAMPLES / "uk-4g-2013.json").read_text(encoding="utf-8"))

    assert small.checked(Record.of(document, slug="uk").bundle()).findings == ()


def test_the_auction_file_inside_replays_to_the_same_result_on_its_own_command_line() -> None:
    replayed = result_document(json.loads(small.files()["auction.json"]))

    assert replayed["refused"] == []
    assert replayed["principal"] == json.loads(small.files()["results/principal-1.result.json"])


def test_text_that_would_start_a_formula_is_no_formula_in_a_table() -> None:
    bidders = [{**bidder, "id": f"={bidder['id']}"} for bidder in small.DOCUMENT["bidders"]]
    acts = [{**act, "bidder": f"={act['bidder']}"} if "bidder" in act else act for act in small.DOCUMENT["acts"]]

    table = Record.of({**small.DOCUMENT, "bidders": bidders, "acts": acts}).bundle()["bids.csv"].decode()

    assert ",'=Alpha," in table
    assert ",=" not in table


def test_a_ballot_that_the_rules_refuse_is_named_with_rule_and_entry() -> None:
    sequence = number_of(EntryKind.BID_PLACED, 4)  # Delta's, who has 2 points

    (line,) = findings(forged(sequence, lambda body: body["act"].update(ballot={"package": {"A": 2}})), "acts")

    assert line.startswith(f"journal.jsonl entry {sequence} body.act: the rules refuse this act: ")
    assert "R-C" in line


def test_a_price_that_the_rules_do_not_allow_is_named() -> None:
    second = number_of(EntryKind.ROUND_OPENED, 2)

    def raise_price(body: dict[str, Any]) -> None:
        body["act"]["prices"]["A"] = 99

    (line,) = findings(forged(second, raise_price), "acts")

    assert line.startswith(f"journal.jsonl entry {second} body.act: the rules refuse this act: ")
    assert "R-C5" in line


@pytest.mark.parametrize(
    ("kind", "change", "step", "expected"),
    [
        (EntryKind.BID_PLACED, {"nonce": "0" * 64}, "entries", "body.commitment: is "),
        (EntryKind.BID_PLACED, {"round": {"stage": "clock", "number": 7}}, "entries", "body.round.number: is 7"),
        (EntryKind.ROUND_CLOSED, {"bids": 3}, "entries", "body.bids: is 3, expected 4"),
        (EntryKind.ROUND_OPENED, {"version": 2}, "entries", "body.version: is 2, expected 1"),
        (EntryKind.RESULT_RECORDED, {"input_hash": "0" * 64}, "entries", "body.input_hash: is 000"),
        (EntryKind.GENESIS, {"rules_hash": "0" * 64}, "genesis", "body.rules_hash: is 000"),
        (EntryKind.GENESIS, {"participants": {"Alpha": "alpha"}}, "genesis", "body.participants: is "),
        (EntryKind.ROUND_OPENED, {"deadline": "2026-03-02T08:00:00+00:00"}, "times", "body.deadline: is 2026-03-02"),
        (EntryKind.DECISION_TAKEN, {"act": {"act": "close_round"}}, "acts", "body.act: the rules refuse this act"),
        (EntryKind.RESULT_RECORDED, {"act": {"act": "result"}}, "acts", "body.act: cannot be replayed: stage"),
    ],
)
def test_an_entry_that_does_not_say_what_happened_is_named(
    kind: EntryKind, change: dict[str, Any], step: str, expected: str
) -> None:
    sequence = number_of(kind)

    lines = findings(forged(sequence, lambda body: body.update(change)), step)

    assert any(line.startswith(f"journal.jsonl entry {sequence} {expected}") for line in lines), lines


def test_a_ballot_after_the_deadline_is_named() -> None:
    sequence = number_of(EntryKind.BID_PLACED)

    def close_earlier(body: dict[str, Any]) -> None:
        body["deadline"] = "2026-03-02T09:00:02.000000+00:00"

    lines = findings(forged(number_of(EntryKind.ROUND_OPENED), close_earlier), "times")

    assert lines[0].startswith(
        f"journal.jsonl entry {sequence} body.act.at: is 2026-03-02 09:00:02+00:00, expected before"
    )


def test_a_ballot_during_a_pause_and_a_pause_that_is_not_given_back_are_named() -> None:
    record = Record("small", small.DOCUMENT["rulebook"], [bidder.model_dump(mode="json") for bidder in BIDDERS])
    record.begin()
    record.take(OpenRound())
    named = {"round": {"stage": "clock", "number": 1}}
    record.write(EntryKind.ROUND_PAUSED, **named, at=record.now, reason="a fire drill")
    record.take(PlaceBid(bidder="Alpha", ballot={"package": {"A": 1}}))
    record.write(EntryKind.ROUND_RESUMED, **named, at=record.now, deadline=record.later(minutes=60))

    ballot, deadline = findings(record.bundle(), "times")

    assert ballot.startswith(
        "journal.jsonl entry 4 body.act.at: is 2026-03-02 09:00:03+00:00, and the round was paused"
    )
    assert deadline == (
        "journal.jsonl entry 5 body.deadline: is 2026-03-02 10:00:04+00:00,"
        " expected 2026-03-02 10:00:03+00:00: later by the pause"
    )


def lower_price(body: dict[str, Any]) -> None:
    """The first winner pays one unit less."""
    winner = body["act"]["result"]["winners"][0]
    winner["price"], winner["price_exact"] = winner["price"] - 1, str(winner["price"] - 1)


def test_a_recorded_price_that_the_rules_do_not_compute_is_named() -> None:
    lines = findings(forged(number_of(EntryKind.RESULT_RECORDED), lower_price), "outcomes", quick=False)

    assert any(line.startswith("results/principal-1.result.json winners[0].price:") for line in lines)


def test_the_second_method_and_the_core_object_to_it_too() -> None:
    evidence = Evidence(Bundle("forged.zip", forged(number_of(EntryKind.RESULT_RECORDED), lower_price)))

    again = [str(finding) for finding in outcomes.second_method(evidence)]
    blocked = [str(finding) for finding in outcomes.no_coalition_blocks(evidence)]

    assert "results/principal-1.result.json winners.Alpha.price: is 25, by the method second_opinion 26" in again
    assert blocked == [
        "results/principal-1.result.json prices of Alpha, Delta: come to 30, expected at least 31,"
        " which others offer for the same lots"
    ]


def test_an_assignment_price_below_what_the_others_forgo_is_found_by_the_second_method_and_the_core() -> None:
    def give_away(body: dict[str, Any]) -> None:
        result = body["act"]["result"]
        result["prices"]["Alpha"], result["prices_exact"]["Alpha"] = 2, "2"
        part = result["steps"][0][0]
        next(winner for winner in part["winners"] if winner["bidder"] == "Alpha").update(price=2, price_exact="2")

    evidence = Evidence(Bundle("forged.zip", forged(number_of(EntryKind.RESULT_RECORDED, 2), give_away)))

    again = [str(finding) for finding in outcomes.second_method(evidence)]
    blocked = [str(finding) for finding in outcomes.no_coalition_blocks(evidence)]

    assert "results/plan-1.result.json prices: is {'Alpha': 2, 'Beta': 0, 'Delta': 0}" in again[0]
    assert blocked == [
        "results/plan-1.result.json prices of Alpha: come to 2, expected at least 3,"
        " which others offer for the same lots"
    ]


def test_a_bundle_signed_by_another_key_holds_only_for_those_who_name_it() -> None:
    forger = Record.of(small.DOCUMENT, key=ANOTHER_KEY).bundle()

    assert small.checked(forger, quick=True).findings == ()
    assert small.checked(forger, quick=True, keys=(public_key(ANOTHER_KEY),)).findings == ()
    trusting_ours = small.checked(forger, quick=True, keys=(public_key(KEY),))
    assert f"manifest.json public_key: is {public_key(ANOTHER_KEY)}, expected {public_key(KEY)}" in {
        str(finding) for finding in trusting_ours.findings
    }


def test_another_history_in_one_piece_is_betrayed_by_the_receipt_that_a_bidder_holds() -> None:
    acts = [dict(act) for act in small.DOCUMENT["acts"]]
    acts[2] = {**acts[2], "ballot": {"package": {"A": 1}}}
    rewritten = Record.of({**small.DOCUMENT, "acts": acts})
    held: tuple[tuple[str, Receipt], ...] = (("beta.json", small.record().receipts[1]),)

    alone = Evidence(Bundle("rewritten.zip", rewritten.bundle()))
    with_receipt = Evidence(Bundle("rewritten.zip", rewritten.bundle()), held=held)

    assert small.quickly(alone).findings == ()
    (finding,) = small.quickly(with_receipt).findings
    assert str(finding) == (
        f"journal.jsonl entry 4: has the hash {rewritten.lines[3].hash}, expected {small.record().lines[3].hash}:"
        " that is what beta.json was given for"
    )


def test_a_public_bundle_is_of_a_published_auction() -> None:
    before = small.record().bundle(scope=Scope.PUBLIC, entries=len(small.record().lines) - 1)

    assert findings(before, "published") == ["manifest.json scope: is public, and the journal publishes no result"]


def test_a_journal_that_the_rules_refuse_is_not_exported() -> None:
    record = Record.of(small.DOCUMENT)
    record.lines = small.changed_entry(3, lambda body: body["act"].update(ballot={"package": {"A": 9}}))

    with pytest.raises(
        DocumentError, match=r"journal.jsonl entry 3 body.act: cannot be replayed: package.A: supply is 3"
    ):
        record.bundle()


def test_a_manifest_without_its_journal_cannot_be_checked_further() -> None:
    report = small.checked({MANIFEST: small.files()[MANIFEST]}, quick=True)

    assert "journal.jsonl: is not in the bundle" in {str(finding) for finding in report.findings}
    assert {step.name: step.because for step in report.steps if step.outcome is Outcome.NOT_CHECKED}["acts"] == (
        "genesis does not hold"
    )
