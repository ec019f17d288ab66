"""Who reaches drafts: the officers of the authority that writes them, and nobody else."""

from dataclasses import dataclass

from auctions.access import Anybody, hidden, seats_held
from auctions.drafts.models import AuctionDraft, Rehearsal
from auctions.services.authority import OFFICERS
from bidders.models import OrganisationKind, Seat


@dataclass(frozen=True)
class DraftAccess:
    """An officer and a draft of its authority."""

    draft: AuctionDraft
    seat: Seat


def access_authority(person: Anybody) -> Seat:
    """The person's seat as an officer of an authority, the first where it has several. Raises Http404."""
    for seat in _officers_seats(person):
        return seat
    raise hidden(person, "authority", "officer")


def prepares_auctions(person: Anybody) -> bool:
    """Whether the person is an officer of an authority."""
    return bool(_officers_seats(person))


def access_draft(person: Anybody, draft_id: int) -> DraftAccess:
    """A draft of the authority whose officer the person is. Raises Http404 for any other."""
    draft = (
        AuctionDraft.objects.select_related("authority", "auction", "proposed_by__person").filter(pk=draft_id).first()
    )
    for seat in seats_held(person):
        if draft is not None and seat.organisation_id == draft.authority_id and seat.role in OFFICERS:
            return DraftAccess(draft, seat)
    raise hidden(person, f"draft {draft_id}", "officer")


def access_rehearsal(allowed: DraftAccess, rehearsal_id: int) -> Rehearsal:
    """A rehearsal of this draft. Raises Http404 for any other."""
    found = Rehearsal.objects.filter(pk=rehearsal_id, draft=allowed.draft).first()
    if found is None:
        raise hidden(allowed.seat.person, f"rehearsal {rehearsal_id}", "officer")
    return found


def _officers_seats(person: Anybody) -> list[Seat]:
    regulators = [seat for seat in seats_held(person) if seat.organisation.kind == OrganisationKind.REGULATOR]
    return [seat for seat in regulators if seat.role in OFFICERS]
