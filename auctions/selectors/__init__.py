"""Every read a page needs.

Nothing here tells a viewer more than the disclosure policy and the state of the auction allow.
"""

from auctions.selectors.files import auction_document, receipt_document, result_documents
from auctions.selectors.listing import auctions_for, journal_entries, own_bids, public_auctions
from auctions.selectors.standing import (
    auction_state,
    check_ballot,
    clock,
    facts,
    latest_solve,
    next_steps,
    open_round_of,
    phase,
    rulebook,
    standing_rounds,
    submission_status,
    viewer_for,
)

__all__ = [
    "auction_document",
    "auction_state",
    "auctions_for",
    "check_ballot",
    "clock",
    "facts",
    "journal_entries",
    "latest_solve",
    "next_steps",
    "open_round_of",
    "own_bids",
    "phase",
    "public_auctions",
    "receipt_document",
    "result_documents",
    "rulebook",
    "standing_rounds",
    "submission_status",
    "viewer_for",
]
