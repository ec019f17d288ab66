"""What may be bid in the supplementary round (R-S1 to R-S7)."""

import json
from pathlib import Path
from typing import Any

import pytest

from auctions.rules.history import Category, Package, Refusal
from auctions.rules.supplementary import (
    CapRules,
    JudgedBid,
    Resolution,
    SupplementaryCap,
    cap_of,
    nearest_amount,
    resolve,
)
from tests.auctions.rules.cast import played

CASES = Path(__file__).parents[2] / "cases" / "cca"
HISTORY = played()
DEFAULT = CapRules()
CONSTRUCTED = json.loads((CASES / "activity_rules_constructed.json").read_text())


def caps(*names: str) -> CapRules:
    return CapRules(frozenset(map(SupplementaryCap, names)))


def judged(resolution: Resolution, package: Package) -> JudgedBid:
    return next(bid for bid in resolution.bids if bid.package == package)


@pytest.mark.parametrize("case", CONSTRUCTED["supplementary"]["caps"], ids=lambda case: str(case["package"]))
@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (caps("relative"), "relative_cap_only"),
        (caps("final"), "final_cap"),
        (caps("relative", "final"), "rel_and_final"),
        (caps("intermediate", "final"), "intermediate_and_final"),
    ],
    ids=["relative", "final", "relative+final", "intermediate+final"],
)
def test_r_s2_r_s3_r_s4_the_constructed_case_has_these_caps(case: dict[str, Any], rules: CapRules, field: str) -> None:
    resolution = resolve(HISTORY, [((0, 2), 30)], rules)
    assert cap_of(resolution, (case["package"]["A"], case["package"]["B"])).cap == case[field]


def test_r_s2_relative_cap_binds_at_the_last_round_that_allowed_the_package() -> None:
    limits = cap_of(resolve(HISTORY, [((0, 2), 30)]), (2, 0))
    assert (limits.cap, limits.cap_rule, limits.cap_round) == (28, "R-S2", 2)


def test_r_s3_intermediate_caps_bind_at_every_reducing_round_since() -> None:
    history = played([((10, 5), (2, 0)), ((14, 5), (1, 1)), ((18, 5), (0, 2)), ((18, 9), (0, 1)), ((18, 9), (0, 1))])
    assert [round_.number for round_ in history.rounds if round_.reduced_eligibility] == [2, 3, 4]
    resolution = resolve(history, [((1, 1), 60), ((0, 2), 20), ((0, 1), 12)], caps("intermediate"))
    limits = cap_of(resolution, (2, 0))
    assert judged(resolution, (1, 1)).cap == 30
    assert (limits.cap, limits.cap_rule, limits.cap_round) == (28, "R-S3", 2)


def test_r_s4_the_final_clock_package_has_no_cap() -> None:
    resolution = resolve(HISTORY, [((0, 2), 1_000_000)])
    assert judged(resolution, (0, 2)).accepted
    assert judged(resolution, (0, 2)).cap is None


def test_r_s4_a_bidder_that_left_the_clock_bids_at_most_the_final_prices() -> None:
    history = played([((10, 5), (2, 0)), ((14, 5), (0, 0))])
    limits = cap_of(resolve(history, [], caps("final")), (1, 1))
    assert (limits.cap, limits.cap_rule, limits.cap_chain) == (19, "R-S4", (2,))


def test_r_s5_a_raise_of_the_final_clock_package_lifts_the_chain() -> None:
    low = cap_of(resolve(HISTORY, [((1, 1), 25)]), (2, 0))
    high = cap_of(resolve(HISTORY, [((1, 1), 39), ((0, 2), 30)]), (2, 0))
    assert (low.cap, low.cap_chain) == (34, (2, 4))
    assert (high.cap, high.cap_chain) == (48, (4,))


def test_r_s5_a_refused_bid_on_an_anchor_lifts_nothing() -> None:
    resolution = resolve(HISTORY, [((2, 0), 36), ((1, 1), 28)])
    assert not judged(resolution, (1, 1)).accepted
    assert judged(resolution, (2, 0)).cap == 28


def test_r_s5_a_refusal_shows_which_bid_on_the_anchor_would_make_it_pass() -> None:
    bid = judged(resolve(HISTORY, [((2, 0), 40), ((0, 2), 30)]), (2, 0))
    (refusal,) = bid.refusals
    assert refusal.rule == "R-S2"
    assert refusal.reason == (
        "at most 28: in round 2 you chose 1 A + 1 B when 2 A cost 9 more, "
        "and your bid on 1 A + 1 B is 19; with 31 there, 40 would pass"
    )
    assert judged(resolve(HISTORY, [((2, 0), 40), ((1, 1), 31), ((0, 2), 30)]), (2, 0)).accepted


def test_r_s5_each_rule_that_is_broken_is_named_once() -> None:
    bid = judged(resolve(HISTORY, [((2, 0), 60), ((0, 2), 30)]), (2, 0))
    assert [(refusal.rule, refusal.numbers["cap"]) for refusal in bid.refusals] == [("R-S2", 28), ("R-S4", 48)]


def test_r_s6_a_bid_below_the_own_clock_bid_is_refused() -> None:
    (refusal,) = judged(resolve(HISTORY, [((1, 1), 18)]), (1, 1)).refusals
    assert (refusal.rule, refusal.reason) == ("R-S6", "at least 19, your own clock bid, would pass")


