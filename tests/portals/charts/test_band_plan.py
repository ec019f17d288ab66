"""Band plans: strips to scale, blocks by holder, and the same in words."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from portals.charts.band_plan import Direction, Segment, blocks, codes, describe, draw_strip, strips

UP, DOWN, UNPAIRED, NONE = Direction.UPLINK, Direction.DOWNLINK, Direction.UNPAIRED, Direction.NONE


def paired(lot: str, start: float, holder: str | None) -> list[Segment]:
    """A lot of 2 x 5 MHz of the 800 MHz band, uplink 41 MHz above the downlink."""
    return [
        Segment(lot, "A1", start, start + 5, DOWN, holder),
        Segment(lot, "A1", start + 41, start + 46, UP, holder),
    ]


def test_downlink_and_uplink_of_a_band_share_a_strip_and_far_bands_do_not() -> None:
    band = [*paired("A1-1", 791, "EE"), *paired("A1-2", 796, None), Segment("E-1", "E", 2570, 2575, UNPAIRED, "EE")]

    first, second = strips(band)

    assert (first.start, first.end) == (791, 842)
    assert [segment.lot for segment in first.segments] == ["A1-1", "A1-2", "A1-1", "A1-2"]
    assert (second.start, second.end) == (2570, 2575)


def test_neighbouring_lots_of_one_holder_are_one_block() -> None:
    (strip,) = strips([*paired("A1-1", 791, "EE"), *paired("A1-2", 796, "EE"), *paired("A1-3", 801, "Niche")])

    assert [(block.start, block.end, block.holder) for block in blocks(strip)] == [
        (791, 801, "EE"),
        (801, 806, "Niche"),
        (832, 842, "EE"),
        (842, 847, "Niche"),
    ]


def test_lots_of_one_holder_with_a_gap_between_them_are_two_blocks() -> None:
    (strip,) = strips([Segment("E-1", "E", 0, 5, UNPAIRED, "EE"), Segment("E-3", "E", 10, 15, UNPAIRED, "EE")])

    assert len(blocks(strip)) == 2


def test_a_lot_without_frequencies_stands_at_its_position_under_its_name() -> None:
    (strip,) = strips([Segment("X-1", "X", 0, 1, NONE, "EE"), Segment("X-2", "X", 1, 2, NONE, None)])

    svg = draw_strip(strip, name="x", holders=["EE"])

    assert describe(strip) == "X, X-1: EE; X, X-2: unsold."
    assert ">X-1<" in svg
    assert "MHz" not in svg


def test_the_description_names_every_block_with_frequencies_and_holder() -> None:
    (strip,) = strips([*paired("A1-1", 791, "EE"), *paired("A1-2", 796, None)])

    assert describe(strip) == (
        "A1 downlink, 791 to 796 MHz: EE; A1 downlink, 796 to 801 MHz: unsold; "
        "A1 uplink, 832 to 837 MHz: EE; A1 uplink, 837 to 842 MHz: unsold."
    )


def test_blocks_are_drawn_to_scale() -> None:
    (strip,) = strips([Segment("A-1", "A", 0, 10, UNPAIRED, "EE"), Segment("B-1", "B", 10, 15, UNPAIRED, "Niche")])

    svg = ElementTree.fromstring(draw_strip(strip, name="s", holders=["EE", "Niche"]))  # noqa: S314 - our own output

    wide, narrow = [
        float(node.get("width", "")) for node in svg.iter() if (node.get("class") or "").startswith("cb-block")
    ]
    assert wide == 2 * narrow


def test_a_holder_whose_name_does_not_fit_is_written_as_its_code() -> None:
    narrow = [Segment(f"C-{n}", "C", 5 * n, 5 * n + 5, UNPAIRED, "Hutchison 3G" if n == 0 else "EE") for n in range(30)]
    (strip,) = strips(narrow)

    svg = draw_strip(strip, name="s", holders=["Hutchison 3G", "EE"])

    assert ">H3<" in svg
    assert ">EE<" in svg


@given(st.lists(st.text(min_size=1, max_size=5), unique=True, max_size=8))
def test_codes_are_distinct(holders: list[str]) -> None:
    given_codes = codes(holders)

    assert len(set(given_codes.values())) == len(holders)
    assert all(given_codes.values())
