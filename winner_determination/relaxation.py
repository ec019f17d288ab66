"""Bounds that hold exactly, from prices of lots that need not be right.

Let lots (and room under caps) have any whole-number prices y >= 0. A bid then loses ``loss`` = the best its bidder
could get at these prices minus what the bid gets, and every lot left over loses its price:

    value of an allocation = bound - losses of the chosen alternatives - prices of what is left over,
    bound = y . capacity + sum over bidders of the best (score - y . usage), nothing being 0 where a bidder may go
    without.

Nothing negative is ever subtracted, so ``bound`` is an upper bound whatever y is, and an allocation worth at least
bound - g uses no bid that loses more than g: that is reduced-cost fixing with a margin of zero, in integer
arithmetic. Good prices are the duals of the linear relaxation; HiGHS finds them in floating point, and an error there
only makes the bound weaker.
Source: Lagrangian relaxation, Fisher 1981, Management Science 27(1) (recalled).
"""

from dataclasses import dataclass
from functools import lru_cache

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case
from winner_determination.highs import Floats, columns_of, linear_programme, quiet_highs
from winner_determination.method import LARGEST_TOTAL, Scores, Task
from winner_determination.problem import Problem, problem_of

MOST_ROUNDS = 40
COLUMNS_A_ROUND = 12
LARGEST_COST = 10**5
"""HiGHS is told of no larger cost: its absolute tolerances fail at a milliard ("Solve error")."""


@dataclass(frozen=True, eq=False)
class Bounds:
    """Losses at fixed prices, all in units of the task's scores times ``scale``."""

    scale: int
    price: Scores  # [r], of one unit of each resource
    bound: int  # no allocation is worth more
    best: Scores  # [bidders], what each bidder gets at most
    loss: Scores  # [n]; meaningless for bids that are not allowed
    loss_of_nothing: Scores  # [bidders]

    def margin_to(self, total: int) -> int:
        """The most that a bid may lose in an allocation that scores ``total``; negative where none scores so much."""
        return self.bound - total * self.scale


class Relaxation:
    """The linear relaxation of a case, in one HiGHS model that grows by the columns that price in.

    Of thousands of bids a few dozen matter, so the model holds those and every solve starts from the last basis, also
    when scores and allowed bids change between counterfactuals and separations.
    """

    def __init__(self, case: Case) -> None:
        self._problem = problem_of(case)
        self._columns = np.empty(0, dtype=np.int64)  # rows of the book in the order of the model's columns
        self._highs: highspy.Highs | None = None
        self._last: tuple[Task | None, Bounds | None] = None, None

    def bounds(self, task: Task) -> Bounds:
        """Exact bounds for ``task`` at (nearly) the best prices; those of the last task are kept, as most are asked
        about more than once."""
        last, known = self._last
        if last is None or known is None or not _same_programme(last, task):
            known = self._bounds(task)
            self._last = task, known
        return known

    def _bounds(self, task: Task) -> Bounds:
        problem = self._problem
        unit = max(float(np.abs(task.score[task.allowed]).max(initial=0)) / LARGEST_COST, 1.0)
        score = task.score.astype(float) / unit
        charge = problem.usage.astype(float)
        self._resolve(task, score, np.empty(0, dtype=np.int64))
        for _ in range(MOST_ROUNDS):
            fresh = self._pricing_in(task, score - charge @ np.array(self._duals()))
            if not len(fresh):
                break
            self._resolve(task, score, fresh)
        return bounds_at(problem, task, [dual * unit for dual in self._duals()])

    def _pricing_in(self, task: Task, net: Floats) -> Ints:
        """Up to COLUMNS_A_ROUND bids of each bidder that are not in the model and get more than the bidder's best in
        it."""
        problem = self._problem
        inside = np.zeros(len(net), dtype=np.bool_)
        inside[self._columns] = True
        best = np.zeros(problem.bidders)
        best[task.must_win] = -np.inf
        known = self._columns[task.allowed[self._columns]]
        np.maximum.at(best, problem.owner[known], net[known])
        outside = np.flatnonzero(task.allowed & ~inside & (net > best[problem.owner] + 1e-9 * (1 + np.abs(net))))
        order = outside[np.lexsort((-net[outside], problem.owner[outside]))]
        first = np.searchsorted(problem.owner[order], problem.owner[order])
        return np.sort(order[np.arange(len(order)) - first < COLUMNS_A_ROUND])

    def _resolve(self, task: Task, score: Floats, fresh: Ints) -> None:
        problem = self._problem
        if self._highs is None:
            self._highs = quiet_highs()
            self._highs.setOptionValue("presolve", "off")
            nothing = np.empty(0, dtype=np.int64)
            empty = np.empty(0)
            self._highs.passModel(linear_programme(problem, nothing, cost=empty, upper=empty, must_win=task.must_win))
        known = len(self._columns)
        if known:
            index = np.arange(known, dtype=np.int32)
            self._highs.changeColsCost(known, index, score[self._columns])
            self._highs.changeColsBounds(known, index, np.zeros(known), task.allowed[self._columns].astype(float))
        for bidder, must in enumerate(task.must_win.tolist()):
            self._highs.changeRowBounds(bidder, 1.0 if must else -highspy.kHighsInf, 1.0)
        if len(fresh):
            start, row, value = columns_of(problem, fresh)
            self._highs.addCols(
                len(fresh), score[fresh], np.zeros(len(fresh)), np.ones(len(fresh)), len(row), start, row, value
            )
            self._columns = np.concatenate([self._columns, fresh])
        self._highs.run()

    def _duals(self) -> list[float]:
        """Price of a unit of each resource, in units of the score; zeros where the columns at hand have no optimum."""
        resources = len(self._problem.capacity)
        if self._highs is None or self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return [0.0] * resources
        duals = self._highs.getSolution().row_dual
        return [max(float(dual), 0.0) for dual in duals[self._problem.bidders : self._problem.bidders + resources]]


