"""What winners pay for an allocation: opportunity cost, core or bid (R-P0 to R-P3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from winner_determination.case import Case, PricingRule
from winner_determination.choice import solver_of
from winner_determination.core_prices import core_prices
from winner_determination.errors import NotProved
from winner_determination.explanation import CoreRow, Explanation, core_row, explain
from winner_determination.method import Blocking, Coalitions, Runner
from winner_determination.progress import Stage, Standing, Watch, unwatched
from winner_determination.rounding import rounded
from winner_determination.separation import Separation
from winner_determination.winners import Allocation


@dataclass(frozen=True)
class Price:
    """What one winner pays, in bid units."""

    bidder: str
    vickrey: int  # opportunity cost R-P0, at least the reserve value of the package
    exact: Fraction
    price: int  # rounded by R-P2
    explanation: Explanation


@dataclass(frozen=True)
class Prices:
    """Prices of all winners, by bidder in the order of the book."""

    winners: tuple[Price, ...]
    core_rows: tuple[CoreRow, ...]  # that hold the prices where they are
    minimum_revenue: Fraction | None  # least total of any core point; None unless the rule is core


@dataclass(frozen=True)
class _Exact:
    price: Mapping[int, Fraction]  # by bidder
    rows: tuple[Blocking, ...]  # that hold them
    minimum_revenue: Fraction | None


def price(case: Case, allocation: Allocation, *, run: Runner = map, watch: Watch = unwatched) -> Prices:
    """Price ``allocation`` under ``case.pricing``; ``watch`` is told how far that is.

    Raises NotProved for an allocation, or a step of pricing, without a proof of optimality.
    """
    if not allocation.proved_optimal:
        raise NotProved("prices are only computed for an allocation that is proved optimal")
    separation = Separation(case, allocation.rows)
    coalitions = solver_of(allocation.method, run).coalitions(case, allocation.rows)
    decided = Standing(
        Stage.OPPORTUNITY_COSTS, allocation.method, allocation.rows, value=allocation.value, bound=allocation.bound
    )
    alone = _alone(separation, coalitions, decided, watch)
    least = {bidder: _opportunity_cost(separation, bidder, row) for bidder, row in alone.items()}
    exact = _exact(case, separation, coalitions, alone, least, tell=_of_the_core(decided, watch))
    watch(replace(decided, stage=Stage.PRICING))
    holding = {blocking: core_row(separation, coalitions, blocking) for blocking in exact.rows}
    return Prices(
        winners=tuple(
            Price(
                bidder=case.book.bidders[bidder],
                vickrey=least[bidder],
                exact=exact.price[bidder],
                price=rounded(exact.price[bidder], separation.bid(bidder), case.pricing.rounding),
                explanation=explain(separation, bidder, exact.price[bidder], holding),
            )
            for bidder in separation.winners
        ),
        core_rows=tuple(holding.values()),
        minimum_revenue=exact.minimum_revenue,
    )


def _alone(
    separation: Separation, coalitions: Coalitions, decided: Standing, watch: Watch
) -> dict[int, Blocking | None]:
    """For each winner the coalition of everybody else; ``watch`` is told of each as it is found."""
    found: dict[int, Blocking | None] = {}
    watch(replace(decided, of=len(separation.winners)))
    for bidder, row in zip(separation.winners, coalitions.without(separation.winners), strict=True):
        found[bidder] = row
        watch(replace(decided, done=len(found), of=len(separation.winners)))
    return found


def _of_the_core(decided: Standing, watch: Watch) -> Callable[[int], None]:
    """Tells ``watch`` how many coalitions of the core are known."""
    return lambda known: watch(replace(decided, stage=Stage.CORE, done=known))


def _opportunity_cost(separation: Separation, bidder: int, row: Blocking | None) -> int:
    """R-P0: what everybody else's best allocation is worth more than their part of this one, at least the reserve
    value.

    Nobody can be charged for an allocation that does not exist: where the others alone cannot meet the limits, the
    reserve value stands.
    """
    reserve = separation.reserve_value(bidder)
    return reserve if row is None else max(row.at_least, reserve)


def _exact(
    case: Case,
    separation: Separation,
    coalitions: Coalitions,
    alone: Mapping[int, Blocking | None],
    least: Mapping[int, int],
    *,
    tell: Callable[[int], None],
) -> _Exact:
    rule = case.pricing.rule
    if rule is PricingRule.PAY_AS_BID:
        return _Exact({bidder: Fraction(separation.bid(bidder)) for bidder in alone}, (), None)
    single = {
        bidder: row
        for bidder, row in alone.items()
        if row is not None and row.at_least > separation.reserve_value(bidder)
    }
    if rule is PricingRule.VICKREY:
        return _Exact({bidder: Fraction(least[bidder]) for bidder in alone}, tuple(single.values()), None)
    core = core_prices(case, separation, coalitions, least, tell)
    held = [row for bidder, row in single.items() if core.price[bidder] == row.at_least]
    total = sum(core.price.values(), Fraction(0))
    if not case.pricing.minimum_revenue:
        cheapest = core_prices(
            replace(case, pricing=replace(case.pricing, minimum_revenue=True)), separation, coalitions, least, tell
        )
        total = sum(cheapest.price.values(), Fraction(0))
    return _Exact(core.price, tuple(dict.fromkeys([*core.binding, *held])), total)
