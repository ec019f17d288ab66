"""R-P1: every combination of reference, weights, norm and minimum revenue gives the core point that it names.

The books have coalitions of winners and losers that block opportunity costs, so every combination has work to do.
"""

import random
from fractions import Fraction
from itertools import product

import pytest

from tests.winner_determination import brute_force
from tests.winner_determination.nearest import assert_nearest_core_point
from winner_determination import (
    Bid,
    BidBook,
    Case,
    Category,
    Method,
    Norm,
    Pricing,
    PricingRule,
    Reference,
    Rounding,
    RoundingRule,
    Weighting,
    determine_winners,
    price,
    solve,
)

LOCALS = ("Left", "Middle", "Right")
GIVEN = dict(zip(LOCALS, (Fraction(1), Fraction(7, 3), Fraction(1, 5)), strict=True))
COMBINATIONS = product(Reference, [*Weighting, GIVEN], Norm, (True, False))


def contested(seed: int) -> BidBook:
    """Three bidders on a lot each, and losers on two or three of the lots together who make them pay."""
    chance = random.Random(seed)
    categories = [Category(id=name, supply=1, reserve=chance.randint(0, 9)) for name in "ABC"]
    locals_ = [
        Bid(id=name, bidder=name, package={category.id: 1}, amount=chance.randint(40, 60))
        for name, category in zip(LOCALS, categories, strict=True)
    ]
    unions = [("A", "B"), ("B", "C"), ("A", "C"), ("A", "B", "C")]
    globals_ = [
        Bid(
            id=f"g{i}",
            bidder=f"Global {i}",
            package=dict.fromkeys(union, 1),
            amount=25 * len(union) + chance.randint(0, 9),
        )
        for i, union in enumerate(unions)
    ]
    return BidBook.from_bids(categories, [*locals_, *globals_])


@pytest.mark.parametrize(("reference", "weights", "norm", "minimum_revenue"), COMBINATIONS)
def test_r_p1b_prices_are_the_core_point_that_the_rule_names(
    reference: Reference, weights: Weighting | dict[str, Fraction], norm: Norm, minimum_revenue: bool
) -> None:
    pricing = Pricing(PricingRule.CORE, reference, norm, weights, minimum_revenue)
    for seed in range(2):
        case = Case(book=contested(seed), pricing=pricing)
        allocation, _, _ = brute_force.best(case)
        found = price(case, determine_winners(case))
        index = {name: bidder for bidder, name in enumerate(case.book.bidders)}
        assert_nearest_core_point(
            case,
            allocation,
            {index[p.bidder]: p.exact for p in found.winners},
            brute_force.core_rows(case, allocation),
            {index[p.bidder]: p.vickrey for p in found.winners},
        )
        assert sum(p.exact for p in found.winners) > sum(p.vickrey for p in found.winners)


@pytest.mark.parametrize("method", [Method.DYNAMIC, Method.BRANCH, Method.MILP, Method.SECOND_OPINION])
def test_r_p1a_every_method_reports_the_same_minimum_revenue_also_where_prices_exceed_it(method: Method) -> None:
    above = Pricing(reference=Reference.BID, minimum_revenue=False)
    least = price(case := Case(book=contested(0)), determine_winners(case))
    result = solve(Case(book=contested(0), pricing=above, method=method))
    exact = [winner.price_exact for winner in result.winners if winner.price_exact is not None]
    assert least.minimum_revenue is not None
    assert result.core.minimum_revenue == least.minimum_revenue == sum(p.exact for p in least.winners)
    assert sum(exact) > least.minimum_revenue and exact == [winner.amount for winner in result.winners]


@pytest.mark.parametrize(
    ("rounding", "left", "right"),
    [
        (Rounding(RoundingRule.NONE), 17, 14),
        (Rounding(RoundingRule.UP), 18, 15),
        (Rounding(RoundingRule.NEAREST), 18, 15),
        (Rounding(RoundingRule.UP_TO, 5), 20, 15),
        (Rounding(RoundingRule.UP_TO, 1000), 28, 20),  # never above the bid
    ],
)
def test_r_p2_halves_are_rounded_as_the_rule_says(rounding: Rounding, left: int, right: int) -> None:
    bids = [("Left", {"A": 1}, 28), ("Right", {"B": 1}, 20), ("Both", {"A": 1, "B": 1}, 32), ("Rival", {"A": 1}, 15)]
    book = BidBook.from_bids(
        [Category("A", 1), Category("B", 1)],
        [
            Bid(id=name, bidder=name, package=package, amount=amount)
            for name, package, amount in [*bids, ("Other", {"B": 1}, 12)]
        ],
    )
    result = solve(Case(book=book, pricing=Pricing(rounding=rounding)))
    assert {w.bidder: w.price_exact for w in result.winners} == {"Left": Fraction(35, 2), "Right": Fraction(29, 2)}
    assert {w.bidder: w.price for w in result.winners} == {"Left": left, "Right": right}


def test_r_p3_every_price_is_explained_by_the_coalitions_that_hold_it() -> None:
    result = solve(Case(book=contested(0)))
    for winner in result.winners:
        assert winner.explanation is not None
        for row in winner.explanation.rows:
            paid = [w.price_exact for w in result.winners if w.bidder in row.payers and w.price_exact is not None]
            assert winner.bidder in row.payers and sum(paid) == row.at_least
            assert all(bid_id in winner.explanation.text for bid_id in map(str, row.coalition))
