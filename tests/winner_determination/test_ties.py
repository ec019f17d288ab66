"""R-W4: a tie is decided by the ordered objectives, then the seed, and by nothing else."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.winner_determination.books import cases
from winner_determination import (
    BidBook,
    Case,
    Method,
    NoFeasibleAllocation,
    Objective,
    read_case,
    result_document,
    solve,
)

TIED: dict[str, Any] = {
    "format": "clearband.wdp/1",
    "categories": [{"id": "A", "supply": 2, "points": 1}, {"id": "B", "supply": 1, "points": 5}],
    "bids": [
        {"id": "a2", "bidder": "Alpha", "package": {"A": 2}, "amount": 10},
        {"id": "b1", "bidder": "Beta", "package": {"B": 1}, "amount": 10},
        {"id": "g1", "bidder": "Gamma", "package": {"A": 1}, "amount": 5},
        {"id": "d1", "bidder": "Delta", "package": {"A": 1}, "amount": 5},
        {"id": "e3", "bidder": "Epsilon", "package": {"A": 2, "B": 1}, "amount": 20},
        {"id": "z1", "bidder": "Zeta", "package": {"A": 1, "B": 1}, "amount": 20},
    ],
}
EACH = pytest.mark.parametrize("method", [Method.DYNAMIC, Method.BRANCH, Method.MILP, Method.SECOND_OPINION])


def awarded(method: Method, *ties: str, **change: Any) -> tuple[set[str], bool, Objective | None]:
    result = solve(read_case({**TIED, "ties": [*ties, "seed"], "method": str(method), "seed": "00ff", **change}))
    return {w.bid for w in result.winners}, result.ties.optimal_allocations_tied, result.ties.decided_by


@EACH
@pytest.mark.parametrize(
    ("objective", "bids"),
    [("most_winners", {"b1", "g1", "d1"}), ("fewest_winners", {"e3"})],
)
def test_r_w4_the_first_objective_that_leaves_one_allocation_decides(
    method: Method, objective: str, bids: set[str]
) -> None:
    three_ways = TIED["bids"][:5]  # Alpha and Beta, or Beta, Gamma and Delta, or Epsilon: 20 each
    assert awarded(method, objective, bids=three_ways) == (bids, True, Objective(objective))


@pytest.mark.parametrize("method", [Method.BRANCH, Method.MILP])
def test_r_w4_the_seed_decides_among_more_allocations_than_anybody_lists(method: Method) -> None:
    identical = [{"id": f"b{n}", "bidder": f"P{n}", "package": {"A": 1}, "amount": 10} for n in range(12)]
    six_lots = [{"id": "A", "supply": 6}]  # 924 allocations are worth 60
    winners, tied, decided_by = awarded(method, bids=identical, categories=six_lots)
    assert (len(winners), tied, decided_by) == (6, True, Objective.SEED)
    assert winners == awarded(Method.DYNAMIC, bids=identical, categories=six_lots)[0]


@EACH
def test_r_w4_objectives_are_asked_in_their_order(method: Method) -> None:
    two_ways = [TIED["bids"][4], TIED["bids"][1], TIED["bids"][0]]
    assert awarded(method, "most_lots", "fewest_winners", bids=two_ways)[0] == {"e3"}
    assert awarded(method, "most_lots", "most_winners", bids=two_ways) == ({"a2", "b1"}, True, Objective.MOST_WINNERS)


@EACH
def test_r_w4_no_tie_is_reported_where_there_is_none(method: Method) -> None:
    one_best = [*TIED["bids"][:4], {**TIED["bids"][4], "amount": 21}]
    assert awarded(method, bids=one_best) == ({"e3"}, False, None)


@EACH
def test_r_w4_identical_bids_are_decided_by_the_seed_and_every_bidder_can_be_lucky(method: Method) -> None:
    one_lot = [{"id": name, "bidder": name, "package": {"B": 1}, "amount": 7} for name in ("Alpha", "Beta", "Gamma")]
    drawn = [awarded(method, bids=one_lot, seed=f"{seed:04x}") for seed in range(8)]
    assert {(tied, by) for _, tied, by in drawn} == {(True, Objective.SEED)}
    assert set.union(*(bids for bids, _, _ in drawn)) == {"Alpha", "Beta", "Gamma"}
    assert drawn == [awarded(Method.DYNAMIC, bids=one_lot, seed=f"{seed:04x}") for seed in range(8)]


@settings(max_examples=12, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_r_w4_the_order_of_bids_changes_nothing(case: Case, chance: random.Random) -> None:
    assert outcome(case) == outcome(replace(case, book=shuffled(case.book, chance)))


def shuffled(book: BidBook, chance: random.Random) -> BidBook:
    order = list(range(len(book)))
    chance.shuffle(order)
    return BidBook.from_arrays(
        book.categories,
        bid_ids=[book.bid_ids[row] for row in order],
        owners=[book.bidder_of(row) for row in order],
        quantity=book.quantity[order],
        amount=book.amount[order],
    )


@settings(max_examples=12, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_r_w4_the_order_of_categories_changes_nothing(case: Case, chance: random.Random) -> None:
    order = list(range(len(case.book.categories)))
    chance.shuffle(order)
    book = case.book
    other = BidBook.from_arrays(
        [book.categories[k] for k in order],
        bid_ids=book.bid_ids,
        owners=[book.bidder_of(row) for row in range(len(book))],
        quantity=book.quantity[:, order],
        amount=book.amount,
    )
    winners, told = outcome(case)
    other_winners, other_told = outcome(replace(case, book=other))
    assert winners == other_winners
    assert told == other_told


def outcome(case: Case) -> tuple[Any, Any]:
    """What winners get and pay, and everything else of the result that does not name a method."""
    try:
        document = result_document(solve(case))
    except NoFeasibleAllocation as error:
        return None, str(error)
    told = {name: document[name] for name in ("value", "revenue", "unsold", "ties", "proved_optimal")}
    return [{k: v for k, v in w.items() if k != "explanation"} for w in document["winners"]], told
