"""Every read a page needs.

Nothing here tells a viewer more than the disclosure policy and the state of the auction allow.
"""

from auctions.selectors.files import auction_document, receipt_document, result_documents
from auctions.selectors.listing import (
    auctions_for,
    auctions_of_authority,
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
from auctions.selectors.sealing import (
    ceremony,
    is_custodian,
    is_encrypted,
    own_ballot,
    own_key_of,
    platform_holds_share,
    prepared_ballot,
    shares_in,
    surrogate_ballot,
)
from auctions.selectors.standing import (
    auction_state,
    check_ballot,
    clock,
    facts,
    facts_to_bid_for,
    latest_solve,
    open_round_of,
    rulebook,
    standing_rounds,
    submission_status,
    viewer_for,
)
from auctions.services.standing import awaiting_opening
from auctions.services.standing import standing_phase as phase
from auctions.services.standing import standing_steps as next_steps

__all__ = [
    "auction_document",
    "auction_state",
    "auctions_for",
    "auctions_of_authority",
    "awaiting_opening",
    "ceremony",
    "check_ballot",
    "clock",
    "entered_surrogate",
    "facts",
    "facts_to_bid_for",
    "is_custodian",
    "is_encrypted",
    "journal_entries",
    "last_prepared_bid",
    "latest_solve",
    "next_steps",
    "number_of_bids",
    "officers_present",
    "open_proposals",
    "open_round_of",
    "own_ballot",
    "own_bids",
    "own_key_of",
    "phase",
    "platform_holds_share",
    "prepared_ballot",
    "public_auctions",
    "receipt_document",
    "result_documents",
    "rulebook",
    "settled_proposals",
    "shares_in",
    "standing_results",
    "standing_rounds",
    "submission_status",
    "surrogate_ballot",
    "uncertified_result",
    "viewer_for",
]
