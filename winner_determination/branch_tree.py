"""One tree of branch and bound in which every pruned node is proved in whole numbers.

A node is what is left open: bids taken, bids still allowed. HiGHS solves its linear relaxation from the last basis and
gives prices; from these an exact bound follows (see ``relaxation``), so an error in floating point costs nodes, never
an allocation. A bid that loses more than the margin is closed in the node and below. The bid to branch on is the one
that moves the bounds of both sides most, tried at first, then remembered.
Source: strong branching and pseudocosts, Achterberg, Koch, Martin 2005, Operations Research Letters 33(1) (recalled).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import highspy
import numpy as np

from winner_determination.bid_book import Ints
from winner_determination.highs import Floats, linear_programme, quiet_highs
from winner_determination.method import Task
from winner_determination.problem import Mask, Problem
from winner_determination.relaxation import LARGEST_COST, Bounds, bounds_at

CANDIDATES = 4  # bids tried in a node
TRIES = 2  # of a bid, before its past is trusted
ITERATIONS = 30  # of a try
NEARLY = 1e-6  # a share this close to 0 or 1 is one
NO_LIMIT = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Node:
    """What is left open, by the tree's columns."""

    allowed: Mask  # the taken ones among them
    taken: Mask


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A node's bounds, and the share of each bid that its relaxation takes."""

    bounds: Bounds
    share: Floats
    prices: list[float]


@dataclass(frozen=True)
class Optima:
    """The best allocations (rows of the book, ascending) and their score; ``complete`` where there are no others."""

    value: int
    allocations: tuple[tuple[int, ...], ...]
    complete: bool


