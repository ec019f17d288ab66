"""Decisions that the rules leave to the auctioneer, the publication of the result among them."""

from typing import Any
from uuid import UUID

from django.db import transaction

from auctions import locks
from auctions.errors import StepRefused
from auctions.formats.contract import Decide, Status
from auctions.history import history_of
from auctions.models import Auction
from auctions.record import PUBLISH, EntryKind, write
from auctions.services.authority import require_officer
from auctions.services.rounds import applied
from bidders.models import Seat
from journal.chain import instant
from journal.locks import database_time
from journal.models import Entry


@transaction.atomic(durable=True)
def decide(
    *, auction: Auction, by: Seat | None, decision: str, body: dict[str, Any], form_key: UUID | None = None
) -> None:
    """Take a decision that the rules leave to the auctioneer.

    1. Hold the auction's lock.  2. A repeated ``form_key`` changes nothing: a deposit is recorded once, however often
    its form is sent.  3. Read the database clock.  4. Ask the format.  5. Journal and store.

    Raises NotAnOfficer; StepRefused where the rules do not allow it now.
    """
    require_officer(auction, by)
    locks.while_moving_on(auction)
    if decision == PUBLISH:
        _publish(auction, by)
    elif form_key is None or not _taken_before(auction, form_key):
        record_decision(auction, by=by, decision=decision, body=body, form_key=form_key)


@transaction.atomic(durable=True)
def publish_result(*, auction: Auction, by: Seat | None) -> None:
    """Show the result and every bid to everybody. Publishing again changes nothing.

    1. Hold the auction's lock.  2. Read the database clock and the state.  3. Ask the format.  4. Journal and store.

    Raises NotAnOfficer; StepRefused before the auction is finished.
    """
    require_officer(auction, by)
    locks.while_moving_on(auction)
    _publish(auction, by)


def record_decision(
    auction: Auction, *, by: Seat | None, decision: str, body: dict[str, Any], form_key: UUID | None = None
) -> None:
    """Journal a decision under the auction's lock, which the caller holds. Raises StepRefused."""
    act = Decide(decision=decision, body=body, at=instant(database_time()))
    applied(history_of(auction), act)
    key = {} if form_key is None else {"form_key": str(form_key)}
    write(auction, EntryKind.DECISION_TAKEN, by=by, act=act, **key)


def _taken_before(auction: Auction, form_key: UUID) -> bool:
    taken = Entry.objects.filter(chain=auction.chain, kind=EntryKind.DECISION_TAKEN)
    return taken.filter(body__form_key=str(form_key)).exists()


def _publish(auction: Auction, by: Seat | None) -> None:
    now = database_time()
    auction.refresh_from_db()
    if auction.published_at is not None:
        return
    history = history_of(auction)
    if history.format.phase(history.state).status is not Status.FINISHED:
        raise StepRefused("The auction is not finished: there is no complete result to publish.")
    act = Decide(decision=PUBLISH, at=instant(now))
    applied(history, act)
    write(auction, EntryKind.RESULT_PUBLISHED, by=by, act=act)
    auction.published_at = now
    auction.save(update_fields=["published_at"])
