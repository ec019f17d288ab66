"""Receipts: a signed statement that a ballot stands in the record, which its owner can check without us.

The record holds a *commitment* to the ballot, the hash of its canonical form together with 32 random bytes, so a
receipt can be shown to anybody without showing the bid; whoever holds ballot and nonce can show what was bid. Pure:
needs neither database nor settings.
"""

import secrets
from typing import Any, Literal

from nacl.encoding import HexEncoder
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey
from pydantic import Field

from journal.canonical import canonical, digest
from journal.errors import ReceiptInvalid
from winner_determination.documents import Document

NONCE_BYTES = 32
HASH = "^[0-9a-f]{64}$"


class ReceiptRound(Document):
    """The round of a receipt: rounds are numbered within their stage."""

    stage: str
    number: int


class Receipt(Document):
    """What was recorded, when, and after what; signed. ``ballot`` and ``nonce`` are its owner's and open the
    commitment.
    """

    format: Literal["clearband.receipt/1"] = "clearband.receipt/1"
    auction: str
    round: ReceiptRound
    bidder: str
    sequence: int = Field(ge=1, description="number of the entry in the auction's journal")
    received_at: str = Field(description="the database's clock when the ballot was accepted")
    commitment: str = Field(pattern=HASH)
    chain_head: str = Field(pattern=HASH, description="hash of the entry that records the ballot")
    rules_hash: str = Field(pattern=HASH)
    public_key: str = Field(pattern=HASH, description="Ed25519 key that signed, hexadecimal")
    signature: str = Field(pattern="^[0-9a-f]{128}$")
    ballot: dict[str, Any] | None = None
    nonce: str | None = Field(default=None, pattern=HASH)


NOT_SIGNED = frozenset({"signature", "ballot", "nonce"})


def new_nonce() -> str:
    """32 random bytes, hexadecimal."""
    return secrets.token_hex(NONCE_BYTES)


def commitment_to(*, auction: str, round: ReceiptRound, bidder: str, ballot: dict[str, Any], nonce: str) -> str:
    """The hash that stands for the ballot of one bidder in one round."""
    return digest({"auction": auction, "round": round.model_dump(), "bidder": bidder, "ballot": ballot, "nonce": nonce})


def sign(unsigned: dict[str, Any], key: SigningKey) -> Receipt:
    """Sign what a receipt says. ``unsigned`` has every field of a receipt but format, public key, signature and
    opening.
    """
    stated = {"format": "clearband.receipt/1", **unsigned, "public_key": key.verify_key.encode(HexEncoder).decode()}
    return Receipt(**stated, signature=key.sign(canonical(stated)).signature.hex())


def verify(receipt: Receipt) -> None:
    """Check the signature and, where ballot and nonce are there, that they are what was committed to.

    Raises ReceiptInvalid.
    """
    stated = receipt.model_dump(exclude=set(NOT_SIGNED))
    try:
        VerifyKey(bytes.fromhex(receipt.public_key)).verify(canonical(stated), bytes.fromhex(receipt.signature))
    except BadSignatureError as error:
        raise ReceiptInvalid("The signature is not this key's signature of this receipt.") from error
    if receipt.ballot is None or receipt.nonce is None:
        return
    if receipt.commitment != commitment_to(
        auction=receipt.auction, round=receipt.round, bidder=receipt.bidder, ballot=receipt.ballot, nonce=receipt.nonce
    ):
        raise ReceiptInvalid("The ballot and nonce are not those that the receipt commits to.")
