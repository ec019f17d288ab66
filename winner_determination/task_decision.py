"""R-W4 for methods that can only answer "what is the best allocation of this task?".

A second solve that may not return the first allocation again shows whether there is a tie; most books have none.
Where there is one, each secondary objective is a further solve, and the seed's choice one solve for every alternative
that its bidder would prefer to the one in hand.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from winner_determination.case import Case, Method, Objective
from winner_determination.errors import NoFeasibleAllocation
from winner_determination.method import Decision, Solution, Task, exact_scores
from winner_determination.problem import Problem, problem_of
from winner_determination.progress import Stage, Watch
from winner_determination.survivors import standing_of
from winner_determination.tie_rule import (
    alternative_digest,
    objectives_before_seed,
    secondary_score,
    seed_rank,
    with_secondary,
)

Best = Callable[[Task], Solution]


def decide_by_tasks(
    case: Case, method: Method, best: Best, watch: Watch, *, guess: Best | None = None, telling: Best | None = None
) -> Decision:
    """The winning allocation, by ``best`` alone.

    ``guess`` may answer a good allocation without a proof: the search for another one that is as good is the proof.
    ``telling`` is ``best`` where it tells ``watch`` of what it finds. Raises NoFeasibleAllocation.
    """
    problem = problem_of(case)
    score = exact_scores(problem.score, bidders=problem.bidders)
    task = Task(method, case, score, problem.eligible, problem.must_win)
    other = (guess or best)(task)
    while True:
        found, value = other, other.value
        if value is None:
            raise NoFeasibleAllocation(
                "no allocation meets the limits and awards every bidder that must win one of its bids"
            )
        stage = Stage.BREAKING_TIES if found.proved else Stage.DECIDING
        watch(replace(standing_of(task, found), stage=stage))
        other = (telling or best)(replace(task, excluded=found.chosen, at_least=value))
        if other.value is None or other.value <= value:
            break
    bound = max(value, other.bound or value)
    decision = Decision(found.chosen, value=value, bound=bound, proved=other.proved, tied=False, decided_by=None)
    tied = other.proved and other.value == value
    return break_tie(case, task, found, best, decision) if tied else decision


def break_tie(case: Case, task: Task, found: Solution, best: Best, decision: Decision) -> Decision:
    """``decision`` with the allocation that the rule selects among those that score as much as ``found``.

    It is proved only where every answer on the way was.
    """
    problem = problem_of(case)
    proofs = [decision.proved]

    def proving(asked: Task) -> Solution:
        answer = best(asked)
        proofs.append(answer.proved)
        return answer

    for objective in objectives_before_seed(case):
        task = replace(task, score=with_secondary(task.score, secondary_score(case.book, objective), problem))
        found = proving(task)
        if not _another(task, found, proving):
            return replace(decision, chosen=found.chosen, proved=all(proofs), tied=True, decided_by=objective)
    chosen = _seed_choice(case, problem, task, found, proving)
    return replace(decision, chosen=chosen, proved=all(proofs), tied=True, decided_by=Objective.SEED)


def choice_among(case: Case, allocations: tuple[tuple[int, ...], ...], decision: Decision) -> Decision:
    """The same where these are all the ``allocations`` that score as much."""
    left = list(allocations)
    for objective in objectives_before_seed(case):
        secondary = secondary_score(case.book, objective)
        reached = [int(secondary[list(rows)].sum()) for rows in left]
        left = [rows for rows, score in zip(left, reached, strict=True) if score == max(reached)]
        if len(left) == 1:
            return replace(decision, chosen=left[0], tied=True, decided_by=objective)
    owner = problem_of(case).owner
    for bidder in seed_rank(case):
        gets = [next((row for row in rows if int(owner[row]) == bidder), None) for rows in left]
        preferred = min(set(gets), key=lambda row: alternative_digest(case, bidder, row))
        left = [rows for rows, row in zip(left, gets, strict=True) if row == preferred]
    return replace(decision, chosen=left[0], tied=True, decided_by=Objective.SEED)


def _another(task: Task, found: Solution, best: Best) -> bool:
    """Whether an allocation other than ``found`` scores as much."""
    return best(replace(task, excluded=found.chosen, at_least=found.value)).value == found.value


def _seed_choice(case: Case, problem: Problem, task: Task, found: Solution, best: Best) -> tuple[int, ...]:
    for bidder in seed_rank(case):
        own = np.flatnonzero((problem.owner == bidder) & task.allowed)
        current = next((row for row in found.chosen if int(problem.owner[row]) == bidder), None)
        alternatives: list[int | None] = [*own.tolist()]
        if not task.must_win[bidder]:
            alternatives.append(None)
        order = sorted(alternatives, key=lambda row: alternative_digest(case, bidder, row))
        for row in order:
            fixed = fix(problem, task, bidder, row)
            solution = found if row == current else best(replace(fixed, at_least=found.value))
            if solution.value == found.value:
                task, found = fixed, solution
                break
    return found.chosen


def fix(problem: Problem, task: Task, bidder: int, row: int | None) -> Task:
    """``task`` with the alternative of ``bidder`` decided."""
    allowed, must_win = task.allowed.copy(), task.must_win.copy()
    allowed[problem.owner == bidder] = False
    if row is not None:
        allowed[row] = True
    must_win[bidder] = row is not None
    return replace(task, allowed=allowed, must_win=must_win)
