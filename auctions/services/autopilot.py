"""Handing a participant's bidding to a simulated bidder, in demonstrations."""

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
    is there. Raises SeatMayNotSubmit; StepRefused where the auction is no demonstration.
    """
    if by is not None:
        require_submitter(participant, by)
    if not participant.auction.demonstration:
        raise StepRefused("Simulated bidders take part in demonstrations only.")
    locks.while_bidding(participant.auction, participant)
    write(participant.auction, EntryKind.AUTOPILOT_SET, by=by, bidder=participant.bidder_id, on=on)
    participant.autopilot, participant.handed_over = on, on and by is not None
    participant.save(update_fields=["autopilot", "handed_over"])
