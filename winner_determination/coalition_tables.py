"""Values of all coalitions at once, out of tables of the dynamic programme.

Let W be the winners. Every coalition that can block consists of some winners and all losers. The losers are counted
into one table once. The winners are split into two halves; for each subset of the first half a table holds that subset
with the losers, for each subset of the second half that subset alone: with 6 winners 14 tables, each one bidder larger
than another. The value of any of the 2^|W| coalitions is then one join of two tables, so opportunity costs and every
core row are known exactly, without a separation problem.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.case import Case
from winner_determination.method import Blocking, Scores, exact_scores
from winner_determination.package_tables import Table, count_in, is_possible, joined, offers
from winner_determination.problem import Mask, Problem
from winner_determination.separation import Separation

MOST_ROWS_A_ROUND = 8


@dataclass(frozen=True, eq=False)
class Node:
    """The table of some bidders, the one counted in last, and the node before: enough to walk an allocation back."""

    table: Table
    before: "Node | None"
    usage: Ints  # every bid of the bidder counted in last, int64[m, r]
    score: Scores  # [m]
    rows: Ints  # int64[m], in the book
    must_win: bool

    def allocation(self, left: Ints) -> tuple[list[int], Ints]:
        """Rows of an allocation that reaches the value of the cell ``left``, and what it leaves of the resources."""
        rows: list[int] = []
        node: Node | None = self
        while node is not None:
            target = node.table[tuple(left)]
            behind = node.before.table if node.before is not None else np.zeros_like(node.table)
            if node.must_win or behind[tuple(left)] != target:
                fitting = np.flatnonzero((node.usage <= left).all(axis=1))
                totals = behind[tuple((left - node.usage[fitting]).T)] + node.score[fitting]
                best = int(fitting[np.flatnonzero(totals == target)[0]])
                rows.append(int(node.rows[best]))
                left = left - node.usage[best]
            node = node.before
        return rows, left


class TableBuilder:
    """Counts bidders of one problem into nodes, each with those of its bids that are in ``bids`` (bool[n])."""

    def __init__(self, problem: Problem, shape: tuple[int, ...], bids: Mask) -> None:
        self.problem = problem
        self.shape = shape
        self.bids = bids

    def count_in(self, before: Node | None, bidder: int, score: Scores, must_win: Mask) -> Node:
        """The node with ``bidder`` added, its bids scored by ``score`` [n]."""
        rows = np.flatnonzero((self.problem.owner == bidder) & self.bids)
        usage, own_score, must = self.problem.usage[rows], score[rows], bool(must_win[bidder])
        own = offers(usage, own_score, self.shape, must_win=must)
        table = count_in(None if before is None else before.table, own)
        return Node(table=table, before=before, usage=usage, score=own_score, rows=rows, must_win=must)

    def losers(self, winners: tuple[int, ...], score: Scores) -> Node | None:
        """The node of everybody who wins nothing; None where there is nobody. Who must win never loses."""
        node: Node | None = None
        for bidder in range(self.problem.bidders):
            if bidder not in winners:
                node = self.count_in(node, bidder, score, self.problem.must_win)
        return node


def most_tables(winners: int) -> int:
    """How many tables the coalitions of so many winners take at most."""
    return int(2 * 2 ** ((winners + 1) // 2))


class CoalitionTables:
    """Every coalition against the winning allocation, with ``bids`` (bool[n]) only, by enumeration over subsets of
    winners."""

    def __init__(self, case: Case, chosen: tuple[int, ...], shape: tuple[int, ...], bids: Mask) -> None:
        self.separation = Separation(case, chosen)
        self.winners = self.separation.winners
        problem = self.separation.problem
        self.builder = TableBuilder(problem, shape, bids)
        score = exact_scores(problem.score, bidders=2 * problem.bidders)
        first, second = self.winners[: (len(self.winners) + 1) // 2], self.winners[(len(self.winners) + 1) // 2 :]
        self.nodes_with_losers = self._subsets(self.builder.losers(self.winners, score), first, score)
        self.nodes_alone = self._subsets(None, second, score)
        self.members = np.array(
            [[bool(mask >> i & 1) for i in range(len(self.winners))] for mask in range(2 ** len(self.winners))],
            dtype=np.bool_,
        ).reshape(2 ** len(self.winners), len(self.winners))
        self.at_least, self.possible = self._rows(score)

    def without(self, bidders: Iterable[int]) -> list[Blocking | None]:
        """The coalition of everybody but each of ``bidders`` (winners)."""
        everybody = 2 ** len(self.winners) - 1
        coalitions = [everybody - 2 ** self.winners.index(bidder) for bidder in bidders]
        return [self._blocking(mask) if self.possible[mask] else None for mask in coalitions]

    def blocking(self, prices: dict[int, Fraction]) -> list[Blocking]:
        """The rows that ``prices`` violate most."""
        denominator = lcm(*(price.denominator for price in prices.values()))
        scaled = np.array([int(prices[bidder] * denominator) for bidder in self.winners], dtype=object)
        shortfall = self.at_least * denominator - (~self.members).astype(object) @ scaled
        violated = [mask for mask in range(len(shortfall)) if self.possible[mask] and shortfall[mask] > 0]
        violated.sort(key=lambda mask: (-shortfall[mask], mask))
        return [self._blocking(mask) for mask in violated[:MOST_ROWS_A_ROUND]]

    def rows_of(self, blocking: Blocking) -> tuple[int, ...]:
        """The bids that the coalition of a row would see accepted."""
        mask = sum(2**i for i, bidder in enumerate(self.winners) if bidder not in blocking.payers)
        with_losers, alone = self._halves(mask)
        left = self.separation.problem.capacity
        if with_losers is None or alone is None:
            node = with_losers or alone
            rows = node.allocation(left)[0] if node is not None else []
        else:
            totals = with_losers.table.reshape(-1) + alone.table.reshape(-1)[::-1]
            cell = np.array(np.unravel_index(int(totals.argmax()), with_losers.table.shape), dtype=np.int64)
            rows = with_losers.allocation(cell)[0] + alone.allocation(left - cell)[0]
        owner = self.separation.problem.owner
        return tuple(sorted(row for row in rows if int(owner[row]) not in blocking.payers))

    def _blocking(self, mask: int) -> Blocking:
        payers = tuple(bidder for i, bidder in enumerate(self.winners) if not mask >> i & 1)
        return Blocking(payers=payers, at_least=int(self.at_least[mask]))

    def _halves(self, mask: int) -> tuple[Node | None, Node | None]:
        first = len(self.nodes_with_losers)
        return self.nodes_with_losers[mask % first], self.nodes_alone[mask // first]

    def _subsets(self, start: Node | None, bidders: tuple[int, ...], score: Scores) -> list[Node | None]:
        """Nodes of ``start`` with every subset of ``bidders``, by bit mask; who is outside bids nothing, or zero
        (R-A3)."""
        problem = self.separation.problem
        zero = score - self.separation.case.book.amount.astype(score.dtype)
        nodes = [start]
        for bidder in bidders:
            if self.separation.zeroed and problem.must_win[bidder]:
                outside: list[Node | None] = [
                    self.builder.count_in(node, bidder, zero, problem.must_win) for node in nodes
                ]
            else:
                outside = nodes
            nodes = outside + [self.builder.count_in(node, bidder, score, problem.must_win) for node in nodes]
        return nodes

    def _rows(self, score: Scores) -> tuple[Scores, Mask]:
        """Right side of the core row of every coalition (Python integers), and whether the coalition has an
        allocation."""
        own = np.array([self.separation.bid(bidder) for bidder in self.winners], dtype=object)
        worth = [self._worth(*self._halves(mask)) for mask in range(len(self.members))]
        possible = np.array([is_possible(value, score) for value in worth], dtype=np.bool_)
        if not self.separation.zeroed:
            duty = self.separation.problem.must_win[list(self.winners)]
            possible &= ~(duty & ~self.members).any(axis=1)
        return np.array(worth, dtype=object) + self.separation.reserve_sold - self.members.astype(
            object
        ) @ own, possible

    def _worth(self, with_losers: Node | None, alone: Node | None) -> int:
        if with_losers is not None and alone is not None:
            return joined(with_losers.table, alone.table)
        node = with_losers or alone
        return 0 if node is None else int(node.table.reshape(-1)[-1])
