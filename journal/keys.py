"""The key that signs receipts: derived from the installation's secret, kept in no table and no file.

Only its public half is stored. A new SECRET_KEY means a new signing key; receipts of the old one stay verifiable.
"""

from functools import lru_cache

import nacl.hash
from django.conf import settings
from nacl.encoding import HexEncoder, RawEncoder
from nacl.signing import SigningKey

from journal import models


@lru_cache(maxsize=4)
def _derived(secret: str) -> SigningKey:
    return SigningKey(nacl.hash.blake2b(secret.encode(), digest_size=32, person=b"receipt signing", encoder=RawEncoder))


def signing_key() -> SigningKey:
    """The private key of this installation."""
    return _derived(settings.SECRET_KEY)


def public_key() -> str:
    """Its public half in hexadecimal, on the record from the first time it is asked for."""
    key = signing_key().verify_key.encode(HexEncoder).decode()
    models.SigningKey.objects.get_or_create(public_key=key)
    return key
