"""A bidder's own key, by which it reads what it has sealed itself; kept under a passphrase that its people share."""

from nacl.public import PrivateKey
from pydantic import Field

from auctions.sealing.passphrases import Derivation, Work, locked, new_derivation, public_half, unlocked, written
from winner_determination.documents import Document


class OwnKeyMade(Document):
    """What is stored of the key: the private half only in a box that the passphrase opens."""

    public_key: str = Field(description="X25519, base64")
    derivation: Derivation
    box: str = Field(description="the private half under the passphrase, base64")


def own_key_made(passphrase: str, work: Work) -> OwnKeyMade:
    """A new key under the passphrase."""
    pair, derivation = PrivateKey.generate(), new_derivation(work)
    box = locked(bytes(pair), passphrase, derivation)
    return OwnKeyMade(public_key=public_half(pair), derivation=derivation, box=box)


def private_half(key: OwnKeyMade, passphrase: str) -> str:
    """The private half in base64. Raises PassphraseWrong."""
    return written(unlocked(key.box, passphrase, key.derivation))
