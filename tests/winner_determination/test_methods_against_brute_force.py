"""Every method finds what looking at every allocation and every coalition finds."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.winner_determination import brute_force
from tests.winner_determination.books import cases
from tests.winner_determination.nearest import assert_nearest_core_point
from winner_determination import (
    AtLeastOne,
    Case,
    Method,
    NoFeasibleAllocation,
    Prices,
    PricingRule,
    Rounding,
    RoundingRule,
    determine_winners,
    price,
)

EXAMPLES = {
    Method.DYNAMIC: 40,
    Method.INTERVAL: 25,
    Method.SEARCH: 25,
    Method.BRANCH: 25,
    Method.MILP: 15,
    Method.SECOND_OPINION: 6,
}
GENERIC_LOTS = (Method.DYNAMIC, Method.BRANCH, Method.MILP, Method.SECOND_OPINION)


def check(cases: st.SearchStrategy[Case], method: Method) -> None:
    @settings(max_examples=EXAMPLES[method], deadline=None)
    @given(cases)
    def of_one(case: Case) -> None:
        assert_as_defined(replace(case, method=method))

    of_one()


@pytest.mark.parametrize("method", GENERIC_LOTS)
def test_r_w1_r_w4_winners_and_prices_are_those_of_the_definitions(method: Method) -> None:
    check(cases(), method)


@pytest.mark.parametrize("method", GENERIC_LOTS)
def test_r_a3_bidders_that_must_win_are_served_and_priced_against_bids_removed_or_zero(method: Method) -> None:
    check(cases(must_win=True, limits=False), method)


def test_r_w1_r_w4_lots_in_a_row_are_awarded_and_priced_as_defined() -> None:
    check(cases(in_a_row=True, limits=False), Method.INTERVAL)


def test_r_w1_r_w4_cases_in_which_everybody_must_win_are_searched_and_priced_as_defined() -> None:
    everybody = cases(must_win=True).filter(lambda case: not any(isinstance(c, AtLeastOne) for c in case.limits))
    check(everybody.map(lambda case: replace(case, must_win=frozenset(case.book.bidders))), Method.SEARCH)


def assert_as_defined(case: Case) -> None:
    if not brute_force.allocations(case):
        with pytest.raises(NoFeasibleAllocation):
            determine_winners(case)
        return
    wanted, value, tied = brute_force.best(case)
    found = determine_winners(case)
    assert found.rows == tuple(sorted(row for row in wanted if row is not None))
    assert (found.value, found.tied, found.proved_optimal) == (value, tied, True)
    assert_priced_as_defined(case, wanted, price(case, found))


def assert_priced_as_defined(case: Case, allocation: brute_force.Allocation, prices: Prices) -> None:
    core = brute_force.core_rows(case, allocation)
    index = {name: b for b, name in enumerate(case.book.bidders)}
    exact = {index[p.bidder]: p.exact for p in prices.winners}
    vickrey = {index[p.bidder]: p.vickrey for p in prices.winners}
    bid = {b: int(case.book.amount[allocation[b]]) for b in exact}
    reserve = {b: int(case.book.reserve_value[allocation[b]]) for b in exact}
    assert vickrey == {b: max(core.get(frozenset([b]), 0), reserve[b]) for b in exact}
    match case.pricing.rule:
        case PricingRule.VICKREY:
            assert exact == vickrey
        case PricingRule.PAY_AS_BID:
            assert exact == bid
        case PricingRule.CORE:
            assert_nearest_core_point(case, allocation, exact, core, vickrey)
            assert prices.minimum_revenue is not None and prices.minimum_revenue <= sum(exact.values())
    for p in prices.winners:
        assert p.price == rounded_as_defined(p.exact, bid[index[p.bidder]], case.pricing.rounding)


def rounded_as_defined(exact: Fraction, bid: int, rounding: Rounding) -> int:
    """R-P2 by looking at whole numbers one after the other."""
    allowed = {
        RoundingRule.NONE: [n for n in range(bid + 1) if n <= exact][-1:],
        RoundingRule.UP: [n for n in range(bid + 1) if n >= exact],
        RoundingRule.NEAREST: sorted(range(bid, -1, -1), key=lambda n: abs(n - exact)),
        RoundingRule.UP_TO: [n for n in range(0, bid + 1, rounding.unit) if n >= exact],
    }[rounding.rule]
    return next(iter(allowed), bid)
