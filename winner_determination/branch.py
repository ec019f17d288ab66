"""Method ``branch``: branch and bound on bounds that hold in whole numbers, sharpened by cliques.

A dive into the relaxation finds an allocation. The tree is searched first for one that closes half of the distance to
the bound, over the few bids that lose no more, then for any better one; whatever such a search finds first is the
optimum, as all allocations that score as much were in it. It goes on to the allocations that score the same, so one
search decides who wins, and whether that is a tie.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.branch_tree import BranchTree, Optima
from winner_determination.case import Case, Method
from winner_determination.clique_cuts import clique_relaxation_of
from winner_determination.errors import MethodUnsuited, NoFeasibleAllocation
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Runner, Solution, Task, exact_scores
from winner_determination.problem import problem_of
from winner_determination.progress import Watch, unwatched
from winner_determination.relaxation import Bounds
from winner_determination.separation import SeparatedCoalitions
from winner_determination.survivors import FIRST_MARGIN, least_score, standing_of
from winner_determination.task_decision import break_tie, choice_among

MOST_TIED = 64
"""Allocations of equal value that are all looked at; with more, alternatives are decided one by one."""


class Branch:
    """Exact, integer, deterministic. ``run`` is shaped like ``map`` and may spread independent solves over machines."""

    name = Method.BRANCH

    def __init__(self, run: Runner = map) -> None:
        self._run = run

    def decide(self, case: Case, watch: Watch) -> Decision:
        problem = problem_of(case)
        score = exact_scores(problem.score, bidders=problem.bidders)
        task = Task(self.name, case, score, problem.eligible, problem.must_win)
        optima = optima_of(task, most=MOST_TIED, watch=watch)
        if optima is None:
            raise NoFeasibleAllocation("no allocation awards every bidder that must win one of its bids")
        value, first = optima.value, optima.allocations[0]
        decision = Decision(first, value=value, bound=value, proved=True, tied=False, decided_by=None)
        if len(optima.allocations) == 1 and optima.complete:
            return decision
        if optima.complete:
            return choice_among(case, optima.allocations, decision)
        bounds = clique_relaxation_of(case).bounds(task)
        within = replace(task, allowed=task.allowed & (bounds.loss <= bounds.margin_to(value)))
        found = Solution(value=value, chosen=first, bound=value, proved=True)
        return break_tie(case, within, found, solve_by_branching, decision)

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        return SeparatedCoalitions(case, chosen, method=self.name, solve_all=partial(self._run, solve_by_branching))


def solve_by_branching(task: Task) -> Solution:
    """The best allocation of ``task``. Raises MethodUnsuited for a case with covers."""
    optima = optima_of(task, most=1)
    if optima is None:
        return INFEASIBLE
    return Solution(value=optima.value, chosen=optima.allocations[0], bound=optima.value, proved=True)


def optima_of(task: Task, *, most: int, watch: Watch = unwatched) -> Optima | None:
    """The best allocations of ``task``, up to ``most`` of them; None where there is none."""
    problem = problem_of(task.case)
    if problem.covers:
        raise MethodUnsuited("branching cannot demand that one of several bids is awarded")
    if not np.isin(np.flatnonzero(task.must_win), problem.owner[task.allowed]).all():
        return None
    relaxation = clique_relaxation_of(task.case)
    bounds = relaxation.bounds(task)
    told = _Told(task, bounds.bound // bounds.scale, watch)
    for at_least in _targets(task, bounds, told):
        columns = np.flatnonzero(task.allowed & (bounds.loss <= bounds.margin_to(at_least)))
        tree = BranchTree(task, relaxation.problem, columns)
        optima = tree.optima(at_least, most=most, tell=told.better)
        if optima is not None:
            return optima
        told.none_scores(at_least)
    return None


class _Told:
    """What ``watch`` is told of one search: each better allocation, and each bound that a tree in vain has proved."""

    def __init__(self, task: Task, bound: int, watch: Watch) -> None:
        self._task, self._watch = task, watch
        self._known = Solution(value=None, chosen=(), bound=bound, proved=False)

    def better(self, chosen: Ints) -> None:
        rows, value = tuple(chosen.tolist()), int(self._task.score[chosen].sum())
        self._tell(replace(self._known, chosen=rows, value=value))

    def none_scores(self, at_least: int) -> None:
        self._tell(replace(self._known, bound=at_least - 1))

    def _tell(self, known: Solution) -> None:
        self._known = known
        if known.value is not None:
            self._watch(standing_of(self._task, known))


def _targets(task: Task, bounds: Bounds, told: _Told) -> Iterator[int]:
    """Scores to reach, lower every time, down to one that the best allocation reaches."""
    highest = bounds.bound // bounds.scale
    if task.at_least is not None:
        if task.at_least <= highest:
            yield task.at_least
        return
    columns = np.flatnonzero(task.allowed)
    dive = BranchTree(task, clique_relaxation_of(task.case).problem, columns).dive()
    if dive is not None and tuple(columns[dive].tolist()) != task.excluded:
        told.better(columns[dive])
        in_hand = int(task.score[columns[dive]].sum())
        yield from sorted({highest - (highest - in_hand) // 2, in_hand}, reverse=True)
        return
    lowest, distance = least_score(task), max(abs(highest) // FIRST_MARGIN, 1)
    while highest - distance > lowest:
        yield highest - distance
        distance *= 2
    yield lowest
