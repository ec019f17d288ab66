"""For a bid that was refused: the cheapest change that would pass (R-R3).

Offered to the bidder beside the refusal, and to compliance beside a refused attempt.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from auctions.rules.history import BidderHistory, Package, Prices, Refusal, amount_of

ALL_PACKAGES = 50_000  # up to so many packages all are looked at, beyond it those a few lots away

CheckPackage = Callable[[Package], list[Refusal]]


@dataclass(frozen=True, slots=True)
class Change:
    """A package that would pass in place of the refused one."""

    package: Package
    lots_changed: int
    amount_changed: int  # bid units, at the prices asked about


def cheapest_change(
    history: BidderHistory, prices: Prices, package: Package, check: CheckPackage, *, within: int = 4
) -> Change | None:
    """The package nearest to ``package`` in money that ``check`` lets pass; None where there is none (R-R3).

    Of equal ones the one with fewest lots changed, then the larger, then the first by quantities. The empty package is
    no answer. Where there are too many packages only those up to ``within`` lots away are looked at.
    """
    candidates = (
        Change(other, _lots_between(package, other), abs(amount_of(other, prices) - amount_of(package, prices)))
        for other in _packages_near(history, package, within)
        if any(other) and other != package
    )
    for change in sorted(candidates, key=lambda c: (c.amount_changed, c.lots_changed, [-n for n in c.package])):
        if not check(change.package):
            return change
    return None


def _packages_near(history: BidderHistory, package: Package, within: int) -> Iterator[Package]:
    supply = [category.supply for category in history.categories]
    if prod(lots + 1 for lots in supply) <= ALL_PACKAGES:
        return product(*(range(lots + 1) for lots in supply))
    return _a_few_lots_away(package, supply, within)


def _a_few_lots_away(package: Sequence[int], supply: Sequence[int], within: int) -> Iterator[Package]:
    if not package:
        yield ()
        return
    for lots in range(max(0, package[0] - within), min(supply[0], package[0] + within) + 1):
        for rest in _a_few_lots_away(package[1:], supply[1:], within - abs(lots - package[0])):
            yield (lots, *rest)


def _lots_between(package: Package, other: Package) -> int:
    return sum(abs(a - b) for a, b in zip(package, other, strict=True))
