"""What every method of solving offers: the best allocation of one task, a decision under the tie rule, and blocking
coalitions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from winner_determination.bid_book import Ints
from winner_determination.case import Case, Method, Objective
from winner_determination.problem import Mask
from winner_determination.progress import Watch

Scores = npt.NDArray[Any]
"""int64[n], or Python integers in an object array where 64 bits do not hold the sums."""

LARGEST_TOTAL = 2**59
"""Totals of 64-bit scores stay below this; where they could not, scores are Python integers."""

Runner = Callable[[Callable[["Task"], "Solution"], Iterable["Task"]], Iterable["Solution"]]
"""Shaped like ``map``: runs independent, picklable tasks, here or on other machines, and keeps their order."""


@dataclass(frozen=True, eq=False)
class Task:
    """One solve: the highest sum of ``score`` over allocations of ``case`` that use ``allowed`` bids only."""

    method: Method
    case: Case
    score: Scores  # [n]
    allowed: Mask  # bool[n]
    must_win: Mask  # bool[bidders]
    excluded: tuple[int, ...] | None = None  # an allocation (rows) that is not to be found again
    at_least: int | None = None  # an allocation that scores less is not asked for; none may be answered instead


@dataclass(frozen=True)
class Solution:
    """``chosen`` rows in ascending order and their score; ``value`` is None where no allocation is feasible."""

    value: int | None
    chosen: tuple[int, ...]
    bound: int | None  # no allocation scores more; None where infeasible
    proved: bool


INFEASIBLE = Solution(value=None, chosen=(), bound=None, proved=True)


@dataclass(frozen=True)
class Decision:
    """The allocation that the tie rule R-W4 selects."""

    chosen: tuple[int, ...]  # rows, ascending
    value: int  # sum of scores, without the base
    bound: int
    proved: bool
    tied: bool  # another allocation has the same value
    decided_by: Objective | None  # the objective that left one allocation


@dataclass(frozen=True)
class Blocking:
    """A row of the core: the winners outside a coalition pay at least what the coalition would offer for more."""

    payers: tuple[int, ...]  # winners outside the coalition (indexes of bidders)
    at_least: int  # what the payers must pay together, bid units


class Coalitions(Protocol):
    """Coalitional values against a fixed allocation."""

    def without(self, bidders: Iterable[int]) -> Iterable[Blocking | None]:
        """For each winner, as it is found: the coalition of everybody else. None where nobody else can form an
        allocation."""
        ...

    def blocking(self, prices: dict[int, Fraction]) -> list[Blocking]:
        """Coalitions that offer the seller more than ``prices`` (by bidder) do, the most offering first; none at a
        core point."""
        ...

    def rows_of(self, blocking: Blocking) -> tuple[int, ...]:
        """The bids that the coalition of a row found here would see accepted, ascending."""
        ...


class Solver(Protocol):
    """A method of winner determination."""

    name: Method

    def decide(self, case: Case, watch: Watch) -> Decision:
        """The winning allocation under R-W1 to R-W4; ``watch`` is told what is known on the way. Raises
        NoFeasibleAllocation."""
        ...

    def coalitions(self, case: Case, chosen: tuple[int, ...]) -> Coalitions:
        """Values of coalitions against the allocation ``chosen``."""
        ...


def exact_scores(score: Scores, *, factor: int = 1, bidders: int) -> Scores:
    """``score`` times ``factor`` such that any sum over ``bidders`` bids is exact: 64 bits where they suffice, else
    Python integers."""
    largest = max((abs(int(s)) for s in (score.min(initial=0), score.max(initial=0))), default=0)
    if largest * factor * max(bidders, 1) < LARGEST_TOTAL:
        return score.astype(np.int64) * factor
    return score.astype(object) * factor


def owners_of(owner: Ints, rows: Iterable[int]) -> set[int]:
    return {int(owner[row]) for row in rows}
