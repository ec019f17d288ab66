"""What every page of a bidder is made from: access, the facts that bidder may know, the frame around them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from auctions import access, selectors
from auctions.access import BidderAccess
from auctions.models import Round
from portals.bidder.assignment import AssignmentPage
from portals.bidder.ballot_page import BallotPage, Facts
from portals.bidder.clock import ClockPage
from portals.bidder.supplementary import SupplementaryPage
from portals.frame import Frame, frame_of

BALLOT_PAGES: dict[str, BallotPage] = {
    "clock": ClockPage(),
    "supplementary": SupplementaryPage(),
    "assignment": AssignmentPage(),
}


@dataclass(frozen=True)
class BidderPage:
    """One request of one bidder's person, checked and looked up once."""

    access: BidderAccess
    facts: Facts
    round: Round | None  # the open one
    frame: Frame
    slug: str

    @property
    def ballot_page(self) -> BallotPage:
        """The kind of ballot the open round takes. Call only where a round is open."""
        return BALLOT_PAGES[self.facts["ballot"]]

    def context(self, current: str, **more: Any) -> dict[str, Any]:
        """The template context common to all pages of a bidder; ``current`` is the section that is shown."""
        sections = [("round", _("Bid")), ("history", _("History")), ("result", _("Result")), ("rules", _("Rules"))]
        return {
            "frame": self.frame,
            "facts": self.facts,
            "own": self.facts["own"],
            "unit": self.facts["unit"],
            "rules": selectors.rulebook(self.access.auction),
            "round": self.round,
            "slug": self.slug,
            "participant": self.access.participant,
            "seat": self.access.seat,
            "may_submit": self.access.may_submit,
            "navigation": [
                *(
                    {"label": label, "url": reverse(f"bidder:{name}", args=[self.slug]), "current": name == current}
                    for name, label in sections
                ),
                {"label": _("Public page"), "url": reverse("public:auction", args=[self.slug]), "current": False},
            ],
            **more,
        }


def bidder_page(request: HttpRequest, slug: str) -> BidderPage:
    """Raises Http404 or PermissionDenied where the person has no seat at a bidder of this auction."""
    allowed = access.access_as_bidder(request.user, slug)
    facts = selectors.facts(allowed.auction, selectors.viewer_for(allowed.seat, allowed.participant))
    open_round = selectors.open_round_of(allowed.auction)
    frame = frame_of(
        auction=allowed.auction,
        facts=facts,
        clock=selectors.clock(open_round),
        poll_url=reverse("bidder:status", args=[slug]),
    )
    return BidderPage(allowed, facts, open_round, frame, slug)
