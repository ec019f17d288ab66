"""The fewest rounds to leave out so that the rest is consistent (R-R2, R-R3).

Every contradiction is a cycle of rounds, and one of its rounds must go: a smallest hitting set. Contradictions are
found as they are needed, each proposed set of rounds being tested until the rest is free of them (Houtman and Maks 1985
for the index under GARP: recalled; lazy constraints as in any cutting-plane method). The problem is NP-hard; the
integer programme is solved by HiGHS with a limit on its search, and says whether the set is proved smallest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from auctions.rules.consistency import Weights, negative_cycle
from auctions.rules.revealed_preference.budget import closure, directly_preferred, spending
from auctions.rules.revealed_preference.choices import Choices, value_graph
from winner_determination.highs import quiet_highs

SEARCH_NODES = 20_000
ENDS_TRIED = 50  # contradictions of which the shortest is taken
FindCycle = Callable[[list[int]], list[int] | None]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rounds whose removal leaves a consistent rest."""

    rounds: tuple[int, ...]  # numbers
    of: int  # rounds in all
    smallest: bool  # proved

    @property
    def kept(self) -> int:
        return self.of - len(self.rounds)


def smallest_drop(choices: Choices) -> Dropped:
    """The fewest clock rounds without which values explain the rest and the supplementary bids (R-R3)."""
    weights = value_graph(choices).weights
    fixed = list(range(len(choices.numbers), len(weights)))

    def cycle_among(kept: list[int]) -> list[int] | None:
        places = [*kept, *fixed]
        cycle = negative_cycle(weights[np.ix_(places, places)])
        return None if cycle is None else [places[step] for step in cycle if places[step] < len(choices.numbers)]

    pairs = np.argwhere(np.triu(weights + weights.T < 0))
    known = [[int(place) for place in pair if place < len(choices.numbers)] for pair in pairs]
    return _drop(choices, known, cycle_among)


def houtman_maks(choices: Choices) -> Dropped:
    """The fewest rounds without which the rest satisfies GARP (R-R2), of the rounds in which money was spent."""
    paid = spending(choices)
    weights = paid.weights
    preferred, strictly = directly_preferred(weights), np.asarray(weights < 0, dtype=bool)

    def cycle_among(kept: list[int]) -> list[int] | None:
        cycle = _budget_cycle(weights[np.ix_(kept, kept)])
        return None if cycle is None else [kept[step] for step in cycle]

    both = preferred & strictly.T
    known = [[int(place) for place in pair] for pair in np.argwhere(np.triu(both | both.T))]
    return _drop(paid, known, cycle_among)


def _budget_cycle(weights: Weights) -> list[int] | None:
    """The rounds of a short contradiction of GARP."""
    preferred, strictly = directly_preferred(weights), np.asarray(weights < 0, dtype=bool)
    ends = np.argwhere(closure(preferred) & strictly.T)[:ENDS_TRIED]
    ways = (_shortest_way(preferred, int(start), int(end)) for start, end in ends)
    return min(ways, key=len, default=None)


def _shortest_way(relation: np.ndarray, start: int, end: int) -> list[int]:
    ways = {start: [start]}
    frontier = [start]
    while end not in ways:
        following = []
        for here in frontier:
            for there in np.flatnonzero(relation[here]):
                if int(there) not in ways:
                    ways[int(there)] = [*ways[here], int(there)]
                    following.append(int(there))
        frontier = following
    return ways[end]


def _drop(choices: Choices, known: Sequence[list[int]], cycle_among: FindCycle) -> Dropped:
    size, cycles = len(choices.numbers), [sorted(set(cycle)) for cycle in known]
    while True:
        dropped, proved = _hitting_set(size, cycles)
        found = _disjoint([place for place in range(size) if place not in dropped], cycle_among)
        if not found:
            return Dropped(tuple(choices.numbers[place] for place in sorted(dropped)), size, proved)
        cycles += found


def _disjoint(kept: list[int], cycle_among: FindCycle) -> list[list[int]]:
    """Contradictions among the rounds kept that share no round, so that each pass learns many."""
    found = []
    while kept and (cycle := cycle_among(kept)) is not None:
        found.append(sorted(set(cycle)))
        kept = [place for place in kept if place not in cycle]
    return found


def _hitting_set(size: int, cycles: Sequence[list[int]]) -> tuple[set[int], bool]:
    """The fewest of ``size`` places that meet every cycle, and whether that is proved."""
    if not cycles:
        return set(), True
    highs = quiet_highs()
    highs.setOptionValue("mip_max_nodes", SEARCH_NODES)
    highs.passModel(_hitting_model(size, cycles))
    highs.run()
    chosen = np.flatnonzero(np.array(highs.getSolution().col_value) > 0.5)
    return {int(place) for place in chosen}, highs.getModelStatus() == highspy.HighsModelStatus.kOptimal


def _hitting_model(size: int, cycles: Sequence[list[int]]) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(cycles)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.ones(size), np.zeros(size), np.ones(size)
    lp.row_lower_, lp.row_upper_ = np.ones(len(cycles)), np.full(len(cycles), highspy.kHighsInf)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * size
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(cycle) for cycle in cycles])])
    lp.a_matrix_.index_ = np.concatenate(cycles)
    lp.a_matrix_.value_ = np.ones(sum(map(len, cycles)))
    return lp
