"""Tables of the exact dynamic programme: the best score for every bundle of lots that could be handed out.

A table has one cell for every vector of resources from nothing to the whole capacity, so its size is the product of
(capacity + 1). A cell holds the best total score of the bidders counted in so far with at most those resources (free
disposal); ``impossible`` where bidders that must win cannot all be served. Everything is integer arithmetic, so equal
means equal.

Counting a bidder in costs one sliced maximum per bid that no other bid of the bidder dominates (at most its lots, at
least its score): on books of thousands of bids most are dominated. Source: Rothkopf, Pekec, Harstad 1998, Management
Science 44(8), section 4 (recalled).
"""

from dataclasses import dataclass

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.method import Scores

Table = Scores

FEW_BIDS = 64
"""Compared with one another rather than by a table."""


def impossible(scores: Scores) -> int:
    """What a cell without an allocation holds: so low that no score added to it makes it look possible, nor
    overflows."""
    return -(2**202) if scores.dtype == object else -(2**61)


def is_possible(total: int, scores: Scores) -> bool:
    """Whether ``total``, read from a table of ``scores``, belongs to an allocation."""
    return total > impossible(scores) // 2


@dataclass(frozen=True, eq=False)
class Offers:
    """The bids of one bidder that a table needs."""

    usage: Ints  # int64[m, r]
    score: Scores  # [m]
    shape: tuple[int, ...]
    must_win: bool

    @property
    def table(self) -> Table:
        """The bidder's own table: the best score of one bid within each bundle."""
        return _closure(_cells(self.usage, self.score, self.shape, must_win=self.must_win))


def offers(usage: Ints, score: Scores, shape: tuple[int, ...], *, must_win: bool) -> Offers:
    """Keep the bids (usage [m, r], score [m]) that no other one dominates; ``nothing`` is a bid of score 0 unless the
    bidder must win."""
    if len(score) <= FEW_BIDS:
        kept = _not_dominated_pairwise(usage, score)
    else:
        kept = _not_dominated_in_table(usage, score, shape)
    if not must_win:
        kept = kept[score[kept] > 0]
    return Offers(usage=usage[kept], score=score[kept], shape=shape, must_win=must_win)


def count_in(table: Table | None, bidder: Offers, *, surplus: int = 0) -> Table:
    """The table with one more bidder, every bid of which scores ``surplus`` less. None is the table of nobody."""
    if table is None and not surplus:
        return bidder.table
    before = np.zeros(bidder.shape, dtype=bidder.score.dtype) if table is None else table
    after = np.full_like(before, impossible(before)) if bidder.must_win else before.copy()
    shape = before.shape
    for lots, score in zip(bidder.usage.tolist(), bidder.score.tolist(), strict=True):
        gain = score - surplus
        if gain <= 0 and not bidder.must_win:
            continue
        with_it = after[tuple(slice(q, None) for q in lots)]
        without = before[tuple(slice(0, size - q) for q, size in zip(lots, shape, strict=True))]
        np.maximum(with_it, without + gain, out=with_it)
    return after


def joined(one: Table, other: Table) -> int:
    """The best total when the whole capacity is split between the bidders of ``one`` and those of ``other``."""
    return int((one.reshape(-1) + other.reshape(-1)[::-1]).max())


def _not_dominated_pairwise(usage: Ints, score: Scores) -> Ints:
    within = (usage[:, None] <= usage).all(axis=2)  # [i, j]: bid i asks for no more than j
    better = (score[:, None] > score) | ((score[:, None] == score) & ~within.T)
    return np.flatnonzero(~(within & better).any(axis=0))


def _not_dominated_in_table(usage: Ints, score: Scores, shape: tuple[int, ...]) -> Ints:
    own = _cells(usage, score, shape, must_win=True)
    closure = _closure(own)
    best_below = np.full(len(score), impossible(score), dtype=score.dtype)
    for axis in range(len(shape)):
        uses = usage[:, axis] > 0
        smaller = usage[uses].copy()
        smaller[:, axis] -= 1
        best_below[uses] = np.maximum(best_below[uses], closure[tuple(smaller.T)])
    return np.flatnonzero((score > best_below) & (score == own[tuple(usage.T)]))


def _cells(usage: Ints, score: Scores, shape: tuple[int, ...], *, must_win: bool) -> Table:
    """The best score of a bid for exactly the bundle of each cell."""
    cells = np.full(shape, impossible(score), dtype=score.dtype)
    if not must_win:
        cells[(0,) * len(shape)] = 0
    np.maximum.at(cells, tuple(usage.T), score)
    return cells


def _closure(table: Table) -> Table:
    for axis in range(table.ndim):
        table = np.maximum.accumulate(table, axis=axis)
    return table
