"""One way to write a JSON document, so that the same content always has the same hash (RFC 8785, SHA-256)."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

from journal.errors import NotRecordable

Json = Mapping[str, Any]


def canonical(document: Json) -> bytes:
    """The document as RFC 8785 writes it: keys sorted, no spaces, UTF-8.

    Raises NotRecordable for what JSON cannot carry exactly: whole numbers beyond 2^53, infinities, broken text.
    """
    try:
        return rfc8785.dumps(dict(document))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotRecordable(str(error)) from error


def digest(document: Json) -> str:
    """SHA-256 of the canonical document, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()
