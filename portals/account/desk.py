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
from bidders.access import person_of
from bidders.models import SeatRole

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
    """The person's auctions; with only one there is nothing to choose, and the person is taken there."""
    places = [
        Place(auction, seat, reverse(PORTALS.get(SeatRole(role), "public:auction"), args=[auction.slug]))
        for auction, seat, role in selectors.auctions_for(person_of(request))
    ]
    if len(places) == 1:
        return redirect(places[0].url)
    return render(request, "account/desk.html", {"places": places})
