"""Opening a sealed round: two custodians hand in their shares after its close, and its ballots are what they were.

Between the close and the opening the format still takes the round for open; ``awaiting_opening`` is what everybody asks
first. A round that was voided before its opening stays sealed for ever.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from auctions import locks
from auctions.custody import Custodian, CustodianKey, HandedShare
from auctions.errors import SealingRefused
from auctions.formats.contract import Act, CloseRound, PlaceBid
from auctions.history import history_of
from auctions.models import Bid, Round
from auctions.record import SYSTEM, EntryKind, act_document, signature_of, write
from auctions.sealing.ballots import OpenedBallot, opened
from auctions.sealing.errors import BoxClosed, SharesDoNotFit
from auctions.sealing.passphrases import written as base64
from auctions.sealing.shares import combined
from auctions.services.rounds import applied
from auctions.services.share_files import read_share_file, require_custodian, share_file_of, unlocked_share
from auctions.services.standing import awaiting_opening, round_title
from bidders.models import Seat
from journal.chain import instant
from journal.locks import database_time
from journal.models import Entry
from journal.receipts import ReceiptRound, commitment_to
from journal.selectors import entries_of

__all__ = ["awaiting_opening", "hand_in_as_simulated", "hand_in_share"]


def hand_in_share(*, round: Round, by: Seat, file: dict[str, Any] | None, passphrase: str) -> Round:
    """Hand in one's share of a closed round's key; the second custodian's opens the round. An open one stays as it is.

    ``file`` is left out where the platform still holds the custodian's copy, as in a demonstration.

    1. Open the share.  2. Hold the auction's lock, read the round again.  3. Keep the first share; with the second make
    the key, open every ballot, hold it against its commitment, have the format take all of them and the close, journal
    and store.

    Raises SealingRefused with one sentence: no custodian, the round still open or voided, another file, another
    passphrase, an altered share, the same custodian twice, a ballot that does not open.
    """
    custodian = require_custodian(round.auction, by)
    if round.unsealed_at is not None:
        return round
    _require_waiting(round, custodian)
    return _handed_in(round, custodian, _own_share(round, custodian, file, passphrase), by=by)


def hand_in_as_simulated(*, round: Round, custodian: Custodian, passphrase: str) -> Round:
    """For a custodian of a demonstration who is not there. Raises as ``hand_in_share``."""
    if not round.auction.demonstration:
        raise SealingRefused("Outside demonstrations custodians hand in their shares themselves.")
    _require_waiting(round, custodian)
    return _handed_in(round, custodian, _own_share(round, custodian, None, passphrase), by=None)


def _require_waiting(a_round: Round, custodian: Custodian) -> None:
    """Raises SealingRefused where this custodian's share cannot be handed in now."""
    title = round_title(a_round)
    if a_round.key is None:
        raise SealingRefused(f"The ballots of {title} are not sealed.")
    if a_round.closed_at is None:
        until = "it is closed" if a_round.deadline is None else f"{a_round.deadline:%H:%M:%S} UTC"
        raise SealingRefused(f"{title} is open until {until}: shares are handed in after it has closed.")
    if a_round.voided_at is not None:
        raise SealingRefused(f"{title} was voided before its ballots were opened: they stay sealed for ever.")
    if HandedShare.objects.filter(round=a_round, custodian=custodian).exists():
        raise SealingRefused(f"The share of {custodian.name} is in; another custodian's is needed.")


def _own_share(a_round: Round, custodian: Custodian, file: dict[str, Any] | None, passphrase: str) -> bytes:
    round_key = a_round.key
    assert round_key is not None  # noqa: S101 (the round waits for its opening)
    related = CustodianKey.objects.select_related("ceremony__auction", "custodian__seat__person")
    key = related.get(ceremony=round_key.ceremony_id, custodian=custodian)
    if file is None and key.shares is None:
        raise SealingRefused("Choose the file with your share: the platform holds no copy of it.")
    read = share_file_of(key) if file is None else read_share_file(key, file)
    return unlocked_share(key, read, round_key, passphrase)


