"""A solved case, and its document ``clearband.wdp-result/1``."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from winner_determination.case import Case, Method, Objective
from winner_determination.explanation import CoreRow, Explanation
from winner_determination.method import Runner
from winner_determination.pricing import Price, Prices, price
from winner_determination.progress import Stage, Watch, unwatched
from winner_determination.winners import Allocation, determine_winners

RESULT_FORMAT = "clearband.wdp-result/1"


@dataclass(frozen=True)
class Winner:
    """One winner. Amounts in bid units; prices are None while the allocation is not proved optimal."""

    bidder: str
    bid: str  # id
    package: Mapping[str, int]
    amount: int
    vickrey: int | None
    price: int | None
    price_exact: Fraction | None
    explanation: Explanation | None


@dataclass(frozen=True)
class Core:
    """The rows of the core that hold the prices, and the least total of any core point (None unless the rule is
    core)."""

    minimum_revenue: Fraction | None
    constraints: tuple[CoreRow, ...]


@dataclass(frozen=True)
class Ties:
    """Whether another allocation is worth the same, and the objective that decided (R-W4)."""

    optimal_allocations_tied: bool
    decided_by: Objective | None


@dataclass(frozen=True)
class Checks:
    """What was recomputed from the bids in integers."""

    feasible: bool
    integer_value_recomputed: bool


@dataclass(frozen=True)
class Result:
    """Who wins and what they pay."""

    value: int  # winning amounts plus reserve of unsold lots
    reserve_value_unsold: int
    proved_optimal: bool
    bound: int  # no allocation is worth more
    method: Method
    winners: tuple[Winner, ...]
    unsold: Mapping[str, int]
    revenue: int | None  # sum of prices
    core: Core
    ties: Ties
    checks: Checks
    scale: int = 1  # bid units to one unit of the source
    stopped_while: Stage | None = None  # what a time limit left unfinished

    @property
    def gap(self) -> int:
        """What a better allocation could be worth more, bid units; 0 when proved optimal."""
        return self.bound - self.value


def solve(case: Case, *, run: Runner = map, watch: Watch = unwatched) -> Result:
    """Determine the winners of ``case`` and price them. An allocation without a proof of optimality is returned
    without prices.

    ``run`` is shaped like ``map``: independent solves go through it, so that they may be spread over machines.
    ``watch`` is told how far the solve is. Raises the errors of ``determine_winners`` and ``price``.
    """
    allocation = determine_winners(case, run=run, watch=watch)
    prices = price(case, allocation, run=run, watch=watch) if allocation.proved_optimal else None
    return result_of(case, allocation, prices)


def result_of(case: Case, allocation: Allocation, prices: Prices | None) -> Result:
    """Put the two halves together."""
    by_bidder = {p.bidder: p for p in prices.winners} if prices else {}
    winners = tuple(_winner(case, row, by_bidder.get(case.book.bidder_of(row))) for row in allocation.rows)
    return Result(
        value=allocation.value,
        reserve_value_unsold=allocation.reserve_value_unsold,
        proved_optimal=allocation.proved_optimal,
        bound=allocation.bound,
        method=allocation.method,
        winners=winners,
        unsold=allocation.unsold,
        revenue=sum(p.price for p in prices.winners) if prices else None,
        core=Core(prices.minimum_revenue, prices.core_rows) if prices else Core(None, ()),
        ties=Ties(allocation.tied, allocation.decided_by),
        checks=Checks(feasible=allocation.feasible, integer_value_recomputed=allocation.value_recomputed),
        scale=case.scale,
    )


def _winner(case: Case, row: int, paid: Price | None) -> Winner:
    return Winner(
        bidder=case.book.bidder_of(row),
        bid=case.book.bid_ids[row],
        package=case.book.package(row),
        amount=int(case.book.amount[row]),
        vickrey=paid.vickrey if paid else None,
        price=paid.price if paid else None,
        price_exact=paid.exact if paid else None,
        explanation=paid.explanation if paid else None,
    )


def result_document(result: Result) -> dict[str, Any]:
    """The result as JSON; ``price_exact`` and ``minimum_revenue`` as fractions ("25/2", whole numbers plain)."""
    return {
        "format": RESULT_FORMAT,
        **({"scale": result.scale} if result.scale != 1 else {}),
        "value": result.value,
        "reserve_value_unsold": result.reserve_value_unsold,
        "proved_optimal": result.proved_optimal,
        "bound": result.bound,
        "gap": result.gap,
        "stopped_while": result.stopped_while and str(result.stopped_while),
        "method": str(result.method),
        "winners": [_winner_document(winner) for winner in result.winners],
        "unsold": dict(result.unsold),
        "revenue": result.revenue,
        "core": {
            "minimum_revenue": _number(result.core.minimum_revenue),
            "constraints": [_row_document(row) for row in result.core.constraints],
        },
        "ties": {
            "optimal_allocations_tied": result.ties.optimal_allocations_tied,
            "decided_by": str(result.ties.decided_by) if result.ties.decided_by else None,
        },
        "checks": {
            "feasible": result.checks.feasible,
            "integer_value_recomputed": result.checks.integer_value_recomputed,
        },
    }


def _winner_document(winner: Winner) -> dict[str, Any]:
    explanation = winner.explanation
    return {
        "bidder": winner.bidder,
        "bid": winner.bid,
        "package": dict(winner.package),
        "amount": winner.amount,
        "vickrey": winner.vickrey,
        "price": winner.price,
        "price_exact": None if winner.price_exact is None else str(winner.price_exact),
        "explanation": explanation
        and {
            "held_by": str(explanation.held_by),
            "constraints": [_row_document(row) for row in explanation.rows],
            "text": explanation.text,
        },
    }


def _row_document(row: CoreRow) -> dict[str, Any]:
    return {
        "coalition": list(row.coalition),
        "payers": list(row.payers),
        "at_least": row.at_least,
        "bids": list(row.bids),
    }


def _number(value: Fraction | None) -> int | str | None:
    """Whole numbers as JSON numbers, others as fractions."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else str(value)
