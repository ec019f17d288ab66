"""Handing a participant's bidding to a simulated bidder, in demonstrations and mock auctions."""

from django.db import transaction

from auctions import locks
from auctions.errors import StepRefused
from auctions.models import Participant
from auctions.record import EntryKind, write
from auctions.services.authority import require_submitter
from bidders.models import Seat


@transaction.atomic(durable=True)
def set_autopilot(*, participant: Participant, on: bool, by: Seat | None) -> None:
    """Switch the simulated bidder of a participant on or off.

    Switched on by one of its own people, it bids even while they watch; otherwise it stands aside while any of them
    is there. Raises SeatMayNotSubmit; StepRefused where the bids of the auction are real.
    """
    if by is not None:
        require_submitter(participant, by)
    if not participant.auction.takes_simulated_bids:
        raise StepRefused("Simulated bidders take part in demonstrations and mock auctions only.")
    locks.while_bidding(participant.auction, participant)
    write(participant.auction, EntryKind.AUTOPILOT_SET, by=by, bidder=participant.bidder_id, on=on)
    participant.autopilot, participant.handed_over = on, on and by is not None
    participant.save(update_fields=["autopilot", "handed_over"])
