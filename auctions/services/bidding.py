"""Placing a bid."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from auctions import locks
from auctions.errors import BallotUnreadable, BidRefused, NoOpenRound, SeatMayNotSubmit, SignatureMissing, StaleForm
from auctions.formats.contract import ActRefused, OtherChannel, PlaceBid
from auctions.history import History, history_of, remember
from auctions.models import Auction, Bid, Participant, PreparedBid, PreparedStatus, Round
from auctions.record import Approval, Authority, EntryKind, signature_of, write
from auctions.sealing.ballots import sealed_ballot
from auctions.services.authority import require_participant, require_submitter
from auctions.services.own_keys import own_key_of
from bidders.models import Seat
from journal.chain import instant
from journal.errors import NotRecordable
from journal.keys import public_key, signing_key
from journal.locks import database_time
from journal.models import Entry
from journal.receipts import ReceiptRound, commitment_to, new_nonce, sign
from winner_determination.documents import DocumentError


@dataclass(frozen=True)
class BallotForm:
    """A ballot on the form of a bidder, made for one opening of a round and its prices."""

    auction: Auction
    participant: Participant
    ballot: dict[str, Any]
    form_key: UUID
    round_version: int
    prices_hash: str


@dataclass(frozen=True)
class Surrogate:
    """How a ballot came that officers enter for its bidder: who called, how they were authenticated, what the rules
    are told of it (R-C7), and the nonce of the commitment that was approved.
    """

    callers: tuple[str, ...]  # names of submitters
    authentication: str
    channel: OtherChannel
    nonce: str

    @property
    def told(self) -> dict[str, Any]:
        """As entries and rows hold it; the channel is part of the act."""
        return {"callers": list(self.callers), "authentication": self.authentication}


@dataclass(frozen=True)
class CheckedForm:
    """A form that may be placed: in which round, when, and what the history and the state after it are."""

    round: Round
    at: datetime
    act: PlaceBid
    history: History
    state: Any


@dataclass(frozen=True)
class Content:
    """What stands for the ballot in its entry and row: commitment and nonce, in a sealed round the boxes."""

    commitment: str
    nonce: str
    sealed: dict[str, Any] | None


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
    the database clock and the open round; refuse a stale form.  4. Ask the format.  5. Journal, store, sign; in a
    sealed round nothing but boxes is written.

    Raises SeatMayNotSubmit, SignatureMissing, NoOpenRound, StaleForm, BidRefused (a rule), BallotUnreadable (a shape).
    """
    form = BallotForm(auction, participant, ballot, form_key, round_version, prices_hash)
    _require_authority(form, by, simulated)
    locks.while_bidding(auction, participant)
    return placed(form, by=by, simulated=simulated)


def placed(
    form: BallotForm,
    *,
    by: Authority,
    first: Seat | None = None,
    surrogate: Surrogate | None = None,
    simulated: bool = False,
) -> Bid:
    """Place the form under ``locks.while_bidding``, which the caller holds, who has also seen to it that ``by`` and,
    where two hands are needed, ``first`` may do so. A form that was placed before returns its bid.

    Raises NoOpenRound, StaleForm, BidRefused, BallotUnreadable.
    """
    earlier = Bid.objects.filter(participant=form.participant, form_key=form.form_key).first()
    if earlier is not None:
        return earlier
    checked = check_form(form, channel=surrogate.channel if surrogate else None)
    content = _content(form, checked, nonce=new_nonce() if surrogate is None else surrogate.nonce)
    entry = _journaled(form, checked, content, by=by, first=first, surrogate=surrogate, simulated=simulated)
    _remember_after_commit(checked.history, checked.state if content.sealed is None else checked.history.state, entry)
    PreparedBid.objects.filter(participant=form.participant, round=checked.round, status=PreparedStatus.WAITING).update(
        status=PreparedStatus.REPLACED
    )
    return Bid.objects.create(
        round=checked.round,
        participant=form.participant,
        seat=by.by if isinstance(by, Approval) else by,
        first_seat=by.proposal.proposed_by if isinstance(by, Approval) else first,
        surrogate=None if surrogate is None else surrogate.told,
        ballot=form.ballot if content.sealed is None else None,
        sealed=content.sealed,
        form_key=form.form_key,
        sequence=entry.sequence,
        received_at=checked.at,
        nonce=content.nonce if content.sealed is None else None,
        receipt=_receipt(form, checked, entry, content.commitment),
        simulated=simulated,
    )


