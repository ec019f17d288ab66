"""Sealed rounds: ballots go into boxes, two custodians open them after the close, the auction goes on from there."""

from typing import Any

import pytest
from django.db import transaction

from auctions import history, selectors, services
from auctions.custody import HandedShare
from auctions.errors import BidRefused, NeedsTwoOfficers, NoOpenRound, SealingRefused, StepRefused
from auctions.formats.contract import Status, StepKind
from auctions.models import Bid, ProposalKind, Round
from auctions.record import EntryKind, write
from journal.models import Entry
from journal.receipts import Receipt, verify
from tests.cast import BidderCast, Cast, assemble, passphrase_of
from tests.tripwire import by_hand
from winner_determination.documents import validate

BALLOT = {"bids": [{"package": {"A": 1, "B": 1}, "amount": 7654321}]}
OWN = "Alpha's own passphrase"


@pytest.fixture
def cast(db: None) -> Cast:
    """The supplementary round is open, and sealed."""
    cast = assemble(custodians=True)
    cast.hold_ceremony()
    cast.play_clock()
    cast.open_round()
    return cast


@pytest.fixture
def closed(cast: Cast) -> Cast:
    """Alpha and Beta have submitted, and the round is closed."""
    cast.alpha.submits(BALLOT)
    cast.beta.submits({"bids": [{"package": {"A": 1}, "amount": 25}]})
    cast.close_round()
    return cast


def own_facts(bidder: BidderCast, private_key: str | None = None) -> Any:
    viewer = selectors.viewer_for(bidder.viewer, bidder.participant)
    return selectors.facts(bidder.participant.auction, viewer, private_key)["own"]


def test_a_ballot_is_judged_as_always_and_its_entry_holds_boxes_alone(cast: Cast) -> None:
    with pytest.raises(BidRefused):
        cast.beta.submits({"bids": [{"package": {"A": 2, "B": 1}, "amount": 1}]})

    bid = cast.alpha.submits(BALLOT)

    entry = Entry.objects.get(sequence=bid.sequence)
    assert (bid.ballot, bid.nonce) == (None, None)
    assert not {"act", "nonce", "ballot"} & entry.body.keys()
    assert (entry.body["bidder"], entry.body["sealed"]) == ("Alpha", bid.sealed)
    assert entry.body["at"] == bid.receipt["received_at"]
    assert bid.sealed is not None and bid.sealed["own"] is None
    verify(validate(Receipt, bid.receipt))
    assert "ballot" not in selectors.receipt_document(bid)


def test_between_close_and_opening_the_only_next_step_is_to_open_the_ballots(closed: Cast) -> None:
    (step,) = selectors.next_steps(closed.auction)

    assert (step.kind, selectors.phase(closed.auction).status) == (StepKind.OPEN_BALLOTS, Status.SEALED)
    assert selectors.awaiting_opening(closed.auction) == Round.objects.latest("version")
    assert selectors.facts(closed.auction, selectors.viewer_for(None))["status"] == "sealed"
    for act in (closed.open_round, closed.compute):
        with pytest.raises(StepRefused, match="Supplementary round 1 wait to be opened by two custodians"):
            act()
    with pytest.raises(NoOpenRound, match="is closed"):
        closed.gamma.submits({"bids": []}, form_of=Round.objects.latest("version"))
    with pytest.raises(StepRefused, match="decisions wait until they are"):
        closed.does(ProposalKind.DECIDE, decision="forfeit_deposit", body={"bidder": "Alpha"})


def test_two_custodians_open_the_round_and_every_ballot_is_what_was_submitted(closed: Cast) -> None:
    waiting = closed.hands_in(closed.compliance)
    assert (waiting.unsealed_at, selectors.shares_in(waiting)) == (None, ["compliance"])

    opened = closed.hands_in(closed.second_officer)

    assert opened.unsealed_at is not None
    entry = Entry.objects.get(kind=EntryKind.BALLOTS_OPENED)
    assert (entry.body["with"]["person"], entry.body["by"]["person"]) == ("compliance", "officer2")
    assert [act["act"] for act in entry.body["acts"]] == ["bid", "bid", "close_round"]
    assert entry.body["acts"][0]["ballot"] == BALLOT
    assert entry.body["acts"][2]["at"] == Entry.objects.filter(kind=EntryKind.ROUND_CLOSED).latest("pk").body["at"]
    bid = Bid.objects.filter(round=opened).first()
    assert bid is not None and bid.ballot == BALLOT
    verify(validate(Receipt, selectors.receipt_document(bid)))
    assert selectors.phase(closed.auction).status is not Status.SEALED
    assert not HandedShare.objects.exists()


