"""Who wins: the allocation of a case, decided by the method it names."""

from dataclasses import dataclass

import numpy as np

from winner_determination.case import Case, Method, Objective
from winner_determination.choice import methods_for, solver_of
from winner_determination.errors import InconsistentSolve, MethodUnsuited
from winner_determination.method import Decision, Runner
from winner_determination.problem import problem_of
from winner_determination.progress import Standing, Watch, unwatched


@dataclass(frozen=True)
class Allocation:
    """The winning bids (R-W1 to R-W4). Amounts in bid units."""

    rows: tuple[int, ...]  # in the book, ascending: one a winner
    value: int  # winning amounts plus reserve of unsold lots
    reserve_value_unsold: int  # 0 where unsold lots do not count (R-W2 off)
    unsold: dict[str, int]  # lots by category, categories sold out left out
    bound: int  # no allocation is worth more
    proved_optimal: bool
    method: Method  # the one that decided
    tied: bool  # another allocation is worth the same
    decided_by: Objective | None  # the objective that left one allocation, where there was a tie
    feasible: bool  # recomputed from the bids in integers
    value_recomputed: bool  # the same

    @property
    def gap(self) -> int:
        """What a better allocation could be worth more, bid units; 0 when proved optimal."""
        return self.bound - self.value


def determine_winners(case: Case, *, run: Runner = map, watch: Watch = unwatched) -> Allocation:
    """Decide ``case``.

    ``run`` is shaped like ``map``: independent solves go through it, so that they may be spread over machines.
    ``watch`` is told of every better allocation on the way.
    Raises NoFeasibleAllocation where limits and bidders that must win leave none, MethodUnsuited where the method
    named cannot solve the case, InconsistentSolve where the allocation fails its check in integers.
    """
    methods = methods_for(case)
    for method in methods:
        try:
            decision = solver_of(method, run).decide(case, watch)
        except MethodUnsuited:
            if method is methods[-1]:
                raise
        else:
            return _allocation(case, method, decision)
    raise MethodUnsuited("no method can solve the case")


def allocation_in_hand(case: Case, standing: Standing) -> Allocation:
    """What a solve that was stopped leaves: proved where its winners are decided. Whether they are tied is not told."""
    proved = standing.winners_are_decided
    base = problem_of(case).base
    value, bound = standing.value - base, standing.bound - base
    decision = Decision(standing.chosen, value=value, bound=bound, proved=proved, tied=False, decided_by=None)
    return _allocation(case, standing.method, decision)


def _allocation(case: Case, method: Method, decision: Decision) -> Allocation:
    """Recompute what the solver claims from the bids alone."""
    problem, book = problem_of(case), case.book
    rows = np.array(decision.chosen, dtype=np.int64)
    unsold = book.supply - book.quantity[rows].sum(axis=0)
    reserve_value_unsold = int(unsold @ book.reserve) if case.reserve_bids else 0
    value = sum(book.amount[rows].tolist()) + reserve_value_unsold
    feasible, value_recomputed = problem.feasible(rows), value == problem.base + decision.value
    if not feasible or not value_recomputed:
        raise InconsistentSolve(f"{method} returned an allocation that integer arithmetic rejects")
    return Allocation(
        rows=decision.chosen,
        value=value,
        reserve_value_unsold=reserve_value_unsold,
        unsold={c.id: int(lots) for c, lots in zip(book.categories, unsold, strict=True) if lots},
        bound=problem.base + decision.bound,
        proved_optimal=decision.proved,
        method=method,
        tied=decision.tied,
        decided_by=decision.decided_by,
        feasible=feasible,
        value_recomputed=value_recomputed,
    )
