"""The linear relaxation made tight by cliques: sets of bids of which no two can win together.

A lot is such a set, and so are the bids of a bidder; but bids over two bands also clash in threes, one pair here, one
pair there, and a relaxation that takes half of each promises too much. Every clique that its solution violates becomes
a resource of one unit that all bids of the clique use. As this holds for every task of a case, cliques once found serve
all its counterfactuals and separations, and the bounds stay exact (see ``relaxation``).
Source: clique inequalities, Padberg 1973, Mathematical Programming 5 (recalled).
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case
from winner_determination.highs import Floats, linear_programme, quiet_highs
from winner_determination.method import Task
from winner_determination.problem import Mask, Problem, problem_of
from winner_determination.relaxation import Bounds, bounds_at

MOST_BIDS = 8_000
"""With more, what clashes with what takes too much memory, and no cliques are sought."""

MOST_ROUNDS = 12
CLIQUES_A_ROUND = 40
LARGEST_COST = 1e6
LEAST_VIOLATION = 1e-2


class CliqueRelaxation:
    """The relaxation of ``case`` in one HiGHS model that keeps its basis and its cliques between tasks."""

    def __init__(self, case: Case) -> None:
        self.problem = problem_of(case)  # grows by a resource for each clique
        self._clash = _clashes(self.problem) if len(case.book) <= MOST_BIDS else None
        self._highs: highspy.Highs | None = None

    def bounds(self, task: Task) -> Bounds:
        """Exact bounds for ``task``."""
        unit = max(float(np.abs(task.score[task.allowed]).max(initial=0)) / LARGEST_COST, 1e-6)
        self._pose(task, task.score.astype(float) / unit)
        for _ in range(MOST_ROUNDS):
            found = self._violated()
            if not found:
                break
            self._add(found)
        return bounds_at(self.problem, task, [price * unit for price in self._prices()])

    def _pose(self, task: Task, cost: Floats) -> None:
        bids = np.arange(len(cost))
        upper = task.allowed.astype(float)
        if self._highs is None:
            self._highs = quiet_highs()
            self._highs.passModel(linear_programme(self.problem, bids, cost=cost, upper=upper, must_win=task.must_win))
        else:
            index = bids.astype(np.int32)
            self._highs.changeColsCost(len(bids), index, cost)
            self._highs.changeColsBounds(len(bids), index, np.zeros(len(bids)), upper)
        for bidder, must in enumerate(task.must_win.tolist()):
            self._highs.changeRowBounds(bidder, 1.0 if must else -highspy.kHighsInf, 1.0)
        self._highs.run()

    def _prices(self) -> list[float]:
        """Of a unit of each resource; zeros where the relaxation has no optimum."""
        assert self._highs is not None  # noqa: S101 posed before
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return [0.0] * len(self.problem.capacity)
        return [max(float(dual), 0.0) for dual in self._highs.getSolution().row_dual[self.problem.bidders :]]

    def _violated(self) -> list[Ints]:
        """Cliques whose bids the solution takes more than once, each made as large as it goes."""
        if self._clash is None or self._highs is None:
            return []
        solution = self._highs.getSolution()
        share, cost = np.array(solution.col_value), np.array(solution.col_dual)
        by_share = np.argsort(-share, kind="stable")
        taken = by_share[share[by_share] > LEAST_VIOLATION]
        if not len(taken) or share[taken].min() > 1 - LEAST_VIOLATION:
            return []
        cheap_first = np.argsort(-cost, kind="stable")
        found: dict[bytes, Ints] = {}
        for start in taken[:CLIQUES_A_ROUND].tolist():
            clique = list(_grown([start], taken, self._clash))
            if share[clique].sum() > 1 + LEAST_VIOLATION:
                whole = np.sort(np.array(list(_grown(clique, cheap_first, self._clash)), dtype=np.int64))
                found[whole.tobytes()] = whole
        return list(found.values())

    def _add(self, cliques: list[Ints]) -> None:
        usage = np.zeros((len(self.problem.owner), len(cliques)), dtype=np.int64)
        for number, clique in enumerate(cliques):
            usage[clique, number] = 1
        self.problem = _with_cliques(self.problem, usage)
        assert self._highs is not None  # noqa: S101 posed before
        size = [len(clique) for clique in cliques]
        start = np.concatenate([[0], np.cumsum(size)[:-1]]).astype(np.int32)
        index = np.concatenate(cliques).astype(np.int32)
        lower, upper = np.full(len(cliques), -highspy.kHighsInf), np.ones(len(cliques))
        self._highs.addRows(len(cliques), lower, upper, len(index), start, index, np.ones(len(index)))
        self._highs.run()


@lru_cache(maxsize=2)
def clique_relaxation_of(case: Case) -> CliqueRelaxation:
    """The relaxation of ``case``, kept for its counterfactuals and separations."""
    return CliqueRelaxation(case)


def _with_cliques(problem: Problem, usage: Ints) -> Problem:
    capacity = np.concatenate([problem.capacity, np.ones(usage.shape[1], dtype=np.int64)])
    return replace(problem, usage=np.hstack([problem.usage, usage]), capacity=capacity)


def _clashes(problem: Problem) -> Mask:
    """bool[n, n]: whether two different bids cannot win together, being of one bidder or for the same single lot."""
    single = problem.usage[:, problem.capacity == 1].astype(np.float32)
    clash: Mask = (single @ single.T > 0) | (problem.owner[:, None] == problem.owner)
    np.fill_diagonal(clash, False)
    return clash


def _grown(clique: list[int], order: Ints, clash: Mask) -> Iterator[int]:
    """``clique`` and every bid of ``order`` that clashes with all before it."""
    yield from clique
    fitting = order[clash[clique][:, order].all(axis=0)]
    while len(fitting):
        bid = int(fitting[0])
        yield bid
        fitting = fitting[clash[bid, fitting]]
