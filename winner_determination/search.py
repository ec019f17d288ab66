"""Method ``search``: everything within the gap is listed.

A good bound rules out almost everything. What is left of ten bidders with hundreds of bids each is listed bidder after
bidder (see ``within_gap``), in a gap that widens until something is found in it: nothing outside is better. Where most
pairs of bids clash, as they do on single lots, the lists stay short; they hold whole numbers, and take milliseconds
where branch and cut takes seconds. Bounds come from cliques (see ``clique_cuts``); core separations, where most bids
are worth nothing, list several coalitions at a time and do better with the prices of lots alone. Made for the
assignment stage: every bidder must win.
Source: enumeration within the gap, Baldacci, Christofides, Mingozzi 2008, Mathematical Programming 115(2) (recalled).
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

import numpy as np

from winner_determination.branch import solve_by_branching
from winner_determination.case import Case, Method
from winner_determination.clique_cuts import clique_relaxation_of
from winner_determination.errors import ListsTooLong, MethodUnsuited
from winner_determination.method import INFEASIBLE, Blocking, Coalitions, Decision, Solution, Task
from winner_determination.problem import problem_of
from winner_determination.progress import Watch
from winner_determination.relaxation import Bounds, relaxation_of
from winner_determination.separation import SeparatedCoalitions
from winner_determination.survivors import FIRST_MARGIN, least_score
from winner_determination.task_decision import decide_by_tasks
from winner_determination.within_gap import Window

MOST_ROWS_A_ROUND = 8
FIRST_SHARE = 4  # the first margin is the widest one, where it is known, divided by this


class Search:
    """Exact, integer, deterministic; branch and bound takes over where the lists would grow too long."""

    name = Method.SEARCH

    def decide(self, case: Case, watch: Watch) -> Decision:
        problem = problem_of(case)
        if problem.covers or not problem.must_win.all():
            raise MethodUnsuited("the search is for cases in which every bidder must win")
        return decide_by_tasks(case, self.name, solve_by_search, watch)

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        return SearchedCoalitions(case, chosen, method=self.name, solve_all=partial(map, solve_by_search))


class SearchedCoalitions(SeparatedCoalitions):
    """Coalitions against the winning allocation; one search finds several that block."""

    lists_too_long = False  # once they were, they would be again: branch and bound separates from then on

    def blocking(self, prices: dict[int, Fraction]) -> list[Blocking]:
        if self.lists_too_long:
            return super().blocking(prices)
        scores, _, total = self.separation.reduced(prices)
        task = self._task(scores, self.separation.problem.eligible, at_least=total + 1)
        windows = _windows(task, relaxation_of(task.case).bounds(task))
        try:
            return next(filter(None, (self._found(window, prices) for window in windows)), [])
        except ListsTooLong:
            self.lists_too_long, self.solve_all = True, partial(map, solve_by_branching)
            return super().blocking(prices)

    def _found(self, window: Window, prices: dict[int, Fraction]) -> list[Blocking]:
        """Coalitions that block ``prices``, the most offering first, each for other payers."""
        found: dict[tuple[int, ...], Blocking] = {}
        for solution in window.allocations():
            blocking = self._kept(solution.chosen, self.separation.members(solution.chosen, prices))
            found.setdefault(blocking.payers, blocking)
            if len(found) == MOST_ROWS_A_ROUND:
                break
        return list(found.values())


def solve_by_search(task: Task) -> Solution:
    """The best allocation of ``task``, in which every bidder must win."""
    if not np.isin(np.flatnonzero(task.must_win), problem_of(task.case).owner[task.allowed]).all():
        return INFEASIBLE
    bounds = clique_relaxation_of(task.case).bounds(task)
    try:
        return next((best for window in _windows(task, bounds) for best in window.allocations()), INFEASIBLE)
    except ListsTooLong:
        return solve_by_branching(task)


def _windows(task: Task, bounds: Bounds) -> Iterator[Window]:
    """Wider every time, up to where the task asks for nothing more, or where every allocation is within."""
    if task.at_least is None:
        widest, margin = bounds.margin_to(least_score(task)), bounds.bound // FIRST_MARGIN
    else:
        widest = bounds.margin_to(task.at_least)
        margin = widest // FIRST_SHARE
    while margin < widest:
        yield Window(task, bounds, margin)
        margin += max(margin // 3, 1)
    if widest >= 0:
        yield Window(task, bounds, widest)
