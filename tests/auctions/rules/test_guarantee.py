"""What a bidder must bid to be sure of its final clock package (R-S8)."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.rules.closing import total_demand, unsold
from auctions.rules.eligibility import play_round
from auctions.rules.guarantee import SureBid, sure_bid
from auctions.rules.history import BidderHistory, Category, Package, quantities_of
from auctions.rules.supplementary import CapRules, SupplementaryCap, cap_of, resolve
from tests.auctions.rules.cast import TWO, played
from tests.auctions.rules.histories import random_package
from winner_determination import Bid, BidBook, Case, determine_winners
from winner_determination import Category as SoldCategory

FINAL = CapRules(frozenset({SupplementaryCap.FINAL}))
Books = dict[str, dict[Package, int]]


def test_r_s8_with_nothing_unsold_the_clock_amount_is_enough() -> None:
    history = played([((10, 5), (2, 1))], eligibility=9)
    assert sure_bid(history, (0, 0)) == SureBid((2, 1), clock_amount=25, amount=25, beyond_ties=26)


def test_r_s8_unsold_lots_add_their_price_less_their_reserve() -> None:
    history = played([((10, 5), (2, 1))], eligibility=9)
    with_reserve_bids, without = sure_bid(history, (1, 2)), sure_bid(history, (1, 2), reserve_bids=False)
    assert with_reserve_bids is not None and without is not None
    assert with_reserve_bids.amount == 25 + (10 + 2 * 5) - (8 + 2 * 4)
    assert without.amount == 25 + (10 + 2 * 5)


def test_r_s8_a_high_own_bid_on_another_package_asks_for_room_above_it() -> None:
    history = played([((10, 5), (2, 1))], eligibility=9)
    sure = sure_bid(history, (0, 0), own_bids={(1, 0): 18, (2, 1): 25})
    assert sure is not None
    assert sure.amount == 18 + 25 - 10


def test_r_s8_a_bidder_without_a_final_package_is_sure_of_nothing() -> None:
    assert sure_bid(played([((10, 5), (0, 0))]), (0, 0)) is None
    assert sure_bid(played([]), (0, 0)) is None


def test_r_s8_one_unit_less_can_lose_against_a_bid_at_its_final_cap() -> None:
    alpha, beta = played([((10, 5), (1, 0))], 20), played([((10, 5), (1, 3))], 20)
    sure = sure_bid(alpha, unsold(TWO, (2, 3)))
    assert sure is not None
    everything, clock = (3, 4), 25
    cap = cap_of(resolve(beta, [], FINAL), everything).cap
    assert (sure.amount, cap) == (13, 50)
    book: dict[str, dict[Package, int]] = {"Alpha": {(1, 0): sure.amount - 1}, "Beta": {(1, 3): clock, everything: 50}}
    assert "Alpha" not in winners(TWO, book)
    book["Alpha"] = {(1, 0): sure.beyond_ties}
    assert winners(TWO, book)["Alpha"] == (1, 0)


@settings(max_examples=60, deadline=None)
@given(random=st.randoms(use_true_random=True), reserve_bids=st.booleans())
def test_r_s8_the_sure_bid_wins_whatever_the_others_bid_within_their_final_caps(
    random: Random, reserve_bids: bool
) -> None:
    categories = tuple(Category(name, random.randint(1, 3), 1, random.randint(1, 5)) for name in "AB")
    histories = closed_clock(random, categories)
    left = unsold(categories, total_demand(categories, [history.final_package for history in histories.values()]))
    books: Books = {bidder: random_book(random, history) for bidder, history in histories.items()}
    alpha = histories["Alpha"]
    own = {package: amount for package, amount in books["Alpha"].items() if package != alpha.final_package}
    sure = sure_bid(alpha, left, reserve_bids=reserve_bids, own_bids=own)
    if sure is None:
        return
    books["Alpha"] = {**own, sure.package: sure.beyond_ties}
    assert winners(categories, books, reserve_bids)["Alpha"] == sure.package


def closed_clock(random: Random, categories: tuple[Category, ...]) -> dict[str, BidderHistory]:
    """Three bidders after two rounds that ended without excess demand."""
    left = [category.supply for category in categories]
    opening = tuple(category.reserve for category in categories)
    closing = tuple(price + random.randint(0, 5) for price in opening)
    histories = {}
    for bidder in ("Alpha", "Beta", "Gamma"):
        final = tuple(random.randint(0, lots) for lots in left)
        left = [lots - taken for lots, taken in zip(left, final, strict=True)]
        history = play_round(BidderHistory(categories, 99), opening, random_package(random, categories))
        histories[bidder] = play_round(history, closing, final)
    return histories


def random_book(random: Random, history: BidderHistory) -> dict[Package, int]:
    """The bids that stand after a random list, most of them at their final cap."""
    final = history.final_package
    raised = history.clock_bids.get(final, 0) + random.choice([0, 0, 3, 20])
    bids = [(final, raised)] if any(final) else []
    for package in {random_package(random, history.categories) for _ in range(4)} - {final}:
        limits = cap_of(resolve(history, bids, FINAL), package)
        if any(package) and limits.cap is not None and limits.cap >= limits.floor:
            bids.append((package, random.choice([limits.cap, limits.cap, limits.floor])))
    resolution = resolve(history, bids, FINAL)
    assert all(bid.accepted for bid in resolution.bids)
    return {package: amount for package, amount in resolution.highest.items() if amount >= history.reserve(package)}


def winners(categories: tuple[Category, ...], books: Books, reserve_bids: bool = True) -> dict[str, Package]:
    """What each winner gets."""
    sold = tuple(SoldCategory(c.id, c.supply, c.reserve, c.points) for c in categories)
    bids = [
        Bid(f"{bidder}-{number}", bidder, quantities_of(categories, package), amount)
        for bidder, bids in books.items()
        for number, (package, amount) in enumerate(bids.items())
    ]
    book = BidBook.from_bids(sold, bids)
    rows = determine_winners(Case(book, reserve_bids=reserve_bids)).rows
    return {book.bidders[book.owner[row]]: tuple(int(lots) for lots in book.quantity[row]) for row in rows}
