"""Spectrum kept for a new operator: opting in, key bids, and the award (R-C6, R-W3)."""

from typing import Any

import pytest

from auctions.formats.contract import ActRefused, Viewer
from auctions.rules.disclosure import Role
from tests.rulebooks import BIDDERS, Table, small_rulebook

RULES: dict[str, Any] = {
    "classes": [{"id": "new"}],
    "reserved_portfolios": {"bidder_class": "new", "portfolios": [{"A": 1}, {"B": 2}]},
    "seed_commitment": "",
}
ONE_A = {"package": {"A": 1}, "amount": 12}


def with_delta_new(**changes: Any) -> Table:
    bidders = (*BIDDERS[:3], BIDDERS[3].model_copy(update={"classes": ("new",)}))
    return Table(small_rulebook(**RULES, **changes), bidders)


def opted_in() -> Table:
    """Delta opts in to one lot of A at 12, and bids for nothing itself; the others ask for all of A."""
    table = with_delta_new().open().place("Delta", {"package": {}, "opt_in": [ONE_A]})
    return table.bid("Alpha", A=2).bid("Beta", A=1).close()


def test_r_c6_a_key_bid_keeps_a_place_for_the_reserved_portfolio() -> None:
    table = opted_in()
    closed = table.state.clock[0]
    assert (closed.demand, closed.counted) == ((3, 0), (4, 0))
    assert closed.key_bid is not None and closed.key_bid.bidder == "Delta"
    assert table.open().state.prices == (11, 5)  # excess demand: the price of A rises


def test_r_c6_the_clock_ends_once_demand_with_the_key_bid_is_no_more_than_supply() -> None:
    table = opted_in().round(Alpha={"A": 2})
    assert table.state.clock[1].counted == (3, 0)
    assert table.format.phase(table.state).stage == "supplementary"


def test_r_c6_the_auctioneer_sees_the_key_bid_and_bidders_only_the_demand() -> None:
    table = opted_in()
    seen = table.format.facts(table.state, Viewer(Role.AUCTIONEER))["rounds"][0]
    assert seen["key_bid"] == {"bidder": "Delta", "package": {"A": 1}, "amount": 12}
    told = table.format.facts(table.state, Viewer(Role.BIDDER, "Alpha"))["rounds"][0]
    assert told["excess"] == {"A": 1, "B": 0}
    assert "key_bid" not in told


def test_r_c6_demand_is_not_adjusted_where_nobody_opted_in() -> None:
    table = with_delta_new().round(Alpha={"A": 2}, Beta={"A": 1})
    assert table.state.clock[0].counted == (3, 0)


def test_r_w3_one_of_those_who_opted_in_wins_a_portfolio_though_others_bid_more() -> None:
    table = opted_in().round(Alpha={"A": 2}, Beta={"A": 1}).round(Alpha={"A": 2})
    table.open().list("Alpha", ({"A": 2}, 60)).list("Beta", ({"A": 1}, 13)).close()
    case = table.format.determination(table.state).case  # type: ignore[union-attr]
    assert case["limits"] == [{"at_least_one_of": [{"bidder": "Delta", "package": {"A": 1}}]}]
    table.determine()
    winners = {winner["bidder"]: winner["amount"] for winner in table.state.principal["winners"]}
    assert winners == {"Alpha": 60, "Delta": 12}  # together 72; with Beta it would be 73


def test_r_s8_no_bid_is_called_sure_where_an_opt_in_bid_is_above_the_final_prices() -> None:
    table = opted_in().round(Alpha={"A": 2})
    own = table.format.facts(table.state, Viewer(Role.BIDDER, "Alpha"))["own"]
    assert own["supplementary"]["sure_bid"] is None


def test_a_member_of_the_class_is_told_what_it_may_opt_in_to() -> None:
    table = with_delta_new()
    offered = [
        table.format.facts(table.state, Viewer(Role.BIDDER, bidder))["own"]["may_opt_in_to"]
        for bidder in ("Alpha", "Delta")
    ]
    assert offered == [[], [{"A": 1}, {"B": 2}]]


@pytest.mark.parametrize(
    ("bidder", "opt_in", "reason"),
    [
        ("Alpha", [ONE_A], "you may not opt in to reserved portfolios; a ballot without opt_in would pass"),
        ("Delta", [{"package": {"B": 1}, "amount": 9}], "1 B is no reserved portfolio; 1 A or 2 B would pass"),
        ("Delta", [{"package": {"A": 1}, "amount": 9}], "1 A: at least 10, the reserve, would pass"),
        ("Delta", [ONE_A, ONE_A], "1 A is opted in to more than once; once would pass"),
    ],
)
def test_r_c6_opt_in_bids_are_refused_with_what_would_pass(
    bidder: str, opt_in: list[dict[str, Any]], reason: str
) -> None:
    table = with_delta_new().open()
    with pytest.raises(ActRefused, match="R-C6") as refused:
        table.place(bidder, {"package": {}, "opt_in": opt_in})
    assert refused.value.refusals[0].reason == reason


def test_r_c1_a_portfolio_beyond_the_bidders_cap_or_points_is_not_opted_in_to() -> None:
    table = with_delta_new(caps=[{"categories": {"B": 1}, "max": 1}]).open()
    with pytest.raises(ActRefused, match=r"B come to 2; at most 1, your spectrum cap, would pass \(R-C1\)"):
        table.place("Delta", {"package": {}, "opt_in": [{"package": {"B": 2}, "amount": 10}]})
    small = small_rulebook(**{**RULES, "reserved_portfolios": {"bidder_class": "new", "portfolios": [{"A": 2}]}})
    table = Table(small, (BIDDERS[3].model_copy(update={"classes": ("new",)}),)).open()
    with pytest.raises(ActRefused, match="2 A needs 4 points; at most your initial eligibility, 2"):
        table.place("Delta", {"package": {}, "opt_in": [{"package": {"A": 2}, "amount": 20}]})


def test_r_c6_bidders_opt_in_with_the_first_rounds_ballot_only() -> None:
    table = opted_in().open()
    with pytest.raises(ActRefused, match="bidders opt in with the first round's ballot"):
        table.place("Delta", {"package": {}, "opt_in": [ONE_A]})
