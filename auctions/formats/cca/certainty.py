"""What a bidder must bid on its final clock package to be sure of it (R-S8), and whether that can be said at all."""

from typing import Any

from auctions.formats.cca.limits import may_win_together
from auctions.formats.cca.packages import named_package
from auctions.formats.cca.standing import standing_bids
from auctions.formats.cca.state import CcaState
from auctions.rules.closing import excess_demand, unsold
from auctions.rules.guarantee import sure_bid
from auctions.rules.history import amount_of
from auctions.rules.supplementary import SupplementaryCap


def certain_bid(state: CcaState, bidder: str) -> dict[str, Any] | None:
    """What the bidder must bid on its final clock package to be sure of it, given its other bids (R-S8)."""
    categories, last = state.rulebook.rules_categories, state.clock[-1]
    safe = sure_bid(
        state.history(bidder),
        unsold(categories, last.demand),
        reserve_bids=state.rulebook.winner_determination.reserve_bids,
        own_bids=standing_bids(state, bidder),
    )
    if safe is None or not _final_packages_are_safe(state):
        return None
    return {
        "package": named_package(state.rulebook, safe.package),
        "clock_amount": safe.clock_amount,
        "amount": safe.amount,
        "beyond_ties": safe.beyond_ties,
    }


def _final_packages_are_safe(state: CcaState) -> bool:
    """Whether R-S8 holds: under the final cap, after a close in which all final packages could be won together."""
    final = {bidder: history.final_package for bidder, history in state.histories.items()}
    last = state.clock[-1]
    excess = excess_demand(state.rulebook.rules_categories, last.demand)
    final_cap = SupplementaryCap.FINAL in state.rulebook.supplementary.caps
    # Opt-in bids have no cap; beyond the final prices they could win what no capped bid can.
    opt_in_within = all(
        bid.amount <= amount_of(bid.package, last.prices) for bids in state.opt_in.values() for bid in bids
    )
    return final_cap and opt_in_within and not any(excess) and may_win_together(state, final)
