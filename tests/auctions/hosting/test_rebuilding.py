"""The tables are made from the journal, and a command proves it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from auctions.formats.contract import CloseRound
from auctions.models import Bid, Participant, Proposal, Round, Solve
from auctions.rebuilding import differences
from auctions.record import EntryKind, write
from auctions.replay.projection import TAKES, rebuilt
from journal.models import Entry
from journal.selectors import entries_of
from tests.cast import Cast
from tests.emptying import without_protection

DOCS = Path(__file__).parents[3] / "docs" / "hosting.md"
BREAKS_THE_RECORD = pytest.mark.usefixtures("tables_may_differ")


def named(cast: Cast) -> list[tuple[str, str, str]]:
    """Table, row and field of every difference."""
    return [(found.table, found.key, found.field) for found in differences(cast.auction)]


def command(*auctions: str) -> str:
    out = StringIO()
    call_command("rebuild", *auctions, stdout=out)
    return out.getvalue()


@pytest.fixture
def published(cast: Cast) -> Cast:
    cast.play_to_the_end()
    cast.publish()
    return cast


def test_a_whole_auction_is_rebuilt_to_the_last_field(published: Cast) -> None:
    assert command() == command("two-bands") == "two-bands: the tables are what the journal says\n"


@BREAKS_THE_RECORD
@pytest.mark.parametrize(
    ("rows", "change", "place"),
    [
        (Round.objects.filter(version=2), {"prices": {"A": 12, "B": 5}}, ("rounds", "2", "prices.A")),
        (Round.objects.filter(version=2), {"closed_at": None}, ("rounds", "2", "closed_at")),
        (Bid.objects.filter(sequence=4), {"ballot": {"package": {"A": 2, "B": 1}}}, ("bids", "4", "ballot.package.A")),
        (Bid.objects.filter(sequence=4), {"seat": None}, ("bids", "4", "by")),
        (Participant.objects.filter(bidder_id="Beta"), {"name": "Gamma"}, ("participants", "Beta", "name")),
        (Solve.objects.filter(stage="principal"), {"result": {}}, ("results", "principal 1", "result.winners")),
        (Solve.objects.filter(stage="principal"), {"input_hash": "0"}, ("results", "principal 1", "input_hash")),
        (
            Solve.objects.filter(stage="principal"),
            {"verification": {}},
            ("results", "principal 1", "verification.agrees"),
        ),
        (Solve.objects.filter(stage="principal"), {"certified_at": None}, ("results", "principal 1", "certified_at")),
        (Proposal.objects.filter(sequence=2), {"decided_by": None}, ("proposals", "2", "decided_by")),
        (Proposal.objects.filter(sequence=2), {"status": "refused"}, ("proposals", "2", "status")),
        (Proposal.objects.filter(sequence=2), {"body": {"minutes": 5}}, ("proposals", "2", "body.minutes")),
    ],
)
def test_a_row_that_was_changed_is_found_and_named(
    published: Cast, rows: Any, change: dict[str, Any], place: tuple[str, str, str]
) -> None:
    rows.update(**change)

    assert place in named(published)


@BREAKS_THE_RECORD
def test_the_command_says_what_is_stored_and_what_the_journal_says_and_exits_with_1(published: Cast) -> None:
    Bid.objects.filter(sequence=4).update(ballot={"package": {"A": 1, "B": 0}})
    out = StringIO()

    with pytest.raises(CommandError, match="the tables and the journal: 1") as failed:
        call_command("rebuild", "two-bands", stdout=out)

    assert out.getvalue() == "two-bands: bids 4 ballot.package.B: stored 0, rebuilt 1\n"
    assert f"\n    {out.getvalue()}\n" in DOCS.read_text(encoding="utf-8")
    assert failed.value.returncode == 1


@BREAKS_THE_RECORD
def test_a_removed_bid_and_an_invented_round_are_found(published: Cast) -> None:
    Bid.objects.filter(sequence=4).delete()
    invented = Round.objects.get(version=1)
    invented.pk, invented.number, invented.version = None, 9, 9
    invented.save()

    assert named(published) == [("rounds", "9", ""), ("bids", "4", "")]


@BREAKS_THE_RECORD
def test_a_receipt_that_no_key_on_the_record_signed_is_found(published: Cast) -> None:
    bid = Bid.objects.get(sequence=4)
    bid.receipt["signature"] = "0" * 128
    bid.save()

    assert named(published) == [("bids", "4", "signed")]


@BREAKS_THE_RECORD
def test_a_changed_entry_is_found_where_its_hash_no_longer_holds(published: Cast) -> None:
    with without_protection():
        Entry.objects.filter(kind=EntryKind.ROUND_OPENED, sequence=3).update(
            body={**Entry.objects.get(sequence=3).body, "deadline": None}
        )

    assert named(published) == [("journal", "3", ""), ("rounds", "1", "deadline")]


def test_an_act_that_one_person_proposed_and_approved_is_found(published: Cast) -> None:
    entries = list(entries_of(published.auction.chain))
    entries[2].body["by"] = entries[2].body["proposed_by"]

    with pytest.raises(ValueError, match="entry 3 was proposed and approved by one person"):
        rebuilt(published.auction.slug, entries)


@BREAKS_THE_RECORD
def test_an_entry_that_the_rules_do_not_allow_is_named_with_their_reason(cast: Cast) -> None:
    with transaction.atomic():
        write(cast.auction, EntryKind.ROUND_CLOSED, by=None, act=CloseRound(), bids=0)

    (found,) = differences(cast.auction)

    assert found.table == "journal"
    assert "no round is open" in found.stored


@pytest.mark.django_db
def test_an_unknown_auction_is_refused() -> None:
    with pytest.raises(CommandError, match="no auction nowhere"):
        command("nowhere")


def test_every_kind_of_entry_is_rebuilt_or_said_to_change_no_table() -> None:
    assert {EntryKind.GENESIS, *TAKES} == set(EntryKind)
