"""Bids by telephone (R-C7): one officer enters, another approves, the same rules judge, and nobody else sees them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from auctions import selectors
from auctions.errors import NeedsTwoOfficers, NoOpenRound, ProposalOvertaken, StepRefused
from auctions.models import Bid, Proposal, ProposalKind, ProposalStatus, Round, SurrogateBid
from auctions.record import EntryKind, signature_of
from auctions.services.rounds import close_overdue_round
from bidders.models import SeatRole
from journal.receipts import Receipt, verify
from journal.selectors import entries_of
from tests.cast import DOCUMENT, RULEBOOK, BidderCast, Cast, a_person, a_seat, assemble
from tests.tripwire import by_hand
from winner_determination.documents import validate

BALLOT = {"package": {"A": 2}}
HOW = "called back on the registered number"


Hosting = Callable[..., Cast]


@pytest.fixture
def hosting(db: None, monkeypatch: pytest.MonkeyPatch) -> Hosting:
    """Host two bands with these extensions."""

    def host(**extensions: Any) -> Cast:
        monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": extensions})
        return assemble(two_signatures=["Delta"])

    return host


@pytest.fixture
def cast(hosting: Hosting) -> Cast:
    """Two bands, where a ballot may come by another channel."""
    return hosting(other_channel=True)


def proposed(cast: Cast, bidder: BidderCast, /, ballot: dict[str, Any] = BALLOT, **more: Any) -> Proposal:
    opened = Round.objects.filter(auction=cast.auction).latest("version")
    body = {
        "bidder": bidder.participant.bidder_id,
        "ballot": ballot,
        "round_version": opened.version,
        "prices_hash": opened.prices_hash,
        "callers": [bidder.submitter.person.username],
        "authentication": HOW,
        "technical_failure": True,
        "authenticated": True,
    }
    return cast.proposes(ProposalKind.SURROGATE_BID, **{**body, **more})


def test_r_c7_a_bid_by_telephone_is_placed_when_the_second_officer_approves_it(cast: Cast) -> None:
    cast.open_round()
    proposal = proposed(cast, cast.alpha)
    assert not Bid.objects.exists()

    cast.approves(proposal)

    bid = Bid.objects.get()
    assert bid.ballot == BALLOT
    assert (bid.first_seat, bid.seat) == (cast.auctioneer, cast.second_officer)
    assert bid.surrogate == {"callers": ["alpha-submitter"], "authentication": HOW}
    assert bid.received_at > proposal.proposed_at
    verify(validate(Receipt, bid.receipt))
    assert selectors.own_bids(cast.alpha.participant).get() == bid


def test_its_entry_names_both_officers_who_called_and_the_channel(cast: Cast) -> None:
    cast.open_round()
    proposal = proposed(cast, cast.alpha)
    cast.approves(proposal)

    body = entries_of(cast.auction.chain).get(kind=EntryKind.BID_PLACED).body
    assert body["by"] == signature_of(cast.second_officer)
    assert body["proposed_by"] == signature_of(cast.auctioneer)
    assert body["proposal"] == proposal.hash
    assert body["surrogate"] == {"callers": ["alpha-submitter"], "authentication": HOW}
    assert body["act"]["channel"] == {"technical_failure": True, "authenticated": True}
    assert body["commitment"] == proposal.body["commitment"] == Bid.objects.get().receipt["commitment"]


def test_the_proposal_on_the_record_holds_a_commitment_and_no_ballot(cast: Cast) -> None:
    cast.open_round()
    proposal = proposed(cast, cast.alpha)

    entry = entries_of(cast.auction.chain).filter(kind=EntryKind.PROPOSED).last()
    assert entry is not None
    assert "ballot" not in json.dumps([entry.body, proposal.body])
    assert "package" not in json.dumps([entry.body, proposal.body])
    assert SurrogateBid.objects.get().nonce not in json.dumps([entry.body, proposal.body])
    assert SurrogateBid.objects.get().commitment == proposal.body["commitment"]


def test_while_the_round_is_open_the_journal_page_shows_the_commitment_alone(cast: Cast) -> None:
    cast.open_round()
    cast.approves(proposed(cast, cast.alpha))

    line = selectors.journal_entries(cast.auction)[-1]
    assert line.sealed
    assert "act" not in line.body
    assert line.body["surrogate"]["callers"] == ["alpha-submitter"]


def test_r_c7_who_gave_its_bid_by_telephone_has_not_missed_the_round(hosting: Hosting) -> None:
    cast = hosting(other_channel=True, per_bidder=1, minutes=20)
    opened = cast.open_round(minutes=10)
    cast.approves(proposed(cast, cast.alpha))
    for bidder in (cast.beta, cast.gamma):
        bidder.bids({"A": 1})
    by_hand("rounds.deadline")
    Round.objects.filter(pk=opened.pk).update(deadline=opened.opened_at - timedelta(seconds=1))

    close_overdue_round(round=opened)

    extended = entries_of(cast.auction.chain).get(kind=EntryKind.ROUND_EXTENDED)
    assert extended.body["bidders"] == ["Delta"]


def test_a_proposer_cannot_approve_its_own(cast: Cast) -> None:
    cast.open_round()
    proposal = proposed(cast, cast.alpha)

    with pytest.raises(NeedsTwoOfficers):
        cast.approves(proposal, by=cast.auctioneer)
    assert not Bid.objects.exists()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"technical_failure": False}, "another channel is open only after a recorded technical failure"),
        ({"authenticated": False}, "would pass once the person giving it is authenticated"),
        ({"callers": []}, "A bid of Alpha is given by one of its submitters"),
        ({"callers": ["alpha-viewer"]}, "alpha-viewer: not a submitter of Alpha"),
        ({"callers": ["beta-submitter"]}, "beta-submitter: not a submitter of Alpha"),
        ({"authentication": " "}, "Say how the caller was authenticated"),
        ({"bidder": "Gamma", "callers": ["gamma-submitter"]}, "at most 3 would pass .R-C3."),
        ({"ballot": {"package": {"Z": 1}}}, "Z"),
        ({"round_version": 7}, "This form was made for no round of this auction"),
        ({"prices_hash": "0" * 64}, "prices of clock round 1 are not those of this form"),
        ({"bidder": "Omega"}, "Omega does not take part"),
    ],
)
def test_r_c7_what_cannot_be_placed_is_not_proposed(cast: Cast, more: dict[str, Any], reason: str) -> None:
    cast.open_round()

    with pytest.raises(StepRefused, match=reason):
        proposed(cast, cast.alpha, **more)
    assert not SurrogateBid.objects.exists()


def test_r_c7_a_rulebook_without_another_channel_takes_none(hosting: Hosting) -> None:
    cast = hosting(other_channel=False)
    cast.open_round()

    with pytest.raises(StepRefused, match="the rulebook knows no other channel"):
        proposed(cast, cast.alpha)


def test_what_the_bidder_submits_itself_afterwards_is_not_replaced(cast: Cast) -> None:
    cast.open_round()
    proposal = proposed(cast, cast.alpha)
    cast.alpha.bids({"A": 1})

    with pytest.raises(ProposalOvertaken):
        cast.approves(proposal)
    assert [bid.ballot for bid in Bid.objects.all()] == [{"package": {"A": 1}}]


def test_it_cannot_be_approved_once_the_round_is_closed(cast: Cast) -> None:
    cast.open_round()
    proposal = proposed(cast, cast.alpha)
    cast.close_round()

    with pytest.raises(ProposalOvertaken):
        cast.approves(proposal)
    assert not Bid.objects.exists()


def test_it_cannot_be_approved_after_the_deadline_even_if_the_closer_is_late(cast: Cast) -> None:
    opened = cast.open_round(minutes=10)
    proposal = proposed(cast, cast.alpha)
    by_hand("rounds.deadline")
    Round.objects.filter(pk=opened.pk).update(deadline=opened.opened_at)

    with pytest.raises(NoOpenRound, match="Clock round 1 ended at"):
        cast.approves(proposal)
    assert not Bid.objects.exists()


def test_a_bidder_that_signs_twice_calls_twice(cast: Cast) -> None:
    cast.open_round()
    with pytest.raises(StepRefused, match="given by two different submitters, as it signs its bids"):
        proposed(cast, cast.delta)
    a_seat(a_person("delta-second"), cast.delta.participant.organisation, SeatRole.SUBMITTER)

    cast.approves(proposed(cast, cast.delta, ballot={"package": {"A": 1}}, callers=["delta-submitter", "delta-second"]))

    assert Bid.objects.get().surrogate == {"callers": ["delta-submitter", "delta-second"], "authentication": HOW}


def test_a_ballot_changed_behind_the_proposal_is_not_placed(cast: Cast) -> None:
    cast.open_round()
    proposal = proposed(cast, cast.alpha)
    SurrogateBid.objects.update(ballot={"package": {"A": 1}})

    with pytest.raises(StepRefused, match="The ballot is not the one that was proposed"):
        cast.approves(proposal)
    proposal.refresh_from_db()
    assert proposal.status == ProposalStatus.OPEN
    assert not Bid.objects.exists()


def test_an_officer_who_enters_a_bid_does_not_see_what_the_bidder_has_submitted(cast: Cast) -> None:
    cast.open_round()
    cast.alpha.bids({"A": 1, "B": 1})

    own = selectors.facts_to_bid_for(cast.auction, cast.alpha.participant)["own"]

    assert (own["submitted"], own["ballot"]) == (False, None)


def test_nor_the_list_of_the_supplementary_round(cast: Cast) -> None:
    cast.play_clock()
    cast.open_round()
    cast.alpha.submits({"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]})

    own = selectors.facts_to_bid_for(cast.auction, cast.alpha.participant)["own"]

    assert own["supplementary"]["rows"] == []
    assert own["ballot"] is None


def test_a_supplementary_list_by_telephone_is_placed_like_any_other(cast: Cast) -> None:
    cast.play_clock()
    cast.open_round()

    cast.approves(proposed(cast, cast.alpha, ballot={"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]}))

    placed = Bid.objects.get(round__stage="supplementary").ballot
    assert placed is not None and placed["bids"][0]["amount"] == 30


def test_nor_its_bids_for_specific_frequencies(cast: Cast) -> None:
    cast.play_clock()
    cast.play_supplementary()
    cast.determine()
    cast.open_round()
    cast.alpha.submits({"bids": [{"option": {"A": ["A1"]}, "amount": 3}]})

    own = selectors.facts_to_bid_for(cast.auction, cast.alpha.participant)["own"]

    assert own["ballot"] is None
    assert {option["amount"] for option in own["assignment"]["options"]} == {0}
