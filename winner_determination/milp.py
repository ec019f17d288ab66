"""Method ``milp``: the mixed-integer programme on HiGHS, passed in bulk, solved without gaps, checked in integers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import gcd, isfinite

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Method
from winner_determination.distance import DistanceProgramme, distance_programme
from winner_determination.errors import InconsistentSolve
from winner_determination.highs import Floats, add_row, linear_programme, quiet_highs
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Runner, Solution, Task
from winner_determination.problem import Mask, Problem, problem_of
from winner_determination.progress import Watch, unwatched
from winner_determination.separation import SeparatedCoalitions
from winner_determination.survivors import Solve, good_on_survivors, solved_on_survivors, standing_of
from winner_determination.task_decision import decide_by_tasks

TOLERANCES = (1e-6, 1e-9)
FEW_COLUMNS = 60  # solved as they are


class Milp:
    """HiGHS on one thread with a fixed seed. ``run`` is shaped like ``map`` and may spread independent solves over
    machines."""

    name = Method.MILP

    def __init__(self, run: Runner = map) -> None:
        self._run = run

    def decide(self, case: Case, watch: Watch) -> Decision:
        return decide_by_tasks(
            case,
            self.name,
            solve_milp,
            watch,
            guess=partial(good_allocation, watch=watch),
            telling=partial(solve_milp, watch=watch),
        )

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        return SeparatedCoalitions(case, chosen, method=self.name, solve_all=partial(self._run, solve_milp))


def solve_milp(task: Task, watch: Watch = unwatched) -> Solution:
    """The best allocation of ``task``, over the bids that exact bounds leave. ``watch`` is told of better ones on the
    way."""
    return _over(task, watch, solved_on_survivors)


def good_allocation(task: Task, watch: Watch) -> Solution:
    """A good allocation of ``task``, which may not be proved the best."""
    return _over(task, watch, good_on_survivors)


def _over(task: Task, watch: Watch, strategy: Callable[[Task, Ints, Solve, Watch], Solution]) -> Solution:
    problem = problem_of(task.case)
    columns = np.flatnonzero(task.allowed)
    if (task.must_win & (np.bincount(problem.owner[columns], minlength=problem.bidders) == 0)).any():
        return INFEASIBLE
    if len(columns) <= FEW_COLUMNS:
        return _solved(task, columns, watch)
    return strategy(task, columns, partial(_solved, watch=watch if task.at_least is not None else unwatched), watch)


def _solved(task: Task, columns: Ints, watch: Watch) -> Solution:
    """The best allocation of ``task`` within ``columns``, as HiGHS finds it and integers confirm it.

    The proof is HiGHS's bound, not its status: scores are whole multiples of ``unit``, so a bound below the next
    multiple leaves nothing better. Columns are tried with a tighter tolerance where the usual one lets a cap of many
    digits be exceeded.
    """
    problem = problem_of(task.case)
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
        if task.at_least is not None:
            # Branches that lose more are cut off; half a unit keeps what loses exactly as much.
            highs.setOptionValue("objective_bound", (programme.bound * unit - task.at_least) / unit + 0.5)
        highs.passModel(programme.lp)
        if watch is not unwatched:
            highs.cbMipImprovingSolution += partial(_tell, task, columns, programme, watch)
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return INFEASIBLE
        if status != highspy.HighsModelStatus.kOptimal:
            raise InconsistentSolve(f"HiGHS ended with {highs.modelStatusToString(status)}")
        found = _solution(
            task, columns, programme, np.array(highs.getSolution().col_value), highs.getInfo().mip_dual_bound
        )
        if found is not None:
            return found if task.at_least is None else _reaching(task.at_least, found)
    raise InconsistentSolve("HiGHS returned an allocation that integer arithmetic rejects")


def _solution(task: Task, columns: Ints, programme: DistanceProgramme, point: Floats, bound: float) -> Solution | None:
    """What HiGHS found and proved, in integers; None where it is no allocation."""
    chosen = columns[point[: len(columns)] > 0.5]
    if not isfinite(bound) or not allows(problem_of(task.case), task, chosen):
        return None
    value = int(task.score[chosen].sum())
    most = max(value, programme.score(bound))
    return Solution(value=value, chosen=tuple(chosen.tolist()), bound=most, proved=most == value)


def _reaching(least: int, found: Solution) -> Solution:
    """``found`` where it scores ``least`` or more; else nothing, proved where HiGHS's bound is below as well."""
    if found.value is not None and found.value >= least:
        return found
    if found.bound is None or found.bound < least:
        return INFEASIBLE
    return Solution(value=None, chosen=(), bound=found.bound, proved=False)


def _tell(
    task: Task, columns: Ints, programme: DistanceProgramme, watch: Watch, event: highspy.HighsCallbackEvent
) -> None:
    """Pass a better allocation on. Bids outside ``columns`` only make allocations that the task does not ask for."""
    found = _solution(task, columns, programme, event.data_out.mip_solution, event.data_out.mip_dual_bound)
    if found is not None:
        watch(standing_of(task, replace(found, bound=max(found.bound or 0, (task.at_least or 0) - 1))))


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