def test_r_s6_a_bid_below_the_reserve_is_refused() -> None:
    (refusal,) = judged(resolve(HISTORY, [((1, 0), 7)]), (1, 0)).refusals
    assert (refusal.rule, refusal.reason) == ("R-S6", "at least 8, the reserve, would pass")


def test_r_s6_a_cap_below_the_clock_bid_leaves_it_standing_and_allows_no_raise() -> None:
    history = played([((10, 5), (2, 0)), ((20, 5), (1, 1)), ((20, 5), (1, 0))])
    for amount, accepted in ((25, True), (26, False)):
        resolution = resolve(history, [((1, 1), amount)], caps("final"))
        assert judged(resolution, (1, 1)).cap == 25
        assert judged(resolution, (1, 1)).accepted is accepted
        assert resolution.highest[(1, 1)] == 25


def test_r_s6_a_clock_bid_above_its_cap_is_told_that_it_stands() -> None:
    # With 2 points left it returned to 1 A + 1 B (3 points), B costing what it cost when it was given up.
    history = played([((10, 5), (1, 1)), ((14, 5), (1, 0)), ((15, 5), (1, 1)), ((15, 6), (0, 1))], eligibility=3)
    resolution = resolve(history, [((1, 1), 21)])
    bid = judged(resolution, (1, 1))
    assert (bid.cap, bid.cap_rule, bid.floor, nearest_amount(resolution, bid)) == (19, "R-S2", 20, 20)
    assert bid.refusals[0].reason == (
        "your clock bid of 20 stands above the cap of 19: in round 2 you chose 1 A when 1 A + 1 B cost 5 more, "
        "and your bid on 1 A is 14; with 16 there, 21 would pass"
    )


def test_r_s6_a_package_above_the_initial_eligibility_is_refused() -> None:
    (refusal,) = judged(resolve(HISTORY, [((2, 1), 30)]), (2, 1)).refusals
    assert refusal.reason == "2 A + 1 B needs 5 points; at most your initial eligibility, 4, would pass"
    assert cap_of(resolve(HISTORY, []), (2, 1)).refusals == (refusal,)


def test_r_s6_a_package_never_bid_in_the_clock_is_allowed() -> None:
    assert judged(resolve(HISTORY, [((1, 0), 18)]), (1, 0)).accepted


def test_r_s6_the_empty_package_is_no_bid() -> None:
    (refusal,) = judged(resolve(HISTORY, [((0, 0), 0)]), (0, 0)).refusals
    assert refusal.rule == "R-S6"


def test_r_s7_a_list_of_too_many_packages_is_refused_as_a_whole_and_clock_bids_stand() -> None:
    resolution = resolve(HISTORY, [((0, 2), 30), ((1, 0), 18)], CapRules(max_packages=1))
    assert [bid.refusals[0].reason for bid in resolution.bids] == [
        "the list holds 2 packages; at most 1 would pass"
    ] * 2
    assert resolution.highest == {(2, 0): 20, (1, 1): 19, (0, 3): 15, (0, 2): 18}


def test_r_s7_a_package_named_twice_is_refused_both_times() -> None:
    resolution = resolve(HISTORY, [((0, 2), 30), ((0, 2), 31)])
    assert [bid.refusals[0].rule for bid in resolution.bids] == ["R-S7", "R-S7"]
    assert resolution.highest[(0, 2)] == 18


@pytest.mark.parametrize(
    ("package", "amount", "passes"),
    [((2, 0), 60, 28), ((1, 1), 18, 19), ((1, 0), 7, 8), ((2, 1), 30, None)],
    ids=["the cap", "the clock bid", "the reserve", "beyond the initial eligibility"],
)
def test_r_r3_a_refused_bid_is_told_the_nearest_amount_that_passes(
    package: Package, amount: int, passes: int | None
) -> None:
    resolution = resolve(HISTORY, [(package, amount), ((0, 2), 30)])
    assert nearest_amount(resolution, judged(resolution, package)) == passes


def test_r_r3_no_amount_helps_a_list_that_is_too_long() -> None:
    resolution = resolve(HISTORY, [((2, 0), 60), ((0, 2), 30)], CapRules(max_packages=1))
    assert nearest_amount(resolution, judged(resolution, (2, 0))) is None


def test_a_bid_that_another_rule_refuses_lifts_no_cap() -> None:
    def closed(package: Package, _: int) -> list[Refusal]:
        return [Refusal("R-C1", "closed")] if package == (0, 2) else []

    resolution = resolve(HISTORY, [((0, 2), 30), ((1, 0), 20)], DEFAULT, also=closed)
    assert [refusal.rule for refusal in judged(resolution, (0, 2)).refusals] == ["R-C1"]
    assert judged(resolution, (1, 0)).cap == 18


def test_without_clock_rounds_only_the_reserve_and_the_points_bind() -> None:
    history = played([])
    resolution = resolve(history, [((1, 0), 500), ((2, 1), 500)])
    assert [bid.accepted for bid in resolution.bids] == [True, False]


def test_a_list_of_4000_packages_keeps_its_order() -> None:
    categories = tuple(Category(name, supply=9, points=1, reserve=1) for name in "ABCD")
    history = played([((2, 2, 2, 2), (9, 9, 9, 9)), ((3, 3, 3, 3), (1, 1, 1, 1))], 36, categories)
    bids = [((a, b, c, d), 36) for a in range(1, 9) for b in range(8) for c in range(8) for d in range(8)][:4000]
    resolution = resolve(history, bids)
    assert [bid.package for bid in resolution.bids] == [package for package, _ in bids]