class BranchTree:
    """The allocations of ``task`` within the bids ``columns``; ``problem`` may have resources that the case lacks."""

    def __init__(self, task: Task, problem: Problem, columns: Ints) -> None:
        self._columns = columns
        self._problem = replace(problem, owner=problem.owner[columns], usage=problem.usage[columns], covers=())
        everything = np.ones(len(columns), dtype=np.bool_)
        self._task = replace(task, score=task.score[columns], allowed=everything)
        self._unit = max(float(np.abs(self._task.score).max(initial=0)) / LARGEST_COST, 1e-6)
        self._index = np.arange(len(columns), dtype=np.int32)
        self._highs = quiet_highs()
        self._highs.setOptionValue("presolve", "off")
        cost = self._task.score.astype(float) / self._unit
        lp = linear_programme(
            self._problem, np.arange(len(columns)), cost=cost, upper=np.ones(len(columns)), must_win=task.must_win
        )
        self._highs.passModel(lp)
        self._gained = np.zeros((2, len(columns)))  # by leaving a bid out and by taking it, for each share it gave up
        self._tried = np.zeros((2, len(columns)))

    def optima(self, at_least: int, *, most: int = 1, tell: Callable[[Ints], None] | None = None) -> Optima | None:
        """The best allocations that score ``at_least`` or more, up to ``most``; None where there are none.

        ``tell`` is told of each better one on the way.
        """
        self._least, self._most, self._found, self._tell = at_least, most, set[tuple[int, ...]](), tell
        self._value, self._complete = at_least - 1, True
        waiting = [Node(self._task.allowed, np.zeros(len(self._columns), dtype=np.bool_))]
        while waiting:
            waiting.extend(self._branches(waiting.pop()))
        return Optima(self._value, tuple(sorted(self._found)), self._complete) if self._found else None

    def dive(self) -> Ints | None:
        """Columns of a good allocation: the largest share is taken, again and again."""
        node = Node(self._task.allowed, np.zeros(len(self._columns), dtype=np.bool_))
        while True:
            share = np.where(node.allowed & ~node.taken, self._relaxed(node).share, 0.0)
            if share.max(initial=0.0) <= NEARLY:
                taken = np.flatnonzero(node.taken)
                return taken if self._is_allocation(taken) else None
            for bid in np.flatnonzero(share > 1 - NEARLY).tolist() or [int(share.argmax())]:
                node = self._with(node, bid) if node.allowed[bid] else node

    def _branches(self, node: Node) -> tuple[Node, ...]:
        """The two halves of what is open in ``node``, the better to be looked at first last; none where nothing in it
        scores enough."""
        narrowed = self._narrowed(node)
        if narrowed is None:
            return ()
        node, relaxed = narrowed
        share = relaxed.share
        fractional = np.flatnonzero((share > NEARLY) & (share < 1 - NEARLY))
        if len(fractional):
            return self._branches_on_the_best(node, relaxed, fractional)
        whole = node.taken | (share > NEARLY)
        self._keep(np.flatnonzero(whole))
        if relaxed.bounds.margin_to(self._least) < 0:
            return ()
        spare = whole & ~node.taken & (self._task.score <= 0)
        if self._is_allocation(np.flatnonzero(whole)) and not spare.any():
            return tuple(self._with_another(node, np.flatnonzero(node.allowed & ~whole), relaxed))
        undecided = np.flatnonzero(node.allowed & ~node.taken)
        if not len(undecided):
            return ()
        bid = int(undecided[0])
        return self._without(node, bid), self._with(node, bid)

    def _with_another(self, node: Node, others: Ints, relaxed: Relaxed) -> Iterator[Node]:
        """The parts of ``node`` with one of ``others``, beside an allocation of all its other bids, each of which is
        worth something: part i has the i-th and none before it. Those that the same prices rule out are left out."""
        for bid in others.tolist():
            part = self._with(node, bid)
            if self._bounds(part, relaxed.prices).margin_to(self._least) >= 0:
                yield part
            node = self._without(node, bid)

    def _branches_on_the_best(self, node: Node, relaxed: Relaxed, fractional: Ints) -> tuple[Node, ...]:
        share, scores = relaxed.share, self._task.score
        weight = np.minimum(share[fractional], 1 - share[fractional]) * scores[fractional].astype(float)
        best, chosen = -1.0, tuple[Node, ...]()
        for bid in fractional[np.argsort(-weight, kind="stable")][:CANDIDATES].tolist():
            halves = self._without(node, bid), self._with(node, bid)
            moved = share[bid], 1 - share[bid]
            if self._tried[:, bid].min() < TRIES:
                bounds = [self._relaxed(half, iterations=ITERATIONS).bounds for half in halves]
                for side in (0, 1):
                    gain = (relaxed.bounds.bound / relaxed.bounds.scale) - (bounds[side].bound / bounds[side].scale)
                    self._gained[side, bid] += max(gain, 0.0) / moved[side]
                    self._tried[side, bid] += 1
                open_halves = [h for h, b in zip(halves, bounds, strict=True) if b.margin_to(self._least) >= 0]
                if len(open_halves) < 2:
                    return tuple(open_halves)
            gains = self._gained[:, bid] / self._tried[:, bid] * moved
            worth = float(max(gains[0], 1.0) * max(gains[1], 1.0))
            if worth > best:
                best, chosen = worth, halves
        return chosen

    def _narrowed(self, node: Node) -> tuple[Node, Relaxed] | None:
        """The node without the bids that lose too much; None where no allocation in it scores enough."""
        while True:
            if not self._can_serve(node):
                return None
            relaxed = self._relaxed(node)
            margin = relaxed.bounds.margin_to(self._least)
            if margin < 0:
                return None
            closed = node.allowed & ~node.taken & (relaxed.bounds.loss > margin)
            if closed.any():
                node = replace(node, allowed=node.allowed & ~closed)
            if not (relaxed.share[closed] > NEARLY).any():
                return node, relaxed

    def _can_serve(self, node: Node) -> bool:
        """Whether everybody that must win has a bid left."""
        has_bids = np.bincount(self._problem.owner[node.allowed], minlength=self._problem.bidders) > 0
        return bool(has_bids[self._task.must_win].all())

    def _relaxed(self, node: Node, *, iterations: int = NO_LIMIT) -> Relaxed:
        highs = self._highs
        highs.changeColsBounds(len(self._index), self._index, node.taken.astype(float), node.allowed.astype(float))
        highs.setOptionValue("simplex_iteration_limit", iterations)
        highs.run()
        prices = self._prices()
        return Relaxed(self._bounds(node, prices), np.clip(np.array(highs.getSolution().col_value), 0.0, 1.0), prices)

    def _bounds(self, node: Node, prices: list[float]) -> Bounds:
        must_win = self._task.must_win.copy()
        must_win[self._problem.owner[node.taken]] = True
        return bounds_at(self._problem, replace(self._task, allowed=node.allowed, must_win=must_win), prices)

    def _prices(self) -> list[float]:
        """Of a unit of each resource; those of a proof of infeasibility count a thousand times the largest score."""
        highs, bidders = self._highs, self._problem.bidders
        duals, unit = np.array(highs.getSolution().row_dual), self._unit
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            _, known, ray = highs.getDualRay()  # type: ignore[attr-defined]  # missing in its stubs
            if known:
                duals, unit = -np.array(ray), self._unit * LARGEST_COST * 1000
        return [max(dual, 0.0) * unit for dual in duals[bidders:].tolist()]

    def _with(self, node: Node, bid: int) -> Node:
        """``bid`` taken, and closed whatever does not fit beside what is taken."""
        taken = node.taken.copy()
        taken[bid] = True
        problem = self._problem
        left = problem.capacity - problem.usage[taken].sum(axis=0)
        served = np.zeros(problem.bidders, dtype=np.bool_)
        served[problem.owner[taken]] = True
        fits = (problem.usage <= left).all(axis=1) & ~served[problem.owner]
        return Node(allowed=(node.allowed & fits) | taken, taken=taken)

    @staticmethod
    def _without(node: Node, bid: int) -> Node:
        allowed = node.allowed.copy()
        allowed[bid] = False
        return Node(allowed=allowed, taken=node.taken)

    def _keep(self, chosen: Ints) -> None:
        """Note an allocation that scores enough; from now on only better ones, or further ones as good, do."""
        value = int(self._task.score[chosen].sum())
        rows = tuple(self._columns[chosen].tolist())
        if value < self._least or rows in self._found or rows == self._task.excluded or not self._is_allocation(chosen):
            return
        if value > self._value:
            self._value, self._complete = value, True
            self._found.clear()
            if self._tell is not None:
                self._tell(self._columns[chosen])
        self._found.add(rows)
        enough = len(self._found) >= self._most
        self._complete = not enough
        self._least = value + 1 if enough else value

    def _is_allocation(self, chosen: Ints) -> bool:
        problem = self._problem
        count = np.bincount(problem.owner[chosen], minlength=problem.bidders)
        return bool(
            (count <= 1).all()
            and (count[self._task.must_win] == 1).all()
            and (problem.usage[chosen].sum(axis=0) <= problem.capacity).all()
        )
