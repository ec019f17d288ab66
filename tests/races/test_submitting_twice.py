"""A double click and a browser's second try give one bid and the first receipt."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import IntegrityError

from auctions.models import Bid
from auctions.record import EntryKind
from journal.selectors import entries_of
from tests.cast import Cast
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = pytest.mark.races

CHECKED = "auctions.services.bidding._accepted"
KEY = UUID("00000000-0000-4000-8000-000000000001")
BALLOT = {"package": {"A": 1}}


def test_with_the_locks_off_the_second_submit_of_a_form_fails_with_an_error_instead_of_the_receipt(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    cast.open_round()
    pause = pause_after(CHECKED)
    first = threads.start(lambda: cast.alpha.submits(BALLOT, form_key=KEY))
    with pause.held():
        cast.alpha.submits(BALLOT, form_key=KEY)

    with pytest.raises(IntegrityError, match="one_bid_per_form"):
        first.result(PATIENCE)


def test_two_submits_of_one_form_give_one_bid_and_the_same_receipt(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.open_round()
    pause = pause_after(CHECKED)
    first = threads.start(lambda: cast.alpha.submits(BALLOT, form_key=KEY))
    with pause.held():
        second = threads.start(lambda: cast.alpha.submits(BALLOT, form_key=KEY))
        with pytest.raises(TimeoutError):
            second.result(BLOCKED_AFTER)

    assert first.result(PATIENCE).receipt == second.result(PATIENCE).receipt
    assert Bid.objects.count() == 1
    assert entries_of(cast.auction.chain).filter(kind=EntryKind.BID_PLACED).count() == 1


def test_eight_submits_at_once_give_one_bid(cast: Cast, threads: Threads) -> None:
    cast.open_round()

    bids = [threads.start(lambda: cast.alpha.submits(BALLOT, form_key=KEY)) for _ in range(8)]

    assert len({bid.result(PATIENCE).pk for bid in bids}) == 1
    assert Bid.objects.count() == 1
