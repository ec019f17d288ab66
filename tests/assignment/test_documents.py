"""What is refused, where, and what would pass."""

import json
from typing import Any

import pytest

from assignment.case_document import case_schema, read_case
from assignment.result_document import options_document
from tests.assignment.cases import band, bid, case, document, megahertz_band
from winner_determination.documents import DocumentError

TWO = {"Alpha": 2, "Beta": 1}


def refusal(given: dict[str, Any]) -> str:
    with pytest.raises(DocumentError) as refused:
        read_case(given)
    return str(refused.value)


@pytest.mark.parametrize(
    ("bids", "message"),
    [
        ([bid("Gamma", "A1", 1)], "bids[0].bidder: Gamma won no lot; winners are Alpha, Beta"),
        ([bid("Alpha", "A1+A9", 1)], "bids[0].option.A[1]: band A has no lot A9; its lots are A1, A2, A3, A4"),
        ([bid("Alpha", "A1", 1)], "bids[0].option.A: Alpha won 2 lots of A, the option has 1"),
        ([bid("Alpha", "A1+A1", 1)], "bids[0].option.A: names a lot twice"),
        ([bid("Alpha", "B1", 1)], "bids[0].option.B: Alpha won no lot of B; it may bid on A"),
        (
            [bid("Alpha", "A1+A3", 1)],
            "bids[0].option.A: A1+A3 is not contiguous; would pass: A1+A2, A2+A3, A3+A4",
        ),
        (
            [bid("Alpha", "A1+A2", 1), bid("Alpha", "A2+A1", 2)],
            "bids[1].option: Alpha bids on this option in bids[0] already",
        ),
    ],
)
def test_r_a1_a_bid_that_is_no_feasible_option_is_refused_with_what_would_pass(
    bids: list[dict[str, Any]], message: str
) -> None:
    assert refusal(document([band(4)], TWO, *bids)) == message


def test_r_a1_a_bid_on_an_excluded_lot_is_refused() -> None:
    message = refusal(document([band(4, excluded={"Alpha": ["A1"]})], TWO, bid("Alpha", "A1+A2", 1)))

    assert message == "bids[0].option.A: A1 is excluded for Alpha; would pass: A2+A3, A3+A4"


def test_r_a1_a_bid_that_leaves_the_others_no_run_is_refused() -> None:
    message = refusal(document([band(4)], {"Alpha": 2, "Beta": 2}, bid("Alpha", "A2+A3", 1)))

    assert message == (
        "bids[0].option.A: A2+A3 would leave other winners or unsold lots without the lots they must have; "
        "would pass: A1+A2, A3+A4"
    )


def test_r_a1_a_bid_beside_the_special_lot_must_include_it() -> None:
    coverage = band(4, special=[{"category": "Cover", "lots": ["A4"]}])
    winners = {"Alpha": {"Cover": 1, "A": 1}, "Beta": 1}

    assert refusal(document([coverage], winners, bid("Alpha", "A1+A2", 1))) == (
        "bids[0].option.A: A1+A2 leaves out the special lot that Alpha won; would pass: A3+A4"
    )
    assert refusal(document([coverage], winners, bid("Beta", "A4", 1))) == (
        "bids[0].option.A: A4 includes a special lot that Beta did not win; would pass: A1, A2"
    )


def test_more_lots_won_than_the_band_has_are_refused_naming_the_winners() -> None:
    assert refusal(document([band(4)], {"Alpha": 9})) == "winners.Alpha.A: 9 lots are won, band A has 4"
    assert refusal(document([band(4)], {"Alpha": 3, "Beta": 2})) == (
        "winners.Alpha.A: 3 (Alpha) + 2 (Beta) lots are won, band A has 4"
    )


def test_a_special_lot_has_one_winner() -> None:
    coverage = band(4, special=[{"category": "Cover", "lots": ["A4"]}])

    assert refusal(document([coverage], {"Alpha": {"Cover": 1}, "Beta": {"Cover": 1}})) == (
        "winners.Beta.Cover: Cover is one special lot of band A; one winner may have one"
    )


