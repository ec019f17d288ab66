"""Who sees what in a CCA (R-C8)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from auctions.formats.contract import Viewer
from auctions.rules.disclosure import Role
from tests.rulebooks import Table, small_rulebook

INSIDERS = (Role.AUCTIONEER, Role.COMPLIANCE, Role.AUDITOR)


def facts(table: Table, role: Role, bidder: str | None = None) -> dict[str, Any]:
    return table.format.facts(table.state, Viewer(role, bidder))


def one_round_and_an_open_one(**changes: object) -> Table:
    return Table(small_rulebook(**changes)).round(Alpha={"A": 3}, Beta={"A": 2}).open().bid("Alpha", A=2)


def test_r_c8_while_a_round_is_open_insiders_see_who_has_submitted_but_not_what() -> None:
    seen = facts(one_round_and_an_open_one(), Role.AUCTIONEER)
    assert [bidder["submitted"] for bidder in seen["bidders"]] == [True, False, False, False]
    assert [len(bidder["rounds"]) for bidder in seen["bidders"]] == [1, 1, 1, 1]


def test_r_c8_a_bidder_sees_its_own_ballot_and_nobody_elses() -> None:
    table = one_round_and_an_open_one()
    assert facts(table, Role.BIDDER, "Alpha")["own"]["ballot"] == {"package": {"A": 2}}
    other = facts(table, Role.BIDDER, "Beta")
    assert other["own"]["ballot"] is None
    assert "bidders" not in other


@pytest.mark.parametrize(
    ("policy", "demand", "excess"),
    [
        ("exact", {"A": 5, "B": 0}, {"A": 2, "B": 0}),
        ("excess_yes_no", None, {"A": "excess", "B": "no excess"}),
        ("banded", None, {"A": "1-2", "B": "balanced"}),
        ("hidden", None, None),
    ],
)
def test_r_c8_total_demand_is_told_to_bidders_as_the_policy_says(policy: str, demand: object, excess: object) -> None:
    table = one_round_and_an_open_one(disclosure={"total_demand": policy, "bands": [3, 5]})
    told = facts(table, Role.BIDDER, "Gamma")["rounds"][0]
    assert (told["demand"], told["excess"]) == (demand, excess)
    assert facts(table, Role.AUCTIONEER)["rounds"][0]["demand"] == {"A": 5, "B": 0}


def test_r_c8_the_public_sees_prices_during_the_auction_only_where_the_policy_opens_them() -> None:
    assert facts(one_round_and_an_open_one(), Role.PUBLIC)["prices"] is None
    opened = one_round_and_an_open_one(disclosure={"prices_public": True})
    assert facts(opened, Role.PUBLIC)["prices"] == {"A": 11, "B": 5}
    assert facts(opened, Role.PUBLIC)["rounds"][0]["demand"] is None


def finished() -> Table:
    table = Table().round(Alpha={"A": 2}, Beta={"A": 1}).open().close().determine()
    return table.open().close().determine()


def test_r_c8_the_result_is_secret_until_it_is_published() -> None:
    table = finished()
    assert facts(table, Role.PUBLIC)["principal"] is None
    assert facts(table, Role.BIDDER, "Gamma")["principal"] is None
    assert facts(table, Role.BIDDER, "Alpha")["own"]["result"]["package"] == {"A": 2}
    table.decide("publish")
    assert facts(table, Role.PUBLIC)["principal"]["winners"][0]["bidder"] == "Alpha"


@pytest.mark.parametrize("role", list(Role))
def test_facts_are_plain_json_for_every_role_at_every_stage(role: Role) -> None:
    table = Table()
    steps: list[Callable[[], Table]] = [
        lambda: table.open().bid("Alpha", A=2),
        table.close,
        lambda: table.open().list("Alpha", ({"A": 2}, 30)),
        table.close,
        table.determine,
        table.open,
        table.close,
        table.determine,
        lambda: table.decide("publish"),
    ]
    for step in steps:
        step()
        seen = facts(table, role, "Alpha" if role is Role.BIDDER else None)
        assert json.loads(json.dumps(seen)) == seen
