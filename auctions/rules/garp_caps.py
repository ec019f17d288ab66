"""Caps by revealed preference over all bids (R-R1): clock and supplementary bids together leave no negative cycle.

Rounds say what a package is worth at most beside another: v(y) <= v(x^s) + p^s.(y - x^s). The final clock package is
worth what the bidder bids on it, and so is every other package it names. The cap of x is the lowest value that a chain
of rounds allows from any other named package to x. A bid above its cap binds only the one that caps it, because for
every other the chain goes on (the triangle inequality), so the caps need no order among the bids. The final clock
package has no cap but that of a round in which the bidder wanted no lots; a bid too low beside it is refused instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auctions.rules.cap_chains import Cap
from auctions.rules.consistency import all_ways, negative_cycle, weights_of
from auctions.rules.history import BidderHistory, BidderRound, Package, Refusal, empty_package, name_package

GARP_RULE = "R-R1"


class GarpCaps:
    """The caps of one bidder by quasi-linear revealed preference.

    Where the clock rounds contradict each other, the earliest round of a contradiction is left out until none is left:
    a bidder is held to its most recent choices.
    """

    def __init__(self, history: BidderHistory, submitted: Mapping[Package, int]) -> None:
        self._categories, self._final = history.categories, history.final_package
        self._nothing = empty_package(history.categories)
        self._rounds = _without_contradictions(history.rounds)
        self._place = {played.package: place for place, played in enumerate(self._rounds)}
        self._named: dict[Package, int] = {}
        if self._rounds:
            weights = weights_of([r.prices for r in self._rounds], [r.package for r in self._rounds])
            self._reach, self._next = all_ways(weights)
            self._prices = np.array([played.prices for played in self._rounds], dtype=self._reach.dtype)
            self._name(history.clock_bids.get(self._final, 0), submitted)
            self._worth = self._worth_beside(None)

    def caps(self, package: Package) -> list[Cap]:
        """The cap on ``package`` as a list of one; empty where nothing binds it."""
        if package in self._named:
            beside = self._nothing_only() if package == self._final else self._worth_beside(package)
            return [] if beside is None else [self._cap(package, beside)]
        return [self._cap(package, self._worth)] if self._rounds else []

    def check_floor(self, package: Package, amount: int) -> list[Refusal]:
        """R-R1: a bid low enough to contradict the bid on the final clock package is refused."""
        if package == self._final or package not in self._place:
            return []
        final_bid = self._named[self._final]
        least = final_bid - int(self._reach[self._place[package], -1])
        if amount >= least:
            return []
        final = name_package(self._categories, self._final)
        reason = f"at least {least} would pass beside your bid of {final_bid} on {final}"
        return [Refusal(GARP_RULE, reason, {"floor": least, "amount": amount, "final_bid": final_bid})]

    def _name(self, final_clock_bid: int, submitted: Mapping[Package, int]) -> None:
        """The bids that bind: on the final clock package, those of the clock that agree with it, nothing for nothing.

        The final clock package is bound only by a round in which the bidder wanted no lots at all.
        """
        self._named[self._final] = final_clock_bid
        if self._nothing in self._place:
            self._named.setdefault(self._nothing, 0)
        raised = submitted.get(self._final, final_clock_bid)
        if all(raised <= cap.amount for cap in self.caps(self._final)):
            self._named[self._final] = max(raised, final_clock_bid)
        for package in self._place:
            if package in submitted and not self.check_floor(package, submitted[package]):
                self._named.setdefault(package, submitted[package])

    def _cap(self, package: Package, worth: "_Worth") -> Cap:
        amounts = self._prices @ np.array(package, dtype=self._prices.dtype) + worth.allowances
        place = int(amounts.argmin())
        amount, source = int(amounts[place]), worth.sources[place]
        chain = tuple(self._rounds[step].number for step in reversed(self._way(self._place[source], place)))
        bid = self._named[source]
        return Cap(amount, GARP_RULE, chain[0], chain, source, bid, amount - bid)

    def _worth_beside(self, beside: Package | None) -> "_Worth":
        """The most each round's package may be worth by the named bids other than the one on ``beside``."""
        return self._worth_by([source for source in self._named if source != beside])

    def _nothing_only(self) -> "_Worth | None":
        binds = self._nothing in self._named and self._final != self._nothing
        return self._worth_by([self._nothing]) if binds else None

    def _worth_by(self, sources: Sequence[Package]) -> "_Worth":
        best = [
            min((self._named[source] + int(self._reach[self._place[source], place]), source) for source in sources)
            for place in range(len(self._rounds))
        ]
        allowances = [most - played.amount for (most, _), played in zip(best, self._rounds, strict=True)]
        return _Worth(np.array(allowances, dtype=self._reach.dtype), tuple(source for _, source in best))

    def _way(self, start: int, end: int) -> list[int]:
        """The rounds on the least way, those left out in which the next round's package was chosen as well."""
        way = [start]
        while way[-1] != end:
            way.append(int(self._next[way[-1], end]))
        chosen = [self._rounds[place].package for place in way]
        return [here for here, own, after in zip(way, chosen, [*chosen[1:], None], strict=True) if own != after]


@dataclass(frozen=True, slots=True)
class _Worth:
    """For each round, its package's highest worth less its price, and the named package that this comes from."""

    allowances: NDArray[Any]
    sources: tuple[Package, ...]


def _without_contradictions(rounds: Sequence[BidderRound]) -> list[BidderRound]:
    kept = list(rounds)
    while kept:
        cycle = negative_cycle(weights_of([r.prices for r in kept], [r.package for r in kept]))
        if cycle is None:
            break
        del kept[min(cycle)]
    return kept
