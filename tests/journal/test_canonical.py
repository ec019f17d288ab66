"""One document, one hash."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.canonical import canonical, digest
from journal.errors import NotRecordable

values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=50)
@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=4), values, max_size=4))
def test_reading_and_writing_again_changes_neither_text_nor_hash(document: dict[str, Any]) -> None:
    again = json.loads(canonical(document))
    backwards = dict(reversed(list(again.items())))

    assert again == document
    assert canonical(backwards) == canonical(document)


@settings(max_examples=50)
@given(st.integers(-(2**53) + 1, 2**53 - 1), st.integers(-(2**53) + 1, 2**53 - 1))
def test_different_amounts_have_different_hashes(one: int, other: int) -> None:
    assert (digest({"amount": one}) == digest({"amount": other})) == (one == other)


@pytest.mark.parametrize("value", [2**53, float("inf"), "\ud800"])
def test_what_json_cannot_carry_exactly_is_refused(value: object) -> None:
    with pytest.raises(NotRecordable, match="cannot be recorded exactly"):
        digest({"value": value})
