"""Places in a JSON document: read, written, removed; the document that is given is never changed."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auctions.drafts.places import path_of, value_at, with_value, without

DOCUMENT: dict[str, Any] = {"a": {"b": [{"c": 1}, {"c": 2}]}, "d": "text"}


@pytest.mark.parametrize(
    ("place", "value"),
    [("a.b[1].c", 2), ("a.b[2].c", None), ("a.x.y", None), ("d[0]", "t"), ("d.e", None), ("", DOCUMENT)],
)
def test_what_stands_at_a_place_and_nothing_where_there_is_none(place: str, value: object) -> None:
    assert value_at(DOCUMENT, place) == value


def test_a_value_is_written_and_what_is_missing_on_the_way_is_made() -> None:
    before = deepcopy(DOCUMENT)

    assert with_value(DOCUMENT, "a.b[0].c", 9)["a"]["b"] == [{"c": 9}, {"c": 2}]
    assert with_value(DOCUMENT, "a.b[2].c", 3)["a"]["b"][2] == {"c": 3}
    assert with_value({}, "x.y[0]", 1) == {"x": {"y": [1]}}
    assert before == DOCUMENT


def test_rows_after_a_removed_one_move_up_and_a_field_is_left_out() -> None:
    assert without(DOCUMENT, "a.b[0]") == {"a": {"b": [{"c": 2}]}, "d": "text"}
    assert without(DOCUMENT, "d") == {"a": DOCUMENT["a"]}
    assert without(DOCUMENT, "a.b[0].x") == DOCUMENT


names = st.text("abc_", min_size=1, max_size=3)


@settings(max_examples=60)
@given(st.lists(names, min_size=1, max_size=4), st.integers())
def test_what_was_written_is_read_at_the_same_place(steps: list[str], value: int) -> None:
    place = ".".join(steps)

    assert path_of(place) == tuple(steps)
    assert value_at(with_value(DOCUMENT, f"x.{place}", value), f"x.{place}") == value
