"""What the pages of all portals say of notices and documents."""

from typing import Any

from auctions.models import Auction
from auctions.selectors import correspondence
from portals.correspondence.notice_words import shown


def given_out(auction: Auction, *, public_only: bool = False) -> dict[str, Any]:
    """The notices in words and the documents, the last ones first."""
    bidders = tuple(each.name for each in auction.participants.order_by("name"))
    return {
        "notices_given": [shown(each, bidders) for each in correspondence.notices(auction, public_only=public_only)],
        "documents": list(correspondence.documents(auction, public_only=public_only)),
    }
