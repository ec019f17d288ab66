"""What a bidder must bid to be sure of its final clock package (R-S8).

Under the final cap (R-S4) no bidder can bid on another package more than its bid on its final clock package plus the
difference in final clock prices. With nothing unsold, the final clock allocation is therefore worth at least as much as
any other. Lots U left unsold can be put together with bids at the caps for at most p^f.U more, and count r.U themselves
where unsold lots count at reserve (R-W2).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from auctions.rules.history import BidderHistory, Package, amount_of, reserve_of


@dataclass(frozen=True, slots=True)
class SureBid:
    """The least bid on the final clock package that is sure to win it."""

    package: Package
    clock_amount: int  # bid units
    amount: int  # bid units; at this amount another allocation may tie
    beyond_ties: int  # bid units; at this amount none can


def sure_bid(
    history: BidderHistory,
    unsold: Package,
    *,
    reserve_bids: bool = True,
    own_bids: Mapping[Package, int] | None = None,
) -> SureBid | None:
    """Least bid on the final clock package that wins it whatever the others do within their final caps (R-S8).

    ``unsold`` are the lots without demand at the close, by category; ``reserve_bids`` whether they count at reserve.
    ``own_bids`` are the bidder's other bids (clock and supplementary): a high one may win instead of the final package,
    so the amount leaves room above them. None where the bidder asked for nothing in the final round.
    Holds under R-S4 for everybody and a close without excess demand.
    Source: docs/rules/supplementary.md, R-S8.
    """
    package = history.final_package
    if not any(package):
        return None
    prices = history.rounds[-1].prices
    left_over = amount_of(unsold, prices) - (reserve_of(history.categories, unsold) if reserve_bids else 0)
    clock = amount_of(package, prices)
    others = ((other, bid) for other, bid in (own_bids or {}).items() if other != package)
    room = (bid + clock - amount_of(other, prices) + left_over for other, bid in others)
    amount = max([clock + left_over, *room])
    return SureBid(package, clock, amount, amount + 1)
