"""Caps by revealed preference over all bids (R-R1): clock and supplementary bids together leave no negative cycle.

Rounds say what a package is worth at most beside another: v(y) <= v(x^s) + p^s.(y - x^s). The final clock package is
worth what the bidder bids on it, and so is every other package it names. The cap of x is the lowest value that a chain
of rounds allows from any other named package to x. A bid above its cap binds no other one, because the chain that caps
it goes on (the triangle inequality), so the caps need no order among the bids. The final clock package has no cap; a
bid too low to let it be what the bidder says it is worth is refused instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auctions.rules.cap_chains import Cap
from auctions.rules.consistency import all_ways, negative_cycle, weights_of
from auctions.rules.history import BidderHistory, BidderRound, Package, Refusal, name_package

GARP_RULE = "R-R1"


class GarpCaps:
    """The caps of one bidder by quasi-linear revealed preference.

    Where the clock rounds contradict each other, the earliest round of a contradiction is left out until none is left:
    a bidder is held to its most recent choices.
    """

    def __init__(self, history: BidderHistory, submitted: Mapping[Package, int]) -> None:
        self._categories, self._final = history.categories, history.final_package
        self._rounds = _without_contradictions(history.rounds)
        self._place = {played.package: place for place, played in enumerate(self._rounds)}
        self._final_bid = max(history.clock_bids.get(self._final, 0), submitted.get(self._final, 0))
        if self._rounds:
            weights = weights_of([r.prices for r in self._rounds], [r.package for r in self._rounds])
            self._reach, self._next = all_ways(weights)
            self._named = self._named_bids(submitted)
            self._prices = np.array([played.prices for played in self._rounds], dtype=self._reach.dtype)
            self._worth = self._worth_beside(None)

    def caps(self, package: Package) -> list[Cap]:
        """The cap on ``package`` as a list of one; empty for the final clock package and where no round was played."""
        if package == self._final or not self._rounds:
            return []
        worth = self._worth_beside(package) if package in self._named else self._worth
        amounts = self._prices @ np.array(package, dtype=self._prices.dtype) + worth.allowances
        place = int(amounts.argmin())
        amount, source = int(amounts[place]), worth.sources[place]
        way = self._way(self._place[source], place)
        chain = tuple(self._rounds[step].number for step in reversed(way))
        bid = self._named[source]
        return [Cap(amount, GARP_RULE, chain[0], chain, source, bid, amount - bid)]

    def check_floor(self, package: Package, amount: int) -> list[Refusal]:
        """R-R1: a bid low enough to contradict the bid on the final clock package is refused."""
        if package == self._final or package not in self._place:
            return []
        least = self._final_bid - int(self._reach[self._place[package], -1])
        if amount >= least:
            return []
        final = name_package(self._categories, self._final)
        reason = f"at least {least} would pass beside your bid of {self._final_bid} on {final}"
        return [Refusal(GARP_RULE, reason, {"floor": least, "amount": amount, "final_bid": self._final_bid})]

    def _named_bids(self, submitted: Mapping[Package, int]) -> dict[Package, int]:
        """The bids that bind: those on packages of the clock that agree with the final one, and nothing for nothing."""
        named = {self._final: self._final_bid}
        for package in self._place:
            bid = submitted.get(package) if any(package) else 0
            if bid is not None and not self.check_floor(package, bid):
                named.setdefault(package, bid)
        return named

    def _worth_beside(self, beside: Package | None) -> "_Worth":
        """The most each round's package may be worth by the named bids other than the one on ``beside``."""
        allowances, sources = [], []
        for place, played in enumerate(self._rounds):
            most, source = min(
                (bid + int(self._reach[self._place[source], place]), source)
                for source, bid in self._named.items()
                if source != beside
            )
            allowances.append(most - played.amount)
            sources.append(source)
        return _Worth(np.array(allowances, dtype=self._reach.dtype), tuple(sources))

    def _way(self, start: int, end: int) -> list[int]:
        way = [start]
        while way[-1] != end:
            way.append(int(self._next[way[-1], end]))
        return way


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
