"""Decisions that the rules leave to the auctioneer, the publication of the result among them.

Each runs in the transaction of its approval, under the auction's lock.
"""

from typing import Any

from auctions import locks
from auctions.errors import StepRefused
from auctions.formats.contract import Decide, Status
from auctions.history import history_of
from auctions.models import Auction
from auctions.record import PUBLISH, RECORD_DEPOSIT, Approval, Authority, EntryKind, write
from auctions.services.certification import require_certified
from auctions.services.rounds import applied
from auctions.services.standing import sealed_round_of
from journal.chain import instant
from journal.locks import database_time


def decide(auction: Auction, *, by: Authority, decision: str, body: dict[str, Any]) -> None:
    """Take a decision that the rules leave to the auctioneer.

    1. Hold the auction's lock.  2. Read the database clock.  3. Ask the format.  4. Journal.

    While ballots are sealed, nothing is decided that could make one of them invalid after it was accepted: a further
    deposit only adds to what may be bid. Raises StepRefused where the rules do not allow it now.
    """
    locks.while_moving_on(auction)
    if decision != RECORD_DEPOSIT:
        _require_unsealed(auction)
    act = Decide(decision=decision, body=body, at=instant(database_time()))
    applied(history_of(auction), act)
    write(auction, EntryKind.DECISION_TAKEN, by=by, act=act)


def _require_unsealed(auction: Auction) -> None:
    """Raises StepRefused while ballots of a sealed round are not opened."""
    if sealed_round_of(auction) is not None:
        raise StepRefused("Ballots of a sealed round are not opened yet: decisions wait until they are.")


def publish_result(auction: Auction, *, by: Approval | None) -> None:
    """Show the result and every bid to everybody.

    1. Hold the auction's lock.  2. Read the database clock and the state.  3. Ask the format.  4. Journal and store.

    Raises StepRefused before the auction is finished and each of its results certified, and once it is published.
    """
    locks.while_moving_on(auction)
    now = database_time()
    auction.refresh_from_db()
    if auction.published_at is not None:
        raise StepRefused("The result is published already.")
    history = history_of(auction)
    if history.format.phase(history.state).status is not Status.FINISHED:
        raise StepRefused("The auction is not finished: there is no complete result to publish.")
    require_certified(auction)
    act = Decide(decision=PUBLISH, at=instant(now))
    applied(history, act)
    write(auction, EntryKind.RESULT_PUBLISHED, by=by, act=act)
    auction.published_at = now
    auction.save(update_fields=["published_at"])
