"""What happens between a bidder's click and its receipt."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from auctions import selectors, services
from auctions.errors import BallotUnreadable, BidRefused, NoOpenRound, SeatMayNotSubmit, StaleForm
from auctions.models import Bid, Round
from auctions.record import EntryKind
from bidders.models import Seat
from journal.keys import public_key
from journal.receipts import Receipt, verify
from journal.selectors import entries_of
from tests.cast import Cast, a_seat
from tests.tripwire import by_hand

BALLOT = {"package": {"A": 2}}


def place(cast: Cast, opened: Round, **changes: Any) -> Bid:
    """Alpha's submitter bids for two A on the form of ``opened``, but for ``changes``."""
    form: dict[str, Any] = {
        "by": cast.alpha.submitter,
        "participant": cast.alpha.participant,
        "ballot": BALLOT,
        "form_key": uuid4(),
        "round_version": opened.version,
        "prices_hash": opened.prices_hash,
    }
    return services.place_bid(auction=cast.auction, **form | changes)


def entries(cast: Cast) -> int:
    return entries_of(cast.auction.chain).count()


def test_a_bid_gets_a_signed_receipt_that_opens_to_its_ballot(cast: Cast) -> None:
    cast.open_round()

    bid = cast.alpha.bids({"A": 2})

    receipt = Receipt(**selectors.receipt_document(bid))
    verify(receipt)
    assert receipt.ballot == BALLOT
    assert (receipt.auction, receipt.round.stage, receipt.round.number) == ("two-bands", "clock", 1)
    assert (receipt.bidder, receipt.rules_hash, receipt.public_key) == (
        "Alpha",
        cast.auction.rulebook_hash,
        public_key(),
    )


def test_the_receipt_names_the_journal_entry_that_was_written_in_the_same_transaction(cast: Cast) -> None:
    cast.open_round()

    bid = cast.alpha.bids({"A": 2})

    entry = entries_of(cast.auction.chain).get(sequence=bid.receipt["sequence"])
    assert (entry.kind, entry.hash) == (EntryKind.BID_PLACED, bid.receipt["chain_head"])
    assert entry.body["commitment"] == bid.receipt["commitment"]
    assert entry.body["act"]["ballot"] == BALLOT
    assert entry.body["act"]["at"] == bid.receipt["received_at"]
    assert entry.body["by"] == {"person": "alpha-submitter", "role": "submitter", "organisation": "alpha"}


def test_a_repeated_form_returns_the_first_receipt_and_places_nothing(cast: Cast) -> None:
    opened = cast.open_round()
    key = uuid4()
    first = place(cast, opened, form_key=key)
    before = entries(cast)

    again = place(cast, opened, form_key=key, ballot={"package": {"A": 1}})

    assert (again.pk, again.receipt, again.ballot) == (first.pk, first.receipt, BALLOT)
    assert entries(cast) == before


def test_a_browser_that_tries_again_after_the_close_still_gets_the_first_receipt(cast: Cast) -> None:
    opened = cast.open_round()
    key = uuid4()
    first = place(cast, opened, form_key=key)
    cast.close_round()

    assert place(cast, opened, form_key=key).pk == first.pk


def test_two_bidders_may_happen_to_use_the_same_form_key(cast: Cast) -> None:
    cast.open_round()
    key = uuid4()

    alpha = cast.alpha.submits(BALLOT, form_key=key)
    beta = cast.beta.submits(BALLOT, form_key=key)

    assert alpha.pk != beta.pk


def test_the_last_bid_counts_and_all_are_kept(cast: Cast) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 2})
    cast.alpha.bids({"A": 1})
    cast.close_round()

    (played,) = selectors.facts(cast.auction, selectors.viewer_for(cast.alpha.viewer, cast.alpha.participant))["own"][
        "rounds"
    ]
    assert played["package"] == {"A": 1}
    assert [bid.ballot for bid in selectors.own_bids(cast.alpha.participant)] == [
        {"package": {"A": 1}},
        {"package": {"A": 2}},
    ]


def test_a_form_of_an_earlier_round_is_refused_with_its_reason(cast: Cast) -> None:
    earlier = cast.play_round(alpha={"A": 2}, beta={"A": 2})
    cast.open_round()

    with pytest.raises(StaleForm, match=r"made for another round. Clock round 2 is open now"):
        place(cast, earlier)


