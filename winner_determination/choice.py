"""Which methods are tried for a case, in order."""

from math import prod

from winner_determination.branch import Branch, solve_by_branching
from winner_determination.case import AtLeastOne, Case, Method
from winner_determination.dynamic import DynamicProgramme
from winner_determination.interval import IntervalProgramme
from winner_determination.method import Runner, Solution, Solver, Task
from winner_determination.milp import Milp, solve_milp
from winner_determination.problem import problem_of
from winner_determination.search import Search
from winner_determination.second_opinion import SecondOpinion, solve_with_pulp

MOST_CELLS_UNASKED = 250_000
"""Tables beyond this many cells (states times bidders) are only filled when the case asks for them by name: many small
bidders on many single lots are faster without."""


def solver_of(method: Method, run: Runner = map) -> Solver:
    """The solver of one method (not ``auto``)."""
    if method is Method.INTERVAL:
        return IntervalProgramme()
    if method is Method.SEARCH:
        return Search()
    if method is Method.DYNAMIC:
        return DynamicProgramme()
    if method is Method.BRANCH:
        return Branch(run)
    return Milp(run) if method is Method.MILP else SecondOpinion(run)


def methods_for(case: Case) -> tuple[Method, ...]:
    """The method named; under ``auto`` the first that suits the case. A cover always goes to HiGHS (R-W3)."""
    covered = any(isinstance(limit, AtLeastOne) for limit in case.limits)
    if case.method in (Method.MILP, Method.SECOND_OPINION):
        return (case.method,)
    if covered:
        return (Method.MILP,)
    if case.method is not Method.AUTO:
        return (case.method,)
    tables = (Method.DYNAMIC,) if _tables_are_small(case) else ()
    return (Method.INTERVAL, Method.SEARCH, *tables, Method.BRANCH)


def _tables_are_small(case: Case) -> bool:
    problem = problem_of(case)
    return prod(int(most) + 1 for most in problem.capacity) * problem.bidders <= MOST_CELLS_UNASKED


def solve_task(task: Task) -> Solution:
    """One solve of a method whose independent solves may be done elsewhere."""
    if task.method is Method.BRANCH:
        return solve_by_branching(task)
    return solve_milp(task) if task.method is Method.MILP else solve_with_pulp(task)


def other_methods(method: Method) -> tuple[Method, ...]:
    """The methods that may check ``method``, in order of preference: other algorithms."""
    return tuple(other for other in (Method.SECOND_OPINION, Method.MILP, Method.DYNAMIC) if other is not method)
