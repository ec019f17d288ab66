"""Core separation (Day & Raghavan 2007, section 3): which coalition does a price vector leave most dissatisfied?

Lower every bid of a winner by its surplus (bid minus price) and solve winner determination again. If the seller would
do better than the prices pay, the bidders chosen block. The row they give is computed from the original whole-number
bids, never from the prices that found them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import lcm

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Counterfactual, Method
from winner_determination.errors import NotProved
from winner_determination.method import Blocking, Scores, Solution, Task, exact_scores
from winner_determination.problem import Mask, Problem, problem_of

SolveAll = Callable[[list[Task]], Iterable[Solution]]


class Separation:
    """The separation problem of ``case`` against the allocation ``chosen``."""

    def __init__(self, case: Case, chosen: tuple[int, ...]) -> None:
        self.case = case
        self.problem: Problem = problem_of(case)
        self.zeroed = case.counterfactual is Counterfactual.ZEROED
        self.winning_row = {int(case.book.owner[row]): row for row in chosen}
        self.winners = tuple(sorted(self.winning_row))
        self.reserve_part: Ints = (
            case.book.amount - self.problem.score
        )  # int64[n], reserve that each bid takes from the seller
        self.reserve_sold = int(self.reserve_part[list(chosen)].sum())

    def bid(self, bidder: int) -> int:
        """The winning amount of ``bidder``, bid units."""
        return int(self.case.book.amount[self.winning_row[bidder]])

    def reserve_value(self, bidder: int) -> int:
        """What the package won by ``bidder`` is worth at reserve, bid units."""
        return int(self.case.book.reserve_value[self.winning_row[bidder]])

    def reduced(self, prices: dict[int, Fraction]) -> tuple[Scores, int, int]:
        """Scores with winners' bids lowered by their surplus, times the common denominator of ``prices``.

        Returns the scores [n], the denominator, and the scaled total that no coalition may exceed.
        """
        denominator = lcm(*(price.denominator for price in prices.values()))
        surplus = np.zeros(self.problem.bidders, dtype=object)
        for bidder, price in prices.items():
            surplus[bidder] = int((self.bid(bidder) - price) * denominator)
        lowered = self.case.book.amount.astype(object) * denominator - surplus[self.problem.owner]
        if self.zeroed:
            lowered = np.maximum(lowered, 0)
        scores = exact_scores(lowered - self.reserve_part.astype(object) * denominator, bidders=self.problem.bidders)
        total = sum((int(price * denominator) for price in prices.values()), 0)
        return scores, denominator, total - self.reserve_sold * denominator

    def members(self, rows: Iterable[int], prices: dict[int, Fraction]) -> tuple[int, ...]:
        """Rows of those who belong to the coalition: with bids zeroed, those whose bid still counts at ``prices``."""
        return tuple(sorted(row for row in rows if not self.zeroed or self._counts(row, prices)))

    def blocking(self, rows: Iterable[int], members: tuple[int, ...]) -> Blocking:
        """The core row of the coalition ``members`` (rows of its bids) in the allocation ``rows``."""
        inside = {int(self.case.book.owner[row]) for row in members}
        amounts = int(self.case.book.amount[list(members)].sum())
        reserve_taken = int(self.reserve_part[list(rows)].sum())
        bids_inside = sum(self.bid(bidder) for bidder in self.winners if bidder in inside)
        return Blocking(
            payers=tuple(bidder for bidder in self.winners if bidder not in inside),
            at_least=amounts - reserve_taken + self.reserve_sold - bids_inside,
        )

    def _counts(self, row: int, prices: dict[int, Fraction]) -> bool:
        bidder = int(self.case.book.owner[row])
        surplus = self.bid(bidder) - prices[bidder] if bidder in prices else Fraction(0)
        return int(self.case.book.amount[row]) > surplus


class SeparatedCoalitions:
    """Coalitions against the winning allocation, each found by solving; the solves of one call are independent of
    each other."""

    def __init__(self, case: Case, chosen: tuple[int, ...], *, method: Method, solve_all: SolveAll) -> None:
        self.separation = Separation(case, chosen)
        self.method = method
        self.solve_all = solve_all
        self.found: dict[Blocking, tuple[int, ...]] = {}
        self.used: set[int] = set()  # rows of every allocation found

    def without(self, bidders: Iterable[int]) -> Iterator[Blocking | None]:
        """The coalition of everybody but each of ``bidders`` (winners); None where it has no allocation."""
        absent = list(bidders)
        solutions = self.solve_all([self._task_without(bidder) for bidder in absent])
        for bidder, solution in zip(absent, solutions, strict=True):
            yield self._kept_without(bidder, solution)

    def blocking(self, prices: dict[int, Fraction]) -> list[Blocking]:
        """The coalitions that ``prices`` leave most dissatisfied, one for each part of the separation problem."""
        scores, _, total = self.separation.reduced(prices)
        task = self._task(scores, self.separation.problem.eligible, at_least=total + 1)
        found = []
        for solution in self.solve_all(self._parts(task)):
            if not solution.proved:
                raise NotProved("a core separation ended without a proof")
            if solution.value is not None and solution.value > total:
                found.append((-solution.value, solution.chosen))
        kept = (self._kept(chosen, self.separation.members(chosen, prices)) for _, chosen in sorted(found))
        return list(dict.fromkeys(kept))

    def rows_of(self, blocking: Blocking) -> tuple[int, ...]:
        """The bids of a coalition found here."""
        return self.found[blocking]

    def _parts(self, task: Task) -> list[Task]:
        """``task`` cut by the first winner that the coalition leaves out: those before it take part.

        Whoever takes part has its whole surplus taken off, which makes the bounds of a part far better than those of
        the whole; each part may show a coalition of its own; and they may be solved side by side. A coalition with all
        winners cannot block. Where bids are kept at zero, nobody is left out, and the problem stays whole.
        """
        if self.separation.zeroed:
            return [task]
        parts = []
        allowed, must_win = task.allowed, task.must_win
        for winner in self.separation.winners:
            own = self.separation.problem.owner == winner
            if not task.must_win[winner]:
                parts.append(replace(task, allowed=allowed & ~own, must_win=must_win))
            must_win = must_win.copy()
            must_win[winner] = True
        return parts

    def _task_without(self, bidder: int) -> Task:
        problem = self.separation.problem
        if self.separation.zeroed and problem.must_win[bidder]:
            own = problem.owner == bidder
            return self._task(np.where(own, -self.separation.reserve_part, problem.score), problem.eligible)
        return self._task(problem.score, problem.eligible & (problem.owner != bidder))

    def _kept_without(self, bidder: int, solution: Solution) -> Blocking | None:
        if not solution.proved:
            raise NotProved("an opportunity cost ended without a proof")
        if solution.value is None:
            return None
        owner = self.separation.problem.owner
        members = tuple(row for row in solution.chosen if int(owner[row]) != bidder)
        blocking = self._kept(solution.chosen, members)
        alone = Blocking(payers=(bidder,), at_least=blocking.at_least - self._bids_of_idle(blocking, bidder))
        self.found[alone] = self.found[blocking]
        return alone

    def _bids_of_idle(self, blocking: Blocking, bidder: int) -> int:
        """Bids of winners that the coalition of everybody else leaves without a lot: they are members all the same."""
        return sum(self.separation.bid(payer) for payer in blocking.payers if payer != bidder)

    def _kept(self, rows: tuple[int, ...], members: tuple[int, ...]) -> Blocking:
        blocking = self.separation.blocking(rows, members)
        self.found[blocking] = members
        self.used.update(rows)
        return blocking

    def _task(self, score: Scores, allowed: Mask, *, at_least: int | None = None) -> Task:
        must_win = self.separation.problem.must_win
        return Task(self.method, self.separation.case, score, allowed, must_win, at_least=at_least)
