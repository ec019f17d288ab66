"""Intra-round bids (R-C9)."""

from fractions import Fraction

from auctions.rules.intra_round import IntraRoundBid, balancing_point, check_intra_round, demand_at, prices_at
from tests.auctions.rules.cast import TWO, played

HALF, FULL = Fraction(1, 2), Fraction(1)


def test_r_c9_prices_at_a_point_are_rounded_up_and_never_above_the_current_ones() -> None:
    assert prices_at((10, 5), (15, 5), HALF) == (13, 5)
    assert prices_at((10, 5), (15, 6), FULL) == (15, 6)
    assert prices_at((10, 5), (15, 6), Fraction(1, 100)) == (11, 6)


def test_r_c9_a_bidder_lowers_its_demand_between_the_prices() -> None:
    history = played([((10, 5), (2, 2))], eligibility=6)
    steps = [IntraRoundBid(HALF, (1, 2)), IntraRoundBid(FULL, (0, 2))]
    assert check_intra_round(history, steps) == []
    assert [demand_at((2, 2), steps, point) for point in (Fraction(1, 4), HALF, FULL)] == [(2, 2), (1, 2), (0, 2)]


def test_r_c9_demand_that_rises_within_a_round_is_refused() -> None:
    history = played([((10, 5), (2, 2))], eligibility=6)
    (refusal,) = check_intra_round(history, [IntraRoundBid(HALF, (1, 3))])
    assert refusal.rule == "R-C9"
    assert refusal.reason == "within a round demand only falls; after 2 A + 2 B at most that would pass"


def test_r_c9_price_points_follow_one_another_within_the_round() -> None:
    history = played([((10, 5), (2, 2))], eligibility=6)
    for points in ([Fraction(0)], [Fraction(3, 2)], [HALF, HALF]):
        (refusal,) = check_intra_round(history, [IntraRoundBid(point, (1, 2)) for point in points])
        assert "each above the one before" in refusal.reason


def test_r_c9_the_first_point_without_excess_demand_balances_the_round() -> None:
    before = {"Alpha": (2, 2), "Beta": (2, 2)}
    bids = {"Alpha": [IntraRoundBid(HALF, (1, 2))], "Beta": [IntraRoundBid(FULL, (0, 0))]}
    assert balancing_point(TWO, before, bids) == HALF
    assert balancing_point(TWO, before, {}) is None
