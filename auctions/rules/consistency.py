"""Quasi-linear consistency of choices (R-R1): values that do not depend on prices leave no negative cycle.

Round s, in which x^s was chosen at p^s, says of every other package y: v(y) - v(x^s) <= p^s.(y - x^s). As a graph: an
edge from round s to round u with weight p^s.(x^u - x^s). Values v exist exactly when no cycle has a negative sum
(cyclic monotonicity; Rochet 1987, Brown and Calciati 2007: recalled). The size of a negative cycle is the money that is
missing for consistency.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auctions.rules.history import Package, Prices

Weights = NDArray[Any]  # rounds x rounds, int64 where every sum over the rounds fits, else Python's whole numbers

LARGEST_SUM = 2**62


def whole_numbers(largest: int) -> type:
    """The type in which sums up to ``largest`` are exact."""
    return np.int64 if largest < LARGEST_SUM else object


def weights_of(prices: Sequence[Prices], packages: Sequence[Package]) -> Weights:
    """``w[s, u] = p^s.(x^u - x^s)`` in bid units."""
    costs = costs_of(prices, packages)
    result: Weights = costs - costs.diagonal()[:, np.newaxis]
    return result


def costs_of(prices: Sequence[Prices], packages: Sequence[Package], most: int = 0) -> Weights:
    """``c[s, u] = p^s.x^u`` in bid units, in a type that also holds sums over all rounds of numbers up to ``most``."""
    if not prices:
        return np.zeros((0, len(packages)), dtype=np.int64)
    dearest = max((max(row, default=0) for row in prices), default=0)
    largest = dearest * sum(max(column) for column in zip(*packages, strict=True)) + most
    exact = whole_numbers(largest * 4 * (len(prices) + 2))
    costs: Weights = np.array(prices, dtype=exact).dot(np.array(packages, dtype=exact).T)
    return costs


def cheapest_way_back(weights: Weights, start: int) -> tuple[int, list[int]]:
    """The cycle through round ``start`` with the least sum, found by Bellman and Ford's rounds of relaxation.

    Returns its sum in bid units and its rounds, ``start`` first; (0, [start]) where none is negative. Where the other
    rounds contradict each other already, only cycles of two rounds are compared: sums over longer walks have no least.
    """
    if len(weights) == 1:
        return 0, [start]
    others = [position for position in range(len(weights)) if position != start]
    among, back = weights[np.ix_(others, others)], weights[others, start]
    best = weights[start, others]
    before = np.full(len(others), -1)
    for _ in others:
        through = best[:, np.newaxis] + among
        via = through.argmin(axis=0)
        shorter = through[via, range(len(others))] < best
        if not shorter.any():
            break
        best = np.where(shorter, through[via, range(len(others))], best)
        before = np.where(shorter, via, before)
    else:
        best, before = weights[start, others], np.full(len(others), -1)
    last = int((best + back).argmin())
    total = int(best[last] + back[last])
    return (total, [start, *(others[step] for step in _way_to(before, last))]) if total < 0 else (0, [start])


def _way_to(before: NDArray[Any], last: int) -> list[int]:
    way = [last]
    while before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    return way[::-1]


def negative_cycle(weights: Weights) -> list[int] | None:
    """Some cycle with a negative sum, its earliest round first; None where there is none.

    Bellman and Ford's relaxation from every round at once, until it settles or the predecessors close a cycle: such a
    cycle is negative (Cherkassky and Goldberg 1999: recalled), and a negative one closes after as many passes as
    there are rounds at the latest.
    """
    size = len(weights)
    if not size:
        return None
    towards = np.ascontiguousarray(weights.T)  # a row holds what leads to one round
    best = np.zeros(size, dtype=weights.dtype)
    before = np.full(size + 1, size)  # the round before; ``size`` stands for none
    columns = np.arange(size)
    while True:
        through = towards + best
        via = through.argmin(axis=1)
        reached = through[columns, via]
        shorter = reached < best
        if not shorter.any():
            return None
        best = np.where(shorter, reached, best)
        before[:size] = np.where(shorter, via, before[:size])
        if (closed := _closed_cycle(before)) is not None:
            return closed


def _closed_cycle(before: NDArray[Any]) -> list[int] | None:
    """The cycle that the predecessors close, if any, found by doubling the steps that are taken back."""
    none = len(before) - 1
    far_back = before
    for _ in range(none.bit_length()):
        far_back = far_back[far_back]
    on_cycles = far_back[far_back != none]
    if not len(on_cycles):
        return None
    cycle = [int(on_cycles.min())]
    while before[cycle[-1]] != cycle[0]:
        cycle.append(int(before[cycle[-1]]))
    cycle.reverse()
    first = cycle.index(min(cycle))
    return [*cycle[first:], *cycle[:first]]


def cycle_sum(weights: Weights, cycle: Sequence[int]) -> int:
    """Total weight around a cycle, in bid units."""
    return sum(int(weights[here, there]) for here, there in zip(cycle, [*cycle[1:], cycle[0]], strict=True))


def all_ways(weights: Weights) -> tuple[Weights, NDArray[np.intp]]:
    """Least sum from every round to every other (Floyd and Warshall) and the next round on the way.

    There must be no negative cycle.
    """
    size = len(weights)
    reach, following = weights.copy(), np.tile(np.arange(size), (size, 1))
    for via in range(size):
        through = reach[:, via, np.newaxis] + reach[via]
        shorter = through < reach
        reach = np.where(shorter, through, reach)
        following = np.where(shorter, following[:, via, np.newaxis], following)
    return reach, following
