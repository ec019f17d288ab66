"""What a bidder's rounds and bids say about its values, written as a graph (R-R1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from auctions.rules.consistency import Weights, costs_of, weights_of
from auctions.rules.history import BidderHistory, Category, Package, Prices, amount_of, empty_package


@dataclass(frozen=True)
class Choices:
    """The packages chosen at the rounds' prices and, after the supplementary round, the amounts bid on packages."""

    categories: tuple[Category, ...]
    numbers: tuple[int, ...]  # of the rounds
    prices: tuple[Prices, ...]  # bid units a lot, a row a round
    packages: tuple[Package, ...]  # what was chosen, a row a round
    bids: Mapping[Package, int] = field(default_factory=dict)  # supplementary bids in bid units

    @cached_property
    def weights(self) -> Weights:
        """``w[s, u] = p^s.(x^u - x^s)``: at most so much more than x^s is x^u worth, by round s. Rounds x rounds."""
        return weights_of(self.prices, self.packages)

    @cached_property
    def spent(self) -> tuple[int, ...]:
        """What each round's choice cost, in bid units."""
        return tuple(amount_of(package, price) for package, price in zip(self.packages, self.prices, strict=True))

    def only(self, places: Sequence[int]) -> "Choices":
        """The choices of some rounds, by position, with the same supplementary bids."""
        return Choices(
            self.categories,
            tuple(self.numbers[place] for place in places),
            tuple(self.prices[place] for place in places),
            tuple(self.packages[place] for place in places),
            self.bids,
        )


def choices_of(history: BidderHistory, bids: Mapping[Package, int] | None = None) -> Choices:
    """The choices of a bidder; a round without a bid is the choice of no lots."""
    rounds = history.rounds
    return Choices(
        history.categories,
        tuple(played.number for played in rounds),
        tuple(played.prices for played in rounds),
        tuple(played.package for played in rounds),
        bids or {},
    )


@dataclass(frozen=True)
class ValueGraph:
    """Upper bounds on differences in value: nodes are the rounds and, last, the supplementary bids as one node.

    An edge from round s to round u is ``w[s, u]``. The last node stands for the empty package, worth nothing. An edge
    from it to round u is the bid on x^u, where there is one. An edge from round s to it goes by the package y on which
    the bidder bid least beside the round's prices: p^s.(y - x^s) - b(y). All in bid units.
    """

    weights: Weights
    by_package: tuple[Package, ...] = ()  # for each round, the y of its edge to the last node; empty without bids
    no_edge: int | None = None  # weight that stands where there is no edge; no negative cycle contains it

    @property
    def has_bids(self) -> bool:
        return bool(self.by_package)


def value_graph(choices: Choices) -> ValueGraph:
    """The graph of a bidder's choices and supplementary bids; it has a negative cycle exactly where no values fit."""
    if not choices.bids or not choices.numbers:
        return ValueGraph(choices.weights)
    named = {**choices.bids, empty_package(choices.categories): 0}
    bids, size = list(named.values()), len(choices.numbers)
    costs = costs_of(choices.prices, [*choices.packages, *named], max(bids))
    own = costs[:, :size].diagonal()
    slack = costs[:, size:] - own[:, np.newaxis] - np.array(bids, dtype=costs.dtype)
    least = slack.argmin(axis=1)
    weights = np.zeros((size + 1, size + 1), dtype=costs.dtype)
    weights[:size, :size] = costs[:, :size] - own[:, np.newaxis]
    weights[:size, size] = slack[np.arange(size), least]
    no_edge = int(abs(weights).max()) * (size + 1) + max(bids) + 1
    weights[size, :size] = [named.get(package, no_edge) for package in choices.packages]
    packages = list(named)
    return ValueGraph(weights, tuple(packages[place] for place in least), no_edge)