def test_a_sealed_auction_ends_as_the_rules_say_and_is_published(db: None) -> None:
    cast = assemble(custodians=True)
    cast.hold_ceremony()

    cast.play_to_the_end()
    cast.publish()

    winners = selectors.result_documents(cast.auction)["principal"]["result"]["winners"]
    assert [(winner["bidder"], winner["amount"]) for winner in winners] == [("Alpha", 30), ("Beta", 25)]
    assert Entry.objects.filter(kind=EntryKind.BALLOTS_OPENED).count() == Round.objects.exclude(key=None).count() >= 1


def test_one_custodian_alone_opens_nothing_however_often_it_hands_in(closed: Cast) -> None:
    closed.hands_in(closed.auctioneer)

    with pytest.raises(SealingRefused, match="The share of auctioneer is in; another custodian's is needed"):
        closed.hands_in(closed.auctioneer)
    assert Round.objects.latest("version").unsealed_at is None
    with transaction.atomic(), pytest.raises(NeedsTwoOfficers, match="Two custodians open the ballots"):
        write(
            closed.auction,
            EntryKind.BALLOTS_OPENED,
            by=closed.auctioneer,
            custodians=["auctioneer", "auctioneer"],
        )


def test_shares_are_handed_in_after_the_close(cast: Cast) -> None:
    cast.alpha.submits(BALLOT)

    with pytest.raises(SealingRefused, match=r"open until .* UTC: shares are handed in after it has closed"):
        cast.hands_in(cast.auctioneer)
    assert not HandedShare.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"auction": "another"}, "This share file is of the auction another, not of two-bands"),
        ({"custodian": "officer2"}, "This is the share file of officer2; yours is needed"),
        ({"ceremony": 2}, "of key ceremony 2; the one of ceremony 1 is needed"),
        ({"shares": []}, "holds no share of key 1"),
        ({"more": 1}, "no share file"),
    ],
)
def test_another_file_is_refused_with_one_sentence(closed: Cast, change: dict[str, Any], reason: str) -> None:
    file = closed.share_files[closed.auctioneer.pk, 1]

    with pytest.raises(SealingRefused, match=reason):
        closed.hands_in(closed.auctioneer, file={**file, **change})
    assert not HandedShare.objects.exists()


def test_another_passphrase_an_altered_share_and_no_file_are_refused(closed: Cast) -> None:
    file = closed.share_files[closed.auctioneer.pk, 1]
    first, second, *others = file["shares"]

    with pytest.raises(SealingRefused, match="not the passphrase that auctioneer chose at key ceremony 1"):
        closed.hands_in(closed.auctioneer, passphrase="another passphrase")
    for altered in ({**first, "box": second["box"]}, {**first, "box": first["box"][:-4] + "AAA="}):
        with pytest.raises(SealingRefused, match="share of key 1 in this file"):
            closed.hands_in(closed.auctioneer, file={**file, "shares": [altered, second, *others]})
    with pytest.raises(SealingRefused, match="platform holds no copy"):
        services.hand_in_share(
            round=Round.objects.latest("version"),
            by=closed.auctioneer,
            file=None,
            passphrase=passphrase_of(closed.auctioneer),
        )
    assert not HandedShare.objects.exists()


def test_whoever_is_no_custodian_hands_nothing_in(closed: Cast) -> None:
    for stranger in (closed.auditor, closed.alpha.submitter):
        with pytest.raises(SealingRefused, match="Only the custodians of this auction"):
            closed.hands_in(stranger, file={})


def test_an_open_round_stays_open_when_the_third_custodian_hands_in(closed: Cast) -> None:
    at = closed.open_ballots().unsealed_at

    assert closed.hands_in(closed.compliance).unsealed_at == at
    assert Entry.objects.filter(kind=EntryKind.BALLOTS_OPENED).count() == 1


