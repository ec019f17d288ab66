"""Keys out of passphrases: Argon2id (RFC 9106) over the passphrase and a random salt.

Nothing private is stored: who knows the passphrase makes the key anew. Salt and the work that was asked for are written
down beside what the key protects.
"""

from base64 import b64decode, b64encode

from nacl import utils
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from pydantic import Field

from auctions.sealing.errors import PassphraseTooShort, PassphraseWrong
from winner_determination.documents import Document

SHORTEST = 14  # characters


class Work(Document):
    """How hard each guess of a passphrase is made."""

    passes: int = Field(ge=1)
    memory: int = Field(ge=argon2id.MEMLIMIT_MIN, description="bytes")


MODERATE = Work(passes=argon2id.OPSLIMIT_MODERATE, memory=argon2id.MEMLIMIT_MODERATE)
"""About a second and 256 MB a guess."""
LEAST = Work(passes=argon2id.OPSLIMIT_MIN, memory=argon2id.MEMLIMIT_MIN)
"""For passphrases that everybody is told, as in a demonstration."""


class Derivation(Document):
    """How a key follows from its passphrase."""

    salt: str = Field(description="16 random bytes, base64")
    work: Work


def new_derivation(work: Work) -> Derivation:
    """A derivation with a salt of its own."""
    return Derivation(salt=written(utils.random(argon2id.SALTBYTES)), work=work)


def require_long(passphrase: str) -> None:
    """Raises PassphraseTooShort."""
    if len(passphrase.strip()) < SHORTEST:
        raise PassphraseTooShort(SHORTEST)


def derived_pair(passphrase: str, derivation: Derivation) -> PrivateKey:
    """The X25519 private key that follows from the passphrase."""
    return PrivateKey(_derived(passphrase, derivation))


def unlocked_pair(passphrase: str, derivation: Derivation, public_key: str) -> PrivateKey:
    """The private key of ``public_key``. Raises PassphraseWrong where the passphrase makes another."""
    pair = derived_pair(passphrase, derivation)
    if public_half(pair) != public_key:
        raise PassphraseWrong
    return pair


def locked(secret: bytes, passphrase: str, derivation: Derivation) -> str:
    """A secret in a box that the passphrase opens, base64."""
    return written(bytes(SecretBox(_derived(passphrase, derivation)).encrypt(secret)))


def unlocked(box: str, passphrase: str, derivation: Derivation) -> bytes:
    """What ``locked`` put into the box. Raises PassphraseWrong."""
    try:
        return SecretBox(_derived(passphrase, derivation)).decrypt(read(box))
    except (CryptoError, ValueError) as error:
        raise PassphraseWrong from error


def public_half(pair: PrivateKey) -> str:
    """The public key in base64."""
    return written(bytes(pair.public_key))


def written(value: bytes) -> str:
    """Bytes as documents hold them: base64."""
    return b64encode(value).decode()


def read(text: str) -> bytes:
    """The bytes of a document's base64. Raises ValueError."""
    return b64decode(text, validate=True)


def _derived(passphrase: str, derivation: Derivation) -> bytes:
    work = derivation.work
    return argon2id.kdf(32, passphrase.encode(), read(derivation.salt), work.passes, work.memory)
