"""A bidder that wants two signatures: nothing counts before the second, and the second is somebody else's."""

from uuid import UUID, uuid4

import pytest

from auctions import selectors, services
from auctions.errors import (
    AuctionUnreadable,
    BidRefused,
    NoOpenRound,
    SeatMayNotSubmit,
    SignatureMissing,
    SignatureRefused,
    StaleForm,
)
from auctions.models import Bid, PreparedBid, PreparedStatus
from auctions.record import EntryKind, signature_of
from bidders.models import Seat, SeatRole
from journal.selectors import entries_of
from tests.cast import DOCUMENT, BidderCast, Cast, a_person, a_seat, an_organisation, assemble

BALLOT = {"package": {"A": 2}}


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble(two_signatures=["Alpha"])


@pytest.fixture
def colleague(cast: Cast) -> Seat:
    """Alpha's other submitter."""
    return a_seat(a_person("alpha-second"), cast.alpha.participant.organisation, SeatRole.SUBMITTER)


def prepares(bidder: BidderCast, by: Seat, *, form_key: UUID | None = None) -> PreparedBid:
    opened = selectors.open_round_of(bidder.participant.auction)
    assert opened is not None
    return services.prepare_bid(
        auction=bidder.participant.auction,
        by=by,
        participant=bidder.participant,
        ballot=BALLOT,
        form_key=form_key or uuid4(),
        round_version=opened.version,
        prices_hash=opened.prices_hash,
    )


def signs(prepared: PreparedBid, by: Seat, content_hash: str | None = None) -> PreparedBid:
    return services.sign_bid(prepared=prepared, by=by, content_hash=content_hash or prepared.content_hash)


def placed_in(cast: Cast) -> int:
    return entries_of(cast.auction.chain).filter(kind=EntryKind.BID_PLACED).count()


# --- The way through --------------------------------------------------------------------------------------------------


def test_a_bid_counts_only_with_the_second_signature_and_at_its_time(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)
    assert (Bid.objects.count(), placed_in(cast)) == (0, 0)

    bid = signs(prepared, colleague).bid

    assert bid is not None
    assert bid.ballot == BALLOT
    assert (bid.first_seat, bid.seat) == (cast.alpha.submitter, colleague)
    assert prepared.signed_at is not None
    assert bid.received_at > prepared.signed_at
    body = entries_of(cast.auction.chain).get(kind=EntryKind.BID_PLACED).body
    assert body["signed_first"] == signature_of(cast.alpha.submitter)
    assert body["by"] == signature_of(colleague)


def test_what_a_preparer_hands_over_needs_two_submitters_all_the_same(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.preparer)

    assert signs(prepared, cast.alpha.submitter).bid is None
    assert not Bid.objects.exists()
    assert signs(prepared, colleague).bid is not None


def test_one_submitter_is_enough_for_what_a_preparer_of_another_bidder_hands_over(cast: Cast) -> None:
    cast.open_round()
    prepared = prepares(cast.beta, cast.beta.preparer)

    bid = signs(prepared, cast.beta.submitter).bid

    assert bid is not None
    assert (bid.first_seat, bid.seat) == (None, cast.beta.submitter)


def test_a_repeated_form_is_one_ballot_and_a_repeated_second_signature_one_bid(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    key = uuid4()
    prepared = prepares(cast.alpha, cast.alpha.submitter, form_key=key)
    assert prepares(cast.alpha, cast.alpha.submitter, form_key=key) == prepared

    assert signs(prepared, colleague).bid == signs(prepared, colleague).bid
    assert placed_in(cast) == 1


def test_another_ballot_replaces_the_one_that_waits(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    first = prepares(cast.alpha, cast.alpha.submitter)
    prepares(cast.alpha, colleague)

    with pytest.raises(SignatureRefused, match="it was replaced by another ballot"):
        signs(first, colleague)
    assert not Bid.objects.exists()


def test_a_bid_that_is_placed_replaces_what_waits(cast: Cast) -> None:
    cast.open_round()
    waiting = prepares(cast.beta, cast.beta.preparer)
    cast.beta.bids({"A": 1})

    with pytest.raises(SignatureRefused, match="replaced by another ballot"):
        signs(waiting, cast.beta.submitter)
    assert [bid.ballot for bid in Bid.objects.all()] == [{"package": {"A": 1}}]


@pytest.mark.parametrize("by", ["first", "other"])
def test_either_submitter_may_withdraw_what_waits(cast: Cast, colleague: Seat, by: str) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)

    services.withdraw_bid(prepared=prepared, by={"first": cast.alpha.submitter, "other": colleague}[by])

    with pytest.raises(SignatureRefused, match="it was withdrawn"):
        signs(prepared, colleague)


def test_a_preparer_withdraws_its_own_and_nobody_elses(cast: Cast) -> None:
    cast.open_round()
    own = prepares(cast.beta, cast.beta.preparer)
    services.withdraw_bid(prepared=own, by=cast.beta.preparer)
    others = prepares(cast.alpha, cast.alpha.submitter)

    with pytest.raises(SeatMayNotSubmit):
        services.withdraw_bid(prepared=others, by=cast.alpha.preparer)
    own.refresh_from_db()
    assert (own.status, own.withdrawn_by) == (PreparedStatus.WITHDRAWN, cast.beta.preparer)


def test_officers_see_that_a_bidder_is_drafting_and_nothing_else(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)
    told = selectors.submission_status(cast.auction)
    assert [each["bidder_id"] for each in told if each["drafting"]] == ["Alpha"]
    assert [each["bidder_id"] for each in told if each["submitted"]] == []

    signs(prepared, colleague)

    told = selectors.submission_status(cast.auction)
    assert [each["bidder_id"] for each in told if each["drafting"]] == []
    assert [each["bidder_id"] for each in told if each["submitted"]] == ["Alpha"]


# --- Refusals ---------------------------------------------------------------------------------------------------------


def test_one_signature_places_nothing(cast: Cast) -> None:
    cast.open_round()

    with pytest.raises(SignatureMissing, match="A bid of Alpha counts only when two of its submitters have signed it"):
        cast.alpha.submits(BALLOT)
    assert not Bid.objects.exists()


def test_the_same_person_cannot_sign_twice(cast: Cast) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)

    with pytest.raises(SignatureRefused, match="You have signed this bid already: another submitter has to sign it"):
        signs(prepared, cast.alpha.submitter)