def test_a_round_voided_before_its_opening_stays_sealed_for_ever(closed: Cast) -> None:
    closed.hands_in(closed.auctioneer)
    waiting = Round.objects.latest("version")

    closed.void_rounds(waiting)

    assert not HandedShare.objects.exists()
    with pytest.raises(SealingRefused, match="voided before its ballots were opened: they stay sealed for ever"):
        closed.hands_in(closed.second_officer)
    assert selectors.awaiting_opening(closed.auction) is None
    assert [bid.ballot for bid in waiting.bids.all()] == [None, None]
    closed.play_supplementary()
    assert Round.objects.latest("version").unsealed_at is not None


def test_a_round_that_was_opened_may_be_voided_and_held_again(closed: Cast) -> None:
    opened = closed.open_ballots()

    closed.void_rounds(opened)
    closed.play_supplementary()

    history.forget()
    assert selectors.phase(closed.auction).status is Status.DETERMINING
    assert Bid.objects.exclude(ballot=None).filter(round__stage="supplementary").count() == 4


def test_a_row_that_was_changed_meanwhile_changes_nothing_the_record_is_what_is_opened(closed: Cast) -> None:
    bid, other = Bid.objects.filter(round__stage="supplementary")
    Bid.objects.filter(pk=bid.pk).update(sealed=other.sealed)

    closed.open_ballots()

    bid.refresh_from_db()
    assert bid.ballot == BALLOT
    by_hand("bids.sealed.round")


def test_a_bidder_reads_its_own_ballot_by_its_passphrase_and_nobody_elses(cast: Cast) -> None:
    for bidder, passphrase in ((cast.alpha, OWN), (cast.beta, "Beta's own passphrase")):
        services.set_own_key(participant=bidder.participant, by=bidder.preparer, passphrase=passphrase)
    bid = cast.alpha.submits(BALLOT)
    alpha = services.unlock_own_key(participant=cast.alpha.participant, passphrase=OWN)
    beta = services.unlock_own_key(participant=cast.beta.participant, passphrase="Beta's own passphrase")

    opened = selectors.own_ballot(bid, alpha)

    assert opened is not None and opened.ballot == BALLOT
    verify(validate(Receipt, selectors.receipt_document(bid, alpha)))
    assert own_facts(cast.alpha, alpha)["ballot"] == BALLOT
    for other in (beta, None, "", "no key"):
        assert selectors.own_ballot(bid, other) is None
        assert (own_facts(cast.alpha, other)["submitted"], own_facts(cast.alpha, other)["locked"]) == (True, True)
        assert own_facts(cast.alpha, other)["ballot"] is None
    assert own_facts(cast.beta, alpha)["submitted"] is False


def test_a_passphrase_set_anew_is_for_new_ballots_and_the_old_one_still_opens_the_old(cast: Cast) -> None:
    participant, submitter = cast.alpha.participant, cast.alpha.submitter
    services.set_own_key(participant=participant, by=submitter, passphrase=OWN)
    before = cast.alpha.submits(BALLOT)
    services.set_own_key(participant=participant, by=submitter, passphrase="Alpha's new passphrase")
    after = cast.alpha.submits(BALLOT)
    old, new = (
        services.unlock_own_key(participant=participant, passphrase=each) for each in (OWN, "Alpha's new passphrase")
    )

    assert [selectors.own_ballot(bid, key) is not None for bid in (before, after) for key in (old, new)] == [
        *(True, False),
        *(False, True),
    ]
    with pytest.raises(SealingRefused, match="not the passphrase that Alpha has set"):
        services.unlock_own_key(participant=participant, passphrase="another passphrase")
    with pytest.raises(SealingRefused, match="Beta has not set a passphrase"):
        services.unlock_own_key(participant=cast.beta.participant, passphrase=OWN)
    with pytest.raises(SealingRefused, match="at least 14 characters"):
        services.set_own_key(participant=participant, by=submitter, passphrase="short")


def test_officers_see_who_submitted_and_an_auditors_bundle_goes_on_past_the_sealed_round(closed: Cast) -> None:
    lines = selectors.journal_entries(closed.auction)
    sealed = [line for line in lines if line.sealed]

    assert [line.body["bidder"] for line in sealed] == ["Alpha", "Beta"]
    assert not {"sealed", "act"} & sealed[0].body.keys()
    status = {each["bidder_id"]: each["submitted"] for each in selectors.submission_status(closed.auction)}
    assert status == {"Alpha": True, "Beta": True, "Gamma": False, "Delta": False}
    assert "7654321" not in str(selectors.auction_document(closed.auction, public=False))
