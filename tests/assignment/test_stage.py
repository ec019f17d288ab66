"""R-A2 to R-A4: which plan wins and what it costs."""

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assignment.result_document import own_results, result_document
from assignment.stage import solve, solve_step
from tests.assignment.all_plans import best_value, coalitions, plans
from tests.assignment.cases import band, bid, case
from winner_determination import Method

CONSTRUCTED = (
    bid("X", "A1+A2", 10),
    bid("X", "A3+A4", 4),
    bid("Y", "A1", 6),
    bid("Y", "A4", 2),
    bid("Z", "A1", 5),
    bid("Z", "A4", 1),
)
THREE_WINNERS = {"X": 2, "Y": 1, "Z": 1}


def test_r_a2_the_plan_with_the_highest_total_of_bids_wins() -> None:
    result = solve(case([band(4)], THREE_WINNERS, *CONSTRUCTED))

    assert result.value == 12
    assert result.assignments == {"X": {"A": ("A1", "A2")}, "Y": {"A": ("A4",)}, "Z": {"A": ("A3",)}}


def test_r_a3_prices_keep_the_bidder_in_the_band_with_its_bids_at_zero() -> None:
    result = solve(case([band(4)], THREE_WINNERS, *CONSTRUCTED))

    assert result.vickrey == {"X": 5, "Y": 1, "Z": 0}
    assert result.prices == {"X": 5, "Y": 1, "Z": 0}


def test_r_a3_second_prices_of_the_textbook_assignment_round() -> None:
    bids = [bid("X", "A1+A2", 30), bid("X", "A3+A4", 10), bid("Y", "A1", 5), bid("Y", "A3", 12), bid("Y", "A4", 20)]
    bids += [bid("Z", "A1", 8), bid("Z", "A3", 6), bid("Z", "A4", 18)]
    result = solve(case([band(4)], THREE_WINNERS, *bids, pricing={"rule": "vickrey"}))

    assert result.value == 60
    assert result.assignments == {"X": {"A": ("A1", "A2")}, "Y": {"A": ("A3",)}, "Z": {"A": ("A4",)}}
    assert result.prices == {"X": 0, "Y": 0, "Z": 8}


def test_r_a3_two_bidders_who_only_together_keep_a_third_from_its_lots_share_what_it_bid() -> None:
    bids = [bid("Left", "A1", 10), bid("Right", "A2", 10), bid("Wide", "A1+A2", 7)]
    result = solve(case([band(4)], {"Left": 1, "Right": 1, "Wide": 2}, *bids, pricing={"rounding": "up"}))

    assert result.assignments["Wide"] == {"A": ("A3", "A4")}
    assert result.vickrey == {"Left": 0, "Right": 0, "Wide": 0}
    assert result.exact_prices == {"Left": Fraction(7, 2), "Right": Fraction(7, 2), "Wide": 0}
    assert result.prices == {"Left": 4, "Right": 4, "Wide": 0}


def test_r_a3_pay_as_bid_charges_the_bid() -> None:
    result = solve(case([band(4)], THREE_WINNERS, *CONSTRUCTED, pricing={"rule": "pay_as_bid"}))

    assert result.prices == {"X": 10, "Y": 2, "Z": 0}


def test_r_a3_the_total_price_is_base_price_plus_assignment_price() -> None:
    result = solve(case([band(4)], THREE_WINNERS, *CONSTRUCTED, base_prices={"X": 100, "Y": 40}))

    assert result.total_prices == {"X": 105, "Y": 41, "Z": 0}


def test_r_a3_a_price_names_the_rivals_and_bids_that_make_it() -> None:
    document = result_document(solve(case([band(4)], THREE_WINNERS, *CONSTRUCTED)))

    (part,) = document["steps"][0]
    explained = {winner["bidder"]: winner["explanation"] for winner in part["winners"]}
    assert explained["Y"] == (
        "With the bids of Y at zero the best plan gives X (A1+A2 for 10), Z (A4 for 1); so Y pays at least 1."
    )
    assert explained["Z"] == "No other plan is worth more to the others."


def test_r_a2_nobody_needs_to_bid_and_everybody_is_assigned_free_of_charge() -> None:
    result = solve(case([band(5)], {"X": 2, "Y": 1, "Z": 1}, unsold="contiguous", seed="1"))

    assert result.value == 0
    assert result.prices == {"X": 0, "Y": 0, "Z": 0}
    assert sorted(lot for bands in result.assignments.values() for lot in bands["A"])[:3] != []
    assert {bidder: len(bands["A"]) for bidder, bands in result.assignments.items()} == {"X": 2, "Y": 1, "Z": 1}


