"""Method ``milp``: the mixed-integer programme on HiGHS, passed in bulk, solved without gaps, checked in integers."""

from functools import partial
from math import floor, gcd

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Method
from winner_determination.errors import InconsistentSolve, MethodUnsuited
from winner_determination.highs import Floats, add_row, linear_programme, quiet_highs
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Runner, Solution, Task
from winner_determination.problem import Mask, Problem, problem_of
from winner_determination.relaxation import relaxation_of
from winner_determination.separation import SeparatedCoalitions
from winner_determination.task_decision import decide_by_tasks

LARGEST_COST = 2**53
FEW_COLUMNS = 60  # solved as they are
FIRST_MARGIN = 500  # the first margin is the bound divided by this
MOST_SURVIVORS = 0.4  # share of the bids beyond which the reduction is not worth its solves


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
    if set(np.flatnonzero(task.must_win)) - set(problem.owner[columns]):
        return INFEASIBLE
    if not len(columns):
        return _nothing(problem, task)
    if int(np.abs(task.score).max()) >= LARGEST_COST:
        raise MethodUnsuited("amounts of this size cannot be told apart in floating point")
    if len(columns) <= FEW_COLUMNS:
        return _solved(problem, task, columns)
    return _solved_on_survivors(problem, task, columns)


def _solved_on_survivors(problem: Problem, task: Task, columns: Ints) -> Solution:
    """Solve over the bids that lose at most a margin; the answer stands if it shows that the margin was enough.

    Where the task asks only for allocations that score ``at_least`` so much, the margin is known at once.
    """
    bounds = relaxation_of(task.case).bounds(task)
    loss = bounds.loss[columns]
    if task.at_least is not None:
        margin = bounds.bound - task.at_least * bounds.scale
        return INFEASIBLE if margin < 0 else _solved(problem, task, columns[loss <= margin])
    margin = max(bounds.bound // FIRST_MARGIN, 1)
    while True:
        survivors = columns[loss <= margin]
        if len(survivors) > MOST_SURVIVORS * len(columns):
            return _solved(problem, task, columns)
        found = _solved(problem, task, survivors)
        if found.value is not None and bounds.bound - found.value * bounds.scale <= margin:
            return found
        margin = 4 * margin if found.value is None else bounds.bound - found.value * bounds.scale


def _solved(problem: Problem, task: Task, columns: Ints) -> Solution:
    """The best allocation of ``task`` within ``columns``, as HiGHS finds it and integers confirm it.

    The proof is HiGHS's bound, not its status: scores are whole multiples of ``unit``, so a bound below the next
    multiple leaves nothing better.
    """
    unit = gcd(*map(int, task.score[columns])) or 1
    highs = quiet_highs()
    highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
    highs.setOptionValue("presolve", "off")  # costs more than it saves on books of generic lots
    highs.passModel(_model(problem, task, columns, unit))
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return INFEASIBLE
    if status != highspy.HighsModelStatus.kOptimal:
        raise InconsistentSolve(f"HiGHS ended with {highs.modelStatusToString(status)}")
    chosen = columns[np.array(highs.getSolution().col_value) > 0.5]
    if not allows(problem, task, chosen):
        raise InconsistentSolve("HiGHS returned an allocation that integer arithmetic rejects")
    value = int(task.score[chosen].sum())
    bound = max(value, floor(highs.getInfo().mip_dual_bound) * unit)
    return Solution(value=value, chosen=tuple(chosen.tolist()), bound=bound, proved=bound == value)


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


def _model(problem: Problem, task: Task, columns: Ints, unit: int) -> highspy.HighsLp:
    """The integer programme of ``task`` within ``columns``, scores counted in ``unit``."""
    cost = (task.score[columns] // unit).astype(float)
    lp = _integer_programme(problem, columns, cost=cost, must_win=task.must_win)
    if task.excluded is not None:
        # One of the excluded allocation's bids is missing, or a bid of somebody it leaves idle is there.
        winning = np.isin(columns, task.excluded)
        idle = ~np.isin(problem.owner[columns], problem.owner[list(task.excluded)])
        add_row(lp, np.where(winning, -1.0, np.where(idle, 1.0, 0.0)), at_least=1.0 - len(task.excluded))
    return lp


def _integer_programme(problem: Problem, columns: Ints, *, cost: Floats, must_win: Mask) -> highspy.HighsLp:
    lp = linear_programme(problem, columns, cost=cost, upper=np.ones(len(columns)), must_win=must_win)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    return lp
