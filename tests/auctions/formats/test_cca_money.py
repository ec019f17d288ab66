"""Bidding credits and deposits in a whole auction (R-D1, R-D2, R-C2)."""

from typing import Any

import pytest

from auctions.formats.contract import ActRefused, Bidder, Viewer
from auctions.formats.registry import format_named
from auctions.rules.disclosure import Role
from tests.rulebooks import BIDDERS, Table, small_rulebook
from winner_determination.documents import DocumentError

ALPHA, BETA, GAMMA, DELTA = BIDDERS
SMALL_FIRM = {"id": "small", "name": "Small firms", "credit": 0.25, "credit_limit": 7}
SCHEDULE = [  # SI 2018/86 reg 18, in millions: read
    {"above": 0, "per_point": 1},
    {"above": 30, "per_point": 2.5},
    {"above": 70, "per_point": None},
]


def with_a_small_firm() -> Table:
    bidders = (ALPHA, BETA, GAMMA.model_copy(update={"classes": ("small",)}), DELTA)
    return Table(small_rulebook(classes=[SMALL_FIRM], seed_commitment=""), bidders)


def own(table: Table, bidder: str) -> dict[str, Any]:
    facts = table.format.facts(table.state, Viewer(Role.BIDDER, bidder))
    known: dict[str, Any] = facts["own"]
    return known


def deposited(**amounts: int) -> tuple[Bidder, ...]:
    return tuple(bidder.model_copy(update={"deposit": amounts.get(bidder.id, 0)}) for bidder in BIDDERS)


def covered(**shares: Any) -> Table:
    """Alpha has 20 deposited, the others nothing."""
    return Table(small_rulebook(deposits=shares), deposited(Alpha=20))


def test_r_d2_a_member_of_a_class_sees_the_credit_in_every_amount() -> None:
    table = with_a_small_firm().open()
    totals = table.format.check(table.state, "Gamma", {"package": {"A": 2}}).totals
    assert (totals["amount"], totals["credit"], totals["pays"]) == (20, 5, 15)  # a quarter of 20
    assert own(table, "Gamma")["classes"] == [{"id": "small", "credit": "1/4", "credit_limit": 7}]


def test_r_d2_the_credit_goes_up_to_its_limit() -> None:
    table = with_a_small_firm().round(Alpha={"A": 1}, Gamma={"A": 2}).open().list("Gamma", ({"A": 2}, 100))
    assert own(table, "Gamma")["supplementary"]["rows"][0]["credit"] == 7


def test_r_d2_prices_are_computed_without_credits_and_paid_with_them() -> None:
    table = with_a_small_firm().round(Alpha={"A": 1}, Gamma={"A": 2}).open().close().determine().open().close()
    table.determine()
    result = own(table, "Gamma")["result"]
    assert (result["base_price"], result["credit"], result["total_price"]) == (20, 5, 15)
    total = {"base": 30, "assignment": 0, "credits": {"Gamma": 5}, "total": 25}
    assert table.format.report(table.state)["total"] == total


@pytest.mark.parametrize(("deposit", "points"), [(30, 30), (31, 30), (35, 32), (70, 46), (90, 46)])
def test_r_c2_the_deposit_buys_the_initial_eligibility(deposit: int, points: int) -> None:
    bidders = (Bidder(id="Alpha", deposit=deposit),)
    table = Table(small_rulebook(deposits={"eligibility": SCHEDULE}), bidders)
    assert table.state.history("Alpha").initial_eligibility == points


def test_r_c2_a_bidder_may_apply_for_less_than_its_deposit_buys_but_not_for_more() -> None:
    rules = small_rulebook(deposits={"eligibility": SCHEDULE})
    less = Table(rules, (Bidder(id="Alpha", deposit=35, eligibility=10),))
    assert less.state.history("Alpha").initial_eligibility == 10
    cca = format_named("cca")
    with pytest.raises(DocumentError) as error:
        cca.start(cca.read_rulebook(rules), (Bidder(id="Alpha", deposit=35, eligibility=33),))
    assert str(error.value) == ("bidders[0].eligibility: a deposit of 35 buys 32 points (R-C2), 33 are applied for")


def test_r_d1_a_clock_bid_beyond_what_the_deposit_covers_is_refused() -> None:
    table = covered(clock_share="3/4").open()
    with pytest.raises(ActRefused, match=r"your deposit of 20 covers bids up to 26; with 23 deposited, 30 would pass"):
        table.bid("Alpha", A=3)
    assert own(table.bid("Alpha", A=2), "Alpha")["covered"] == 26


def test_r_d1_a_further_deposit_covers_higher_supplementary_bids() -> None:
    table = covered(supplementary_share=0.5).round(Alpha={"A": 2}).open()
    with pytest.raises(ActRefused, match=r"row 1: your deposit of 20 covers bids up to 40; with 30 deposited") as no:
        table.list("Alpha", ({"A": 2}, 60))
    assert no.value.refusals[0].numbers["deposit_needed"] == 30
    table.decide("record_deposit", bidder="Alpha", amount=10).list("Alpha", ({"A": 2}, 60))
    assert table.state.supplementary["Alpha"][0].amount == 60


def test_r_d1_clock_bids_stand_whatever_the_deposit_before_the_supplementary_round() -> None:
    table = covered(supplementary_share=1).round(Beta={"A": 1}).open().close()
    table.decide("reveal_seed", seed="a seed kept in an envelope")
    due = table.format.determination(table.state)
    assert due is not None and [bid["bidder"] for bid in due.case["bids"]] == ["Beta"]


def test_r_d1_deposits_are_taken_until_all_bids_are_in() -> None:
    table = covered(supplementary_share=1).open().close().open().close()
    with pytest.raises(ActRefused, match="deposits count for bids until the supplementary round is closed"):
        table.decide("record_deposit", bidder="Alpha", amount=10)
    with pytest.raises(ActRefused, match=r"the rulebook demands no deposit for bids \(R-D1\)"):
        Table().decide("record_deposit", bidder="Alpha", amount=10)


def test_r_d1_a_forfeiture_is_recorded_with_its_reason_and_the_rest_returned() -> None:
    table = covered().decide("forfeit_deposit", bidder="Alpha", share=0.75, reason="collusion")
    known = table.format.facts(table.state, Viewer(Role.AUDITOR))
    assert known["forfeitures"] == [{"bidder": "Alpha", "amount": 15, "reason": "collusion", "returned": 5}]
    assert own(table, "Alpha")["deposit"] == 0
    with pytest.raises(ActRefused, match="Alpha has nothing deposited"):
        table.decide("forfeit_deposit", bidder="Alpha", share=1, reason="again")


@pytest.mark.parametrize(
    ("decision", "body", "message"),
    [
        ("record_deposit", {"bidder": "Omega", "amount": 1}, "bidder: Omega does not take part"),
        ("record_deposit", {"bidder": "Alpha", "amount": 0}, "amount: "),
        ("forfeit_deposit", {"bidder": "Alpha", "share": 1.5, "reason": "x"}, "share: above 0 and at most 1"),
        ("forfeit_deposit", {"bidder": "Alpha", "share": 1}, "reason: missing"),
    ],
)
def test_a_decision_of_a_wrong_shape_names_the_place(decision: str, body: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError) as error:
        covered(supplementary_share=1).decide(decision, **body)
    assert str(error.value).startswith(message)
