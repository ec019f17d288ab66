"""What officers propose to one another, and the result that waits for its certificate."""

from django.db.models import QuerySet

from auctions.models import Auction, Proposal, ProposalStatus, SurrogateBid
from auctions.services import surrogates
from auctions.services.authority import OFFICERS
from auctions.services.certification import standing_results, uncertified_result
from auctions.services.proposals import stands
from bidders.models import Seat
from bidders.selectors import present_seats

__all__ = [
    "entered_surrogate",
    "officers_present",
    "open_proposals",
    "settled_proposals",
    "standing_results",
    "uncertified_result",
]


def officers_present(auction: Auction) -> list[Seat]:
    """The authority's officers who are there now."""
    present = present_seats([auction.regulator]).filter(role__in=OFFICERS)
    return list(present.select_related("person").order_by("pk"))


def open_proposals(auction: Auction) -> list[Proposal]:
    """Proposals that wait for a second officer, in order; without those that the auction has overtaken."""
    return [each for each in _with_people(auction).filter(status=ProposalStatus.OPEN) if stands(each)]


def settled_proposals(auction: Auction) -> QuerySet[Proposal]:
    """Every proposal that was approved, refused, withdrawn or overtaken, the last first."""
    return _with_people(auction).exclude(status=ProposalStatus.OPEN).order_by("-sequence")


def entered_surrogate(proposal: Proposal) -> SurrogateBid:
    """The ballot behind a proposal to enter a bid by telephone: for the officers who propose and decide it."""
    return surrogates.entered_surrogate(proposal.auction, proposal.body)


def _with_people(auction: Auction) -> QuerySet[Proposal]:
    people = ("proposed_by__person", "proposed_by__organisation", "decided_by__person", "decided_by__organisation")
    return Proposal.objects.filter(auction=auction).select_related("auction", *people)
