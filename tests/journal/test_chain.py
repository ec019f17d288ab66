"""Every entry's hash covers its content and the hash before it."""

import hashlib
from dataclasses import replace

import pytest

from journal.chain import BEFORE_THE_FIRST, Link, breaks
from journal.selectors import breaks_of, entries_of, head_of
from journal.services import append


def chain_of(count: int) -> list[tuple[Link, str]]:
    """A chain of ``count`` entries whose bodies are {"n": 1}, {"n": 2}, ..."""
    entries: list[tuple[Link, str]] = []
    head = BEFORE_THE_FIRST
    for n in range(1, count + 1):
        link = Link("test", n, "noted", {"n": n}, f"2026-01-01T00:00:0{n}.000000+00:00", head)
        head = link.hash
        entries.append((link, head))
    return entries


def test_the_hash_is_sha_256_of_the_canonical_entry() -> None:
    link = Link("test", 1, "noted", {"b": 2, "a": 1}, "2026-01-01T00:00:00.000000+00:00", BEFORE_THE_FIRST)

    written = (
        '{"body":{"a":1,"b":2},"chain":"test","kind":"noted","previous_hash":"' + "0" * 64 + '",'
        '"recorded_at":"2026-01-01T00:00:00.000000+00:00","sequence":1}'
    )
    assert link.hash == hashlib.sha256(written.encode()).hexdigest()


def test_a_chain_that_nobody_touched_holds() -> None:
    assert list(breaks(chain_of(5))) == []


def test_a_changed_body_is_found_and_named() -> None:
    entries = chain_of(3)
    entries[1] = (replace(entries[1][0], body={"n": 20}), entries[1][1])

    (found,) = breaks(entries)

    assert found.sequence == 2
    assert "its content hashes to" in found.reason


def test_a_changed_entry_with_a_new_hash_breaks_the_entry_after_it() -> None:
    entries = chain_of(3)
    changed = replace(entries[1][0], body={"n": 20})
    entries[1] = (changed, changed.hash)

    (found,) = breaks(entries)

    assert found.sequence == 3
    assert found.reason.startswith("names ")


def test_a_removed_entry_is_found() -> None:
    entries = chain_of(3)
    del entries[1]

    assert [found.sequence for found in breaks(entries)] == [3, 3]


def test_swapped_entries_are_found() -> None:
    entries = chain_of(3)
    entries[0], entries[1] = entries[1], entries[0]

    assert {found.sequence for found in breaks(entries)} == {1, 2, 3}


@pytest.mark.django_db
def test_what_is_appended_is_read_back_with_the_same_hash() -> None:
    body = {"text": "Zürich", "float": 880.1, "whole": 791.0, "small": 1e-9, "list": [1, {"x": None}], "big": 2**53 - 1}
    first = append(chain="test", kind="noted", body=body)
    second = append(chain="test", kind="noted", body={})

    assert (first.sequence, first.previous_hash) == (1, BEFORE_THE_FIRST)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    assert list(breaks_of("test")) == []


@pytest.mark.django_db
def test_chains_are_numbered_apart() -> None:
    append(chain="one", kind="noted", body={})
    append(chain="other", kind="noted", body={})

    head = head_of("other")
    assert head is not None
    assert head.sequence == 1
    assert [entry.chain for entry in entries_of("one")] == ["one"]