def test_one_winner_pays_nothing_for_its_favourite_lots() -> None:
    result = solve(case([band(5)], {"X": 2}, bid("X", "A2+A3", 7)))

    assert result.assignments == {"X": {"A": ("A2", "A3")}}
    assert result.prices == {"X": 0}


def test_a_band_that_nobody_won_stays_unsold() -> None:
    document = result_document(solve(case([band(2), band(2, category="B")], {"X": {"B": 1}}, seed="1")))

    assert document["unsold"]["A"] == ["A1", "A2"]
    assert document["value"] == 0


def test_unsold_lots_may_lie_between_winners_where_they_must_stay_together() -> None:
    bids = [bid("X", "A1+A2", 5), bid("Y", "A5", 5)]
    document = result_document(solve(case([band(5)], {"X": 2, "Y": 1}, *bids, unsold="contiguous")))

    assert document["unsold"] == {"A": ["A3", "A4"]}
    assert document["prices"] == {"X": 0, "Y": 0}


def test_the_order_of_the_bids_changes_nothing() -> None:
    results = {
        str(result_document(solve(case([band(4)], THREE_WINNERS, *bids)))) for bids in permutations(CONSTRUCTED, 6)
    }

    assert len(results) == 1


def test_r_a2_ties_are_decided_by_the_seed_and_reported() -> None:
    tied = [case([band(4)], {"X": 2, "Y": 2}, seed=f"{seed}") for seed in range(20)]

    first_lots = {solve(each).assignments["X"]["A"] for each in tied}
    (part,) = solve(tied[0]).steps[0]

    assert first_lots == {("A1", "A2"), ("A3", "A4")}
    assert part.result.ties.optimal_allocations_tied
    assert part.result.ties.decided_by == "seed"


def test_r_a4_bands_without_joint_bids_are_priced_apart() -> None:
    two = [band(2), band(2, category="B")]
    bids = [bid("X", "A1", 5), bid("Y", "A1", 3), bid("X", "B1", 2), bid("Y", "B1", 4)]
    result = solve(case(two, {"X": {"A": 1, "B": 1}, "Y": {"A": 1, "B": 1}}, *bids))

    assert [part.bands for part in result.steps[0]] == [("A",), ("B",)]
    assert result.prices == {"X": 3, "Y": 2}


def test_r_a4_a_joint_bid_is_won_whole_and_beats_bids_on_its_parts() -> None:
    two = [band(2), band(2, category="B")]
    bids = [bid("X", "A1", 2), bid("X", "B1", 2), bid("X", "A1 B1", 9), bid("Y", "A1", 3), bid("Y", "B1", 4)]
    result = solve(case(two, {"X": {"A": 1, "B": 1}, "Y": {"A": 1, "B": 1}}, *bids))

    assert [part.bands for part in result.steps[0]] == [("A", "B")]
    assert result.assignments["X"] == {"A": ("A1",), "B": ("B1",)}
    assert result.value == 9
    assert result.prices == {"X": 7, "Y": 0}


def test_r_a4_in_sequence_a_bidder_learns_its_own_result_and_no_other_between_steps() -> None:
    two = [band(2), band(2, category="B")]
    bids = [bid("X", "A1", 5), bid("Y", "A1", 3), bid("Y", "B1", 4)]
    published = case(two, {"X": {"A": 1, "B": 1}, "Y": {"A": 1, "B": 1}}, *bids, sequence=[["A"], ["B"]])
    (first,) = solve_step(published, ("A",))

    assert first.lots["X"] == {"A": (0,)}
    assert own_results(solve(published), "X", 1) == {"bidder": "X", "assignments": {"A": ["A1"]}, "prices": {"A": 3}}


def test_r_a1_the_winner_of_the_special_lot_gets_it_and_its_other_lots_beside_it() -> None:
    coverage = [{"category": "Cover", "lots": ["A5", "A6"]}]
    winners = {"X": {"Cover": 1, "A": 1}, "Y": {"A": 2}, "Z": {"A": 1}}
    found = case([band(6, special=coverage)], winners, bid("Y", "A2+A3", 4), bid("Z", "A1", 1))
    result = solve(found)

    assert result.assignments == {"X": {"A": ("A4", "A5", "A6")}, "Y": {"A": ("A2", "A3")}, "Z": {"A": ("A1",)}}


def test_r_a1_a_special_lot_that_nobody_won_stays_where_it_is() -> None:
    coverage = [{"category": "Cover", "lots": ["A2"]}]
    document = result_document(solve(case([band(4, special=coverage)], {"X": 1, "Y": 2}, unsold="contiguous")))

    assert document["assignments"] == {"X": {"A": ["A1"]}, "Y": {"A": ["A3", "A4"]}}
    assert document["unsold"] == {"A": ["A2"]}


