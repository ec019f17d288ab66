"""Cyclic monotonicity (R-R1): do any values, independent of prices, explain a bidder's rounds and bids?

For every cycle of rounds, the sum of p^s.(x^u - x^s) over its steps must not be negative. A negative cycle is a
contradiction, and its size is the money missing. Supplementary bids take part as one more node of the graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auctions.rules.consistency import Weights, cycle_sum, negative_cycle
from auctions.rules.history import Package
from auctions.rules.revealed_preference.choices import Choices, ValueGraph, value_graph
from auctions.rules.revealed_preference.cover import least_cover

EXACT_UP_TO = 10  # nodes; beyond it the worst single cycle is hard to find (it is a longest-path problem)


@dataclass(frozen=True, slots=True)
class Preference:
    """One step of a cycle: ``preferred`` is worth at least ``by`` bid units more than ``other``."""

    round: int | None  # None: by the supplementary bids
    preferred: Package
    other: Package
    by: int


@dataclass(frozen=True, slots=True)
class Violation:
    """A contradiction: the preferences around a cycle add up to ``size`` bid units although they may not exceed 0."""

    steps: tuple[Preference, ...]
    size: int
    places: tuple[int, ...]  # the cycle in the graph, by position

    @property
    def rounds(self) -> tuple[int, ...]:
        """Numbers of the clock rounds on the cycle, in its order."""
        return tuple(step.round for step in self.steps if step.round is not None)


def is_consistent(choices: Choices) -> bool:
    """Whether some values explain every round and every supplementary bid (R-R1)."""
    return negative_cycle(value_graph(choices).weights) is None


def violations(choices: Choices) -> list[Violation]:
    """The contradictions in a bidder's choices, the largest first; none where it is consistent (R-R1).

    First the worst cycle, then the disjoint cycles that together miss most money. The worst cycle is exact for up to 10
    rounds and bids together; for more it is the worst among the disjoint ones and all pairs of rounds.
    Source: docs/rules/revealed-preference.md, R-R1.
    """
    graph = value_graph(choices)
    if negative_cycle(graph.weights) is None:
        return []
    disjoint = least_cover(graph.weights)
    disjoint.sort(key=lambda cycle: (cycle_sum(graph.weights, cycle), cycle))
    worst = _worst(graph.weights, disjoint)
    cycles = [worst, *(cycle for cycle in disjoint if cycle != worst)]
    return [violation_on(choices, graph, cycle) for cycle in cycles]


def violation_on(choices: Choices, graph: ValueGraph, cycle: Sequence[int]) -> Violation:
    """A cycle of the graph, told as preferences between packages."""
    steps: list[Preference] = []
    for here, there in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        steps.extend(step for step in _preferences(choices, graph, here, there) if step.preferred != step.other)
    return Violation(tuple(steps), sum(step.by for step in steps), tuple(cycle))


def _preferences(choices: Choices, graph: ValueGraph, here: int, there: int) -> list[Preference]:
    """An edge as preferences; through the bids' node, a round's preference over a package and the bid on it."""
    rounds = len(choices.numbers)
    nothing = (0,) * len(choices.categories)
    if here == rounds:
        chosen = choices.packages[there]
        return [Preference(None, nothing, chosen, -choices.bids.get(chosen, 0))] if any(chosen) else []
    preferred, number = choices.packages[here], choices.numbers[here]
    if there < rounds:
        return [Preference(number, preferred, choices.packages[there], -int(graph.weights[here, there]))]
    other = graph.by_package[here]
    bid = choices.bids.get(other, 0) if any(other) else 0
    by_round = Preference(number, preferred, other, -int(graph.weights[here, there]) - bid)
    return [by_round, Preference(None, other, nothing, bid)] if any(other) else [by_round]


def _worst(weights: Weights, disjoint: Sequence[list[int]]) -> list[int]:
    if len(weights) <= EXACT_UP_TO:
        return _worst_exactly(weights)
    both_ways = weights + weights.T
    pair = [int(place) for place in np.unravel_index(int(both_ways.argmin()), both_ways.shape)]
    return min([*disjoint, sorted(pair)], key=lambda cycle: (cycle_sum(weights, cycle), len(cycle), cycle))


def _worst_exactly(weights: Weights) -> list[int]:
    """The cycle with the least sum, by dynamic programming over the sets of rounds visited (Held and Karp 1962)."""
    best: tuple[int, int, list[int]] = (0, 0, [])
    size = len(weights)
    for start in range(size):
        ways = {(1 << start, start): (0, [start])}
        for length in range(2, size - start + 1):
            longer: dict[tuple[int, int], tuple[int, list[int]]] = {}
            for (visited, last), (total, way) in ways.items():
                for following in range(start + 1, size):
                    if visited >> following & 1:
                        continue
                    key = (visited | 1 << following, following)
                    reached = (total + int(weights[last, following]), [*way, following])
                    if key not in longer or reached < longer[key]:
                        longer[key] = reached
            ways = longer
            best = min([best, *((t + int(weights[last, start]), length, w) for (_, last), (t, w) in ways.items())])
    return best[2]
