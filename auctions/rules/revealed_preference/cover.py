"""The disjoint cycles that together miss most money: a permutation of the rounds of least total weight.

A set of disjoint cycles is a permutation, a round outside every cycle its own image at weight 0. Choices are consistent
exactly when no permutation is below 0 (Rochet 1987: recalled). The least permutation is the assignment problem, solved
by the Hungarian method with potentials in O(n^3) (Kuhn 1955, Edmonds and Karp 1972: recalled).
"""

import numpy as np
from numpy.typing import NDArray

from auctions.rules.consistency import Weights


def least_cover(weights: Weights) -> list[list[int]]:
    """The cycles of a least-weight permutation that have a negative sum, each from its earliest round on."""
    image = least_permutation(weights)
    cycles, seen = [], set()
    for start in range(len(image)):
        cycle = []
        step = start
        while step not in seen:
            seen.add(step)
            cycle.append(step)
            step = int(image[step])
        if cycle and cycle_sum(weights, cycle) < 0:
            cycles.append(cycle)
    return cycles


def cycle_sum(weights: Weights, cycle: list[int]) -> int:
    """Total weight around a cycle, in bid units."""
    return sum(int(weights[here, there]) for here, there in zip(cycle, [*cycle[1:], cycle[0]], strict=True))


def least_permutation(weights: Weights) -> NDArray[np.intp]:
    """For each row its column in a least-weight assignment of a square whole-number matrix; exact."""
    size = len(weights)
    infinite = np.abs(weights).max() * (size + 1) + 1 if size else 0
    row_of = np.zeros(size + 1, dtype=np.intp)  # row assigned to a column, counted from 1; column 0 starts the search
    row_price = np.zeros(size + 1, dtype=weights.dtype)
    column_price = np.zeros(size + 1, dtype=weights.dtype)
    for row in range(1, size + 1):
        row_of[0] = row
        came_from = np.zeros(size, dtype=np.intp)
        slack = np.full(size, infinite, dtype=weights.dtype)
        reached = np.zeros(size + 1, dtype=bool)
        column = 0
        while row_of[column] or column == 0:
            reached[column] = True
            current = weights[row_of[column] - 1] - row_price[row_of[column]] - column_price[1:]
            closer = ~reached[1:] & (current < slack)
            slack[closer], came_from[closer] = current[closer], column
            open_slack = np.where(reached[1:], infinite, slack)
            nearest = int(open_slack.argmin())
            step = open_slack[nearest]
            row_price[row_of[reached]] += step
            column_price[reached] -= step
            slack[~reached[1:]] -= step
            column = nearest + 1
        while column:
            row_of[column] = row_of[came_from[column - 1]]
            column = int(came_from[column - 1])
    image = np.empty(size, dtype=np.intp)
    image[row_of[1:] - 1] = np.arange(size)
    return image
