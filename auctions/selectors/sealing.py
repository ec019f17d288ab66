"""Who holds the keys of sealed rounds, and what a bidder reads of its own sealed ballots."""

from dataclasses import dataclass
from typing import Any

from auctions.custody import CustodianKey, HandedShare, OwnKey
from auctions.errors import CeremonyMissing
from auctions.models import Auction, Bid, Participant, PreparedBid, Round, SurrogateBid
from auctions.sealing.ballots import OpenedBallot, opened
from auctions.sealing.errors import BoxClosed
from auctions.services import own_keys, surrogates
from auctions.services.sealing import key_of_next_round, last_ceremony
from auctions.services.standing import awaiting_opening
from bidders.models import Seat

__all__ = ["awaiting_opening"]


@dataclass(frozen=True)
class CustodianState:
    """How far a custodian is with the ceremony that the state speaks of."""

    seat: Seat
    name: str
    passphrase_chosen: bool
    share_confirmed: bool
    share_at_platform: bool  # which still holds the custodian's copy


@dataclass(frozen=True)
class CeremonyState:
    """How far the ceremony is: the one that waits for passphrases (``another_begun`` where an older one made keys), or
    the last one.
    """

    number: int
    custodians: tuple[CustodianState, ...]
    made: bool  # whether keys exist
    keys_left: int
    complete: bool  # whether a sealed round may be opened now
    another_begun: bool
    missing: str  # why no sealed round may be opened, empty where one may


def is_encrypted(auction: Auction) -> bool:
    """Whether the ballots of its sealed rounds are encrypted to custodians; otherwise they rest in clear."""
    return auction.custodians.exists()


def ceremony(auction: Auction) -> CeremonyState | None:
    """How far the key ceremony is; None where the auction has no custodians."""
    custodians = list(auction.custodians.select_related("seat__person", "seat__organisation"))
    if not custodians:
        return None
    begun, made = auction.ceremonies.filter(made_at=None).first(), last_ceremony(auction)
    shown = begun or made
    keys = {} if shown is None else {key.custodian_id: key for key in shown.custodian_keys.all()}
    missing = _missing(auction)
    return CeremonyState(
        number=1 if shown is None else shown.number,
        custodians=tuple(
            CustodianState(
                seat=each.seat,
                name=each.name,
                passphrase_chosen=each.pk in keys,
                share_confirmed=each.pk in keys and keys[each.pk].confirmed_at is not None,
                share_at_platform=each.pk in keys and keys[each.pk].shares is not None,
            )
            for each in custodians
        ),
        made=made is not None,
        keys_left=0 if made is None else made.round_keys.filter(round=None).count(),
        complete=not missing,
        another_begun=begun is not None and made is not None,
        missing=missing,
    )


def is_custodian(auction: Auction, seat: Seat) -> bool:
    """Whether whoever sits here is one of the three."""
    return auction.custodians.filter(seat=seat).exists()


def platform_holds_share(a_round: Round, seat: Seat) -> bool:
    """Whether the custodian needs no file to hand in its share of this round's key, as in a demonstration."""
    keys = CustodianKey.objects.filter(ceremony__round_keys__round=a_round, custodian__seat=seat)
    return keys.exclude(shares=None).exists()


def shares_in(a_round: Round) -> list[str]:
    """Whose share waits for another custodian's."""
    handed = HandedShare.objects.filter(round=a_round).select_related("custodian__seat__person")
    return [each.custodian.name for each in handed]


def own_key_of(participant: Participant) -> OwnKey | None:
    """The bidder's own key in force."""
    return own_keys.own_key_of(participant)


def own_ballot(bid: Bid, private_key: str | None) -> OpenedBallot | None:
    """What its bidder may read of a bid: what lies in clear, or what its own key opens; None while it is locked."""
    if bid.ballot is not None and bid.nonce is not None:
        return OpenedBallot(bid.ballot, bid.nonce)
    return None if bid.sealed is None else _opened(bid.sealed["own"], private_key)


def prepared_ballot(prepared: PreparedBid, private_key: str | None = None) -> dict[str, Any] | None:
    """The ballot that waits for a signature; None while it is locked."""
    if not prepared.sealed:
        return prepared.ballot
    content = _opened(prepared.sealed, private_key)
    return None if content is None else content.ballot


def surrogate_ballot(entered: SurrogateBid, code: str = "") -> dict[str, Any]:
    """The ballot behind a bid by telephone, in a sealed round by its code. Raises SealingRefused for another."""
    return surrogates.entered_ballot(entered, code).ballot


def _opened(box: str | None, private_key: str | None) -> OpenedBallot | None:
    if box is None or not private_key:
        return None
    try:
        return opened(box, private_key)
    except BoxClosed:
        return None


def _missing(auction: Auction) -> str:
    try:
        key_of_next_round(auction)
    except CeremonyMissing as error:
        return str(error)
    return ""
