"""The assignment stage as a rulebook may shape it: a sequence of steps, joint bids, guard gaps, excluded lots."""

import pytest

from auctions.formats.contract import ActRefused, Phase, Status, Viewer
from auctions.rules.disclosure import Role
from tests.rulebooks import SMALL, Table, small_rulebook
from winner_determination.documents import DocumentError

A, B = SMALL["categories"]
STEPS = {"sequence": [["B"], ["A"]]}


def won(**changes: object) -> Table:
    """Alpha won two lots of A and one of B, Beta one of A, Gamma one of B."""
    table = Table(small_rulebook(**changes)).round(Alpha={"A": 2, "B": 1}, Beta={"A": 1}, Gamma={"B": 1})
    return table.open().close().determine()


def own(table: Table, bidder: str) -> dict[str, object]:
    known: dict[str, dict[str, object]] = table.format.facts(table.state, Viewer(Role.BIDDER, bidder))
    return known["own"]


def offered(table: Table, bidder: str) -> list[object]:
    found = own(table, bidder)["assignment"]
    return [each["option"] for each in found["options"]] if isinstance(found, dict) else []


def test_r_a4_a_sequence_is_bid_for_step_by_step_with_own_results_between() -> None:
    table = won(assignment=STEPS)
    assert offered(table, "Alpha") == [{"B": ["B1"]}, {"B": ["B2"]}]
    assert table.format.next_steps(table.state)[0].label == "Open the assignment round of B"
    table.open().place("Alpha", {"bids": [{"option": {"B": ["B2"]}, "amount": 3}]}).close().determine()

    assert table.format.phase(table.state) == Phase("assignment", 1, Status.WAITING, "assignment", sealed=True)
    result = own(table, "Alpha")["result"]
    assert isinstance(result, dict) and result["lots"] == {"B": ["B2"]}
    assert offered(table, "Alpha") == [{"A": ["A1", "A2"]}, {"A": ["A2", "A3"]}]
    assert own(table, "Alpha")["ballot"] is None


def test_r_a4_the_next_step_keeps_what_the_last_one_gave() -> None:
    table = won(assignment=STEPS)
    table.open().place("Alpha", {"bids": [{"option": {"B": ["B2"]}, "amount": 3}]})
    table.place("Gamma", {"bids": [{"option": {"B": ["B2"]}, "amount": 2}]}).close().determine()
    table.open().place("Beta", {"bids": [{"option": {"A": ["A1"]}, "amount": 4}]}).close().determine()

    assert table.format.phase(table.state).status is Status.FINISHED
    assert table.state.plan["assignments"] == {
        "Alpha": {"A": ["A2", "A3"], "B": ["B2"]},
        "Beta": {"A": ["A1"]},
        "Gamma": {"B": ["B1"]},
    }
    assert table.state.plan["prices"] == {"Alpha": 2, "Beta": 0, "Gamma": 0}


def test_r_a4_an_option_of_another_step_is_refused() -> None:
    table = won(assignment=STEPS).open()

    with pytest.raises(ActRefused, match="A: A1, A2 is not one of your options"):
        table.place("Alpha", {"bids": [{"option": {"A": ["A1", "A2"]}, "amount": 3}]})


def test_r_a4_one_bid_names_lots_of_two_categories_where_the_rulebook_says_so() -> None:
    both = {"bids": [{"option": {"A": ["A2", "A3"], "B": ["B1"]}, "amount": 9}]}
    with pytest.raises(ActRefused, match="R-A1"):
        won().open().place("Alpha", both)
    table = won(assignment={"joint": True}).open().place("Alpha", both)
    table.place("Beta", {"bids": [{"option": {"A": ["A3"]}, "amount": 4}]}).close().determine()

    assert table.state.plan["assignments"]["Alpha"] == {"A": ["A2", "A3"], "B": ["B1"]}
    assert table.state.plan["prices"]["Alpha"] == 4


def test_r_a1_a_guard_gap_and_an_excluded_lot_narrow_the_options() -> None:
    gap = won(categories=[{**A, "guard_after": ["A1"]}, B])
    barred = won(categories=[{**A, "excluded": {"Beta": ["A1"]}}, B])

    assert offered(gap, "Alpha") == [{"A": ["A2", "A3"]}, {"B": ["B1"]}, {"B": ["B2"]}]
    assert offered(barred, "Beta") == [{"A": ["A3"]}]


def test_lots_out_of_order_are_refused_when_the_rulebook_is_read() -> None:
    with pytest.raises(DocumentError, match="list lots upwards"):
        Table(small_rulebook(categories=[{**A, "lots": A["lots"][::-1]}, B]))


def test_r_a4_a_sequence_that_forgets_a_band_is_refused() -> None:
    with pytest.raises(DocumentError, match="name A, B once each"):
        Table(small_rulebook(assignment={"sequence": [["A"]]}))


def test_the_most_a_list_can_cost_counts_one_bid_a_category() -> None:
    table = won(assignment={"joint": True}).open()
    bids = [
        {"option": {"A": ["A1", "A2"]}, "amount": 3},
        {"option": {"A": ["A2", "A3"]}, "amount": 5},
        {"option": {"B": ["B1"]}, "amount": 2},
        {"option": {"A": ["A2", "A3"], "B": ["B2"]}, "amount": 6},
    ]

    assert table.format.check(table.state, "Alpha", {"bids": bids}).totals["most_to_pay"] == 7
    assert table.format.check(table.state, "Alpha", {"bids": []}).totals["most_to_pay"] == 0
