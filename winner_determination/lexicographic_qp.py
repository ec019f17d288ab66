"""Exact quadratic programme with ordered linear objectives, in rational arithmetic.

minimise lexicographically   c_0 . x,  then  c_1 . x,  then  sum q_i (x_i - r_i)^2        (q_i > 0)
subject to                   rows a . x >= b, added one at a time

The dual active-set method of Goldfarb & Idnani (1983, Mathematical Programming 27, sections 2-3) starts at the
unconstrained minimum and adds violated rows, so rows that a core separation finds later simply continue the solve. An
ordered objective is a quadratic one with c_0 and c_1 at infinitely large multiples: every number of the method is
then a triple (multiple of the larger infinity, of the smaller, ordinary part), compared from the left. Coefficients,
right sides and every step are ``Fraction``: the point returned satisfies the optimality conditions exactly, whatever
the size of the money.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from winner_determination.errors import InconsistentSolve

Triple = tuple[Fraction, Fraction, Fraction]
NULL: Triple = (Fraction(0), Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Row:
    """``sum of coefficients * x >= least``; ``name`` says what the row stands for."""

    coefficients: tuple[Fraction, ...]
    least: Fraction
    name: object


class LexicographicProgramme:
    """Add rows, call ``solve``, read ``point`` and ``multipliers``; repeat."""

    def __init__(
        self,
        *,
        curvature: Sequence[Fraction],
        centre: Sequence[Fraction],
        first: Sequence[Fraction],
        second: Sequence[Fraction],
    ) -> None:
        """``curvature`` q > 0 and ``centre`` r of the last objective; ``first`` and ``second``: c_0 and c_1."""
        self._inverse = [1 / (2 * q) for q in curvature]
        self._x: list[Triple] = [
            (-c0 * inverse, -c1 * inverse, r)
            for c0, c1, inverse, r in zip(first, second, self._inverse, centre, strict=True)
        ]
        self.rows: list[Row] = []
        self._active: list[Row] = []
        self._multipliers: list[Triple] = []

    def add(self, row: Row) -> None:
        self.rows.append(row)

    def solve(self) -> list[Fraction]:
        """The minimum over all rows added so far.

        Raises InconsistentSolve when no point satisfies the rows, or the rows leave an objective without a minimum.
        """
        while True:
            violated = [(slack, i) for i, row in enumerate(self.rows) if (slack := self._slack(row)) < NULL]
            if not violated:
                break
            self._enforce(self.rows[min(violated)[1]])
        if any(x[:2] != NULL[:2] for x in self._x):
            raise InconsistentSolve("the rows leave the total of the prices without a minimum")
        return [x[2] for x in self._x]

    def binding(self) -> list[Row]:
        """Rows with a positive multiplier: those that hold the minimum where it is."""
        return [row for row, multiplier in zip(self._active, self._multipliers, strict=True) if multiplier > NULL]

    def _slack(self, row: Row) -> Triple:
        value = _combine([(a, x) for a, x in zip(row.coefficients, self._x, strict=True) if a])
        return (value[0], value[1], value[2] - row.least)

    def _enforce(self, row: Row) -> None:
        """Move until ``row`` holds, dropping active rows that would be pulled instead of pushing."""
        multiplier = NULL
        while True:
            reaction, step = self._directions(row)
            drop, longest = self._longest_dual_step(reaction)
            gain = sum((a * z for a, z in zip(row.coefficients, step, strict=True)), Fraction(0))
            if gain == 0 and drop is None:
                raise InconsistentSolve(f"the rows contradict each other at {row.name}")
            full = _scale(1 / gain, _negative(self._slack(row))) if gain else None
            length = min(step_length for step_length in (full, longest) if step_length is not None)
            self._x = [_add(x, _scale(z, length)) for x, z in zip(self._x, step, strict=True)]
            self._multipliers = [_add(u, _scale(-r, length)) for u, r in zip(self._multipliers, reaction, strict=True)]
            multiplier = _add(multiplier, length)
            if drop is None or (full is not None and full <= length):
                self._active.append(row)
                self._multipliers.append(multiplier)
                return
            del self._active[drop], self._multipliers[drop]

    def _directions(self, row: Row) -> tuple[list[Fraction], list[Fraction]]:
        """How active multipliers fall (``reaction``) and the point moves (``step``) as the multiplier of ``row``
        rises by one."""
        weighted = [inverse * a for inverse, a in zip(self._inverse, row.coefficients, strict=True)]
        gram = [
            [_product(one.coefficients, other.coefficients, self._inverse) for other in self._active]
            for one in self._active
        ]
        reaction = _solve(gram, [_dot(one.coefficients, weighted) for one in self._active])
        step = list(weighted)
        for r, active in zip(reaction, self._active, strict=True):
            for i, a in enumerate(active.coefficients):
                if a and r:
                    step[i] -= r * a * self._inverse[i]
        return reaction, step

    def _longest_dual_step(self, reaction: list[Fraction]) -> tuple[int | None, Triple | None]:
        ratios = [
            (_scale(1 / r, u), i) for i, (r, u) in enumerate(zip(reaction, self._multipliers, strict=True)) if r > 0
        ]
        if not ratios:
            return None, None
        length, index = min(ratios)
        return index, length


def _solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Gaussian elimination; the active rows are independent, so a pivot is always found."""
    size = len(right)
    work = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = next(i for i in range(column, size) if work[i][column])
        work[column], work[pivot] = work[pivot], work[column]
        top = work[column]
        for i in range(size):
            factor = work[i][column] / top[column] if i != column else Fraction(0)
            if factor:
                work[i] = [a - factor * t if t else a for a, t in zip(work[i], top, strict=True)]
    return [work[i][size] / work[i][i] for i in range(size)]


def _dot(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True) if a and b), Fraction(0))


def _product(one: Sequence[Fraction], other: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    return sum((a * b * w for a, b, w in zip(one, other, weights, strict=True) if a and b), Fraction(0))


def _combine(terms: list[tuple[Fraction, Triple]]) -> Triple:
    total = NULL
    for factor, triple in terms:
        total = _add(total, triple if factor == 1 else _scale(factor, triple))
    return total


def _add(one: Triple, other: Triple) -> Triple:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _scale(factor: Fraction, triple: Triple) -> Triple:
    return (factor * triple[0], factor * triple[1], factor * triple[2])


def _negative(triple: Triple) -> Triple:
    return (-triple[0], -triple[1], -triple[2])
