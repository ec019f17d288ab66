"""Frozen rules: a rulebook's hash, and the refusal when one field of it is changed.

The hash is the SHA-256 of the rulebook's shortest form, everything left out that says its default, as RFC 8785 writes
JSON. So two spellings of the same rules have the same hash, and a rulebook keeps its hash when later versions of the
software know more fields (fields may be added, defaults never change).
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import rfc8785

from winner_determination.documents import Document, DocumentError


def complete_form(rulebook: Document) -> dict[str, Any]:
    """The rulebook as JSON with every default filled in; it reads back as the same rulebook."""
    return rulebook.model_dump(mode="json")


def shortest_form(rulebook: Document) -> dict[str, Any]:
    """The rulebook as JSON without what says its default, but with the name of its format."""
    named = rulebook.model_dump(mode="json", include={"format"})
    return named | rulebook.model_dump(mode="json", exclude_defaults=True)


def rulebook_hash(rulebook: Document) -> str:
    """SHA-256 in hexadecimal. Raises DocumentError for numbers that JSON cannot carry exactly."""
    try:
        return hashlib.sha256(rfc8785.dumps(shortest_form(rulebook))).hexdigest()
    except rfc8785.CanonicalizationError as error:
        raise DocumentError("rulebook", str(error)) from error


def check_hash(rulebook: Document, stated: str) -> None:
    """Check a rulebook against the hash it was frozen with. Raises DocumentError where one field differs."""
    found = rulebook_hash(rulebook)
    if found != stated:
        reason = (
            f"was changed after it was frozen: its hash is {found}, not {stated}; a changed rule is another auction"
        )
        raise DocumentError("rulebook", reason)


def check_unchanged(frozen: Document, proposed: Document) -> None:
    """Check that ``proposed`` says what ``frozen`` says. Raises DocumentError naming the first field that differs."""
    for place, before, after in differences(complete_form(frozen), complete_form(proposed)):
        raise DocumentError(place, f"is frozen at {before!r}; {after!r} would be another auction")


def differences(before: Any, after: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The deepest places at which two JSON values differ, with what stands there in each."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            inner = f"{place}.{key}" if place else key
            yield from differences(before.get(key), after.get(key), inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for i, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{place}[{i}]")
    elif before != after:
        yield place, before, after
