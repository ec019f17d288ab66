"""Check that prices are the core point a pricing rule asks for, by conditions that do not look at how they were
found."""

from fractions import Fraction

import highspy
import numpy as np

from tests.winner_determination.brute_force import Allocation
from winner_determination import Case, Norm, Reference, Weighting
from winner_determination.highs import quiet_highs

SLACK = 1e-6

Weights = dict[int, Fraction]


def assert_nearest_core_point(
    case: Case,
    allocation: Allocation,
    price: dict[int, Fraction],
    rows: dict[frozenset[int], int],
    vickrey: dict[int, int],
) -> None:
    """Prices lie in the core; no core point has a smaller total (where asked for); none of those is nearer to the
    reference."""
    book = case.book
    bidders = sorted(price)
    bid = {b: int(book.amount[allocation[b]]) for b in bidders}
    reserve = {b: int(book.reserve_value[allocation[b]]) for b in bidders}
    for payers, least in rows.items():
        assert sum(price[b] for b in payers) >= least, (payers, least, price)
    for b in bidders:
        assert reserve[b] <= price[b] <= bid[b]
    if not bidders:
        return
    polytope = Polytope(bidders, reserve, bid, rows)
    total = float(sum(price.values()))
    if case.pricing.minimum_revenue:
        assert total <= polytope.least(dict.fromkeys(bidders, 1.0)) + SLACK * max(total, 1)
        polytope.total = total
    assert isinstance(case.pricing.weights, Weighting)
    weights: Weights = {
        Weighting.EQUAL: dict.fromkeys(bidders, Fraction(1)),
        Weighting.RESERVE: {b: Fraction(1, max(reserve[b], 1)) for b in bidders},
        Weighting.BID: {b: Fraction(1, max(bid[b], 1)) for b in bidders},
    }[case.pricing.weights]
    reference = {
        Reference.VICKREY: vickrey,
        Reference.BID: bid,
        Reference.RESERVE: reserve,
        Reference.ZERO: dict.fromkeys(bidders, 0),
    }[case.pricing.reference]
    away = {b: weights[b] * (price[b] - reference[b]) for b in bidders}
    if case.pricing.norm is Norm.MAXIMUM:
        largest = max(abs(d) for d in away.values())
        assert polytope.least_deviation(weights, reference) >= float(largest) - SLACK * max(float(largest), 1)
        polytope.deviation = (weights, reference, float(largest))
    gradient = {b: float(away[b]) for b in bidders}
    here = sum(gradient[b] * float(price[b]) for b in bidders)
    assert polytope.least(gradient) >= here - 100 * SLACK * max(abs(here), 1), "moving along the core comes nearer"


class Polytope:
    """The core as a linear programme over prices and, last, the largest weighted deviation."""

    def __init__(
        self, bidders: list[int], low: dict[int, int], high: dict[int, int], rows: dict[frozenset[int], int]
    ) -> None:
        self.bidders, self.low, self.high, self.rows = bidders, low, high, rows
        self.total: float | None = None
        self.deviation: tuple[Weights, dict[int, int], float] | None = None

    def least(self, cost: dict[int, float]) -> float:
        return self._minimum([cost[b] for b in self.bidders] + [0.0], self.deviation)

    def least_deviation(self, weights: Weights, reference: dict[int, int]) -> float:
        return self._minimum([0.0] * len(self.bidders) + [1.0], (weights, reference, np.inf))

    def _minimum(self, cost: list[float], deviation: tuple[Weights, dict[int, int], float] | None) -> float:
        model = quiet_highs()
        infinity = highspy.kHighsInf
        for b in self.bidders:
            model.addVar(self.low[b], self.high[b])
        t = len(self.bidders)
        model.addVar(0, infinity if deviation is None else deviation[2] + SLACK)
        for payers, least in self.rows.items():
            columns = [self.bidders.index(b) for b in payers]
            model.addRow(least, infinity, len(columns), columns, [1.0] * len(columns))
        if self.total is not None:
            model.addRow(-infinity, self.total + SLACK, t, list(range(t)), [1.0] * t)
        if deviation is not None:
            for i, b in enumerate(self.bidders):
                w, r = float(deviation[0][b]), float(deviation[1][b])
                model.addRow(-w * r, infinity, 2, [i, t], [-w, 1.0])
                model.addRow(w * r, infinity, 2, [i, t], [w, 1.0])
        for i, c in enumerate(cost):
            model.changeColCost(i, c)
        model.run()
        assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return float(model.getInfo().objective_function_value)
