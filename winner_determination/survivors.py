"""Solving over the few bids that exact bounds cannot rule out.

A bid that loses more than the distance between the bound and an allocation in hand is in no better one, so a book of
tens of thousands of bids shrinks to dozens before anything exact is done with it.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.method import INFEASIBLE, Solution, Task
from winner_determination.problem import Mask, problem_of
from winner_determination.progress import Stage, Standing, Watch, unwatched
from winner_determination.relaxation import Bounds, relaxation_of

FIRST_MARGIN = 500  # the first margin is the bound divided by this
MOST_SURVIVORS = 0.4  # share of the bids beyond which another, wider margin is not worth its solve

Solve = Callable[[Task, Ints], Solution]


def solved_on_survivors(task: Task, columns: Ints, solve: Solve, watch: Watch = unwatched) -> Solution:
    """The best allocation of ``task``, ``solve`` finding the best within columns it is given.

    Where the task asks only for allocations that score ``at_least`` so much, the margin that a bid may lose is known at
    once. Else an allocation is found first, and then whether there is a better one.
    """
    bounds = relaxation_of(task.case).bounds(task)
    if task.at_least is not None:
        margin = bounds.margin_to(task.at_least)
        return INFEASIBLE if margin < 0 else solve(task, columns[bounds.loss[columns] <= margin])
    found = good_on_survivors(task, columns, solve, watch)
    if found.proved or found.value is None:
        return found
    better = solved_on_survivors(replace(task, at_least=found.value + 1), columns, solve)
    if better.value is not None:
        return better
    return replace(found, bound=max(found.value, better.bound or 0), proved=better.proved)


def good_on_survivors(task: Task, columns: Ints, solve: Solve, watch: Watch) -> Solution:
    """A good allocation of ``task``, by margins that widen as long as few bids lose no more; proved where the last
    margin was enough."""
    bounds = relaxation_of(task.case).bounds(task)
    loss = bounds.loss[columns]
    margin = max(bounds.bound // FIRST_MARGIN, 1)
    best: Solution | None = None
    while True:
        survivors = columns[loss <= margin]
        if len(survivors) > MOST_SURVIVORS * len(columns):
            return solve(task, columns) if best is None else best
        found = solve(task, survivors)
        if found.value is None:
            margin = 4 * margin
            continue
        enough = bounds.margin_to(found.value)
        if enough <= margin:
            return found
        best = replace(found, bound=bounds.bound // bounds.scale, proved=False)
        watch(standing_of(task, best))
        margin = min(4 * margin, enough)


def standing_of(task: Task, found: Solution) -> Standing:
    """What is known of ``task`` once the allocation ``found`` is."""
    base, value = problem_of(task.case).base, found.value or 0
    bound = max(value, found.bound or 0)
    return Standing(Stage.DECIDING, task.method, found.chosen, value=base + value, bound=base + bound)


def within_reach(task: Task, total: int) -> Mask:
    """bool[n]: the bids that allocations scoring ``total`` or more may use."""
    bounds: Bounds = relaxation_of(task.case).bounds(task)
    return np.asarray(task.allowed & (bounds.loss <= bounds.margin_to(total)), dtype=np.bool_)


def least_score(task: Task) -> int:
    """No allocation scores less."""
    owner = problem_of(task.case).owner
    least = np.zeros(len(task.must_win), dtype=object)
    least[task.must_win] = 10**60
    np.minimum.at(least, owner[task.allowed], task.score[task.allowed].astype(object))
    return int(least.sum())
