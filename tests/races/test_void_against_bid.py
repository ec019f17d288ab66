"""A bid that arrives while its round is being voided, or paused, is either in before, or refused."""

from collections.abc import Callable

import pytest

from auctions import history, services
from auctions.errors import NoOpenRound
from auctions.formats.contract import ActRefused
from auctions.models import Bid, Round
from auctions.record import EntryKind
from journal.selectors import entries_of
from tests.cast import Cast
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = pytest.mark.races

CHECKED = "auctions.services.bidding._accepted"  # the bid was checked and is about to be recorded
INTERRUPTING = "auctions.services.interruptions.named"  # void and pause were checked and are about to be recorded
WHY = "a fault of the system"

Interruption = Callable[[Cast, Round], object]


def void(cast: Cast, opened: Round) -> object:
    return services.void_rounds(since=opened, by=cast.auctioneer, reason=WHY)


def pause_round(cast: Cast, opened: Round) -> object:
    return services.pause_round(round=opened, by=cast.auctioneer, reason=WHY)


def order_of(cast: Cast) -> list[str]:
    """What happened after the opening."""
    return [entry.kind for entry in entries_of(cast.auction.chain, from_sequence=3)]


def test_with_the_locks_off_a_bid_is_recorded_after_its_round_was_voided(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    opened = cast.open_round()
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        void(cast, opened)

    bid.result(PATIENCE)
    assert order_of(cast) == [EntryKind.ROUNDS_VOIDED, EntryKind.BID_PLACED]
    history.forget()
    with pytest.raises(ActRefused, match="no round is open"):
        history.history_of(cast.auction)


def test_with_the_locks_off_a_bid_is_accepted_while_its_round_is_being_paused(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    opened = cast.open_round()
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        pause_round(cast, opened)

    bid.result(PATIENCE)
    assert order_of(cast) == [EntryKind.ROUND_PAUSED, EntryKind.BID_PLACED]


@pytest.mark.parametrize(
    ("interrupt", "kind"), [(void, EntryKind.ROUNDS_VOIDED), (pause_round, EntryKind.ROUND_PAUSED)]
)
def test_the_interruption_waits_for_a_bid_that_is_being_recorded(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], interrupt: Interruption, kind: EntryKind
) -> None:
    opened = cast.open_round()
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        interruption = threads.start(lambda: interrupt(cast, opened))
        with pytest.raises(TimeoutError):
            interruption.result(BLOCKED_AFTER)

    assert bid.result(PATIENCE).sequence == 3
    interruption.result(PATIENCE)
    assert order_of(cast) == [EntryKind.BID_PLACED, kind]


@pytest.mark.parametrize(("interrupt", "reason"), [(void, "was voided"), (pause_round, "is paused")])
def test_a_bid_that_waited_for_the_interruption_is_refused_with_its_reason(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], interrupt: Interruption, reason: str
) -> None:
    opened = cast.open_round()
    pause = pause_after(INTERRUPTING)
    interruption = threads.start(lambda: interrupt(cast, opened))
    with pause.held():
        bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
        with pytest.raises(TimeoutError):
            bid.result(BLOCKED_AFTER)

    interruption.result(PATIENCE)
    with pytest.raises(NoOpenRound, match=f"Clock round 1 {reason}"):
        bid.result(PATIENCE)
    assert not Bid.objects.exists()