def check_form(form: BallotForm, *, channel: OtherChannel | None = None) -> CheckedForm:
    """What would come of the form now, under ``locks.while_bidding``, which the caller holds.

    Raises NoOpenRound, StaleForm, BidRefused, BallotUnreadable.
    """
    now = database_time()
    open_round = _open_round(form.auction, now)
    _refuse_stale(open_round, form.round_version, form.prices_hash)
    act = PlaceBid(bidder=form.participant.bidder_id, ballot=form.ballot, channel=channel, at=instant(now))
    history, state = _accepted(form.auction, act)
    return CheckedForm(open_round, now, act, history, state)


def _content(form: BallotForm, checked: CheckedForm, *, nonce: str) -> Content:
    """Raises BallotUnreadable where the ballot holds what no entry can."""
    key = checked.round.key
    try:
        commitment = commitment_to(
            auction=form.auction.slug,
            round=_named(checked.round),
            bidder=form.participant.bidder_id,
            ballot=form.ballot,
            nonce=nonce,
        )
        if key is None:
            return Content(commitment, nonce, None)
        own = own_key_of(form.participant)
        own_key = None if own is None else own.public_key
        sealed = sealed_ballot(form.ballot, nonce, round_key=key.public_key, own_key=own_key)
    except NotRecordable as error:
        raise BallotUnreadable("", str(error)) from error
    return Content(commitment, nonce, sealed.model_dump())


def _journaled(
    form: BallotForm,
    checked: CheckedForm,
    content: Content,
    *,
    by: Authority,
    first: Seat | None,
    surrogate: Surrogate | None,
    simulated: bool,
) -> Entry:
    """The entry: the act with the nonce of its commitment, or in a sealed round the boxes in their place."""
    more: dict[str, Any] = {} if first is None else {"signed_first": signature_of(first)}
    if surrogate is not None:
        more["surrogate"] = surrogate.told
    if content.sealed is None:
        more["nonce"] = content.nonce
    else:
        hidden = {"ballot", "act"}
        more |= {"sealed": content.sealed, **checked.act.model_dump(mode="json", exclude=hidden, exclude_none=True)}
    return write(
        form.auction,
        EntryKind.BID_PLACED,
        by=by,
        act=checked.act if content.sealed is None else None,
        round=_named(checked.round).model_dump(),
        commitment=content.commitment,
        form_key=str(form.form_key),
        simulated=simulated,
        **more,
    )


def _receipt(form: BallotForm, checked: CheckedForm, entry: Entry, commitment: str) -> dict[str, Any]:
    public_key()
    receipt = sign(
        {
            "auction": form.auction.slug,
            "round": _named(checked.round).model_dump(),
            "bidder": form.participant.bidder_id,
            "sequence": entry.sequence,
            "received_at": instant(checked.at),
            "commitment": commitment,
            "chain_head": entry.hash,
            "rules_hash": form.auction.rulebook_hash,
        },
        signing_key(),
    )
    return receipt.model_dump(exclude={"ballot", "nonce"})


def _require_authority(form: BallotForm, by: Seat | None, simulated: bool) -> None:
    require_participant(form.auction, form.participant)
    if by is not None:
        require_submitter(form.participant, by)
        if form.participant.signatures > 1:
            raise SignatureMissing(form.participant.name)
    elif not simulated:
        raise SeatMayNotSubmit("A bid is placed by a person in a submitter's seat.")


def _open_round(auction: Auction, now: datetime) -> Round:
    """The round in which ballots are taken at ``now``. Raises NoOpenRound."""
    latest = Round.objects.select_related("key").filter(auction=auction).order_by("-version").first()
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


def _named(a_round: Round) -> ReceiptRound:
    return ReceiptRound(stage=a_round.stage, number=a_round.number)


def _title(a_round: Round) -> str:
    return f"{a_round.stage.capitalize()} round {a_round.number}"
