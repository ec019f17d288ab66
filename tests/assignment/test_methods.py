"""Every method finds the same plan, ties and prices: the two made for this stage, HiGHS, and trying every plan."""

import random
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assignment.case import AssignmentCase
from assignment.stage import JointResult, solve
from tests.assignment.all_plans import plans
from tests.assignment.cases import band, bid, case
from winner_determination import Method
from winner_determination.errors import MethodUnsuited

WISHES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(0, 30), st.integers(0, 9)), max_size=9)
SIZES = st.lists(st.integers(1, 2), min_size=3, max_size=3)


def outcome(found: AssignmentCase, method: Method) -> tuple[Any, ...]:
    """What people are told, and the method that each part was decided by."""
    result = solve(replace(found, method=method))
    ties = [part.result.ties for part in result.parts]
    return result.value, result.assignments, result.exact_prices, result.vickrey, ties


def methods_used(found: AssignmentCase) -> list[Method]:
    return [part.result.method for part in solve(found).parts]


def by_trying_every_plan(part: JointResult, all_plans: list[dict[str, Any]]) -> int:
    """The value of the best plan by the bids of the book."""
    worth = {
        (column.owner, band_name, stand.lots): column.amount
        for column in part.book.columns.values()
        for band_name, stand in column.stands.items()
    }
    return max(sum(worth.get((bidder, "A", lots), 0) for bidder, lots in plan.items()) for plan in all_plans)


@settings(max_examples=25, deadline=None)
@given(
    sizes=SIZES,
    wishes=WISHES,
    free=st.integers(0, 2),
    unsold=st.sampled_from(["any", "contiguous"]),
    seed=st.text("ab"),
)
def test_a_band_of_runs_is_decided_alike_by_positions_and_by_highs(
    sizes: list[int], wishes: list[tuple[int, int, int, int]], free: int, unsold: str, seed: str
) -> None:
    winners = {f"W{i}": size for i, size in enumerate(sizes)}
    layout = band(sum(sizes) + free)
    every_plan = plans(layout, winners, unsold=unsold)
    amounts = {}
    for who, number, _, amount in wishes:
        own = sorted({plan[f"W{who}"] for plan in every_plan})
        amounts[f"W{who}", own[number % len(own)]] = amount
    bids = [bid(who, "+".join(f"A{p + 1}" for p in lots), amount) for (who, lots), amount in amounts.items()]
    found = case([layout], winners, *bids, unsold=unsold, seed=seed)

    assert methods_used(found) == [Method.INTERVAL]
    assert outcome(found, Method.INTERVAL) == outcome(found, Method.SEARCH) == outcome(found, Method.MILP)
    (part,) = solve(found).parts
    assert part.result.value == by_trying_every_plan(part, every_plan)


@settings(max_examples=25, deadline=None)
@given(sizes=SIZES, wishes=WISHES, seed=st.text("ab"))
def test_bands_tied_by_joint_bids_are_decided_alike_by_search_and_by_highs_and_by_trying_every_plan(
    sizes: list[int], wishes: list[tuple[int, int, int, int]], seed: str
) -> None:
    two = [band(sum(sizes) + 1), band(sum(sizes), category="B")]
    winners = {f"W{i}": {"A": size, "B": sizes[i - 1]} for i, size in enumerate(sizes)}
    in_a = plans(two[0], {who: won["A"] for who, won in winners.items()}, unsold="any")
    in_b = plans(two[1], {who: won["B"] for who, won in winners.items()}, unsold="any")
    amounts = {}
    for who, first, second, amount in [*wishes, (0, 0, 0, 1)]:
        name = f"W{who}"
        one, other = sorted({plan[name] for plan in in_a}), sorted({plan[name] for plan in in_b})
        amounts[name, one[first % len(one)], other[second % len(other)]] = amount
    bids = [
        bid(who, " ".join("+".join(f"{b}{p + 1}" for p in lots) for b, lots in zip("AB", each, strict=True)), amount)
        for (who, *each), amount in amounts.items()
    ]
    found = case(two, winners, *bids, seed=seed)
    best = max(sum(amounts.get((who, a[who], b[who]), 0) for who in winners) for a, b in product(in_a, in_b))

    assert methods_used(found) == [Method.SEARCH]
    assert outcome(found, Method.SEARCH) == outcome(found, Method.MILP)
    assert outcome(found, Method.SEARCH)[0] == best


def test_two_dozen_joint_bids_a_winner_are_decided_alike_by_search_and_by_highs() -> None:
    draw = random.Random(1)
    sizes = {f"W{i}": {"A": 1 + i % 3, "B": 1 + (i + 1) % 3} for i in range(5)}
    starts = {who: [(a, b) for a in range(14 - won["A"]) for b in range(14 - won["B"])] for who, won in sizes.items()}
    bids = [
        bid(who, f"{run('A', a, sizes[who]['A'])} {run('B', b, sizes[who]['B'])}", 900 + draw.randint(0, 100))
        for who, own in starts.items()
        for a, b in draw.sample(own, 25)
    ]
    found = case([band(13), band(13, category="B")], sizes, *bids)

    assert methods_used(found) == [Method.SEARCH]
    assert outcome(found, Method.SEARCH) == outcome(found, Method.MILP)


def run(band_name: str, start: int, size: int) -> str:
    return "+".join(f"{band_name}{start + i + 1}" for i in range(size))


def test_positions_cannot_decide_bands_that_joint_bids_tie_together() -> None:
    two = [band(2), band(2, category="B")]
    tied = case(two, {"X": {"A": 1, "B": 1}}, bid("X", "A1 B1", 3), method="interval")

    with pytest.raises(MethodUnsuited, match="neighbours"):
        solve(tied)


def test_r_a1_ten_winners_with_a_bid_on_every_run_of_forty_lots_are_decided_by_positions() -> None:
    sizes = {f"W{i}": 2 + i % 4 for i in range(10)}
    bids = [
        bid(who, "+".join(f"A{start + i + 1}" for i in range(size)), 100 * number + (start * 37 + number) % 50)
        for number, (who, size) in enumerate(sizes.items())
        for start in range(40 - size + 1)
    ]
    result = solve(case([band(40)], sizes, *bids))

    assert [part.result.method for part in result.parts] == [Method.INTERVAL]
    assert result.value == sum(
        max(each["amount"] for each in bids if each["bidder"] == who and each["option"]["A"] == list(lots["A"]))
        for who, lots in result.assignments.items()
    )
