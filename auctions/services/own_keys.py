"""A bidder's own key: its people read what they have sealed themselves, and nobody else does."""

from typing import Any

from django.db import transaction

from auctions import locks
from auctions.custody import OwnKey
from auctions.errors import OwnKeyNeeded, SealingRefused
from auctions.models import Auction, Participant
from auctions.sealing import passphrases
from auctions.sealing.ballots import OpenedBallot, opened, sealed
from auctions.sealing.errors import BoxClosed, PassphraseTooShort, PassphraseWrong
from auctions.sealing.own_keys import OwnKeyMade, own_key_made, private_half
from auctions.sealing.passphrases import Derivation, Work
from auctions.services.authority import require_preparer
from bidders.models import Seat
from journal.locks import database_time
from winner_determination.documents import validate


def set_own_key(*, participant: Participant, by: Seat, passphrase: str) -> OwnKey:
    """Make a key for the bidder under a passphrase that its people share. What is sealed from now on is sealed to it;
    what was sealed to an earlier one opens with that one's passphrase.

    1. Make the key.  2. Share the auction's lock, hold the participant's.  3. Store.

    Raises SeatMayNotSubmit; SealingRefused for a passphrase that is too short.
    """
    require_preparer(participant, by)
    require_long(passphrase)
    made = own_key_made(passphrase, work_for(participant.auction))
    return _stored(participant, by, made)


def unlock_own_key(*, participant: Participant, passphrase: str) -> str:
    """The private half, base64, of the last key that this passphrase opens. It is for the person's browser to keep.

    Raises OwnKeyNeeded where the bidder has no key; SealingRefused for another passphrase.
    """
    keys = list(OwnKey.objects.filter(participant=participant).order_by("-pk"))
    if not keys:
        raise OwnKeyNeeded(f"{participant.name} has not set a passphrase for its own ballots yet.")
    for key in keys:
        made = OwnKeyMade(public_key=key.public_key, derivation=validate(Derivation, key.derivation), box=key.box)
        try:
            return private_half(made, passphrase)
        except PassphraseWrong:
            continue
    raise SealingRefused(f"This is not the passphrase that {participant.name} has set.")


def own_key_of(participant: Participant) -> OwnKey | None:
    """The key in force."""
    return OwnKey.objects.filter(participant=participant).order_by("pk").last()


def sealed_to_its_own(participant: Participant, ballot: dict[str, Any], nonce: str) -> str:
    """A ballot that waits for a signature, for nobody but the bidder. Raises OwnKeyNeeded without its key."""
    key = own_key_of(participant)
    if key is None:
        raise OwnKeyNeeded(
            f"In a sealed round a ballot waits for its signatures under {participant.name}'s own passphrase:"
            " set one first. Nothing was stored."
        )
    return sealed(ballot, nonce, key.public_key)


def opened_with(box: str, private_key: str | None) -> OpenedBallot:
    """What is in a box to the bidder's own key. Raises OwnKeyNeeded where this is not its private half."""
    try:
        return opened(box, private_key or "")
    except BoxClosed as error:
        raise OwnKeyNeeded("This ballot is sealed: unlock it with the passphrase of your bidder first.") from error


def require_long(passphrase: str) -> None:
    """Raises SealingRefused."""
    try:
        passphrases.require_long(passphrase)
    except PassphraseTooShort as error:
        raise SealingRefused(str(error)) from error


def work_for(auction: Auction) -> Work:
    """How hard passphrases of the auction are to guess. Those of a demonstration are no secret."""
    return passphrases.LEAST if auction.demonstration else passphrases.MODERATE


@transaction.atomic(durable=True)
def _stored(participant: Participant, by: Seat, made: OwnKeyMade) -> OwnKey:
    locks.while_bidding(participant.auction, participant)
    return OwnKey.objects.create(
        participant=participant,
        public_key=made.public_key,
        derivation=made.derivation.model_dump(),
        box=made.box,
        set_by=by,
        set_at=database_time(),
    )
