"""Publishing the result."""

from django.db import transaction

from auctions import locks
from auctions.errors import StepRefused
from auctions.formats.contract import Status
from auctions.history import history_of
from auctions.models import Auction
from auctions.record import EntryKind, write
from auctions.services.authority import require_officer
from bidders.models import Seat
from journal.locks import database_time


@transaction.atomic(durable=True)
def publish_result(*, auction: Auction, by: Seat | None) -> None:
    """Show the result and every bid to everybody. Publishing again changes nothing.

    1. Hold the auction's lock.  2. Read the database clock and the state.  3. Journal and store.
    Raises NotAnOfficer; StepRefused before the auction is finished.
    """
    require_officer(auction, by)
    locks.while_moving_on(auction)
    now = database_time()
    auction.refresh_from_db()
    if auction.published_at is not None:
        return
    history = history_of(auction)
    if history.format.phase(history.state).status is not Status.FINISHED:
        raise StepRefused("The auction is not finished: there is no complete result to publish.")
    write(auction, EntryKind.RESULT_PUBLISHED, by=by)
    auction.published_at = now
    auction.save(update_fields=["published_at"])
