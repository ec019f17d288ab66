"""Ballots that wait in a sealed round: for a second signature under the bidder's own key, for a second officer under a
code.
"""

from typing import Any
from uuid import uuid4

import pytest

from auctions import selectors, services
from auctions.errors import OwnKeyNeeded, SealingRefused, SignatureRefused
from auctions.models import Bid, PreparedBid, Proposal, ProposalKind, ProposalStatus, Round, SurrogateBid
from auctions.record import EntryKind
from auctions.services.surrogates import new_code
from journal.models import Entry
from tests.cast import DOCUMENT, RULEBOOK, BidderCast, Cast, assemble

BALLOT = {"bids": [{"package": {"A": 1, "B": 1}, "amount": 31}]}
OWN = "Alpha's own passphrase"


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A sealed round is open, where ballots may come by telephone."""
    monkeypatch.setitem(DOCUMENT, "rulebook", {**RULEBOOK, "extensions": {"other_channel": True}})
    cast = assemble(custodians=True)
    cast.hold_ceremony()
    cast.play_clock()
    cast.open_round()
    return cast


def prepared(bidder: BidderCast) -> PreparedBid:
    """The bidder's preparer hands a ballot over."""
    opened = Round.objects.latest("version")
    return services.prepare_bid(
        auction=bidder.participant.auction,
        by=bidder.preparer,
        participant=bidder.participant,
        ballot=BALLOT,
        form_key=uuid4(),
        round_version=opened.version,
        prices_hash=opened.prices_hash,
    )


def proposed(cast: Cast, **more: Any) -> Proposal:
    opened = Round.objects.latest("version")
    body: dict[str, Any] = {
        "bidder": "Alpha",
        "ballot": BALLOT,
        "round_version": opened.version,
        "prices_hash": opened.prices_hash,
        "callers": ["alpha-submitter"],
        "authentication": "called back",
        "technical_failure": True,
        "authenticated": True,
    }
    return cast.proposes(ProposalKind.SURROGATE_BID, **body, **more)


def test_without_a_key_of_its_own_a_bidder_cannot_let_a_ballot_wait(cast: Cast) -> None:
    with pytest.raises(OwnKeyNeeded, match="under Alpha's own passphrase: set one first"):
        prepared(cast.alpha)
    assert not PreparedBid.objects.exists()


def test_a_ballot_handed_over_is_signed_by_whoever_has_unlocked_it(cast: Cast) -> None:
    services.set_own_key(participant=cast.alpha.participant, by=cast.alpha.preparer, passphrase=OWN)
    waiting = prepared(cast.alpha)
    with pytest.raises(OwnKeyNeeded, match="unlock it with the passphrase of your bidder first"):
        services.sign_bid(prepared=waiting, by=cast.alpha.submitter, content_hash=waiting.content_hash)
    key = services.unlock_own_key(participant=cast.alpha.participant, passphrase=OWN)
    assert (selectors.prepared_ballot(waiting, None), selectors.prepared_ballot(waiting, key)) == (None, BALLOT)

    signed = services.sign_bid(
        prepared=waiting, by=cast.alpha.submitter, content_hash=waiting.content_hash, private_key=key
    )

    assert signed.bid is not None and signed.bid.ballot is None
    opened = selectors.own_ballot(signed.bid, key)
    assert opened is not None and opened.ballot == BALLOT


def test_a_signature_is_on_a_hash_which_does_not_let_the_ballot_be_guessed(cast: Cast) -> None:
    services.set_own_key(participant=cast.alpha.participant, by=cast.alpha.submitter, passphrase=OWN)
    key = services.unlock_own_key(participant=cast.alpha.participant, passphrase=OWN)
    waiting, again = prepared(cast.alpha), prepared(cast.alpha)

    assert waiting.content_hash != again.content_hash  # the same ballot, another nonce
    with pytest.raises(SignatureRefused, match="is not the bid that waits"):
        services.sign_bid(prepared=again, by=cast.alpha.submitter, content_hash=waiting.content_hash, private_key=key)


def test_a_bid_by_telephone_is_entered_under_a_code_and_approved_by_whoever_was_told_it(cast: Cast) -> None:
    code = new_code()
    with pytest.raises(SealingRefused, match="entered under a code"):
        proposed(cast)
    proposal = proposed(cast, code=code)
    entered = selectors.entered_surrogate(proposal)
    assert code not in str(proposal.body) + str(entered.sealed)
    for wrong in ("", new_code()):
        with pytest.raises(SealingRefused, match="ask the officer who entered it for its code"):
            services.approve(proposal=proposal, by=cast.second_officer, hash=proposal.hash, code=wrong)
        with pytest.raises(SealingRefused):
            selectors.surrogate_ballot(entered, wrong)
    assert selectors.surrogate_ballot(entered, code.lower().replace("-", " ")) == BALLOT

    services.approve(proposal=proposal, by=cast.second_officer, hash=proposal.hash, code=code)

    bid = Bid.objects.get(round__stage="supplementary")
    entry = Entry.objects.get(sequence=bid.sequence)
    assert (bid.ballot, entry.body["channel"]) == (None, {"technical_failure": True, "authenticated": True})
    cast.end_round()
    bid.refresh_from_db()
    assert bid.ballot == BALLOT
    opened = Entry.objects.get(kind=EntryKind.BALLOTS_OPENED).body["acts"][0]
    assert opened["channel"] == {"technical_failure": True, "authenticated": True}


def test_without_the_code_it_can_be_refused_or_withdrawn(cast: Cast) -> None:
    one, two = proposed(cast, code=new_code()), proposed(cast, code=new_code())

    services.refuse(proposal=one, by=cast.second_officer, reason="nobody told me the code")
    services.withdraw(proposal=two, by=cast.auctioneer)

    assert [each.status for each in Proposal.objects.filter(kind=ProposalKind.SURROGATE_BID)] == [
        ProposalStatus.REFUSED,
        ProposalStatus.WITHDRAWN,
    ]
    assert all(entered.ballot is None for entered in SurrogateBid.objects.all())
