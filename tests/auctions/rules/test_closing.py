"""When the clock stage ends (R-C6)."""

from fractions import Fraction

from auctions.rules.closing import (
    Closing,
    ClosingReason,
    ClosingRule,
    KeyBid,
    adjusted_demand,
    closing,
    total_demand,
    unsold,
)
from tests.auctions.rules.cast import TWO

PRICES = (10, 5)


def test_r_c6_the_clock_ends_without_excess_demand() -> None:
    demand = total_demand(TWO, [(2, 1), (1, 2)])
    assert (demand, unsold(TWO, demand)) == ((3, 3), (0, 1))
    assert closing(TWO, demand) == Closing(True, ClosingReason.NO_EXCESS_DEMAND)


def test_r_c6_excess_in_one_category_keeps_the_clock_running() -> None:
    assert closing(TWO, (1, 5)) == Closing(False, ClosingReason.EXCESS_DEMAND)


def test_r_c6_a_rulebook_may_ask_for_the_full_activity_requirement_first() -> None:
    rule = ClosingRule(needs_full_requirement=True)
    assert closing(TWO, (3, 4), rule=rule, requirement=Fraction(7, 10)).reason is ClosingReason.REQUIREMENT_BELOW_FULL
    assert closing(TWO, (3, 4), rule=rule, requirement=Fraction(1)).over


def test_r_c6_the_auctioneer_ends_the_clock_only_where_the_rulebook_allows_it() -> None:
    assert not closing(TWO, (9, 9), closed_by_auctioneer=True).over
    allowed = closing(TWO, (9, 9), rule=ClosingRule(auctioneer_may_close=True), closed_by_auctioneer=True)
    assert allowed == Closing(True, ClosingReason.AUCTIONEER)


def test_r_c6_without_bidders_nothing_is_demanded() -> None:
    assert total_demand(TWO, []) == (0, 0)


def test_r_c6_demand_is_not_adjusted_while_an_opted_in_bidder_asks_for_its_portfolio() -> None:
    packages = {"Alpha": (2, 2), "Delta": (1, 1)}
    assert adjusted_demand(TWO, packages, PRICES, {"Delta": [((1, 0), 8)]}) == ((3, 3), None)
    assert adjusted_demand(TWO, packages, PRICES, {}) == ((3, 3), None)


def test_r_c6_a_key_bid_takes_the_place_of_its_bidders_own_bid() -> None:
    packages = {"Alpha": (3, 2), "Delta": (0, 1)}
    demand, key = adjusted_demand(TWO, packages, PRICES, {"Delta": [((1, 0), 8), ((0, 2), 8)]})
    assert key == KeyBid("Delta", (0, 2), 8)
    assert demand == (3, 4)


def test_r_c6_the_key_bid_is_short_of_the_round_prices_by_least() -> None:
    packages = {"Alpha": (3, 2), "Delta": (0, 0)}
    demand, key = adjusted_demand(TWO, packages, PRICES, {"Delta": [((1, 0), 8), ((0, 2), 7)]})
    assert key == KeyBid("Delta", (1, 0), 8)
    assert demand == (4, 2)


def test_r_c6_an_earlier_clock_bid_that_contains_the_portfolio_can_be_the_key_bid() -> None:
    earlier = {"Delta": [((1, 1), 14), ((0, 1), 5)]}
    _, key = adjusted_demand(TWO, {"Delta": (0, 1)}, PRICES, {"Delta": [((1, 0), 8)]}, earlier)
    assert key == KeyBid("Delta", (1, 1), 14)
