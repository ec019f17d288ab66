"""Method ``interval``: lots in a row, each of them one of a kind, and every bid on a run of neighbours.

An allocation then fills the row from its first lot to its last, and of what stands below a position nothing matters to
the rest but who has been served. A dynamic programme over (position, set of bidders served) is exact: ten bidders on 40
lots have 41 x 1,024 states, and a solve takes milliseconds, so that opportunity costs and the separation of the core
are solves like any other.
Source: Rothkopf, Pekec, Harstad 1998, Management Science 44(8), section 4.2, bids on intervals (recalled); the set of
bidders served is what one bid a bidder (XOR) adds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Method
from winner_determination.errors import MethodUnsuited
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Scores, Solution, Task
from winner_determination.other_allocations import best_of_others
from winner_determination.package_tables import impossible, is_possible
from winner_determination.problem import problem_of
from winner_determination.progress import Watch
from winner_determination.separation import SeparatedCoalitions
from winner_determination.task_decision import decide_by_tasks

MOST_STATES = 4_000_000


class IntervalProgramme:
    """Exact, integer, deterministic; where the lots are single and every bid takes neighbours."""

    name = Method.INTERVAL

    def decide(self, case: Case, watch: Watch) -> Decision:
        row_of_lots(case)
        return decide_by_tasks(case, self.name, solve_in_a_row, watch)

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        return SeparatedCoalitions(case, chosen, method=self.name, solve_all=partial(map, solve_in_a_row))


@dataclass(frozen=True, eq=False)
class RowOfLots:
    """The lots that each bid takes: from position ``start`` up to, not including, ``stop``; int64[n]."""

    lots: int
    start: Ints
    stop: Ints


@lru_cache(maxsize=4)
def row_of_lots(case: Case) -> RowOfLots:
    """The bids of ``case`` as intervals.

    Raises MethodUnsuited where lots are not single, a bid that can win takes lots that are no neighbours, a cover must
    be met, or there are too many bidders.
    """
    problem = problem_of(case)
    lots, taken = len(problem.capacity), problem.usage > 0
    start = taken.argmax(axis=1) if lots else np.zeros(0, dtype=np.int64)
    stop = lots - taken[:, ::-1].argmax(axis=1) if lots else start
    neighbours = (stop - start == problem.usage.sum(axis=1)) | ~problem.eligible
    if problem.covers or (problem.capacity != 1).any() or not neighbours.all():
        raise MethodUnsuited("the interval programme needs single lots in a row, and every bid on neighbours")
    if (lots + 1) << problem.bidders > MOST_STATES:
        raise MethodUnsuited(f"the interval programme would need {lots + 1} x 2^{problem.bidders} states")
    return RowOfLots(lots, start, stop)


def solve_in_a_row(task: Task) -> Solution:
    """The best allocation of ``task``."""
    if task.excluded is not None:
        return best_of_others(task, solve_in_a_row)
    table = _table(task)
    served = np.arange(table.shape[1])
    must_win = sum(1 << int(bidder) for bidder in np.flatnonzero(task.must_win))
    totals = np.where(served & must_win == must_win, table[-1], impossible(task.score))
    best = int(totals.argmax())
    value = int(totals[best])
    if not is_possible(value, task.score):
        return INFEASIBLE
    return Solution(value=value, chosen=tuple(sorted(_walk_back(task, table, best))), bound=value, proved=True)


def _table(task: Task) -> Scores:
    """[lots + 1, 2^bidders]: the best total of bids below a position with exactly these bidders (bits) served."""
    row, owner = row_of_lots(task.case), problem_of(task.case).owner
    table = np.full((row.lots + 1, 1 << len(task.must_win)), impossible(task.score), dtype=task.score.dtype)
    table[0, 0] = 0
    for position in range(row.lots):
        here, above = table[position], table[position + 1]
        np.maximum(above, here, out=above)
        for bid in np.flatnonzero(task.allowed & (row.start == position)).tolist():
            split = (-1, 2, 1 << int(owner[bid]))  # [bidders above, not served and served, bidders below]
            with_it = table[row.stop[bid]].reshape(split)[:, 1]
            np.maximum(with_it, here.reshape(split)[:, 0] + task.score[bid], out=with_it)
    return table


def _walk_back(task: Task, table: Scores, served: int) -> Iterator[int]:
    """The bids behind the total of ``served`` at the last position."""
    row, owner = row_of_lots(task.case), problem_of(task.case).owner
    position = row.lots
    while position:
        if table[position - 1, served] == table[position, served]:
            position -= 1
            continue
        for bid in np.flatnonzero(task.allowed & (row.stop == position)).tolist():
            start, bidder = int(row.start[bid]), 1 << int(owner[bid])
            if served & bidder and table[start, served - bidder] + task.score[bid] == table[position, served]:
                yield bid
                position, served = start, served - bidder
                break
