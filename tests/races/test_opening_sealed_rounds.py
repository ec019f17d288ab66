"""Two custodians who hand in at once open a round once; a share that meets a void comes too late."""

from collections.abc import Callable

import pytest

from auctions import history
from auctions.custody import HandedShare
from auctions.errors import SealingRefused
from auctions.models import Bid, ProposalKind, Round
from auctions.record import EntryKind
from journal.models import Entry
from tests.cast import Cast, assemble
from tests.races.conftest import BLOCKED_AFTER, PATIENCE, Pause, Threads

pytestmark = pytest.mark.races

CHECKED = "auctions.services.opening.applied"  # every ballot was opened and is about to be recorded
FIRST_SHARE = "auctions.services.opening.database_time"  # the share is about to be held against what is there
BALLOT = {"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}]}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """A sealed round with one ballot is closed."""
    history.forget()
    cast = assemble(custodians=True)
    cast.hold_ceremony()
    cast.play_clock()
    cast.open_round()
    cast.alpha.submits(BALLOT)
    cast.close_round()
    return cast


def openings() -> int:
    return Entry.objects.filter(kind=EntryKind.BALLOTS_OPENED).count()


def test_with_the_locks_off_two_second_shares_at_once_open_the_round_twice(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause], without_auction_locks: None
) -> None:
    cast.hands_in(cast.auctioneer)
    pause = pause_after(CHECKED)
    one = threads.start(lambda: cast.hands_in(cast.second_officer))
    with pause.held():
        cast.hands_in(cast.compliance)
    one.result(PATIENCE)

    assert openings() == 2


def test_two_second_shares_at_once_open_the_round_once(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.hands_in(cast.auctioneer)
    pause = pause_after(CHECKED)
    one = threads.start(lambda: cast.hands_in(cast.second_officer))
    with pause.held():
        other = threads.start(lambda: cast.hands_in(cast.compliance))
        with pytest.raises(TimeoutError):
            other.result(BLOCKED_AFTER)
    assert one.result(PATIENCE).unsealed_at == other.result(PATIENCE).unsealed_at

    assert openings() == 1
    assert not HandedShare.objects.exists()


def test_two_custodians_whose_first_shares_come_at_once_open_the_round_once(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    pause = pause_after(FIRST_SHARE)
    one = threads.start(lambda: cast.hands_in(cast.auctioneer))
    with pause.held():
        other = threads.start(lambda: cast.hands_in(cast.second_officer))
        with pytest.raises(TimeoutError):
            other.result(BLOCKED_AFTER)
    one.result(PATIENCE)

    assert other.result(PATIENCE).unsealed_at is not None
    assert openings() == 1


def test_a_share_that_waited_for_the_void_is_refused_and_the_ballots_stay_sealed(
    cast: Cast, threads: Threads, pause_after: Callable[[str], Pause]
) -> None:
    cast.hands_in(cast.auctioneer)
    proposed = cast.proposes(ProposalKind.VOID_ROUNDS, since=Round.objects.latest("version").version, reason="a fault")
    pause = pause_after("auctions.services.interruptions.named")
    void = threads.start(lambda: cast.approves(proposed))
    with pause.held():
        share = threads.start(lambda: cast.hands_in(cast.second_officer))
        with pytest.raises(TimeoutError):
            share.result(BLOCKED_AFTER)
    void.result(PATIENCE)

    with pytest.raises(SealingRefused, match="stay sealed for ever"):
        share.result(PATIENCE)
    assert openings() == 0
    assert Bid.objects.get(round__stage="supplementary").ballot is None
