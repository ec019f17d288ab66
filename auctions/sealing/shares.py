"""A private key divided into three shares, of which any two make it again and one alone says nothing.

Shamir's scheme over GF(2^128) (A. Shamir, How to share a secret, CACM 22, 1979), as pycryptodome computes it for 16
bytes; so the 32 bytes of a key go in two halves, each with its own polynomial.
"""

import hashlib
from collections.abc import Sequence

from Crypto.Protocol.SecretSharing import Shamir
from nacl.public import PrivateKey

from auctions.sealing.errors import SharesDoNotFit
from auctions.sealing.passphrases import public_half

NEEDED, GIVEN = 2, 3
HALF = 16
LENGTH = 1 + 2 * HALF  # the share's number, and its part of each half


def divided(pair: PrivateKey) -> tuple[bytes, ...]:
    """Three shares of the private key, 33 bytes each."""
    secret = bytes(pair)
    halves = [Shamir.split(NEEDED, GIVEN, half) for half in (secret[:HALF], secret[HALF:])]
    return tuple(bytes([number]) + first + second for (number, first), (_, second) in zip(*halves, strict=True))


def combined(shares: Sequence[bytes], public_key: str) -> PrivateKey:
    """The private key of ``public_key`` out of two shares. Raises SharesDoNotFit."""
    if len({share[0] for share in shares}) < NEEDED or any(len(share) != LENGTH for share in shares):
        raise SharesDoNotFit
    parts = [[(share[0], share[start : start + HALF]) for share in shares] for start in (1, 1 + HALF)]
    pair = PrivateKey(b"".join(Shamir.combine(part) for part in parts))
    if public_half(pair) != public_key:
        raise SharesDoNotFit
    return pair


def digest_of(share: bytes) -> str:
    """The public digest of a share, by which it is told from another: SHA-256, hexadecimal. A share is random, so its
    digest gives nothing of it away.
    """
    return hashlib.sha256(share).hexdigest()
