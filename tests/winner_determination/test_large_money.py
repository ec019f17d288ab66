"""Money up to 10^15: exact, or refused, never nearly right."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.winner_determination import brute_force
from tests.winner_determination.books import cases
from winner_determination import (
    BidBook,
    Case,
    Method,
    MethodUnsuited,
    PricingRule,
    Weighting,
    determine_winners,
    price,
    read_case,
    solve,
)

MOST = 10**15


@settings(max_examples=20, deadline=None)
@given(cases(amounts=st.integers(MOST - 4, MOST), limits=False))
def test_r_w1_amounts_that_differ_in_the_fifteenth_digit_are_told_apart(case: Case) -> None:
    found = determine_winners(replace(case, method=Method.DYNAMIC))
    wanted, value, tied = brute_force.best(case)
    assert found.rows == tuple(sorted(row for row in wanted if row is not None))
    assert (found.value, found.tied, found.proved_optimal) == (value, tied, True)


@settings(max_examples=20, deadline=None)
@given(cases(amounts=st.integers(MOST - 4, MOST), limits=False))
def test_r_w1_milp_says_so_where_floating_point_cannot_tell_such_amounts_apart(case: Case) -> None:
    try:
        found = determine_winners(replace(case, method=Method.MILP))
    except MethodUnsuited:
        return
    wanted, value, tied = brute_force.best(case)
    assert found.value <= value <= found.bound <= value + MOST // 10**9
    if found.proved_optimal:
        assert found.rows == tuple(sorted(row for row in wanted if row is not None))
        assert (found.value, found.tied) == (value, tied)


@settings(max_examples=20, deadline=None)
@given(cases(limits=False), st.sampled_from([3, 10**6 + 1, 10**13]))
def test_r_p1b_prices_in_a_smaller_unit_are_the_same_money(case: Case, unit: int) -> None:
    case = replace(case, pricing=replace(case.pricing, rule=PricingRule.CORE, weights=Weighting.EQUAL))
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


def two_against_one(*amounts: int) -> Case:
    """Left and Right bid for a lot each, Both for the two of them, one unit less than their sum."""
    left, right = amounts
    return read_case(
        {
            "format": "clearband.wdp/1",
            "categories": [{"id": "A", "supply": 1}, {"id": "B", "supply": 1}],
            "bids": [
                {"id": "l", "bidder": "Left", "package": {"A": 1}, "amount": left},
                {"id": "r", "bidder": "Right", "package": {"B": 1}, "amount": right},
                {"id": "b", "bidder": "Both", "package": {"A": 1, "B": 1}, "amount": left + right - 1},
            ],
        }
    )


@pytest.mark.parametrize("method", [Method.AUTO, Method.DYNAMIC, Method.BRANCH, Method.MILP])
def test_r_p1a_core_prices_of_the_largest_amounts_are_exact_to_half_a_unit(method: Method) -> None:
    result = solve(replace(two_against_one(4 * 10**14, 6 * 10**14), method=method))
    assert {winner.bidder: winner.vickrey for winner in result.winners} == {
        "Left": 4 * 10**14 - 1,
        "Right": 6 * 10**14 - 1,
    }
    assert {winner.price_exact for winner in result.winners} == {
        Fraction(8 * 10**14 - 1, 2),
        Fraction(12 * 10**14 - 1, 2),
    }


def test_the_second_opinion_refuses_amounts_of_more_digits_than_reach_its_solver() -> None:
    case = replace(two_against_one(4 * 10**14 + 1, 6 * 10**14), method=Method.SECOND_OPINION)
    with pytest.raises(MethodUnsuited, match="13 digits"):
        solve(case)


def test_the_second_opinion_counts_in_the_largest_unit_that_divides_every_amount() -> None:
    book = in_unit(two_against_one(4, 6).book, 10**14)
    result = solve(Case(book=book, method=Method.SECOND_OPINION))
    assert {winner.bidder: winner.price_exact for winner in result.winners} == {
        "Left": Fraction(7, 2) * 10**14,
        "Right": Fraction(11, 2) * 10**14,
    }


def test_r_w4_milp_claims_no_proof_for_a_tie_it_broke_without_one() -> None:
    """Three bids score alike; the tie rule wants most lots, and floating point cannot tell lots beside such amounts."""
    amount = MOST - 4
    packages = {"Alpha": {"B": 2}, "Beta": {"A": 2, "B": 1}, "Gamma": {"A": 2, "B": 1}}
    case = read_case(
        {
            "format": "clearband.wdp/1",
            "categories": [{"id": "A", "supply": 2}, {"id": "B", "supply": 2}, {"id": "C", "supply": 0}],
            "bids": [
                {"id": bidder, "bidder": bidder, "package": package, "amount": amount}
                for bidder, package in packages.items()
            ],
            "ties": ["most_lots", "seed"],
            "seed": "00",
            "reserve_bids": False,
        }
    )
    found = determine_winners(replace(case, method=Method.MILP))
    right = determine_winners(replace(case, method=Method.DYNAMIC))
    assert found.value == right.value == amount
    assert found.rows == right.rows or not found.proved_optimal
