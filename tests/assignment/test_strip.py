"""A band as a strip, ready to be drawn."""

from assignment.result_document import result_document, strip_document
from assignment.stage import solve
from assignment.strip import strip_of_lots, strip_of_plan
from tests.assignment.cases import band, bid, case, megahertz_band

HELD = [{"holder": "Beta", "start": 801, "end": 806}]


def test_a_strip_shows_lots_holdings_and_gaps_from_low_to_high() -> None:
    layout = megahertz_band((791, 796), (796, 801), (811, 816), holdings=HELD)
    strip = strip_document(strip_of_lots(case([layout], {"Alpha": 1}).bands[0]))

    drawn = [(each["kind"], each["start"], each["end"], each["holder"]) for each in strip["segments"]]
    assert drawn == [
        ("lot", 791, 796, None),
        ("lot", 796, 801, None),
        ("holding", 801, 806, "Beta"),
        ("gap", 806, 811, None),
        ("lot", 811, 816, None),
    ]
    assert strip["unit"] == "MHz"


def test_the_band_plan_draws_one_segment_a_run_and_the_unsold_lots() -> None:
    layout = megahertz_band((791, 796), (796, 801), (801, 806))
    document = result_document(solve(case([layout], {"Alpha": 2}, bid("Alpha", "A2+A3", 1))))

    drawn = [
        (each["kind"], each["start"], each["end"], each["lots"]) for each in document["band_plan"]["A"]["segments"]
    ]
    assert drawn == [("unsold", 791, 796, ["A1"]), ("lot", 796, 806, ["A2", "A3"])]


def test_a_paired_band_has_an_uplink_at_its_duplex_offset() -> None:
    layout = megahertz_band((2620, 2625), paired_offset=-120)
    strip = strip_document(strip_of_lots(case([layout], {"Alpha": 1}).bands[0]))

    assert [(each["start"], each["end"]) for each in strip["uplink"]] == [(2500, 2505)]


def test_a_run_around_the_bidders_own_holding_is_drawn_on_both_sides_of_it() -> None:
    layout = megahertz_band((796, 801), (806, 811), holdings=HELD)
    (drawn,) = case([layout], {"Beta": 2}).bands
    strip = strip_of_plan(drawn, {"Beta": (0, 1)})

    assert [(str(each.kind), each.holder, each.lots) for each in strip.segments] == [
        ("lot", "Beta", ("A1",)),
        ("holding", "Beta", ()),
        ("lot", "Beta", ("A2",)),
    ]


def test_a_band_without_frequencies_is_drawn_in_lot_numbers() -> None:
    strip = strip_of_plan(case([band(3)], {"Alpha": 2}).bands[0], {"Alpha": (1, 2)})

    assert (strip.in_khz, strip.start, strip.end) == (False, 0, 3)
    assert [(each.start, each.end, each.holder) for each in strip.segments] == [(0, 1, None), (1, 3, "Alpha")]
    assert strip.uplink() is None
