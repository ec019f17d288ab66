"""Solving over the few bids that exact bounds cannot rule out.

A bid that loses more than the distance between the bound and an allocation in hand is in no better one, so a book of
tens of thousands of bids shrinks to dozens before anything exact is done with it.
"""

from collections.abc import Callable

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.method import INFEASIBLE, Solution, Task
from winner_determination.problem import Mask
from winner_determination.relaxation import Bounds, relaxation_of

FIRST_MARGIN = 500  # the first margin is the bound divided by this
MOST_SURVIVORS = 0.4  # share of the bids beyond which the reduction is not worth its solves


def solved_on_survivors(task: Task, columns: Ints, solve: Callable[[Ints], Solution]) -> Solution:
    """``solve`` over the ``columns`` that lose at most a margin; its answer stands if it shows that the margin was
    enough.

    Where the task asks only for allocations that score ``at_least`` so much, the margin is known at once.
    """
    bounds = relaxation_of(task.case).bounds(task)
    loss = bounds.loss[columns]
    if task.at_least is not None:
        margin = bounds.margin_to(task.at_least)
        return INFEASIBLE if margin < 0 else solve(columns[loss <= margin])
    margin = max(bounds.bound // FIRST_MARGIN, 1)
    while True:
        survivors = columns[loss <= margin]
        if len(survivors) > MOST_SURVIVORS * len(columns):
            return solve(columns)
        found = solve(survivors)
        enough = None if found.value is None else bounds.margin_to(found.value)
        if enough is not None and enough <= margin:
            return found
        margin = 4 * margin if enough is None else min(4 * margin, enough)


def within_reach(task: Task, total: int) -> Mask:
    """bool[n]: the bids that allocations scoring ``total`` or more may use."""
    bounds: Bounds = relaxation_of(task.case).bounds(task)
    return np.asarray(task.allowed & (bounds.loss <= bounds.margin_to(total)), dtype=np.bool_)