def test_a_form_with_other_prices_is_refused_with_its_reason(cast: Cast) -> None:
    opened = cast.open_round()

    with pytest.raises(StaleForm, match="prices of clock round 1 are not those of this form"):
        place(cast, opened, prices_hash="0" * 64)


def test_rounds_at_the_same_prices_have_different_hashes(cast: Cast) -> None:
    first = cast.play_round(alpha={"A": 2, "B": 1}, beta={"A": 2})
    second = cast.play_round(alpha={"A": 2, "B": 1})

    assert first.prices is not None
    assert second.prices is not None
    assert first.prices["B"] == second.prices["B"]
    assert first.prices_hash != second.prices_hash


def test_no_bid_is_taken_before_the_first_round_or_after_the_close(cast: Cast) -> None:
    form = Round(version=1, prices_hash="0" * 64)
    with pytest.raises(NoOpenRound, match="No round is open"):
        place(cast, form)
    opened = cast.open_round()
    cast.close_round()

    with pytest.raises(NoOpenRound, match="Clock round 1 is closed"):
        place(cast, opened)


def test_a_bid_after_the_deadline_is_refused_even_while_the_closer_is_late(cast: Cast) -> None:
    opened = cast.open_round(minutes=5)
    by_hand("rounds.deadline")
    Round.objects.update(deadline=timezone.now() - timedelta(milliseconds=1))

    with pytest.raises(NoOpenRound, match=r"Clock round 1 ended at \d\d:\d\d:\d\d UTC; this bid arrived at"):
        place(cast, opened)


def test_r_c3_a_bid_beyond_eligibility_is_refused_with_rule_reason_and_numbers(cast: Cast) -> None:
    opened = cast.open_round()
    before = entries(cast)

    with pytest.raises(BidRefused) as caught:
        place(cast, opened, by=cast.gamma.submitter, participant=cast.gamma.participant, ballot=BALLOT)

    (refusal,) = caught.value.refusals
    assert refusal.rule == "R-C3"
    assert "4 points" in refusal.reason
    assert "3" in refusal.reason
    assert entries(cast) == before


@pytest.mark.parametrize(
    ("ballot", "place_named"),
    [
        ({"package": {"Z": 1}}, "package.Z"),
        ({"package": {"A": 3}}, "package.A"),
        ({"package": {"A": 1.5}}, "package.A"),
        ({"packages": {"A": 1}}, "package"),
        ({}, "package"),
    ],
)
def test_a_ballot_of_a_wrong_shape_is_refused_naming_the_place(cast: Cast, ballot: Any, place_named: str) -> None:
    opened = cast.open_round()

    with pytest.raises(BallotUnreadable) as caught:
        place(cast, opened, ballot=ballot)

    assert caught.value.place.startswith(place_named)
    assert not Bid.objects.exists()


def test_an_amount_that_json_cannot_carry_exactly_is_refused(cast: Cast) -> None:
    cast.play_clock()
    opened = cast.open_round()

    with pytest.raises(BallotUnreadable, match="cannot be recorded exactly"):
        place(cast, opened, ballot={"bids": [{"package": {"A": 1, "B": 1}, "amount": 2**53}]})

    assert not Bid.objects.filter(round=opened).exists()


@pytest.mark.parametrize("role", ["preparer", "viewer"])
def test_only_a_submitter_submits(cast: Cast, role: str) -> None:
    opened = cast.open_round()
    seat: Seat = getattr(cast.alpha, role)

    with pytest.raises(SeatMayNotSubmit, match=f"that of a {role}; only a submitter of Alpha"):
        place(cast, opened, by=seat)


def test_nobody_submits_for_another_bidder_or_from_outside(cast: Cast) -> None:
    opened = cast.open_round()
    for seat in (cast.beta.submitter, cast.auctioneer, cast.auditor, a_seat(cast.outsider)):
        with pytest.raises(SeatMayNotSubmit, match="no seat of Alpha"):
            place(cast, opened, by=seat)


def test_without_a_person_only_a_simulated_bid_is_placed_and_marked_as_such(cast: Cast) -> None:
    opened = cast.open_round()
    with pytest.raises(SeatMayNotSubmit, match="placed by a person"):
        place(cast, opened, by=None)

    bid = place(cast, opened, by=None, simulated=True)

    assert bid.simulated
    entry = entries_of(cast.auction.chain).get(sequence=bid.sequence)
    assert (entry.body["simulated"], entry.body["by"]) == (True, {"system": "clearband"})