def _same_programme(one: Task, other: Task) -> bool:
    """Whether two tasks ask about the very same scores and bids, whatever total they ask for."""
    return one.score is other.score and one.allowed is other.allowed and one.must_win is other.must_win


@lru_cache(maxsize=2)
def relaxation_of(case: Case) -> Relaxation:
    """The relaxation of ``case``, kept for its counterfactuals and separations."""
    return Relaxation(case)


def bounds_at(problem: Problem, task: Task, prices: list[float]) -> Bounds:
    """Exact bounds for ``task`` at any ``prices`` of the resources, in units of the score."""
    scale = _scale(problem, task.score)
    wide = task.score.dtype if scale == 1 else np.dtype(np.int64)
    price = np.array([round(p * scale) for p in prices], dtype=object)
    if problem.usage.size and _largest_charge(problem, price) >= LARGEST_TOTAL:
        wide = np.dtype(object)
    price = price.astype(wide)
    net = task.score.astype(wide) * scale - problem.usage.astype(wide) @ price
    best = np.full(problem.bidders, 0, dtype=wide)
    if task.must_win.any():
        best[task.must_win] = -(10**60) if wide.kind == "O" else -(2**62)
    np.maximum.at(best, problem.owner[task.allowed], net[task.allowed])
    return Bounds(
        scale=scale,
        price=price,
        bound=int(price @ problem.capacity.astype(wide)) + int(best.sum()),
        best=best,
        loss=best[problem.owner] - net,
        loss_of_nothing=best,
    )


def _scale(problem: Problem, score: Scores) -> int:
    """A power of two that makes whole-number prices fine enough, within 64 bits."""
    if score.dtype == object:
        return 1
    largest = int(np.abs(score).max(initial=1)) * 4 * max(problem.bidders, 1)
    return int(max(1, 2 ** max(0, (2**50 // max(largest, 1)).bit_length() - 1)))


def _largest_charge(problem: Problem, price: Scores) -> int:
    return int(problem.capacity.astype(object) @ price) * 4 * max(problem.bidders, 1)
