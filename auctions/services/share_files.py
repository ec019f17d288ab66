"""A custodian's share file as it comes back, held against what is on record of it."""

from typing import Any

from auctions.custody import Custodian, CustodianKey, RoundKey
from auctions.errors import SealingRefused
from auctions.models import Auction
from auctions.sealing.ceremony import SealedShare, ShareFile, opened_share
from auctions.sealing.errors import PassphraseWrong, ShareAltered
from auctions.sealing.passphrases import Derivation, unlocked_pair
from bidders.models import Seat
from winner_determination.documents import DocumentError, validate


def require_custodian(auction: Auction, by: Seat) -> Custodian:
    """The custodian in this seat. Raises SealingRefused for everybody else."""
    custodians = list(auction.custodians.select_related("seat__person"))
    found = next((each for each in custodians if each.seat_id == by.pk), None)
    if found is not None:
        return found
    if not custodians:
        raise SealingRefused("This auction has no custodians: the ballots of its sealed rounds are stored in clear.")
    raise SealingRefused(f"Only the custodians of this auction do this: {', '.join(each.name for each in custodians)}.")


def share_file_of(key: CustodianKey) -> ShareFile:
    """The file that the platform still holds for the custodian. Raises SealingRefused once it has confirmed its own."""
    if key.shares is None:
        raise SealingRefused("You have confirmed your share file, and the platform has deleted its copy of it.")
    return ShareFile(
        auction=key.ceremony.auction.slug,
        ceremony=key.ceremony.number,
        custodian=key.custodian.name,
        derivation=validate(Derivation, key.derivation),
        shares=tuple(validate(SealedShare, share) for share in key.shares),
    )


def read_share_file(key: CustodianKey, file: dict[str, Any]) -> ShareFile:
    """The custodian's own file of that ceremony. Raises SealingRefused for any other."""
    try:
        read = validate(ShareFile, file)
    except DocumentError as error:
        raise SealingRefused(f"This is no share file. {error}") from error
    ceremony = key.ceremony
    if read.auction != ceremony.auction.slug:
        raise SealingRefused(f"This share file is of the auction {read.auction}, not of {ceremony.auction.slug}.")
    if read.custodian != key.custodian.name:
        raise SealingRefused(f"This is the share file of {read.custodian}; yours is needed.")
    if read.ceremony != ceremony.number:
        raise SealingRefused(
            f"This share file is of key ceremony {read.ceremony}; the one of ceremony {ceremony.number} is needed."
        )
    return read


def unlocked_share(key: CustodianKey, file: ShareFile, round_key: RoundKey, passphrase: str) -> bytes:
    """The share of one key. Raises SealingRefused."""
    return unlocked_shares(key, file, [round_key], passphrase)[0]


def unlocked_shares(key: CustodianKey, file: ShareFile, round_keys: list[RoundKey], passphrase: str) -> list[bytes]:
    """The shares of these keys. What is believed is the record: how the passphrase makes the custodian's key, and the
    digest of each share.

    Raises SealingRefused for another passphrase, a share that is not there, or one that was altered.
    """
    listed = []
    for round_key in round_keys:
        share = file.share_of(round_key.public_key)
        if share is None:
            raise SealingRefused(
                f"This file holds no share of key {round_key.number}, which is the one that is needed."
            )
        listed.append(share.model_copy(update={"digest": round_key.digests[key.custodian.name]}))
    try:
        pair = unlocked_pair(passphrase, validate(Derivation, key.derivation), key.public_key)
        return [opened_share(share, pair) for share in listed]
    except PassphraseWrong as error:
        raise SealingRefused(
            f"This is not the passphrase that {key.custodian.name} chose at key ceremony {key.ceremony.number}."
        ) from error
    except ShareAltered as error:
        raise SealingRefused(str(error)) from error
