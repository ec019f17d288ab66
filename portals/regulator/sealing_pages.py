"""What the pages of the key ceremony and of the opening are made from. A custodian need not be an officer, so these
pages have a door of their own; who is no officer sees of the auction what the public sees.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from auctions import access, selectors
from auctions.access import SealingAccess
from auctions.models import Auction
from auctions.selectors.sealing import CeremonyState, CustodianState
from bidders.models import Seat
from portals.public.views import framed
from portals.regulator.pages import look_up


@dataclass(frozen=True)
class SealingPage:
    """One request of a custodian or an officer, checked and looked up once."""

    access: SealingAccess
    ceremony: CeremonyState | None  # None: the auction has no custodians
    common: Mapping[str, Any]  # of the template's context

    @property
    def auction(self) -> Auction:
        return self.access.auction

    @property
    def seat(self) -> Seat:
        return self.access.seat

    @property
    def custodian(self) -> CustodianState | None:
        """The person's own line; None for an officer who is no custodian."""
        custodians = self.ceremony.custodians if self.ceremony else ()
        return next((each for each in custodians if each.seat.pk == self.seat.pk), None)

    def context(self, **more: Any) -> dict[str, Any]:
        """The template context common to these pages."""
        return {**self.common, "ceremony": self.ceremony, "custodian": self.custodian, **more}


def sealing_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for custodians and officers; others are turned away before it is called."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        allowed = access.access_to_sealing(request.user, slug)
        common = _of_an_officer(allowed) if allowed.runs_auction else _of_a_custodian(allowed)
        return view(request, SealingPage(allowed, selectors.ceremony(allowed.auction), common))

    return guarded


def _of_an_officer(allowed: SealingAccess) -> dict[str, Any]:
    page = look_up(access.OfficerAccess(allowed.auction, allowed.seat))
    return {**page.context("ceremony"), "runs_auction": True}


def _of_a_custodian(allowed: SealingAccess) -> dict[str, Any]:
    """The public's facts and frame: the frame asks for itself at the public's address."""
    slug = allowed.auction.slug
    return {
        **framed(allowed.auction),
        "runs_auction": False,
        "round": selectors.open_round_of(allowed.auction),
        "navigation": [
            {"label": _("Key ceremony"), "url": reverse("regulator:ceremony", args=[slug]), "current": True},
            {"label": _("Public page"), "url": reverse("public:auction", args=[slug]), "current": False},
        ],
    }
