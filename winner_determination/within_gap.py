"""Every allocation within a gap: partial allocations, joined with the bids of one bidder after another.

An allocation loses what its bids lose (see ``relaxation``), so a partial one that loses more than the gap is dropped.
Of those that use the same, the best is kept (the highest score: prices of cliques make
the loss depend on more than what is used). Long lists are thinned by looking ahead: what does every bidder still to
come lose at least, beside what is used already?

Most bids of a bidder may share its lowest score; in the assignment stage these are the options it did not bid on. They
are not joined one by one. The bidder is left aside with the least that any of them loses, and in the end everybody left
aside is placed in what is free.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.errors import ListsTooLong
from winner_determination.method import Scores, Solution, Task
from winner_determination.packed_usage import Words, packed_usage
from winner_determination.problem import problem_of
from winner_determination.relaxation import Bounds

MOST_PARTS = 100_000
MOST_PLACEMENTS = 5_000
WORTH_LOOKING_AHEAD = 2_000  # partial allocations; shorter lists are joined quicker than thinned


@dataclass(frozen=True, eq=False)
class Side:
    """The bids of one bidder, each list the least loss first."""

    bidder: int
    rows: Ints  # to be joined
    lowest: Ints  # of the lowest score, for which the bidder is left aside
    near: Ints  # all that lose at most the margin
    least_loss: int  # of a bid in ``lowest``
    lots: int

    def many_and_small(self) -> float:
        """Bidders with few and large bids are joined first: their bids clash most."""
        return len(self.rows) / self.lots**2


@dataclass(frozen=True, eq=False)
class Window:
    """The allocations of ``task`` at most ``margin`` below the bound."""

    task: Task
    bounds: Bounds
    margin: int

    def allocations(self) -> Iterator[Solution]:
        """The best first. Of those that differ only in how bidders left aside are placed, or in bids that use the
        same, one comes, unless an allocation is excluded. Raises ListsTooLong.
        """
        sides = sorted((self._side(bidder) for bidder in range(len(self.task.must_win))), key=Side.many_and_small)
        parts = _nobody(self.task)
        for number, side in enumerate(sides, start=1):
            parts = parts.joined(side, self).promising(sides[:number], sides[number:], self)
        steps = iter(range(MOST_PLACEMENTS))
        for part in np.argsort(-parts.score, kind="stable").tolist():
            value = int(parts.score[part])
            if self.bounds.margin_to(value) > self.margin:
                return
            chosen = parts.rows[part]
            aside = {side.bidder: side.lowest for side in sides if chosen[side.bidder] < 0}
            for placed in _placements(self.task, parts.used[part], aside, steps):
                rows = tuple(sorted([*chosen[chosen >= 0].tolist(), *placed]))
                if rows != self.task.excluded:
                    yield Solution(value=value, chosen=rows, bound=value, proved=True)
                    break

    def _side(self, bidder: int) -> Side:
        problem, loss = problem_of(self.task.case), self.bounds.loss
        own = np.flatnonzero(self.task.allowed & (problem.owner == bidder))
        own = own[np.argsort(loss[own], kind="stable")]
        is_lowest = self.task.score[own] == self.task.score[own].min()
        is_near = loss[own] <= self.margin
        first = own[is_lowest][0]
        return Side(
            bidder=bidder,
            rows=own[is_near & ~is_lowest],
            lowest=own[is_lowest],
            near=own[is_near],
            least_loss=int(loss[first]),
            lots=int(problem.usage[first].sum()),
        )


@dataclass(frozen=True, eq=False)
class Parts:
    """Partial allocations, the least loss first."""

    used: Words  # [parts, words]
    loss: Ints  # int64[parts]
    score: Scores  # [parts], bidders left aside counted with their lowest
    rows: Ints  # int64[parts, bidders]: the bid of each bidder joined, -1 where it is left aside or not joined yet

    def joined(self, side: Side, window: Window) -> "Parts":
        """These parts, each with every bid of ``side`` that fits, or with its bidder left aside."""
        task, bounds, margin = window.task, window.bounds, window.margin
        packed = packed_usage(task.case)
        within = int(np.searchsorted(self.loss, margin - side.least_loss, side="right"))
        used, loss = [self.used[:within] + packed.aside[side.bidder]], [self.loss[:within] + side.least_loss]
        score, part, row = (
            [self.score[:within] + task.score[side.lowest[0]]],
            [np.arange(within)],
            [np.full(within, -1)],
        )
        for bid in side.rows.tolist():
            reach = int(np.searchsorted(self.loss, margin - int(bounds.loss[bid]), side="right"))
            fits = np.flatnonzero(packed.fits(self.used[:reach], packed.usage[bid]))
            used.append(self.used[fits] + packed.usage[bid])
            loss.append(self.loss[fits] + bounds.loss[bid])
            score.append(self.score[fits] + task.score[bid])
            part.append(fits)
            row.append(np.full(len(fits), bid))
        if sum(map(len, loss)) > MOST_PARTS:
            raise ListsTooLong
        rows = self.rows[np.concatenate(part)]
        rows[:, side.bidder] = np.concatenate(row)
        joined = Parts(np.concatenate(used), np.concatenate(loss), np.concatenate(score), rows)
        if task.excluded is None:
            joined = joined._best_of_equals()
        return joined._at(np.argsort(joined.loss, kind="stable"))

    def promising(self, joined: Sequence[Side], waiting: Sequence[Side], window: Window) -> "Parts":
        """Those that stay within the margin when everybody waiting or left aside gets the best of its bids that still
        fits.
        """
        if len(self.loss) < WORTH_LOOKING_AHEAD:
            return self
        parts, ahead = self, np.zeros(len(self.loss), dtype=self.loss.dtype)
        for side in (*joined, *waiting):
            if side in waiting:
                ahead += _least_loss(parts.used, side.near, window)
            else:
                aside = np.flatnonzero(parts.rows[:, side.bidder] < 0)
                ahead[aside] += _least_loss(parts.used[aside], side.lowest, window) - side.least_loss
            kept = np.flatnonzero(parts.loss + ahead <= window.margin)
            parts, ahead = parts._at(kept), ahead[kept]
        return parts

    def _at(self, kept: Ints) -> "Parts":
        return Parts(self.used[kept], self.loss[kept], self.score[kept], self.rows[kept])

    def _best_of_equals(self) -> "Parts":
        """Of the parts that use the same and leave the same bidders aside, the one of the highest score."""
        order = np.argsort(-self.score, kind="stable")
        order = order[np.lexsort(self.used[order].T)]
        repeated = (self.used[order[1:]] == self.used[order[:-1]]).all(axis=1)
        return self._at(np.delete(order, np.flatnonzero(repeated) + 1))


def _least_loss(used: Words, bids: Ints, window: Window) -> Ints:
    """The loss of the first of ``bids`` that fits beside each of ``used``; more than the margin where none does."""
    packed, loss = packed_usage(window.task.case), window.bounds.loss
    least = np.full(len(used), window.margin + 1, dtype=loss.dtype)
    searching = np.arange(len(used))
    for bid in bids[loss[bids] <= window.margin].tolist():
        fits = packed.fits(used[searching], packed.usage[bid])
        least[searching[fits]] = loss[bid]
        searching = searching[~fits]
        if not len(searching):
            break
    return least


def _nobody(task: Task) -> Parts:
    nothing, rows = packed_usage(task.case).nothing[None], np.full((1, len(task.must_win)), -1)
    return Parts(nothing, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=task.score.dtype), rows)


def _placements(task: Task, used: Words, aside: Mapping[int, Ints], steps: Iterator[int]) -> Iterator[list[int]]:
    """Every way to place the bidders ``aside`` (bidder -> its bids to choose from) beside what is ``used``.

    Raises ListsTooLong when ``steps`` run out.
    """
    if not aside:
        yield []
        return
    if next(steps, None) is None:
        raise ListsTooLong
    packed = packed_usage(task.case)
    fitting = {bidder: bids[packed.fits(used, packed.usage[bids])] for bidder, bids in aside.items()}
    bidder = min(fitting, key=lambda each: len(fitting[each]))
    others = {other: bids for other, bids in fitting.items() if other != bidder}
    for bid in fitting[bidder].tolist():
        for placed in _placements(task, used + packed.usage[bid], others, steps):
            yield [bid, *placed]
