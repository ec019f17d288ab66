"""A bid is recorded in the round, and at the prices, that its bidder was looking at, or not at all."""

from collections.abc import Callable

import pytest

from auctions import history
from auctions.errors import StaleForm
from auctions.history import history_of
from auctions.models import ProposalKind, Round
from auctions.record import EntryKind
from journal.selectors import entries_of
from tests.cast import Cast
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = pytest.mark.races

CHECKED = "auctions.services.bidding._accepted"  # the bid was checked and is about to be recorded
PRICED = "auctions.services.rounds.prices_hash"  # the prices are set and the opening is about to be recorded


def go_on_at_new_prices(cast: Cast) -> Round:
    """Close the round and open the next one, in which one lot of A costs 11 and no longer 10."""
    cast.close_round()
    return cast.open_round()


def a_contested_round(cast: Cast) -> Round:
    opened = cast.open_round()
    cast.beta.bids({"A": 2})
    cast.alpha.bids({"A": 2})
    return opened


def test_with_the_locks_off_a_bid_made_at_the_old_prices_counts_at_the_new_ones(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    opened = a_contested_round(cast)
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        following = go_on_at_new_prices(cast)

    assert bid.result(PATIENCE).round == opened
    assert (opened.prices, following.prices) == ({"A": 10, "B": 5}, {"A": 11, "B": 5})
    history.forget()
    current = history_of(cast.auction)
    assert current.state.ballots["Alpha"] is not None  # the format counts it in the round after the one it was made for
    assert current.format.phase(current.state).round == 2


def test_new_prices_wait_for_a_bid_that_is_being_recorded(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    opened = a_contested_round(cast)
    pause = pause_after(CHECKED)
    bid = threads.start(lambda: cast.alpha.bids({"A": 1}))
    with pause.held():
        following = threads.start(lambda: go_on_at_new_prices(cast))
        with pytest.raises(TimeoutError):
            following.result(BLOCKED_AFTER)

    assert bid.result(PATIENCE).round == opened
    assert following.result(PATIENCE).prices == {"A": 11, "B": 5}
    kinds = [entry.kind for entry in entries_of(cast.auction.chain)]
    moves = [kind for kind in kinds if kind != EntryKind.PROPOSED]
    assert moves[-3:] == [EntryKind.BID_PLACED, EntryKind.ROUND_CLOSED, EntryKind.ROUND_OPENED]


def test_a_bid_on_the_old_form_that_waited_for_the_new_prices_is_refused(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    a_contested_round(cast)
    old = Round.objects.get()
    cast.close_round()
    proposed = cast.proposes(ProposalKind.OPEN_ROUND)
    pause = pause_after(PRICED)
    following = threads.start(lambda: cast.approves(proposed))
    with pause.held():
        bid = threads.start(lambda: cast.alpha.submits({"package": {"A": 1}}, form_of=old))
        with pytest.raises(TimeoutError):
            bid.result(BLOCKED_AFTER)

    following.result(PATIENCE)
    assert Round.objects.latest("version").prices == {"A": 11, "B": 5}
    with pytest.raises(StaleForm, match="Clock round 2 is open now: look at its prices"):
        bid.result(PATIENCE)