@transaction.atomic(durable=True)
def _handed_in(a_round: Round, custodian: Custodian, share: bytes, *, by: Seat | None) -> Round:
    locks.while_moving_on(a_round.auction)
    now = database_time()
    opening = Round.objects.select_related("key", "auction").get(pk=a_round.pk)
    if opening.unsealed_at is not None:
        return opening
    _require_waiting(opening, custodian)
    handed = HandedShare(round=opening, custodian=custodian, share=share.hex(), handed_at=now, simulated=by is None)
    first = HandedShare.objects.select_related("custodian__seat__person").filter(round=opening).first()
    if first is None:
        handed.save()
        return opening
    return _opened(opening, first, handed, at=now)


def _opened(opening: Round, first: HandedShare, second: HandedShare, *, at: datetime) -> Round:
    """Open every ballot of the round under the auction's lock."""
    auction, key = opening.auction, opening.key
    assert key is not None  # noqa: S101 (the round waits for its opening)
    try:
        pair = combined([bytes.fromhex(handed.share) for handed in (first, second)], key.public_key)
    except SharesDoNotFit as error:
        raise SealingRefused(str(error)) from error
    entries = _sealed_entries(opening)
    ballots = {entry.sequence: _in_box(opening, entry, base64(bytes(pair))) for entry in entries}
    acts: list[Act] = [_act(entry, ballots[entry.sequence]) for entry in entries]
    acts.append(CloseRound(at=_closing(opening).body["at"]))
    applied(history_of(auction), *acts)
    more: dict[str, Any] = {"with": SYSTEM if first.simulated else signature_of(first.custodian.seat)}
    if first.simulated or second.simulated:
        more["simulated"] = True
    write(
        auction,
        EntryKind.BALLOTS_OPENED,
        by=None if second.simulated else second.custodian.seat,
        at=instant(at),
        round={"stage": opening.stage, "number": opening.number},
        key=key.number,
        private_key=bytes(pair).hex(),
        custodians=[first.custodian.name, second.custodian.name],
        nonces=[{"entry": sequence, "nonce": ballot.nonce} for sequence, ballot in ballots.items()],
        acts=[act_document(act) for act in acts],
        **more,
    )
    for sequence, ballot in ballots.items():
        Bid.objects.filter(round=opening, sequence=sequence).update(ballot=ballot.ballot, nonce=ballot.nonce)
    opening.unsealed_at = at
    opening.save(update_fields=["unsealed_at"])
    first.delete()
    return opening


def _sealed_entries(opening: Round) -> list[Entry]:
    """The round's ballots as they are on record: the rows could have been changed."""
    chain = opening.auction.chain
    opened_by = Entry.objects.get(chain=chain, kind=EntryKind.ROUND_OPENED, body__version=opening.version)
    return list(entries_of(chain, from_sequence=opened_by.sequence).filter(kind=EntryKind.BID_PLACED))


def _closing(opening: Round) -> Entry:
    entries = entries_of(opening.auction.chain).filter(kind=EntryKind.ROUND_CLOSED)
    return entries.order_by("-sequence")[0]


def _in_box(opening: Round, entry: Entry, private_key: str) -> OpenedBallot:
    """Raises SealingRefused where the box does not hold what was committed to."""
    body = entry.body
    try:
        found = opened(body["sealed"]["round"], private_key)
    except BoxClosed as error:
        raise SealingRefused(f"The ballot of entry {entry.sequence} does not open. {error}") from error
    committed = commitment_to(
        auction=opening.auction.slug,
        round=ReceiptRound(stage=opening.stage, number=opening.number),
        bidder=body["bidder"],
        ballot=found.ballot,
        nonce=found.nonce,
    )
    if committed != body["commitment"]:
        raise SealingRefused(f"The ballot of entry {entry.sequence} is not the one that its receipt commits to.")
    return found


def _act(entry: Entry, ballot: OpenedBallot) -> PlaceBid:
    body = entry.body
    return PlaceBid(bidder=body["bidder"], ballot=ballot.ballot, channel=body.get("channel"), at=body["at"])
