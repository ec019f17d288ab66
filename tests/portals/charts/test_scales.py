"""Axes: round labels that surround the data, and straight lines to pixels."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portals.charts.scales import Scale, ticks


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(2, 8))
def test_ticks_surround_the_data_in_equal_steps(low: int, span: int, at_most: int) -> None:
    marks = ticks(low, low + span, at_most=at_most)

    assert marks[0] <= low
    assert marks[-1] >= low + span
    assert len({after - before for before, after in pairwise(marks)}) == 1
    assert 2 <= len(marks) <= at_most + 2


def test_steps_are_one_two_or_five_times_a_power_of_ten() -> None:
    assert ticks(225, 410, at_most=5) == (200, 250, 300, 350, 400, 450)
    assert ticks(0, 9, at_most=5) == (0, 2, 4, 6, 8, 10)
    assert ticks(7, 7, at_most=4) == (7, 8)


def test_a_scale_runs_backwards_where_pixels_grow_downwards() -> None:
    up = Scale(0, 10, 200, 100)

    assert (up(0), up(5), up(10)) == (200, 150, 100)


def test_a_scale_of_one_value_is_its_middle() -> None:
    assert Scale(3, 3, 0, 80)(3) == 40
