"""Intra-round bids (R-C9, an option): a bidder lowers its demand between the last prices and the current ones.

A price point is a share of the way from the last price to the current one, the same for all categories: 0 is the last
prices, 1 the current ones. A bidder's demand is a step function: what it asked for before, then what it asks for from
each of its points on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from auctions.rules.closing import excess_demand, total_demand
from auctions.rules.history import BidderHistory, Category, Package, Prices, Refusal, name_package

CURRENT = Fraction(1)


@dataclass(frozen=True, slots=True)
class IntraRoundBid:
    """From this price point on, the bidder wants this package."""

    point: Fraction  # above 0, at most 1
    package: Package


def prices_at(last: Prices, current: Prices, point: Fraction) -> Prices:
    """Prices at a point, rounded up to whole bid units: never above the current ones (R-C9)."""
    return tuple(
        old - (-(new - old) * point.numerator // point.denominator) for old, new in zip(last, current, strict=True)
    )


def check_intra_round(history: BidderHistory, bids: Sequence[IntraRoundBid]) -> list[Refusal]:
    """R-C9: points follow one another within the round, and demand only falls from the last round's package."""
    points = [bid.point for bid in bids]
    if any(not 0 < point <= CURRENT for point in points) or any(a >= b for a, b in pairwise(points)):
        return [Refusal("R-C9", "price points above 0, at most 1 and each above the one before would pass")]
    packages = [history.final_package, *(bid.package for bid in bids)]
    return [
        _risen(history.categories, before, after)
        for before, after in pairwise(packages)
        if any(lots > held for lots, held in zip(after, before, strict=True))
    ]


def demand_at(before: Package, bids: Sequence[IntraRoundBid], point: Fraction) -> Package:
    """What a bidder that asked for ``before`` wants at ``point`` (R-C9)."""
    wanted = before
    for bid in bids:
        if bid.point <= point:
            wanted = bid.package
    return wanted


def balancing_point(
    categories: Sequence[Category],
    before: Mapping[str, Package],
    bids: Mapping[str, Sequence[IntraRoundBid]],
) -> Fraction | None:
    """The first price point of the round at which no category has excess demand; None where there is none (R-C9)."""
    for point in sorted({bid.point for steps in bids.values() for bid in steps}):
        wanted = [demand_at(package, bids.get(bidder, ()), point) for bidder, package in before.items()]
        if not any(excess_demand(categories, total_demand(categories, wanted))):
            return point
    return None


def _risen(categories: Sequence[Category], before: Package, after: Package) -> Refusal:
    least = tuple(min(lots, held) for lots, held in zip(after, before, strict=True))
    reason = f"within a round demand only falls; after {name_package(categories, before)} at most that would pass"
    return Refusal("R-C9", reason, {"package": list(after), "at_most": list(before), "common": list(least)})
