"""The price step of core pricing in floating point: least total first (PuLP and CBC), then nearest to a reference
(HiGHS's quadratic solver), as the constraint generation of Day & Raghavan 2007 and Day & Cramton 2012 has it.

Prices are counted in the largest bid, because quadratic solvers fail silently on raw money.
"""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np
import pulp

Row = tuple[frozenset[str], int]
SLACK = 1e-9  # by which the quadratic step may exceed the least total, in the largest bid


def nearest_core_point(reference: Mapping[str, int], bid: Mapping[str, int], rows: Sequence[Row]) -> dict[str, float]:
    """Prices between ``reference`` and ``bid`` that meet ``rows`` (payers, what they pay together at least)."""
    unit = max(bid.values())
    low = {bidder: reference[bidder] / unit for bidder in reference}
    high = {bidder: bid[bidder] / unit for bidder in reference}
    scaled = [(payers, least / unit) for payers, least in rows]
    total = _least_total(low, high, scaled)
    return {bidder: price * unit for bidder, price in _nearest(low, high, scaled, total).items()}


def _least_total(low: dict[str, float], high: dict[str, float], rows: list[tuple[frozenset[str], float]]) -> float:
    price = {b: pulp.LpVariable(f"p_{i}", low[b], high[b]) for i, b in enumerate(low)}
    model = pulp.LpProblem("least_total", pulp.LpMinimize)
    model += pulp.lpSum(price.values())
    for payers, least in rows:
        model += pulp.lpSum(price[bidder] for bidder in payers) >= least
    model.solve(pulp.PULP_CBC_CMD(msg=False))
    return float(pulp.value(model.objective))


def _nearest(
    low: dict[str, float], high: dict[str, float], rows: list[tuple[frozenset[str], float]], total: float
) -> dict[str, float]:
    """Least sum of squares of d = price - low where prices add up to ``total``."""
    size = len(low)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = size, len(rows) + 1
    lp.col_cost_ = np.zeros(size)
    lp.col_lower_, lp.col_upper_ = np.zeros(size), np.array([high[b] - low[b] for b in low])
    paying = np.array([[1.0] * size, *([float(b in payers) for b in low] for payers, _ in rows)])
    infinite = highspy.kHighsInf
    excess = [least - sum(low[b] for b in payers) for payers, least in rows]
    lp.row_lower_ = np.array([-infinite, *excess])
    lp.row_upper_ = np.array([total - sum(low.values()) + SLACK, *(infinite for _ in rows)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum((paying != 0).sum(axis=1))])
    lp.a_matrix_.index_ = np.nonzero(paying)[1]
    lp.a_matrix_.value_ = paying[paying != 0]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.passModel(lp)
    hessian = highspy.HighsHessian()
    hessian.dim_, hessian.format_ = size, highspy.HessianFormat.kTriangular
    hessian.start_, hessian.index_ = np.arange(size + 1), np.arange(size)
    hessian.value_ = np.full(size, 2.0)
    highs.passHessian(hessian)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS ended with {highs.modelStatusToString(highs.getModelStatus())}")
    return {b: low[b] + d for b, d in zip(low, highs.getSolution().col_value, strict=True)}
