"""What waits for a person, as the frame above every page says it. Nothing is asked of the database before the page
prints it.
"""

from dataclasses import dataclass
from functools import cached_property

from auctions.correspondence import Notice
from auctions.models import Auction, Participant
from auctions.selectors import correspondence
from bidders.models import Seat


@dataclass(frozen=True)
class BidderPost:
    """The post of one person of a bidder."""

    seat: Seat
    participant: Participant
    url: str

    @cached_property
    def unread(self) -> int:
        return correspondence.unread_of_bidder(self.seat, self.participant)

    @cached_property
    def to_acknowledge(self) -> list[Notice]:
        """The notices that one of the bidder's submitters has to acknowledge."""
        return list(correspondence.to_acknowledge(self.participant))


@dataclass(frozen=True)
class DeskPost:
    """The post of an officer."""

    seat: Seat
    auction: Auction
    url: str

    @cached_property
    def unread(self) -> int:
        return correspondence.unread_of_desk(self.seat, self.auction)
