"""The budget tests and cyclic monotonicity (R-R1, R-R2) against their definitions and against a published package.

The definitions are written out over every cycle of rounds. ``prefgraph.json`` holds random choices with the verdicts of
the package ``prefgraph``, written by ``python -m benchmarks.peers.revealed_preference``.
"""

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.rules.consistency import Weights, cycle_sum, negative_cycle
from auctions.rules.history import Category, amount_of
from auctions.rules.revealed_preference.budget import (
    critical_cost_efficiency,
    satisfies_garp,
    satisfies_sarp,
    satisfies_warp,
)
from auctions.rules.revealed_preference.choices import Choices
from auctions.rules.revealed_preference.cover import least_cover
from auctions.rules.revealed_preference.dropping import houtman_maks
from auctions.rules.revealed_preference.money_pump import money_pump
from auctions.rules.revealed_preference.quasilinear import is_consistent

PEER = json.loads((Path(__file__).parent / "prefgraph.json").read_text())
Cycle = tuple[int, ...]


def choices(prices: Any, packages: Any) -> Choices:
    categories = tuple(Category(f"g{place}", 99, 1, 1) for place in range(len(prices[0])))
    return Choices(categories, tuple(range(1, len(prices) + 1)), tuple(map(tuple, prices)), tuple(map(tuple, packages)))


def random_choices(random: Random) -> Choices:
    """Up to five rounds with money spent; small numbers, so that equal costs are frequent."""
    size, most = random.randint(2, 3), random.choice([2, 3, 9])
    rounds = range(random.randint(1, 5))
    prices = [[random.randint(1, most) for _ in range(size)] for _ in rounds]
    packages = [[random.randint(0, most) for _ in range(size - 1)] + [random.randint(1, most)] for _ in rounds]
    return choices(prices, packages)


def cycles(chosen: Choices) -> Iterator[Cycle]:
    """Every cycle of two rounds or more, from its earliest round on."""
    for length in range(2, len(chosen.numbers) + 1):
        for first, *others in combinations(range(len(chosen.numbers)), length):
            yield from ((first, *rest) for rest in permutations(others))


def steps(cycle: Cycle) -> list[tuple[int, int]]:
    return list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))


def cost(chosen: Choices, at: int, of: int) -> int:
    return amount_of(chosen.packages[of], chosen.prices[at])


def share(chosen: Choices, at: int, of: int) -> Fraction:
    """What the other round's package would have cost, as a share of what was spent."""
    return Fraction(cost(chosen, at, of), cost(chosen, at, at))


def preferred(chosen: Choices, cycle: Cycle) -> bool:
    return all(share(chosen, at, of) <= 1 for at, of in steps(cycle))


def different(chosen: Choices, cycle: Cycle) -> bool:
    return len({chosen.packages[place] for place in cycle}) > 1


def pumped(chosen: Choices, cycle: Cycle) -> Fraction:
    lost = sum(cost(chosen, at, at) - cost(chosen, at, of) for at, of in steps(cycle))
    return Fraction(lost, sum(cost(chosen, place, place) for place in cycle))


@settings(max_examples=80, deadline=None)
@given(random=st.randoms(use_true_random=True))
def test_r_r2_the_verdicts_follow_from_the_definitions(random: Random) -> None:
    chosen = random_choices(random)
    closed = [cycle for cycle in cycles(chosen) if preferred(chosen, cycle)]
    contradictory = [cycle for cycle in closed if different(chosen, cycle)]
    strict = [cycle for cycle in closed if any(share(chosen, at, of) < 1 for at, of in steps(cycle))]
    assert satisfies_warp(chosen) == (not any(len(cycle) == 2 for cycle in contradictory))
    assert satisfies_sarp(chosen) == (not contradictory)
    assert satisfies_garp(chosen) == (not strict)


@settings(max_examples=80, deadline=None)
@given(random=st.randoms(use_true_random=True))
def test_r_r2_the_indices_follow_from_the_definitions(random: Random) -> None:
    chosen = random_choices(random)
    worst_shares = [max(share(chosen, at, of) for at, of in steps(cycle)) for cycle in cycles(chosen)]
    assert critical_cost_efficiency(chosen) == min([Fraction(1), *worst_shares])
    pumps = [pumped(chosen, cycle) for cycle in cycles(chosen) if preferred(chosen, cycle)]
    both_ways = [
        pumped(chosen, cycle)
        for cycle in cycles(chosen)
        if len(cycle) == 2 and all(share(chosen, at, of) < 1 for at, of in steps(cycle))
    ]
    pump = money_pump(chosen)
    assert pump.largest == max([Fraction(0), *pumps])
    assert pump.mean_of_pairs == (sum(both_ways) / len(both_ways) if both_ways else 0)


@pytest.mark.parametrize("whole_numbers", [np.int64, object])
@settings(max_examples=100, deadline=None)
@given(random=st.randoms(use_true_random=True))
def test_r_r1_the_cover_is_the_least_permutation_and_a_negative_cycle_is_found_where_there_is_one(
    whole_numbers: type, random: Random
) -> None:
    size = random.randint(1, 6)
    weights: Weights = np.array(
        [[random.randint(-9, 9) for _ in range(size)] for _ in range(size)], dtype=whole_numbers
    )
    weights += random.choice([0, 4, 8])
    np.fill_diagonal(weights, 0)
    least = min(sum(int(weights[row, p[row]]) for row in range(size)) for p in permutations(range(size)))
    graph = nx.DiGraph()
    graph.add_weighted_edges_from((a, b, int(weights[a, b])) for a, b in permutations(range(size), 2))
    cycle = negative_cycle(weights)
    assert sum(cycle_sum(weights, found) for found in least_cover(weights)) == least
    assert (cycle is not None) == nx.negative_edge_cycle(graph)
    assert cycle is None or (cycle_sum(weights, cycle) < 0 and len(set(cycle)) == len(cycle))


@pytest.mark.parametrize("case", PEER["cases"])
def test_r_r2_a_published_package_finds_the_same(case: dict[str, Any]) -> None:
    chosen, found = choices(case["prices"], case["packages"]), case["verdicts"]
    assert satisfies_sarp(chosen) == found["sarp"]
    assert satisfies_garp(chosen) == found["garp"]
    assert is_consistent(chosen) == found["quasilinear"]
    assert float(critical_cost_efficiency(chosen)) == pytest.approx(found["ccei"], abs=1e-6)
    assert float(money_pump(chosen).largest) == pytest.approx(found["money_pump"], abs=1e-6)
    assert houtman_maks(chosen).kept == found["houtman_maks"]
