"""The best allocation but one: all others cut into parts that a solver of plain tasks can answer.

In each part the bidders before one stand as in the excluded allocation, and that one does not.
Source: Murty 1968, Operations Research 16(3) (recalled).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from winner_determination.method import INFEASIBLE, Solution, Task
from winner_determination.problem import problem_of
from winner_determination.task_decision import fix


def best_of_others(task: Task, best: Callable[[Task], Solution]) -> Solution:
    """The best allocation of ``task`` other than its ``excluded`` one, ``best`` solving tasks that exclude none."""
    return max(
        map(best, _parts(task)), key=lambda found: (found.value is not None, found.value or 0), default=INFEASIBLE
    )


def _parts(task: Task) -> Iterator[Task]:
    problem = problem_of(task.case)
    excluded = {int(problem.owner[row]): row for row in task.excluded or ()}
    task = replace(task, excluded=None)
    for bidder in range(problem.bidders):
        row = excluded.get(bidder)
        allowed, must_win = task.allowed.copy(), task.must_win.copy()
        if row is None:
            must_win[bidder] = True
        else:
            allowed[row] = False
        yield replace(task, allowed=allowed, must_win=must_win)
        task = fix(problem, task, bidder, row)
