"""Method ``second_opinion``: the same question put to CBC in the words of PuLP.

The programme is written from the rules alone and on purpose without the one that the other methods share
(``problem``): a slip there must not be repeated here. Which bids are eligible, the tie rule and the separation of the
core are shared. Slow, and meant to be: it checks, it does not race. PuLP tells no bound, so that the proof is CBC's
word for a zero gap.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from math import gcd

import pulp

from winner_determination.case import AtLeastOne, Case, Method
from winner_determination.errors import InconsistentSolve, MethodUnsuited
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Solution, Task
from winner_determination.progress import Watch
from winner_determination.separation import SeparatedCoalitions
from winner_determination.task_decision import decide_by_tasks

LARGEST_SCORE = 10**12
"""In units that divide every score: beyond, amounts reach CBC rounded, and it calls the wrong allocation optimal."""


class SecondOpinion:
    """PuLP and CBC."""

    name = Method.SECOND_OPINION

    def __init__(self, run: Callable[[Callable[[Task], Solution], Iterable[Task]], Iterable[Solution]] = map) -> None:
        self._run = run

    def decide(self, case: Case, watch: Watch) -> Decision:
        return decide_by_tasks(case, self.name, solve_with_pulp, watch)

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        return SeparatedCoalitions(case, chosen, method=self.name, solve_all=partial(self._run, solve_with_pulp))


def solve_with_pulp(task: Task) -> Solution:
    """The best allocation of ``task``."""
    book = task.case.book
    unit = gcd(*map(int, task.score[task.allowed])) or 1
    if max((abs(int(score)) for score in task.score[task.allowed]), default=0) // unit >= LARGEST_SCORE:
        raise MethodUnsuited("PuLP hands CBC no more than 13 digits of an amount")
    model = pulp.LpProblem("winner_determination", pulp.LpMaximize)
    accepted = {row: pulp.LpVariable(f"accept_{row}", cat="Binary") for row in range(len(book)) if task.allowed[row]}
    model += pulp.lpSum(int(task.score[row]) // unit * x for row, x in accepted.items())
    for bidder in range(len(book.bidders)):
        total = pulp.lpSum(x for row, x in accepted.items() if book.owner[row] == bidder)
        model += (total == 1) if task.must_win[bidder] else (total <= 1)
    for k, category in enumerate(book.categories):
        model += pulp.lpSum(int(book.quantity[row, k]) * x for row, x in accepted.items()) <= category.supply
    for limit in task.case.limits:
        if isinstance(limit, AtLeastOne):
            wanted = [(bidder, {c: q for c, q in package.items() if q}) for bidder, package in limit.options]
            model += (
                pulp.lpSum(x for row, x in accepted.items() if (book.bidder_of(row), book.package(row)) in wanted) >= 1
            )
            continue
        weight = {
            row: sum((limit.weights.get(c, Fraction(0)) * q for c, q in book.package(row).items()), Fraction(0))
            for row in accepted
            if book.bidder_of(row) in limit.bidders
        }
        model += pulp.lpSum(float(w) * accepted[row] for row, w in weight.items()) <= float(limit.maximum)
    if task.excluded is not None:
        model += pulp.lpSum(x if row not in task.excluded else 1 - x for row, x in accepted.items()) >= 1
    # CBC is serial as it starts; told to use one thread, it sleeps ten seconds in about one solve of a hundred.
    model.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0, gapAbs=0))
    if pulp.LpStatus[model.status] == "Infeasible":
        return INFEASIBLE
    if pulp.LpStatus[model.status] != "Optimal":
        raise InconsistentSolve(f"CBC ended with {pulp.LpStatus[model.status]}")
    chosen = tuple(row for row, x in accepted.items() if (x.value() or 0) > 0.5)
    value = sum(int(task.score[row]) for row in chosen)
    return Solution(value=value, chosen=chosen, bound=value, proved=True)
