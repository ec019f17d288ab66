"""What the journal says of key ceremonies, and of ballots that were opened."""

from collections.abc import Mapping
from typing import Any

Rows = dict[str, dict[str, Any]]


def keys_made(ceremonies: Rows, body: Mapping[str, Any]) -> None:
    """A ceremony with its custodians and keys."""
    ceremonies[str(body["ceremony"])] = {
        "made_at": body["at"],
        "custodians": {name: {**key, "confirmed_at": None} for name, key in body["custodians"].items()},
        "keys": {str(key["number"]): {**key} for key in body["keys"]},
    }


def share_confirmed(ceremonies: Rows, body: Mapping[str, Any]) -> None:
    """Raises KeyError for a ceremony that was not held, and for whoever is no custodian of it."""
    custodians = ceremonies[str(body["ceremony"])]["custodians"]
    custodians[body["by"]["person"]]["confirmed_at"] = body["at"]


def ballots_opened(bids: Rows, body: Mapping[str, Any]) -> None:
    """The acts are the round's ballots in the order of their entries, and its close. Raises KeyError, ValueError where
    they are not.
    """
    *ballots, _close = body["acts"]
    for opened, act in zip(body["nonces"], ballots, strict=True):
        bids[str(opened["entry"])].update(ballot=act["ballot"], nonce=opened["nonce"])
