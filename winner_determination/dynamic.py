"""Method ``dynamic``: the exact dynamic programme over the supply vector, over the bids that exact bounds leave.

Deciding: bidders are counted into tables in the reverse of the seed's order, so that the walk back from the full
capacity meets them in that order and can give each the alternative that the tie rule wants. Only alternatives that keep
the total exactly are candidates; a second candidate anywhere on the walk is a tie. Bids that no optimal allocation can
use are left out first: every allocation tied for the optimum keeps its bids. Source: R-W1, R-W4.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Method, Objective, PricingRule
from winner_determination.coalition_tables import CoalitionTables, Node, TableBuilder, most_tables
from winner_determination.errors import MethodUnsuited, NoFeasibleAllocation
from winner_determination.method import INFEASIBLE, Coalitions, Decision, Scores, Solution, Task, exact_scores
from winner_determination.package_tables import Table, count_in, impossible, is_possible, offers
from winner_determination.problem import Mask, Problem, problem_of
from winner_determination.progress import Stage, Watch
from winner_determination.separation import SeparatedCoalitions
from winner_determination.survivors import solved_on_survivors, standing_of, within_reach
from winner_determination.tie_rule import (
    alternative_digest,
    objectives_before_seed,
    secondary_score,
    seed_rank,
    with_secondary,
)

MOST_STATES = 2_000_000
MOST_CELLS = 60_000_000
"""Cells of all tables of one pass together: half a gigabyte of 64-bit integers."""
MOST_WINNERS = 14
"""Beyond, the coalitions are too many to hold a value of each."""


class DynamicProgramme:
    """Exact, integer, deterministic; while the product of (supply + 1) and no cover of R-W3 allow."""

    name = Method.DYNAMIC

    def decide(self, case: Case, watch: Watch) -> Decision:
        problem = problem_of(case)
        shape = table_shape(problem)
        score = exact_scores(problem.score, bidders=problem.bidders)
        task = Task(self.name, case, score, problem.eligible, problem.must_win)
        best = solve_dynamic(task)
        if best.value is None:
            raise NoFeasibleAllocation("no allocation awards every bidder that must win one of its bids")
        watch(replace(standing_of(task, best), stage=Stage.BREAKING_TIES))
        bids = within_reach(task, best.value)
        walk = _walk(case, problem, score, shape, bids)
        value, tied, decided_by = walk.total, walk.tied, None
        levels = objectives_before_seed(case)
        while walk.tied and levels:
            decided_by = levels.pop(0)
            score = with_secondary(score, secondary_score(case.book, decided_by), problem)
            walk = _walk(case, problem, score, shape, bids)
        if walk.tied:
            decided_by = Objective.SEED
        return Decision(walk.chosen, value=value, bound=value, proved=True, tied=tied, decided_by=decided_by)

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        """All coalitions at once where core prices ask for them and the winners are few enough, else one after the
        other."""
        shape = table_shape(problem_of(case))
        one_by_one = SeparatedCoalitions(case, chosen, method=self.name, solve_all=partial(map, solve_dynamic))
        most_cells = most_tables(len(chosen)) * int(np.prod(shape))
        if case.pricing.rule is not PricingRule.CORE or len(chosen) > MOST_WINNERS or most_cells > MOST_CELLS:
            return one_by_one
        return CoalitionTables(case, chosen, shape, _bids_that_block(case, chosen, one_by_one))


def solve_dynamic(task: Task) -> Solution:
    """The best allocation of ``task`` (which excludes none). Raises MethodUnsuited where the tables would not fit."""
    problem = problem_of(task.case)
    shape = table_shape(problem)
    columns = np.flatnonzero(task.allowed)
    if (task.must_win & (np.bincount(problem.owner[columns], minlength=problem.bidders) == 0)).any():
        return INFEASIBLE
    return solved_on_survivors(task, columns, lambda part, survivors: _solved(part, survivors, shape))


def _solved(task: Task, columns: Ints, shape: tuple[int, ...]) -> Solution:
    """The best allocation within ``columns``. The bidder with the most of them is counted in last: only what it leaves
    of the whole capacity is asked about it, so it needs no table."""
    problem = problem_of(task.case)
    bids = np.zeros(len(problem.owner), dtype=np.bool_)
    bids[columns] = True
    order = np.argsort(np.bincount(problem.owner[columns], minlength=problem.bidders), kind="stable").tolist()
    builder = TableBuilder(problem, shape, bids)
    node: Node | None = None
    for bidder in order[:-1]:
        node = builder.count_in(node, bidder, task.score, task.must_win)
    if not order:
        return Solution(value=0, chosen=(), bound=0, proved=True)
    last = order[-1]
    behind = node.table if node is not None else np.zeros(shape, dtype=task.score.dtype)
    own = columns[problem.owner[columns] == last]
    must = bool(task.must_win[last])
    candidates = _totals_by_alternative(behind, problem, task.score, own, problem.capacity, must_win=must)
    row, value = max(candidates, key=lambda candidate: candidate[1], default=(None, impossible(task.score)))
    if not is_possible(value, task.score):
        return INFEASIBLE
    rest = [] if row is None else [row]
    if node is not None:
        rest += node.allocation(problem.capacity - (problem.usage[row] if row is not None else 0))[0]
    return Solution(value=value, chosen=tuple(sorted(rest)), bound=value, proved=True)


def _bids_that_block(case: Case, chosen: tuple[int, ...], coalitions: SeparatedCoalitions) -> Mask:
    """bool[n]: the bids of the best allocations with everybody and without each winner, and all that some coalition may
    use that blocks prices at or above the opportunity costs.

    A coalition that blocks at some prices blocks all the more at lower ones, so it does so at the opportunity costs,
    with bids that the bounds of that separation leave.
    """
    separation, problem = coalitions.separation, coalitions.separation.problem
    alone = coalitions.without(separation.winners)
    prices = {
        bidder: Fraction(max(separation.reserve_value(bidder), row.at_least if row else 0))
        for bidder, row in zip(separation.winners, alone, strict=True)
    }
    lowered, _, total = separation.reduced(prices)
    bids = within_reach(Task(Method.DYNAMIC, case, lowered, problem.eligible, problem.must_win), total + 1)
    bids[[*chosen, *coalitions.used]] = True
    return bids


def table_shape(problem: Problem) -> tuple[int, ...]:
    """The shape of a table: (capacity + 1) in each resource that bids compete for.

    Raises MethodUnsuited when the tables would not fit, or a cover must be met.
    """
    if problem.covers:
        raise MethodUnsuited("the dynamic programme cannot demand that one of several bids is awarded")
    shape = tuple(int(c) + 1 for c in problem.capacity)
    states = 1
    for size in shape:
        states *= size
    if states > MOST_STATES or states * max(problem.bidders, 1) > MOST_CELLS:
        raise MethodUnsuited(f"the dynamic programme would need {states} states for {problem.bidders} bidders")
    return shape


@dataclass(frozen=True)
class _Walk:
    total: int
    chosen: tuple[int, ...]
    tied: bool


def _walk(case: Case, problem: Problem, score: Scores, shape: tuple[int, ...], bids: Mask) -> _Walk:
    """The best total under ``score`` of allocations of ``bids`` and, among those that reach it, the seed's choice."""
    order = seed_rank(case)
    rows = [np.flatnonzero((problem.owner == bidder) & bids) for bidder in range(problem.bidders)]
    behind = _tables_behind(problem, score, shape, order, rows)
    left = problem.capacity
    total: int | None = None
    target = 0
    chosen: list[int] = []
    tied = False
    for bidder, table in zip(order, behind, strict=True):
        candidates = _totals_by_alternative(
            table, problem, score, rows[bidder], left, must_win=bool(problem.must_win[bidder])
        )
        if total is None:
            total = target = _best_total(candidates, score)
        best = [row for row, reached in candidates if reached == target]
        tied = tied or len(best) > 1
        row = min(best, key=lambda r: alternative_digest(case, bidder, r)) if len(best) > 1 else best[0]
        if row is not None:
            chosen.append(row)
            left = left - problem.usage[row]
            target -= int(score[row])
    return _Walk(total=total or 0, chosen=tuple(sorted(chosen)), tied=tied)


