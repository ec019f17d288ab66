"""``verify``: a result is recomputed by another algorithm, and whatever somebody was told is compared."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from tests.winner_determination.books import cases
from winner_determination import (
    Case,
    DocumentError,
    Method,
    NoFeasibleAllocation,
    read_case,
    result_document,
    solve,
)
from winner_determination.verify import verify

CASE: dict[str, Any] = {
    "format": "clearband.wdp/1",
    "categories": [{"id": "A", "supply": 3, "reserve": 10}],
    "bids": [
        {"id": "b1", "bidder": "Alpha", "package": {"A": 1}, "amount": 28},
        {"id": "b2", "bidder": "Beta", "package": {"A": 2}, "amount": 40},
        {"id": "b3", "bidder": "Gamma", "package": {"A": 1}, "amount": 21},
        {"id": "b4", "bidder": "Delta", "package": {"A": 2}, "amount": 39},
    ],
}


@pytest.fixture
def told() -> dict[str, Any]:
    """The true result: Alpha one lot, Beta two."""
    return result_document(solve(read_case(CASE)))


def first(document: dict[str, Any]) -> dict[str, Any]:
    winner: dict[str, Any] = document["winners"][0]
    return winner


TAMPERINGS: dict[str, Callable[[dict[str, Any]], object]] = {
    "value": lambda told: told.update(value=told["value"] + 1),
    "revenue": lambda told: told.update(revenue=told["revenue"] - 1),
    "reserve_value_unsold": lambda told: told.update(reserve_value_unsold=10),
    "unsold": lambda told: told.update(unsold={"A": 1}),
    "proved_optimal": lambda told: told.update(proved_optimal=False),
    "core.minimum_revenue": lambda told: told["core"].update(minimum_revenue=1),
    "ties": lambda told: told["ties"].update(optimal_allocations_tied=True),
    "winners": lambda told: told["winners"].pop(),
    "winners.Alpha.bid": lambda told: first(told).update(bid="b3"),
    "winners.Alpha.package": lambda told: first(told).update(package={"A": 2}),
    "winners.Alpha.amount": lambda told: first(told).update(amount=29),
    "winners.Alpha.vickrey": lambda told: first(told).update(vickrey=first(told)["vickrey"] - 1),
    "winners.Alpha.price": lambda told: first(told).update(price=first(told)["price"] + 1),
    "winners.Alpha.price_exact": lambda told: first(told).update(price_exact="43/2"),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_every_tampered_number_is_named_with_what_was_stated_and_what_is_true(told: dict[str, Any], what: str) -> None:
    TAMPERINGS[what](told)
    found = verify(read_case(CASE), told)
    differing = [comparison for comparison in found.comparisons if not comparison.agrees]
    assert [comparison.what for comparison in differing] == [what]
    assert differing[0].stated != differing[0].recomputed and not found.agrees


def test_a_true_result_agrees_in_every_respect(told: dict[str, Any]) -> None:
    found = verify(read_case(CASE), told)
    assert found.agrees and {comparison.what for comparison in found.comparisons} >= set(TAMPERINGS)


@pytest.mark.parametrize(
    ("told_by", "checked_by"),
    [
        (Method.DYNAMIC, Method.SECOND_OPINION),
        (Method.BRANCH, Method.SECOND_OPINION),
        (Method.MILP, Method.SECOND_OPINION),
        (Method.SECOND_OPINION, Method.MILP),
    ],
)
def test_the_check_is_made_by_another_algorithm(told_by: Method, checked_by: Method) -> None:
    told = result_document(solve(read_case({**CASE, "method": str(told_by)})))
    assert (verify(read_case(CASE), told).method, verify(read_case(CASE), told).agrees) == (checked_by, True)


def test_amounts_too_large_for_the_second_opinion_are_checked_by_the_next_algorithm() -> None:
    large = {**CASE, "bids": [{**bid, "amount": bid["amount"] * 10**12 + 1} for bid in CASE["bids"]]}
    found = verify(read_case(large), result_document(solve(read_case(large))))
    assert (found.method, found.agrees) == (Method.MILP, True)


@settings(max_examples=8, deadline=None)
@given(cases())
def test_every_result_passes_its_own_check(case: Case) -> None:
    try:
        told = result_document(solve(replace(case, method=Method.AUTO)))
    except NoFeasibleAllocation:
        return
    assert verify(case, told).agrees


@pytest.mark.parametrize(
    ("change", "place"), [({"value": 1.5}, "value"), ({"surprise": 1}, "surprise"), ({"format": "x"}, "format")]
)
def test_what_is_not_a_result_is_refused(told: dict[str, Any], change: dict[str, Any], place: str) -> None:
    with pytest.raises(DocumentError, match=f"^{place}: "):
        verify(read_case(CASE), {**told, **change})
