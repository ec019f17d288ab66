"""Result rows: what winners got and pay, and who holds which frequencies."""

from typing import Any

from portals.public.outcome import bidder_names, holding_rows, winner_rows

NAMES = {"ee": "EE", "h3g": "Hutchison 3G"}
WINNER = {
    "bidder": "ee",
    "package": {"A": 2},
    "amount": 30,
    "vickrey": 12,
    "price": 13,
    "price_exact": "25/2",
    "explanation": {"held_by": "coalition", "constraints": [], "text": "Without the bids of ee ..."},
}
LOTS = [
    {"id": "A-1", "start": 791, "end": 796, "uplink_start": 832, "uplink_end": 837, "bidder": "ee"},
    {"id": "A-2", "start": 796, "end": 801, "uplink_start": 837, "uplink_end": 842, "bidder": "ee"},
    {"id": "A-3", "start": 801, "end": 806.5, "uplink_start": None, "uplink_end": None, "bidder": None},
]


def facts(**changes: Any) -> dict[str, Any]:
    assignment = {
        "assignments": {"ee": {"A": ["A-1", "A-2"]}},
        "prices": {"ee": 4},
        "plan": [{"category": "A", "lots": LOTS}],
    }
    principal = {"winners": [WINNER], "checks": {"feasible": True}}
    return {"principal": principal, "assignment": assignment, "total": {"credits": {}}} | changes


def test_the_total_is_base_and_assignment_price() -> None:
    (row,) = winner_rows(facts(), NAMES)

    assert (row.name, row.base, row.assignment, row.total) == ("EE", 13, 4, 17)
    assert row.lots == {"A": ["A-1", "A-2"]}
    assert row.explanation == "Without the bids of ee ..."


def test_r_d2_a_bidding_credit_is_taken_off_the_total() -> None:
    (row,) = winner_rows(facts(total={"credits": {"ee": 5}}), NAMES)

    assert (row.base, row.assignment, row.credit, row.total) == (13, 4, 5, 12)


def test_a_rounded_price_is_marked_and_a_whole_one_is_not() -> None:
    (rounded,) = winner_rows(facts(), NAMES)
    (whole,) = winner_rows(facts(principal={"winners": [{**WINNER, "price_exact": "13"}]}), NAMES)

    assert (rounded.base_is_rounded, whole.base_is_rounded) == (True, False)


def test_before_the_assignment_there_is_no_total() -> None:
    (row,) = winner_rows(facts(assignment=None), NAMES)

    assert (row.assignment, row.total, row.lots) == (None, None, {})


def test_without_a_result_there_are_no_rows() -> None:
    assert winner_rows(facts(principal=None), NAMES) == ()
    assert holding_rows(facts(assignment=None), NAMES) == ()


def test_neighbouring_lots_of_one_holder_are_one_row_with_its_frequencies() -> None:
    held, unsold = holding_rows(facts(), NAMES)

    assert (held.holder, held.code, held.lots) == ("EE", "EE", ("A-1", "A-2"))
    assert (held.downlink, held.uplink) == ("791–801", "832–842")
    assert (unsold.holder, unsold.code, unsold.downlink, unsold.uplink) == (None, "", "801–806.5", "")


def test_a_bidder_without_a_name_is_called_by_its_id() -> None:
    assert bidder_names({"bidders": [{"id": "ee", "name": "EE"}, {"id": "x"}]}) == {"ee": "EE", "x": "x"}
