"""How sealed rounds stand, as the pages of officers say it above everything else."""

from typing import Any

from auctions import selectors
from auctions.formats.contract import Status
from auctions.models import Auction


def sealing_standing(auction: Auction) -> dict[str, Any]:
    """``needs_ceremony``: a sealed round is still to come and could not be opened for bids now; ``is_in_clear``: the
    round that is open, or the next one, takes sealed ballots and the auction has no custodians; ``awaiting``: the round
    whose ballots wait, with the custodians whose shares are in.
    """
    phase, ceremony = selectors.phase(auction), selectors.ceremony(auction)
    awaiting = selectors.awaiting_opening(auction)
    is_over = phase.status is Status.FINISHED
    return {
        "ceremony": ceremony,
        "needs_ceremony": ceremony is not None and not ceremony.complete and not is_over,
        "is_in_clear": ceremony is None and phase.sealed and not is_over,
        "awaiting": awaiting,
        "shares_in": selectors.shares_in(awaiting) if awaiting else [],
    }
