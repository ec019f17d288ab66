"""The second signature of a bid: two at once give one bid, one against the close is in before it or refused."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError

from auctions import history, selectors, services
from auctions.errors import NoOpenRound, SignatureRefused
from auctions.formats.contract import ActRefused
from auctions.models import Bid, PreparedBid, ProposalKind
from auctions.record import EntryKind
from auctions.services.proposals import act_of_the_system
from bidders.models import Seat, SeatRole
from journal.selectors import entries_of
from tests.cast import Cast, a_person, a_seat, assemble
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = pytest.mark.races

CHECKED = "auctions.services.bidding._accepted"
BALLOT = {"package": {"A": 1}}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    history.forget()
    return assemble(two_signatures=["Alpha"], demonstration=True)


@pytest.fixture
def colleagues(cast: Cast) -> tuple[Seat, Seat]:
    """Two more submitters of Alpha."""
    seats = [a_seat(a_person(f"alpha-{n}"), cast.alpha.participant.organisation, SeatRole.SUBMITTER) for n in (2, 3)]
    return seats[0], seats[1]


def signed_once(cast: Cast) -> PreparedBid:
    opened = selectors.open_round_of(cast.auction)
    assert opened is not None
    return services.prepare_bid(
        auction=cast.auction,
        by=cast.alpha.submitter,
        participant=cast.alpha.participant,
        ballot=BALLOT,
        form_key=uuid4(),
        round_version=opened.version,
        prices_hash=opened.prices_hash,
    )


def signs(prepared: PreparedBid, by: Seat) -> PreparedBid:
    return services.sign_bid(prepared=prepared, by=by, content_hash=prepared.content_hash)


def order_of(cast: Cast) -> list[str]:
    """What happened to the bids and the round after its opening."""
    kinds = (EntryKind.BID_PLACED, EntryKind.ROUND_CLOSED)
    return [entry.kind for entry in entries_of(cast.auction.chain) if entry.kind in kinds]


def test_with_the_locks_off_two_second_signatures_end_in_an_error(
    cast: Cast,
    colleagues: tuple[Seat, Seat],
    threads: Threads,
    pause_after: Callable[[str], Pause],
    without_auction_locks: None,
) -> None:
    cast.open_round()
    prepared = signed_once(cast)
    pause = pause_after(CHECKED)
    first = threads.start(lambda: signs(prepared, colleagues[0]))
    with pause.held():
        signs(prepared, colleagues[1])

    with pytest.raises(IntegrityError, match="one_bid_per_form"):
        first.result(PATIENCE)


def test_two_second_signatures_at_once_give_one_bid_and_one_receipt(
    cast: Cast, colleagues: tuple[Seat, Seat], threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    prepared = signed_once(cast)
    pause = pause_after(CHECKED)
    first = threads.start(lambda: signs(prepared, colleagues[0]))
    with pause.held():
        second = threads.start(lambda: signs(prepared, colleagues[1]))
        with pytest.raises(TimeoutError):
            second.result(BLOCKED_AFTER)

    bids = [first.result(PATIENCE).bid, second.result(PATIENCE).bid]
    assert [bid.receipt for bid in bids if bid] == [Bid.objects.get().receipt] * 2
    assert Bid.objects.get().seat == colleagues[0]
    assert order_of(cast) == [EntryKind.BID_PLACED]


def test_with_the_locks_off_a_second_signature_is_recorded_after_the_close(
    cast: Cast,
    colleagues: tuple[Seat, Seat],
    threads: Threads,
    pause_after: Callable[[str], Pause],
    without_auction_locks: None,
) -> None:
    cast.open_round()
    prepared = signed_once(cast)
    pause = pause_after(CHECKED)
    signature = threads.start(lambda: signs(prepared, colleagues[0]))
    with pause.held():
        cast.close_round()

    signature.result(PATIENCE)
    assert order_of(cast) == [EntryKind.ROUND_CLOSED, EntryKind.BID_PLACED]
    history.forget()
    with pytest.raises(ActRefused, match="no round is open"):
        history.history_of(cast.auction)


def test_the_close_waits_for_a_second_signature_that_is_being_recorded(
    cast: Cast, colleagues: tuple[Seat, Seat], threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    prepared = signed_once(cast)
    pause = pause_after(CHECKED)
    signature = threads.start(lambda: signs(prepared, colleagues[0]))
    with pause.held():
        close = threads.start(cast.close_round)
        with pytest.raises(TimeoutError):
            close.result(BLOCKED_AFTER)

    assert signature.result(PATIENCE).bid is not None
    close.result(PATIENCE)
    assert order_of(cast) == [EntryKind.BID_PLACED, EntryKind.ROUND_CLOSED]


def test_a_second_signature_that_waited_for_the_close_is_refused(
    cast: Cast, colleagues: tuple[Seat, Seat], threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    prepared = signed_once(cast)
    pause = pause_after("auctions.services.rounds.applied")
    close = threads.start(lambda: act_of_the_system(auction=cast.auction, kind=ProposalKind.CLOSE_ROUND))
    with pause.held():
        signature = threads.start(lambda: signs(prepared, colleagues[0]))
        with pytest.raises(TimeoutError):
            signature.result(BLOCKED_AFTER)

    close.result(PATIENCE)
    with pytest.raises(NoOpenRound, match="Clock round 1 is closed"):
        signature.result(PATIENCE)
    assert not Bid.objects.exists()


def test_a_withdrawal_and_a_second_signature_at_once_do_not_both_happen(
    cast: Cast, colleagues: tuple[Seat, Seat], threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    prepared = signed_once(cast)
    pause = pause_after(CHECKED)
    signature = threads.start(lambda: signs(prepared, colleagues[0]))
    with pause.held():
        withdrawal = threads.start(lambda: services.withdraw_bid(prepared=prepared, by=colleagues[1]))
        with pytest.raises(TimeoutError):
            withdrawal.result(BLOCKED_AFTER)

    assert signature.result(PATIENCE).bid is not None
    with pytest.raises(SignatureRefused, match="it was submitted"):
        withdrawal.result(PATIENCE)
