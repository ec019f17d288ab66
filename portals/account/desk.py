"""Signing in, and the desk: the auctions in which the person has a seat."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from auctions import selectors
from bidders.models import Person, SeatRole

PORTALS = {
    SeatRole.PREPARER: "bidder:round",
    SeatRole.SUBMITTER: "bidder:round",
    SeatRole.VIEWER: "bidder:round",
    SeatRole.AUCTIONEER: "regulator:control_room",
    SeatRole.SECOND_OFFICER: "regulator:control_room",
}


class SignInForm(AuthenticationForm):
    """User name and password, in the look of the pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "govuk-input govuk-input--width-20"
            if self.is_bound and (name in self.errors or self.non_field_errors()):
                field.widget.attrs["class"] += " govuk-input--error"


class SignIn(LoginView):
    """A person signs in and lands at its desk."""

    template_name = "account/sign_in.html"
    authentication_form = SignInForm
    next_page = "account:desk"
    redirect_authenticated_user = True


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
    person = request.user
    if not isinstance(person, Person):
        raise PermissionDenied
    places = [
        Place(auction, seat, reverse(PORTALS.get(SeatRole(role), "public:auction"), args=[auction.slug]))
        for auction, seat, role in selectors.auctions_for(person)
    ]
    if len(places) == 1:
        return redirect(places[0].url)
    return render(request, "account/desk.html", {"places": places})
