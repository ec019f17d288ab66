"""The disjoint cycles that together miss most money: a permutation of the rounds of least total weight.

A set of disjoint cycles is a permutation, a round outside every cycle its own image at weight 0. Choices are consistent
exactly when no permutation is below 0 (Rochet 1987: recalled). The least permutation is the assignment problem, solved
by the Hungarian method with potentials in O(n^3) (Kuhn 1955, Edmonds and Karp 1972: recalled).
"""

import numpy as np
from numpy.typing import NDArray

from auctions.rules.consistency import Weights, cycle_sum


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


def least_permutation(weights: Weights) -> NDArray[np.intp]:
    """For each row its column in a least-weight assignment of a square whole-number matrix; exact.

    The same amount taken from a whole row or column changes no choice between permutations. It is taken so that nothing
    gets negative and every assigned row stands on a 0: first what greed finds, then row by row.
    """
    reduced = weights - weights.min(axis=0)
    reduced -= reduced.min(axis=1)[:, np.newaxis]
    image, row_of = np.full(len(weights), -1), np.full(len(weights), -1)
    for row, column in np.argwhere(reduced == 0).tolist():
        if image[row] < 0 and row_of[column] < 0:
            image[row], row_of[column] = column, row
    for row in np.flatnonzero(image < 0).tolist():
        _assign(row, reduced, image, row_of)
    return image


def _assign(start: int, reduced: Weights, image: NDArray[np.intp], row_of: NDArray[np.intp]) -> None:
    """Assign one more row, others giving way, along Dijkstra's shortest way from it to a column without a row."""
    beyond = reduced.max() * (len(reduced) + 1) + 1
    closed = np.zeros_like(reduced[start])  # ``beyond`` on the columns whose way is final
    way, came_from = reduced[start].copy(), np.full(len(reduced), start)
    while row_of[column := int((way + closed).argmin())] >= 0:
        closed[column] = beyond
        row = row_of[column]
        through = way[column] + reduced[row]
        came_from[through < way] = row
        np.minimum(way, through, out=way)
    columns = np.flatnonzero(closed)
    left = way[column] - way[columns]
    reduced[start] -= way[column]
    reduced[row_of[columns]] -= left[:, np.newaxis]
    reduced[:, columns] += left
    row = -1
    while row != start:
        row = int(came_from[column])
        row_of[column] = row
        image[row], column = column, int(image[row])
