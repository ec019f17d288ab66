"""Check that prices are the core point a pricing rule asks for: exactly, and without looking for that point.

Every step of a pricing rule minimises a convex function over a polyhedron. A point of it is the minimum exactly when
the gradient there is a sum of non-negative multiples of normals of rows that hold with equality (Karush, Kuhn and
Tucker). What a step has settled, such as the total, holds in both directions in the next. Everything is in fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.winner_determination.brute_force import Allocation
from winner_determination import Case, Norm, Reference, Weighting

Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class Row:
    """``normal . point >= least``."""

    normal: Vector
    least: Fraction

    def slack(self, point: Vector) -> Fraction:
        return dot(self.normal, point) - self.least


def assert_nearest_core_point(
    case: Case,
    allocation: Allocation,
    price: dict[int, Fraction],
    core: dict[frozenset[int], int],
    vickrey: dict[int, int],
) -> None:
    """Prices lie in the core; no core point has a smaller total (where asked for); none of those is nearer to the
    reference."""
    bidders = sorted(price)
    bid = {b: int(case.book.amount[allocation[b]]) for b in bidders}
    reserve = {b: int(case.book.reserve_value[allocation[b]]) for b in bidders}
    weight = weights(case, bid, reserve)
    reference = {
        Reference.VICKREY: vickrey,
        Reference.BID: bid,
        Reference.RESERVE: reserve,
        Reference.ZERO: dict.fromkeys(bidders, 0),
    }[case.pricing.reference]
    away = [weight[b] * (price[b] - reference[b]) for b in bidders]
    furthest = max(map(abs, away), default=Fraction(0))
    point = (*(price[b] for b in bidders), furthest)
    rows = [row(dict.fromkeys(payers, 1), bidders, least) for payers, least in core.items()]
    rows += [row({b: 1}, bidders, reserve[b]) for b in bidders]
    rows += [row({b: -1}, bidders, -bid[b]) for b in bidders]
    if case.pricing.norm is Norm.MAXIMUM:
        rows += [row({}, bidders, 0, 1)]
        for sign in (1, -1):
            rows += [row({b: -sign * weight[b]}, bidders, -sign * weight[b] * reference[b], 1) for b in bidders]
    assert all(r.slack(point) >= 0 for r in rows), (price, rows)
    binding = [r.normal for r in rows if r.slack(point) == 0]
    steps = [row(dict.fromkeys(bidders, 1), bidders, 0).normal] if case.pricing.minimum_revenue else []
    steps += [row({}, bidders, 0, 1).normal] if case.pricing.norm is Norm.MAXIMUM else []
    for gradient in [*steps, (*away, Fraction(0))]:
        assert is_combination(gradient, binding), f"a core point is better in the direction {gradient}"
        binding += [gradient, tuple(-g for g in gradient)]


def weights(case: Case, bid: dict[int, int], reserve: dict[int, int]) -> dict[int, Fraction]:
    chosen = case.pricing.weights
    if not isinstance(chosen, Weighting):
        return {b: chosen[case.book.bidders[b]] for b in bid}
    size = {Weighting.EQUAL: dict.fromkeys(bid, 1), Weighting.RESERVE: reserve, Weighting.BID: bid}[chosen]
    return {b: Fraction(1, max(size[b], 1)) for b in bid}


def row(
    by_bidder: dict[int, int] | dict[int, Fraction], bidders: Sequence[int], least: Fraction | int, t: int = 0
) -> Row:
    """A row over the prices of ``bidders`` and, last, the largest deviation."""
    return Row((*(Fraction(by_bidder.get(b, 0)) for b in bidders), Fraction(t)), Fraction(least))


def dot(one: Vector, other: Vector) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def is_combination(target: Vector, vectors: Sequence[Vector]) -> bool:
    """Whether ``target`` is a sum of non-negative multiples of ``vectors``: phase one of the simplex method, with
    Bland's rule against cycling."""
    table = [[*(v[i] for v in vectors), total] for i, total in enumerate(target)]
    table = [line if line[-1] >= 0 else [-a for a in line] for line in table]
    basis = [
        len(vectors) + i for i in range(len(table))
    ]  # the vector that each line stands for; beyond: what is missing
    while missing := [line for line, b in zip(table, basis, strict=True) if b >= len(vectors)]:
        entering = next((j for j in range(len(vectors)) if sum(line[j] for line in missing) > 0), None)
        if entering is None:
            return all(line[-1] == 0 for line in missing)
        rising = [i for i, line in enumerate(table) if line[entering] > 0]
        leaving = min(rising, key=lambda i: (table[i][-1] / table[i][entering], basis[i]))
        pivot = [a / table[leaving][entering] for a in table[leaving]]
        table = [[a - line[entering] * p for a, p in zip(line, pivot, strict=True)] for line in table]
        table[leaving], basis[leaving] = pivot, entering
    return True
