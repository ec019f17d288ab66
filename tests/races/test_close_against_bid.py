"""A bid that arrives while its round is being closed is either in before the close, or refused."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from auctions import history, locks
from auctions.errors import NoOpenRound
from auctions.formats.contract import ActRefused
from auctions.models import Bid, ProposalKind, ProposalStatus, Round
from auctions.record import EntryKind
from journal.selectors import entries_of
from tests.cast import Cast
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads
from tests.tripwire import by_hand

pytestmark = pytest.mark.races

CHECKED = "auctions.services.bidding._accepted"  # the bid was checked and is about to be recorded
CLOSING = "auctions.services.rounds.applied"  # the close was checked and is about to be recorded


def order_of(cast: Cast) -> list[str]:
    """What happened after the opening."""
    return [entry.kind for entry in entries_of(cast.auction.chain, from_sequence=4) if entry.kind != EntryKind.PROPOSED]


def test_with_the_locks_off_a_bid_is_recorded_after_the_close(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    cast.open_round()
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        cast.close_round()

    bid.result(PATIENCE)
    assert order_of(cast) == [EntryKind.ROUND_CLOSED, EntryKind.BID_PLACED]
    history.forget()
    with pytest.raises(ActRefused, match="no round is open"):
        history.history_of(cast.auction)


def test_the_close_waits_for_a_bid_that_is_being_recorded(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    proposed = cast.proposes(ProposalKind.CLOSE_ROUND)
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        close = threads.start(lambda: cast.approves(proposed))
        with pytest.raises(TimeoutError):
            close.result(BLOCKED_AFTER)

    assert bid.result(PATIENCE).sequence == 5
    assert close.result(PATIENCE).status == ProposalStatus.APPROVED
    assert order_of(cast) == [EntryKind.BID_PLACED, EntryKind.ROUND_CLOSED]
    assert entries_of(cast.auction.chain).get(kind=EntryKind.ROUND_CLOSED).body["bids"] == 1


def test_with_the_locks_off_a_bid_is_accepted_while_the_close_is_being_recorded(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    cast.open_round()
    proposed = cast.proposes(ProposalKind.CLOSE_ROUND)
    pause = pause_after(CLOSING)
    close = threads.start(lambda: cast.approves(proposed))
    with pause.held():
        bid = cast.alpha.bids({"A": 1})

    close.result(PATIENCE)
    assert bid.received_at > Round.objects.get().closed_at  # type: ignore[operator]


def test_a_bid_that_waited_for_the_close_is_refused(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    proposed = cast.proposes(ProposalKind.CLOSE_ROUND)
    pause = pause_after(CLOSING)
    close = threads.start(lambda: cast.approves(proposed))
    with pause.held():
        bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
        with pytest.raises(TimeoutError):
            bid.result(BLOCKED_AFTER)

    close.result(PATIENCE)
    with pytest.raises(NoOpenRound, match="Clock round 1 is closed"):
        bid.result(PATIENCE)
    assert order_of(cast) == [EntryKind.ROUND_CLOSED]


def bid_that_waits_past_the_deadline(cast: Cast, threads: Threads) -> "Future[Bid]":
    """Alpha bids before the deadline, waits for a lock that somebody else holds, and gets it after the deadline."""
    cast.open_round(minutes=5)
    by_hand("rounds.deadline")
    Round.objects.update(deadline=timezone.now() + timedelta(seconds=0.5))
    pause = Pause()

    def hold_the_auction() -> None:
        with transaction.atomic():
            locks.while_moving_on(cast.auction)
            pause.wait_once()

    threads.start(hold_the_auction)
    with pause.held():
        bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
        with pytest.raises(TimeoutError):
            bid.result(0.8)
    return bid


def transaction_time() -> datetime:
    """What ``now()`` says: the time at which the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def test_by_the_time_at_which_the_transaction_began_a_late_bid_is_accepted(
    cast: Cast, threads: Threads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auctions.services.bidding.database_time", transaction_time)

    bid = bid_that_waits_past_the_deadline(cast, threads).result(PATIENCE)

    assert bid.received_at < bid.round.deadline  # type: ignore[operator]
    assert entries_of(cast.auction.chain).get(sequence=4).recorded_at > bid.round.deadline  # type: ignore[operator]


def test_by_the_time_after_the_lock_it_is_refused(cast: Cast, threads: Threads) -> None:
    bid = bid_that_waits_past_the_deadline(cast, threads)

    with pytest.raises(NoOpenRound, match="Clock round 1 ended at"):
        bid.result(PATIENCE)
    assert order_of(cast) == []


def test_bids_of_different_bidders_do_not_wait_for_one_another(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    pause = pause_after(CHECKED)
    slow = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        fast = threads.start(lambda: cast.beta.bids({"A": 1}))
        assert fast.result(PATIENCE).sequence == 4

    assert slow.result(PATIENCE).sequence == 5
