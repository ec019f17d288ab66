"""A ballot in boxes: one that the round's private key opens, one that its bidder's own key opens.

Both are libsodium's sealed boxes (X25519, XSalsa20-Poly1305 under a key of the moment) over {"ballot", "nonce"} as RFC
8785 writes it, filled up with spaces to whole pages: the length tells nothing about how many packages there are, up to
a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from pydantic import Field

from auctions.sealing.errors import BoxClosed
from auctions.sealing.passphrases import read, written
from journal.canonical import canonical
from winner_determination.documents import Document, DocumentError, parse_json, validate

PAGE = 4096  # bytes


class SealedBallot(Document):
    """What is stored of a ballot in a sealed round, base64."""

    round: str = Field(description="box to the round's key")
    own: str | None = Field(description="box to the bidder's own key; null where it had none")


class _Content(Document):
    ballot: dict[str, Any]
    nonce: str


@dataclass(frozen=True)
class OpenedBallot:
    """A ballot and the nonce that opens its commitment."""

    ballot: dict[str, Any]
    nonce: str


def sealed_ballot(ballot: Mapping[str, Any], nonce: str, *, round_key: str, own_key: str | None) -> SealedBallot:
    """The ballot in its boxes, keys in base64. Raises NotRecordable where the ballot has no canonical form."""
    own = None if own_key is None else sealed(ballot, nonce, own_key)
    return SealedBallot(round=sealed(ballot, nonce, round_key), own=own)


def sealed(ballot: Mapping[str, Any], nonce: str, public_key: str) -> str:
    """One box, base64. Raises NotRecordable."""
    content = canonical({"ballot": dict(ballot), "nonce": nonce})
    padded = content.ljust(-(-len(content) // PAGE) * PAGE)
    return written(SealedBox(PublicKey(read(public_key))).encrypt(padded))


def opened(box: str, private_key: str) -> OpenedBallot:
    """What ``sealed`` put into the box, by the private key in base64. Raises BoxClosed."""
    try:
        text = SealedBox(PrivateKey(read(private_key))).decrypt(read(box)).decode()
        content = validate(_Content, parse_json(text, name="the sealed ballot"))
    except (CryptoError, DocumentError, ValueError, TypeError) as error:
        raise BoxClosed from error
    return OpenedBallot(content.ballot, content.nonce)