def _tables_behind(
    problem: Problem, score: Scores, shape: tuple[int, ...], order: list[int], rows: list[Ints]
) -> list[Table]:
    """For each place in ``order`` the table of all bidders that come after it."""
    table: Table | None = None
    behind: list[Table] = [np.zeros(shape, dtype=score.dtype)]
    for bidder in reversed(order[1:]):
        own = offers(problem.usage[rows[bidder]], score[rows[bidder]], shape, must_win=bool(problem.must_win[bidder]))
        table = count_in(table, own)
        behind.append(table)
    return behind[::-1][-len(order) :] if order else []


def _totals_by_alternative(
    behind: Table, problem: Problem, score: Scores, rows: Ints, left: Ints, *, must_win: bool
) -> list[tuple[int | None, int]]:
    """Every bid of one bidder that still fits into ``left`` (and nothing, as None) with the best total that it leads
    to."""
    fitting = rows[(problem.usage[rows] <= left).all(axis=1)]
    rest = behind[tuple((left - problem.usage[fitting]).T)]
    totals: list[tuple[int | None, int]] = list(zip(fitting.tolist(), (rest + score[fitting]).tolist(), strict=True))
    if not must_win:
        totals.append((None, int(behind[tuple(left)])))
    return totals


def _best_total(candidates: list[tuple[int | None, int]], score: Scores) -> int:
    best = max((reached for _, reached in candidates), default=impossible(score))
    if not is_possible(best, score):
        raise NoFeasibleAllocation("no allocation awards every bidder that must win one of its bids")
    return best
