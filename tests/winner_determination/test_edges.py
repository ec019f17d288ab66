"""The smallest and the emptiest cases, by every method."""

from typing import Any

import pytest

from winner_determination import HeldBy, NoFeasibleAllocation, Result, read_case, solve

EACH = pytest.mark.parametrize("method", ["auto", "dynamic", "branch", "milp", "second_opinion"])
ONE_LOT = {"id": "A", "supply": 1}


def solved(
    method: str, bids: list[tuple[str, dict[str, int], int]], *categories: dict[str, Any], **rules: Any
) -> Result:
    case = {
        "format": "clearband.wdp/1",
        "categories": list(categories),
        "bids": [
            {"id": f"b{i}", "bidder": bidder, "package": package, "amount": amount}
            for i, (bidder, package, amount) in enumerate(bids)
        ],
    }
    return solve(read_case({**case, **rules, "method": method}))


def paid(result: Result) -> dict[str, int | None]:
    return {winner.bidder: winner.price for winner in result.winners}


@EACH
def test_an_empty_book_leaves_every_lot_unsold_at_reserve(method: str) -> None:
    result = solved(method, [], {"id": "A", "supply": 3, "reserve": 10})
    assert (result.value, result.reserve_value_unsold, result.revenue, result.winners) == (30, 30, 0, ())
    assert result.unsold == {"A": 3} and result.proved_optimal and not result.ties.optimal_allocations_tied


@EACH
def test_a_book_without_a_category_sells_nothing(method: str) -> None:
    assert solved(method, []).value == 0


@EACH
def test_r_p0_a_single_bidder_pays_the_reserve(method: str) -> None:
    result = solved(method, [("Alpha", {"A": 2}, 50)], {"id": "A", "supply": 2, "reserve": 10})
    assert paid(result) == {"Alpha": 20}
    explanation = result.winners[0].explanation
    assert explanation is not None and explanation.held_by is HeldBy.RESERVE


@EACH
def test_r_p0_a_single_bidder_without_reserve_pays_nothing(method: str) -> None:
    assert paid(solved(method, [("Alpha", {"A": 1}, 50)], ONE_LOT)) == {"Alpha": 0}


@EACH
def test_r_w2_a_reserve_above_every_bid_sells_nothing(method: str) -> None:
    result = solved(method, [("Alpha", {"A": 1}, 9), ("Beta", {"A": 1}, 8)], {**ONE_LOT, "reserve": 10})
    assert (result.winners, result.value, result.unsold) == ((), 10, {"A": 1})


@EACH
def test_r_w2_a_bid_of_exactly_the_reserve_wins_and_is_a_tie_with_not_selling(method: str) -> None:
    result = solved(method, [("Alpha", {"A": 1}, 10)], {**ONE_LOT, "reserve": 10})
    assert paid(result) == {"Alpha": 10} and result.ties.optimal_allocations_tied


@EACH
@pytest.mark.parametrize(
    ("reserve_bids", "lots", "price"),
    [
        (True, 1, 10),  # the second lot adds 5, less than the 10 it is worth unsold
        (False, 2, 20),  # 25 reaches the reserve of 20 as a whole
    ],
)
def test_r_w2_with_reserve_bids_an_additional_lot_must_add_its_reserve(
    method: str, reserve_bids: bool, lots: int, price: int
) -> None:
    bids = [("Alpha", {"A": 1}, 20), ("Alpha", {"A": 2}, 25)]
    result = solved(method, bids, {"id": "A", "supply": 2, "reserve": 10}, reserve_bids=reserve_bids)
    assert (result.winners[0].package, paid(result)) == ({"A": lots}, {"Alpha": price})


@EACH
def test_a_category_without_supply_is_no_hindrance(method: str) -> None:
    result = solved(method, [("Alpha", {"A": 1}, 5)], ONE_LOT, {"id": "B", "supply": 0, "reserve": 7})
    assert (paid(result), result.unsold) == ({"Alpha": 0}, {})


@EACH
def test_r_p0_two_identical_bids_on_one_lot_make_the_winner_pay_its_bid(method: str) -> None:
    result = solved(method, [("Alpha", {"A": 1}, 7), ("Beta", {"A": 1}, 7)], ONE_LOT)
    assert list(paid(result).values()) == [7] and result.ties.optimal_allocations_tied


@EACH
def test_of_two_bids_of_a_bidder_on_one_package_the_higher_counts(method: str) -> None:
    result = solved(method, [("Alpha", {"A": 1}, 7), ("Alpha", {"A": 1}, 9)], ONE_LOT)
    assert (result.winners[0].bid, result.value, paid(result)) == ("b1", 9, {"Alpha": 0})


@EACH
def test_r_w3_no_package_within_the_limits_is_an_error_that_says_so(method: str) -> None:
    nobody = {"at_least_one_of": [{"bidder": "Delta", "package": {"A": 1}}]}
    with pytest.raises(NoFeasibleAllocation, match="no allocation meets the limits"):
        solved(method, [("Alpha", {"A": 1}, 7)], ONE_LOT, limits=[nobody])


@EACH
def test_r_w3_a_cap_below_every_package_sells_nothing(method: str) -> None:
    limits = [{"bidders": ["Alpha", "Beta"], "categories": {"A": 1}, "max": 0.5}]
    result = solved(method, [("Alpha", {"A": 1}, 7), ("Beta", {"A": 1}, 8)], ONE_LOT, limits=limits)
    assert (result.winners, result.unsold) == ((), {"A": 1})


@EACH
def test_r_w3_a_group_shares_its_cap(method: str) -> None:
    limits = [{"bidders": ["Alpha", "Beta"], "categories": {"A": 0.5, "B": 2}, "max": 2.5}]
    bids = [("Alpha", {"A": 1}, 7), ("Beta", {"B": 1}, 8), ("Beta", {"A": 1, "B": 1}, 12)]
    result = solved(method, bids, {"id": "A", "supply": 2}, {"id": "B", "supply": 2}, limits=limits)
    assert {winner.bid for winner in result.winners} == {"b0", "b1"}


@EACH
def test_r_w3_a_fourth_operator_is_served_before_higher_bids_and_pays_no_more_than_its_bid(method: str) -> None:
    limits = [{"at_least_one_of": [{"bidder": "New", "package": {"A": 1}}]}]
    result = solved(method, [("Old", {"A": 1}, 100), ("New", {"A": 1}, 30)], {**ONE_LOT, "reserve": 5}, limits=limits)
    assert paid(result) == {"New": 5}  # no allocation leaves New out, so nothing but the reserve can be asked of it
    assert result.method == ("second_opinion" if method == "second_opinion" else "milp")
