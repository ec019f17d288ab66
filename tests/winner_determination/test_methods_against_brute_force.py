"""Every method finds what looking at every allocation and every coalition finds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.winner_determination import brute_force
from tests.winner_determination.books import cases
from tests.winner_determination.nearest import assert_nearest_core_point
from winner_determination import BidBook, Case, Method, NoFeasibleAllocation, Weighting, determine_winners, price

METHODS = (Method.DYNAMIC, Method.MILP, Method.SECOND_OPINION)
EXAMPLES = {Method.DYNAMIC: 150, Method.MILP: 60, Method.SECOND_OPINION: 15}


@pytest.mark.parametrize("method", METHODS)
def test_r_w1_r_w4_winners_and_prices_are_those_of_the_definitions(method: Method) -> None:
    @settings(max_examples=EXAMPLES[method], deadline=None)
    @given(cases())
    def check(case: Case) -> None:
        assert_as_defined(replace(case, method=method))

    check()


@pytest.mark.parametrize("method", METHODS)
def test_r_a3_bidders_that_must_win_are_served_and_priced_against_bids_removed_or_zero(method: Method) -> None:
    @settings(max_examples=EXAMPLES[method], deadline=None)
    @given(cases(must_win=True, limits=False))
    def check(case: Case) -> None:
        assert_as_defined(replace(case, method=method))

    check()


@settings(max_examples=60, deadline=None)
@given(cases(amounts=st.integers(10**15 - 4, 10**15), limits=False))
def test_r_w1_amounts_that_differ_in_the_fifteenth_digit_are_told_apart(case: Case) -> None:
    found = determine_winners(replace(case, method=Method.DYNAMIC))
    wanted, value, tied = brute_force.best(case)
    assert found.rows == tuple(sorted(row for row in wanted if row is not None))
    assert (found.value, found.tied) == (value, tied)


@settings(max_examples=60, deadline=None)
@given(cases(limits=False), st.sampled_from([3, 10**6 + 1, 10**13]))
def test_r_p1b_prices_in_a_smaller_unit_are_the_same_money(case: Case, unit: int) -> None:
    weighted = replace(case.pricing, weights=Weighting.EQUAL)
    case = replace(case, pricing=weighted)
    fine = replace(case, book=in_unit(case.book, unit))
    prices, fine_prices = (price(c, determine_winners(c)) for c in (case, fine))
    assert [p.exact * unit for p in prices.winners] == [p.exact for p in fine_prices.winners]
    assert prices.minimum_revenue is not None
    assert prices.minimum_revenue * unit == fine_prices.minimum_revenue


def in_unit(book: BidBook, unit: int) -> BidBook:
    return BidBook.from_arrays(
        [replace(c, reserve=c.reserve * unit) for c in book.categories],
        bid_ids=book.bid_ids,
        owners=[book.bidder_of(row) for row in range(len(book))],
        quantity=book.quantity,
        amount=book.amount * unit,
    )


def assert_as_defined(case: Case) -> None:
    if not list(brute_force.allocations(case)):
        with pytest.raises(NoFeasibleAllocation):
            determine_winners(case)
        return
    wanted, value, tied = brute_force.best(case)
    found = determine_winners(case)
    assert found.rows == tuple(sorted(row for row in wanted if row is not None))
    assert (found.value, found.tied, found.proved_optimal) == (value, tied, True)
    prices = price(case, found)
    rows = brute_force.core_rows(case, wanted)
    index = {name: b for b, name in enumerate(case.book.bidders)}
    exact = {index[p.bidder]: p.exact for p in prices.winners}
    for p in prices.winners:
        bidder = index[p.bidder]
        reserve = int(case.book.reserve_value[wanted[bidder]])
        assert p.vickrey == max(rows.get(frozenset([bidder]), reserve), reserve)
    assert_nearest_core_point(case, wanted, exact, rows, {index[p.bidder]: p.vickrey for p in prices.winners})
