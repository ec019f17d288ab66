"""Charts from an auction's facts."""

from typing import Any

from portals.charts.facts import band_plan, round_charts, segments, series

NAMES = {"ee": "EE"}


def facts(**changes: Any) -> dict[str, Any]:
    lots = [
        {"id": "A-1", "start": 791, "end": 796, "uplink_start": 832, "uplink_end": 837},
        {"id": "A-2", "start": 796, "end": 801, "uplink_start": 837, "uplink_end": 842},
    ]
    known: dict[str, Any] = {
        "unit": {"currency": "GBP", "multiple": 1000, "label": "GBP thousand"},
        "categories": [{"id": "A", "name": "800 MHz", "supply": 2, "lots": lots}],
        "rounds": [
            {"number": 1, "prices": {"A": 10}, "demand": {"A": 3}},
            {"number": 2, "prices": {"A": 12}, "demand": None},
        ],
        "assignment": {
            "plan": [{"category": "A", "lots": [{**lots[0], "bidder": None}, {**lots[1], "bidder": "ee"}]}],
        },
    }
    return known | changes


def test_each_category_gets_its_prices_and_only_the_demand_that_was_disclosed() -> None:
    (one,) = series(facts())

    assert [(point.number, point.price, point.demand) for point in one.rounds] == [(1, 10, 3), (2, 12, None)]
    assert (one.supply, one.unit) == (2, "GBP thousand")


def test_before_the_first_round_closes_there_is_no_chart() -> None:
    assert round_charts(facts(rounds=[])) == ()


def test_a_paired_lot_lies_in_two_places_and_carries_its_winners_name() -> None:
    places = [(s.lot, s.start, s.direction.value, s.holder) for s in segments(facts()["assignment"]["plan"], NAMES)]

    assert places == [
        ("A-1", 791, "downlink", None),
        ("A-1", 832, "uplink", None),
        ("A-2", 796, "downlink", "EE"),
        ("A-2", 837, "uplink", "EE"),
    ]


def test_the_band_plan_is_captioned_with_its_frequencies() -> None:
    (strip,) = band_plan(facts(), NAMES)

    assert strip.caption == "791 to 842 MHz"


def test_without_an_assignment_there_is_no_band_plan() -> None:
    assert band_plan(facts(assignment=None), NAMES) == ()
