"""A later bundle extends an earlier one, or the first difference is named."""

import json
from typing import Any

from auctions.bundle.archive import Bundle, archive_of
from auctions.bundle.evidence import Evidence
from auctions.bundle.extension import verify_extension
from tests.auctions.bundle import small
from tests.auctions.bundle.recording import Record

AFTER_ROUND_1 = 8  # genesis, opening, four ballots, close; and the opening of the second


def evidence(files: small.Files) -> Evidence:
    return Evidence(Bundle("small.zip", files, archive_of(files)))


def compared(old: small.Files, new: small.Files) -> list[str]:
    return [str(finding) for finding in verify_extension(evidence(old), evidence(new)).findings]


def earlier() -> small.Files:
    return small.record().bundle(entries=AFTER_ROUND_1)


def rewritten(change: Any) -> small.Files:
    """The bundle of somebody who holds the key and plays the auction again otherwise."""
    document = json.loads(json.dumps(small.DOCUMENT))
    change(document["acts"])
    return Record.of(document).bundle()


def test_the_whole_auction_extends_what_was_published_on_the_way() -> None:
    whole = small.record()
    for entries in range(1, len(whole.lines), 3):
        assert compared(whole.bundle(entries=entries), whole.bundle(entries=entries + 3)) == []


def test_a_history_that_was_rewritten_in_one_piece_is_named_where_it_first_differs() -> None:
    def beta_bid_for_less(acts: list[dict[str, Any]]) -> None:
        acts[2]["ballot"] = {"package": {"A": 1}}

    new = rewritten(beta_bid_for_less)

    assert small.checked(new, quick=True).holds
    lines = compared(earlier(), new)
    assert "NEW journal.jsonl entry 4 body.act.ballot.package.A: is 1, expected 2" in lines
    assert "NEW receipts.json [1].commitment: is " in "\n".join(lines)


def test_a_history_that_ends_earlier_is_named_by_its_missing_entry() -> None:
    lines = compared(earlier(), small.record().bundle(entries=AFTER_ROUND_1 - 1))

    head = small.record().lines[AFTER_ROUND_1 - 1].hash
    assert lines[0] == f"NEW journal.jsonl entry 8: is missing: round_opened with the hash {head}"


def test_other_rules_are_another_auction() -> None:
    def raise_reserve(document: dict[str, Any]) -> None:
        document["rulebook"]["categories"][1]["reserve"] = 4

    document = json.loads(json.dumps(small.DOCUMENT))
    raise_reserve(document)
    lines = compared(earlier(), Record.of(document).bundle())

    assert "NEW journal.jsonl entry 1 body.rulebook.categories[1].reserve: is 4, expected 5" in lines


def test_a_bundle_that_does_not_hold_together_is_said_to_be_old_or_new() -> None:
    torn = {**small.files(), "README.md": b""}

    assert compared(earlier(), torn)[0].startswith("NEW README.md: has the SHA-256 ")
