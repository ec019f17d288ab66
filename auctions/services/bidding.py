"""Placing a bid."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from auctions import locks
from auctions.errors import BallotUnreadable, BidRefused, NoOpenRound, SeatMayNotSubmit, StaleForm
from auctions.formats.contract import ActRefused, PlaceBid
from auctions.history import History, history_of, remember
from auctions.models import Auction, Bid, Participant, Round
from auctions.record import EntryKind, write
from auctions.services.authority import require_submitter
from bidders.models import Seat
from journal.chain import instant
from journal.errors import NotRecordable
from journal.keys import public_key, signing_key
from journal.locks import database_time
from journal.models import Entry
from journal.receipts import ReceiptRound, commitment_to, new_nonce, sign
from winner_determination.documents import DocumentError


@transaction.atomic(durable=True)
def place_bid(
    *,
    auction: Auction,
    by: Seat | None,
    participant: Participant,
    ballot: dict[str, Any],
    form_key: UUID,
    round_version: int,
    prices_hash: str,
    simulated: bool = False,
) -> Bid:
    """Place a ballot in the open round; its receipt is in the bid.

    1. Share the auction's lock, hold the participant's.  2. A repeated ``form_key`` returns the first bid.  3. Read
    the database clock and the open round; refuse a stale form.  4. Ask the format.  5. Journal, store, sign.

    Raises SeatMayNotSubmit, NoOpenRound, StaleForm, BidRefused (a rule), BallotUnreadable (a shape).
    """
    _require_authority(auction, participant, by, simulated)
    locks.while_bidding(auction, participant)
    first = Bid.objects.filter(participant=participant, form_key=form_key).first()
    if first is not None:
        return first
    received_at = database_time()
    open_round = _open_round(auction, received_at)
    _refuse_stale(open_round, round_version, prices_hash)
    act = PlaceBid(bidder=participant.bidder_id, ballot=ballot, at=instant(received_at))
    history, state = _accepted(auction, act)
    where = ReceiptRound(stage=open_round.stage, number=open_round.number)
    nonce = new_nonce()
    try:
        commitment = commitment_to(
            auction=auction.slug, round=where, bidder=participant.bidder_id, ballot=ballot, nonce=nonce
        )
    except NotRecordable as error:
        raise BallotUnreadable("", str(error)) from error
    entry = write(
        auction,
        EntryKind.BID_PLACED,
        by=by,
        act=act,
        round=where.model_dump(),
        commitment=commitment,
        nonce=nonce,
        form_key=str(form_key),
        simulated=simulated,
    )
    public_key()
    receipt = sign(
        {
            "auction": auction.slug,
            "round": where.model_dump(),
            "bidder": participant.bidder_id,
            "sequence": entry.sequence,
            "received_at": instant(received_at),
            "commitment": commitment,
            "chain_head": entry.hash,
            "rules_hash": auction.rulebook_hash,
        },
        signing_key(),
    )
    _remember_after_commit(history, state, entry)
    return Bid.objects.create(
        round=open_round,
        participant=participant,
        seat=by,
        ballot=ballot,
        form_key=form_key,
        sequence=entry.sequence,
        received_at=received_at,
        nonce=nonce,
        receipt=receipt.model_dump(exclude={"ballot", "nonce"}),
        simulated=simulated,
    )


def _require_authority(auction: Auction, participant: Participant, by: Seat | None, simulated: bool) -> None:
    if participant.auction_id != auction.pk:
        raise SeatMayNotSubmit(f"{participant.name} does not take part in this auction.")
    if by is not None:
        require_submitter(participant, by)
    elif not simulated:
        raise SeatMayNotSubmit("A bid is placed by a person in a submitter's seat.")


def _open_round(auction: Auction, now: datetime) -> Round:
    """The round in which ballots are taken at ``now``. Raises NoOpenRound."""
    latest = Round.objects.filter(auction=auction).order_by("-version").first()
    if latest is None or latest.closed_at is not None:
        raise NoOpenRound(
            "No round is open: bids are not being taken."
            if latest is None
            else f"{_title(latest)} was voided: wait for the next round to open."
            if latest.voided_at is not None
            else f"{_title(latest)} is closed."
        )
    if latest.paused_at is not None:
        raise NoOpenRound(f"{_title(latest)} is paused: bids are taken again once the auctioneer resumes it.")
    if latest.deadline is not None and now >= latest.deadline:
        raise NoOpenRound(
            f"{_title(latest)} ended at {latest.deadline:%H:%M:%S} UTC; this bid arrived at {now:%H:%M:%S.%f}."
        )
    return latest


def _refuse_stale(open_round: Round, version: int, prices_hash: str) -> None:
    """Raises StaleForm where the form was made for another round or other prices."""
    if version != open_round.version:
        raise StaleForm(
            f"This form was made for another round. {_title(open_round)} is open now: look at its prices and bid again."
        )
    if prices_hash != open_round.prices_hash:
        raise StaleForm(
            f"The prices of {_title(open_round).lower()} are not those of this form: look at them and bid again."
        )


def _accepted(auction: Auction, act: PlaceBid) -> tuple[History, Any]:
    """The history as of now, and the state once the ballot is placed. Raises BidRefused, BallotUnreadable."""
    history = history_of(auction)
    try:
        return history, history.format.apply(history.state, act)
    except ActRefused as error:
        raise BidRefused(error.refusals) from error
    except DocumentError as error:
        raise BallotUnreadable(error.place, error.reason) from error


def _remember_after_commit(history: History, state: Any, entry: Entry) -> None:
    """Spare the next request the work of applying this ballot again, unless another bid was recorded in between."""
    if entry.previous_hash == history.head:
        transaction.on_commit(lambda: remember(history.at(state, entry)))


def _title(a_round: Round) -> str:
    return f"{a_round.stage.capitalize()} round {a_round.number}"