def test_a_scattered_band_gives_winners_without_a_bid_what_others_leave_within_their_exclusions() -> None:
    scattered = band(4, contiguous=False, excluded={"Y": ["A1"], "Z": ["A1", "A2"]})
    result = solve(case([scattered], {"X": 1, "Y": 1, "Z": 2}, bid("X", "A1", 1)))

    assert result.assignments == {"X": {"A": ("A1",)}, "Y": {"A": ("A2",)}, "Z": {"A": ("A3", "A4")}}


def test_a_scattered_band_prices_the_lots_two_winners_both_want() -> None:
    bids = [bid("X", "A1+A3", 9), bid("Y", "A3+A5", 6), bid("Y", "A2+A4", 1)]
    result = solve(case([band(5, contiguous=False)], {"X": 2, "Y": 2}, *bids))

    assert result.assignments == {"X": {"A": ("A1", "A3")}, "Y": {"A": ("A2", "A4")}}
    assert result.prices == {"X": 5, "Y": 0}


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, int], str, list[tuple[str, int, int]]]:
    number = draw(st.integers(2, 6))
    lots = [f"A{i + 1}" for i in range(number)]
    excluded = draw(st.dictionaries(st.sampled_from(["W0", "W1"]), st.lists(st.sampled_from(lots), max_size=1)))
    gaps = draw(st.lists(st.sampled_from(lots[:-1]), max_size=1))
    contiguous = draw(st.sampled_from([True, True, False]))
    layout = band(number, excluded=excluded, guard_after=gaps, contiguous=contiguous, fallback="always")
    sizes: list[int] = []
    for size in draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)):
        if sum(sizes) + size <= number:
            sizes.append(size)
    winners = {f"W{i}": size for i, size in enumerate(sizes or [1])}
    wishes = st.tuples(st.sampled_from(sorted(winners)), st.integers(0, 30), st.integers(0, 12))
    return layout, winners, draw(st.sampled_from(["any", "contiguous"])), draw(st.lists(wishes, max_size=12))


@settings(max_examples=60, deadline=None)
@given(small_cases())
def test_value_opportunity_costs_and_core_agree_with_trying_every_plan(
    drawn: tuple[dict[str, Any], dict[str, int], str, list[tuple[str, int, int]]],
) -> None:
    layout, winners, unsold, wishes = drawn
    every_plan = plans(layout, winners, unsold=unsold)
    if not every_plan:
        return
    worth: dict[str, dict[tuple[int, ...], int]] = {bidder: {} for bidder in winners}
    for bidder, number, amount in wishes:
        feasible = sorted({plan[bidder] for plan in every_plan})
        worth[bidder][feasible[number % len(feasible)]] = amount
    bids = [
        bid(bidder, "+".join(layout["lots"][p] for p in lots), amount)
        for bidder, own in worth.items()
        for lots, amount in own.items()
    ]
    result = solve(case([layout], winners, *bids, unsold=unsold, seed="s"))
    plan = {
        bidder: tuple(layout["lots"].index(lot) for lot in bands["A"]) for bidder, bands in result.assignments.items()
    }
    paid = {bidder: worth[bidder].get(lots, 0) for bidder, lots in plan.items()}

    assert any(all(each[bidder] == lots for bidder, lots in plan.items()) for each in every_plan)
    assert result.value == sum(paid.values()) == best_value(every_plan, worth)
    prices, costs = result.exact_prices or {}, result.vickrey or {}
    for coalition in coalitions(sorted(winners)):
        value = best_value(every_plan, {bidder: worth[bidder] for bidder in coalition})
        outside = [bidder for bidder in winners if bidder not in coalition]
        due = value - sum(paid[bidder] for bidder in coalition)
        assert sum(prices[bidder] for bidder in outside) >= due
        if len(outside) == 1:
            assert costs[outside[0]] == due
    for bidder in winners:
        assert costs[bidder] <= prices[bidder] <= paid[bidder]


@pytest.mark.parametrize("method", [Method.AUTO, Method.MILP, Method.SECOND_OPINION])
def test_every_method_finds_the_same_plan_and_prices(method: Method) -> None:
    tied = case([band(4)], THREE_WINNERS, bid("X", "A1+A2", 10), bid("Y", "A1", 6), method=str(method), seed="7")
    result = solve(tied)

    assert (result.value, result.assignments, result.prices) == (
        10,
        {"X": {"A": ("A1", "A2")}, "Y": {"A": ("A4",)}, "Z": {"A": ("A3",)}},
        {"X": 6, "Y": 0, "Z": 0},
    )
