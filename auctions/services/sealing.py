"""The key ceremony: three custodians choose passphrases, keys are made, each takes a share home and confirms it.

The keys are made in memory when the third passphrase is there. Their private halves are divided and forgotten; the
shares rest sealed to custodians' keys that exist only while somebody types the passphrase.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from auctions import locks
from auctions.custody import Ceremony, Custodian, CustodianKey, RoundKey
from auctions.errors import CeremonyMissing, SealingRefused
from auctions.models import Auction
from auctions.record import EntryKind, write
from auctions.sealing.ceremony import keys_made
from auctions.sealing.passphrases import Derivation, derived_pair, new_derivation, public_half
from auctions.services.own_keys import require_long, work_for
from auctions.services.share_files import read_share_file, require_custodian, share_file_of, unlocked_shares
from bidders.models import Seat
from journal.chain import instant
from journal.locks import database_time

KEYS = 8  # that one ceremony makes: an auction has few sealed rounds, and a voided one uses its key up


def choose_passphrase(*, auction: Auction, by: Seat, passphrase: str, another: bool = False) -> Ceremony:
    """Choose one's passphrase at the ceremony; the third custodian's makes the keys. Until then it may be chosen anew.

    ``another`` begins a further ceremony while keys of the last one are left, for example because shares are lost; the
    old keys stay in force until the new ones are made.

    1. Make the custodian's key.  2. Hold the auction's lock.  3. Store its public half.  4. With the third, make the
    keys, journal and store.

    Raises SealingRefused for everybody but custodians, for a short passphrase, and where the keys are made already.
    """
    custodian = require_custodian(auction, by)
    require_long(passphrase)
    derivation = new_derivation(work_for(auction))
    public_key = public_half(derived_pair(passphrase, derivation))
    return _chosen(auction, custodian, derivation, public_key, another=another)


def share_file(*, auction: Auction, by: Seat, ceremony: int | None = None) -> dict[str, Any]:
    """The custodian's share file (``clearband.share/1``) of a ceremony, or of the last one that made keys.

    Raises SealingRefused before the keys are made, and once the custodian has confirmed.
    """
    key = _custodian_key(auction, require_custodian(auction, by), ceremony)
    return share_file_of(key).model_dump(mode="json")


def confirm_share(*, auction: Auction, by: Seat, file: dict[str, Any], passphrase: str) -> CustodianKey:
    """Show that one holds one's share file and can open it; the platform then deletes its copy. Confirming again
    changes nothing.

    1. Open every share in the file.  2. Hold the auction's lock.  3. Journal and store.

    Raises SealingRefused for another file or passphrase, or where a share was altered.
    """
    number = file.get("ceremony")
    key = _custodian_key(auction, require_custodian(auction, by), number if isinstance(number, int) else None)
    unlocked_shares(key, read_share_file(key, file), list(key.ceremony.round_keys.all()), passphrase)
    return _confirmed(auction, key, by)


def key_of_next_round(auction: Auction) -> RoundKey | None:
    """The key to which the ballots of a sealed round that opens now are sealed; None where the auction has no
    custodians.

    Raises CeremonyMissing, saying who is missing, where there is none, or a custodian has not confirmed its share.
    """
    if not auction.custodians.exists():
        return None
    last = last_ceremony(auction)
    if last is None:
        raise CeremonyMissing(
            "A sealed round needs keys, which are made at the key ceremony."
            f" A passphrase is missing from: {', '.join(_without_passphrase(auction))}."
        )
    missing = [key.custodian.name for key in _keys_of(last) if key.confirmed_at is None]
    if missing and not auction.demonstration:
        raise CeremonyMissing(
            "A sealed round needs three custodians who hold their shares."
            f" A share has not been confirmed by: {', '.join(missing)}."
        )
    free = last.round_keys.filter(round=None).order_by("number").first()
    if free is None:
        raise CeremonyMissing("Every key of the last ceremony is used up: hold another one.")
    return free


def last_ceremony(auction: Auction) -> Ceremony | None:
    """The last one that made keys."""
    return auction.ceremonies.exclude(made_at=None).order_by("number").last()


def _keys_of(ceremony: Ceremony) -> list[CustodianKey]:
    related = ceremony.custodian_keys.select_related("custodian__seat__person", "ceremony__auction")
    return list(related.order_by("custodian"))


def _without_passphrase(auction: Auction) -> list[str]:
    begun = auction.ceremonies.filter(made_at=None).first()
    chosen = set() if begun is None else {key.custodian_id for key in _keys_of(begun)}
    custodians = auction.custodians.select_related("seat__person")
    return [each.name for each in custodians if each.pk not in chosen]


def _custodian_key(auction: Auction, custodian: Custodian, number: int | None) -> CustodianKey:
    """The custodian in a ceremony that made keys. Raises SealingRefused where there is none."""
    made = auction.ceremonies.exclude(made_at=None)
    ceremony = made.order_by("number").last() if number is None else made.filter(number=number).first()
    if ceremony is None:
        raise SealingRefused(
            "There are no keys yet: they are made when all three custodians have chosen their passphrases."
            if number is None
            else f"There was no key ceremony {number}."
        )
    return next(key for key in _keys_of(ceremony) if key.custodian_id == custodian.pk)


@transaction.atomic(durable=True)
def _chosen(
    auction: Auction, custodian: Custodian, derivation: Derivation, public_key: str, *, another: bool
) -> Ceremony:
    locks.while_moving_on(auction)
    now = database_time()
    ceremony = auction.ceremonies.filter(made_at=None).first()
    if ceremony is None:
        last = last_ceremony(auction)
        if last is not None and last.round_keys.filter(round=None).exists() and not another:
            raise SealingRefused("The keys are made: your passphrase is the one that you chose at the ceremony.")
        ceremony = Ceremony.objects.create(auction=auction, number=auction.ceremonies.count() + 1)
    CustodianKey.objects.update_or_create(
        ceremony=ceremony,
        custodian=custodian,
        defaults={"derivation": derivation.model_dump(), "public_key": public_key, "chosen_at": now},
    )
    keys = _keys_of(ceremony)
    if len(keys) == auction.custodians.count():
        _make_keys(ceremony, keys, by=custodian.seat, at=now)
    return ceremony


def _make_keys(ceremony: Ceremony, keys: list[CustodianKey], *, by: Seat, at: datetime) -> None:
    auction = ceremony.auction
    first = RoundKey.objects.filter(ceremony__auction=auction).count() + 1
    made = keys_made({key.custodian.name: key.public_key for key in keys}, first=first, many=KEYS)
    write(
        auction,
        EntryKind.KEYS_MADE,
        by=by,
        at=instant(at),
        ceremony=ceremony.number,
        custodians={key.custodian.name: {"public_key": key.public_key, "derivation": key.derivation} for key in keys},
        keys=[{"number": key.number, "public_key": key.public_key, "digests": key.digests} for key in made],
    )
    RoundKey.objects.bulk_create(
        RoundKey(ceremony=ceremony, number=key.number, public_key=key.public_key, digests=key.digests) for key in made
    )
    for key in keys:
        key.shares = [each.shares[key.custodian.name].model_dump() for each in made]
        key.save(update_fields=["shares"])
    ceremony.made_at = at
    ceremony.save(update_fields=["made_at"])


@transaction.atomic(durable=True)
def _confirmed(auction: Auction, key: CustodianKey, by: Seat) -> CustodianKey:
    locks.while_moving_on(auction)
    now = database_time()
    key.refresh_from_db()
    if key.confirmed_at is not None:
        return key
    write(auction, EntryKind.SHARE_CONFIRMED, by=by, at=instant(now), ceremony=key.ceremony.number)
    key.confirmed_at, key.shares = now, None
    key.save(update_fields=["confirmed_at", "shares"])
    return key
