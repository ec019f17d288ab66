"""Undersell: what becomes of a bid that would leave lots unsold for which there was demand (R-C6, an option).

Without a policy the clock can end with lots unsold that were wanted a round earlier; with one a bidder may be held to
its package of the round before. The FCC's clock treats requests to reduce in that way (recalled); for whole packages
the rule is ours.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from operator import add, sub

from auctions.rules.closing import total_demand
from auctions.rules.history import Category, Package


class Undersell(StrEnum):
    """What happens to a bid that would push demand below supply."""

    ALLOWED = "allowed"
    REFUSED = "refused"  # the bidder's package of the round before stands
    PARTIAL = "partial"  # that package stands, reduced as far as the others cover the supply


def standing_packages(
    categories: Sequence[Category],
    before: Mapping[str, Package],
    asked: Mapping[str, Package],
    policy: Undersell,
    order: Sequence[str],
) -> dict[str, Package]:
    """The package that counts for every bidder who held ``before`` and now asks for ``asked`` (R-C6).

    Bidders are looked at in ``order``, again and again: what one adds may make room for what another gives up. A
    package counts as soon as it leaves no category short that was not short before. In every category the demand ends
    at no less than the supply or, where it was below already, than it was.
    """
    if policy is Undersell.ALLOWED:
        return dict(asked)
    standing = dict(before)
    waiting = [bidder for bidder in order if asked[bidder] != before[bidder]]
    demand = total_demand(categories, standing.values())
    while moving := next((b for b in waiting if _covered(categories, demand, standing[b], asked[b])), None):
        demand = _after(demand, standing[moving], asked[moving])
        standing[moving] = asked[moving]
        waiting.remove(moving)
    if policy is Undersell.PARTIAL:
        for bidder in waiting:
            reduced = _reduced(categories, demand, standing[bidder], asked[bidder])
            demand = _after(demand, standing[bidder], reduced)
            standing[bidder] = reduced
    return standing


def _covered(categories: Sequence[Category], demand: Package, held: Package, asked: Package) -> bool:
    return all(
        after >= min(before, category.supply)
        for category, before, after in zip(categories, demand, _after(demand, held, asked), strict=True)
    )


def _reduced(categories: Sequence[Category], demand: Package, held: Package, asked: Package) -> Package:
    """``held`` less what can be given up of it, category by category, on the way to ``asked``."""
    return tuple(
        max(min(own, wanted), own - max(0, lots - category.supply))
        for category, lots, own, wanted in zip(categories, demand, held, asked, strict=True)
    )


def _after(demand: Package, held: Package, asked: Package) -> Package:
    return tuple(map(add, map(sub, demand, held), asked))
