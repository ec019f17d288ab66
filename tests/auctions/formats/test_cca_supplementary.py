"""The supplementary round of the CCA."""

import pytest

from auctions.formats.contract import ActRefused, Viewer
from auctions.rules.disclosure import Role
from tests.rulebooks import SEED, Table, small_rulebook
from winner_determination.documents import DocumentError


def after_the_clock(**changes: object) -> Table:
    """Three rounds; Alpha goes from 3 A over 2 A to 1 A + 1 B, Beta stays with 2 A."""
    return (
        Table(small_rulebook(**changes))
        .round(Alpha={"A": 3}, Beta={"A": 2}, Gamma={"A": 2})
        .round(Alpha={"A": 2}, Beta={"A": 2}, Gamma={"B": 1})
        .round(Alpha={"A": 1, "B": 1}, Beta={"A": 2}, Gamma={"B": 1})
    )


def test_the_round_follows_the_clock_and_takes_lists() -> None:
    table = after_the_clock()
    assert table.format.phase(table.state).ballot == "supplementary"
    table.open().list("Alpha", ({"A": 1, "B": 1}, 40), ({"A": 2}, 49), ({"A": 3}, 61))
    assert [bid.amount for bid in table.state.supplementary["Alpha"]] == [40, 49, 61]


def test_r_s4_a_list_above_its_cap_is_refused_whole_and_says_what_would_pass() -> None:
    table = after_the_clock().open()
    verdict = table.format.check(
        table.state,
        "Alpha",
        {"bids": [{"package": {"A": 1, "B": 1}, "amount": 30}, {"package": {"A": 3}, "amount": 90}]},
    )
    row = verdict.totals["rows"][1]
    # Still eligible for 3 A in round 2, Alpha chose 2 A, bid 24, when a third lot cost 12 more.
    assert (row["cap"], row["cap_rule"], row["cap_round"], row["accepted"]) == (36, "R-S2", 2, False)
    assert verdict.refusals[0].reason.startswith("row 2: at most 36: in round 2 you chose 2 A")
    with pytest.raises(ActRefused, match="R-S2"):
        table.list("Alpha", ({"A": 1, "B": 1}, 30), ({"A": 3}, 90))
    assert table.state.supplementary == {}


def test_r_s5_raising_the_final_package_lifts_the_other_caps() -> None:
    table = after_the_clock().open()
    ballots = [
        {"bids": [{"package": {"A": 1, "B": 1}, "amount": n}, {"package": {"A": 2}, "amount": 30}]} for n in (30, 60)
    ]
    caps = [table.format.check(table.state, "Alpha", ballot).totals["rows"][1]["cap"] for ballot in ballots]
    assert caps[1] - caps[0] == 30


def test_r_s6_a_bid_below_the_reserve_is_refused() -> None:
    with pytest.raises(ActRefused, match="at least 20, the reserve"):
        after_the_clock().open().list("Beta", ({"A": 1, "B": 2}, 19))


def test_r_s7_a_package_listed_twice_is_a_mistake_of_the_list() -> None:
    with pytest.raises(DocumentError, match=r"bids\[1\].package: is listed already as bids\[0\]"):
        after_the_clock().open().list("Alpha", ({"A": 1, "B": 1}, 40), ({"B": 1, "A": 1}, 41))


def test_the_empty_package_is_no_bid() -> None:
    with pytest.raises(DocumentError, match=r"bids\[0\].package: asks for no lots"):
        after_the_clock().open().list("Alpha", ({}, 40))


def test_r_s6_clock_bids_stand_beside_the_list() -> None:
    table = after_the_clock().open().list("Beta", ({"A": 2}, 70)).close().decide("reveal_seed", seed=SEED)
    due = table.format.determination(table.state)
    assert due is not None
    amounts = {(bid["bidder"], tuple(bid["package"].items())): bid["amount"] for bid in due.case["bids"]}
    assert amounts[("Beta", (("A", 2),))] == 70
    assert amounts[("Alpha", (("A", 3),))] == 30  # its clock bid of round 1
    assert amounts[("Gamma", (("A", 2),))] == 20


def test_r_s8_the_bidder_is_told_what_makes_its_final_package_safe() -> None:
    table = after_the_clock()
    own = table.format.facts(table.state, Viewer(Role.BIDDER, "Gamma"))["own"]
    assert own["supplementary"]["sure_bid"]["package"] == {"B": 1}
    assert own["supplementary"]["sure_bid"]["amount"] >= own["supplementary"]["sure_bid"]["clock_amount"]


def test_without_a_list_the_clock_packages_are_shown_with_their_caps_and_floors() -> None:
    table = after_the_clock().open()
    own = table.format.facts(table.state, Viewer(Role.BIDDER, "Alpha"))["own"]
    rows = {tuple(row["package"].items()): row for row in own["supplementary"]["unlisted"]}
    assert rows[(("A", 2),)]["floor"] == rows[(("A", 2),)]["clock_bid"]
    assert rows[(("A", 1), ("B", 1))]["cap"] is None  # R-S4: the final package is not capped


@pytest.mark.parametrize(
    ("caps", "cap", "rule", "number"),
    [
        ([], None, None, None),
        (["relative"], 36, "R-S2", 2),
        (["intermediate"], 36, "R-S3", 2),
        (["final"], 53, "R-S4", 3),
        (["garp"], 51, "R-R1", 1),
        (["relative", "final"], 36, "R-S2", 2),
        (["final", "garp"], 51, "R-R1", 1),
        (["relative", "intermediate", "final", "garp"], 36, "R-S2", 2),
    ],
)
def test_r_s2_to_r_s4_each_choice_of_caps_binds_by_its_own_rule_and_round(
    caps: list[str], cap: int | None, rule: str | None, number: int | None
) -> None:
    table = after_the_clock(supplementary={"caps": caps}).open()
    bids = [({"A": 1, "B": 1}, 30), ({"A": 2}, 40), ({"A": 3}, 90)]
    ballot = {"bids": [{"package": package, "amount": amount} for package, amount in bids]}
    row = table.format.check(table.state, "Alpha", ballot).totals["rows"][2]
    assert (row["cap"], row["cap_rule"], row["cap_round"], row["accepted"]) == (cap, rule, number, cap is None)


@pytest.mark.parametrize(("most", "passes"), [(1, False), (2, True), (None, True)])
def test_r_s7_a_list_holds_at_most_as_many_packages_as_the_rulebook_says(most: int | None, passes: bool) -> None:
    table = after_the_clock(supplementary={"caps": [], "max_packages": most}).open()
    ballot = {"bids": [{"package": {"A": 2}, "amount": 30}, {"package": {"A": 1}, "amount": 30}]}
    refusals = table.format.check(table.state, "Alpha", ballot).refusals
    assert passes is not bool(refusals)
    assert passes or "the list holds 2 packages; at most 1 would pass" in refusals[0].reason
