"""The integer programme of a task, measured downwards from an exact bound: its objective stays small where it matters.

At whole-number prices y of the resources (see ``relaxation``)

    value of an allocation = bound - losses of the chosen bids - best of the idle bidders - y . what is left over,

so the same programme is: minimise what is lost. Floating point tells apart what differs in the sixth digit of an
objective, not in the tenth: allocations of milliards that differ by one unit differ here by one in a few. Without this,
HiGHS reports wrong optima with a closed gap on books whose bids follow one price a lot, as clock bids do.
"""

from dataclasses import dataclass
from math import ceil

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.errors import MethodUnsuited
from winner_determination.highs import linear_programme
from winner_determination.method import Task
from winner_determination.problem import Problem
from winner_determination.relaxation import relaxation_of

LARGEST_COST = 2**53


@dataclass(frozen=True, eq=False)
class DistanceProgramme:
    """``lp`` has the bids first, then a column for each idle bidder and each resource left over that costs."""

    lp: highspy.HighsLp  # minimise what is lost
    bound: int  # nothing lost
    unit: int  # of the score, to one of the objective

    def score(self, lost: float) -> int:
        """The score of an allocation that loses ``lost``, but for the last digits of floating point: rounded up."""
        return (self.bound - ceil(lost - 1e-6 - 1e-14 * abs(lost))) * self.unit


def distance_programme(problem: Problem, task: Task, columns: Ints, unit: int) -> DistanceProgramme:
    """The programme of ``task`` within the bids ``columns``, scores counted in ``unit``, which divides them.

    Raises MethodUnsuited where the losses do not fit a floating-point number.
    """
    bounds = relaxation_of(task.case).bounds(task)
    price = np.array([_quotient(int(p), bounds.scale * unit) for p in bounds.price], dtype=object)
    net = task.score[columns].astype(object) // unit - problem.usage[columns].astype(object) @ price
    best = np.full(problem.bidders, 0, dtype=object)
    best[task.must_win] = -(10**60)
    np.maximum.at(best, problem.owner[columns], net)
    loss = best[problem.owner[columns]] - net
    idle = np.flatnonzero((best > 0) & ~task.must_win)
    left = np.flatnonzero(price > 0)
    cost = np.concatenate([loss, best[idle], price[left]])
    if cost.max(initial=0) >= LARGEST_COST:
        raise MethodUnsuited("amounts of this size cannot be told apart in floating point")
    lp = linear_programme(
        problem, columns, cost=cost[: len(columns)].astype(float), upper=np.ones(len(columns)), must_win=task.must_win
    )
    _add_slack(
        lp,
        rows=np.concatenate([idle, problem.bidders + left]),
        cost=cost[len(columns) :].astype(float),
        upper=np.concatenate([np.ones(len(idle)), problem.capacity[left].astype(float)]),
    )
    lp.sense_ = highspy.ObjSense.kMinimize
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    return DistanceProgramme(lp=lp, bound=int(price @ problem.capacity) + int(best.sum()), unit=unit)


def _add_slack(lp: highspy.HighsLp, *, rows: Ints, cost: Ints, upper: Ints) -> None:
    """A column for what ``rows`` leave unused, which turns them into equations."""
    start, lower = np.array(lp.a_matrix_.start_), np.array(lp.row_lower_)
    lower[rows] = np.array(lp.row_upper_)[rows]
    lp.row_lower_ = lower
    lp.num_col_ += len(rows)
    lp.col_cost_ = np.concatenate([np.array(lp.col_cost_), cost])
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.concatenate([np.array(lp.col_upper_), upper])
    lp.a_matrix_.start_ = np.concatenate([start, start[-1] + 1 + np.arange(len(rows))]).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([np.array(lp.a_matrix_.index_), rows]).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([np.array(lp.a_matrix_.value_), np.ones(len(rows))])


def _quotient(number: int, divisor: int) -> int:
    """``number / divisor`` rounded to the nearest whole number."""
    return (2 * number + divisor) // (2 * divisor)
