"""The bids that stand: what each bidder is bound by when winners are determined (R-S6)."""

from itertools import chain

from auctions.formats.cca.state import CcaState
from auctions.rules.history import Package


def standing_bids(state: CcaState, bidder: str) -> dict[Package, int]:
    """The highest bid on every package the bidder ever bid on: clock, opt-in or supplementary."""
    standing = dict(state.history(bidder).clock_bids)
    for bid in chain(state.opt_in.get(bidder, ()), state.supplementary.get(bidder, ())):
        standing[bid.package] = max(bid.amount, standing.get(bid.package, 0))
    return standing
