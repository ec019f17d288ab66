"""A bid that arrives while its round is being voided, or paused, is either in before, or refused."""

from collections.abc import Callable

import pytest

from auctions import history, services
from auctions.errors import NoOpenRound
from auctions.formats.contract import ActRefused
from auctions.models import Bid, ProposalKind, Round
from auctions.record import EntryKind
from journal.selectors import entries_of
from tests.cast import Cast
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = pytest.mark.races

CHECKED = "auctions.services.bidding._accepted"  # the bid was checked and is about to be recorded
INTERRUPTING = "auctions.services.interruptions.named"  # void and pause were checked and are about to be recorded
WHY = "a fault of the system"

Interruption = Callable[[Cast, Round], Callable[[], object]]


def void(cast: Cast, opened: Round) -> Callable[[], object]:
    """The void, proposed; it is done when it is called."""
    proposed = cast.proposes(ProposalKind.VOID_ROUNDS, since=opened.version, reason=WHY)
    return lambda: cast.approves(proposed)


def pause_round(cast: Cast, opened: Round) -> Callable[[], object]:
    return lambda: services.pause_round(round=opened, by=cast.auctioneer, reason=WHY)


def order_of(cast: Cast) -> list[str]:
    """What happened after the opening."""
    return [entry.kind for entry in entries_of(cast.auction.chain, from_sequence=4) if entry.kind != EntryKind.PROPOSED]


def test_with_the_locks_off_a_bid_is_recorded_after_its_round_was_voided(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    interrupt = void(cast, cast.open_round())
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        interrupt()

    bid.result(PATIENCE)
    assert order_of(cast) == [EntryKind.ROUNDS_VOIDED, EntryKind.BID_PLACED]
    history.forget()
    with pytest.raises(ActRefused, match="no round is open"):
        history.history_of(cast.auction)


def test_with_the_locks_off_a_bid_is_accepted_while_its_round_is_being_paused(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    interrupt = pause_round(cast, cast.open_round())
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        interrupt()

    bid.result(PATIENCE)
    assert order_of(cast) == [EntryKind.ROUND_PAUSED, EntryKind.BID_PLACED]


@pytest.mark.parametrize(
    ("interrupt", "kind"), [(void, EntryKind.ROUNDS_VOIDED), (pause_round, EntryKind.ROUND_PAUSED)]
)
def test_the_interruption_waits_for_a_bid_that_is_being_recorded(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], interrupt: Interruption, kind: EntryKind
) -> None:
    act = interrupt(cast, cast.open_round())
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        interruption = threads.start(act)
        with pytest.raises(TimeoutError):
            interruption.result(BLOCKED_AFTER)

    bid.result(PATIENCE)
    interruption.result(PATIENCE)
    assert order_of(cast) == [EntryKind.BID_PLACED, kind]


@pytest.mark.parametrize(("interrupt", "reason"), [(void, "was voided"), (pause_round, "is paused")])
def test_a_bid_that_waited_for_the_interruption_is_refused_with_its_reason(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], interrupt: Interruption, reason: str
) -> None:
    act = interrupt(cast, cast.open_round())
    pause = pause_after(INTERRUPTING)
    interruption = threads.start(act)
    with pause.held():
        bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
        with pytest.raises(TimeoutError):
            bid.result(BLOCKED_AFTER)

    interruption.result(PATIENCE)
    with pytest.raises(NoOpenRound, match=f"Clock round 1 {reason}"):
        bid.result(PATIENCE)
    assert not Bid.objects.exists()
