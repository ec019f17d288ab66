"""The desk: the auctions in which the person has a seat."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from auctions import selectors
from auctions.drafts.access import prepares_auctions
from auctions.models import Auction
from bidders.access import person_of
from bidders.models import Seat, SeatRole

PORTALS = {
    SeatRole.PREPARER: "bidder:round",
    SeatRole.SUBMITTER: "bidder:round",
    SeatRole.VIEWER: "bidder:round",
    SeatRole.AUCTIONEER: "regulator:control_room",
    SeatRole.SECOND_OFFICER: "regulator:control_room",
}


@dataclass(frozen=True)
class Place:
    """Where a person's seat leads."""

    auction: Any
    seat: Any
    url: str


@never_cache
@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The person's auctions; with only one there is nothing to choose, and the person is taken there. Officers of
    an authority that runs none yet are taken to its drafts.
    """
    places = [
        Place(auction, seat, reverse(_portal(auction, seat), args=[auction.slug]))
        for auction, seat, _role in selectors.auctions_for(person_of(request))
    ]
    prepares = prepares_auctions(request.user)
    if len(places) == 1:
        return redirect(places[0].url)
    if prepares and not places:
        return redirect("drafts:home")
    return render(request, "account/desk.html", {"places": places, "prepares": prepares})


def _portal(auction: Auction, seat: Seat) -> str:
    """A custodian who is no officer has the key ceremony alone."""
    if seat.role not in PORTALS and selectors.is_custodian(auction, seat):
        return "regulator:ceremony"
    return PORTALS.get(SeatRole(seat.role), "public:auction")
