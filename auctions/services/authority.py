"""Who may do what: checked again inside every service, whatever the page in front of it has checked."""

from auctions.errors import NotAnOfficer, SeatMayNotSubmit, StepRefused
from auctions.models import Auction, Participant
from bidders.models import Seat, SeatRole

OFFICERS = frozenset({SeatRole.AUCTIONEER, SeatRole.SECOND_OFFICER})


def require_officer(auction: Auction, by: Seat | None) -> None:
    """Raises NotAnOfficer. Without a seat only the system itself acts: a deadline, a worker, an unattended
    demonstration.
    """
    if by is None:
        return
    if not (by.organisation_id == auction.regulator_id and by.role in OFFICERS and by.person.is_active):
        raise NotAnOfficer


def require_participant(auction: Auction, participant: Participant) -> None:
    """Raises SeatMayNotSubmit where the bidder is one of another auction."""
    if participant.auction_id != auction.pk:
        raise SeatMayNotSubmit(f"{participant.name} does not take part in this auction.")


def require_preparer(participant: Participant, by: Seat) -> None:
    """Raises SeatMayNotSubmit for everybody but the preparers and submitters of the bidder."""
    if by.organisation_id == participant.organisation_id and by.role == SeatRole.PREPARER:
        return
    require_submitter(participant, by)


def require_submitter(participant: Participant, by: Seat) -> None:
    """Raises SeatMayNotSubmit with a sentence for the person."""
    if by.organisation_id != participant.organisation_id:
        raise SeatMayNotSubmit(f"You have no seat of {participant.name}.")
    if by.role != SeatRole.SUBMITTER:
        raise SeatMayNotSubmit(
            f"Your seat is that of a {by.get_role_display()}; only a submitter of {participant.name} may submit bids."
        )
    if not by.person.is_active:
        raise SeatMayNotSubmit(f"The account {by.person} was closed.")


def require_reason(reason: str) -> None:
    """Raises StepRefused where nothing is said."""
    if not reason.strip():
        raise StepRefused("Say why: the reason goes on the record.")
