"""From the sealed bids to who holds which lots at which price."""

import pytest

from auctions.formats.contract import ActRefused, RecordResult, Status, Viewer
from auctions.rules.disclosure import Role
from tests.rulebooks import Table, small_rulebook
from winner_determination import DocumentError


def with_supplementary_bids(**changes: object) -> Table:
    table = Table(small_rulebook(**changes)).round(Alpha={"A": 2}, Beta={"A": 2}, Gamma={"B": 2})
    table.round(Alpha={"A": 2}, Beta={"A": 1}, Gamma={"B": 2}).open()
    return table.list("Alpha", ({"A": 2}, 60)).list("Beta", ({"A": 1}, 30), ({"A": 2}, 41)).close()


def test_r_w4_winners_are_not_determined_before_the_committed_seed_is_revealed() -> None:
    table = with_supplementary_bids()
    assert table.format.determination(table.state) is None
    assert [step.decision for step in table.format.next_steps(table.state)] == ["reveal_seed"]


def test_r_w4_another_seed_than_the_committed_one_is_refused() -> None:
    with pytest.raises(ActRefused, match="not the seed whose SHA-256"):
        with_supplementary_bids().decide("reveal_seed", seed="convenient")


def test_without_a_commitment_the_result_is_due_at_once() -> None:
    table = with_supplementary_bids(seed_commitment="")
    assert table.format.determination(table.state) is not None


def test_the_winners_are_those_of_the_winner_determination_command() -> None:
    state = with_supplementary_bids().determine().state
    winners = {winner["bidder"]: (winner["package"], winner["price"]) for winner in state.principal["winners"]}
    # Without Alpha, Beta has 2 A for 41 and a lot is unsold at 10; with it, Beta has 1 A for 30: 51 - 30 = 21.
    assert winners["Alpha"] == ({"A": 2}, 21)
    assert winners["Beta"] == ({"A": 1}, 10)
    assert winners["Gamma"] == ({"B": 2}, 10)


def test_a_result_nobody_asked_for_is_refused() -> None:
    table = with_supplementary_bids()
    with pytest.raises(ActRefused, match="no result of the plan stage is due"):
        table.format.apply(table.state, RecordResult(stage="plan", result={}))


@pytest.mark.parametrize("unfinished", [{"proved_optimal": False, "bound": 99}, {"revenue": None}])
def test_a_result_that_nobody_proved_or_priced_never_becomes_the_outcome(unfinished: dict[str, object]) -> None:
    table = with_supplementary_bids(seed_commitment="")
    due = table.format.determination(table.state)
    assert due is not None
    result = {**table.format.determine(due), **unfinished}
    with pytest.raises(DocumentError, match="not proved optimal and priced"):
        table.format.apply(table.state, RecordResult(stage="principal", result=result))


def test_r_a1_every_winner_with_a_choice_is_asked_in_the_assignment_round() -> None:
    table = with_supplementary_bids().determine()
    assert table.format.phase(table.state).ballot == "assignment"
    assert table.format.expected(table.state) == ("Alpha", "Beta")  # Gamma won both lots of B: nothing to choose
    own = table.format.facts(table.state, Viewer(Role.BIDDER, "Beta"))["own"]
    assert [option["option"] for option in own["assignment"]["options"]] == [{"A": ["A1"]}, {"A": ["A3"]}]


def test_r_a1_lots_that_are_no_option_are_refused() -> None:
    table = with_supplementary_bids().determine().open()
    with pytest.raises(ActRefused, match="A: A2 is not one of your options"):
        table.place("Beta", {"bids": [{"option": {"A": ["A2"]}, "amount": 3}]})


def test_r_a2_the_plan_follows_the_bids_and_the_price_the_rivals() -> None:
    table = with_supplementary_bids().determine().open()
    table.place("Beta", {"bids": [{"option": {"A": ["A1"]}, "amount": 5}]})
    table.place("Alpha", {"bids": [{"option": {"A": ["A1", "A2"]}, "amount": 3}]}).close().determine()
    assert table.state.plan["assignments"]["Beta"] == {"A": ["A1"]}
    assert table.state.plan["prices"]["Beta"] == 3
    assert table.format.phase(table.state).status is Status.FINISHED


def test_without_specific_lots_the_auction_ends_with_the_principal_result() -> None:
    categories = [
        {"id": "A", "supply": 3, "reserve": 10, "points": 2},
        {"id": "B", "supply": 2, "reserve": 5, "points": 1},
    ]
    table = with_supplementary_bids(categories=categories).determine()
    assert table.format.phase(table.state).status is Status.FINISHED


def test_an_auction_in_which_nobody_bids_ends_with_everything_unsold() -> None:
    table = Table().open().close().open().close().determine()
    assert table.format.phase(table.state).status is Status.FINISHED
    assert table.state.principal["unsold"] == {"A": 3, "B": 2}


def test_the_result_is_published_once_by_decision() -> None:
    table = with_supplementary_bids().determine().open().close().determine()
    assert [step.decision for step in table.format.next_steps(table.state)] == ["publish"]
    table.decide("publish")
    with pytest.raises(ActRefused, match="publish cannot be taken now"):
        table.decide("publish")