def test_a_joint_bid_across_two_steps_of_the_sequence_is_refused() -> None:
    two, winners = [band(2), band(2, category="B")], {"Alpha": {"A": 1, "B": 1}}

    assert refusal(document(two, winners, bid("Alpha", "A1 B1", 1), sequence=[["A"], ["B"]])) == (
        "bids[0].option: A and B are assigned in different steps; bid on each apart"
    )


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        (band(2, surprise=1), "bands[0].surprise: unknown field"),
        (band(2, excluded={"Alpha": ["A7"]}), "bands[0].excluded.Alpha[0]: band A has no lot A7; its lots are A1, A2"),
        ({"category": "A", "lots": ["A1", "A1"]}, "bands[0].lots[1].id: A1 is given twice"),
        (
            {"category": "A", "lots": [{"id": "A1", "start": 791}]},
            "bands[0].lots[0]: needs both start and end, or neither",
        ),
        (megahertz_band((796, 791)), "bands[0].lots[0].end: must be above start 796 MHz, not 791"),
        (
            megahertz_band((791, 796), (795, 800)),
            "bands[0].lots[1].start: begins at 795 MHz, below the end of A1; list lots upwards",
        ),
        (megahertz_band((791, 796.0001)), "bands[0].lots[0].end: 796.0001 MHz is not a whole number of kHz"),
        (
            megahertz_band((791, 796), holdings=[{"holder": "Alpha", "start": 795, "end": 800}]),
            "bands[0].holdings[0]: overlaps lot A1",
        ),
        (
            band(2, holdings=[{"holder": "Alpha", "start": 795, "end": 800}]),
            "bands[0].holdings[0]: the lots have no frequencies; give each lot start and end in MHz",
        ),
        (band(2, special=[{"category": "A", "lots": ["A1"]}]), "bands[0].special[0].category: A is given twice"),
    ],
)
def test_a_band_that_makes_no_sense_is_refused(layout: dict[str, Any], message: str) -> None:
    assert refusal(document([layout], {"Alpha": 1})) == message


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"sequence": [["A"], ["B"]]}, "sequence[1][0]: there is no band B"),
        ({"sequence": [["A"], ["A"]]}, "sequence[0][0]: A is given twice"),
        ({"base_prices": {"Gamma": 1}}, "base_prices.Gamma: is no winner"),
        (
            {"pricing": {"weights": "reserve"}},
            "pricing.weights: specific lots have no reserve to weigh by; equal passes, or a number for each bidder",
        ),
        ({"pricing": {"weights": {"Alpha": 1}}}, "pricing.weights: has no weight for Beta"),
    ],
)
def test_rules_that_make_no_sense_are_refused(more: dict[str, Any], message: str) -> None:
    assert refusal(document([band(4)], TWO, **more)) == message


def test_a_winner_of_an_unknown_category_is_refused() -> None:
    assert refusal(document([band(4)], {"Alpha": {"C": 1}})) == (
        "winners.Alpha.C: no band has this category; categories are A"
    )


def test_the_options_document_gives_frequencies_and_adjacent_holdings() -> None:
    beside = megahertz_band((791, 796), (796, 801.5), holdings=[{"holder": "Alpha", "start": 781, "end": 791}])
    options = options_document(case([beside], {"Alpha": 1}))["options"]["Alpha"]

    assert options[0] == {
        "option": {"A": ["A1"]},
        "pieces": 1,
        "frequencies": {"A": [[791, 796]]},
        "adjacent_holdings": [{"holder": "Alpha", "start": 781, "end": 791}],
    }
    assert options[1]["frequencies"] == {"A": [[796, 801.5]]}


def test_the_schema_admits_lots_by_name_and_with_frequencies() -> None:
    schema = json.loads(json.dumps(case_schema()))

    assert {"$ref": "#/$defs/LotModel"} in schema["$defs"]["BandModel"]["properties"]["lots"]["items"]["anyOf"]
    assert schema["properties"]["format"]["const"] == "clearband.assignment/1"
