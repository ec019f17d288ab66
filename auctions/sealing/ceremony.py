"""The key ceremony: keys for several rounds, each divided among the custodians, each share sealed to its custodian."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from pydantic import Field

from auctions.sealing.errors import ShareAltered
from auctions.sealing.passphrases import Derivation, public_half, read, written
from auctions.sealing.shares import digest_of, divided
from winner_determination.documents import Document


class SealedShare(Document):
    """One custodian's share of one key."""

    number: int = Field(ge=1, description="of the key, counted over the auction")
    public_key: str = Field(description="of the round that will use it: X25519, base64")
    digest: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the share")
    box: str = Field(description="the share in a sealed box to the custodian's own key, base64")


class ShareFile(Document):
    """What a custodian takes home from the ceremony. Without the passphrase it opens nothing."""

    format: Literal["clearband.share/1"] = "clearband.share/1"
    auction: str
    ceremony: int = Field(ge=1)
    custodian: str = Field(description="sign-in name")
    derivation: Derivation
    shares: tuple[SealedShare, ...]

    def share_of(self, public_key: str) -> SealedShare | None:
        """The share of that key, if it is in the file."""
        return next((share for share in self.shares if share.public_key == public_key), None)


@dataclass(frozen=True)
class KeyMade:
    """A key for one round: its public half, and every custodian's share by name. Its private half is nowhere."""

    number: int
    public_key: str
    shares: Mapping[str, SealedShare]

    @property
    def digests(self) -> dict[str, str]:
        return {custodian: share.digest for custodian, share in self.shares.items()}


def keys_made(custodians: Mapping[str, str], *, first: int, many: int) -> tuple[KeyMade, ...]:
    """Keys numbered from ``first`` on; ``custodians`` gives each one's public key by name, in their order."""
    return tuple(_made(custodians, number) for number in range(first, first + many))


def _made(custodians: Mapping[str, str], number: int) -> KeyMade:
    pair = PrivateKey.generate()
    public_key = public_half(pair)
    shares = {
        name: SealedShare(
            number=number,
            public_key=public_key,
            digest=digest_of(share),
            box=written(SealedBox(PublicKey(read(key))).encrypt(share)),
        )
        for (name, key), share in zip(custodians.items(), divided(pair), strict=True)
    }
    return KeyMade(number, public_key, shares)


def opened_share(share: SealedShare, pair: PrivateKey) -> bytes:
    """The share in the box. Raises ShareAltered."""
    try:
        found = SealedBox(pair).decrypt(read(share.box))
    except (CryptoError, ValueError) as error:
        raise ShareAltered(f"Your share of key {share.number} in this file was altered, or is not yours.") from error
    if digest_of(found) != share.digest:
        raise ShareAltered(f"Your share of key {share.number} in this file is not the one that was given out.")
    return found
