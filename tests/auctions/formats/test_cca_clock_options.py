"""Options of the clock stage: undersell policy, bids within a round, increments and closing (R-C5, R-C6, R-C9)."""

from fractions import Fraction
from typing import Any

import pytest

from auctions.formats.contract import ActRefused, Viewer
from auctions.rules.disclosure import Role
from tests.rulebooks import Table, small_rulebook


def facts(table: Table, role: Role, bidder: str | None = None) -> dict[str, Any]:
    return table.format.facts(table.state, Viewer(role, bidder))


def after_both_give_up_two_lots(undersell: str) -> Table:
    """Of three lots of A four are wanted, then none."""
    table = Table(small_rulebook(clock={"undersell": undersell}))
    return table.round(Alpha={"A": 2}, Beta={"A": 2}).round()


@pytest.mark.parametrize(("policy", "demand"), [("allowed", (0, 0)), ("refused", (4, 0)), ("partial", (3, 0))])
def test_r_c6_what_a_bid_that_leaves_wanted_lots_unsold_comes_to(policy: str, demand: tuple[int, int]) -> None:
    assert after_both_give_up_two_lots(policy).state.clock[1].demand == demand


def test_r_c6_a_bidder_held_to_its_package_is_bound_by_it_and_told_so() -> None:
    table = after_both_give_up_two_lots("refused")
    own = facts(table, Role.BIDDER, "Alpha")["own"]
    assert own["rounds"][1]["package"] == {"A": 2}
    assert own["rounds"][1]["asked"] == {}
    assert own["rounds"][1]["amount"] == 22
    assert own["eligibility"] == 4


def test_r_c6_a_bid_that_leaves_no_wanted_lot_unsold_counts_as_it_is() -> None:
    table = Table(small_rulebook(clock={"undersell": "refused"}))
    table.round(Alpha={"A": 2}, Beta={"A": 2}).round(Alpha={"A": 2}, Beta={"A": 1})
    assert table.state.clock[1].demand == (3, 0)
    assert facts(table, Role.BIDDER, "Beta")["own"]["rounds"][1]["asked"] is None


def within_rounds() -> Table:
    """Four of three lots of A wanted at 10; the next price is 20."""
    increments = {"steps": [{"excess": 1, "percent": 100}]}
    table = Table(small_rulebook(clock={"intra_round": True}, increments=increments, seed_commitment=""))
    return table.round(Alpha={"A": 2}, Beta={"A": 2}).open()


def step(point: object, **package: int) -> dict[str, Any]:
    return {"point": point, "package": package}


def test_r_c9_the_clock_ends_at_the_point_where_demand_meets_supply() -> None:
    table = within_rounds().bid("Alpha", A=2)
    table.place("Beta", {"package": {}, "intra_round": [step(0.3, A=1), step("4/5")]}).close()
    closed = table.state.clock[1]
    assert (closed.point, closed.prices, closed.demand) == (Fraction(3, 10), (13, 5), (3, 0))
    assert table.format.phase(table.state).stage == "supplementary"
    assert facts(table, Role.BIDDER, "Beta")["own"]["rounds"][1]["package"] == {"A": 1}
    assert facts(table, Role.BIDDER, "Beta")["prices"] == {"A": 13, "B": 5}


def test_r_c9_without_such_a_point_the_packages_at_the_rounds_prices_count() -> None:
    table = within_rounds().bid("Alpha", A=2)
    table.place("Beta", {"package": {"A": 2}, "intra_round": [step(0.5, A=2)]}).close()
    assert (table.state.clock[1].prices, table.state.clock[1].demand) == ((20, 5), (4, 0))


def test_r_c9_a_bidder_sees_its_standing_bids_within_the_round() -> None:
    ballot = {"package": {"A": 1}, "intra_round": [{"point": "1/2", "package": {"A": 1}}]}
    assert facts(within_rounds().place("Beta", ballot), Role.BIDDER, "Beta")["own"]["ballot"] == ballot


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([step(0.5, A=3)], "within a round demand only falls"),
        ([step(0.5, A=1), step(0.5, A=1)], "price points above 0, at most 1 and each above the one before"),
        ([step(1, A=1)], "price points above 0, at most 1 and each above the one before"),
    ],
)
def test_r_c9_within_a_round_points_follow_one_another_and_demand_falls(steps: list[Any], reason: str) -> None:
    with pytest.raises(ActRefused, match=f"{reason}.*R-C9"):
        within_rounds().place("Beta", {"package": {"A": 1}, "intra_round": steps})


def test_r_c9_bids_within_a_round_are_an_option_and_need_earlier_prices() -> None:
    ballot = {"package": {"A": 1}, "intra_round": [step(0.5, A=1)]}
    with pytest.raises(ActRefused, match="in this auction no bids within a round are taken"):
        Table().round(Alpha={"A": 2}, Beta={"A": 2}).open().place("Beta", ballot)
    with pytest.raises(ActRefused, match="in this round no bids within a round are taken"):
        Table(small_rulebook(clock={"intra_round": True})).open().place("Beta", ballot)


def test_r_c5_an_increment_table_may_count_in_per_cent_of_supply() -> None:
    steps = [{"excess": 1, "percent": 10}, {"excess": 60, "percent": 50}]
    table = Table(small_rulebook(increments={"measure": "percent_of_supply", "steps": steps}))
    table.round(Alpha={"A": 2, "B": 2}, Beta={"A": 3}).open()  # 5 of 3 lots: an excess of 66 % of supply
    assert table.state.prices == (15, 5)


def test_r_c5_where_the_table_decides_the_auctioneer_may_not_choose() -> None:
    table = Table(small_rulebook(increments={"auctioneer_may_choose": False})).round(Alpha={"A": 3}, Beta={"A": 1})
    with pytest.raises(ActRefused, match=r"the table decides; \{'A': 11, 'B': 5\} would pass \(R-C5\)"):
        table.open(prices={"A": 12, "B": 5})
    assert table.open(prices={"A": 11, "B": 5}).state.prices == (11, 5)


def test_r_c6_where_full_activity_is_required_the_clock_goes_on_without_excess_demand() -> None:
    requirement = [{"from_round": 1, "share": 0.5}, {"from_round": 2, "share": 1}]
    rules = small_rulebook(activity={"requirement": requirement}, closing={"needs_full_requirement": True})
    table = Table(rules).round(Alpha={"A": 2})
    assert table.format.phase(table.state).stage == "clock"
    table.round(Alpha={"A": 2})
    assert table.state.clock[1].prices == (10, 5)  # nothing rises without excess demand
    assert table.format.phase(table.state).stage == "supplementary"
