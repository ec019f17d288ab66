"""Every read a page needs.

Nothing here tells a viewer more than the disclosure policy and the state of the auction allow.
"""

from auctions.selectors.files import auction_document, receipt_document, result_documents
from auctions.selectors.listing import (
    auctions_for,
    journal_entries,
    last_prepared_bid,
    number_of_bids,
    own_bids,
    public_auctions,
)
from auctions.selectors.proposals import (
    entered_surrogate,
    officers_present,
    open_proposals,
    settled_proposals,
    standing_results,
    uncertified_result,
)
from auctions.selectors.standing import (
    auction_state,
    check_ballot,
    clock,
    facts,
    facts_to_bid_for,
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
    "entered_surrogate",
    "facts",
    "facts_to_bid_for",
    "journal_entries",
    "last_prepared_bid",
    "latest_solve",
    "next_steps",
    "number_of_bids",
    "officers_present",
    "open_proposals",
    "open_round_of",
    "own_bids",
    "phase",
    "public_auctions",
    "receipt_document",
    "result_documents",
    "rulebook",
    "settled_proposals",
    "standing_results",
    "standing_rounds",
    "submission_status",
    "uncertified_result",
    "viewer_for",
]
