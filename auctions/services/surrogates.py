"""A bid that an authenticated person of the bidder gives by telephone after a technical failure (R-C7): entered by one
officer, approved by another, judged by the same rules as any other.

The proposal, which is on the record at once, holds the commitment alone; the ballot is in its row until the bid is
placed under the same commitment, at the time of the approval.
"""

from typing import Any
from uuid import UUID, uuid4

from auctions import locks
from auctions.errors import StepRefused
from auctions.formats.contract import OtherChannel
from auctions.models import Auction, Bid, Participant, Round, SurrogateBid
from auctions.record import Approval
from auctions.services.bidding import BallotForm, Surrogate, placed
from bidders.models import Seat, SeatRole
from journal.errors import NotRecordable
from journal.receipts import ReceiptRound, commitment_to, new_nonce

Body = dict[str, Any]


def enter_surrogate(auction: Auction, body: Body) -> Body:
    """Keep the ballot of ``body`` in a row; returns the body with the commitment in its place.

    ``body``: bidder, ballot, round_version, prices_hash, callers, authentication, technical_failure, authenticated.
    Raises StepRefused.
    """
    entered_in = Round.objects.filter(auction=auction, version=body["round_version"]).first()
    if entered_in is None:
        raise StepRefused("This form was made for no round of this auction.")
    participant, nonce = _participant(auction, body["bidder"]), new_nonce()
    entered = SurrogateBid(round=entered_in, participant=participant, ballot=body["ballot"], nonce=nonce)
    try:
        entered.commitment = _commitment(entered)
    except NotRecordable as error:
        raise StepRefused(str(error)) from error
    entered.save()
    return {
        "bidder": participant.bidder_id,
        "commitment": entered.commitment,
        "form_key": str(uuid4()),
        "round_version": body["round_version"],
        "prices_hash": body["prices_hash"],
        "callers": list(body["callers"]),
        "authentication": body["authentication"],
        "channel": {"technical_failure": body["technical_failure"], "authenticated": body["authenticated"]},
    }


def place_surrogate(auction: Auction, body: Body, by: Approval | None) -> Bid:
    """Place the ballot that was entered, under the auction's lock, in the transaction of its approval.

    Raises StepRefused, NoOpenRound, StaleForm, BidRefused (R-C7 among the rules), BallotUnreadable.
    """
    entered = entered_surrogate(auction, body)
    participant = entered.participant
    _require_callers(participant, body)
    if _commitment(entered) != body["commitment"]:
        raise StepRefused("The ballot is not the one that was proposed. Nothing was done.")
    locks.while_bidding(auction, participant)
    form = BallotForm(
        auction, participant, entered.ballot, UUID(body["form_key"]), body["round_version"], body["prices_hash"]
    )
    origin = Surrogate(
        tuple(body["callers"]), body["authentication"], OtherChannel(**body["channel"]), nonce=entered.nonce
    )
    return placed(form, by=by, surrogate=origin)


def entered_surrogate(auction: Auction, body: Body) -> SurrogateBid:
    """The row behind a proposal's body."""
    related = SurrogateBid.objects.select_related("participant", "round__auction")
    return related.get(round__auction=auction, commitment=body["commitment"])


def bids_of(auction: Auction, body: Body) -> int:
    """How many ballots the bidder has placed in that round: one more, and what it gave by telephone is overtaken."""
    return Bid.objects.filter(
        round__auction=auction, round__version=body["round_version"], participant__bidder_id=body["bidder"]
    ).count()


def _participant(auction: Auction, bidder: str) -> Participant:
    participant = Participant.objects.filter(auction=auction, bidder_id=bidder).first()
    if participant is None:
        raise StepRefused(f"{bidder} does not take part in this auction.")
    return participant


def _require_callers(participant: Participant, body: Body) -> None:
    """As many different submitters of the bidder as sign its bids. Raises StepRefused."""
    callers = set(body["callers"])
    if len(callers) != participant.signatures or len(body["callers"]) != participant.signatures:
        raise StepRefused(
            f"A bid of {participant.name} is given by one of its submitters."
            if participant.signatures == 1
            else f"A bid of {participant.name} is given by two different submitters, as it signs its bids."
        )
    submitters = Seat.objects.filter(organisation=participant.organisation, role=SeatRole.SUBMITTER)
    strangers = callers - set(submitters.values_list("person__username", flat=True))
    if strangers:
        raise StepRefused(f"{', '.join(sorted(strangers))}: not a submitter of {participant.name}.")
    if not body["authentication"].strip():
        raise StepRefused("Say how the caller was authenticated.")


def _commitment(entered: SurrogateBid) -> str:
    """Raises NotRecordable."""
    return commitment_to(
        auction=entered.round.auction.slug,
        round=ReceiptRound(stage=entered.round.stage, number=entered.round.number),
        bidder=entered.participant.bidder_id,
        ballot=entered.ballot,
        nonce=entered.nonce,
    )
