"""What every page of the regulator is made from: access, the facts an officer may know, the frame around them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from auctions import access, selectors
from auctions.access import OfficerAccess
from auctions.models import Auction, Round
from bidders.models import Seat
from portals.correspondence.post import DeskPost
from portals.frame import Frame, frame_of
from portals.public.outcome import bidder_names

SECTIONS: dict[str, Callable[[], str]] = {
    "control_room": lambda: _("Control room"),
    "rounds": lambda: _("Rounds"),
    "deposits": lambda: _("Deposits"),
    "result": lambda: _("Result"),
    "proposals": lambda: _("Proposals"),
    "messages": lambda: _("Messages"),
    "journal": lambda: _("Journal"),
    "ceremony": lambda: _("Key ceremony"),
}


@dataclass(frozen=True)
class OfficerPage:
    """One request of an auctioneer or second officer, checked and looked up once."""

    auction: Auction
    seat: Seat
    facts: dict[str, Any]
    round: Round | None  # the open one
    frame: Frame

    @property
    def rules(self) -> Any:
        """The rulebook."""
        return selectors.rulebook(self.auction)

    @property
    def names(self) -> dict[str, str]:
        """Each bidder's name by id."""
        return bidder_names(self.auction.document)

    def url(self, name: str) -> str:
        """The address of another page of this auction."""
        return reverse(f"regulator:{name}", args=[self.auction.slug])

    def context(self, current: str | None = None, **more: Any) -> dict[str, Any]:
        """The template context common to all pages of an officer; ``current`` is the section that is shown."""
        sections = [
            {"label": label(), "url": self.url(name), "current": name == current}
            for name, label in SECTIONS.items()
            if name != "deposits" or takes_deposits(self.rules)
        ]
        home = {"label": _("All auctions"), "url": reverse("drafts:home"), "current": False}
        seats = {"label": _("Seats"), "url": reverse("account:seats"), "current": False}
        public = {
            "label": _("Public page"),
            "url": reverse("public:auction", args=[self.auction.slug]),
            "current": False,
        }
        return {
            "auction": self.auction,
            "facts": self.facts,
            "rules": self.rules,
            "frame": self.frame,
            "round": self.round,
            "navigation": [home, *sections, seats, public],
            **more,
        }


def takes_deposits(rules: Any) -> bool:
    """Whether the rulebook demands deposits: for eligibility (R-C2) or for bids (R-D1)."""
    deposits = rules.deposits
    return bool(deposits.eligibility) or deposits.clock_share is not None or deposits.supplementary_share is not None


def officer_page(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """A view for officers of the authority that runs the auction; others are turned away before it is called. It is
    given the request, the page, and the number that the address holds besides the auction's slug, if any.
    """

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **numbered: int) -> HttpResponse:
        return view(request, look_up(access.access_as_officer(request.user, slug)), **numbered)

    return guarded


def look_up(allowed: OfficerAccess) -> OfficerPage:
    """The page's facts as of now."""
    auction, seat = allowed.auction, allowed.seat
    facts = selectors.facts(auction, selectors.viewer_for(seat))
    open_round = selectors.open_round_of(auction)
    frame = frame_of(
        auction=auction,
        facts=facts,
        clock=selectors.clock(open_round),
        poll_url=reverse("regulator:status", args=[auction.slug]),
        post=DeskPost(seat, auction, reverse("regulator:messages", args=[auction.slug])),
    )
    return OfficerPage(auction, seat, facts, open_round, frame)
