"""Signing out, which also takes from the browser what reads a bidder's sealed bids."""

from typing import Any

from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse

from auctions import selectors
from bidders.models import Person
from portals.bidder import own_key_cookie


class SignOut(LogoutView):
    """Django's own."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        auctions = selectors.auctions_for(request.user) if isinstance(request.user, Person) else []
        response = super().post(request, *args, **kwargs)
        for auction, _seat, _role in auctions:
            own_key_cookie.forget(response, auction.slug)
        response["Clear-Site-Data"] = '"storage"'  # drafts of bids do not outlive the session
        return response
