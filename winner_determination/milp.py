"""Method ``milp``: the mixed-integer programme on HiGHS, passed in bulk, solved without gaps, checked in integers."""

from functools import partial

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Method
from winner_determination.errors import InconsistentSolve, MethodUnsuited
from winner_determination.highs import quiet_highs
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Runner, Solution, Task
from winner_determination.problem import Problem, problem_of
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
    """Solve over the bids that lose at most a margin; the answer stands if it shows that the margin was enough."""
    bounds = relaxation_of(task.case).bounds(task)
    margin = max(bounds.bound // FIRST_MARGIN, 1)
    loss = bounds.loss[columns]
    while True:
        survivors = columns[loss <= margin]
        if len(survivors) > MOST_SURVIVORS * len(columns):
            return _solved(problem, task, columns)
        found = _solved(problem, task, survivors)
        if found.value is not None and bounds.bound - found.value * bounds.scale <= margin:
            return found
        margin = 4 * margin if found.value is None else bounds.bound - found.value * bounds.scale


def _solved(problem: Problem, task: Task, columns: Ints) -> Solution:
    """The best allocation of ``task`` within ``columns``, as HiGHS finds it and integers confirm it."""
    highs = quiet_highs()
    highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
    highs.passModel(_model(problem, task, columns))
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
    return Solution(value=value, chosen=tuple(chosen.tolist()), bound=value, proved=True)


def model_of(problem: Problem) -> highspy.HighsLp:
    """The integer programme of the whole case, without any task."""
    columns = np.flatnonzero(problem.eligible)
    task = Task(Method.MILP, None, problem.score, problem.eligible, problem.must_win)  # type: ignore[arg-type]
    lp = _model(problem, task, columns)
    lp.col_names_ = [f"bid_{row}" for row in columns.tolist()]
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


def _model(problem: Problem, task: Task, columns: Ints) -> highspy.HighsLp:
    owner = problem.owner[columns]
    dense = [np.where(owner == b, 1.0, 0.0) for b in range(problem.bidders)]
    lower = [1.0 if task.must_win[b] else -highspy.kHighsInf for b in range(problem.bidders)]
    upper = [1.0] * problem.bidders
    dense += [problem.usage[columns, r].astype(float) for r in range(problem.usage.shape[1])]
    lower += [-highspy.kHighsInf] * problem.usage.shape[1]
    upper += problem.capacity.astype(float).tolist()
    for cover in problem.covers:
        dense.append(np.isin(columns, cover).astype(float))
        lower.append(1.0)
        upper.append(highspy.kHighsInf)
    if task.excluded is not None:
        winning = np.isin(columns, task.excluded)
        idle = ~np.isin(owner, problem.owner[list(task.excluded)])
        dense.append(np.where(winning, -1.0, np.where(idle, 1.0, 0.0)))
        lower.append(1.0 - len(task.excluded))
        upper.append(highspy.kHighsInf)
    matrix = np.array(dense)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), len(matrix)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = task.score[columns].astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    lp.row_lower_, lp.row_upper_ = np.array(lower), np.array(upper)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    row, column = np.nonzero(matrix)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(matrix)))])
    lp.a_matrix_.index_ = column
    lp.a_matrix_.value_ = matrix[row, column]
    return lp
