"""Which packages a bidder may ask for in a clock round (R-C3, R-C4)."""

import pytest

from auctions.rules.activity import ClockActivity, check_activity
from auctions.rules.history import Category, Package
from tests.auctions.rules.cast import FOUR_ROUNDS, played

ROUND_5 = (18, 13)
THREE = tuple(Category(name, supply=1, points=1, reserve=6) for name in "ABC")


def test_r_c3_a_package_above_the_eligibility_is_refused_with_the_number_that_passes() -> None:
    history = played()
    (refusal,) = check_activity(history, ROUND_5, (1, 1), ClockActivity.POINTS)
    assert refusal.rule == "R-C3"
    assert refusal.reason == "1 A + 1 B needs 3 points; at most 2 would pass"
    assert refusal.numbers == {"points": 3, "eligibility": 2}


def test_r_c3_a_package_of_the_eligibility_passes() -> None:
    assert check_activity(played(), ROUND_5, (1, 0), ClockActivity.POINTS) == []


@pytest.mark.parametrize("rule", list(ClockActivity))
def test_r_c3_to_ask_for_nothing_always_passes(rule: ClockActivity) -> None:
    assert check_activity(played(), ROUND_5, (0, 0), rule) == []


@pytest.mark.parametrize("rule", [rule for rule in ClockActivity if rule is not ClockActivity.NONE])
def test_r_c3_no_rule_lets_a_package_above_the_initial_eligibility_pass(rule: ClockActivity) -> None:
    (refusal,) = check_activity(played(), ROUND_5, (2, 1), rule)
    assert refusal.rule == "R-C3"
    assert refusal.numbers["initial_eligibility"] == 4


@pytest.mark.parametrize(("package", "rounds"), [((2, 0), []), ((1, 1), []), ((0, 4), [2, 4]), ((0, 3), [4])])
def test_r_c4_a_bidder_who_dropped_eligibility_may_return_when_the_package_became_relatively_cheaper(
    package: Package, rounds: list[int]
) -> None:
    refusals = check_activity(played(), ROUND_5, package, ClockActivity.RELAXED)
    assert [refusal.numbers["round"] for refusal in refusals] == rounds


def test_r_c4_a_refusal_shows_the_round_the_difference_and_what_would_pass() -> None:
    (refusal,) = check_activity(played(), ROUND_5, (0, 3), ClockActivity.RELAXED)
    assert refusal.reason == (
        "in round 4 you chose 2 B when 3 B cost 9 more; now it costs 13 more; "
        "it would pass as soon as it costs 9 more again"
    )
    assert refusal.numbers["at_most"] == 9


def test_r_c4_a_return_does_not_restore_eligibility() -> None:
    history = played([*FOUR_ROUNDS, (ROUND_5, (2, 0))])
    assert history.eligibility == 2


def test_r_c4_the_round_that_still_allowed_the_package_binds_only_if_it_reduced_eligibility() -> None:
    history = played([((10, 5), (2, 0)), ((10, 6), (1, 0)), ((14, 6), (0, 2))])
    refusals = check_activity(history, (15, 6), (2, 0), ClockActivity.RELAXED)
    assert [round_.reduced_eligibility for round_ in history.rounds] == [False, True, False]
    assert [refusal.numbers["round"] for refusal in refusals] == [2]


def test_r_c4_warp_also_looks_at_rounds_that_did_not_reduce_eligibility() -> None:
    history = played([((10, 5), (1, 2)), ((10, 9), (1, 0))])
    assert check_activity(history, (12, 9), (0, 4), ClockActivity.RELAXED) == []
    (refusal,) = check_activity(history, (12, 9), (0, 4), ClockActivity.WARP)
    assert refusal.numbers["round"] == 1
    assert (refusal.numbers["difference_now"], refusal.numbers["at_most"]) == (6, 0)


def test_r_c4_garp_refuses_a_contradiction_within_the_eligibility() -> None:
    history = played([((10, 5), (1, 0))])
    assert check_activity(history, (10, 6), (0, 2), ClockActivity.RELAXED) == []
    (refusal,) = check_activity(history, (10, 6), (0, 2), ClockActivity.GARP)
    assert refusal.rule == "R-C4"
    assert refusal.numbers == {"rounds": [1], "missing": 2}
    assert "contradicts your choice in round 1 by 2" in refusal.reason


def test_r_c4_garp_finds_a_contradiction_that_no_pair_of_rounds_shows() -> None:
    history = played([((6, 6, 6), (1, 0, 0)), ((9, 9, 6), (0, 1, 0))], categories=THREE)
    assert check_activity(history, (11, 12, 9), (0, 0, 1), ClockActivity.WARP) == []
    (refusal,) = check_activity(history, (11, 12, 9), (0, 0, 1), ClockActivity.GARP)
    assert refusal.numbers == {"rounds": [1, 2], "missing": 1}


def test_r_c4_garp_lets_a_package_above_the_eligibility_return() -> None:
    assert check_activity(played(), ROUND_5, (2, 0), ClockActivity.POINTS) != []
    assert check_activity(played(), ROUND_5, (2, 0), ClockActivity.GARP) == []


def test_r_c4_monotone_lets_no_category_rise() -> None:
    history = played([((10, 5), (1, 2))])
    (refusal,) = check_activity(history, (10, 6), (2, 0), ClockActivity.MONOTONE)
    assert refusal.numbers == {"category": "A", "quantity": 2, "at_most": 1}
    assert check_activity(history, (10, 6), (1, 1), ClockActivity.MONOTONE) == []


def test_r_c4_none_lets_everything_pass() -> None:
    assert check_activity(played(), ROUND_5, (3, 4), ClockActivity.NONE) == []
