"""What every page of a bidder is made from: access, the facts that bidder may know, the frame around them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from auctions import access, selectors
from auctions.access import BidderAccess
from auctions.models import Auction, Participant, Round
from portals.ballots.ballot_page import Facts
from portals.bidder import own_key_cookie
from portals.bidder.drafts import draft_key, placed_keys
from portals.bidder.prepared import waiting_bid
from portals.bidder.sealing import Sealing, sealing_for
from portals.correspondence.post import BidderPost
from portals.frame import Frame, frame_of

BALLOT_FORMS = {
    "check": "check",
    "confirm": "confirm",
    "form": "round",
    "submit": "submit",
    "upload": "upload",
    "file": "file",
    "sheet": "sheet",
}  # what templates/ballots call an address -> its name here


@dataclass(frozen=True)
class BidderPage:
    """One request of one bidder's person, checked and looked up once: a desk at which it fills in its ballots."""

    access: BidderAccess
    facts: Facts
    round: Round | None  # the open one
    frame: Frame
    slug: str
    private_key: str | None  # of the bidder, where this browser is unlocked
    sealing: Sealing

    confirm_template = "bidder/confirm.html"

    @property
    def auction(self) -> Auction:
        return self.access.auction

    @property
    def participant(self) -> Participant:
        return self.access.participant

    def ballot_context(self, **more: Any) -> dict[str, Any]:
        """The context of the pages in templates/ballots."""
        urls = {name: reverse(f"bidder:{address}", args=[self.slug]) for name, address in BALLOT_FORMS.items()}
        shared = {
            "urls": urls,
            "above_form": "bidder/standing.html",
            "entered_for": "",
            "draft_key": draft_key(self.access.seat, self.round),
            "placed_keys": SimpleLazyObject(lambda: placed_keys(self.participant, self.round)),
        }
        waiting = SimpleLazyObject(lambda: waiting_bid(self.access, self, self.private_key))
        return self.context("round", **shared, waiting=waiting, **more)

    def context(self, current: str, **more: Any) -> dict[str, Any]:
        """The template context common to all pages of a bidder; ``current`` is the section that is shown."""
        sections = [
            ("round", _("Bid")),
            ("history", _("History")),
            ("result", _("Result")),
            ("messages", _("Messages")),
            ("rules", _("Rules")),
        ]
        if self.sealing.is_encrypted:
            sections.insert(1, ("own_key", _("Sealed bids")))
        return {
            "frame": self.frame,
            "facts": self.facts,
            "own": self.facts["own"],
            "unit": self.facts["unit"],
            "rules": selectors.rulebook(self.access.auction),
            "round": self.round,
            "slug": self.slug,
            "sealing": self.sealing,
            "participant": self.access.participant,
            "seat": self.access.seat,
            "may_submit": self.access.may_submit,
            "may_prepare": self.access.may_prepare,
            "needs_two": self.access.participant.signatures > 1,
            "navigation": [
                *(
                    {"label": label, "url": reverse(f"bidder:{name}", args=[self.slug]), "current": name == current}
                    for name, label in sections
                ),
                {"label": _("Seats"), "url": reverse("account:seats"), "current": False},
                {"label": _("Public page"), "url": reverse("public:auction", args=[self.slug]), "current": False},
            ],
            **more,
        }


def bidder_page(request: HttpRequest, slug: str) -> BidderPage:
    """Raises Http404 or PermissionDenied where the person has no seat at a bidder of this auction."""
    allowed = access.access_as_bidder(request.user, slug)
    private_key = own_key_cookie.private_key_in(request)
    facts = selectors.facts(allowed.auction, selectors.viewer_for(allowed.seat, allowed.participant), private_key)
    open_round = selectors.open_round_of(allowed.auction)
    frame = frame_of(
        auction=allowed.auction,
        facts=facts,
        clock=selectors.clock(open_round),
        poll_url=reverse("bidder:status", args=[slug]),
        post=BidderPost(allowed.seat, allowed.participant, reverse("bidder:messages", args=[slug])),
    )
    sealing = sealing_for(allowed, open_round, private_key)
    return BidderPage(allowed, facts, open_round, frame, slug, private_key, sealing)
