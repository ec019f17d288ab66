"""The cast of the rules' tests: two categories, one bidder, and histories told in one line."""

from collections.abc import Sequence

from auctions.rules.eligibility import STRICT, ActivityRequirement, play_round
from auctions.rules.history import BidderHistory, Category, Package, Prices

A = Category("A", supply=3, points=2, reserve=8)
B = Category("B", supply=4, points=1, reserve=4)
TWO = (A, B)

# Eligibility 4, 3, 3, 2 after the rounds: rounds 2 and 4 reduce it.
FOUR_ROUNDS: tuple[tuple[Prices, Package], ...] = (
    ((10, 5), (2, 0)),
    ((14, 5), (1, 1)),
    ((18, 5), (0, 3)),
    ((18, 9), (0, 2)),
)


def played(
    rounds: Sequence[tuple[Prices, Package]] = FOUR_ROUNDS,
    eligibility: int = 4,
    categories: tuple[Category, ...] = TWO,
    requirement: ActivityRequirement = STRICT,
) -> BidderHistory:
    """A bidder's history in which every given bid was accepted."""
    history = BidderHistory(categories, eligibility)
    for prices, package in rounds:
        history = play_round(history, prices, package, requirement)
    return history
