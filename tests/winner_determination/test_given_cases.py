"""Cases with known answers: published examples, and generated ones on which other programs agreed.

Each file names its source. Every method must arrive at every number.
"""

import json
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

import pytest

from winner_determination import Result, read_case, solve

CASES = Path(__file__).parents[1] / "cases"
METHODS = ("dynamic", "milp", "second_opinion")
GENERATED: list[dict[str, Any]] = json.loads((CASES / "wdp" / "core_prices.json").read_text(encoding="utf-8"))
PUBLISHED: dict[str, dict[str, Any]] = {
    "cramton_2013_five_bidders": {},
    "day_raghavan_2007": {},
    "reference_rule_reserve": {"reference": "reserve"},
    "llg_shared_reserve_weighted": {"weights": "reserve"},
    "reserve_bids_additional_lot": {},
}


def prices_of(result: Result) -> dict[str, Fraction]:
    """What everybody pays; losers are left out."""
    return {winner.bidder: winner.price_exact for winner in result.winners if winner.price_exact is not None}


def close(got: Fraction | int, wanted: Any, tolerance: Any = 0) -> bool:
    return abs(Fraction(got) - Fraction(str(wanted))) <= Fraction(str(tolerance))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("given", GENERATED, ids=lambda given: given["name"])
def test_r_p1_generated_cases(given: dict[str, Any], method: str) -> None:
    result = solve(read_case({**given["case"], "method": method}))
    expected, tolerance, prices = given["expected"], given.get("tolerance", 0), prices_of(result)
    opportunity_costs = {winner.bidder: winner.vickrey or 0 for winner in result.winners}
    assert result.proved_optimal
    assert close(result.value, expected.get("value", result.value), tolerance)
    for bidder, cost in expected.get("vickrey", {}).items():
        assert close(opportunity_costs.get(bidder, 0), cost, tolerance), bidder
    for bidder, price in expected.get("core", {}).items():
        assert close(prices.get(bidder, Fraction(0)), price, tolerance), bidder
    for group, total in expected.get("core_sums", []):
        assert close(sum((prices.get(b, Fraction(0)) for b in group), Fraction(0)), total, tolerance), group
    if "core_total" in expected:
        assert close(sum(prices.values(), Fraction(0)), expected["core_total"], tolerance)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", PUBLISHED)
def test_r_p1_published_examples(name: str, method: str) -> None:
    given = json.loads((CASES / "cca" / f"{name}.json").read_text(encoding="utf-8"))
    unit = lcm(*(Fraction(str(bid["amount"])).denominator for bid in given["bids"]))
    whole = {
        "format": "clearband.wdp/1",
        "categories": [
            {"id": k, "supply": supply, "reserve": int(given["reserve"].get(k, 0) * unit)}
            for k, supply in given["supply"].items()
        ],
        "bids": [
            {**bid, "id": f"b{i}", "amount": int(Fraction(str(bid["amount"])) * unit)}
            for i, bid in enumerate(given["bids"])
        ],
        "pricing": {"rule": "core", **PUBLISHED[name]},
        "method": method,
    }
    result, expected = solve(read_case(whole)), given["expected"]
    assert prices_of(result) == {b: Fraction(str(price)) * unit for b, price in expected["core"].items()}
    assert result.value == expected.get("value", given["computed"]["value"]) * unit
    assert result.revenue == expected["core_revenue"] * unit
    for winner in result.winners:
        assert winner.package == expected.get("winners", given["computed"]["winners"])[winner.bidder]
        assert winner.vickrey == expected.get("vickrey", given["computed"]["vickrey"])[winner.bidder] * unit


@pytest.mark.parametrize("method", METHODS)
def test_r_p0_all_clock_bids_of_a_published_auction_are_awarded_at_opportunity_cost(method: str) -> None:
    given = json.loads((CASES / "wdp" / "cca_clock.json").read_text(encoding="utf-8"))[0]
    rounds = list(enumerate(zip(given["prices"], given["demands"], strict=True)))
    bids = [
        {
            "id": f"{bidder} in round {number}",
            "bidder": bidder,
            "package": dict.fromkeys(lots, 1),
            "amount": sum(prices[lot] for lot in lots),
        }
        for number, (prices, demands) in rounds
        for bidder, lots in demands.items()
        if lots
    ]
    result = solve(
        read_case(
            {
                "format": "clearband.wdp/1",
                "categories": [{"id": lot, "supply": supply} for lot, supply in given["goods"].items()],
                "bids": bids,
                "pricing": {"rule": "vickrey"},
                "method": method,
            }
        )
    )
    expected = given["final_on_all_clock_bids"]
    assert {w.bidder: {"bundle": list(w.package), "bid": w.amount} for w in result.winners} == expected["winners"]
    assert {w.bidder: w.price for w in result.winners} == {b: expected["payments"][b] for b in expected["winners"]}
