"""Method ``milp``: the mixed-integer programme on HiGHS, passed in bulk, solved without gaps, checked in integers."""

from functools import partial
from math import floor, gcd

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Method
from winner_determination.distance import distance_programme
from winner_determination.errors import InconsistentSolve
from winner_determination.highs import Floats, add_row, linear_programme, quiet_highs
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Runner, Solution, Task
from winner_determination.problem import Mask, Problem, problem_of
from winner_determination.separation import SeparatedCoalitions
from winner_determination.survivors import solved_on_survivors
from winner_determination.task_decision import decide_by_tasks

TOLERANCES = (1e-6, 1e-9)
FEW_COLUMNS = 60  # solved as they are


class Milp:
    """HiGHS on one thread with a fixed seed. ``run`` is shaped like ``map`` and may spread independent solves over
    machines."""

    name = Method.MILP

    def __init__(self, run: Runner = map) -> None:
        self._run = run

    def decide(self, case: Case) -> Decision:
        return decide_by_tasks(case, self.name, solve_milp)

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        return SeparatedCoalitions(case, chosen, method=self.name, solve_all=partial(self._run, solve_milp))


def solve_milp(task: Task) -> Solution:
    """The best allocation of ``task``: over the bids that exact bounds leave, or all where those are many."""
    problem = problem_of(task.case)
    columns = np.flatnonzero(task.allowed)
    if (task.must_win & (np.bincount(problem.owner[columns], minlength=problem.bidders) == 0)).any():
        return INFEASIBLE
    if len(columns) <= FEW_COLUMNS:
        return _solved(problem, task, columns)
    return solved_on_survivors(task, columns, lambda survivors: _solved(problem, task, survivors))


def _solved(problem: Problem, task: Task, columns: Ints) -> Solution:
    """The best allocation of ``task`` within ``columns``, as HiGHS finds it and integers confirm it.

    The proof is HiGHS's bound, not its status: scores are whole multiples of ``unit``, so a bound below the next
    multiple leaves nothing better. Columns are tried with a tighter tolerance where the usual one lets a cap of many
    digits be exceeded.
    """
    if not len(columns):
        return _nothing(problem, task)
    unit = gcd(*map(int, task.score[columns])) or 1
    programme = distance_programme(problem, task, columns, unit)
    if task.excluded is not None:
        _exclude(programme.lp, problem, columns, task.excluded)
    for tolerance in TOLERANCES:
        highs = quiet_highs()
        highs.setOptionValue("mip_feasibility_tolerance", tolerance)
        highs.setOptionValue("presolve", "off")  # costs more than it saves on books of generic lots
        highs.passModel(programme.lp)
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return INFEASIBLE
        if status != highspy.HighsModelStatus.kOptimal:
            raise InconsistentSolve(f"HiGHS ended with {highs.modelStatusToString(status)}")
        chosen = columns[np.array(highs.getSolution().col_value)[: len(columns)] > 0.5]
        if allows(problem, task, chosen):
            value = int(task.score[chosen].sum())
            bound = max(value, (programme.bound + _whole(highs.getInfo().mip_dual_bound)) * unit)
            return Solution(value=value, chosen=tuple(chosen.tolist()), bound=bound, proved=bound == value)
    raise InconsistentSolve("HiGHS returned an allocation that integer arithmetic rejects")


def _whole(bound: float) -> int:
    """The whole number that ``bound`` stands for, allowing for the last digits of floating point."""
    return floor(bound + 1e-6 + 1e-12 * abs(bound))


def model_of(problem: Problem) -> highspy.HighsLp:
    """The integer programme of the whole case, without any task."""
    columns = np.flatnonzero(problem.eligible)
    lp = _integer_programme(problem, columns, cost=problem.score[columns].astype(float), must_win=problem.must_win)
    lp.col_names_ = [f"bid_{row}" for row in columns.tolist()]
    kinds = {"bidder": problem.bidders, "resource": len(problem.capacity), "cover": len(problem.covers)}
    lp.row_names_ = [f"{kind}_{i}" for kind, number in kinds.items() for i in range(number)]
    return lp


def allows(problem: Problem, task: Task, chosen: Ints) -> bool:
    """Whether ``chosen`` is an allocation of ``task``, in integer arithmetic."""
    count = np.bincount(problem.owner[chosen], minlength=problem.bidders)
    return bool(
        task.allowed[chosen].all()
        and (count <= 1).all()
        and (count[task.must_win] == 1).all()
        and (problem.usage[chosen].sum(axis=0) <= problem.capacity).all()
        and all(np.isin(cover, chosen).any() for cover in problem.covers)
    )


def _nothing(problem: Problem, task: Task) -> Solution:
    if task.must_win.any() or problem.covers or task.excluded == ():
        return INFEASIBLE
    return Solution(value=0, chosen=(), bound=0, proved=True)


def _exclude(lp: highspy.HighsLp, problem: Problem, columns: Ints, excluded: tuple[int, ...]) -> None:
    """One of the excluded allocation's bids is missing, or a bid of somebody it leaves idle is there."""
    coefficients = np.zeros(lp.num_col_)
    coefficients[: len(columns)] = ~np.isin(problem.owner[columns], problem.owner[list(excluded)])
    coefficients[: len(columns)] -= np.isin(columns, excluded)
    add_row(lp, coefficients, at_least=1.0 - len(excluded))


def _integer_programme(problem: Problem, columns: Ints, *, cost: Floats, must_win: Mask) -> highspy.HighsLp:
    lp = linear_programme(problem, columns, cost=cost, upper=np.ones(len(columns)), must_win=must_win)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    return lp
