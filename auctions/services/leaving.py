"""The end of an account, where auctions that still run do not need it."""

from django.db import transaction

from auctions.errors import StepRefused
from auctions.models import Auction
from auctions.services.authority import OFFICERS
from bidders import closing
from bidders.models import Person, Seat, SeatRole

LEAST_OFFICERS = 2  # one proposes, another approves


@transaction.atomic(durable=True)
def close_account(*, person: Person) -> None:
    """End the person's sessions, ways in and seats.

    Raises StepRefused where an auction that is not published would be left without an auctioneer, or with fewer than
    two officers: nothing could be opened, closed or certified any more.
    """
    authorities = Seat.objects.filter(person=person, role__in=OFFICERS).values("organisation")
    for auction in Auction.objects.filter(regulator__in=authorities, published_at=None).order_by("slug"):
        _require_others(auction, person)
    closing.close(person)


def _require_others(auction: Auction, person: Person) -> None:
    others = Seat.objects.filter(organisation=auction.regulator, role__in=OFFICERS, person__is_active=True)
    roles = list(others.select_for_update().exclude(person=person).values_list("role", flat=True))
    if SeatRole.AUCTIONEER not in roles:
        raise StepRefused(
            f"{person} is the last auctioneer of {auction.slug}, which still runs: seat another one first."
        )
    if len(roles) < LEAST_OFFICERS:
        raise StepRefused(f"{auction.slug} still runs and would be left with one officer: seat another first.")
