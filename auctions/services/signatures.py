"""Ballots that wait for a submitter: handed over by a preparer, or signed by the first of two.

Nothing of a ballot that waits counts, is journaled, or is shown to anybody but its bidder. The last signature that it
needs places it, at the time of that signature. Each signature is on the same ``content_hash``.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from auctions import locks
from auctions.errors import BallotUnreadable, SignatureRefused
from auctions.models import Auction, Participant, PreparedBid, PreparedStatus
from auctions.services.authority import require_participant, require_preparer, require_submitter
from auctions.services.bidding import BallotForm, check_form, placed
from auctions.services.own_keys import opened_with, sealed_to_its_own
from bidders.models import Seat, SeatRole
from journal.canonical import digest
from journal.errors import NotRecordable
from journal.receipts import new_nonce


@transaction.atomic(durable=True)
def prepare_bid(
    *,
    auction: Auction,
    by: Seat,
    participant: Participant,
    ballot: dict[str, Any],
    form_key: UUID,
    round_version: int,
    prices_hash: str,
) -> PreparedBid:
    """Put a ballot before the bidder's submitters. A submitter's own counts as signed once.

    1. Share the auction's lock, hold the participant's.  2. A repeated ``form_key`` returns what it made.  3. Check
    the form as if it were placed now.  4. Replace the ballot that waited, if one did; store.

    Raises SeatMayNotSubmit, NoOpenRound, StaleForm, BidRefused (a rule), BallotUnreadable (a shape), OwnKeyNeeded (in a
    sealed round, where it rests under the bidder's own key).
    """
    require_participant(auction, participant)
    require_preparer(participant, by)
    locks.while_bidding(auction, participant)
    first = PreparedBid.objects.filter(participant=participant, form_key=form_key).first()
    if first is not None:
        return first
    form = BallotForm(auction, participant, ballot, form_key, round_version, prices_hash)
    checked = check_form(form)
    waiting = PreparedBid.objects.filter(participant=participant, round=checked.round, status=PreparedStatus.WAITING)
    waiting.update(status=PreparedStatus.REPLACED)
    signs = by.role == SeatRole.SUBMITTER
    nonce = new_nonce() if checked.round.is_sealed else ""
    return PreparedBid.objects.create(
        round=checked.round,
        participant=participant,
        ballot=None if nonce else ballot,
        sealed=sealed_to_its_own(participant, ballot, nonce) if nonce else "",
        form_key=form_key,
        content_hash=_hash_of(form, nonce),
        prepared_by=by,
        prepared_at=checked.at,
        signed_by=by if signs else None,
        signed_at=checked.at if signs else None,
    )


@transaction.atomic(durable=True)
def sign_bid(*, prepared: PreparedBid, by: Seat, content_hash: str, private_key: str | None = None) -> PreparedBid:
    """Sign a ballot that waits; with its last signature it is placed, and ``prepared.bid`` is there. In a sealed round
    it rests under the bidder's own key, whose ``private_key`` (base64) opens it.

    1. Share the auction's lock, hold the participant's, read the row again.  2. One that is placed stays as it is.
    3. Refuse another content, a second signature of the same person, what no longer waits.  4. Check the form.
    5. Note the first signature; or place the bid with both.

    Raises SeatMayNotSubmit, SignatureRefused, OwnKeyNeeded, NoOpenRound, StaleForm, BidRefused.
    """
    participant = prepared.participant
    require_submitter(participant, by)
    locks.while_bidding(participant.auction, participant)
    waiting = _as_it_stands(prepared)
    form, nonce = _form_of(waiting, private_key)
    if not content_hash == waiting.content_hash == _hash_of(form, nonce):
        raise SignatureRefused("What you signed is not the bid that waits: look at it again. Nothing was submitted.")
    if waiting.status == PreparedStatus.PLACED:
        return waiting
    _require_waiting(waiting)
    if participant.signatures > 1 and waiting.signed_by is None:
        waiting.signed_by, waiting.signed_at = by, check_form(form).at
        waiting.save(update_fields=["signed_by", "signed_at"])
        return waiting
    first = waiting.signed_by
    if first is not None:
        require_submitter(participant, first)
        if first.person_id == by.person_id:
            raise SignatureRefused(
                "You have signed this bid already: another submitter has to sign it. It is not submitted yet."
            )
    waiting.bid = placed(form, by=by, first=first)
    waiting.status = PreparedStatus.PLACED
    waiting.save(update_fields=["bid", "status"])
    return waiting


@transaction.atomic(durable=True)
def withdraw_bid(*, prepared: PreparedBid, by: Seat) -> None:
    """Take back a ballot that waits: any submitter of the bidder may, and whoever prepared it.

    1. Share the auction's lock, hold the participant's.  2. Read the row again; it has to wait still.  3. Store.

    Raises SeatMayNotSubmit; SignatureRefused where it waits no more.
    """
    participant = prepared.participant
    if by.pk != prepared.prepared_by_id:
        require_submitter(participant, by)
    locks.while_bidding(participant.auction, participant)
    waiting = _as_it_stands(prepared)
    _require_waiting(waiting)
    waiting.status, waiting.withdrawn_by = PreparedStatus.WITHDRAWN, by
    waiting.save(update_fields=["status", "withdrawn_by"])


def _as_it_stands(prepared: PreparedBid) -> PreparedBid:
    """The row under the lock."""
    return PreparedBid.objects.select_related("round", "participant__auction", "bid", "signed_by").get(pk=prepared.pk)


def _require_waiting(prepared: PreparedBid) -> None:
    if prepared.status != PreparedStatus.WAITING:
        raise SignatureRefused(f"This bid waits no more: it was {prepared.get_status_display()}.")


def _form_of(prepared: PreparedBid, private_key: str | None) -> tuple[BallotForm, str]:
    """The form, with the nonce of its hash in a sealed round. Raises OwnKeyNeeded."""
    ballot, nonce = prepared.ballot or {}, ""
    if prepared.sealed:
        content = opened_with(prepared.sealed, private_key)
        ballot, nonce = content.ballot, content.nonce
    form = BallotForm(
        auction=prepared.participant.auction,
        participant=prepared.participant,
        ballot=ballot,
        form_key=prepared.form_key,
        round_version=prepared.round.version,
        prices_hash=prepared.round.prices_hash,
    )
    return form, nonce


def _hash_of(form: BallotForm, nonce: str) -> str:
    """What a signature is on: the ballot, whose it is, and the round and prices it was made for. In a sealed round a
    nonce keeps the ballot from being guessed by its hash.

    Raises BallotUnreadable where the ballot holds what no entry can.
    """
    try:
        return digest(
            {
                "auction": form.auction.slug,
                "bidder": form.participant.bidder_id,
                "round_version": form.round_version,
                "prices_hash": form.prices_hash,
                "ballot": form.ballot,
                **({"nonce": nonce} if nonce else {}),
            }
        )
    except NotRecordable as error:
        raise BallotUnreadable("", str(error)) from error