@pytest.mark.parametrize("who", ["viewer", "preparer", "other"])
def test_only_submitters_of_the_bidder_sign(cast: Cast, who: str) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)
    by = cast.beta.submitter if who == "other" else getattr(cast.alpha, who)

    with pytest.raises(SeatMayNotSubmit, match=r"only a submitter of Alpha|You have no seat of Alpha"):
        signs(prepared, by)
    assert not Bid.objects.exists()


def test_a_viewer_prepares_nothing(cast: Cast) -> None:
    cast.open_round()

    with pytest.raises(SeatMayNotSubmit):
        prepares(cast.alpha, cast.alpha.viewer)


def test_a_signature_on_other_contents_is_refused(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)

    with pytest.raises(SignatureRefused, match="What you signed is not the bid that waits"):
        signs(prepared, colleague, content_hash="0" * 64)


def test_contents_changed_behind_the_first_signers_back_cannot_be_signed(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)
    PreparedBid.objects.update(ballot={"package": {"A": 1}})

    with pytest.raises(SignatureRefused, match="What you signed is not the bid that waits"):
        signs(prepared, colleague)


def test_a_first_signer_who_is_a_submitter_no_more_does_not_count(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)
    Seat.objects.filter(pk=cast.alpha.submitter.pk).update(role=SeatRole.VIEWER)

    with pytest.raises(SeatMayNotSubmit):
        signs(prepared, colleague)


def test_a_signature_after_the_close_is_refused(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)
    cast.close_round()

    with pytest.raises(NoOpenRound, match="Clock round 1 is closed"):
        signs(prepared, colleague)
    assert not Bid.objects.exists()


def test_a_ballot_of_an_earlier_round_is_stale_in_the_next(cast: Cast, colleague: Seat) -> None:
    cast.open_round()
    prepared = prepares(cast.alpha, cast.alpha.submitter)
    cast.beta.bids({"A": 2})
    cast.gamma.bids({"A": 1})
    cast.close_round()
    cast.open_round()

    with pytest.raises((StaleForm, NoOpenRound), match="This form was made for another round"):
        signs(prepared, colleague)


def test_a_ballot_that_the_rules_refuse_does_not_wait_for_anybody(cast: Cast) -> None:
    opened = cast.open_round()

    with pytest.raises(BidRefused, match="R-C3"):
        services.prepare_bid(
            auction=cast.auction,
            by=cast.gamma.preparer,
            participant=cast.gamma.participant,
            ballot=BALLOT,  # 4 points, and Gamma has 3
            form_key=uuid4(),
            round_version=opened.version,
            prices_hash=opened.prices_hash,
        )
    assert not PreparedBid.objects.exists()


# --- Where it is set --------------------------------------------------------------------------------------------------


def test_the_first_entry_says_who_needs_two_signatures(cast: Cast) -> None:
    genesis = entries_of(cast.auction.chain).get(kind=EntryKind.GENESIS)

    assert genesis.body["two_signatures"] == ["Alpha"]
    assert (cast.alpha.participant.signatures, cast.beta.participant.signatures) == (2, 1)


def test_two_signatures_of_somebody_who_does_not_take_part_are_refused(db: None) -> None:
    with pytest.raises(AuctionUnreadable, match="two signatures: Omega does not take part; Alpha, Beta"):
        services.host_auction(
            document=DOCUMENT, slug="x", title="X", regulator=an_organisation("Other"), two_signatures=["Omega"]
        )
